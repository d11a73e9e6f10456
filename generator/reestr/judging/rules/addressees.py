"""What was asked of one account or organization, found among the addressees of the assignments."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.judging.check import Days
from reestr.judging.rules.assignments import Task
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Addressee, Assignment


def tasks_of(assignments: tuple[tuple[Assignment, int], ...], kind: str) -> Iterator[Task]:
    """The tasks of one kind among the assignments of an account or an organization, each with its addressee's place."""
    for assignment, index in assignments:
        if assignment.kind == kind:
            yield _task(assignment, assignment.addressees[index], f"/addressees/{index}")


def days_of(assignments: tuple[tuple[Assignment, int], ...]) -> Days:
    """The days that verdicts on assignments hang on."""
    for assignment, index in assignments:
        yield assignment.issued_on
        yield assignment.due_on
        result = assignment.addressees[index].result
        if result is not None:
            yield result.done_on
            yield result.not_done_on


def _task(assignment: Assignment, addressee: Addressee, path: str) -> Task:
    result = addressee.result
    if result is None:
        return Task(assignment, False, None, None, Evidence(assignment.origin, path), "unknown")
    evidence = Evidence(assignment.origin, f"{path}/result")
    # A «Госпаблики» item is proven by its post alone; information may be given by a letter or put at an address.
    proof = result.url if assignment.kind == "portal-post" else result.document or result.url
    done = result.not_done_on is None
    return Task(assignment, done, result.done_on, proof, evidence, "unknown", result.not_done_on)
