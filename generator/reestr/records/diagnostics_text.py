"""Renders diagnostics for a terminal: the place, the marked source line, the problem and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Location, Severity
from reestr.records.validation.secret_text import find as find_secret
from reestr.wording.plain_text import painted, visible, wrapped

MOST_SHOWN = 200
"""The maximum number of diagnostics in one report for people; the rest are counted."""

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
    """Return the whole report.

    `source_line` returns a line of a file, `shown_file` the file's name as the reader knows it.

    Control characters of the data are made visible, so that no record can send commands to the terminal.
    """
    shown = most_important(diagnostics)
    parts = [_one(item, source_line, shown_file, width, colour) for item in shown]
    if len(diagnostics) > len(shown):
        parts.append(f"{wording.text('report.rest', rest=len(diagnostics) - len(shown))}\n")
    parts.append(_summary(diagnostics, files, colour))
    return "\n".join(parts)


def most_important(diagnostics: Sequence[Diagnostic], most: int = MOST_SHOWN) -> Sequence[Diagnostic]:
    """Return at most `most` diagnostics in their order; errors take precedence over warnings."""
    if len(diagnostics) <= most:
        return diagnostics
    ranked = sorted(range(len(diagnostics)), key=lambda place: diagnostics[place].severity is not Severity.ERROR)
    return [diagnostics[place] for place in sorted(ranked[:most])]


def _one(
    item: Diagnostic,
    source_line: Callable[[Location], str | None],
    shown_file: Callable[[str], str],
    width: int,
    colour: bool,
) -> str:
    paint = "red" if item.severity is Severity.ERROR else "yellow"
    word = wording.text(f"report.severity.{item.severity.value}")
    lines = [
        painted(f"{word}[{item.code}]", colour, paint, bold=True)
        + " "
        + painted(_place(item.location, shown_file), colour, bold=True)
    ]
    lines += _wrapped(item.message, "  ", width)
    if not item.private:
        lines += _excerpt(item.location, source_line(item.location), width, paint, colour)
    label = wording.text("report.fix")
    lines += [painted(line, colour, "green") for line in _wrapped(item.help, f"  {label}: ", width)]
    for related in item.related:
        lines += _wrapped(f"{related.message} {_place(related.location, shown_file)}", "  → ", width)
    return "\n".join(lines) + "\n"


def _place(location: Location, shown_file: Callable[[str], str]) -> str:
    return f"{visible(shown_file(location.file))}:{location.line}:{location.column}"


def _excerpt(location: Location, source: str | None, width: int, paint: str, colour: bool) -> list[str]:
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
        painted(f"  {number} │ ", colour, dim=True) + line,
        painted(f"  {gutter} │ ", colour, dim=True) + " " * len(before) + painted("^", colour, paint, bold=True),
    ]


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    """Return lines no wider than the terminal. The catalogue's own line breaks are kept: they set off examples."""
    lines: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        lines += wrapped(visible(line), max(width, 40), "    " if lines else lead, "  ")
    return lines


def _summary(diagnostics: Sequence[Diagnostic], files: int, colour: bool) -> str:
    errors = sum(item.severity is Severity.ERROR for item in diagnostics)
    warnings = len(diagnostics) - errors
    key = "wrong" if errors else "warned" if warnings else "right"
    text = wording.text(f"report.{key}", files=files, errors=errors, warnings=warnings)
    return painted(text, colour, "red" if errors else "yellow" if warnings else "green", bold=True) + "\n"
