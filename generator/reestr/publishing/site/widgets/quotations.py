"""Collects the clauses of the act that a requirement rests on, for quotation."""

from __future__ import annotations

from reestr.registry.city import Act, Block, Requirement


def quotations(act: Act, requirement: Requirement) -> list[tuple[Block, Block | None]]:
    """Return the clauses of a requirement, each with the clause whose sentence it continues ("1.6. …
    осуществляет:").
    """
    blocks = [act.blocks[clause] for clause in requirement.clauses if clause in act.blocks]
    return [(block, _introduction(act, block)) for block in blocks]


def _introduction(act: Act, block: Block) -> Block | None:
    parent = act.blocks.get(block.parent or "")
    return parent if parent is not None and parent.text.endswith(":") else None
