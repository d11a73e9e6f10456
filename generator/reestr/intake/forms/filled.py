"""Converts a filled issue form (Markdown with a heading above each answer) to the data of a record.

The text is untrusted: it is split only at the headings of the form, and an answer is only ever a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reestr.intake.forms.issues import ASKED, choices, label, labels_of
from reestr.records import schemas
from reestr.records.json_pointer import steps_of

LONGEST = 65_536
"""The maximum length of an issue on a forge, in characters."""

_EMPTY = frozenset(("", "_No response_"))


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The answers of a form: pointer ("" for the record's id) -> text.

    `twice` are the fields whose headings occur more than once, so that their answers are ambiguous.
    """

    kind: str
    answers: Mapping[str, str]
    twice: tuple[str, ...]


def filled(body: str) -> FilledForm | None:
    """Return the answers of a filled form; None for any other issue, and for a text that is too long for an issue."""
    if len(body) > LONGEST:
        return None
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for kind in ASKED:
        headings = {f"### {name}": pointer for name, pointer in labels_of(kind).items()}
        found = {headings[line] for line in lines if line in headings}
        if found >= set(ASKED[kind]):
            return _cut(kind, headings, lines)
    return None


def _cut(kind: str, headings: Mapping[str, str], lines: list[str]) -> FilledForm:
    answers: dict[str, list[str]] = {}
    twice: list[str] = []
    current: list[str] = []
    for line in lines:
        pointer = headings.get(line)
        if pointer is None:
            current.append(line)
            continue
        current = []
        if pointer == "-":
            continue
        if pointer in answers and label(kind, pointer) not in twice:
            twice.append(label(kind, pointer))
        answers[pointer] = current
    texts = {pointer: "\n".join(part).strip() for pointer, part in answers.items()}
    return FilledForm(kind, {way: text for way, text in texts.items() if text not in _EMPTY}, tuple(twice))


def record_data(form: FilledForm, networks: Mapping[str, str]) -> dict[str, Any]:
    """Return the record's data: chosen values by their names, lists split by lines, texts without the
    examples' quotes.
    """
    data: dict[str, Any] = {}
    for pointer in ASKED[form.kind]:
        text = form.answers.get(pointer)
        if text is None:
            continue
        asked = schemas.field(form.kind, pointer)
        named = {name: value for value, name in choices(form.kind, pointer, networks).items()}
        if asked.form == "list":
            value: Any = [line for line in map(_tidy, text.split("\n")) if line]
        else:
            value = named.get(text, _tidy(text))
        *way, last = steps_of(pointer)
        inner = data
        for step in way:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return data


def identifier(form: FilledForm) -> str:
    """Return the record's id: the given one or, for an account without one, one made of its
    organization and network.
    """
    given = _tidy(form.answers.get("", ""))
    return given.removesuffix(".yaml")


def _tidy(text: str) -> str:
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].strip() if quoted else text
