"""What is said at the terminal of a workbook: problems cell by cell, what will change, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from reestr import wording
from reestr.cli.difference import difference
from reestr.intake.workbook.rows import Intake
from reestr.intake.workbook.rows_out import Records
from reestr.intake.workbook.table import Problem
from reestr.records.diagnostics_text import MOST_SHOWN
from reestr.records.files_on_disk import Write
from reestr.records.kinds import BY_FOLDER, KINDS
from reestr.wording.colour import painted
from reestr.wording.plain_text import visible, wrapped

Receiver = Literal["internal", "public", "organization"]
"""City hall alone; anybody; the organization that a workbook is of."""

_SHOWN_FILES, _SHOWN_LINES, _LISTED = 12, 120, 20
"""Of a large change so much is shown; the rest is counted."""


def exported(records: Records, place: Path, receiver: Receiver, width: int, colour: bool) -> str:
    """Where the workbook is and what to do with it, by who may see it."""
    counts = {kind: len(records[kind]) for kind in ("organization", "account")}
    lines = [
        painted(_word("said.exported", place=visible(str(place))), colour, bold=True),
        *wrapped(_word("said.counts", organizations=counts["organization"], accounts=counts["account"]), width),
        "",
        *wrapped(_word(f"said.next-{receiver}"), width),
        # A command is not broken into lines: it is there to be copied.
        f"  reestr import {place}",
    ]
    return _said(lines)


def problems(found: Sequence[Problem], file: str, width: int, colour: bool) -> str:
    """Every problem with its cell, its column, the fix."""
    lines: list[str] = []
    for item in found[:MOST_SHOWN]:
        where = _word("said.file") if item.place is None else visible(item.place.named)
        head = f"{_word('said.error')} {where}"
        title = f" · {visible(item.title)}" if item.title else ""
        lines.append(painted(head, colour, "red", bold=True) + title)
        lines += wrapped(visible(item.message), width, "  ")
        lines += _fix(item, width, colour)
        if item.other:
            cells = ", ".join(visible(place.named) for place in item.other)
            lines += wrapped(f"→ {_word('said.see')}: {cells}", width, "  ")
        lines.append("")
    if len(found) > MOST_SHOWN:
        lines += [_word("said.more-problems", count=len(found) - MOST_SHOWN), ""]
    summary = _word("said.errors", count=len(found), file=visible(file))
    lines += [painted(line, colour, "red") for line in wrapped(summary, width)]
    return _said(lines)


def unreadable(problem: Problem, file: str, width: int, colour: bool) -> str:
    """Why a file as a whole was not taken in."""
    head = f"{_word('said.error')} {visible(file)}"
    return _said(
        [
            painted(head, colour, "red", bold=True),
            *wrapped(visible(problem.message), width, "  "),
            *_fix(problem, width, colour),
        ]
    )


def remarks(intake: Intake, width: int, colour: bool) -> str:
    """What was noticed and keeps nothing from being taken in."""
    lines: list[str] = []
    for text in dict.fromkeys(intake.remarks):
        remark = wrapped(f"{_word('said.remark')}: {visible(text)}", width, "", "  ")
        lines += [painted(line, colour, "yellow") for line in remark]
    return _said([*lines, ""]) if lines else ""


def nothing(rows: int, width: int) -> str:
    """That there is nothing to be written."""
    return _said(wrapped(_word("said.nothing", rows=rows), width))


def planned(writes: Sequence[Write], shown: Callable[[Path], str], width: int, colour: bool) -> str:
    """What will change: counts, then the first files line by line, then the names of the others."""
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
    """That everything is written."""
    return _said(["", *wrapped(_word("said.written", count=count), width)])


def _counts(writes: Sequence[Write], shown: Callable[[Path], str]) -> Iterable[str]:
    for kind in ("organization", "account", "activity"):
        folder = KINDS[kind].folder
        own = [write for write in writes if folder in write.path.parts and _is_of(write, folder)]
        new = sum(write.before is None for write in own)
        if own:
            yield f"  {_word(f'said.kinds.{kind}')}: {_word('said.new-and-changed', new=new, changed=len(own) - new)}"


def _is_of(write: Write, folder: str) -> bool:
    """Whether a file lies in the folder of a kind: the last folder of such a name in its path decides."""
    known = [part for part in write.path.parts[:-1] if part in BY_FOLDER]
    return bool(known) and known[-1] == folder


def _fix(problem: Problem, width: int, colour: bool) -> list[str]:
    lines = wrapped(f"{wording.text('report.fix')}: {visible(problem.fix)}", width, "  ")
    return [painted(line, colour, "green") for line in lines]


def _said(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _word(key: str, /, **values: object) -> str:
    return wording.text(f"workbook.{key}", **values)
