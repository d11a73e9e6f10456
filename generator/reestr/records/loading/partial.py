"""A record without its invalid fields, so that one mistake does not hide the others of the same file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic
from reestr.records.json_pointer import steps_of
from reestr.records.reader import Document
from reestr.records.validation import schema


def without_invalid_fields(kind: str, document: Document, misfits: Iterable[Diagnostic]) -> Document | None:
    """The document without the values that `misfits` point at; None if the rest is not even a valid draft.

    It is for checking only: the lines of its entries are no longer right.
    """
    # Only the rules of the kinds that may be drafts are made for incomplete records.
    if not schemas.may_be_draft(kind):
        return None
    data: Any = document.data
    for misfit in misfits:
        data = _without(data, steps_of(misfit.path))
    if not schema.fits(kind, {**data, "draft": True}):
        return None
    return replace(document, data=data)


def _without(node: Any, path: Sequence[str]) -> Any:
    """The node without the key at the path; items of lists are kept, so that indexes stay valid."""
    if not path:
        return node
    step, rest = path[0], path[1:]
    if isinstance(node, Mapping) and step in node:
        if not rest:
            return {key: value for key, value in node.items() if key != step}
        return {**node, step: _without(node[step], rest)}
    if isinstance(node, list) and rest and step.isdecimal() and int(step) < len(node):
        return [_without(item, rest) if place == int(step) else item for place, item in enumerate(node)]
    return node
