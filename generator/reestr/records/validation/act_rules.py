"""Checks the text of the act: every block has a unique id, and all references between blocks exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Related, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, suggestions


def check_blocks(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the ids of the blocks and the references from blocks and from publications.

    A parent may be named by its id or by its printed number.
    """
    blocks: list[Any] = document.data.get("blocks", [])  # type: ignore[assignment]  # the schema has seen the list
    publications: list[Any] = document.data.get("publications", [])  # type: ignore[assignment]  # the same
    first: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block["id"] in first:
            related = wording.text("diagnostics.duplicate-block.related")
            yield make(
                "duplicate-block",
                document.locate(("blocks", index, "id")),
                path=pointer(("blocks", index, "id")),
                related=(Related(related, document.locate(("blocks", first[block["id"]], "id"))),),
                id=block["id"],
            )
        first.setdefault(block["id"], index)
    numbers = {block["number"] for block in blocks if "number" in block}
    for path, name in _references(blocks, publications):
        if name not in first and not (path[-1] == "parent" and name in numbers):
            yield _unknown(document, path, name, first)
    yield from _circles(document, blocks, first)


def _circles(document: Document, blocks: list[Any], places: dict[str, int]) -> Iterator[Diagnostic]:
    """Yield each circle of parents once, at its first block: a block must not be a part of itself."""
    parents = {block["id"]: block["parent"] for block in blocks if block.get("parent") in places}
    seen: set[str] = set()
    for start in parents:
        chain: list[str] = []
        name: str | None = start
        while name is not None and name not in seen:
            seen.add(name)
            chain.append(name)
            name = parents.get(name)
        if name in chain:
            circle = chain[chain.index(name) :]
            path: FieldPath = ("blocks", places[circle[0]], "parent")
            yield make(
                "parent-circle",
                document.locate(path),
                path=pointer(path),
                field=field_messages.called("act", path),
                chain=" → ".join([*circle, circle[0]]),
            )


def _references(blocks: list[Any], publications: list[Any]) -> Iterator[tuple[FieldPath, str]]:
    for index, block in enumerate(blocks):
        if "parent" in block:
            yield ("blocks", index, "parent"), block["parent"]
        for number, note in enumerate(block.get("notes", ())):
            for place, name in enumerate(note.get("see", ())):
                yield ("blocks", index, "notes", number, "see", place), name
    for index, publication in enumerate(publications):
        if "clause" in publication:
            yield ("publications", index, "clause"), publication["clause"]


def _unknown(document: Document, path: FieldPath, name: str, known: dict[str, int]) -> Diagnostic:
    return make(
        "unknown-reference",
        document.locate(path),
        path=pointer(path),
        variant="block",
        field=field_messages.called("act", path),
        given=suggestions.shown(name),
        kind=wording.text("validation.kinds.block"),
        where="act.yaml",
        ready=suggestions.ready(suggestions.nearest(name, known)),
    )
