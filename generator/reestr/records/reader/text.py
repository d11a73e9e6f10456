"""Decodes bytes to text and refuses every character that a diff hides or that YAML misreads."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from reestr.records.diagnostics import Fix, Location, Related
from reestr.records.reader.problems import FileProblems

MAXIMUM_BYTES = 1024 * 1024

#: U+FFFD in place of a refused character: keeps all columns, and means nothing to YAML.
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_TAB = "\t"
_LINE_BREAK = "\r\x0b\x0c\x85\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2065\ufeff\U000e0000-\U000e007f"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff"

_REFUSED = re.compile(
    f"(?P<tab>{_TAB})"
    f"|(?P<line_break>[{_LINE_BREAK}])"
    f"|(?P<bidi_character>[{_BIDI}])"
    f"|(?P<invisible_character>[{_INVISIBLE}])"
    f"|(?P<control_character>[{_CONTROL}])"
)
# A tab between words counts as a blank; before words its depth is ambiguous. Invisible characters can be dropped
# without changing the meaning; characters that reverse the text direction cannot.
_FIXES = {"tab": Fix("characters", value=" "), "invisible-character": Fix("characters", value="")}
_CONFLICT = re.compile(r"^(?:<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)(?= |$)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


class Text(NamedTuple):
    """A text fit for parsing. `ordinary`: it holds nothing that only a closer look at the events can refuse."""

    text: str
    content: bytes
    ordinary: bool


def decode(content: bytes, problems: FileProblems) -> Text | None:
    """Return the text of a file, refused characters replaced; None if parsing it would only repeat the
    known problems.
    """
    if len(content) > MAXIMUM_BYTES:
        problems.add("file-too-large", 1, 1)
        return None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.add("encoding", 1, 1, variant="utf-16")
        return None
    # Notepad writes this byte order mark; it is invisible and true: accepted at the start, refused anywhere else.
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.add("encoding", *_place(content[: error.start].decode("utf-8"), error.start))
        return None
    if "\0" in text:
        problems.add("binary", *_place(text, text.index("\0")))
        return None
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
        content = text.encode("utf-8")
    # One fast check that accepts nearly every file: only visible characters and blanks.
    visible = text.replace("\n", "").isprintable()
    readable = visible or not _refuse_characters(text, problems)
    readable = not _refuse_conflict(text, problems) and readable
    _refuse_directives(text, problems)
    if not readable:
        return None
    if not visible and problems:
        text = _REFUSED.sub(lambda match: " " if match.group() == _TAB else _REPLACEMENT, text)
        content = text.encode("utf-8")
    special = "&" in text or "*" in text or "!" in text or "\\" in text
    return Text(text, content, visible and not special)


def refused(value: str) -> str:
    """Return the code of the first refused character that an escape (`"\\u2028"`) put into a value, or ""."""
    match = _REFUSED.search(value)
    return _code(match) if match else ""


def _code(match: re.Match[str]) -> str:
    return str(match.lastgroup).replace("_", "-")


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character offset (of the end, if the text is shorter)."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _refuse_characters(text: str, problems: FileProblems) -> bool:
    """Report each code once per line; return True if the lines themselves cannot be trusted."""
    fatal = False
    for number, line in enumerate(text.split("\n"), start=1):
        seen = set()
        for match in _REFUSED.finditer(line):
            code = _code(match)
            indentation = code == "tab" and not line[: match.start()].strip()
            fatal = fatal or indentation or match.group() == "\r"
            if code not in seen:
                seen.add(code)
                variant = "indentation" if indentation else ""
                character = f"U+{ord(match.group()):04X}"
                fix = None if indentation else _FIXES.get(code)
                problems.add(code, number, match.start() + 1, variant=variant, fix=fix, character=character)
    return fatal


def _refuse_conflict(text: str, problems: FileProblems) -> bool:
    """Report one problem at the first conflict marker, with the others as related places; return whether any exists."""
    if not ("<<<<<<<" in text or "=======" in text or ">>>>>>>" in text):
        return False
    markers = list(_CONFLICT.finditer(text))
    if not markers:
        return False
    first, *others = ((*_place(text, marker.start()), marker.group()) for marker in markers[:30])
    problems.add(
        "merge-conflict",
        first[0],
        first[1],
        related=[Related(marker, Location(problems.file, line, column)) for line, column, marker in others],
    )
    return True


def _refuse_directives(text: str, problems: FileProblems) -> None:
    if "%" in text:
        for directive in _DIRECTIVE.finditer(text):
            problems.add("directive", *_place(text, directive.start()))
