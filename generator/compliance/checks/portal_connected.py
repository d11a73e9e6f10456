"""portal-connected (clauses 1.4, 1.6.5-a): the account is connected to «Госпаблики», on a known date.

Met: `gospabliki: {status: connected, connected_on: 2026-03-01}`. Breach: `status: not-connected`, with the day it was
checked. Unconfirmed: unknown or undated. A new account has a grace.
"""

from __future__ import annotations

from generator.compliance.check import AccountCheck, Context, Parameters
from generator.compliance.checks.dated_status import StatusField, judge_status
from generator.compliance.checks.terms import unless_in_grace
from generator.model.account import Account
from generator.model.finding import Outcome, Verdict

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {"grace_days": int}

_FIELD = StatusField("/gospabliki", "connected_on", positive="connected", negative="not-connected")


def judge(context: Context, account: Account) -> Verdict:
    """Judge the connection of an account to «Госпаблики»."""
    return unless_in_grace(context, account, judge_status(context, account, account.gospabliki, _FIELD))


CHECK = AccountCheck(judge, OUTCOMES, PARAMETERS)
