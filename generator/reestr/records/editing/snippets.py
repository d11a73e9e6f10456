"""Editor snippets in the format of VS Code: the required fields of each kind of record, from its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from reestr.records import schemas
from reestr.records.editing.writing import record
from reestr.records.kinds import KINDS
from reestr.records.schemas import Field
from reestr.registry.lists import CityLists

_LINE = re.compile(r"(?P<head>\s*(?:- )?(?P<key>[\w-]+): )(?P<value>.+)")


def snippets(lists: CityLists | None = None) -> str:
    """Return a `.code-snippets` file with a snippet for every kind of record that is written by hand.

    `lists` are those of the city. The fields are those that a complete record of the schema's first example must have.
    Each value is a tab stop; enumerated values are a choice.
    """
    found = {}
    for kind in KINDS:
        schema = schemas.schema(kind, lists)
        if schemas.may_be_draft(kind) or kind == "activity":
            found[str(schema["title"])] = {
                "scope": "yaml",
                "prefix": [kind, str(schema["title"]).lower()],
                "description": str(schema["description"]),
                "body": list(_body(kind, schema["examples"][0], lists)),
            }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _body(kind: str, example: Mapping[str, Any], lists: CityLists | None) -> Iterator[str]:
    top = schemas.top_fields(kind, lists)
    due = [field.name for field in top if field.required or field.required_when_complete] or [top[-1].name]
    labels = {field.name: field for field in reversed(schemas.fields(kind, lists)) if field.labels}
    lines = record(kind, {name: example[name] for name in due if name in example}).decode("utf-8").splitlines()
    number = 0
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            yield _escaped(line)
        else:
            number += 1
            yield _escaped(match["head"]) + _place(number, match["value"], labels.get(match["key"]))
    yield "$0"


def _place(number: int, value: str, field: Field | None) -> str:
    """Return the value as the initial text of a tab stop; the quotes around it stay."""
    if field is not None and value in field.labels:
        others = [name for name in field.labels if name != value]
        return f"${{{number}|{','.join((value, *others))}|}}"
    if len(value) > 1 and value[0] == value[-1] == '"':
        return f'"${{{number}:{_escaped(value[1:-1])}}}"'
    return f"${{{number}:{_escaped(value)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)
