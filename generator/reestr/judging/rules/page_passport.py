"""page-passport (clause 2.1.1): the page shows about, address, geolocation, e-mail, phones, city hall's site, own site.

Met: a recent observation by the officer saw all of them; the own site counts only if there is one. Breach:
`observed.phones: false`. Unconfirmed: not looked at, looked at too long ago, or the own site was not seen and it is
unknown whether there is one. A new account has a grace period.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters
from reestr.judging.rules.observation import CountedObservation, judge_facts, last_look
from reestr.judging.rules.terms import unless_in_grace
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {"observation_period_days": int, "grace_days": int}

_ALWAYS = ("about", "address", "geolocation", "email", "phones", "city_hall_site")
_OWN_SITE = "organization_site"
_WITH_SITE = (*_ALWAYS, _OWN_SITE)


def judge(context: Context, account: Account) -> Verdict:
    """Judge the contact data seen on a page."""
    has_site = context.registry.organizations[account.organization].has_site
    verdict = judge_facts(context, account, _WITH_SITE if has_site else _ALWAYS)
    if has_site is None and verdict.outcome is Outcome.MET:
        look = last_look(context, account)
        if isinstance(look, CountedObservation) and not look.facts.get(_OWN_SITE):
            evidence = (account.at(look.look_at(_OWN_SITE).path),)
            verdict = Verdict(Outcome.UNCONFIRMED, "site-unknown", evidence, verdict.values, verdict.holds_until)
    return unless_in_grace(context, account, verdict)


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
