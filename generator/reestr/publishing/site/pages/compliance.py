"""The compliance matrix: organizations by requirements, the worst outcome of each pair in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from urllib.parse import quote

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.publishing.figures.counts import SHORTFALLS
from reestr.publishing.figures.matrix import matrix_columns, outcomes_in_common
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.further_pages import ROWS, numbers_of_pages
from reestr.publishing.html.links import Links
from reestr.publishing.html.signs import SHAPES
from reestr.publishing.site.pages.organization import weekly_norm
from reestr.publishing.site.widgets.chart import line_chart
from reestr.publishing.site.widgets.further_rows import further_rows
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.site.widgets.table_columns import hidden, labelled_cell, number_cell
from reestr.publishing.site.widgets.trend import trend
from reestr.publishing.site.widgets.verdict_history import by_sphere, course
from reestr.publishing.view import Page, View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.wording.finding_text import outcome_text

PATH = "compliance/"


def build(view: View) -> Page:
    """Return the page of the matrix, with the requirements for the city above it and their course below."""
    judged = [requirement for requirement in view.registry.requirements.values() if requirement.check]
    columns = matrix_columns(view)
    own = sum(requirement.is_organizations_duty for requirement in columns)
    alike = outcomes_in_common(view, columns)
    rows = _rows(view, columns, own) if not alike else []
    findings = [
        (requirement, finding)
        for requirement in judged
        if requirement.subject == "city"
        for finding in view.assessment.by_requirement.get(requirement.id, ())
    ]
    norm = weekly_norm(view)
    dated = trend(view, norm)
    return section_page(
        view,
        "compliance",
        PATH,
        columns=columns,
        of_others=columns[own:],
        heads=_heads(columns, own),
        rows=rows[:ROWS],
        pages=numbers_of_pages(len(rows)),
        of_city=findings,
        alike=alike,
        organizations=len(view.registry.organizations),
        spheres=by_sphere(view),
        course=course(view),
        present=line_chart(dated.present),
        active=line_chart(dated.active),
        undated=dated.undated,
        norm=norm,
    )


def further_pages(view: View) -> Iterator[Page]:
    """Yield the pages of the organizations that the first page has no room for."""
    columns = matrix_columns(view)
    if len(view.registry.organizations) <= ROWS or not columns or outcomes_in_common(view, columns):
        return
    own = sum(requirement.is_organizations_duty for requirement in columns)
    section = Page(PATH, wording.text("sections.compliance.title", words=view.registry.words), "", "")
    yield from further_rows(view, section, "matrix", _heads(columns, own), _rows(view, columns, own))


def _heads(columns: Sequence[Requirement], own: int) -> Markup:
    """Return the cells of the header; those of the first `own` columns are the organizations' own duties."""
    link = Links("../" * PATH.count("/"))
    of_requirements = [
        f'<th scope="col" data-sort="none" data-key="{escape(item.id)}"{"" if place < own else _OF_OTHERS}>'
        f'<a href="{escape(link.requirement(item.id))}">{escape(item.title)}</a></th>'
        for place, item in enumerate(columns)
    ]
    return Markup("".join(of_requirements))


_OF_OTHERS = ' class="of-others"'


def _rows(view: View, columns: Sequence[Requirement], own: int) -> list[Markup]:
    """Return the rows of the matrix as HTML, the organizations with most breaches in their first `own` columns first.

    Written here and not in the template: at 10,000 organizations, a quarter of a million cells are joined from seven
    ready-made ones.
    """
    cells = view.assessment.cells
    identifiers = [requirement.id for requirement in columns]
    hall = view.registry.words.hall_short.nominative
    names = [item.title if place < own else f"{item.title} · {hall}" for place, item in enumerate(columns)]
    ready = [
        {outcome: _cell(outcome, identifier, name) for outcome in Outcome}
        for identifier, name in zip(identifiers, names, strict=True)
    ]
    link = Links("../" * PATH.count("/"))
    ranked = []
    for organization in view.registry.organizations.values():
        outcomes = [cells.get((organization.id, identifier)) for identifier in identifiers]
        short = tuple(-outcomes[:own].count(outcome) for outcome in SHORTFALLS)
        ranked.append((short, by_name(organization), organization, outcomes))
    ranked.sort(key=lambda item: item[:2])
    return [_row(organization, short, outcomes, ready, link) for short, _, organization, outcomes in ranked]


def _row(
    organization: Organization,
    short: tuple[int, ...],
    outcomes: Sequence[Outcome | None],
    ready: Sequence[Mapping[Outcome, tuple[str, str]]],
    link: Links,
) -> Markup:
    address = str(escape(link.organization(organization.id)))
    # A cell with nothing after its address has no link.
    cells = []
    for outcome, column in zip(outcomes, ready, strict=True):
        before, after = _NO_CELL if outcome is None else column[outcome]
        cells.append(before + address + after if after else before)
    breaches, unconfirmed, _ = short
    sphere = labelled_cell(organization.sphere, "organization", "sphere")
    return Markup(
        f'<tr><th scope="row"><a href="{address}">{escape(organization.title)}</a></th>'
        f"{number_cell(-breaches)}{hidden(number_cell(-unconfirmed))}{hidden(sphere)}{''.join(cells)}</tr>\n"
    )


_NO_CELL = ("<td></td>", "")


@cache
def _cell(outcome: Outcome, requirement: str, name: str) -> tuple[str, str]:
    """Return one cell: the sign, and the word for screen readers (the style sheet hides `i` in the matrix).

    The cell of a shortfall links to its verdict: it comes in two parts, between which the organization's page is
    inserted. It has the requirement's name, which the card of a row shows.
    """
    symbol = outcome_text(outcome, "symbol")
    label = escape(outcome_text(outcome))
    # The style sheet draws signs that the font lacks.
    said = f"<i>{label}</i>" if symbol in SHAPES else f"{escape(symbol)}<i>{label}</i>"
    if outcome not in SHORTFALLS:
        return f'<td class="is-{outcome}">{said}</td>', ""
    return (
        f'<td class="is-{outcome}" data-label="{escape(name)}"><a href="',
        f'#{escape(quote(requirement, safe=""))}">{said}</a></td>',
    )
