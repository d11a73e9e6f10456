"""A change of the registry in words: the text the catalogue has for it."""

from __future__ import annotations

from reestr import wording
from reestr.history.timeline.model import Change
from reestr.records import schemas

# What the fields of a change belong to, where the subject's kind is not the record's.
_KINDS = {"city": "registry"}


def change_text(change: Change) -> str:
    """What changed, without the name of whom it is about: a piece of a sentence in plain text."""
    values = dict(change.values)
    fields = values.get("fields")
    if isinstance(fields, (list, tuple)):
        kind = _KINDS.get(change.subject.kind, change.subject.kind)
        values["fields"] = tuple(_lower(schemas.title(kind, (str(field),))) for field in fields)
    if values.get("role") == "":
        values["role"] = wording.text("changes.no-role")
    if "to" in values:
        values["to"] = schemas.label("notice", "/to", str(values["to"]))
    return wording.text(f"changes.{change.key}", **values)


def _lower(title: str) -> str:
    """A title inside a sentence; abbreviations («ИНН») stay as they are."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
