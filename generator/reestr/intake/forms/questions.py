"""What a form asks for a field: the schema's words, without what they say about YAML."""

from __future__ import annotations

import re

from reestr import wording
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
