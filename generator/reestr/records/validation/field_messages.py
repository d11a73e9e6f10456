"""Makes texts of messages about a field from its schema: its name, advice, an example, the labels of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reestr import wording
from reestr.records import schemas
from reestr.records.json_pointer import AnyPath
from reestr.records.schemas import Field
from reestr.records.validation import suggestions
from reestr.records.validation.formats import is_date
from reestr.records.yes_no import yes_or_no
from reestr.registry.lists import CityLists


def called(kind: str, path: AnyPath, lists: CityLists | None = None) -> str:
    """Return the field in words with its keys: «Телефоны» (contacts.phones); for the record itself, its kind."""
    title = schemas.title(kind, path, lists)
    name = ".".join(part for part in path if isinstance(part, str))
    if not name:
        return wording.text("validation.field-of-record", title=title)
    return wording.text("validation.field", title=title, name=suggestions.shown(name)[1:-1])


def given(value: object, private: bool) -> str:
    """Return a value as a message shows it; a placeholder for that of an internal field."""
    return wording.text("validation.hidden") if private else suggestions.shown(value)


def advice(kind: str, path: AnyPath, lists: CityLists | None = None) -> str:
    """Return the schema's advice for the field at a path, "" if there is none."""
    field = schemas.field_at(kind, path, lists)
    return "" if field is None else field.error


def example(kind: str, path: AnyPath, lists: CityLists | None = None) -> str:
    """Return a sentence with an example of the field's value."""
    field = schemas.field_at(kind, path, lists)
    if field is None or not field.examples:
        return wording.text("validation.no-advice")
    return wording.text("validation.example", value=f"{field.name}: {suggestions.pasted(field.examples[0])}")


def labels(kind: str, path: AnyPath, allowed: Sequence[str], lists: CityLists | None = None) -> Mapping[str, str]:
    """Return Russian label -> value for the values a field allows; a value without a label is its own label."""
    field = schemas.field_at(kind, path, lists)
    known = {} if field is None else field.labels
    return {known.get(value, value): value for value in allowed}


def type_name(value: object) -> str:
    """Return the JSON type of a value."""
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"


def converted(kind: str, path: AnyPath, value: object, expected: Sequence[str]) -> object:
    """Return the value converted to the expected type, None if the intention is unclear."""
    if "string" in expected and isinstance(value, (int, float)) and not isinstance(value, bool):
        if _is_date(schemas.field_at(kind, path)) and (meant := suggestions.date_meant(value)):
            return meant
        # The written form of a fraction is lost: 2.20 has become 2.2.
        return str(value) if isinstance(value, int) else None
    if isinstance(value, str):
        if "boolean" in expected and (answer := yes_or_no(value)) is not None:
            return answer
        word = value.strip()
        if "integer" in expected and word.isascii() and word.isdigit() and len(word) < 10:
            return int(word)
    if "array" in expected and isinstance(value, (str, int)) and not isinstance(value, bool):
        return [value]
    return None


def _is_date(field: Field | None) -> bool:
    return field is not None and bool(field.examples) and is_date(str(field.examples[0]))
