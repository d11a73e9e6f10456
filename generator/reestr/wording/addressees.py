"""Whom a notice goes to, in words."""

from __future__ import annotations

from reestr.registry.words import CityWords, Noun, indeclinable
from reestr.wording.former_lists import with_texts

CITY_HALL = "city-hall"
REGIONAL_CENTRE = "regional-centre"


def addressee(to: str, words: CityWords) -> Noun:
    """Return an addressee of notices as a noun: its words in the list of the city, else its title in all cases."""
    if to in (CITY_HALL, REGIONAL_CENTRE):
        return words.hall if to == CITY_HALL else words.centre
    found = with_texts(words.lists).find("addressees", to)
    if found is None:
        return indeclinable(to)
    return found.words or indeclinable(found.title)
