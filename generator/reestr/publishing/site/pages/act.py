"""The act's whole text as printed, with the present state of each clause and remarks beside the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reestr.judging.finding import Outcome
from reestr.publishing.figures.counts import by_outcome, shortfalls
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Block, Note, Requirement
from reestr.registry.organization import Organization

PATH = "act/"


@dataclass(frozen=True, slots=True)
class State:
    """The state of a requirement of a clause; `counts` is None if no rule judges it."""

    requirement: Requirement
    counts: Mapping[Outcome, int] | None
    short: int


@dataclass(frozen=True, slots=True)
class ActPiece:
    """A block of the act with everything the page shows about it.

    `withheld` says that the clause is judged only, or also, for the internal edition. `same_reason_as` is the earlier
    block with the same `unchecked` text. `excused` are the organizations whose exemption rests on this row of the
    annex. A `numbered_heading` ("1. Общие положения") is a heading of the page too.
    """

    block: Block
    numbered_heading: bool
    states: tuple[State, ...]
    withheld: bool
    same_reason_as: Block | None
    excused: tuple[Organization, ...]


def build(view: View) -> Page:
    """Return the page of the act."""
    act = view.registry.act
    pieces = tuple(_pieces(view))
    parts: dict[str, list[ActPiece]] = {}
    for piece in pieces:
        parts.setdefault(piece.block.part, []).append(piece)
    return section_page(
        view,
        "act",
        PATH,
        origin=act.origin,
        act=act,
        parts=parts,
        defects=_defects(pieces),
    )


def _pieces(view: View) -> Iterator[ActPiece]:
    registry = view.registry
    requirements: dict[str, list[Requirement]] = {}
    for requirement in registry.requirements.values():
        for clause in requirement.clauses:
            requirements.setdefault(clause, []).append(requirement)
    states = {requirement.id: _state(view, requirement) for requirement in registry.requirements.values()}
    excused = _excused(view)
    previous: Block | None = None
    first: Block | None = None
    for block in registry.act.blocks.values():
        repeats = previous is not None and block.unchecked is not None and previous.unchecked == block.unchecked
        first = first if repeats else block
        previous = block
        yield ActPiece(
            block=block,
            numbered_heading=block.kind == "heading" and block.number is not None,
            states=tuple(states[requirement.id] for requirement in requirements.get(block.id, ())),
            withheld=block.id in registry.withheld_clauses,
            same_reason_as=first if repeats else None,
            excused=tuple(excused.get(block.id, ())),
        )


def _state(view: View, requirement: Requirement) -> State:
    if requirement.check is None:
        return State(requirement, None, 0)
    counts = by_outcome(view.assessment.by_requirement.get(requirement.id, ()))
    return State(requirement, counts, shortfalls(counts))


def _excused(view: View) -> Mapping[str, list[Organization]]:
    found: dict[str, list[Organization]] = {}
    for organization in view.registry.organizations.values():
        for exemption in organization.exemptions:
            if exemption.clause is not None:
                found.setdefault(exemption.clause, []).append(organization)
    return found


def _defects(pieces: tuple[ActPiece, ...]) -> list[tuple[Block, Note]]:
    return [(piece.block, note) for piece in pieces for note in piece.block.notes if note.kind == "defect"]
