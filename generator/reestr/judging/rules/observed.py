"""observed: the facts that the page must show were seen on it.

`all_of` are facts that must all be seen, `any_of` facts of which one is enough. They are a list of the city; a fact
that is marked `with_site` there is asked for only where the organization has a site.

With `all_of`. Met: a recent look at the page saw all of them. Breach: `observed.phones: false`. Unconfirmed: not looked
at, looked at too long ago, or the own site was not seen and it is unknown whether there is one. A new account has a
grace period.

With `any_of`. Met: one of `observed.widgets`, `apps`, `dynamic_cover` is true. Advice: all of them are false.
Unconfirmed: none is true and one was not looked at.

A person and the program look at a page. Fact by fact, the later look decides that has not expired; of two on one day,
the person's. What the program cannot see stays for a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import (
    NETWORKS,
    AccountRule,
    Argument,
    Context,
    Rule,
    RuleFamily,
    before_next,
    earliest,
    known_by,
)
from reestr.judging.rules.terms import Term, evidence_term, unless_in_grace
from reestr.registry.account import Account
from reestr.registry.lists import WITH_SITE, CityLists
from reestr.registry.rule_calls import RuleCall

_CONTROL = "inspected"
_PERIOD = "observation_period_days"
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
        # One look at a page covers all its facts; `inspected` asks for that look and sets its day.
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
        period = context.number(_PERIOD)
        values: dict[str, object] = {"on": last.on.isoformat(), "period": period}
        evidence = (account.at(f"{last.path}/on"),)
        return Verdict(Outcome.UNCONFIRMED, "expired", evidence, values, later, last.term.deadlines)
    facts = {fact: seen for look in reversed(running) for fact, seen in look.facts.items()}
    until = earliest(later, *(look.term.holds_until for look in running))
    return CountedObservation(running, facts, until)


def _term(context: Context, on: datetime.date) -> Term:
    return evidence_term(context, on, _PERIOD, covered_by=_CONTROL)


def judge_all(facts: Sequence[str], context: Context, account: Account) -> Verdict:
    """Judge facts that must all be seen on a page; those about the organization's own site only if it has one."""
    of_site = _of_site(tuple(facts), context.registry.city.lists)
    if not of_site:
        return unless_in_grace(context, account, _judge_all(facts, context, account))
    has_site = context.registry.organizations[account.organization].has_site
    asked = facts if has_site else [fact for fact in facts if fact not in of_site]
    verdict = _judge_all(asked, context, account)
    if has_site is None and verdict.outcome is Outcome.MET:
        look = last_look(context, account)
        unseen = [fact for fact in of_site if isinstance(look, CountedObservation) and not look.facts.get(fact)]
        if isinstance(look, CountedObservation) and unseen:
            evidence = (account.at(look.look_at(unseen[0]).path),)
            verdict = Verdict(Outcome.UNCONFIRMED, "site-unknown", evidence, verdict.values, verdict.holds_until)
    return unless_in_grace(context, account, verdict)


@lru_cache(1 << 6)
def _of_site(facts: tuple[str, ...], lists: CityLists) -> tuple[str, ...]:
    return tuple(fact for fact in facts if lists.role("facts", fact) == WITH_SITE)


def _judge_all(facts: Sequence[str], context: Context, account: Account) -> Verdict:
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


def judge_any(facts: Sequence[str], context: Context, account: Account) -> Verdict:
    """Judge facts of which one is enough: none seen -> advice, since the organization chooses which."""
    look = last_look(context, account)
    if isinstance(look, Verdict):
        return look
    used = [fact for fact in facts if look.facts.get(fact)]
    if used:
        return look.verdict(account, Outcome.MET, "met", used)
    unseen = [fact for fact in facts if fact not in look.facts]
    if unseen:
        return look.verdict(account, Outcome.UNCONFIRMED, "not-looked-at", unseen)
    return look.verdict(account, Outcome.ADVICE, "none", facts)


def _bind(rule: RuleCall) -> Rule:
    any_of = rule.texts("any_of")
    if any_of:
        outcomes = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
        return AccountRule(partial(judge_any, any_of), outcomes, {_PERIOD: int})
    outcomes = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
    return AccountRule(partial(judge_all, rule.texts("all_of")), outcomes, {_PERIOD: int, "grace_days": int})


_FACTS = Argument("texts", vocabulary="facts")
FAMILY = RuleFamily(
    "observed",
    _bind,
    {"all_of": _FACTS, "any_of": _FACTS, "networks": NETWORKS},
    variant=lambda rule: "any" if rule.texts("any_of") else "",
    one_of=(("all_of", "any_of"),),
)
