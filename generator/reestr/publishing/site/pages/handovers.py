"""Changes of responsible persons with missing or late notices, in the internal edition only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.judging.force import bounded_outcome
from reestr.judging.rule import Context
from reestr.judging.rules.notified import Notification, notifications
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.paperwork import PreparedNotice
from reestr.wording.addressees import addressee

PATH = "handovers/"


@dataclass(frozen=True, slots=True)
class MissingNotice:
    """A change of which `to` was not notified: days passed since, the last day of the term, whether the term is over,
    and the outcome by the requirement to notify.
    """

    organization: Organization
    notification: Notification
    to: str
    days: int
    overdue: bool
    outcome: Outcome
    prepared: PreparedNotice | None
    command: str


@dataclass(frozen=True, slots=True)
class LateNotice:
    """A change that was notified after the term."""

    organization: Organization
    notification: Notification
    to: str


def build(view: View) -> Page:
    """Return the list of changes without a notice. Raises ValueError for a public view: notices are never published."""
    if not view.internal:
        raise ValueError("notices belong to the internal edition")
    untold: list[MissingNotice] = []
    late: list[LateNotice] = []
    prepared = {(item.organization, item.change_on, item.to): item for item in view.registry.prepared_notices}
    for to, requirement in _requirements(view).items():
        for organization, found in _notifications(view, requirement, to):
            missing = [notification for notification in found if notification.notice is None]
            for notification in missing:
                draft = prepared.get((organization.id, notification.change_on, to))
                untold.append(_untold(view, organization, notification, draft, requirement, to, len(missing) > 1))
            late += [
                LateNotice(organization, notification, to) for notification in found if notification.state == "late"
            ]
    return section_page(
        view,
        "handovers",
        PATH,
        untold=sorted(untold, key=lambda row: (row.notification.change_on, row.organization.id, row.to)),
        late=sorted(late, key=lambda row: (row.notification.change_on, row.organization.id, row.to)),
        terms=_requirements(view),
        addressees={
            to: addressee(to, view.registry.words).nominative for to in view.registry.city.lists.ids("addressees")
        },
    )


def _requirements(view: View) -> dict[str, Requirement]:
    """Return addressee -> the requirement to notify it, for the requirements of this city's act."""
    found = {
        to: view.registry.leading_requirement("notified", to=to) for to in view.registry.city.lists.ids("addressees")
    }
    return {to: requirement for to, requirement in found.items() if requirement is not None}


def _notifications(view: View, requirement: Requirement, to: str) -> Iterator[tuple[Organization, list[Notification]]]:
    """Yield the changes that count for verdicts: not those of closed organizations or exempt ones without pages."""
    context = Context(view.registry, requirement, view.as_of)
    for organization in view.registry.organizations.values():
        # Most organizations have had only one responsible person.
        if len(organization.responsible) < 2 or organization.is_closed(view.as_of):
            continue
        if not view.registry.is_excused(organization, view.as_of):
            yield organization, list(notifications(context, organization, to))


def _untold(
    view: View,
    organization: Organization,
    notification: Notification,
    prepared: PreparedNotice | None,
    requirement: Requirement,
    to: str,
    several: bool,
) -> MissingNotice:
    overdue = notification.state == "not-sent"
    return MissingNotice(
        organization,
        notification,
        to,
        days=(view.as_of - notification.change_on).days,
        overdue=overdue,
        outcome=bounded_outcome(Outcome.BREACH, requirement) if overdue else Outcome.NOT_DUE,
        prepared=prepared,
        command=_command(organization, notification, to, prepared is not None, several),
    )


def _command(organization: Organization, notification: Notification, to: str, prepared: bool, several: bool) -> str:
    """Return the command to type; it names the change only if there are several."""
    name = f"{'sent' if prepared else 'prepare'}{'-one' if several else ''}"
    return wording.text(f"handover.page.{name}", id=organization.id, to=to, on=notification.change_on.isoformat())
