"""The catalogue of all texts for readers; every message is in `messages/<language>/*.yaml`, never in the logic."""

from __future__ import annotations

import datetime
import string
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources

import yaml

from reestr.registry.calendar import week_end, week_monday
from reestr.registry.words import CASES, Noun

LANGUAGE = "ru"

_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

_Piece = Callable[[Mapping[str, object]], object]


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the Russian form of a noun that goes with `count` (CLDR cardinal rules): 1 неделя, 2 недели, 5 недель."""
    last, last_two = abs(count) % 10, abs(count) % 100
    if last == 1 and last_two != 11:
        return one
    if 2 <= last <= 4 and not 12 <= last_two <= 14:
        return few
    return many


@cache
def date_in_words(value: str) -> str:
    """Return a date in words: `2026-03-03` -> «3 марта 2026 г.». A text that is no date is returned unchanged."""
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError:
        return value
    return f"{date.day}\N{NO-BREAK SPACE}{_MONTHS[date.month - 1]} {date.year}\N{NO-BREAK SPACE}г."


@cache
def week_in_words(week: str) -> str:
    """Return an ISO week by its first and last day: `2026-W46` -> «9–15 ноября 2026 г.».

    Raises ValueError for a week that does not exist.
    """
    monday, sunday = week_monday(week), week_end(week)
    last = date_in_words(sunday.isoformat())
    if monday.month == sunday.month:
        return f"{monday.day}–{last}"
    first = date_in_words(monday.isoformat())
    return f"{first.rpartition(' ')[0] if monday.year == sunday.year else first} – {last}"


@cache
def month_name(number: int) -> str:
    """Return the name of a month, 1 to 12, in the nominative: 3 -> «март»."""
    return text("interface.months").split()[number - 1]


def month_number(name: str) -> int | None:
    """Return the number of a month from its name within a date: «марта» -> 3. None if it is no month's name."""
    return _MONTHS.index(name) + 1 if name in _MONTHS else None


@cache
def date_short(value: str) -> str:
    """Return a date in figures: `2026-03-03` -> «03.03.2026». A text that is no date is returned unchanged."""
    try:
        return f"{datetime.date.fromisoformat(value):%d.%m.%Y}"
    except ValueError:
        return value


@cache
def _catalogue(section: str) -> Mapping[str, object]:
    file = resources.files("reestr.wording") / "messages" / LANGUAGE / f"{section}.yaml"
    entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(entries, dict):
        raise TypeError(f"the catalogue {section} must be a mapping")
    return entries


def section(name: str) -> Mapping[str, object]:
    """Return one whole file of the catalogue as nested mappings. Raises FileNotFoundError if there is no such file."""
    return _catalogue(name)


def has(key: str) -> bool:
    """Return whether the catalogue has a text under this dotted key."""
    try:
        _template(key)
    except KeyError:
        return False
    return True


def text(key: str, /, **values: object) -> str:
    """Return the text under a dotted key (`diagnostics.duplicate-key.message`) with its values filled in.

    Format specifications: `{n:plural:неделя|недели|недель}` counts, `{d:date}` and `{d:day}` write an ISO date,
    `{names:list}` joins a sequence. `{act:genitive}` writes a Noun in a case, `{act:Genitive}` with a capital letter,
    `{act:agree:принят|принята|принято}` the form that agrees with it; a noun that is no value of its own is looked up
    in the value `words`, the CityWords. Raises KeyError for an unknown key or a missing value: that is a bug, never bad
    data.
    """
    return "".join(str(piece(values)) for piece in _compiled(key))


def parts(key: str, /, **values: object) -> tuple[object, ...]:
    """Return the text under a dotted key in parts: literal text and values.

    A value is returned as it is unless the text gives it a format. Raises KeyError as `text` does.
    """
    return tuple(piece(values) for piece in _compiled(key))


def fill(template: str, values: Mapping[str, object]) -> str:
    """Fill in a template that does not come from the catalogue, as `text` does."""
    return "".join(str(piece(values)) for piece in _compile(template))


def template(key: str) -> str:
    """Return the text under a dotted key with its places for values, for `fill`. Raises KeyError as `text` does."""
    return _template(key)


@cache
def _template(key: str) -> str:
    head, *rest = key.split(".")
    node: object = _catalogue(head)
    for part in rest:
        if not isinstance(node, Mapping) or part not in node:
            raise KeyError(f"no text under {key!r}")
        node = node[part]
    if not isinstance(node, str):
        raise KeyError(f"{key!r} is not a text")
    return node.strip("\n")


@cache
def _compiled(key: str) -> tuple[_Piece, ...]:
    return _compile(_template(key))


@cache
def _compile(template: str) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    for literal, name, specification, _ in string.Formatter().parse(template):
        if literal:
            pieces.append(_literal(literal))
        if name is not None:
            pieces.append(_field(name, specification or ""))
    return tuple(pieces)


def _literal(literal: str) -> _Piece:
    return lambda values: literal


def _field(name: str, specification: str) -> _Piece:
    if specification.startswith("plural:"):
        one, few, many = specification.removeprefix("plural:").split("|")
        return lambda values: _counted(values[name], one, few, many)
    if specification == "date":
        return lambda values: date_in_words(str(values[name]))
    if specification == "day":
        return lambda values: date_short(str(values[name]))
    if specification == "list":
        return lambda values: _joined(values[name])
    if specification.lower() in CASES:
        return lambda values: _declined(_noun(values, name), specification)
    if specification.startswith("agree:"):
        forms = specification.removeprefix("agree:").split("|")
        return lambda values: _noun(values, name).agreeing(*forms)
    if specification:
        raise ValueError(f"unknown format {specification!r}")
    return lambda values: values[name]


def _noun(values: Mapping[str, object], name: str) -> Noun:
    found = values[name] if name in values else getattr(values["words"], name)
    if not isinstance(found, Noun):
        raise TypeError("only a noun has cases")
    return found


def _declined(of: Noun, case: str) -> str:
    said: str = getattr(of, case.lower())
    return said if case.islower() else said[:1].upper() + said[1:]


def _counted(value: object, one: str, few: str, many: str) -> str:
    if not isinstance(value, int):
        raise TypeError("only a whole number can be counted")
    return f"{value}\N{NO-BREAK SPACE}{plural(value, one, few, many)}"


def _joined(value: object) -> str:
    if not isinstance(value, Iterable):
        raise TypeError("only a sequence can be joined")
    return ", ".join(str(item) for item in value)
