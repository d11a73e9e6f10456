"""assigned: what was asked is done in time: posts to publish, information to give, letters to answer.

`kind` is the kind of the assignments, a list of the city; `of` whom they go to, where that is not an organization and
the kind is one of the city's own. The due date is the assignment's own; with `term: days` or `term: hours` it
follows from the day (and hour) of issue and the parameter `answer_days` or `answer_hours`.

Met: the `result` has `done_on` no later than the due date and its proof (the post's address; a document or an address).
Breach: `result: {not_done_on: …}` after the due date, or it was done later. Unconfirmed: the due date is past and there
is no result, or one without a day or proof. Of hours: without the hour of both, it is unconfirmed what the days alone
do not decide.

What is asked of city hall, such as requests of the regional centre, it answers itself: an assignment with `answer: {on:
…, document: …}`. There a missing answer is a breach: these records are city hall's own log of its letters, kept by the
officer who answers, so an answer that is not in the log was not sent.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

from reestr.judging.finding import ASSIGNMENT, Deadline, Outcome, Verdict
from reestr.judging.rule import (
    NETWORKS,
    AccountRule,
    Argument,
    CityRule,
    Context,
    OrganizationRule,
    Parameters,
    Rule,
    RuleFamily,
    before_next,
    earliest,
    known_by,
)
from reestr.registry.account import Account
from reestr.registry.city import City
from reestr.registry.lists import FORMER
from reestr.registry.norms import NoNormError
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Assignment
from reestr.registry.rule_calls import RuleCall

OF_KIND: Mapping[str, str] = MappingProxyType({item.id: item.role for item in FORMER.assignments})
"""Whom assignments of the kinds go to that all cities had, where a requirement does not say it (`of`)."""

_CITY_HALL = "city-hall"
_ANY = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))

# Worst first: the verdict's reason is the first state that occurs.
_OUTCOMES = {
    "overdue": Outcome.BREACH,
    "not-done": Outcome.BREACH,
    "late": Outcome.BREACH,
    "unproven": Outcome.UNCONFIRMED,
    "unknown": Outcome.UNCONFIRMED,
    "open": Outcome.NOT_DUE,
    "met": Outcome.MET,
}
_STILL_TO_DO = frozenset(("overdue", "not-done", "unknown", "open"))


@dataclass(frozen=True, slots=True)
class AssignedItem:
    """One thing asked of one subject. `done`: a result is on record. `proof`: the result names its post or document.

    `silence` is the state after the term if the record has no result: "overdue" if every existing result would be
    recorded, "unknown" if the result may not have been entered. `not_done_on` is the day it was seen not to be done.
    """

    assignment: Assignment
    done: bool
    done_on: datetime.date | None
    proof: str | None
    evidence: Evidence
    silence: Literal["overdue", "unknown"]
    not_done_on: datetime.date | None = None
    done_at: datetime.time | None = None


@dataclass(frozen=True, slots=True)
class AnswerTerm:
    """A term that follows from the moment of issue: the parameter that states it, in days or hours."""

    parameter: str
    in_hours: bool

    def binds(self, context: Context, assignment: Assignment) -> bool:
        """Return whether a norm binds on the day of issue: what was asked before is not judged by a later one."""
        try:
            context.number(self.parameter, assignment.issued_on)
        except NoNormError:
            return False
        return True

    def due_on(self, context: Context, assignment: Assignment) -> datetime.date:
        """Return the day on which the term ends; of hours without an hour of issue, the first day on which it may."""
        number = context.number(self.parameter, assignment.issued_on)
        if not self.in_hours:
            return assignment.issued_on + datetime.timedelta(days=number)
        issued = datetime.datetime.combine(assignment.issued_on, assignment.issued_at or datetime.time.min)
        return (issued + datetime.timedelta(hours=number)).date()

    def last_possible(self, context: Context, assignment: Assignment) -> datetime.date:
        """Return the last day on which the term may end; it is `due_on` unless the hour of issue is unknown."""
        due = self.due_on(context, assignment)
        unknown = self.in_hours and assignment.issued_at is None
        return due + datetime.timedelta(days=1) if unknown else due

    def was_kept(self, context: Context, item: AssignedItem) -> bool | None:
        """Return whether a result came within the term; None if the days alone do not decide it."""
        assert item.done_on is not None
        if not self.in_hours:
            return item.done_on <= self.due_on(context, item.assignment)
        asked, day = item.assignment, datetime.timedelta(days=1)
        term = datetime.timedelta(hours=context.number(self.parameter, asked.issued_on))
        issued = datetime.datetime.combine(asked.issued_on, asked.issued_at or datetime.time.min)
        done = datetime.datetime.combine(item.done_on, item.done_at or datetime.time.min)
        longest = done - issued + (day if item.done_at is None else datetime.timedelta())
        shortest = done - issued - (day if asked.issued_at is None else datetime.timedelta())
        return True if longest <= term else False if shortest > term else None


def _items(context: Context, assignments: Iterable[tuple[Assignment, int]], kind: str) -> Iterator[AssignedItem]:
    """Yield the assigned items of one kind for an account or an organization, each with the addressee's path."""
    sent = {item.id for item in context.registry.city.lists.assignments if item.sent}
    for assignment, index in assignments:
        if assignment.kind != kind:
            continue
        path = f"/addressees/{index}"
        result = assignment.addressees[index].result
        if result is None:
            yield AssignedItem(assignment, False, None, None, assignment.at(path), "unknown")
            continue
        # A post that was sent is proven only by its address; others may be a letter or published at an address.
        proof = result.url if kind in sent else result.document or result.url
        done = result.not_done_on is None
        place = assignment.at(f"{path}/result")
        yield AssignedItem(
            assignment, done, result.done_on, proof, place, "unknown", result.not_done_on, result.done_at
        )


def _of_city_hall(context: Context, kind: str) -> Iterator[AssignedItem]:
    """Yield everything of one kind that is asked of city hall, such as requests of the regional centre, each with its
    recorded answer.
    """
    for assignment in context.registry.assignments.values():
        if assignment.kind == kind:
            answered = assignment.answered_on is not None or assignment.answer_document is not None
            place = assignment.at("/answer" if answered else "/due_on")
            yield AssignedItem(
                assignment, answered, assignment.answered_on, assignment.answer_document, place, "overdue"
            )


def judge(context: Context, items: Iterable[AssignedItem], nobody: Evidence, term: AnswerTerm | None) -> Verdict:
    """Judge what was asked by the date of judging.

    Done late or seen not to be done -> breach (the due date is the item's own, or follows from the term); done without
    date or proof -> unconfirmed; term still running -> not-due; nothing asked -> not-applicable. `silence` of each item
    decides what a missing result means after the term. Unfinished items set a deadline on their due date.
    """
    as_of = context.as_of
    states: dict[str, list[AssignedItem]] = {}
    deadlines: list[Deadline] = []
    holds_until: datetime.date | None = None
    for item in items:
        assignment = item.assignment
        begins = before_next(as_of, assignment.issued_on, item.done_on, item.not_done_on)
        holds_until = earliest(holds_until, begins)
        if assignment.issued_on > as_of or (term is not None and not term.binds(context, assignment)):
            continue
        state, last = _state(context, item, term)
        states.setdefault(state, []).append(item)
        if state in _STILL_TO_DO:
            values = {"title": assignment.title}
            due = assignment.due_on if term is None else term.due_on(context, assignment)
            basis = ASSIGNMENT if term is None else term.parameter
            deadlines.append(Deadline(due, "", basis, assignment.id, (item.evidence,), values))
            if as_of <= last:
                holds_until = earliest(holds_until, last)
    for state, outcome in _OUTCOMES.items():
        found = states.get(state)
        if found:
            evidence = tuple(item.evidence for item in found)
            past = state == "late"
            values_of = _values(context, state, found, term)
            return Verdict(outcome, state, evidence, values_of, holds_until, tuple(deadlines), past)
    return Verdict(Outcome.NOT_APPLICABLE, "none", (nobody,), holds_until=holds_until)


def _values(context: Context, state: str, found: list[AssignedItem], term: AnswerTerm | None) -> dict[str, object]:
    first = found[0]
    due = first.assignment.due_on if term is None else term.due_on(context, first.assignment)
    values: dict[str, object] = {
        "title": first.assignment.title,
        "due": due.isoformat(),
        "number": len(found),
    }
    if state == "late" and first.done_on is not None:
        values["done"] = first.done_on.isoformat()
    if state == "not-done" and first.not_done_on is not None:
        values["on"] = first.not_done_on.isoformat()
    return values


def _state(context: Context, item: AssignedItem, term: AnswerTerm | None) -> tuple[str, datetime.date]:
    """Return the state of an item, and the last day on which its term may end."""
    as_of = context.as_of
    due = item.assignment.due_on if term is None else term.last_possible(context, item.assignment)
    if item.done and item.done_on is None:
        return "unproven", due
    done_on = known_by(as_of, item.done_on)
    if done_on is None:
        not_done_on = known_by(as_of, item.not_done_on)
        # A look before the end of the term proves nothing: the item could still be done.
        if not_done_on is not None and not_done_on > due:
            return "not-done", due
        return item.silence if due < as_of else "open", due
    kept = done_on <= due if term is None else term.was_kept(context, item)
    if kept is False:
        return "late", due
    return "met" if item.proof and kept else "unproven", due


def _of_city(kind: str, term: AnswerTerm | None, context: Context, city: City) -> Verdict:
    return judge(context, _of_city_hall(context, kind), Evidence(city.origin), term)


def _of_organization(kind: str, term: AnswerTerm | None, context: Context, organization: Organization) -> Verdict:
    assignments = context.registry.assignments_by_organization.get(organization.id, ())
    return judge(context, _items(context, assignments, kind), organization.at(), term)


def _of_account(kind: str, term: AnswerTerm | None, context: Context, account: Account) -> Verdict:
    assignments = context.registry.assignments_by_account.get(account.id, ())
    return judge(context, _items(context, assignments, kind), account.at(), term)


_TERMS: dict[str, AnswerTerm] = {"days": AnswerTerm("answer_days", False), "hours": AnswerTerm("answer_hours", True)}


def addressee_of(rule: RuleCall) -> str:
    """Return whom the assignments of a call go to: an account, an organization or city hall."""
    return rule.text("of") or OF_KIND.get(rule.text("kind"), "organization")


def _bind(rule: RuleCall) -> Rule:
    kind, term = rule.text("kind"), _TERMS.get(rule.text("term"))
    parameters: Parameters = {} if term is None else {term.parameter: int}
    of = addressee_of(rule)
    if of == _CITY_HALL:
        return CityRule(partial(_of_city, kind, term), _ANY, parameters, dated=_ANY)
    outcomes = _ANY
    if of == "account":
        of_account: Callable[[Context, Account], Verdict] = partial(_of_account, kind, term)
        return AccountRule(of_account, outcomes, parameters)
    return OrganizationRule(partial(_of_organization, kind, term), outcomes, parameters)


FAMILY = RuleFamily(
    "assigned",
    _bind,
    {
        "kind": Argument("text", vocabulary="assignments", required=True),
        "of": Argument("text", ("organization", "account", _CITY_HALL)),
        "term": Argument("text", tuple(_TERMS)),
        "networks": NETWORKS,
    },
    variant="kind",
)
