"""Clauses in words: the act's own parts say how their numbers are cited."""

from __future__ import annotations

from collections.abc import Mapping

from reestr import wording
from reestr.registry.city import Act, Block, Requirement

_CITED = frozenset(("clause", "annex-row"))
_NUMBER = "{number}"


def cited(requirement: Requirement, act: Act) -> str:
    """Return the clauses of a requirement as printed. A paragraph without a number is cited by its clause."""
    numbers: dict[tuple[str, str], dict[str, None]] = {}
    acts = {"": act}
    for clause in requirement.clauses:
        found = act.find(clause)
        owner, block = found if found is not None else (act, None)
        while block is not None and block.number is None and block.parent is not None:
            block = owner.blocks.get(block.parent)
        part = "" if block is None else block.part
        number = clause if block is None or block.number is None else _number(block, owner)
        name = "" if owner is act else owner.id
        acts[name] = owner
        numbers.setdefault((name, part), {})[number] = None
    return ", ".join(
        _of_act(_cite(acts[name], part, ", ".join(given)), acts[name] if name else None)
        for (name, part), given in numbers.items()
    )


def clause_words(clause: str, act: Act, blank: str = " ") -> str:
    """Return how a link calls a clause of the main act or, with its act, of a further one; the clause itself where
    there is none. "" for a block that only its kind describes.
    """
    found = act.find(clause)
    if found is None:
        return clause
    owner, block = found
    name = clause_name(block, owner, blank)
    return name and _of_act(name, None if owner is act else owner)


def _of_act(cited: str, act: Act | None) -> str:
    return cited if act is None else wording.text("interface.clauses.of-act", clause=cited, act=act.citation)


def clause_name(block: Block, act: Act, blank: str = " ") -> str:
    """Return how a link calls a block: «п. 1.2», «п. 3 постановления, абзац 1», «строка 7 приложения».

    `blank` stands before numbers. A paragraph is called by its clause and its own place, which its id has after a
    hyphen. "" for a block that is neither: only its kind says what it is.
    """
    return _name(block, act, act.blocks, blank)


def _name(block: Block, act: Act, blocks: Mapping[str, Block], blank: str) -> str:
    if block.kind in _CITED:
        return _cite(act, block.part, _number(block, act) if block.number else block.id, blank)
    parent = blocks.get(block.parent or "")
    if block.kind != "paragraph" or parent is None:
        return ""
    # Without the block itself: two blocks that name each other as parents must not cause an endless loop.
    others = {key: item for key, item in blocks.items() if item is not block}
    name = _name(parent, act, others, blank)
    place = block.id[len(parent.id) + 1 :]
    return name and wording.text("interface.clauses.paragraph", clause=name, blank=blank, place=place)


def _number(block: Block, act: Act) -> str:
    """Return the printed number of a block; «а)» counts only within its clause, whose number stands before it."""
    number = block.number or ""
    parent = act.blocks.get(block.parent or "")
    if not number.endswith(")") or parent is None or not parent.number or parent is block:
        return number
    return f"{parent.number} {number}" if parent.kind == "clause" and not number.startswith(parent.number) else number


def _cite(act: Act, part: str, number: str, blank: str = " ") -> str:
    known = act.parts.get(part)
    pattern = wording.text("interface.clauses.cite") if known is None else known.cite
    return pattern.replace(f" {_NUMBER}", blank + number).replace(_NUMBER, number)
