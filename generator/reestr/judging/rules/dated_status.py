"""Verdicts on a status with dates (the state mark, the connection to «Госпаблики»)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.judging.check import Context
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import known_by
from reestr.registry.account import Account, DatedStatus


@dataclass(frozen=True, slots=True)
class StatusField:
    """Where a status stands in the account's record: its pointer, the field of its date, its two values."""

    path: str
    since: str
    positive: str
    negative: str


def judge_status(
    context: Context, account: Account, status: DatedStatus, field: StatusField, period: int | None = None
) -> Verdict:
    """Judge a status: positive -> met, negative -> breach, unknown -> unconfirmed.

    Only a dated status counts: the day it began or was last checked, no later than the date of judging and, with a
    `period`, no more days ago than that. Anything else is unconfirmed, a negative too: it may hold no more.
    """
    since = known_by(context.as_of, status.since)
    checked = known_by(context.as_of, status.checked_on)
    if status.status == field.positive:
        # A status that began after the date of judging was not there yet, whenever it was checked.
        begun = since is not None or status.since is None
        dates = [day for day in (since, checked) if day is not None] if begun else []
        dated = status.since is not None or status.checked_on is not None
    elif status.status == field.negative:
        dates = [checked] if checked is not None else []
        dated = status.checked_on is not None
    else:
        place = account.at(field.path if status.status is not None else "")
        return Verdict(Outcome.UNCONFIRMED, "unknown", (place,))
    if not dates:
        reason = "unknown" if dated else "undated"
        return Verdict(Outcome.UNCONFIRMED, reason, (account.at(field.path),))
    last: datetime.date = max(dates)
    place = account.at(f"{field.path}/{field.since if last == since else 'checked_on'}")
    values: dict[str, object] = {"on": last.isoformat()}
    if period is not None and context.days_since(last) > period:
        return Verdict(Outcome.UNCONFIRMED, "expired", (place,), {**values, "period": period})
    if status.status == field.positive:
        return Verdict(Outcome.MET, "met", (place,), values)
    return Verdict(Outcome.BREACH, "denied", (account.at(f"{field.path}/status"), place), values)
