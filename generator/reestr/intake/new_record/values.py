"""Reads a value typed or given for a field of a new record: by the schema's type, checked, in canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reestr import wording
from reestr.records import reader, schemas
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import record, value_at, with_parents
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.kinds import references, target
from reestr.records.reader.text import refused
from reestr.records.validation import completeness, field_messages, record_rules, schema, suggestions
from reestr.registry.addresses import NetworkRules
from reestr.registry.errors import ReestrError
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import without_quotes


class UnfitValueError(ReestrError):
    """The value does not fit the field. The message says why and what to write, in Russian."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What a value is checked against: the kind of record, the networks, the ids that references may name."""

    kind: str
    networks: Sequence[NetworkRules]
    known: Mapping[str, Mapping[str, str]]
    """Kind of record -> id -> its name for people."""
    lists: CityLists | None = None

    def problem(self, data: Mapping[str, Any], path: FieldPath) -> Diagnostic | str | None:
        """Return what is wrong with the value at a path of an unfinished record; None if nothing is.

        A diagnostic with a fix says what was certainly meant.
        """
        try:
            content = record(self.kind, {**data, "draft": True}, self.lists)
        except UnicodeEncodeError:
            return wording.text("validation.unprintable-answer")
        document, problems = reader.read(content, "")
        if document is None or any(map(refused, _texts(value_at(data, path)))):
            return wording.text("validation.unprintable-answer")
        found = [*problems, *schema.check(self.kind, document, self.networks, self.lists)]
        if all(item.code in _LATER for item in found):
            found += record_rules.check(self.kind, _NO_ID, document, self.networks)
        at = pointer(path)
        for item in found:
            if (item.path == at or item.path.startswith(f"{at}/")) and item.code not in _LATER:
                return item
        return self._unknown(document.data, path)

    def _unknown(self, data: Mapping[str, Any], path: FieldPath) -> str | None:
        for place, referred, name in references(self.kind, _NO_ID, data):
            known = self.known.get(referred)
            if place == path and known is not None and name not in known:
                near = suggestions.nearest(name, known)
                ready = "" if near is None else wording.text("terminal.new.meant", id=near, title=known[near])
                kind = wording.text(f"validation.kinds.{referred}")
                return wording.text("terminal.new.unknown", kind=kind, id=name, ready=ready)
        return None

    def target(self, path: FieldPath) -> str | None:
        """Return the kind of record that a text at a path refers to; None if it is no reference."""
        return target(self.kind, path)


# Rules about the record's id apply once it has one; missing fields are asked for.
_NO_ID = "x/2026-01"
_LATER = frozenset(("missing-field", "outside-month", "incomplete-record"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def parsed(kind: str, path: FieldPath, text: str, lists: CityLists | None = None) -> Any:
    """Return the value that a text means by the type of its field.

    Raises UnfitValueError, and KeyError for an unknown field.
    """
    field = schemas.field_of(kind, path, lists)
    text = without_quotes(text)
    if not field.is_plain:
        return _read(field, path, text, kind, lists)
    if field.form not in ("boolean", "whole", "number"):
        return _text(field, path, text, kind, lists)
    if field.form == "number":
        document, _ = reader.read(f"_: {text.replace(',', '.')}".encode("utf-8", "replace"), "")
        value: Any = None if document is None else document.data["_"]
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        value = field_messages.converted(kind, path, text, ["boolean" if field.form == "boolean" else "integer"])
        fits = value is not None
    if not fits:
        raise UnfitValueError(field_messages.advice(kind, path) or field_messages.example(kind, path))
    return value


def _text(field: schemas.Field, path: FieldPath, text: str, kind: str, lists: CityLists | None) -> str:
    """Return a text unchanged; for an enumerated field, the value given by its number in the list,
    itself or its label.
    """
    labels = field.labels
    if not labels:
        return text
    numbered = dict(enumerate(labels, start=1))
    if text.isascii() and text.isdigit() and int(text) in numbered:
        return numbered[int(text)]
    by_label = {label.lower(): value for value, label in labels.items()}
    found = by_label.get(text.lower(), text.lower() if text.lower() in labels else None)
    if found is None:
        raise UnfitValueError(completeness.misfit(kind, path, text, lists) or "")
    return found


def _read(field: schemas.Field, path: FieldPath, text: str, kind: str, lists: CityLists | None) -> Any:
    """Return a list or group written as in records, between brackets; for a list of plain values, also a single one."""
    if text[:1] in ("[", "{"):
        document, problems = reader.read(f"_: {text}".encode("utf-8", "replace"), "")
        if document is None or problems:
            raise UnfitValueError(problems[0].message if problems else field_messages.example(kind, path))
        return document.data["_"]
    if field.form in ("list", "groups"):
        return [parsed(kind, (*path, 0), text, lists)]
    raise UnfitValueError(wording.text("terminal.new.group", name=".".join(map(str, path))))


def with_settings(kind: str, settings: Sequence[str]) -> dict[str, Any]:
    """Return the data that `field=value` settings describe, in their order.

    Each has a dotted path; repeated settings of a list add items. Raises UnfitValueError naming the setting.
    """
    data: Any = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        path = _path(name.strip())
        try:
            if not equals or not path:
                raise UnfitValueError(wording.text("terminal.new.setting"))
            value = parsed(kind, path, text)
            data = _with(data, path, value)
        except KeyError:
            raise UnfitValueError(wording.text("terminal.new.no-field", name=name, near=_near(kind, path))) from None
        except UnfitValueError as problem:
            raise UnfitValueError(f"{name}: {problem}") from None
    result: dict[str, Any] = data
    return result


def _path(name: str) -> FieldPath:
    return tuple(int(step) if step.isascii() and step.isdigit() else step for step in name.split(".") if step)


def _near(kind: str, path: FieldPath) -> str:
    """Return the sentence that lists the existing fields or names the one that was meant."""
    parent = path[:-1]
    known = schemas.key_order(kind, parent) or schemas.key_order(kind, ())
    near = suggestions.nearest(str(path[-1]), known) if path else None
    return near if near is not None else suggestions.listed(known, limit=30)


def _with(data: Any, path: FieldPath, value: Any) -> Any:
    """Return the data with a value at a path; missing parents are created, values of a list are appended."""
    earlier = value_at(data, path)
    if isinstance(earlier, list) and isinstance(value, list):
        value = [*earlier, *value]
    try:
        return with_parents(data, path, value)
    except (IndexError, ValueError, TypeError):
        raise UnfitValueError(wording.text("terminal.new.index")) from None
