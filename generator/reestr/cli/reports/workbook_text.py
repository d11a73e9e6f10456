"""Renders the terminal output about a workbook: problems cell by cell, the planned changes, the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from reestr import wording
from reestr.cli.terminal import difference
from reestr.intake.workbook.rows import Intake
from reestr.intake.workbook.table import ImportProblem
from reestr.records.diagnostics_text import MOST_SHOWN
from reestr.records.files_on_disk import FileWrite
from reestr.records.kinds import BY_FOLDER, KINDS
from reestr.records.record import RecordsByKind
from reestr.wording.plain_text import painted, visible, wrapped

SHOWN_OF_A_KIND = 3
Receiver = Literal["internal", "public", "organization"]
"""Who may see a workbook: only city hall, anybody, or the organization that the workbook is about."""

_SHOWN_FILES, _SHOWN_LINES, _LISTED = 12, 120, 20
"""The limits of the output for a large change; what is beyond them is only counted."""


def exported(records: RecordsByKind, place: Path, receiver: Receiver, width: int, colour: bool) -> str:
    """Return the message with the place of the workbook, the numbers of its records, and the next step."""
    counts = {kind: len(records[kind]) for kind in ("organization", "account")}
    lines = [
        painted(_word("said.exported", place=visible(str(place))), colour, bold=True),
        *wrapped(_word("said.counts", organizations=counts["organization"], accounts=counts["account"]), width),
        "",
        *wrapped(_word(f"said.next-{receiver}"), width),
        # Commands are not wrapped, so that they can be copied.
        f"  reestr import {place}",
    ]
    return _said(lines)


def problems(found: Sequence[ImportProblem], file: str, width: int, colour: bool, rest: str = "") -> str:
    """Return the problems, grouped by kind: cell, column and fix of the first ones of a kind, the cells of the others.

    `rest` is the file for the rows with problems; "" if the problems prevent the whole import.
    """
    groups: dict[tuple[str, str], list[ImportProblem]] = {}
    for item in found:
        groups.setdefault((item.kind, item.title) if item.kind else (item.message, ""), []).append(item)
    lines: list[str] = []
    told = _first_groups(list(groups.values()))
    for items in told:
        shown = _with_own_fixes(items)
        for item in shown:
            lines += _problem(item, width, colour)
        others = [item for item in items if item not in shown]
        if others:
            cells = [visible(item.place.named) for item in others[:_LISTED] if item.place is not None]
            text = _word("said.more-of-a-kind", count=len(others), cells=", ".join(cells))
            lines += [*wrapped(text + (", …" if len(others) > _LISTED else ""), width), ""]
    hidden = len(found) - sum(map(len, told))
    if hidden:
        lines += [_word("said.more-problems", count=hidden), ""]
    kinds = len(groups)
    if rest:
        summary = _word("said.rest", count=len(found), kinds=kinds, file=visible(file), rest=visible(rest))
    else:
        summary = _word("said.errors", count=len(found), kinds=kinds, file=visible(file))
    lines += [painted(line, colour, "red") for line in wrapped(summary, width)]
    return _said(lines)


def _with_own_fixes(items: Sequence[ImportProblem]) -> list[ImportProblem]:
    """Return the first problems of a kind that are mended in different ways: what many cells share is said once."""
    by_fix: dict[str, ImportProblem] = {}
    for item in items:
        by_fix.setdefault(item.fix, item)
    return list(by_fix.values())[:SHOWN_OF_A_KIND]


def _first_groups(groups: Sequence[Sequence[ImportProblem]]) -> Sequence[Sequence[ImportProblem]]:
    """Return the first groups, up to the limit of shown problems."""
    shown = 0
    for place, items in enumerate(groups):
        if shown >= MOST_SHOWN:
            return groups[:place]
        shown += min(len(items), SHOWN_OF_A_KIND)
    return groups


def _problem(item: ImportProblem, width: int, colour: bool) -> list[str]:
    where = _word("said.file") if item.place is None else visible(item.place.named)
    head = f"{_word('said.error')} {where}"
    title = f" · {visible(item.title)}" if item.title else ""
    lines = [painted(head, colour, "red", bold=True) + title]
    lines += wrapped(visible(item.message), width, "  ")
    lines += _fix(item, width, colour)
    if item.other:
        cells = ", ".join(visible(place.named) for place in item.other)
        lines += wrapped(f"→ {_word('said.see')}: {cells}", width, "  ")
    return [*lines, ""]


def unreadable(problem: ImportProblem, file: str, width: int, colour: bool) -> str:
    """Return why a file as a whole was not imported."""
    head = f"{_word('said.error')} {visible(file)}"
    return _said(
        [
            painted(head, colour, "red", bold=True),
            *wrapped(visible(problem.message), width, "  "),
            *_fix(problem, width, colour),
        ]
    )


def remarks(intake: Intake, width: int, colour: bool) -> str:
    """Return remarks that do not prevent the import."""
    lines: list[str] = []
    for text in dict.fromkeys(intake.remarks):
        remark = wrapped(f"{_word('said.remark')}: {visible(text)}", width, "", "  ")
        lines += [painted(line, colour, "yellow") for line in remark]
    return _said([*lines, ""]) if lines else ""


def nothing(rows: int, width: int) -> str:
    """Return the message that nothing has to be written."""
    return _said(wrapped(_word("said.nothing", rows=rows), width))


def planned(writes: Sequence[FileWrite], shown: Callable[[Path], str], width: int, colour: bool) -> str:
    """Return the planned changes: counts, then the first files line by line, then the names of the others."""
    lines = [painted(wording.text("handover.said.will-change"), colour, bold=True), *_counts(writes, shown), ""]
    text = _said(lines)
    printed = 0
    for place, write in enumerate(writes):
        piece = difference([write], shown, colour=colour)
        height = piece.count("\n")
        if place >= _SHOWN_FILES or (place and printed + height > _SHOWN_LINES):
            rest = [visible(shown(item.path)) for item in writes[place:]]
            names = [f"  {name}" for name in rest[:_LISTED]]
            if len(rest) > _LISTED:
                names.append(f"  {_word('said.more', count=len(rest) - _LISTED)}")
            return text + _said([_word("said.others", count=len(rest)), *names])
        rows = piece.split("\n")
        if height > _SHOWN_LINES:
            rows = [*rows[:_SHOWN_LINES], f"  {_word('said.more-lines', count=height - _SHOWN_LINES)}", ""]
        text += "\n".join(rows)
        printed += height
    return text


def written(count: int, width: int) -> str:
    """Return the message that everything is written."""
    return _said(["", *wrapped(_word("said.written", count=count), width)])


def rest_written(place: Path, width: int) -> str:
    """Return the message that names the file with the rows that were not imported."""
    return _said(wrapped(_word("said.rest-written", place=visible(str(place))), width))


def _counts(writes: Sequence[FileWrite], shown: Callable[[Path], str]) -> Iterable[str]:
    for kind in ("organization", "account", "activity"):
        folder = KINDS[kind].folder
        own = [write for write in writes if folder in write.path.parts and _is_of(write, folder)]
        new = sum(write.before is None for write in own)
        if own:
            yield f"  {_word(f'said.kinds.{kind}')}: {_word('said.new-and-changed', new=new, changed=len(own) - new)}"


def _is_of(write: FileWrite, folder: str) -> bool:
    """Return whether a file lies in the folder of a kind; the last folder of such a name in its path counts."""
    known = [part for part in write.path.parts[:-1] if part in BY_FOLDER]
    return bool(known) and known[-1] == folder


def _fix(problem: ImportProblem, width: int, colour: bool) -> list[str]:
    lines = wrapped(f"{wording.text('report.fix')}: {visible(problem.fix)}", width, "  ")
    return [painted(line, colour, "green") for line in lines]


def _said(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _word(key: str, /, **values: object) -> str:
    return wording.text(f"workbook.{key}", **values)
