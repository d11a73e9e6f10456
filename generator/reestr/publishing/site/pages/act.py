"""The act's whole text as printed, with the present state of each clause and remarks beside the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reestr.judging.finding import Outcome
from reestr.publishing.figures.counts import by_outcome, shortfalls
from reestr.publishing.html.environment import render
from reestr.publishing.site.widgets.norm_lines import period_words
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records import schemas
from reestr.registry.city import Act, Block, Note, Requirement
from reestr.registry.organization import Organization
from reestr.registry.words import CASES, Noun

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


@dataclass(frozen=True, slots=True)
class ListedAct:
    """An act in the list of all: its id for links ("" for the main one), its days in words, the act replacing it."""

    act: Act
    link: str
    days: str
    replaced_by: Act | None


def build(view: View) -> Page:
    """Return the page of the city's act; with further acts, it begins with the list of all.

    The main act keeps this page then, too: the addresses of its clauses do not change when another act is added.
    """
    act = view.registry.act
    pieces = tuple(_pieces(view, act))
    return section_page(
        view,
        "act",
        PATH,
        origin=act.origin,
        acts=_listed(act),
        act=act,
        parts=_parts(pieces),
        defects=_defects(pieces),
        said_of=tuple(_said_of(act)),
    )


def build_further(view: View, act: Act) -> Page:
    """Return the page of a further act."""
    path, words = f"acts/{act.id}/", view.registry.words
    title = act.citation[:1].upper() + act.citation[1:]
    pieces = tuple(_pieces(view, act))
    body = render(
        "act",
        path,
        words,
        view=view,
        title=title,
        lead=act.title,
        acts=(),
        act=act,
        parts=_parts(pieces),
        defects=_defects(pieces),
        said_of=tuple(_said_of(act)),
    )
    return Page(path, title, act.title, body, act.origin)


def _said_of(act: Act) -> Iterator[tuple[str, str, str]]:
    """Yield what the registry calls the act and its parts: the title, the way of citing, the cases with the gender."""
    if "words" in act.origin.fields:
        yield act.document, "", _forms(act.words)
    for part in act.parts.values():
        yield f"{part.title} ({part.id})", part.cite, "" if part.words is None else _forms(part.words)


def _forms(noun: Noun) -> str:
    gender = schemas.label("act", "/words/gender", noun.gender)
    return f"{', '.join(getattr(noun, case) for case in CASES)} ({gender})"


def _listed(act: Act) -> tuple[ListedAct, ...]:
    if not act.others:
        return ()
    acts = (act, *act.others.values())
    by = {name: other for other in acts for name in other.replaces}
    return tuple(
        ListedAct(item, "" if item is act else item.id, period_words(item.period), by.get(item.id)) for item in acts
    )


def _parts(pieces: Iterable[ActPiece]) -> Mapping[str, list[ActPiece]]:
    """Return the pieces of each part of the act, in the printed order."""
    parts: dict[str, list[ActPiece]] = {}
    for piece in pieces:
        parts.setdefault(piece.block.part, []).append(piece)
    return parts


def _pieces(view: View, act: Act) -> Iterator[ActPiece]:
    registry = view.registry
    prefix = "" if act is registry.act else f"{act.id}#"
    requirements: dict[str, list[Requirement]] = {}
    for requirement in registry.requirements.values():
        for clause in requirement.clauses:
            requirements.setdefault(clause, []).append(requirement)
    states = {requirement.id: _state(view, requirement) for requirement in registry.requirements.values()}
    excused = _excused(view)
    previous: Block | None = None
    first: Block | None = None
    for block in act.blocks.values():
        repeats = previous is not None and block.unchecked is not None and previous.unchecked == block.unchecked
        first = first if repeats else block
        previous = block
        yield ActPiece(
            block=block,
            numbered_heading=block.kind == "heading" and block.number is not None,
            states=tuple(states[requirement.id] for requirement in requirements.get(prefix + block.id, ())),
            withheld=prefix + block.id in registry.withheld_clauses,
            same_reason_as=first if repeats else None,
            excused=tuple(excused.get(prefix + block.id, ())),
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
