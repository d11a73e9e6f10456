"""Verdicts on what the officer saw on a page. Shared by all rules about the content of a page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, before_next, known_by
from reestr.judging.rules.terms import Term, evidence_term
from reestr.registry.account import Account

_CONTROL = "accounts-controlled"


@dataclass(frozen=True, slots=True)
class CountedObservation:
    """The last observation of a page that counts: its day, its facts (seen or not), and how long it counts."""

    on: datetime.date
    facts: Mapping[str, bool]
    term: Term

    def verdict(
        self, account: Account, outcome: Outcome, reason: str, facts: Sequence[str], paths: Sequence[str]
    ) -> Verdict:
        """Return a verdict on facts of the page.

        In its values, `on` is the day of the observation and `facts` are names of facts (texts in `findings.facts` of
        the catalogue). A verdict that is met has the deadline of the next observation.
        """
        return Verdict(
            outcome,
            reason,
            tuple(account.at(path) for path in paths),
            {"on": self.on.isoformat(), "facts": tuple(facts)},
            self.term.holds_until,
            self.term.deadlines if outcome is Outcome.MET else (),
        )


def last_look(context: Context, account: Account) -> CountedObservation | Verdict:
    """Return the last observation that counts, or the verdict `unconfirmed` if there is none.

    An observation counts if it was made by the date of judging and is not older than `observation_period_days`.
    """
    observed = account.observed
    on = known_by(context.as_of, observed.on) if observed is not None else None
    if observed is None or on is None:
        return Verdict(
            Outcome.UNCONFIRMED,
            "never",
            (account.at("/observed" if observed else ""),),
            holds_until=before_next(context.as_of, observed.on) if observed is not None else None,
        )
    # One look at a page covers all its facts; accounts-controlled asks for that look and sets its day.
    term = evidence_term(context, on, "observation_period_days", covered_by=_CONTROL)
    if not term.runs:
        period = context.requirement.number("observation_period_days")
        values: dict[str, object] = {"on": on.isoformat(), "period": period}
        evidence = (account.at("/observed/on"),)
        return Verdict(Outcome.UNCONFIRMED, "expired", evidence, values, deadlines=term.deadlines)
    return CountedObservation(on, observed.facts, term)


def judge_facts(context: Context, account: Account, facts: Sequence[str]) -> Verdict:
    """Judge facts that must all be seen: one seen to be missing -> breach, one not looked at -> unconfirmed."""
    look = last_look(context, account)
    if isinstance(look, Verdict):
        return look
    lacking = [fact for fact in facts if look.facts.get(fact) is False]
    if lacking:
        return look.verdict(account, Outcome.BREACH, "lacking", lacking, [f"/observed/{fact}" for fact in lacking])
    unseen = [fact for fact in facts if fact not in look.facts]
    if unseen:
        return look.verdict(account, Outcome.UNCONFIRMED, "not-looked-at", unseen, ["/observed"])
    return look.verdict(account, Outcome.MET, "met", facts, ["/observed/on"])
