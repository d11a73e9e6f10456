"""page-status (clause 1.2): the page is confirmed as official through Gosuslugi and shows the state mark.

Met: `state_mark: {status: confirmed, confirmed_on: 2026-09-01}`, not expired. Breach: `status: absent`, seen on a known
day within the evidence period. Unconfirmed: unknown, undated or too old. A new account has a grace period.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.dated_status import StatusField, judge_status
from reestr.judging.rules.terms import unless_in_grace
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {"grace_days": int, "evidence_period_days": int}

_FIELD = StatusField("/state_mark", "confirmed_on", positive="confirmed", negative="absent")


def judge(context: Context, account: Account) -> Verdict:
    """Judge the state mark of an account."""
    return unless_in_grace(context, account, judge_status(context, account, account.state_mark, _FIELD))


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
