"""open-information (clause 2.1.2): the other information that 8-FZ requires is published; the officer attests a
checklist.

Met: `observed.open_information: true` in a recent observation. Breach: `open_information: false`. Unconfirmed: not
looked at, or too long ago. A new account has a grace period.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.observation import judge_facts
from reestr.judging.rules.terms import unless_in_grace
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {"observation_period_days": int, "grace_days": int}


def judge(context: Context, account: Account) -> Verdict:
    """Judge the checklist of open information."""
    return unless_in_grace(context, account, judge_facts(context, account, ("open_information",)))


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
