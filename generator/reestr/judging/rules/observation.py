"""Verdicts on what the officer saw on a page; shared by every requirement to what a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reestr.judging.check import Context, Days
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import known_by
from reestr.registry.account import Account


def observed_on(context: Context, account: Account) -> Days:
    """The day that verdicts on what was seen hang on."""
    return (account.observed.on if account.observed is not None else None,)


def facts_seen(context: Context, account: Account) -> Mapping[str, bool] | Verdict:
    """The facts of the last observation, or the verdict `unconfirmed` where there is none that counts: none was made
    by the date of judging, or it is older than `observation_period_days`."""
    observed = account.observed
    on = known_by(context.as_of, observed.on) if observed is not None else None
    if observed is None or on is None:
        return Verdict(Outcome.UNCONFIRMED, "never", (account.at("/observed" if observed else ""),))
    period = context.requirement.number("observation_period_days")
    if context.days_since(on) > period:
        values: dict[str, object] = {"on": on.isoformat(), "period": period}
        return Verdict(Outcome.UNCONFIRMED, "expired", (account.at("/observed/on"),), values)
    return observed.facts


def judge_facts(context: Context, account: Account, facts: Sequence[str]) -> Verdict:
    """Judge facts that must all be seen: one seen to be missing -> breach, one not looked at -> unconfirmed."""
    seen = facts_seen(context, account)
    if isinstance(seen, Verdict):
        return seen
    lacking = [fact for fact in facts if seen.get(fact) is False]
    if lacking:
        return told(account, Outcome.BREACH, "lacking", lacking, [f"/observed/{fact}" for fact in lacking])
    unseen = [fact for fact in facts if fact not in seen]
    if unseen:
        return told(account, Outcome.UNCONFIRMED, "not-looked-at", unseen, ["/observed"])
    return told(account, Outcome.MET, "met", facts, ["/observed/on"])


def told(account: Account, outcome: Outcome, reason: str, facts: Sequence[str], paths: Sequence[str]) -> Verdict:
    """A verdict on facts seen on the page: in its values `on` is the day of the observation, and `facts` are names of
    facts, to be worded by the catalogue's section `findings.facts`."""
    assert account.observed is not None and account.observed.on is not None
    values = {"on": account.observed.on.isoformat(), "facts": tuple(facts)}
    return Verdict(outcome, reason, tuple(account.at(path) for path in paths), values)
