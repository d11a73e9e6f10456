"""The breaches of the day by organization, worst first, each with the day since when there is it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.history.timeline.breaches import BreachKey
from reestr.judging.finding import Finding
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.site.widgets.mending import clears
from reestr.publishing.view import View
from reestr.registry.account import Account
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.wording.mend_text import mend_title

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BreachLine:
    """One breached requirement of an organization: what is to be done, on which pages, and in words since when and
    until when its mark is shown."""

    requirement: Requirement
    title: str
    accounts: tuple[Account, ...]
    since: str
    clears: str


@dataclass(frozen=True, slots=True)
class BreachesOf:
    """The breaches of one organization (None: the city itself), its own duties first."""

    organization: Organization | None
    lines: tuple[BreachLine, ...]


def breaches_of(view: View, breaches: Iterable[BreachKey]) -> list[BreachesOf]:
    """Return some of the day's breaches by organization: those with the most first, then those with the most in all."""
    registry = view.registry
    in_all: dict[str, int] = {}
    for _, whose in view.breaches:
        in_all[whose] = in_all.get(whose, 0) + 1
    grouped: dict[str, list[BreachLine]] = {}
    for name, whose in breaches:
        grouped.setdefault(whose, []).append(breach_line(view, (name, whose)))
    found = [BreachesOf(registry.organizations.get(whose), _in_order(lines)) for whose, lines in grouped.items()]

    def place(item: BreachesOf) -> tuple[object, ...]:
        whose = item.organization
        named = by_name(whose) if whose is not None else ((), "")
        return -len(item.lines), -in_all[whose.id if whose is not None else ""], named

    return sorted(found, key=place)


def breach_line(view: View, breach: BreachKey) -> BreachLine:
    """Return one of the day's breaches. Raises KeyError for one that there is not."""
    findings = view.breaches[breach]
    pages = dict.fromkeys(item.subject.id for item in findings if item.subject.kind == "account")
    requirement = view.registry.requirements[breach[0]]
    return BreachLine(
        requirement,
        mend_title(findings, requirement.title, view.registry.words),
        tuple(view.registry.accounts[page] for page in pages),
        since_text(view, breach, findings),
        clears(findings, view.registry.words),
    )


def since_text(view: View, breach: BreachKey, findings: Sequence[Finding]) -> str:
    """Return since when there is a breach, in words: by the day that was due, else by the past, else that it is
    unknown.
    """
    found = view.breaches_since.get(breach)
    due = _missed(view, findings)
    if due is not None and (found is None or due <= found.last):
        return _said("day", due)
    if found is None:
        return wording.text("tasks.since.unknown")
    if found.first is None:
        return _said("before", found.last)
    if found.first == found.last:
        return _said("day", found.last)
    return wording.text("tasks.since.week", first=found.first.isoformat(), last=found.last.isoformat())


def _missed(view: View, findings: Sequence[Finding]) -> datetime.date | None:
    """Return the day after the first deadline that was missed; None if the breach does not come from one."""
    days = [
        deadline.due_on + _DAY
        for finding in findings
        if not finding.verdict.past
        for deadline in finding.verdict.deadlines
        if deadline.due_on < view.as_of
    ]
    return min(days, default=None)


def _in_order(lines: Iterable[BreachLine]) -> tuple[BreachLine, ...]:
    return tuple(sorted(lines, key=lambda line: (not line.requirement.is_organizations_duty, line.requirement.order)))


def _said(key: str, day: datetime.date) -> str:
    return wording.text(f"tasks.since.{key}", on=day.isoformat())
