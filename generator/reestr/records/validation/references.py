"""Checks that all references lead to existing records, and that no published record refers to a draft."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.json_pointer import FieldPath
from reestr.records.kinds import BLOCK, KINDS, references
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.privacy import is_private
from reestr.records.validation.record_set import RecordSet

_FEW = 6


def check_references(between: RecordSet) -> Iterator[Diagnostic]:
    """Check every reference of every record."""
    for kind in KINDS:
        for record in between.all(kind):
            for path, target, name in references(kind, record.id, record.data):
                yield from _judge(between, record, path, target, name)


def _judge(between: RecordSet, record: Record, path: FieldPath, target: str, name: str) -> Iterator[Diagnostic]:
    if target == BLOCK:
        if between.blocks is not None and name not in between.blocks:
            yield _unknown(between, record, path, target, name, between.blocks)
        return
    found = between.find(target, name)
    if found is None:
        if between.is_missing(target, name):
            yield _unknown(between, record, path, target, name, between.records.get(target, {}))
    elif found.draft and not record.draft and record.kind != "activity":
        # Counts of a draft account count as drafts too: they have no mark of their own.
        yield between.diagnostic(
            "refers-to-draft",
            record,
            path,
            related=(between.related(wording.text("diagnostics.refers-to-draft.related"), found),),
            field=_called(record, path),
            given=field_messages.given(name, is_private(record.kind, record.data, path)),
            kind=wording.text(f"validation.kinds.{target}"),
        )


def _unknown(
    between: RecordSet, record: Record, path: FieldPath, target: str, name: str, known: Collection[str]
) -> Diagnostic:
    private = is_private(record.kind, record.data, path)
    where = KINDS["act" if target == BLOCK else target].place
    return between.diagnostic(
        "unknown-reference",
        record,
        path,
        variant=target if target == BLOCK else "" if path else "owner",
        field=_called(record, path),
        given=field_messages.given(name, private),
        kind=wording.text(f"validation.kinds.{target}"),
        where=where,
        ready="" if private else _offer(name, known),
    )


def _offer(name: str, known: Collection[str]) -> str:
    """Return the id that was probably meant, or all existing ids if there are few."""
    near = suggestions.nearest(name, known)
    if near is not None or not 0 < len(known) <= _FEW:
        return suggestions.ready(near)
    return " " + wording.text("validation.there-are", names=sorted(known))


def _called(record: Record, path: FieldPath) -> str:
    return field_messages.called(record.kind, path)
