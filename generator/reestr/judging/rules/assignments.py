"""Verdicts on assignments with a due date: posts to publish, requests to answer. Shared by several rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reestr.judging.finding import ASSIGNMENT, Deadline, Outcome, Verdict
from reestr.judging.rule import Context, before_next, earliest, known_by
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Assignment

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


def assigned_items(assignments: Iterable[tuple[Assignment, int]], kind: str) -> Iterator[AssignedItem]:
    """Yield the assigned items of one kind for an account or an organization, each with the addressee's path."""
    for assignment, index in assignments:
        if assignment.kind != kind:
            continue
        path = f"/addressees/{index}"
        result = assignment.addressees[index].result
        if result is None:
            yield AssignedItem(assignment, False, None, None, assignment.at(path), "unknown")
            continue
        # A «Госпаблики» item is proven only by its post; information may be given by letter or published at an address.
        proof = result.url if kind == "portal-post" else result.document or result.url
        done = result.not_done_on is None
        place = assignment.at(f"{path}/result")
        yield AssignedItem(assignment, done, result.done_on, proof, place, "unknown", result.not_done_on)


def judge_assigned(context: Context, items: Iterable[AssignedItem], nobody: Evidence) -> Verdict:
    """Judge what was asked by the date of judging.

    Done late or seen not to be done -> breach (the due date is the item's own); done without date or proof ->
    unconfirmed; term still running -> not-due; nothing asked -> not-applicable. `silence` of each item decides what a
    missing result means after the term. Unfinished items set a deadline on their due date.
    """
    as_of = context.as_of
    states: dict[str, list[AssignedItem]] = {}
    deadlines: list[Deadline] = []
    holds_until: datetime.date | None = None
    for item in items:
        assignment = item.assignment
        begins = before_next(as_of, assignment.issued_on, item.done_on, item.not_done_on)
        holds_until = earliest(holds_until, begins)
        if assignment.issued_on > as_of:
            continue
        state = _state(as_of, item)
        states.setdefault(state, []).append(item)
        if state in _STILL_TO_DO:
            values = {"title": assignment.title}
            deadlines.append(Deadline(assignment.due_on, "", ASSIGNMENT, assignment.id, (item.evidence,), values))
            if as_of <= assignment.due_on:
                holds_until = earliest(holds_until, assignment.due_on)
    for state, outcome in _OUTCOMES.items():
        found = states.get(state)
        if found:
            evidence = tuple(item.evidence for item in found)
            past = state == "late"
            return Verdict(outcome, state, evidence, _values(state, found), holds_until, tuple(deadlines), past)
    return Verdict(Outcome.NOT_APPLICABLE, "none", (nobody,), holds_until=holds_until)


def _values(state: str, found: list[AssignedItem]) -> dict[str, object]:
    first = found[0]
    values: dict[str, object] = {
        "title": first.assignment.title,
        "due": first.assignment.due_on.isoformat(),
        "number": len(found),
    }
    if state == "late" and first.done_on is not None:
        values["done"] = first.done_on.isoformat()
    if state == "not-done" and first.not_done_on is not None:
        values["on"] = first.not_done_on.isoformat()
    return values


def _state(as_of: datetime.date, item: AssignedItem) -> str:
    due = item.assignment.due_on
    if item.done and item.done_on is None:
        return "unproven"
    done_on = known_by(as_of, item.done_on)
    if done_on is None:
        not_done_on = known_by(as_of, item.not_done_on)
        # A look before the end of the term proves nothing: the item could still be done.
        if not_done_on is not None and not_done_on > due:
            return "not-done"
        return item.silence if due < as_of else "open"
    if done_on > due:
        return "late"
    return "met" if item.proof else "unproven"
