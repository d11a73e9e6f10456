"""The compliance matrix: every organization against every requirement, the worst outcome of each pair in one cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from generator.artifact import Page, View
from generator.model.city import Requirement
from generator.model.finding import Outcome
from generator.model.organization import Organization
from generator.pages.counts import SHORTFALLS
from generator.pages.environment import interface
from generator.pages.links import Links
from generator.pages.ordering import by_name
from generator.pages.section_page import section_page

PATH = "compliance/"


def build(view: View) -> Page:
    """The page of the matrix, with the requirements to the city as a whole above it."""
    judged = [requirement for requirement in view.registry.requirements.values() if requirement.check]
    columns = [requirement for requirement in judged if requirement.subject != "city"]
    findings = [
        (requirement, finding)
        for requirement in judged
        if requirement.subject == "city"
        for finding in view.assessment.by_requirement.get(requirement.id, ())
    ]
    return section_page(
        view,
        "compliance",
        PATH,
        columns=columns,
        rows=_rows(view, columns),
        of_city=findings,
    )


def _rows(view: View, columns: Sequence[Requirement]) -> list[Markup]:
    """The rows of the matrix as HTML, the organizations with most breaches first.

    Written here and not in the template: at 10,000 organizations a quarter of a million cells are joined from seven
    ready-made ones.
    """
    cells = view.assessment.cells
    cell = {outcome: _cell(outcome) for outcome in Outcome}
    identifiers = [requirement.id for requirement in columns]
    link = Links("../" * PATH.count("/"))
    ranked = []
    for organization in view.registry.organizations.values():
        outcomes = [cells.get((organization.id, identifier)) for identifier in identifiers]
        short = tuple(-outcomes.count(outcome) for outcome in SHORTFALLS)
        ranked.append((short, by_name(organization), organization, outcomes))
    ranked.sort(key=lambda item: item[:2])
    return [_row(organization, outcomes, cell, link) for *_, organization, outcomes in ranked]


def _row(
    organization: Organization,
    outcomes: Sequence[Outcome | None],
    cell: Mapping[Outcome, str],
    link: Links,
) -> Markup:
    joined = "".join("<td></td>" if outcome is None else cell[outcome] for outcome in outcomes)
    return Markup(
        f'<tr><th scope="row"><a href="{escape(link.organization(organization.id))}">{escape(organization.title)}</a>'
        f'</th><td class="number">{outcomes.count(Outcome.BREACH)}</td>{joined}</tr>\n'
    )


@cache
def _cell(outcome: Outcome) -> str:
    """One cell: the sign for the eye, the word for who does not see it (the style sheet hides `i` in the matrix)."""
    symbol = escape(interface(f"outcomes.{outcome}.symbol"))
    label = escape(interface(f"outcomes.{outcome}.label"))
    return f'<td class="is-{outcome}">{symbol}<i>{label}</i></td>'
