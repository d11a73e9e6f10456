"""Issue forms of a forge, made from the schemas: what a person without Git fills in about a new record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reestr import wording
from reestr.records import schemas
from reestr.records.json_pointer import steps_of
from reestr.records.kinds import BLOCK, KINDS
from reestr.records.schemas import ANY, Field

# People who fill in a form need not know how records are written.
_OF_YAML = re.compile(r",? в кавычках|\"")
_FLAGS = re.compile(r"\b(true|false)\b")


def refers_to(kind: str, field: Field) -> str | None:
    """Return the kind of record that an answer refers to; None if it refers to none."""
    references = KINDS[kind].references
    found = references.get(field.pointer, references.get(f"{field.pointer}/{ANY}"))
    return None if found == BLOCK else found


def is_asked(field: Field) -> bool:
    """Return whether a complete record always needs the field within its parent; conditions are
    explained in the hint.
    """
    return _is_item(field) or ((field.required or field.required_when_complete) and not field.condition)


def hint(field: Field) -> str:
    """Return the description, an example of a plain value, and the condition of a conditional field; "" for an item."""
    if _is_item(field):
        return ""
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
    """Return a text of the schema without its remarks on YAML."""
    return _FLAGS.sub(lambda flag: wording.text(f"forms.flags.{flag[1]}"), _OF_YAML.sub("", text))


def _is_item(field: Field) -> bool:
    return field.pointer.endswith(f"/{ANY}")


ASKED: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "organization": (
            "/name",
            "/short_name",
            "/legal_form",
            "/sphere",
            "/inn",
            "/ogrn",
            "/kpp",
            "/branch_of",
            "/site",
            "/address",
            "/contacts/email",
            "/contacts/phones",
            "/since",
        ),
        "account": (
            "/organization",
            "/network",
            "/url",
            "/numeric_id",
            "/name",
            "/status",
            "/opened_on",
            "/closed_on",
        ),
    }
)
"""Kind of record -> the fields that its form asks for. It asks for no names of persons: an issue is public."""

# Exempt organizations may lack these; the officer, not a form, enters such organizations.
_NEEDED = frozenset(("/short_name", "/sphere", "/inn", "/ogrn", "/address", "/since"))
_OF_THE_FORM = "id"

# `reestr issue-forms` makes a file from the schemas; a test compares it.
_HEAD = "# Сделано командой reestr issue-forms из схем: правьте схемы.\n"


def label(kind: str, pointer: str) -> str:
    """Return the heading of a field in the form of a kind; "" for the record's id."""
    if not pointer:
        return wording.text("forms.name.label")
    parts = steps_of(pointer)
    ways = ["/" + "/".join(parts[: place + 1]) for place in range(len(parts))]
    return " · ".join(schemas.field(kind, way).title for way in ways)


def templates(networks: Mapping[str, str]) -> dict[str, bytes]:
    """Return the forms: file name -> content. `networks` are the networks of the registry, id -> name."""
    return {
        "organization.yml": _file(_new_record("organization", networks)),
        "account.yml": _file(_new_record("account", networks)),
        "weeks.yml": _file(_weeks()),
        "error.yml": _file(_error()),
        "config.yml": (_HEAD + "blank_issues_enabled: true\n").encode("utf-8"),
    }


def choices(kind: str, pointer: str, networks: Mapping[str, str]) -> Mapping[str, str]:
    """Return the values of a choice field, each with its text in the form; empty for a free text."""
    asked = schemas.field(kind, pointer)
    if refers_to(kind, asked) == "network":
        return networks
    return asked.labels if asked.form == "choice" else {}


def _file(form: Mapping[str, Any]) -> bytes:
    """Return a form as YAML: every text is quoted, as in JSON."""
    return (_HEAD + "".join(f"{line}\n" for line in _lines(form, ""))).encode("utf-8")


def _lines(node: Mapping[str, Any], margin: str) -> Iterator[str]:
    for key, value in node.items():
        if isinstance(value, Mapping):
            yield f"{margin}{key}:"
            yield from _lines(value, f"{margin}  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{margin}{key}:"
            for item in value:
                first, *rest = _lines(item, f"{margin}    ")
                yield f"{margin}  - {first.strip()}"
                yield from rest
        else:
            yield f"{margin}{key}: {json.dumps(value, ensure_ascii=False)}"


def _new_record(kind: str, networks: Mapping[str, str]) -> dict[str, Any]:
    own = _input(
        _OF_THE_FORM, label(kind, ""), wording.text(f"forms.name.hint-{kind}"), required=kind == "organization"
    )
    return {
        "name": wording.text(f"forms.issues.{kind}.name"),
        "description": wording.text(f"forms.issues.{kind}.description"),
        "title": wording.text(f"forms.issues.{kind}.title"),
        "labels": [f"reestr:{kind}"],
        "body": [
            {"type": "markdown", "attributes": {"value": wording.text(f"forms.issues.{kind}.intro")}},
            own,
            *(_question(kind, pointer, networks) for pointer in ASKED[kind]),
            _source(required=True),
            _consent(),
        ],
    }


def _weeks() -> dict[str, Any]:
    """Return the form of weekly counts: `reestr weeks` reads the text of the issue as it stands."""
    said = {key: wording.text(f"forms.issues.weeks.{key}") for key in ("lines", "lines-hint", "intro")}
    return {
        "name": wording.text("forms.issues.weeks.name"),
        "description": wording.text("forms.issues.weeks.description"),
        "title": wording.text("forms.issues.weeks.title"),
        "labels": ["reestr:weeks"],
        "body": [
            {"type": "markdown", "attributes": {"value": said["intro"]}},
            _text("lines", said["lines"], said["lines-hint"], required=True),
            _consent(),
        ],
    }


def _error() -> dict[str, Any]:
    said = {
        key: (wording.text(f"forms.issues.error.{key}"), wording.text(f"forms.issues.error.{key}-hint"))
        for key in ("record", "wrong", "right")
    }
    return {
        "name": wording.text("forms.issues.error.name"),
        "description": wording.text("forms.issues.error.description"),
        "title": wording.text("forms.issues.error.title"),
        "labels": ["reestr:error"],
        "body": [
            _input("record", *said["record"], required=True),
            _text("wrong", *said["wrong"], required=True),
            _text("right", *said["right"], required=False),
            _source(required=False),
            _consent(),
        ],
    }


def _question(kind: str, pointer: str, networks: Mapping[str, str]) -> dict[str, Any]:
    asked = schemas.field(kind, pointer)
    is_reference = refers_to(kind, asked) is not None
    description = hint(asked)
    name, title = pointer.strip("/").replace("/", "-"), label(kind, pointer)
    required = is_asked(asked) or (kind == "organization" and pointer in _NEEDED)
    options = choices(kind, pointer, networks)
    if options:
        return {
            "type": "dropdown",
            "id": name,
            # The description of a list of records already says that it is a list.
            "attributes": {
                "label": title,
                **({} if is_reference else {"description": description}),
                "options": list(options.values()),
            },
            "validations": {"required": required},
        }
    if asked.form == "list":
        return _text(name, title, f"{description} {wording.text('forms.issues.one-a-line')}", required=required)
    if is_reference:
        description = f"{wording.text('forms.issues.reference')} {description}"
    return _input(name, title, description, required=required)


def _input(name: str, title: str, hint: str, *, required: bool) -> dict[str, Any]:
    attributes = {"label": title, "description": hint}
    return {"type": "input", "id": name, "attributes": attributes, "validations": {"required": required}}


def _text(name: str, title: str, hint: str, *, required: bool) -> dict[str, Any]:
    attributes = {"label": title, "description": hint}
    return {"type": "textarea", "id": name, "attributes": attributes, "validations": {"required": required}}


def _source(*, required: bool) -> dict[str, Any]:
    name, hint = wording.text("forms.issues.source"), wording.text("forms.issues.source-hint")
    return _text("source", name, hint, required=required)


def _consent() -> dict[str, Any]:
    option = {"label": wording.text("forms.issues.consent-option"), "required": True}
    attributes = {"label": wording.text("forms.issues.consent"), "options": [option]}
    return {"type": "checkboxes", "id": "public", "attributes": attributes}


def labels_of(kind: str) -> dict[str, str]:
    """Return every heading of the filled form of a kind with its pointer: "" for the record's id, `-` for no field."""
    schemas.schema(kind)
    fields = {label(kind, pointer): pointer for pointer in ("", *ASKED[kind])}
    return fields | {wording.text("forms.issues.source"): "-", wording.text("forms.issues.consent"): "-"}
