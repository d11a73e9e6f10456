"""Checks the text of the act: block ids, references, clauses that are read or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Location, Related, Severity, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.norm_rules import dated_norms
from reestr.records.validation.record_set import RecordSet


def check_blocks(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the ids of the blocks and the references from blocks, from publications and from `consequences`.

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
    consequences: list[str] = document.data.get("consequences", [])  # type: ignore[assignment]  # the same
    said = [(("consequences", index), name) for index, name in enumerate(consequences)]
    for path, name in (*_references(blocks, publications), *said):
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


# Blocks with content; letterheads, headings, stamps and signatures require nothing.
_SAYING = frozenset(("clause", "paragraph", "preamble", "annex-row"))


def check_clauses(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that every clause of every act is cited by a requirement, norm, network or category, or states why nothing
    judges it.
    """
    if not all(between.is_whole(kind) for kind in ("requirement", "network", "registry")):
        return
    cited = {clause for requirement in between.all("requirement") for clause in requirement.data["clauses"]}
    cited |= {norm.clause for norm in dated_norms(between)}
    for act in between.all("act"):
        prefix = f"{act.id}#" if act.id else ""
        for index, block in enumerate(act.data["blocks"]):
            if block["kind"] in _SAYING and prefix + block["id"] not in cited and "unchecked" not in block:
                yield between.diagnostic("clause-unread", act, ("blocks", index, "id"), id=prefix + block["id"])


def check_need(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that a requirement with a rule cites a clause that demands something.

    A letterhead or a heading demands nothing, and of a clause with `unchecked` the act itself says that nothing judges
    it.
    """
    blocks = between.blocks
    if blocks is None:
        return
    for requirement in between.all("requirement"):
        if "rule" not in requirement.data:
            continue
        cited = [blocks[clause] for clause in requirement.data["clauses"] if clause in blocks]
        if cited and not any(block["kind"] in _SAYING and "unchecked" not in block for block in cited):
            clauses = ", ".join(requirement.data["clauses"])
            yield between.diagnostic(
                "rule-unneeded", requirement, ("clauses",), severity=Severity.WARNING, clauses=clauses
            )


def check_files(between: RecordSet, prefix: str) -> Iterator[Diagnostic]:
    """Check that a registry has its settings and its act."""
    for file, kind in (("registry.yaml", "registry"), ("act.yaml", "act")):
        if between.is_missing(kind, ""):
            yield make(
                "missing-file", Location(prefix + file), file=file, kind=wording.text(f"validation.kinds.{kind}")
            )
