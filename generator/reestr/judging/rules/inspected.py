"""inspected: the officer looked at the account within the control period.

Met: `observed: {on: 2026-09-01, by: officer}` within the period. Unconfirmed: there is no observation, it is too old,
or it is not by the officer. This is never a breach: the officer may have looked without recording it, and the period is
the registry's setting. A new account has a grace period.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import NETWORKS, AccountRule, Context, Parameters, RuleFamily, before_next, known_by
from reestr.judging.rules.terms import evidence_term, owed, unless_in_grace
from reestr.registry.account import Account

_OUTCOMES = frozenset((Outcome.MET, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
_PARAMETERS: Parameters = {"control_period_days": int, "grace_days": int}


def judge(context: Context, account: Account) -> Verdict:
    """Judge the date of the officer's last look at an account."""
    return unless_in_grace(context, account, _judge(context, account))


def _judge(context: Context, account: Account) -> Verdict:
    observed = account.observed
    on = known_by(context.as_of, observed.on) if observed is not None else None
    if observed is None or on is None:
        return Verdict(
            Outcome.UNCONFIRMED,
            "never",
            (account.at("/observed" if observed else ""),),
            holds_until=before_next(context.as_of, observed.on) if observed is not None else None,
            deadlines=owed(context, account.opened_on),
        )
    term = evidence_term(context, on, "control_period_days")
    values: dict[str, object] = {"on": on.isoformat(), "period": context.number("control_period_days")}
    if observed.by != "officer":
        reason = "by-nobody" if observed.by is None else "by-organization"
        deadlines = owed(context, account.opened_on)
        return Verdict(Outcome.UNCONFIRMED, reason, (account.at("/observed"),), values, deadlines=deadlines)
    if not term.runs:
        return Verdict(Outcome.UNCONFIRMED, "expired", (account.at("/observed/on"),), values, deadlines=term.deadlines)
    return Verdict(Outcome.MET, "met", (account.at("/observed/on"),), values, term.holds_until, term.deadlines)


_RULE = AccountRule(judge, _OUTCOMES, _PARAMETERS)
FAMILY = RuleFamily("inspected", lambda rule: _RULE, {"networks": NETWORKS})
