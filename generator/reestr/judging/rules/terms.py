"""Terms that start on a given day: the validity of evidence, and the grace period of a new page or organization.

This module alone derives `holds_until` and deadlines from such terms.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

from reestr.judging.finding import AGAIN, FIRST, Deadline, Outcome, Verdict
from reestr.judging.rule import Context, earliest
from reestr.registry.account import Account
from reestr.registry.calendar import last_day_of_period

_REMEMBERED = 1 << 14
_GRACE = "grace_days"


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its `last` day; `runs` until that day is over.

    `holds_until` is the last day while the term runs, and None after it: an expired term stays expired. `deadlines` has
    one deadline, due on the last day, both before and after it.
    """

    last: datetime.date
    runs: bool
    holds_until: datetime.date | None
    deadlines: tuple[Deadline]


def evidence_term(context: Context, on: datetime.date, parameter: str, covered_by: str = "") -> Term:
    """Return the term for which evidence of a day counts, in days from the parameter. Renewal is due on its last day.

    `covered_by` names the rule that asks for the same evidence and sets a day for it (see `Deadline`).
    """
    return _term(context.as_of, on, context.term_days(parameter, on), AGAIN, parameter, covered_by)


EVERY = ("month", "quarter", "half-year", "year")
"""The periods of the calendar in each of which something must be renewed."""

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def renewal_term(context: Context, on: datetime.date, parameter: str) -> Term:
    """Return the term for which evidence of a day counts if it must be renewed in each period of the calendar.

    It is the day's own period and the next one, in which it must be renewed. The parameter is one of `EVERY`.
    """
    months = _MONTHS[context.text(parameter)]
    last = last_day_of_period(last_day_of_period(on, months) + datetime.timedelta(days=1), months)
    return _until(context.as_of, last, AGAIN, parameter, "")


def grace_term(context: Context, start: datetime.date | None) -> Term | None:
    """Return the term of `grace_days` after a beginning; None while the day of the beginning is
    unknown: then no grace.
    """
    if start is None:
        return None
    return _term(context.as_of, start, context.term_days(_GRACE, start), FIRST, _GRACE, "")


def owed(context: Context, start: datetime.date | None) -> tuple[Deadline, ...]:
    """Return the deadline of what has been missing since the day on which a grace period began.

    No day is set if that day is unknown, or lies before an act of the requirement was binding or the requirement in
    force.
    """
    requirement = context.requirement
    if start is None or start < context.registry.binding_from(requirement) or not requirement.is_in_force(start):
        return ()
    term = grace_term(context, start)
    return term.deadlines if term is not None else ()


def grace_values(start: datetime.date, term: Term) -> dict[str, object]:
    """Return the values of the sentence on a running grace period: its first and its last day."""
    return {"opened": start.isoformat(), "until": term.last.isoformat()}


def unless_in_grace(context: Context, account: Account, verdict: Verdict) -> Verdict:
    """Return the verdict, or `not-due` if it is not met and the account's grace period still runs."""
    opened = account.opened_on
    if verdict.outcome is Outcome.MET or opened is None:
        return verdict
    term = grace_term(context, opened)
    if term is None or not term.runs:
        return verdict
    return Verdict(
        Outcome.NOT_DUE,
        "grace",
        (account.at("/opened_on"), *verdict.evidence),
        grace_values(opened, term),
        earliest(term.last, verdict.holds_until),
        term.deadlines,
    )


# Many records have the same day, and each is judged by several requirements.
@lru_cache(_REMEMBERED)
def _term(as_of: datetime.date, start: datetime.date, days: int, kind: str, basis: str, covered_by: str) -> Term:
    return _until(as_of, start + datetime.timedelta(days=days), kind, basis, covered_by)


def _until(as_of: datetime.date, last: datetime.date, kind: str, basis: str, covered_by: str) -> Term:
    runs = as_of <= last
    return Term(last, runs, last if runs else None, (Deadline(last, kind, basis, covered_by=covered_by),))
