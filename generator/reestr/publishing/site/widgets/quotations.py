"""Collects the clauses of the act that a requirement rests on, for quotation."""

from __future__ import annotations

from reestr.registry.city import Act, Block, Requirement


def quotations(act: Act, requirement: Requirement) -> list[tuple[str, Block, Block | None]]:
    """Return the clauses of a requirement as it cites them, each with its block and with the block whose sentence it
    continues ("1.6. … осуществляет:").
    """
    found = [(clause, act.find(clause)) for clause in requirement.clauses]
    return [(clause, one[1], _introduction(*one)) for clause, one in found if one is not None]


def _introduction(act: Act, block: Block) -> Block | None:
    parent = act.blocks.get(block.parent or "")
    return parent if parent is not None and parent.text.endswith(":") else None
