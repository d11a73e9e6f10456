"""The questions of `reestr init`: the facts of a city, each checked at once, from `--set` or the terminal."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import Question, answer, is_terminal
from reestr.intake.new_city import FIELDS
from reestr.records.validation import answers, suggestions
from reestr.wording.plain_text import visible, without_quotes

CITY = "municipality.short_name"

_NEEDED: tuple[str, ...] = (
    "municipality.name",
    "municipality.region",
    "municipality.oktmo",
    "city_hall.name",
    "city_hall.short_name",
    "city_hall.site",
    "time_zone",
)
_PAIRS: tuple[tuple[str, str], ...] = (
    ("officer.name", "officer.position"),
    ("regional_centre.name", "regional_centre.short_name"),
)
"""Pairs of facts that may stay unknown; if the first is given, the second is asked for."""

# The time zones of Russia by their difference from Moscow, as the law names them (107-FZ of 03.06.2011, article 4).
_ZONES: Mapping[int, str] = MappingProxyType(
    {
        -1: "Europe/Kaliningrad",
        0: "Europe/Moscow",
        1: "Europe/Samara",
        2: "Asia/Yekaterinburg",
        3: "Asia/Omsk",
        4: "Asia/Krasnoyarsk",
        5: "Asia/Irkutsk",
        6: "Asia/Yakutsk",
        7: "Asia/Vladivostok",
        8: "Asia/Magadan",
        9: "Asia/Kamchatka",
    }
)
_FROM_MOSCOW = re.compile(r"(?:мск|msk)? ?([+−–-]? ?[0-9]{1,2})?", re.IGNORECASE)


def facts(city: str, given: Sequence[str], *, ask_optional: bool) -> Mapping[str, str]:
    """Return the facts of a city by the names of `FIELDS`.

    Raises UsageError for an answer that does not fit or, without a terminal, for a missing one; Abort at Ctrl+C.
    """
    told = {CITY: city, **_told(given)}
    # Before the first question: a mistake in the command should not cost ten answers.
    told = {name: _checked(name, value) for name, value in told.items()}
    _refuse_incomplete(told)
    found = {CITY: told[CITY]}
    if is_terminal() and any(name not in told for name in _NEEDED):
        click.echo(visible(wording.text("init.ask.intro", city=found[CITY])))
    for name in _NEEDED:
        if name == "time_zone" and name not in told and is_terminal():
            click.echo(click.wrap_text(wording.text("init.ask.time-zones"), terminal.width(), "  ", "  "))
        found[name] = str(answer(_question(name), told.get(name), ask_optional=True))
    for first, second in _PAIRS:
        value = answer(_question(first, optional=True), told.get(first), ask_optional=ask_optional)
        if value is not None:
            found[first] = value
            found[second] = str(answer(_question(second), told.get(second), ask_optional=True))
    return {**found, **{name: value for name, value in told.items() if name not in found}}


def _told(given: Sequence[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for item in given:
        name, sign, value = item.partition("=")
        if not sign:
            raise _usage("no-value", given=visible(item))
        if name not in FIELDS:
            raise _usage("field", given=visible(name), known=FIELDS)
        if name in told:
            raise _usage("twice", field=name)
        told[name] = value
    return told


def _refuse_incomplete(told: Mapping[str, str]) -> None:
    """Raise UsageError for a fact whose group needs another one."""
    for name in told:
        for needed in (item for pair in _PAIRS for item in pair):
            if needed.partition(".")[0] == name.partition(".")[0] and needed not in told:
                raise _usage("alone", field=name, other=needed)


def _checked(name: str, value: str) -> str:
    return str(answer(_question(name), value, ask_optional=False))


def _question(name: str, *, optional: bool = False) -> Question:
    # Facts without a question come only from an option.
    text = wording.text(f"init.ask.{name}") if wording.has(f"init.ask.{name}") else ""
    return Question(f"--set {name}", text, partial(_problem, name), optional, partial(_tidied, name))


def _tidied(name: str, text: str) -> str:
    """Return an answer as records have it, if its meaning is clear."""
    tidy = without_quotes(text)
    if name == "time_zone":
        return _zone(tidy)
    if name.endswith(".date"):
        return suggestions.date_meant(tidy) or tidy
    return (suggestions.url_meant(tidy) or tidy) if name.endswith(".site") else tidy


def _zone(text: str) -> str:
    match = _FROM_MOSCOW.fullmatch(" ".join(text.split()))
    if match is None or not text:
        return text
    hours = re.sub(r"[−–]", "-", match[1] or "0").replace(" ", "")
    return _ZONES.get(int(hours), text)


def _problem(name: str, text: str) -> str | None:
    problem = answers.misfit("registry", name.split("."), text)
    if name == "time_zone" and (problem is not None or text not in zoneinfo.available_timezones()):
        return wording.text("init.problem.time-zone")
    return problem


def _usage(key: str, **said: object) -> click.UsageError:
    return click.UsageError(wording.text(f"init.problem.{key}", **said))
