"""Fields of a record that its page shows nowhere else, each with its title; made without a template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup, escape

from reestr import wording
from reestr.records import schemas
from reestr.records.schemas import Field, pointers
from reestr.registry.account import ActivityYear, WeekCount
from reestr.registry.lists import CityLists
from reestr.registry.origin import Origin
from reestr.registry.words import CityWords
from reestr.wording.general_words import in_city_words

_MANY = 100
"""The maximum number of shown list items; all of them are in the open data."""

PLACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "registry": pointers(
            "/lists/grounds/* id title proof clause from until",
            "/lists/facts/* id title called about clause remedy with_site",
            "/lists/formats/* id title called about",
            "/lists/removals/* id title about",
            "/lists/addressees/* id title",
            "/lists/assignments/* id title to public sent",
        ),
        "act": pointers(
            "/ document number date issuer effective_on",
            "/words gender nominative genitive dative accusative instrumental prepositional",
            "/parts/* id title cite",
            "/parts/*/words gender nominative genitive dative accusative instrumental prepositional",
            "/publications/* outlet medium url published_on clause source",
            "/blocks/* id part kind number parent text unchecked",
            "/blocks/*/notes/* kind text see",
        ),
        "requirement": pointers(
            "/ title clauses from until obliged force statement subject unchecked edition remedy",
            "/parameters/* value basis explanation",
            "/parameters/*/norms/* value from until clause networks categories explanation",
            "/parameters/*/judged_by act basis explanation",
        ),
        "organization": pointers(
            "/ name short_name legal_form sphere inn ogrn site has_site address since status closed_on successor",
            "/ kpp branch_of reviewed_on",
            "/coordinates latitude longitude",
            "/contacts email phones",
            "/exemptions/* ground clause networks from until reason",
            "/exemptions/*/letter number date",
            "/responsible/* role name from until",
            "/responsible/*/contact email phone",
            "/responsible/*/order number date",
            "/accounts_page url checked_on",
            "/answers/* requirement account kind on until text expires",
            "/answers/*/document number date",
            "/answers/*/decision accepted on text",
            "/notes/* text",
        ),
        "account": pointers(
            "/ organization network url numeric_id name status opened_on closed_on replaced_by",
            "/previous_urls/* url until",
            "/previous_owners/* organization until",
            "/state_mark status confirmed_on",
            "/gospabliki status connected_on",
            "/notes/* text",
        ),
        "activity": pointers("/ source counted_by"),
        "fake": pointers(
            "/ pretends_to_be network url numeric_id found_on basis seen_on gone_on",
            "/document number date",
            "/reported/* to on number by",
        ),
    }
)
"""The fields that a page shows in a place of their own, by kind; of a missing kind, none.

A field that gets its own place must be added here; otherwise it is shown twice.
"""


def other_fields(origin: Origin, words: CityWords) -> Markup:
    """Return the rows of a list of facts (`<div><dt>…<dd>…</div>`); "" if every field has a place.

    Titles and labels are in the words of the city.
    """
    fields = origin.fields
    if not fields:
        return Markup("")
    places = _places(origin.kind)
    rows = [
        f"<div><dt>{title}</dt><dd>{escape(said)}</dd></div>\n"
        for field, title in _others(origin.kind, words)
        if field.name in fields and (said := _said(field, fields[field.name], places, words))
    ]
    return Markup("".join(rows))


def sums_of_years(years: Iterable[ActivityYear], words: CityWords) -> Markup:
    """Return a row for each year of counts: publications by kind, removed comments, who counted and how."""
    rows = []
    for year in years:
        said = escape(", ".join(_sums(year, words.lists)))
        rows.append(f"<div><dt>{_year_title(year.year)}</dt><dd>{said}</dd></div>\n{other_fields(year.origin, words)}")
    return Markup("".join(rows))


@cache
def _year_title(year: int) -> str:
    return str(escape(wording.text("interface.other-fields.year", year=str(year))))


def _beside(count: WeekCount) -> tuple[tuple[str, int], ...]:
    return ("unspecified", count.unspecified), ("gospabliki", count.gospabliki)


def _sums(year: ActivityYear, lists: CityLists) -> Iterator[str]:
    """Yield the sums over the weeks, by the titles of the schema; equal weeks share one object."""
    different = {id(count): count for count in year.weeks.values()}
    often = Counter(map(id, year.weeks.values()))
    sums: dict[str, int] = {}
    for place, count in different.items():
        for name, number in (*count.formats, *_beside(count), *count.removed):
            sums[name] = sums.get(name, 0) + number * often[place]
    for name, title in _titles("/weeks/*", lists):
        if sums.get(name):
            yield f"{title} — {sums[name]}"
    removed = [f"{title} — {sums[name]}" for name, title in _titles("/weeks/*/removed", lists) if sums.get(name)]
    if removed:
        yield f"{schemas.field('activity', '/weeks/*/removed').title}: {'; '.join(removed)}"
    sources = dict.fromkeys((year.source, *(count.source for count in different.values())))
    source = schemas.field("activity", "/source")
    if said := ", ".join(schemas.in_words(source, one) for one in sources if one):
        yield f"{source.title} — {said}"
    if year.counted_by:
        yield f"{schemas.field('activity', '/counted_by').title} — {year.counted_by}"


@cache
def _titles(group: str, lists: CityLists) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.title) for field in schemas.field("activity", group, lists).inside)


@lru_cache(1 << 7)
def _others(kind: str, words: CityWords) -> tuple[tuple[Field, str], ...]:
    """Return the fields with a part that has no place, with their titles as HTML."""
    places = PLACES.get(kind, frozenset())
    return tuple(
        (field, str(escape(in_city_words(field.title, words))))
        for field in schemas.top_fields(kind, words.lists)
        if field.name != "draft" and not places.issuperset(_ends(field))
    )


@cache
def _places(kind: str) -> Mapping[str, bool]:
    """Return the pointers with a place (True) and those of their groups (False)."""
    found = dict.fromkeys(PLACES.get(kind, ()), True)
    for pointer in tuple(found):
        while pointer := pointer.rpartition("/")[0]:
            found.setdefault(pointer, False)
    return found


def _ends(field: Field) -> Iterator[str]:
    """Yield the pointers of the single values and lists of values of a field."""
    if not field.inside:
        yield field.pointer
    for part in field.inside:
        yield from _ends(part)


def _said(field: Field, value: Any, places: Mapping[str, bool], words: CityWords) -> str:
    """Return the part of a value that has no place, in words; "" if there is none."""
    has_place = places.get(field.pointer)
    if has_place is None:
        if isinstance(value, list) and len(value) > _MANY:
            said = schemas.in_words(field, value[:_MANY], words)
            return wording.text("interface.other-fields.more", said=said, count=len(value) - _MANY)
        return schemas.in_words(field, value, words)
    if has_place:
        return ""
    items: Sequence[Any] = (value,)
    if field.form == "groups":
        items = value
    elif field.form == "map":
        items = tuple(value.values())
    found = (_parts(field, item, places, words) for item in items)
    return "; ".join(said for said in found if said)


def _parts(field: Field, item: Mapping[str, Any], places: Mapping[str, bool], words: CityWords) -> str:
    said = (
        (in_city_words(part.title, words), _said(part, item[part.name], places, words))
        for part in field.inside
        if part.name in item
    )
    return ", ".join(f"{title} — {text}" for title, text in said if text)
