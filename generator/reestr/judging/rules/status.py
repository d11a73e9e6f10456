"""status: a status of the account is as it should be, on a known day.

`field` is the field of the account's record: `state_mark` (the page is confirmed as official and shows the mark) or
`gospabliki` (the page is connected to «Госпаблики»).

Met: `state_mark: {status: confirmed, confirmed_on: 2026-09-01}`, not expired; a connection does not expire. Breach:
`status: absent`, seen on a known day within the evidence period. Unconfirmed: unknown, undated or too old. A new
account has a grace period.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import (
    NETWORKS,
    AccountRule,
    Argument,
    Context,
    Parameters,
    Rule,
    RuleFamily,
    before_next,
    earliest,
    known_by,
)
from reestr.judging.rules.terms import evidence_term, owed, unless_in_grace
from reestr.registry.account import Account, DatedStatus
from reestr.registry.rule_calls import RuleCall

_PERIOD = "evidence_period_days"

_OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
_PARAMETERS: Parameters = {"grace_days": int, "evidence_period_days": int}


@dataclass(frozen=True, slots=True)
class StatusField:
    """A status of an account: how to read it, its pointer in the record, the field of its date, its two values.

    `lasts`: once positive, the status need not be checked again.
    """

    of: Callable[[Account], DatedStatus]
    path: str
    since: str
    positive: str
    negative: str
    lasts: bool = False


_FIELDS = {
    "state_mark": StatusField(
        lambda account: account.state_mark, "/state_mark", "confirmed_on", positive="confirmed", negative="absent"
    ),
    "gospabliki": StatusField(
        lambda account: account.gospabliki,
        "/gospabliki",
        "connected_on",
        positive="connected",
        negative="not-connected",
        lasts=True,
    ),
}


def judge(field: StatusField, context: Context, account: Account) -> Verdict:
    """Judge a status of an account, with the grace period of a new one."""
    return unless_in_grace(context, account, _judge(context, account, field.of(account), field))


def _judge(context: Context, account: Account, status: DatedStatus, field: StatusField) -> Verdict:
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
    term = evidence_term(context, last, _PERIOD)
    if not term.runs:
        values["period"] = context.number(_PERIOD)
        # A status that was never reached must be reached, not checked again.
        deadlines = () if field.lasts else term.deadlines
        return Verdict(Outcome.UNCONFIRMED, "expired", (place,), values, begins, deadlines)
    holds_until = earliest(term.holds_until, begins)
    if status.status == field.positive:
        return Verdict(Outcome.MET, "met", (place,), values, holds_until, term.deadlines)
    deadlines = owed(context, account.opened_on)
    evidence = (account.at(f"{field.path}/status"), place)
    return Verdict(Outcome.BREACH, "denied", evidence, values, holds_until, deadlines)


def _bind(rule: RuleCall) -> Rule:
    return AccountRule(partial(judge, _FIELDS[rule.text("field")]), _OUTCOMES, _PARAMETERS)


FAMILY = RuleFamily(
    "status",
    _bind,
    {"field": Argument("text", tuple(_FIELDS), required=True), "networks": NETWORKS},
    variant="field",
)
