"""Makes `registry.yaml` of a new city: the given facts, and comments for the missing ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reestr import __version__, wording
from reestr.intake.new_city.days_off import days_off
from reestr.intake.new_city.words import with_hall_words
from reestr.records.editing.writing import entry
from reestr.records.loading.city_lists import words_of
from reestr.records.validation.program_needed import FORM
from reestr.wording.own_lists import in_words_of, lists_section

FIELDS: tuple[str, ...] = (
    "municipality.name",
    "municipality.short_name",
    "municipality.region",
    "municipality.oktmo",
    "city_hall.name",
    "city_hall.short_name",
    "city_hall.site",
    "city_hall.address",
    "city_hall.email",
    "officer.name",
    "officer.position",
    "officer.appointed_by.document",
    "officer.appointed_by.number",
    "officer.appointed_by.date",
    "officer.contact.email",
    "officer.contact.phone",
    "regional_centre.name",
    "regional_centre.short_name",
    "regional_centre.contact.email",
    "regional_centre.contact.phone",
    "time_zone",
    "data_licence.name",
    "data_licence.url",
    "data_licence.spdx",
)
"""The facts that can be given in advance, in the order of the schema: only texts; lists are left to the file."""


_SECTIONS = (
    "municipality",
    "city_hall",
    "officer",
    "regional_centre",
    "time_zone",
    "non_working_days",
    "data_licence",
    "categories",
    "lists",
    "program",
)


def registry_file(
    facts: Mapping[str, str],
    categories: Sequence[Mapping[str, Any]] = (),
    lists: Mapping[str, Any] | None = None,
    act: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:
    """Return the file. `facts` maps names of `FIELDS` to texts; missing ones become comments that say what to write.

    `categories` and `lists` are those of the act that the city begins with (None: the lists of before), `act` its data.
    """
    sections = _nested(facts)
    sections["non_working_days"] = {
        "value": [day for days in days_off().values() for day in days],
        "basis": "registry-setting",
        "explanation": _said("non_working_days_explanation"),
    }
    if categories:
        sections["categories"] = [dict(item) for item in categories]
    sections["program"] = {"needs": __version__, "form": FORM}
    if "city_hall" in sections:
        sections["city_hall"] = with_hall_words(sections["city_hall"])
    words = words_of(sections, act)
    sections["lists"] = lists_section(words) if lists is None else in_words_of(lists, words)
    lines = [*_comment("head")]
    for name in _SECTIONS:
        if name == "categories" and not categories:
            continue
        lines += ["", *_comment(name)]
        lines += entry(name, sections[name], 0) if name in sections else _comment(f"{name}_missing")
        if name == "city_hall":
            lines += [line for field in _missing(sections["city_hall"]) for line in _comment(f"city_hall_{field}")]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _missing(city_hall: Mapping[str, Any]) -> Iterator[str]:
    yield from (field for field in ("address", "email", "phones") if field not in city_hall)


def _nested(facts: Mapping[str, str]) -> dict[str, Any]:
    """Convert `{"a.b": "c"}` to `{"a": {"b": "c"}}`, keys in the order of `FIELDS`."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        if name in facts:
            *groups, last = name.split(".")
            inner = found
            for group in groups:
                inner = inner.setdefault(group, {})
            inner[last] = facts[name]
    return found


def _comment(key: str) -> list[str]:
    return [f"# {line}".rstrip() for line in _said(key).split("\n")]


def _said(key: str) -> str:
    return wording.text(f"init.registry.{key}")
