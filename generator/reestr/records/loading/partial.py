"""Removes invalid fields from a record, so that one mistake does not hide the others in the same file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic
from reestr.records.json_pointer import steps_of
from reestr.records.reader import Document
from reestr.records.validation import schema
from reestr.registry.lists import CityLists

_Wrong: TypeAlias = "dict[str, _Wrong | None]"
"""Key or index -> the faults inside it, None if the value is wrong as a whole."""


def without_invalid_fields(
    kind: str, document: Document, misfits: Iterable[Diagnostic], lists: CityLists | None = None
) -> Document | None:
    """Return the document without the values that `misfits` point at; None if the rest is not even a valid draft.

    The result is for checking only: the lines of its entries are no longer right.
    """
    # Only the rules of kinds that allow drafts can handle incomplete records.
    if not schemas.may_be_draft(kind):
        return None
    wrong: _Wrong = {}
    for misfit in misfits:
        if misfit.code == "too-many-problems":
            # Other faults of the same record were not looked for.
            return None
        _add(wrong, steps_of(misfit.path))
    data: Any = _without(document.data, wrong)
    if not schema.fits(kind, {**data, "draft": True}, lists):
        return None
    return replace(document, data=data)


def _add(wrong: _Wrong, path: Sequence[str]) -> None:
    for step in path[:-1]:
        inner = wrong.setdefault(step, {})
        if inner is None:
            return
        wrong = inner
    if path:
        wrong[path[-1]] = None


def _without(node: Any, wrong: _Wrong) -> Any:
    """Return a copy without the wrong keys, in one pass. List items are kept so that indexes stay valid."""
    if isinstance(node, Mapping):
        kept = ((key, value, wrong.get(key, {})) for key, value in node.items())
        return {key: _without(value, inner) if inner else value for key, value, inner in kept if inner is not None}
    if isinstance(node, list):
        return [_without(item, inner) if (inner := wrong.get(str(at))) else item for at, item in enumerate(node)]
    return node
