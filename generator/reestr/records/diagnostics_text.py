"""Diagnostics for a person at a terminal: the place, the source line with a marker, what is wrong and what to write."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import click

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Location, Severity
from reestr.records.validation.secret_text import find as find_secret
from reestr.wording.plain_text import visible

MOST_SHOWN = 200
"""Diagnostics in one report for people; the rest are counted."""

_LONGEST_SOURCE = 4_000


def render(
    diagnostics: Sequence[Diagnostic],
    files: int,
    *,
    source_line: Callable[[Location], str | None],
    shown_file: Callable[[str], str],
    width: int,
    colour: bool,
) -> str:
    """The whole report. `source_line` gives a line of a file, `shown_file` the file's name as the reader knows it.

    Control characters of the data are made visible: nothing from a record reaches the terminal as a command.
    """
    painter = _Painter(colour)
    shown = most_telling(diagnostics)
    parts = [_one(item, source_line, shown_file, width, painter) for item in shown]
    if len(diagnostics) > len(shown):
        parts.append(f"{wording.text('report.rest', rest=len(diagnostics) - len(shown))}\n")
    parts.append(_summary(diagnostics, files, painter))
    return "\n".join(parts)


def most_telling(diagnostics: Sequence[Diagnostic], most: int = MOST_SHOWN) -> Sequence[Diagnostic]:
    """As many diagnostics as people read, in their order: errors before warnings where there is no room for both."""
    if len(diagnostics) <= most:
        return diagnostics
    ranked = sorted(range(len(diagnostics)), key=lambda place: diagnostics[place].severity is not Severity.ERROR)
    return [diagnostics[place] for place in sorted(ranked[:most])]


class _Painter:
    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
        return click.style(text, fg=colour, bold=bold or None, dim=dim or None) if self.colour else text


def _one(
    item: Diagnostic,
    source_line: Callable[[Location], str | None],
    shown_file: Callable[[str], str],
    width: int,
    paint: _Painter,
) -> str:
    colour = "red" if item.severity is Severity.ERROR else "yellow"
    word = wording.text(f"report.severity.{item.severity.value}")
    lines = [
        paint(f"{word}[{item.code}]", colour, bold=True) + " " + paint(_place(item.location, shown_file), bold=True)
    ]
    lines += _wrapped(item.message, "  ", width)
    if not item.private:
        lines += _excerpt(item.location, source_line(item.location), width, paint, colour)
    label = wording.text("report.fix")
    lines += _wrapped(item.help, f"  {label}: ", width, paint=lambda text: paint(text, "green"))
    for related in item.related:
        lines += _wrapped(f"{related.message} {_place(related.location, shown_file)}", "  → ", width)
    return "\n".join(lines) + "\n"


def _place(location: Location, shown_file: Callable[[str], str]) -> str:
    return f"{visible(shown_file(location.file))}:{location.line}:{location.column}"


def _excerpt(location: Location, source: str | None, width: int, paint: _Painter, colour: str) -> list[str]:
    if source is None or not source.strip() or len(source) > _LONGEST_SOURCE or find_secret(source) is not None:
        return []
    before, rest = visible(source[: location.column - 1]), visible(source[location.column - 1 :])
    number = str(location.line)
    room = max(width - len(number) - 6, 20)
    if len(before) > room // 2:
        before = "…" + before[-(room // 2) :]
    line = (before + rest)[:room]
    gutter = " " * len(number)
    return [
        paint(f"  {number} │ ", dim=True) + line,
        paint(f"  {gutter} │ ", dim=True) + " " * len(before) + paint("^", colour, bold=True),
    ]


def _wrapped(text: str, lead: str, width: int, paint: Callable[[str], str] = str) -> list[str]:
    """Lines no wider than the terminal. The catalogue's own line breaks stay: they set an example apart."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(
            visible(line),
            max(width, 40),
            initial_indent="    " if lines else lead,
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )
    return [paint(line) for line in lines]


def _summary(diagnostics: Sequence[Diagnostic], files: int, paint: _Painter) -> str:
    errors = sum(item.severity is Severity.ERROR for item in diagnostics)
    warnings = len(diagnostics) - errors
    key = "wrong" if errors else "warned" if warnings else "right"
    text = wording.text(f"report.{key}", files=files, errors=errors, warnings=warnings)
    return paint(text, "red" if errors else "yellow" if warnings else "green", bold=True) + "\n"
