"""Reads the lists of a city from `registry.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reestr.records.loading.parse import optional_date
from reestr.registry.lists import FORMER, GOSPABLIKI, LISTS, SENT, WITH_SITE, CityLists, ListItem, ListName, city_lists
from reestr.registry.norms import Period
from reestr.registry.words import (
    ACT_IN_GENERAL,
    ANNEX_IN_GENERAL,
    CITY,
    HALL_IN_GENERAL,
    CityWords,
    Noun,
    centre_words,
    city_words,
    noun,
)
from reestr.wording.former_lists import former_lists
from reestr.wording.nouns import declined


def lists_of(data: Mapping[str, Any]) -> CityLists:
    """Return the lists of a city by the data of its `registry.yaml`; a list that it does not have is that of before.

    `FORMER` if it has none.
    """
    section: Mapping[str, Any] = data.get("lists") or {}
    own = {name: [_item(name, item) for item in section[name]] for name in LISTS if name in section}
    return city_lists(own, former_lists()) if own else FORMER


def _item(name: ListName, data: Mapping[str, Any]) -> ListItem:
    return ListItem(
        id=data["id"],
        title=data["title"],
        role=_role(name, data),
        called=data.get("called", ""),
        about=data.get("about", ""),
        remedy=data.get("remedy", ""),
        clause=data.get("clause"),
        sent=data.get("sent", False),
        public=data.get("public", False),
        words=noun(data["words"]) if "words" in data else None,
        period=Period(optional_date(data, "from"), optional_date(data, "until")),
    )


def _role(name: ListName, data: Mapping[str, Any]) -> str:
    if name == "facts":
        return WITH_SITE if data.get("with_site") else ""
    if name == "formats":
        return SENT if data["id"] == GOSPABLIKI else ""
    return str(data.get("proof") or data.get("to") or "")


def words_of(city: Mapping[str, Any], act: Mapping[str, Any]) -> CityWords:
    """Return the words of a city by the data of its `registry.yaml` and `act.yaml`; what they lack is said in general.

    Names of usual kinds are declined.
    """
    hall = city.get("city_hall") or {}
    in_full = _noun(hall, "words", str(hall.get("short_name", ""))) or HALL_IN_GENERAL
    parts = {part["id"]: part for part in act.get("parts") or ()}
    rows = [block["part"] for block in act.get("blocks") or () if block.get("kind") == "annex-row"]
    annex = next((noun(parts[name]["words"]) for name in rows if "words" in parts.get(name, {})), ANNEX_IN_GENERAL)
    return city_words(
        _noun(act, "words", str(act.get("document", ""))) or ACT_IN_GENERAL,
        in_full,
        _noun(hall, "short_words", "") or in_full,
        annex,
        _noun(city.get("municipality") or {}, "words", "") or CITY,
        None,
        centre_words(str((city.get("regional_centre") or {}).get("short_name", ""))),
    )


def _noun(data: Mapping[str, Any], key: str, name: str) -> Noun | None:
    return noun(data[key]) if key in data else declined(name)
