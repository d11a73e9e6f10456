"""Gives a city's act and its city hall their words: those of a usual name, else «акт» and «местная администрация»."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reestr.records import reader
from reestr.records.editing import EditRefusedError, order_of, rewrite
from reestr.registry.words import ACT_IN_GENERAL, HALL_IN_GENERAL, noun
from reestr.wording.nouns import declined, fields_of, former_parts


def with_hall_words(city_hall: Mapping[str, Any]) -> dict[str, Any]:
    """Return the section `city_hall` with its words after its names; words that it has stay."""
    if "words" in city_hall or "short_name" not in city_hall:
        return dict(city_hall)
    words = declined(str(city_hall["short_name"])) or HALL_IN_GENERAL
    made: dict[str, Any] = {}
    for key, value in city_hall.items():
        made[key] = value
        if key == "short_name":
            made["words"] = fields_of(words)
    return made


def with_act_words(content: bytes) -> bytes:
    """Return `act.yaml` with the words and parts that it lacks; everything else stays byte for byte.

    Raises EditRefusedError if the file cannot be read.
    """
    document, problems = reader.read(content, "act.yaml")
    if document is None or problems:
        raise EditRefusedError("unreadable", problems)
    data: dict[str, Any] = dict(document.data)
    name, blocks = data.get("document"), data.get("blocks")
    if "words" not in data and isinstance(name, str):
        data["words"] = fields_of(declined(name) or ACT_IN_GENERAL)
    if "parts" not in data and "words" in data and isinstance(blocks, list):
        parts = former_parts((str(block.get("part")) for block in blocks), noun(data["words"]))
        if parts is not None:
            data["parts"] = parts
    return rewrite(content, data, order_of("act"))
