"""Checks the lists of a city: `lists` of `registry.yaml`, by whose names all other records are checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from reestr import wording
from reestr.records import reader, schemas
from reestr.records.diagnostics import Diagnostic, Fix, Severity
from reestr.records.json_pointer import FieldPath
from reestr.records.loading.city_lists import lists_of, words_of
from reestr.records.loading.record_sources import RecordFiles
from reestr.records.schemas import ANY
from reestr.records.validation import suggestions
from reestr.records.validation.record_set import RecordSet
from reestr.records.validation.schema import careful_of
from reestr.registry.lists import UNKNOWN, CityLists
from reestr.wording.own_lists import lists_section

_REGISTRY = "registry.yaml"

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


def lists_if_valid(data: object) -> CityLists:
    """Return the lists of a city by the data of its `registry.yaml`, `UNKNOWN` if they do not fit their schema."""
    if not isinstance(data, Mapping):
        return UNKNOWN
    if "lists" in data and not _validator().is_valid(data["lists"]):
        return UNKNOWN
    return lists_of(data)


def check_lists(between: RecordSet) -> Iterator[Diagnostic]:
    """Check the lists of the city: no name twice or taken by a field. A city that the program made must have them."""
    city, act = between.find("registry", ""), between.find("act", "")
    if city is None:
        return
    section = city.data.get("lists")
    if section is None:
        if "program" in city.data:
            fix = Fix("set", ("lists",), lists_section(words_of(city.data, {} if act is None else act.data)))
            yield between.diagnostic("lists-missing", city, ("program",), severity=Severity.WARNING, fix=fix)
        return
    for name, items in section.items():
        taken = _taken(name)
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            path: FieldPath = ("lists", name, index)
            if item["id"] in taken:
                yield between.diagnostic(
                    "listed-name",
                    city,
                    (*path, "id"),
                    given=suggestions.shown(item["id"]),
                    known=", ".join(sorted(taken)),
                )
            if item["id"] in first:
                earlier = between.related(
                    wording.text("diagnostics.listed-name.related"), city, ("lists", name, first[item["id"]])
                )
                yield between.diagnostic(
                    "listed-name",
                    city,
                    (*path, "id"),
                    related=(earlier,),
                    variant="twice",
                    given=suggestions.shown(item["id"]),
                )
            first.setdefault(item["id"], index)


def _taken(name: str) -> frozenset[str]:
    """Return the names that an item of a list cannot have, as fields of other meaning have them."""
    places = {
        "facts": (("account", ("observed",)), ("account", ("observed_by_machine",))),
        "formats": (("activity", ("weeks", ANY)), ("activity", ("weeks", ANY, "machine"))),
    }.get(name, ())
    return frozenset(field for kind, path in places for field in schemas.key_order(kind, path, UNKNOWN))


def lists_in(files: RecordFiles) -> CityLists:
    """Return the lists of the city whose records these are, as `lists_if_valid` does."""
    try:
        content = files.content(_REGISTRY)
    except OSError:
        return UNKNOWN
    document, _ = reader.read(content, _REGISTRY)
    return UNKNOWN if document is None else lists_if_valid(document.data)


@cache
def _validator() -> Draft202012Validator:
    definitions = schemas.bundled("registry").get("$defs", {})
    return careful_of({**schemas.schema_at("registry", ("lists",)), "$defs": definitions})
