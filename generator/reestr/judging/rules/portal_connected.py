"""portal-connected (clauses 1.4, 1.6.5-a): the account is connected to «Госпаблики», on a known date.

Met: `gospabliki: {status: connected, connected_on: 2026-03-01}`; a connection does not expire. Breach: `status:
not-connected`, checked on a known day within the evidence period. Unconfirmed: unknown, undated, or not connected when
it was last checked too long ago. A new account has a grace period.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.dated_status import StatusField, judge_status
from reestr.judging.rules.terms import unless_in_grace
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {"grace_days": int, "evidence_period_days": int}

_FIELD = StatusField("/gospabliki", "connected_on", positive="connected", negative="not-connected", lasts=True)


def judge(context: Context, account: Account) -> Verdict:
    """Judge the connection of an account to «Госпаблики»."""
    return unless_in_grace(context, account, judge_status(context, account, account.gospabliki, _FIELD))


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
