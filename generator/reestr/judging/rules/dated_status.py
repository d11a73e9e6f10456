"""Verdicts on a status with dates (the state mark, the connection to «Госпаблики»)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, before_next, earliest, known_by
from reestr.judging.rules.terms import evidence_term, owed
from reestr.registry.account import Account, DatedStatus

PERIOD = "evidence_period_days"


@dataclass(frozen=True, slots=True)
class StatusField:
    """Where a status stands in the account's record: its pointer, the field of its date, its two values.

    `lasts`: once positive, the status need not be checked again.
    """

    path: str
    since: str
    positive: str
    negative: str
    lasts: bool = False


def judge_status(context: Context, account: Account, status: DatedStatus, field: StatusField) -> Verdict:
    """Judge a status: positive -> met, negative -> breach, unknown -> unconfirmed.

    Only a dated status counts: it began or was last checked no later than the date of judging and no more than
    `evidence_period_days` ago (for a positive status that lasts: any time before). Any other status is unconfirmed,
    even a negative one, because it may have changed since.
    """
    since = known_by(context.as_of, status.since)
    checked = known_by(context.as_of, status.checked_on)
    begins = before_next(context.as_of, status.since, status.checked_on)
    if status.status == field.positive:
        # A status that began after the date of judging did not hold yet, whenever it was checked.
        begun = since is not None or status.since is None
        dates = [day for day in (since, checked) if day is not None] if begun else []
        dated = status.since is not None or status.checked_on is not None
    elif status.status == field.negative:
        dates = [checked] if checked is not None else []
        dated = status.checked_on is not None
    else:
        place = account.at(field.path if status.status is not None else "")
        return Verdict(Outcome.UNCONFIRMED, "unknown", (place,), deadlines=owed(context, account.opened_on))
    if not dates:
        reason = "unknown" if dated else "undated"
        deadlines = owed(context, account.opened_on)
        return Verdict(Outcome.UNCONFIRMED, reason, (account.at(field.path),), holds_until=begins, deadlines=deadlines)
    last: datetime.date = max(dates)
    place = account.at(f"{field.path}/{field.since if last == since else 'checked_on'}")
    values: dict[str, object] = {"on": last.isoformat()}
    if status.status == field.positive and field.lasts:
        return Verdict(Outcome.MET, "met", (place,), values, begins)
    term = evidence_term(context, last, PERIOD)
    if not term.runs:
        values["period"] = context.number(PERIOD)
        # A status that was never reached must be reached, not checked again.
        deadlines = () if field.lasts else term.deadlines
        return Verdict(Outcome.UNCONFIRMED, "expired", (place,), values, begins, deadlines)
    holds_until = earliest(term.holds_until, begins)
    if status.status == field.positive:
        return Verdict(Outcome.MET, "met", (place,), values, holds_until, term.deadlines)
    deadlines = owed(context, account.opened_on)
    evidence = (account.at(f"{field.path}/status"), place)
    return Verdict(Outcome.BREACH, "denied", evidence, values, holds_until, deadlines)
