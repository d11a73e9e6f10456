"""Collects the clauses of acts that a requirement rests on, for quotation."""

from __future__ import annotations

from dataclasses import dataclass

from reestr.registry.city import Act, Block, Requirement
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Quotation:
    """A clause to be quoted, as the requirement names it; `introduction` is the clause whose sentence it continues
    ("1.6. … осуществляет:"), None if it stands alone.
    """

    clause: str
    act: Act
    block: Block
    introduction: Block | None


def quotations(registry: Registry, requirement: Requirement) -> list[Quotation]:
    """Return the clauses of a requirement in its order, of whichever act they are."""
    found = ((clause, registry.find_clause(clause)) for clause in requirement.clauses)
    return [Quotation(clause, *place, _introduction(*place)) for clause, place in found if place is not None]


def _introduction(act: Act, block: Block) -> Block | None:
    parent = act.blocks.get(block.parent or "")
    return parent if parent is not None and parent.text.endswith(":") else None
