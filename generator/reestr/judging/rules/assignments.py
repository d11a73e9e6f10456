"""Verdicts on things asked with a date: posts to place, requests to answer; shared by the assignment checks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reestr.judging.check import Context
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import known_by
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Assignment

# Worst first: the reason of the verdict is the first state that occurs.
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
class Task:
    """One thing asked of one subject. `done` says that a result is on record, `proof` is its post or document.

    `silence` is the state after the term where the record says nothing: "overdue" where it would be there if it
    existed, "unknown" where it may only not have been entered. `not_done_on` is the day it was seen not to be done.
    """

    assignment: Assignment
    done: bool
    done_on: datetime.date | None
    proof: str | None
    evidence: Evidence
    silence: Literal["overdue", "unknown"]
    not_done_on: datetime.date | None = None


def judge_tasks(context: Context, tasks: Iterable[Task], nobody: Evidence) -> Verdict:
    """Judge what was asked by the date of judging: done late or seen not to be done -> breach (the date is the item's
    own), done without date or proof -> unconfirmed, term still running -> not-due, nothing asked -> not-applicable.
    What silence after the term means each task says itself."""
    states: dict[str, list[Task]] = {}
    for task in tasks:
        if task.assignment.issued_on <= context.as_of:
            states.setdefault(_state(context.as_of, task), []).append(task)
    for state, outcome in _OUTCOMES.items():
        found = states.get(state)
        if found:
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
            return Verdict(outcome, state, tuple(task.evidence for task in found), values)
    return Verdict(Outcome.NOT_APPLICABLE, "none", (nobody,))


def is_open(as_of: datetime.date, task: Task) -> bool:
    """Whether it was asked by the date of judging and, as far as is known then, is still to be done, late or not."""
    return task.assignment.issued_on <= as_of and _state(as_of, task) in _STILL_TO_DO


def _state(as_of: datetime.date, task: Task) -> str:
    due = task.assignment.due_on
    if task.done and task.done_on is None:
        return "unproven"
    done_on = known_by(as_of, task.done_on)
    if done_on is None:
        not_done_on = known_by(as_of, task.not_done_on)
        # A look before the end of the term proves nothing: it could still be done.
        if not_done_on is not None and not_done_on > due:
            return "not-done"
        return task.silence if due < as_of else "open"
    if done_on > due:
        return "late"
    return "met" if task.proof else "unproven"
