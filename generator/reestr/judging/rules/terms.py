"""What the dates of records mean on the date of judging: known by then, still fresh, within the grace of a new page."""

from __future__ import annotations

import datetime

from reestr.judging.check import Context
from reestr.judging.finding import Outcome, Verdict
from reestr.registry.account import Account


def known_by(as_of: datetime.date, day: datetime.date | None) -> datetime.date | None:
    """The day of a fact if it lies on or before `as_of`: what came later was not known then, so that past days can be
    judged again with the same result."""
    return day if day is not None and day <= as_of else None


def in_grace(context: Context, start: datetime.date | None) -> bool:
    """Whether the `grace_days` after `start` still run; an unknown start grants none."""
    return start is not None and context.days_since(start) <= context.requirement.number("grace_days")


def grace_values(context: Context, start: datetime.date) -> dict[str, object]:
    """The days that the sentence on a running grace names: its beginning and its last day."""
    until = start + datetime.timedelta(days=context.requirement.number("grace_days"))
    return {"opened": start.isoformat(), "until": until.isoformat()}


def unless_in_grace(context: Context, account: Account, verdict: Verdict) -> Verdict:
    """The verdict, or `not-due` where the account is not in order yet and was opened within the `grace_days`."""
    opened = account.opened_on
    if verdict.outcome is Outcome.MET or opened is None or not in_grace(context, opened):
        return verdict
    return Verdict(
        Outcome.NOT_DUE, "grace", (account.at("/opened_on"), *verdict.evidence), grace_values(context, opened)
    )
