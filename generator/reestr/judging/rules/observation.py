"""Verdicts on what was seen on a page. Shared by all rules about the content of a page.

A person and the program look at a page. Fact by fact, the later look decides that has not expired; of two on one day,
the person's. What the program cannot see stays for a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, before_next, earliest, known_by
from reestr.judging.rules.terms import Term, evidence_term
from reestr.registry.account import Account

_CONTROL = "accounts-controlled"
_HAND = "/observed"
MACHINE = "/observed_by_machine"
"""Where the looks of a person and of the program stand in an account's record."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """A look at a page that has not expired: its day, its facts (seen or not), how long it counts, and where in the
    record it stands.
    """

    on: datetime.date
    facts: Mapping[str, bool]
    term: Term
    path: str


@dataclass(frozen=True, slots=True)
class CountedObservation:
    """The looks at a page that count, the one that decides first; the facts are those of both (seen or not).

    Only a change of the record ends them before `holds_until`.
    """

    looks: tuple[PageLook, ...]
    facts: Mapping[str, bool]
    holds_until: datetime.date | None

    def look_at(self, fact: str) -> PageLook:
        """Return the look that decides a fact; the latest one for a fact that none shows."""
        return next((look for look in self.looks if fact in look.facts), self.looks[0])

    def verdict(
        self, account: Account, outcome: Outcome, reason: str, facts: Sequence[str], by_day: bool = False
    ) -> Verdict:
        """Return a verdict on facts of the page.

        In its values, `on` is the latest day on which one of the facts was seen or looked for, and `facts` are names of
        facts (texts in `findings.facts` of the catalogue); `machine_on` and `machine_facts` say what of it the program
        saw. The evidence is each of the facts, or the days of the looks if `by_day`. A verdict that is met has the
        deadline of the next observation.
        """
        looks = {fact: self.look_at(fact) for fact in facts}
        used = [look for look in self.looks if look in looks.values()] or [self.looks[0]]
        values: dict[str, object] = {"on": used[0].on.isoformat(), "facts": tuple(facts)}
        by_machine = tuple(fact for fact, look in looks.items() if look.path == MACHINE and fact in look.facts)
        if by_machine:
            values["machine_on"] = looks[by_machine[0]].on.isoformat()
            values["machine_facts"] = () if len(by_machine) == len(facts) else by_machine
        if by_day:
            paths = tuple(f"{look.path}/on" for look in used)
        else:
            paths = tuple(f"{look.path}/{fact}" if fact in look.facts else look.path for fact, look in looks.items())
        first = min(used, key=lambda look: look.term.last)
        return Verdict(
            outcome,
            reason,
            tuple(account.at(path) for path in dict.fromkeys(paths)),
            values,
            self.holds_until,
            first.term.deadlines if outcome is Outcome.MET else (),
        )


def last_look(context: Context, account: Account) -> CountedObservation | Verdict:
    """Return the looks that count, or the verdict `unconfirmed` if there is none.

    A look counts if it was made by the date of judging and is not older than `observation_period_days`.
    """
    observed, seen = account.observed, account.machine
    days = (observed.on if observed is not None else None, seen.on if seen is not None else None)
    looks = []
    if observed is not None and (on := known_by(context.as_of, observed.on)) is not None:
        # One look at a page covers all its facts; accounts-controlled asks for that look and sets its day.
        looks.append(PageLook(on, observed.facts, _term(context, on), _HAND))
    if seen is not None and (on := known_by(context.as_of, seen.on)) is not None:
        looks.append(PageLook(on, seen.facts, _term(context, on), MACHINE))
    later = before_next(context.as_of, *days)
    if not looks:
        place = account.at("" if observed is None and seen is None else _HAND if observed is not None else MACHINE)
        return Verdict(Outcome.UNCONFIRMED, "never", (place,), holds_until=later)
    # Sorting keeps the person's look of the same day before the program's.
    looks.sort(key=lambda look: look.on, reverse=True)
    running = tuple(look for look in looks if look.term.runs)
    if not running:
        last = looks[0]
        period = context.number("observation_period_days")
        values: dict[str, object] = {"on": last.on.isoformat(), "period": period}
        evidence = (account.at(f"{last.path}/on"),)
        return Verdict(Outcome.UNCONFIRMED, "expired", evidence, values, later, last.term.deadlines)
    facts = {fact: seen for look in reversed(running) for fact, seen in look.facts.items()}
    until = earliest(later, *(look.term.holds_until for look in running))
    return CountedObservation(running, facts, until)


def _term(context: Context, on: datetime.date) -> Term:
    return evidence_term(context, on, "observation_period_days", covered_by=_CONTROL)


def judge_facts(context: Context, account: Account, facts: Sequence[str]) -> Verdict:
    """Judge facts that must all be seen: one seen to be missing -> breach, one not looked at -> unconfirmed."""
    look = last_look(context, account)
    if isinstance(look, Verdict):
        return look
    lacking = [fact for fact in facts if look.facts.get(fact) is False]
    if lacking:
        return look.verdict(account, Outcome.BREACH, "lacking", lacking)
    unseen = [fact for fact in facts if fact not in look.facts]
    if unseen:
        return look.verdict(account, Outcome.UNCONFIRMED, "not-looked-at", unseen)
    return look.verdict(account, Outcome.MET, "met", facts, by_day=True)
