"""The changes of responsible persons that somebody was not told of yet, for the internal edition alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reestr import wording
from reestr.judging.check import Context
from reestr.judging.rules.tellings import Telling, tellings
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.paperwork import PreparedNotice

PATH = "handovers/"

# Addressee -> the check that judges whether it was told.
_CHECKS = {"city-hall": "change-notified", "regional-centre": "centre-notified"}


@dataclass(frozen=True, slots=True)
class Untold:
    """A change that `to` was not told of: days passed since, the last day of the term, whether it is over."""

    organization: Organization
    telling: Telling
    to: str
    days: int
    overdue: bool
    prepared: PreparedNotice | None
    command: str


@dataclass(frozen=True, slots=True)
class Late:
    """A change that was told of after the term."""

    organization: Organization
    telling: Telling
    to: str


def build(view: View) -> Page:
    """The list of changes not told of. Raises ValueError for a public view: notices are never published."""
    if not view.internal:
        raise ValueError("notices belong to the internal edition")
    untold: list[Untold] = []
    late: list[Late] = []
    prepared = {(item.organization, item.change_on, item.to): item for item in view.registry.prepared_notices}
    for to, requirement in _requirements(view).items():
        for organization, found in _tellings(view, requirement, to):
            missing = [telling for telling in found if telling.notice is None]
            for telling in missing:
                draft = prepared.get((organization.id, telling.change_on, to))
                untold.append(_untold(view, organization, telling, draft, to, len(missing) > 1))
            late += [Late(organization, telling, to) for telling in found if telling.state == "late"]
    return section_page(
        view,
        "handovers",
        PATH,
        untold=sorted(untold, key=lambda row: (row.telling.change_on, row.organization.id, row.to)),
        late=sorted(late, key=lambda row: (row.telling.change_on, row.organization.id, row.to)),
        terms=_requirements(view),
        addressees={to: wording.text(f"handover.to.{to}") for to in _CHECKS},
    )


def _requirements(view: View) -> dict[str, Requirement]:
    """Addressee -> the requirement to tell it, for those that this city's act names."""
    found = {to: view.registry.judged_by(check) for to, check in _CHECKS.items()}
    return {to: requirement for to, requirement in found.items() if requirement is not None}


def _tellings(view: View, requirement: Requirement, to: str) -> Iterator[tuple[Organization, list[Telling]]]:
    """The changes that count for the verdicts: none of those who are closed or keep no page by right."""
    context = Context(view.registry, requirement, view.as_of)
    for organization in view.registry.organizations.values():
        # Most have never had more than one.
        if len(organization.responsible) < 2 or organization.is_closed(view.as_of):
            continue
        if not view.registry.is_excused(organization, view.as_of):
            yield organization, list(tellings(context, organization, to))


def _untold(
    view: View, organization: Organization, telling: Telling, prepared: PreparedNotice | None, to: str, several: bool
) -> Untold:
    return Untold(
        organization,
        telling,
        to,
        days=(view.as_of - telling.change_on).days,
        overdue=telling.state == "not-sent",
        prepared=prepared,
        command=_command(organization, telling, to, prepared is not None, several),
    )


def _command(organization: Organization, telling: Telling, to: str, prepared: bool, several: bool) -> str:
    """What to type; which change is meant need be said where there are several."""
    name = f"{'sent' if prepared else 'prepare'}{'-one' if several else ''}"
    return wording.text(f"handover.page.{name}", id=organization.id, to=to, on=telling.change_on.isoformat())
