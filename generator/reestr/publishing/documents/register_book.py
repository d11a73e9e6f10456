"""The workbook for the regional centre: the register, the figures, and their definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.publishing.documents.figures import CityFigures, Figure
from reestr.publishing.documents.manifest import Provenance, command, origin_lines, reservation
from reestr.publishing.documents.register import (
    ACTIVITY_RULE,
    COLUMNS,
    DESIGN,
    RegisterRow,
    grounds,
    requirement_of_fact,
    table,
)
from reestr.publishing.documents.xlsx import DocumentCell, DocumentTable, MissingValue, Percent, known, workbook
from reestr.publishing.figures.counts import by_outcome
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.figures.shares import percents
from reestr.publishing.view import View
from reestr.registry.city import Requirement
from reestr.wording.clause_text import cited
from reestr.wording.finding_text import outcome_text

_KEPT = 2
"""The columns that stay visible when scrolling: the number and the name of the organization."""

_PAGES_WIDE = 3
"""The width in pages of A4 at which the print stays readable."""


def register_book(view: View, figures: CityFigures, rows: Sequence[RegisterRow], provenance: Provenance) -> bytes:
    """Return the register as XLSX, with a sheet for each question a reader may have about it."""
    sheets = (
        DocumentTable(
            _word("sheets.register"),
            [column.title for column in COLUMNS],
            [column.width for column in COLUMNS],
            table(rows),
            kept=_KEPT,
            pages_wide=_PAGES_WIDE,
        ),
        DocumentTable(
            _word("sheets.figures"), _heads("figures"), (58, 12, 12, 10, 44), _figures(view, figures, provenance)
        ),
        DocumentTable(
            _word("sheets.requirements"), _requirement_heads(), _REQUIREMENT_WIDTHS, _requirements(view), kept=1
        ),
        DocumentTable(_word("sheets.exemptions"), _heads("exemptions"), (60, 40, 13, 13, 40), _exemptions(view)),
        DocumentTable(_word("sheets.notes"), _heads("notes"), (34, 100), _notes(view), filtered=False),
        DocumentTable(_word("sheets.origin"), _heads("origin"), (34, 100), _origin(view, provenance), filtered=False),
    )
    return workbook(sheets, title(view), view.as_of)


def title(view: View) -> str:
    """Return the title of the register."""
    return _word("title", city=view.registry.city.municipality.short_name, on=view.as_of.isoformat())


def _figures(view: View, figures: CityFigures, provenance: Provenance) -> Iterator[tuple[DocumentCell, ...]]:
    for warning in filter(None, (_fiction(view), reservation(provenance))):
        yield (warning, MissingValue.NOTHING, MissingValue.NOTHING, MissingValue.NOTHING, MissingValue.NOTHING)
    for figure in figures.all:
        yield _figure(figure)
    counts = view.assessment.summary
    total = len(view.assessment.findings)
    # The parts of one whole: their shares add up to it.
    rounded = percents(tuple(counts.values()), units=1000)
    for (outcome, count), tenths in zip(counts.items(), rounded, strict=True):
        label = outcome_text(outcome)
        figure = Figure(_word("figures.verdicts", outcome=label), count, total, _word("wholes.of-verdicts"))
        yield _figure(figure, tenths)


def _figure(figure: Figure, rounded: int | None = None) -> tuple[DocumentCell, ...]:
    return (
        figure.title,
        figure.value,
        MissingValue.NOTHING if figure.whole is None else figure.whole,
        Percent(figure.value, figure.whole, rounded) if figure.whole else MissingValue.NOTHING,
        figure.of or MissingValue.NOTHING,
    )


_REQUIREMENT_WIDTHS = (46, 22, 13, *(13,) * len(Outcome), 9)


def _requirement_heads() -> list[str]:
    outcomes = [outcome_text(outcome) for outcome in Outcome]
    return [*_heads("requirements"), *outcomes, _word("heads.total")]


def _requirements(view: View) -> Iterator[tuple[DocumentCell, ...]]:
    for requirement in view.registry.requirements.values():
        if requirement.check is None:
            continue
        findings = view.assessment.by_requirement.get(requirement.id, ())
        yield (
            requirement.title,
            cited(requirement, view.registry.act),
            wording.text(f"interface.force.{requirement.force}"),
            *by_outcome(findings).values(),
            len(findings),
        )


def _exemptions(view: View) -> Iterator[tuple[DocumentCell, ...]]:
    for organization in sorted(view.registry.organizations.values(), key=by_name):
        if organization.is_closed(view.as_of):
            continue
        for exemption, text in grounds(view, organization):
            yield (
                organization.name,
                text,
                known(exemption.since),
                known(exemption.until) if exemption.until else _word("no-end"),
                exemption.reason or MissingValue.NOTHING,
            )


def _notes(view: View) -> Iterator[tuple[DocumentCell, ...]]:
    for missing in MissingValue:
        yield (missing.words, _word(f"missing-notes.{missing.value}"))
    words = view.registry.words
    values = {**_rules(view), "words": words}
    for column in COLUMNS:
        yield (column.title, _word(f"columns.{column.key}.note", **values))
    for outcome in Outcome:
        yield (outcome_text(outcome), outcome_text(outcome, "meaning", words))


def _rules(view: View) -> dict[str, object]:
    """Return the parameters that the rules of the percentages use."""
    activity = view.registry.leading_requirement(ACTIVITY_RULE, view.as_of)
    looked = requirement_of_fact(view.registry, DESIGN[0])
    return {
        "parts": tuple(wording.text(f"findings.facts.{name}", words=view.registry.words) for name in DESIGN),
        "days": max(_numbers(view, looked, "observation_period_days"), default=0),
        "weeks": max(_numbers(view, activity, "weeks_judged"), default=0),
        "posts": " / ".join(map(str, sorted(_numbers(view, activity, "posts_per_week")))) or 0,
    }


def _numbers(view: View, requirement: Requirement | None, name: str) -> set[int]:
    """Return the numbers that a parameter has on the day of the view; none without a requirement."""
    values = requirement.parameters[name].values_on(view.as_of) if requirement is not None else ()
    return {value for value in values if isinstance(value, int)}


def _origin(view: View, provenance: Provenance) -> Iterator[tuple[DocumentCell, ...]]:
    warning = reservation(provenance)
    if warning:
        yield (_word("origin.reservation"), warning)
    if view.registry.city.fictional:
        yield (_word("origin.fictional"), _fiction(view))
    yield from origin_lines(view, provenance, command("centre", view, provenance))


def _fiction(view: View) -> str:
    """Return the notice of a fictional city; "" for a real one."""
    city = view.registry.city
    return _word("fictional", place=city.municipality.words) if city.fictional else ""


def _heads(sheet: str) -> list[str]:
    return _word(f"heads.{sheet}").split("|")


def _word(key: str, /, **values: object) -> str:
    return wording.text(f"papers.{key}", **values)
