"""Changes of content plans, assignments and notices."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.history.diff.lookup import RegistryLookup
from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.registry.lists import FORMER
from reestr.registry.paperwork import Addressee, Assignment, Notice, Plan


def plan_changes(lookup: RegistryLookup, before: Plan | None, after: Plan | None) -> Iterator[Change]:
    """Yield the changes of a content plan: submitted, changed, found missing, withdrawn."""
    plan = after or before
    if plan is None:
        return
    values: dict[str, object] = {"month": f"{plan.month[5:]}.{plan.month[:4]}"}
    if after is None:
        yield lookup.of_paper("plan-removed", plan.organization, **values)
    elif before is None or bool(before.entries) != bool(after.entries):
        key = "plan-added" if after.entries else "plan-absent"
        yield lookup.of_paper(key, plan.organization, **values, number=len(after.entries))
    elif _content(before) != _content(after):
        yield lookup.of_paper("plan-changed", plan.organization, **values)


def _content(plan: Plan) -> tuple[object, ...]:
    return plan.entries, plan.prepared_on, plan.prepared_by, plan.absent_on


_KINDS_WITH_TEXTS = frozenset(FORMER.ids("assignments"))


def assignment_changes(lookup: RegistryLookup, before: Assignment | None, after: Assignment | None) -> Iterator[Change]:
    """Yield the changes of an assignment (issued, changed, answered, withdrawn) and of its addressees' results."""
    if after is None:
        if before is not None:
            yield of_assignment("assignment-removed", before)
        return
    if before is None:
        known = after.kind in _KINDS_WITH_TEXTS
        values = {"due": after.due_on.isoformat(), **({} if known else {"assigned": after.kind})}
        yield of_assignment(f"assignment-{after.kind}" if known else "assignment-issued", after, **values)
    elif _terms(before) != _terms(after):
        yield of_assignment("assignment-changed", after, due=after.due_on.isoformat())
    if after.answered_on is not None and (before is None or before.answered_on != after.answered_on):
        yield of_assignment("assignment-answered", after, on=after.answered_on.isoformat())
    results = {_addressed(item): item.result for item in before.addressees} if before is not None else {}
    for item in after.addressees:
        if item.result is not None and results.get(_addressed(item)) != item.result:
            key = "result-not-done" if item.result.not_done_on is not None else "result-done"
            account = lookup.accounts.get(item.account or "")
            if account is not None:
                yield lookup.of_account(key, account, assignment=after.title)
            elif item.organization is not None:
                yield lookup.of_paper(key, item.organization, assignment=after.title)


def of_assignment(key: str, assignment: Assignment, **values: object) -> Change:
    """Return a change of an assignment; `values` always has the `number` of its addressees."""
    values["number"] = len(assignment.addressees)
    return Change(key, Subject("assignment", assignment.id), None, assignment.title, values)


def _terms(assignment: Assignment) -> tuple[object, ...]:
    addressed = tuple(_addressed(item) for item in assignment.addressees)
    return assignment.title, assignment.issued_on, assignment.due_on, assignment.source, addressed


def _addressed(addressee: Addressee) -> str:
    return addressee.account or addressee.organization or ""


def notice_changes(lookup: RegistryLookup, before: Notice | None, after: Notice | None) -> Iterator[Change]:
    """Yield the changes of a notice of a new responsible person: sent, corrected, withdrawn."""
    notice = after or before
    if notice is None:
        return
    values = {"to": notice.to, "on": notice.sent_on.isoformat(), "change": notice.change_on.isoformat()}
    if after is None:
        yield lookup.of_paper("notice-removed", notice.organization, **values)
    elif before is None:
        yield lookup.of_paper("notice-sent", notice.organization, **values)
    elif (before.to, before.sent_on, before.change_on, before.document) != (
        after.to,
        after.sent_on,
        after.change_on,
        after.document,
    ):
        yield lookup.of_paper("notice-changed", notice.organization, **values)
