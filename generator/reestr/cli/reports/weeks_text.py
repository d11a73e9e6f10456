"""Renders the terminal output about weeks that were handed in: senders, problems with their places, the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from reestr import wording
from reestr.cli.reports.workbook_text import SHOWN_OF_A_KIND
from reestr.intake.weeks.checking import TakenWeek, pages_of, said_counts
from reestr.intake.weeks.entries import HandedIn, WeeksProblem, word
from reestr.records.files_on_disk import FileWrite
from reestr.registry.addresses import without_scheme
from reestr.wording import week_in_words
from reestr.wording.plain_text import painted, visible, wrapped

_MOST_LISTED, _LISTED = 40, 20


def remarks(found: HandedIn, taken: Sequence[TakenWeek], width: int, colour: bool) -> str:
    """Return who says that they sent the messages, and what does not prevent taking them in."""
    lines: list[str] = []
    if found.senders:
        lines += wrapped(word("said.senders"), width)
        for file, sender in list(found.senders.items())[:_MOST_LISTED]:
            lines += wrapped(f"{visible(file)}: {visible(sender) or word('said.nobody')}", width, "  ", "    ")
    notes = [visible(text) for text in found.remarks]
    notes += [word(f"remarks.{key}", count=number) for key, number in _numbers(found, taken) if number]
    for item in taken:
        hand = sum(item.counts.values())
        if item.machine is not None and item.machine != hand:
            page, days = without_scheme(item.account.url), week_in_words(item.week)
            notes.append(word("remarks.machine", page=page, week=days, hand=hand, machine=item.machine))
    for note in notes[:_MOST_LISTED]:
        lines += [painted(line, colour, "yellow") for line in wrapped(note, width, "• ", "  ")]
    return _said([*lines, ""]) if lines else ""


def _numbers(found: HandedIn, taken: Sequence[TakenWeek]) -> Iterable[tuple[str, int]]:
    yield "repeated", found.repeated
    yield "blank", found.blank
    yield "recorded", sum(item.recorded for item in taken)


def problems(found: HandedIn, width: int, colour: bool) -> str:
    """Return the problems: the first ones of a kind with their fix, the places of the others."""
    groups: dict[str, list[WeeksProblem]] = {}
    for item in found.problems:
        groups.setdefault(item.kind, []).append(item)
    lines: list[str] = []
    for items in groups.values():
        for item in items[:SHOWN_OF_A_KIND]:
            lines += _problem(item, width, colour)
        others = items[SHOWN_OF_A_KIND:]
        if others:
            places = [visible(item.where) for item in others[:_LISTED]]
            said = wording.text("workbook.said.more-of-a-kind", count=len(others), cells="; ".join(places))
            lines += [*wrapped(said + ("; …" if len(others) > _LISTED else ""), width), ""]
    if found.untold:
        lines += [word("said.untold", count=found.untold), ""]
    total = len(found.problems) + found.untold
    lines += [painted(line, colour, "red") for line in wrapped(word("said.refused", count=total), width)]
    return _said(lines)


def _problem(item: WeeksProblem, width: int, colour: bool) -> list[str]:
    lines = [painted(f"{word('said.error')} {visible(item.where)}".rstrip(), colour, "red", bold=True)]
    lines += wrapped(visible(item.message), width, "  ")
    fix = wrapped(f"{wording.text('report.fix')}: {visible(item.fix)}", width, "  ")
    lines += [painted(line, colour, "green") for line in fix]
    if item.other:
        places = "; ".join(visible(place) for place in item.other)
        lines += wrapped(f"→ {wording.text('workbook.said.see')}: {places}", width, "  ")
    return [*lines, ""]


def planned(taken: Sequence[TakenWeek], width: int, colour: bool) -> str:
    """Return the weeks that will be recorded, by organization and page."""
    new = [item for item in taken if not item.recorded]
    head = word("said.taken", weeks=len(new), pages=pages_of(new))
    lines = [painted(head, colour, bold=True)]
    for organization, items in groupby(new[:_MOST_LISTED], key=lambda item: item.organization.title):
        lines.append(f"  {visible(organization)}")
        for item in items:
            key = "said.corrected" if item.corrects else "said.week"
            said = word(key, week=week_in_words(item.week), counts=said_counts(item.counts))
            lines += wrapped(f"{without_scheme(item.account.url)}, {said}", width, "    ", "      ")
    if len(new) > _MOST_LISTED:
        lines.append(f"  {word('said.more', count=len(new) - _MOST_LISTED)}")
    return _said([*lines, ""])


def nothing(width: int) -> str:
    """Return the message that nothing has to be written."""
    return _said(wrapped(word("said.nothing"), width))


def written(writes: Sequence[FileWrite], shown: Callable[[Path], str], width: int) -> str:
    """Return the message that everything is written, and how to take it back."""
    lines = ["", *wrapped(word("said.written", files=len(writes)), width)]
    for key, is_new in (("undo", False), ("undo-new", True)):
        names = [visible(shown(item.path)) for item in writes if (item.before is None) == is_new]
        if names:
            # A command is not wrapped, so that it can be copied.
            lines.append(word(f"said.{key}", files=" ".join(names)))
    return _said(lines)


def _said(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
