"""Where tasks come from: what each requirement asks of an organization by which day, by the check that judges it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from reestr.judging.check import Context
from reestr.judging.finding import Outcome
from reestr.judging.rules.addressees import tasks_of
from reestr.judging.rules.assignments import is_open
from reestr.judging.rules.centre_answered import centre_requests
from reestr.judging.rules.tellings import tellings
from reestr.judging.rules.weeks import counts, judged_weeks
from reestr.judging.tasks.case import Case, Source, records_of
from reestr.judging.tasks.task import Role, Task
from reestr.judging.tasks.terms import TERMS, of_term
from reestr.registry import calendar
from reestr.registry.account import Account
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Assignment

_TO_PLAN = frozenset((Outcome.NOT_DUE, Outcome.BREACH, Outcome.UNCONFIRMED))


def _plans(case: Case) -> Iterator[Task]:
    """The plan of this month and of the next, in the first days of which it may still be made."""
    context, organization = case.context, case.organization
    if not case.accounts:
        return
    grace = context.requirement.number("grace_days")
    this = context.as_of.replace(day=1)
    following = (this + datetime.timedelta(days=31)).replace(day=1)
    plans = context.registry.plans.get(organization.id, ())
    months = [this] if any(finding.outcome in _TO_PLAN for finding in case.findings) else []
    if not any(plan.month == f"{following:%Y-%m}" and plan.entries for plan in plans):
        months.append(following)
    for first in months:
        month = f"{first:%Y-%m}"
        due_on = first + datetime.timedelta(days=max(grace, 1) - 1)
        on_record = [Evidence(plan.origin) for plan in plans if plan.month == month]
        evidence = on_record or [organization.at()]
        yield case.task(
            "content-plan", due_on, case.basis("grace_days"), evidence, about=month, values={"month": month}
        )


def _weeks(case: Case) -> Iterator[Task]:
    """The counts of full weeks that nobody entered; and this week, where one of those before fell short of the norm.

    A week that was short stays so: what can be done about it is not to let the next one be.
    """
    context, requirement = case.context, case.context.requirement
    number, norm = requirement.number("weeks_judged"), requirement.number("posts_per_week")
    reposts = requirement.flag("counts_gospabliki")
    this = calendar.week_of(context.as_of)
    uncounted: dict[str, list[tuple[Account, Evidence]]] = {}
    short: list[tuple[Account, Evidence]] = []
    for account in case.accounts:
        fell_short = False
        for week, count, place in counts(context, account, judged_weeks(context.as_of, account.opened_on, number)):
            if count is None:
                uncounted.setdefault(week, []).append((account, place))
            elif (count.total if reposts else count.own) < norm:
                fell_short = True
        if fell_short:
            ((_, so_far, place),) = counts(context, account, (this,))
            if so_far is None or (so_far.total if reposts else so_far.own) < norm:
                short.append((account, place))
    grace = datetime.timedelta(days=requirement.number("count_grace_days"))
    for week, found in uncounted.items():
        yield case.task(
            "two-posts-a-week.count",
            calendar.week_end(week) + grace,
            case.basis("count_grace_days"),
            [place for _, place in found],
            about=f"count-{week}",
            accounts=[account for account, _ in found],
            values={"week": week},
        )
    if short:
        yield case.task(
            "two-posts-a-week.posts",
            calendar.week_end(this),
            case.basis("posts_per_week"),
            [place for _, place in short],
            about=f"posts-{this}",
            accounts=[account for account, _ in short],
            values={"week": this, "norm": norm},
        )


def _portal_posts(case: Case) -> Iterator[Task]:
    """What was sent through «Госпаблики» and is not placed, so far as is known, in any of the pages it was sent to."""
    to_place: dict[str, tuple[Assignment, list[Account], list[Evidence]]] = {}
    for account in case.accounts:
        addressed = case.context.registry.assignments_by_account.get(account.id, ())
        for item in tasks_of(addressed, "portal-post"):
            if is_open(case.context.as_of, item):
                _, accounts, places = to_place.setdefault(item.assignment.id, (item.assignment, [], []))
                accounts.append(account)
                places.append(item.evidence)
    for assignment, accounts, places in to_place.values():
        yield _assigned(case, "portal-posts-placed", assignment, places, accounts)


def _requests(case: Case) -> Iterator[Task]:
    """The information that the officer asked for and did not get, so far as is known."""
    addressed = case.context.registry.assignments_by_organization.get(case.organization.id, ())
    to_give = {
        item.assignment.id: item
        for item in tasks_of(addressed, "information-request")
        if is_open(case.context.as_of, item)
    }
    for item in to_give.values():
        yield _assigned(case, "requests-answered", item.assignment, [item.evidence])


def _assigned(
    case: Case, key: str, assignment: Assignment, places: Iterable[Evidence], accounts: Iterable[Account] = ()
) -> Task:
    values = {"title": assignment.title}
    return case.task(
        key, assignment.due_on, "assignment", places, about=assignment.id, accounts=accounts, values=values
    )


def _notices(key: str, to: str) -> Source:
    """The source of the notices of a changed responsible person that were not sent to `to`."""

    def tasks(case: Case) -> Iterator[Task]:
        # Of two persons who began on one day it is enough to tell once.
        changes = {item.change_on: item for item in tellings(case.context, case.organization, to) if not item.notice}
        for telling in changes.values():
            day = telling.change_on.isoformat()
            basis = case.basis("term_working_days")
            place = case.organization.at(f"/responsible/{telling.index}/from")
            yield case.task(key, telling.term, basis, [place], about=day, values={"change": day})

    return tasks


def _exemptions(case: Case) -> Iterator[Task]:
    """The end of an exemption on which an organization relies: its own affair, and one of the officer who agreed."""
    organization, as_of = case.organization, case.context.as_of
    if not organization.exemptions:
        return
    ends: list[datetime.date] = []
    for network in case.context.registry.networks_without_page(organization.id, case.context.as_of):
        untils = [item.until for item in organization.exemptions if item.covers(network.id) and item.holds_on(as_of)]
        last = [until for until in untils if until is not None]
        if last and len(last) == len(untils):
            ends.append(max(last))
    ends += [
        datetime.date.fromisoformat(str(finding.verdict.values["until"]))
        for finding in case.findings
        if finding.verdict.reason == "expired"
    ]
    if ends:
        for role in (Role.ORGANIZATION, Role.OFFICER):
            key = f"exemption-grounds.{role}"
            yield case.task(key, min(ends), "agreement", [organization.at("/exemptions")], role=role)


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        **{check: of_term(term) for check, term in TERMS.items()},
        "exemption-grounds": _exemptions,
        "centre-notified": _notices("centre-notified", "regional-centre"),
        "portal-posts-placed": _portal_posts,
        "content-plan": _plans,
        "requests-answered": _requests,
        "change-notified": _notices("change-notified", "city-hall"),
        "two-posts-a-week": _weeks,
    }
)
"""What may fall due for an organization, by the check that judges it."""


def _centre_requests(context: Context) -> Iterator[Task]:
    """The requests of the regional centre that were not answered."""
    for item in centre_requests(context):
        if is_open(context.as_of, item):
            assignment = item.assignment
            yield Task(
                Role.OFFICER,
                context.requirement,
                None,
                "centre-answered",
                assignment.due_on,
                "assignment",
                assignment.id,
                records=records_of([item.evidence]),
                values={"title": assignment.title},
            )


CITY_SOURCES: Mapping[str, Callable[[Context], Iterator[Task]]] = MappingProxyType(
    {"centre-answered": _centre_requests}
)
"""What may fall due for the city as a whole, by the check that judges it."""
