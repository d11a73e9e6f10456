"""`reestr init`: asks for the facts of a city, writes every file of its repository or none."""

from __future__ import annotations

import os
import re
import shlex
import sys
import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from reestr import __version__, wording
from reestr.cli import terminal
from reestr.cli.asking import Question, answer, decided, is_terminal
from reestr.cli.options import WRONG_DATA, help_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.intake.new_city import FIELDS, FORGES, SAMPLES, sample_of
from reestr.intake.new_city.starting_point import OFFERED_NETWORKS, offered_network
from reestr.records import diagnostics_text
from reestr.records.files_on_disk import ChangedMeanwhileError, FileWrite, write_all
from reestr.records.loading import record_sources
from reestr.records.loading.load import Loaded, load_files
from reestr.records.validation import completeness, suggestions
from reestr.wording.plain_text import visible, without_quotes

if TYPE_CHECKING:
    from reestr.intake.new_city.package import Installation

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
    ("data_licence.name", "data_licence.url"),
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
    lacking = [name for name in _NEEDED if name not in told]
    if lacking and not is_terminal():
        raise _usage("missing", options=" ".join(f'--set {name}="…"' for name in lacking))
    found = {CITY: told[CITY]}
    if lacking:
        click.echo(visible(wording.text("init.ask.intro", city=found[CITY])))
    for name in _NEEDED:
        if name == "time_zone" and name in lacking:
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
    return (suggestions.url_meant(tidy) or tidy) if name.endswith((".site", ".url")) else tidy


def _zone(text: str) -> str:
    match = _FROM_MOSCOW.fullmatch(" ".join(text.split()))
    if match is None or not text:
        return text
    hours = re.sub(r"[−–]", "-", match[1] or "0").replace(" ", "")
    return _ZONES.get(int(hours), text)


def _problem(name: str, text: str) -> str | None:
    problem = completeness.misfit("registry", name.split("."), text)
    if name == "time_zone" and (problem is not None or text not in zoneinfo.available_timezones()):
        return wording.text("init.problem.time-zone")
    return problem


def _sample(given: str | None, *, ask: bool) -> str:
    """Return with which act to begin: the given one, else what is answered by number or name; the first if left out."""
    numbered = {str(number): name for number, name in enumerate(SAMPLES, 1)}

    def problem(text: str) -> str | None:
        return None if text in SAMPLES else wording.text("init.problem.act", known=SAMPLES)

    if given is None and ask and is_terminal():
        for number, name in numbered.items():
            line = wording.text("init.ask.act-of", number=number, act=sample_of(name)["act"], name=name)
            click.echo(click.wrap_text(line, terminal.width(), "  ", "     "))
    question = Question(
        "--act",
        wording.text("init.ask.act"),
        problem,
        True,
        lambda said: numbered.get(said.strip(), said.strip().lower()),
    )
    return answer(question, given, ask_optional=ask) or SAMPLES[0]


def _usage(key: str, **said: object) -> click.UsageError:
    return click.UsageError(wording.text(f"init.problem.{key}", **said))


_RECORDS = "data/"
_MAY_BE_THERE = frozenset((".git",))
"""Entries that an otherwise empty folder may have: a repository that was initialized or cloned empty."""


@click.command(cls=RussianCommand, help=help_text("init.about"), epilog=help_text("init.epilog"))
@click.argument("city", metavar="CITY", help=help_text("init.city"))
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("reestr"), metavar="DIR", help=help_text("init.folder")
)
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help=help_text("init.set"))
@click.option("--forge", type=Choice(FORGES), default="github", metavar="|".join(FORGES), help=help_text("init.forge"))
@click.option("--act", "sample", type=Choice(SAMPLES), metavar="|".join(SAMPLES), help=help_text("init.act"))
@click.option(
    "--network",
    "networks",
    type=Choice(OFFERED_NETWORKS),
    multiple=True,
    metavar="|".join(OFFERED_NETWORKS),
    help=help_text("init.network"),
)
@click.option("--source", metavar="SOURCE", help=help_text("init.source"))
@click.option("--yes", is_flag=True, help=help_text("init.yes"))
def init(
    city: str,
    folder: Path,
    given: tuple[str, ...],
    forge: str,
    sample: str | None,
    networks: tuple[str, ...],
    source: str | None,
    yes: bool,
) -> int:
    """Create the repository of a new city."""
    # Imported late: it loads half of the package, which would slow down other commands.
    from reestr.intake.new_city import given as copies
    from reestr.intake.new_city import repository

    _refuse_taken(folder)
    if not (yes or is_terminal()):
        raise click.UsageError(wording.text("init.problem.no-confirmation"))
    # Before the questions: without a package the answers would be of no use.
    installed = installation_from(source)
    told = facts(city, given, ask_optional=not yes)
    begun = _sample(sample, ask=not yes)
    made = {**repository(told, installed.requirements, forge, begun), **installed.files}
    made[copies.FILE] = copies.copy_of(copies.Given(__version__, copies.given_of(made)))
    # Not among the copies that `reestr upgrade` brings anew: the city decides about these networks.
    wanted = {f"data/networks/{name}.yaml": offered_network(name).encode() for name in networks}
    made = wanted | made
    loaded = load_files(record_sources.StoredFiles(_records(made), _RECORDS))
    if loaded.registry is None:
        return _refused(loaded, made)
    _tell_what(folder, made)
    if not yes and not decided():
        click.echo(wording.text("handover.said.nothing-written"))
        click.echo(wording.text("init.said.again"))
        click.echo("  " + visible(_command(city, folder, told, begun, networks, source)))
        return 0
    try:
        write_all([FileWrite(folder.absolute() / name, None, content) for name, content in made.items()])
    except ChangedMeanwhileError:
        _refuse_taken(folder)
        raise
    _tell_next(folder, begun)
    return 0


def installation_from(source: str | None) -> Installation:
    """Return how pip gets the program. Raises UsageError if no package of this version can be had."""
    from reestr.intake.new_city import package

    try:
        return package.installation(source)
    except package.NoPackageError as problem:
        said = {name: visible(str(value)) for name, value in problem.said.items()}
        raise click.UsageError(wording.text(f"init.package.{problem.key}", **said)) from None


def _command(
    city: str, folder: Path, told: Mapping[str, str], sample: str, networks: Sequence[str], source: str | None
) -> str:
    """Return the command that gives the same answers without a question."""
    given = [piece for name, value in told.items() if name != CITY for piece in ("--set", f"{name}={value}")]
    chosen = ["--act", sample] if sample != SAMPLES[0] else []
    chosen += [piece for name in networks for piece in ("--network", name)]
    chosen += ["--source", source] if source is not None else []
    return shlex.join(["reestr", "init", city, "--folder", str(folder), *given, *chosen])


def _refuse_taken(folder: Path) -> None:
    """Raise UsageError if the folder has files: nothing is written among existing files."""
    shown = visible(str(folder))
    if os.path.lexists(folder) and not folder.is_dir():
        raise click.UsageError(wording.text("init.problem.not-a-folder", folder=shown))
    if folder.is_dir() and not {path.name for path in folder.iterdir()} <= _MAY_BE_THERE:
        raise click.UsageError(wording.text("init.problem.not-empty", folder=shown))


def _records(made: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {name.removeprefix(_RECORDS): content for name, content in made.items() if name.startswith(_RECORDS)}


def _refused(loaded: Loaded, made: Mapping[str, bytes]) -> int:
    """Print the problems of records that were never written."""
    text = diagnostics_text.render(
        loaded.diagnostics,
        loaded.files,
        source_line=lambda place: dict(enumerate(made[place.file].decode().split("\n"), 1)).get(place.line),
        shown_file=str,
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    colour = terminal.has_colour(sys.stderr)
    click.echo(wording.text("init.problem.wrong") + "\n\n" + text, nl=False, err=True, color=colour)
    click.echo(wording.text("handover.said.nothing-written"), err=True)
    return WRONG_DATA


def _tell_what(folder: Path, made: Mapping[str, bytes]) -> None:
    from reestr.intake.new_city.days_off import days_off

    click.echo("\n" + wording.text("init.said.will-write", files=len(made), folder=visible(str(folder))))
    for name, count in Counter("/".join(name.split("/")[:-1]) for name in made).items():
        text = wording.text("init.said.row", folder=name or wording.text("init.said.here"), files=count)
        click.echo(f"  {visible(text)}")
    years = wording.text("init.said.days-off", years=[str(year) for year in days_off()])
    for text in (years, wording.text("init.said.missing")):
        click.echo(click.wrap_text(text, terminal.width()))


def _tell_next(folder: Path, sample: str) -> None:
    click.echo("\n" + wording.text("init.said.written", folder=visible(str(folder))))
    click.echo(click.wrap_text(wording.text("init.said.sample", **sample_of(sample)), terminal.width()))
    click.echo("\n" + wording.text("init.said.next"))
    here = () if folder.resolve() == Path.cwd() else (f"cd {visible(shlex.quote(str(folder)))}",)
    # Commands stand on lines of their own and are not wrapped, so that they can be copied.
    steps = (
        ("next-look", (*here, "reestr serve")),
        ("next-edit", ("reestr validate",)),
        ("next-commit", ("git init --initial-branch main", "git add .", 'git commit --message "Начало реестра"')),
    )
    for number, (key, commands) in enumerate(steps, 1):
        click.echo(f"  {number}. {wording.text(f'init.said.{key}')}")
        for command in commands:
            click.echo(f"       {command}")
