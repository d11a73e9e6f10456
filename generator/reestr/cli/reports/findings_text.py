"""Renders the state of the city for a terminal: outcomes counted by requirement and by organization."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reestr import wording
from reestr.judging.finding import RANK, Finding, Outcome, worst
from reestr.judging.run import Assessment
from reestr.publishing.documents.manifest import Provenance, commit_text
from reestr.publishing.figures.counts import checked, of_mandatory
from reestr.publishing.html.answers import answer_of
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry
from reestr.wording.clause_text import cited
from reestr.wording.finding_text import outcome_text
from reestr.wording.plain_text import painted, visible, wrapped

_COLOURS: Mapping[Outcome, str] = {
    Outcome.BREACH: "red",
    Outcome.UNCONFIRMED: "yellow",
    Outcome.ADVICE: "cyan",
    Outcome.MET: "green",
}
_NARROWEST = 60
_SHORTEST_NAME = 12


def render(
    registry: Registry,
    assessment: Assessment,
    edition: Edition,
    provenance: Provenance,
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """Return the whole report, no line longer than `width` columns (at least 60).

    Every outcome has a sign and a word, so that no information depends on colour alone. Control characters of the data
    are made visible.
    """
    width = max(width, _NARROWEST)
    parts = [
        *_heading(registry, assessment, edition, width, colour),
        *_records(provenance, width, colour),
        *_legend(width, colour),
        "",
        *_by_requirement(registry, assessment, width, colour),
        "",
        *_by_organization(registry, assessment, width, colour),
        "",
        *_totals(registry, assessment, width),
    ]
    return "".join(f"{line.rstrip()}\n" for line in parts)


def _heading(registry: Registry, assessment: Assessment, edition: Edition, width: int, colour: bool) -> list[str]:
    city = visible(registry.city.municipality.short_name)
    title = wording.text("report.state.title", city=city, on=assessment.as_of, words=registry.words)
    lines = [painted(line, colour, bold=True) for line in wrapped(title, width, break_words=True)]
    sample = wording.text("report.state.sample", act=visible(registry.act.citation))
    return [
        *lines,
        *wrapped(wording.text(f"report.state.edition.{edition}"), width),
        *(wrapped(wording.text("report.state.fictional"), width) if registry.city.fictional else ()),
        *(wrapped(sample, width, break_words=True) if registry.act.sample else ()),
    ]


def _records(provenance: Provenance, width: int, colour: bool) -> list[str]:
    """Return the lines that say which records were judged, with a reservation if they are those of a later day."""
    count = len(provenance.uncommitted)
    key = "report.state.records-uncommitted" if count else "report.state.records"
    lines = wrapped(wording.text(key, commit=commit_text(provenance, short=True), count=count), width)
    if provenance.later:
        remark = wrapped(wording.text(f"papers.reservations.later-{provenance.later}"), width)
        lines += [painted(line, colour, "yellow") for line in remark]
    return lines


def _legend(width: int, colour: bool) -> list[str]:
    lines, length = [""], 0
    for outcome in Outcome:
        entry = _called(outcome)
        if length and length + 3 + len(entry) > width:
            lines.append("")
            length = 0
        gap = "   " if length else ""
        lines[-1] += gap + painted(entry, colour, _COLOURS.get(outcome))
        length += len(gap) + len(entry)
    return lines


def _by_requirement(registry: Registry, assessment: Assessment, width: int, colour: bool) -> list[str]:
    counts = {key: _counted(findings) for key, findings in assessment.by_requirement.items()}
    table = _Table(counts.values(), width, colour)
    lines = table.head(wording.text("report.state.requirements"))
    for requirement in registry.requirements.values():
        name = f"{requirement.title} ({cited(requirement, registry.act)})"
        if requirement.id in counts:
            lines += table.row(name, counts[requirement.id], wrap=True)
        else:
            lines += table.remark(name, wording.text("report.state.informative"))
    return lines


def _by_organization(registry: Registry, assessment: Assessment, width: int, colour: bool) -> list[str]:
    if not registry.organizations:
        return [wording.text("report.state.nothing")]
    duties = {key for key, requirement in registry.requirements.items() if requirement.is_organizations_duty}
    counts = {
        key: _counted([item for item in assessment.by_organization.get(key, ()) if item.requirement in duties])
        for key in registry.organizations
    }
    table = _Table(counts.values(), width, colour, worst_named=True)
    lines = table.head(wording.text("report.state.organizations"))
    for key in sorted(counts, key=lambda item: (*(-counts[item][outcome] for outcome in _BY_WEIGHT), item)):
        lines += table.row(registry.organizations[key].title, counts[key])
    return lines


def _totals(registry: Registry, assessment: Assessment, width: int) -> list[str]:
    named = ", ".join(f"{outcome_text(outcome)} — {count}" for outcome, count in assessment.summary.items() if count)
    total = len(assessment.findings)
    scope = wording.text(
        "report.state.scope", organizations=len(registry.organizations), accounts=len(registry.accounts)
    )
    text = wording.text("report.state.totals", findings=total, outcomes=named) if total else ""
    mandatory = of_mandatory(registry, assessment.findings)
    demanded = wording.text(
        "report.state.mandatory",
        breaches=mandatory[Outcome.BREACH],
        checked=checked(mandatory),
        unconfirmed=mandatory[Outcome.UNCONFIRMED],
    )
    answered = sum(answer_of(item, registry, assessment.as_of) is not None for item in assessment.findings)
    said = f" {wording.text('report.state.answered', count=answered)}" if answered else ""
    return wrapped(f"{scope} {text} {demanded}{said}" if total else scope, width)


# Organizations are sorted by their breaches, then by unconfirmed findings, and so on.
_BY_WEIGHT = tuple(sorted((Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE, Outcome.NOT_DUE), key=RANK.__getitem__))


class _Table:
    """A table of names with a count for each outcome; columns are as wide as their widest number."""

    def __init__(
        self, counts: Iterable[Mapping[Outcome, int]], width: int, colour: bool, *, worst_named: bool = False
    ) -> None:
        self._colour = colour
        gathered = list(counts)
        self._widths = {outcome: max([2, *(len(str(row[outcome])) for row in gathered)]) + 1 for outcome in Outcome}
        self._word = max(len(outcome_text(outcome)) for outcome in Outcome) + 3 if worst_named else 0
        self._name = max(width - sum(self._widths.values()) - self._word, _SHORTEST_NAME)

    def head(self, title: str) -> list[str]:
        """Return the title and the signs of the outcomes, with the rule below."""
        signs = "".join(
            painted(outcome_text(outcome, "symbol").rjust(width), self._colour, _COLOURS.get(outcome))
            for outcome, width in self._widths.items()
        )
        rule = "─" * (self._name + self._word + sum(self._widths.values()))
        return [painted(_fitted(title, self._name + self._word), self._colour, bold=True) + signs, rule]

    def row(self, name: str, counts: Mapping[Outcome, int], *, wrap: bool = False) -> list[str]:
        """Return one row; a long name continues below it or is cut."""
        *above, last = wrapped(visible(name), self._name - 1, later="  ", break_words=True) if wrap else [visible(name)]
        return [*above, _fitted(last, self._name) + self._worst(counts) + self._numbers(counts)]

    def remark(self, name: str, text: str) -> list[str]:
        """Return a row with words in place of numbers."""
        *above, last = wrapped(visible(name), self._name - 1, later="  ", break_words=True)
        return [*above, f"{_fitted(last, self._name)} {text}"]

    def _worst(self, counts: Mapping[Outcome, int]) -> str:
        if not self._word:
            return ""
        outcome = worst(item for item in Outcome if counts[item])
        return painted(_called(outcome).ljust(self._word), self._colour, _COLOURS.get(outcome))

    def _numbers(self, counts: Mapping[Outcome, int]) -> str:
        # A dot stands for zero: it keeps the columns visible and cannot be taken for a number.
        return "".join(
            painted(str(counts[outcome]).rjust(width), self._colour, _COLOURS.get(outcome))
            if counts[outcome]
            else "·".rjust(width)
            for outcome, width in self._widths.items()
        )


def _counted(findings: Sequence[Finding]) -> Counter[Outcome]:
    return Counter(finding.outcome for finding in findings)


def _called(outcome: Outcome) -> str:
    return f"{outcome_text(outcome, 'symbol')} {outcome_text(outcome)}"


def _fitted(text: str, width: int) -> str:
    """Return text cut or padded to a number of terminal columns."""
    columns = [_columns(character) for character in text]
    if sum(columns) < width:
        return text + " " * (width - sum(columns))
    kept, used = "", 0
    for character, wide in zip(text, columns, strict=True):
        if used + wide > width - 2:
            break
        kept, used = kept + character, used + wide
    return kept + "…" + " " * (width - used - 1)


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
