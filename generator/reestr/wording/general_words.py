"""Turns a text of the schemas, which all cities share, into the words of one city."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from reestr import wording
from reestr.registry.words import IN_GENERAL, CityWords


@lru_cache(1 << 12)
def in_city_words(text: str, words: CityWords) -> str:
    """Return the text as the city says it: «местная администрация» -> «мэрия города»; other texts are unchanged.

    Which texts of schemas have a form of their own is in the catalogue `schemas`.
    """
    if words is IN_GENERAL:
        return text
    said = _said().get(text)
    return text if said is None else wording.fill(said, {"words": words})


@lru_cache(1)
def _said() -> Mapping[str, str]:
    return {str(item["general"]): str(item["city"]) for item in wording.section("schemas")["texts"]}  # type: ignore[attr-defined]  # a list of pairs
