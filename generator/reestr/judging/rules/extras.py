"""extras (clause 2.4, recommended): the page uses further features of its network: apps, widgets, a dynamic cover.

Met: one of `observed.widgets`, `apps`, `dynamic_cover` is true in a recent observation; the organization chooses which.
Advice: all three are false. Unconfirmed: none is true and one was not looked at, or the observation is too old.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.observation import last_look
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
PARAMETERS: Parameters = {"observation_period_days": int}

_FACTS = ("apps", "widgets", "dynamic_cover")


def judge(context: Context, account: Account) -> Verdict:
    """Judge the recommended features seen on a page."""
    look = last_look(context, account)
    if isinstance(look, Verdict):
        return look
    used = [fact for fact in _FACTS if look.facts.get(fact)]
    if used:
        return look.verdict(account, Outcome.MET, "met", used)
    unseen = [fact for fact in _FACTS if fact not in look.facts]
    if unseen:
        return look.verdict(account, Outcome.UNCONFIRMED, "not-looked-at", unseen)
    return look.verdict(account, Outcome.ADVICE, "none", _FACTS)


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
