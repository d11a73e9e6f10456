"""extras (clause 2.4, recommended): the page uses further means of its network: apps, widgets, a dynamic cover.

Met: one of `observed.widgets`, `apps`, `dynamic_cover` is true, seen lately; which one is the organization's choice.
Advice: all three are false. Unconfirmed: none is true and one was not looked at, or the look was too long ago.
"""

from __future__ import annotations

from reestr.judging.check import AccountCheck, Context, Parameters
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.observation import facts_seen, observed_on, told
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
PARAMETERS: Parameters = {"observation_period_days": int}

_FACTS = ("apps", "widgets", "dynamic_cover")


def judge(context: Context, account: Account) -> Verdict:
    """Judge the recommended means seen on a page."""
    seen = facts_seen(context, account)
    if isinstance(seen, Verdict):
        return seen
    used = [fact for fact in _FACTS if seen.get(fact)]
    if used:
        return told(account, Outcome.MET, "met", used, [f"/observed/{fact}" for fact in used])
    unseen = [fact for fact in _FACTS if fact not in seen]
    if unseen:
        return told(account, Outcome.UNCONFIRMED, "not-looked-at", unseen, ["/observed"])
    return told(account, Outcome.ADVICE, "none", _FACTS, [f"/observed/{fact}" for fact in _FACTS])


CHECK = AccountCheck(judge, OUTCOMES, PARAMETERS, observed_on)
