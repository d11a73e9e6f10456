"""What a form asks for a kind of records: the fields of its schema, in words, with what an answer must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reestr import wording
from reestr.records import schemas
from reestr.records.kinds import BLOCK, KINDS

# How records are written is no concern of who fills in a form.
_OF_YAML = re.compile(r",? в кавычках|\"")
_FLAGS = re.compile(r"\b(true|false)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form.

    `type` is that of the schema; `item` stands for each item of a list, `fields` are the parts of a group. `required`
    is what a complete record must have wherever its parent is; what is due only at times is said in the `hint`.
    `choices` are value -> label; `refers_to` is the kind of the records that an answer names.
    """

    pointer: str
    name: str
    title: str
    hint: str
    type: str
    required: bool
    choices: Mapping[str, str]
    pattern: str | None
    error: str
    format: str
    long: bool
    least: int | None
    minimum: float | None
    maximum: float | None
    refers_to: str | None
    item: Question | None
    fields: tuple[Question, ...]


@cache
def questions(kind: str) -> tuple[Question, ...]:
    """The fields of a kind of records, in the order of its schema. Raises KeyError for an unknown kind."""
    return _below(kind, "")


def question(kind: str, pointer: str) -> Question:
    """The question at a pointer (`/contacts/email`; `*` for any item). Raises KeyError where there is none."""
    found = _all(kind)
    return found[pointer]


@cache
def _all(kind: str) -> Mapping[str, Question]:
    def walk(items: tuple[Question, ...]) -> dict[str, Question]:
        found = {}
        for item in items:
            found[item.pointer] = item
            found |= walk(item.fields)
            if item.item is not None:
                found |= walk((item.item,))
        return found

    return walk(questions(kind))


def _below(kind: str, pointer: str) -> tuple[Question, ...]:
    return tuple(
        _question(kind, field.pointer, field)
        for field in schemas.fields(kind)
        if field.pointer.rpartition("/")[0] == pointer
    )


def _question(kind: str, pointer: str, field: schemas.Field) -> Question:
    """The question of a field or, at a pointer below it, of each item of the list that it is."""
    is_item = pointer != field.pointer
    node = schemas.field_schema(kind, [0 if step == "*" else step for step in pointer.split("/")[1:]])
    return Question(
        pointer=pointer,
        name=field.name,
        title=str(node.get("title", field.title)),
        hint="" if is_item else _hint(field, node),
        type=str(node["type"]),
        required=is_item or ((field.required or field.required_when_complete) and not field.condition),
        choices={value: node.get("x-labels", {}).get(value, value) for value in node.get("enum", ())},
        pattern=node.get("pattern"),
        error=plain(str(node.get("x-error", ""))),
        format=str(node.get("format", "")),
        long=node.get("x-type") == schemas.schema(schemas.COMMON)["$defs"]["text"]["x-type"],
        least=node.get("minItems"),
        minimum=node.get("minimum"),
        maximum=node.get("maximum"),
        refers_to=_referred(kind, field.pointer),
        item=_question(kind, f"{pointer}/*", field) if node["type"] == "array" else None,
        fields=_below(kind, pointer) if node["type"] == "object" else (),
    )


def _referred(kind: str, pointer: str) -> str | None:
    references = KINDS[kind].references
    found = references.get(pointer, references.get(f"{pointer}/*"))
    return None if found == BLOCK else found


def _hint(field: schemas.Field, node: Mapping[str, Any]) -> str:
    """The description, an example of a plain value, and when the field is due if that is not always."""
    said = [plain(field.description)]
    if field.condition:
        said.append(wording.text("forms.due", condition=field.condition))
    if field.internal and field.public_if is None:
        said.append(wording.text("forms.internal"))
    example = field.examples[0] if field.examples else None
    if not field.labels and isinstance(example, str) and "\n" not in example:
        said.append(wording.text("forms.example", value=example))
    return " ".join(said)


def plain(text: str) -> str:
    """A text of the schema without what it says of YAML."""
    return _FLAGS.sub(lambda flag: wording.text(f"forms.flags.{flag[1]}"), _OF_YAML.sub("", text))
