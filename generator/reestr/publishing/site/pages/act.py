"""An act's whole text as printed, with the present state of each clause and remarks beside the text.

The city's main act is a section of its own, which lists the others; each of these has its page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reestr.judging.finding import Outcome
from reestr.publishing.figures.counts import by_outcome, shortfalls
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Act, Block, Note, Requirement
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
    """Return the page of the city's main act, with a list of the others."""
    return _page(view, view.registry.act, PATH)


def further(view: View, act: Act) -> Page:
    """Return the page of an act besides the main one."""
    return _page(view, act, f"acts/{act.id}/")


def _page(view: View, act: Act, path: str) -> Page:
    pieces = tuple(_pieces(view, act))
    parts: dict[str, list[ActPiece]] = {}
    for piece in pieces:
        parts.setdefault(piece.block.part, []).append(piece)
    acts = view.registry.acts.values()
    return section_page(
        view,
        "act",
        path,
        origin=act.origin,
        words=replace(view.registry.words, act=act.words),
        act=act,
        main=view.registry.act,
        others=[other for other in acts if other is not act],
        parts=parts,
        defects=_defects(pieces),
    )


def _pieces(view: View, act: Act) -> Iterator[ActPiece]:
    registry = view.registry
    requirements: dict[str, list[Requirement]] = {}
    for requirement in registry.requirements.values():
        for clause in requirement.clauses:
            requirements.setdefault(clause, []).append(requirement)
    states = {requirement.id: _state(view, requirement) for requirement in registry.requirements.values()}
    excused = _excused(view)
    previous: Block | None = None
    first: Block | None = None
    # Clauses of the main act are cited by their ids alone.
    own = act is registry.act
    for block in act.blocks.values():
        repeats = previous is not None and block.unchecked is not None and previous.unchecked == block.unchecked
        first = first if repeats else block
        previous = block
        clause = block.id if own else f"{act.id}#{block.id}"
        yield ActPiece(
            block=block,
            numbered_heading=block.kind == "heading" and block.number is not None,
            states=tuple(states[requirement.id] for requirement in requirements.get(clause, ())),
            withheld=clause in registry.withheld_clauses,
            same_reason_as=first if repeats else None,
            excused=tuple(excused.get(block.id, ()) if own else ()),
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
