"""The words of a city in their cases: what its act and the body that keeps the registry are called in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from reestr.registry.lists import FORMER, CityLists

Gender: TypeAlias = Literal["masculine", "feminine", "neuter"]
GrammaticalCase: TypeAlias = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"]

CASES: tuple[GrammaticalCase, ...] = get_args(GrammaticalCase)
"""The six cases in the order of Russian grammars."""

GENDERS: tuple[Gender, ...] = get_args(Gender)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun, or a name that is used as one, in the singular: its gender and its six cases."""

    gender: Gender
    nominative: str
    genitive: str
    dative: str
    accusative: str
    instrumental: str
    prepositional: str

    def agreeing(self, masculine: str, feminine: str, neuter: str) -> str:
        """Return the form of another word that agrees with the noun: «должен», «должна» or «должно»."""
        return {"masculine": masculine, "feminine": feminine, "neuter": neuter}[self.gender]


CENTRE_IN_GENERAL = Noun(
    "masculine",
    "центр управления регионом",
    "центра управления регионом",
    "центру управления регионом",
    "центр управления регионом",
    "центром управления регионом",
    "центре управления регионом",
)
"""The regional centre by its full name, as every region has it."""


@dataclass(frozen=True, slots=True, eq=False)
class CityWords:
    """What texts of one city call its act, its city hall in full («мэрия города») and in short («мэрия»), and the part
    of the act whose rows exempt organizations («приложение к Порядку»), the municipality («город»), and the regional
    centre («ЦУР»). `lists` are what records may name, `acts` the further acts, each
    with its id and its citation in the instrumental.
    `exempting` are the numbers of the clauses that let an organization have no page, and what their part is called.

    Made by `city_words`, so that equal words are one object: thousands of texts are remembered by it.
    """

    act: Noun
    hall: Noun
    hall_short: Noun
    annex: Noun
    place: Noun
    exempting: tuple[str, Noun] | None = None
    centre: Noun = CENTRE_IN_GENERAL
    lists: CityLists = FORMER
    acts: tuple[tuple[str, str], ...] = ()

    def act_in_instrumental(self, act: str) -> str:
        """Return an act by its id, "" for the main one, as what sets a norm: «указом губернатора от … № 7»."""
        return dict(self.acts).get(act, self.act.instrumental)


NOUNS: tuple[str, ...] = ("act", "hall", "hall_short", "annex", "place", "centre")
"""The nouns of a city that a text may name."""


@lru_cache(1 << 6)
def city_words(
    act: Noun,
    hall: Noun,
    hall_short: Noun,
    annex: Noun,
    place: Noun,
    exempting: tuple[str, Noun] | None,
    centre: Noun | None = None,
    lists: CityLists = FORMER,
    acts: tuple[tuple[str, str], ...] = (),
) -> CityWords:
    """Return the words of a city, the same object for the same words. No `centre`: what all call it."""
    return CityWords(act, hall, hall_short, annex, place, exempting, centre or CENTRE_IN_GENERAL, lists, acts)


def centre_words(short_name: str) -> Noun | None:
    """Return what sentences call a regional centre by its short name, if that is an abbreviation; else None."""
    return indeclinable(short_name) if short_name.isupper() else None


def indeclinable(name: str) -> Noun:
    """Return a masculine noun that is the same in all cases, such as an abbreviation."""
    return Noun("masculine", name, name, name, name, name, name)


ACT_IN_GENERAL = Noun("masculine", "акт", "акта", "акту", "акт", "актом", "акте")
"""An act whose record does not say its word, as in records of before, and any act where no city is known."""

HALL_IN_GENERAL = Noun(
    "feminine",
    "местная администрация",
    "местной администрации",
    "местной администрации",
    "местную администрацию",
    "местной администрацией",
    "местной администрации",
)
"""The body by the term of the law on local self-government (131-ФЗ, Article 37), whatever a city calls it."""

ANNEX_IN_GENERAL = Noun("neuter", "приложение", "приложения", "приложению", "приложение", "приложением", "приложении")

CITY = Noun("masculine", "город", "города", "городу", "город", "городом", "городе")
"""What a municipality is called unless its record says otherwise."""

IN_GENERAL = city_words(ACT_IN_GENERAL, HALL_IN_GENERAL, HALL_IN_GENERAL, ANNEX_IN_GENERAL, CITY, None)
"""The words of texts that are shown before or without the records of a city."""


def noun(data: Mapping[str, str]) -> Noun:
    """Return a record's `words` as a Noun. Raises KeyError if it lacks the gender or a case."""
    gender: Gender = data["gender"]  # type: ignore[assignment]  # the schema has seen it
    return Noun(gender, *(data[case] for case in CASES))
