"""The state of the registry on a day as pages show it: today's, and that of the last day of a month."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reestr.history.timeline.model import BreachCount, Commit, MonthState, RequirementState
from reestr.judging.finding import Finding, Outcome
from reestr.publishing.figures.counts import by_outcome, checked, telling
from reestr.publishing.figures.ordering import name_key
from reestr.publishing.view import View


@dataclass(frozen=True, slots=True)
class Breacher:
    """An organization with its number of breaches of one requirement.

    `id` is its present id, "" if it has no page; `title` its title on the day, "" for the city itself.
    """

    id: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class StateRow:
    """A requirement on the day: its title then, the number of verdicts by outcome, who breaches it, by title.

    `has_page` says whether the requirement still has a page.
    """

    id: str
    title: str
    has_page: bool
    counts: Mapping[Outcome, int]
    breachers: Sequence[Breacher]

    @property
    def whole(self) -> int:
        """Return the number of verdicts on it about those who must fulfil it now, unconfirmed ones included."""
        return telling(self.counts)


@dataclass(frozen=True, slots=True)
class DayState:
    """The registry on a day.

    `commit` is the last one that changed the records until then, None outside of Git; `records` the hash of the records
    in it, "" if unknown. `organizations` were not closed, `accounts` in use. `mandatory` are the verdicts on mandatory
    requirements. No `rows` if the verdicts of the day are unknown.
    """

    day: datetime.date
    commit: Commit | None
    records: str
    organizations: int
    accounts: int
    counts: Mapping[Outcome, int]
    mandatory: Mapping[Outcome, int]
    rows: Sequence[StateRow] | None

    @property
    def checked(self) -> int:
        """Return how many verdicts on mandatory requirements rest on known data."""
        return checked(self.mandatory)

    @property
    def whole(self) -> int:
        """Return the number of all verdicts."""
        return sum(self.counts.values())


def today(view: View) -> DayState:
    """Return the state of the view's own day."""
    registry, day = view.registry, view.as_of
    present = [item for item in registry.organizations.values() if not item.is_closed(day)]
    states = [
        RequirementState(
            identifier,
            registry.requirements[identifier].title,
            registry.requirements[identifier].is_mandatory,
            by_outcome(findings),
            _breaches(view, findings),
        )
        for identifier, findings in view.assessment.by_requirement.items()
    ]
    return _state(
        view,
        day,
        view.timeline.head,
        view.records_hash,
        len(present),
        sum(len(registry.active_accounts(item.id, day)) for item in present),
        states,
    )


def of_month(view: View, month: MonthState) -> DayState:
    """Return the state of the last day of a month, as it was judged by the records of that day."""
    return _state(view, month.day, month.commit, month.records, month.organizations, month.accounts, month.requirements)


def _state(
    view: View,
    day: datetime.date,
    commit: Commit | None,
    records: str,
    organizations: int,
    accounts: int,
    states: Sequence[RequirementState] | None,
) -> DayState:
    known = states or ()
    return DayState(
        day,
        commit,
        records,
        organizations,
        accounts,
        _sum(item.counts for item in known),
        _sum(item.counts for item in known if item.is_mandatory),
        None if states is None else tuple(_row(view, item) for item in states),
    )


def _sum(counted: Iterable[Mapping[Outcome, int]]) -> Mapping[Outcome, int]:
    total = Counter[Outcome]()
    for counts in counted:
        total.update(counts)
    return {outcome: total[outcome] for outcome in Outcome}


def _row(view: View, state: RequirementState) -> StateRow:
    breachers = [_breacher(view, item) for item in state.breaches]
    breachers.sort(key=lambda item: name_key(item.title))
    counts = {outcome: state.counts.get(outcome, 0) for outcome in Outcome}
    return StateRow(state.id, state.title, state.id in view.registry.requirements, counts, breachers)


def _breacher(view: View, item: BreachCount) -> Breacher:
    now = view.past.id_now("organization", item.organization)
    has_page = now in view.registry.organizations or ("organization", now) in view.past.removed_records
    return Breacher(now if has_page else "", item.title, item.number)


def _breaches(view: View, findings: Sequence[Finding]) -> tuple[BreachCount, ...]:
    counted = Counter(item.organization or "" for item in findings if item.outcome is Outcome.BREACH)
    organizations = view.registry.organizations
    return tuple(
        BreachCount(identifier, organizations[identifier].title if identifier else "", number)
        for identifier, number in counted.items()
    )
