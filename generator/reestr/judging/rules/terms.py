"""Terms that a day begins: how long evidence counts, and the grace of a new page or organization.

The one place that says until when a verdict holds because of such a term, and which deadline follows from it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

from reestr.judging.days import earliest
from reestr.judging.finding import AGAIN, FIRST, Deadline, Outcome, Verdict
from reestr.judging.rule import Context
from reestr.registry.account import Account

_REMEMBERED = 1 << 14
_GRACE = "grace_days"


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its `last` day. `runs`: that day is not over. `holds_until` is then the last day, and None after it:
    what is over stays over. `deadlines` has one, due on the last day, before and after it."""

    last: datetime.date
    runs: bool
    holds_until: datetime.date | None
    deadlines: tuple[Deadline]


def evidence_term(context: Context, on: datetime.date, parameter: str, covered_by: str = "") -> Term:
    """How long evidence of a day counts: as many days as the parameter says. It is due again on the last of them.

    `covered_by` names the rule that asks for the same evidence and sets a day for it (see `Deadline`).
    """
    return _term(context.as_of, on, context.requirement.number(parameter), AGAIN, parameter, covered_by)


def grace_term(context: Context, start: datetime.date | None) -> Term | None:
    """The `grace_days` after the day on which something new began; None while that day is unknown: no grace then."""
    if start is None:
        return None
    return _term(context.as_of, start, context.requirement.number(_GRACE), FIRST, _GRACE, "")


def owed(context: Context, start: datetime.date | None) -> tuple[Deadline, ...]:
    """The deadline of what has been missing since the day on which a grace began; none where that day is unknown, or
    before the act was binding: then nothing was asked for by any day."""
    if start is None or start < context.registry.act.binding_from:
        return ()
    term = grace_term(context, start)
    return term.deadlines if term is not None else ()


def grace_values(start: datetime.date, term: Term) -> dict[str, object]:
    """The days that the sentence on a running grace names: its beginning and its last day."""
    return {"opened": start.isoformat(), "until": term.last.isoformat()}


def unless_in_grace(context: Context, account: Account, verdict: Verdict) -> Verdict:
    """The verdict, or `not-due` where the account is not in order yet and its grace runs since it was opened."""
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


# Many records are of one day, and each is judged by several requirements.
@lru_cache(_REMEMBERED)
def _term(as_of: datetime.date, start: datetime.date, days: int, kind: str, basis: str, covered_by: str) -> Term:
    last = start + datetime.timedelta(days=days)
    runs = as_of <= last
    return Term(last, runs, last if runs else None, (Deadline(last, kind, basis, covered_by=covered_by),))
