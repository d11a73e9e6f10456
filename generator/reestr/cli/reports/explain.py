"""Explains a diagnostic's code with a wrong and a right example, from the catalogue's texts and the case folders."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from reestr import wording
from reestr.wording.plain_text import cut, painted, visible, wrapped

_LINES = 24
_CHARACTERS = 2000
_PLACEHOLDER = re.compile(r"\{[a-z_]+(?::[^{}]*)?\}")
_LONGEST_LINE = 110


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of an example: its name in the data folder, its text, and the line to mark (None = the whole file)."""

    file: str
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CodeExplanation:
    """A code with its message (values are replaced by …), its meaning, and a wrong and a right file."""

    code: str
    message: str
    meaning: str
    wrong: ExampleFile
    right: ExampleFile


def codes() -> tuple[str, ...]:
    """Return every code of the catalogue, in alphabetical order."""
    return tuple(sorted(wording.section("diagnostics")))


def explain(code: str) -> CodeExplanation:
    """Return the explanation of a code. Raises KeyError for an unknown one; `similar` names likely ones."""
    if code not in codes():
        raise KeyError(code)
    expected = _expected(code)
    file, line = expected.get("file"), expected.get("line")
    return CodeExplanation(
        code=code,
        message=_pattern(code),
        meaning=_paragraph(wording.text(f"diagnostics.{code}.meaning")),
        wrong=_example(code, "fail", str(file) if file else None, line if isinstance(line, int) else None),
        right=_example(code, "pass", str(file) if file else None, None),
    )


def similar(code: str) -> str:
    """Return a sentence that names the codes nearest to an unknown one, or where all of them are listed."""
    near = difflib.get_close_matches(code.lower(), codes(), n=3)
    return wording.text("cli.explain.similar", names=near) if near else wording.text("cli.explain.all")


def render(explanation: CodeExplanation, width: int, colour: bool) -> str:
    """Return the explanation as text for a terminal of `width` columns."""
    return "\n".join(
        [
            painted(explanation.code, colour, bold=True),
            *wrapped(explanation.message, width),
            "",
            *wrapped(explanation.meaning, width),
            "",
            painted(f"{wording.text('cli.explain.wrong')}: {explanation.wrong.file}", colour, "red"),
            *_numbered(explanation.wrong),
            "",
            painted(f"{wording.text('cli.explain.right')}: {explanation.right.file}", colour, "green"),
            *_numbered(explanation.right),
            "",
        ]
    )


@cache
def _expected(code: str) -> dict[str, object]:
    file = _folder(code) / "expected.json"
    content: dict[str, object] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return content


def _example(code: str, side: str, file: str | None, line: int | None) -> ExampleFile:
    """Return the file with the diagnostic if the example has it, otherwise its first file."""
    files = _files(_folder(code) / side)
    name = file if file in files else min(files)
    with files[name].open("rb") as stream:
        content = stream.read(4 * _CHARACTERS)
    return ExampleFile(name, content.decode("utf-8", "replace")[:_CHARACTERS], line if name == file else None)


def _files(folder: Traversable, prefix: str = "") -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for entry in folder.iterdir():
        name = prefix + entry.name
        found |= _files(entry, f"{name}/") if entry.is_dir() else {name: entry}
    return found


def _folder(code: str) -> Traversable:
    return resources.files("reestr.records") / "cases" / code


def _numbered(example: ExampleFile) -> list[str]:
    """Return the numbered lines of an example with a mark at the important one; of a long file, a part."""
    lines = [
        cut(visible(line, blanks=True), _LONGEST_LINE) for line in re.split(r"\r\n|\n|\r", example.text.rstrip("\n"))
    ]
    start = max(0, (example.line or 1) - 1 - _LINES // 2) if len(lines) > _LINES else 0
    shown = lines[start : start + _LINES]
    digits = len(str(start + len(shown)))
    numbered = [
        f"{'>' if number == example.line else ' '} {number:>{digits}} | {line}".rstrip()
        for number, line in enumerate(shown, start + 1)
    ]
    return [*numbered, "  …"] if start + len(shown) < len(lines) else numbered


def _pattern(code: str) -> str:
    """Return the message with its values left open."""
    entry = wording.section("diagnostics")[code]
    message = str(entry["message"]) if isinstance(entry, dict) else ""
    return _PLACEHOLDER.sub("…", message.replace("{{", "{\0").replace("}}", "\0}")).replace("\0", "").strip()


def _paragraph(text: str) -> str:
    return " ".join(text.split())
