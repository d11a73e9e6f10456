"""description-and-design (clause 2.4): the page has a description that names its organization, an avatar and a cover.

Met: `observed.description`, `avatar` and `cover` are true in a recent observation. Breach: `cover: false`. Unconfirmed:
not looked at, or too long ago. A new account has a grace period.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.observation import judge_facts
from reestr.judging.rules.terms import unless_in_grace
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {"observation_period_days": int, "grace_days": int}

FACTS = ("description", "avatar", "cover")
"""The facts that clause 2.4 demands of the design."""


def judge(context: Context, account: Account) -> Verdict:
    """Judge the description and the design seen on a page."""
    return unless_in_grace(context, account, judge_facts(context, account, FACTS))


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
