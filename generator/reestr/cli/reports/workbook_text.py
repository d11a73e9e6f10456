"""What is said at the terminal of a workbook: problems cell by cell, what will change, what to do next."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from reestr import wording
from reestr.intake.workbook.rows import Intake
from reestr.intake.workbook.rows_out import Records
from reestr.intake.workbook.table import Problem
from reestr.intake.writing import Write, difference
from reestr.records.kinds import BY_FOLDER, KINDS
from reestr.records.redaction import Edition
from reestr.wording.plain_text import visible

_SHOWN_FILES, _SHOWN_LINES, _LISTED = 12, 120, 20
"""Of a large change so much is shown; the rest is counted."""


def exported(records: Records, place: Path, edition: Edition, width: int, colour: bool) -> str:
    """Where the workbook is and what to do with it."""
    counts = {kind: len(records[kind]) for kind in ("organization", "account")}
    lines = [
        _bold(_word("said.exported", place=visible(str(place))), colour),
        *_wrapped(_word("said.counts", organizations=counts["organization"], accounts=counts["account"]), width),
        "",
        *_wrapped(_word(f"said.next-{edition}"), width),
        # A command is not broken into lines: it is there to be copied.
        f"  reestr import {place}",
    ]
    return _said(lines)


def problems(found: Sequence[Problem], file: str, width: int, colour: bool) -> str:
    """Every problem with its cell, its column, the fix."""
    lines: list[str] = []
    for item in found:
        where = _word("said.file") if item.place is None else visible(item.place.named)
        head = f"{_word('said.error')} {where}"
        title = f" · {visible(item.title)}" if item.title else ""
        lines.append((click.style(head, fg="red", bold=True) if colour else head) + title)
        lines += _wrapped(visible(item.message), width, "  ")
        lines += _painted(_wrapped(f"{wording.text('report.fix')}: {visible(item.fix)}", width, "  "), "green", colour)
        if item.other:
            cells = ", ".join(visible(place.named) for place in item.other)
            lines += _wrapped(f"→ {_word('said.see')}: {cells}", width, "  ")
        lines.append("")
    summary = _word("said.errors", count=len(found), file=visible(file))
    lines += _painted(_wrapped(summary, width), "red", colour)
    return _said(lines)


def unreadable(problem: Problem, file: str, width: int, colour: bool) -> str:
    """Why a file as a whole was not taken in."""
    head = f"{_word('said.error')} {visible(file)}"
    return _said(
        [
            click.style(head, fg="red", bold=True) if colour else head,
            *_wrapped(visible(problem.message), width, "  "),
            *_painted(_wrapped(f"{wording.text('report.fix')}: {visible(problem.fix)}", width, "  "), "green", colour),
        ]
    )


def remarks(intake: Intake, width: int, colour: bool) -> str:
    """What was noticed and keeps nothing from being taken in."""
    lines: list[str] = []
    for text in dict.fromkeys(intake.remarks):
        first, *others = _wrapped(f"{_word('said.remark')}: {visible(text)}", width, "", "  ")
        lines += _painted([first, *others], "yellow", colour)
    return _said([*lines, ""]) if lines else ""


def nothing(rows: int, width: int) -> str:
    """That there is nothing to be written."""
    return _said(_wrapped(_word("said.nothing", rows=rows), width))


def planned(writes: Sequence[Write], shown: Callable[[Path], str], width: int, colour: bool) -> str:
    """What will change: counts, then the first files line by line, then the names of the others."""
    lines = [_bold(wording.text("handover.said.will-change"), colour), *_counts(writes, shown), ""]
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
    return _said(["", *_wrapped(_word("said.written", count=count), width)])


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


def _bold(text: str, colour: bool) -> str:
    return click.style(text, bold=True) if colour else text


def _painted(lines: Iterable[str], paint: str, colour: bool) -> list[str]:
    return [click.style(line, fg=paint) if colour else line for line in lines]


def _said(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _wrapped(text: str, width: int, first: str = "", later: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_on_hyphens=False,
        break_long_words=False,
    ) or [""]


def _word(key: str, /, **values: object) -> str:
    return wording.text(f"workbook.{key}", **values)
