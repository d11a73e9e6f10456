"""`reestr observe`: looks at the pages of the accounts, keeps the answers as evidence, changes the records."""

from __future__ import annotations

import datetime
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import from_here, load_records, print_for_machine, record_files
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.reports import observation_json, observation_text
from reestr.cli.russian import Choice, RussianCommand
from reestr.cli.terminal import difference
from reestr.history.git import leaves_open, would_take
from reestr.records.files_on_disk import ChangedMeanwhileError
from reestr.records.latest_observation import NAME as LATEST_FILE
from reestr.records.latest_observation import archive_folder
from reestr.records.loading.record_sources import FolderFiles, project_of
from reestr.records.validation import suggestions
from reestr.registry.city import City
from reestr.registry.registry import Registry
from reestr.wording.plain_text import visible

if TYPE_CHECKING:
    from reestr.intake.observation.night import NetworkSource, NightReport

SITES = "sites"
_LIBRARIES = ("urllib3", "tenacity", "rfc8785", "idna", "lxml", "protego")
_MOST_WEEKS = 53
# Python refuses to read numbers of thousands of digits.
_LONGEST = 4
_FORMS = ("text", "json")
_UNREADABLE = 2


class WeekNumber(click.ParamType[int]):
    """A number of weeks, from one to a year's."""

    name = "weeks"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number. Fails with advice for anything else."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST and 1 <= int(text) <= _MOST_WEEKS):
            self.fail(_problem("weeks", value=visible(text), most=_MOST_WEEKS), param, ctx)
        return int(text)


@click.command("observe", cls=RussianCommand, help=help_text("observe.about"), epilog=help_text("observe.epilog"))
@click.argument("sources", nargs=-1, metavar="[SOURCES]…", help=help_text("observe.sources"))
@data_option
@click.option("--organization", "organizations", multiple=True, metavar="ID", help=help_text("observe.organization"))
@click.option("--weeks", type=WeekNumber(), metavar="N", help=help_text("observe.weeks"))
@click.option("--archive", type=click.Path(path_type=Path), metavar="DIR", help=help_text("observe.archive"))
@click.option("--dry-run", is_flag=True, help=help_text("observe.dry-run"))
@click.option("--fail-on", type=Choice(("incidents",)), metavar="incidents", help=help_text("observe.fail-on"))
@click.option(
    "--format", "form", type=Choice(_FORMS), default="text", metavar="|".join(_FORMS), help=help_text("observe.format")
)
@click.option("--verify", type=click.Path(path_type=Path), metavar="ARCHIVE", help=help_text("observe.verify"))
def observe(
    sources: tuple[str, ...],
    data: Path,
    organizations: tuple[str, ...],
    weeks: int | None,
    archive: Path | None,
    dry_run: bool,
    fail_on: str | None,
    form: str,
    verify: Path | None,
) -> int:
    """Look at pages of networks and at sites, or check an archive."""
    if any(importlib.util.find_spec(name) is None for name in _LIBRARIES):
        raise click.UsageError(_problem("no-library"))
    if verify is not None:
        if sources or organizations or weeks or archive or dry_run or fail_on:
            raise click.UsageError(_problem("verify-alone"))
        return _verify(verify, data, form)
    loaded = load_records(data)
    if loaded.registry is None:
        return _refused("wrong-records")
    registry, files = loaded.registry, record_files(data)
    _known_organizations(registry, organizations)
    project = project_of(files.data)
    folder = _archive_folder(archive, project, files)
    chosen = _sources(registry, sources, project)
    return _observe(
        registry,
        files,
        chosen,
        folder,
        organizations,
        weeks,
        sites=not sources or SITES in sources,
        dry_run=dry_run,
        form=form,
        fail_on=fail_on,
    )


def _observe(
    registry: Registry,
    files: FolderFiles,
    sources: Sequence[NetworkSource],
    folder: Path,
    organizations: Sequence[str],
    weeks: int | None,
    *,
    sites: bool,
    dry_run: bool,
    form: str,
    fail_on: str | None,
) -> int:
    # The libraries of `reestr[observe]` are loaded only now.
    from reestr.intake.observation import night
    from reestr.intake.observation.archive import ArchiveBusyError, DamagedArchiveError, locked
    from reestr.intake.observation.guarded_fetch import GuardedFetcher
    from reestr.intake.observation.http_calls import form_poster
    from reestr.intake.observation.machine_clock import WrongClockError
    from reestr.intake.observation.quota import UnreadableQuotaError
    from reestr.intake.observation.sites import user_agent

    options = night.NightOptions(folder, frozenset(organizations) or None, weeks, dry_run)
    zone = ZoneInfo(registry.city.time_zone)
    fetcher = GuardedFetcher(user_agent(registry.city.city_hall.site)) if sites else None
    surroundings = night.Surroundings(_clock(registry.city), time.sleep, form_poster(), fetcher)
    try:
        with locked(folder), terminal.progress() as draw:
            report = night.observe_night(registry, files, sources, options, surroundings, _progress(draw))
    except ArchiveBusyError:
        return _refused("busy", folder=visible(str(folder)))
    except DamagedArchiveError as problem:
        return _refused("damaged", file=problem.file, line=problem.line)
    except WrongClockError as problem:
        moments = {"here": problem.here.astimezone(zone), "there": problem.there.astimezone(zone)}
        return _refused("clock", **{name: f"{moment:%d.%m.%Y %H:%M}" for name, moment in moments.items()})
    except UnreadableQuotaError as problem:
        return _refused("quota", file=problem)
    except ChangedMeanwhileError as problem:
        return _refused("changed-meanwhile", file=visible(from_here(project_of(files.data))(str(problem.path))))
    except OSError as problem:
        # A write that fails on a full disk does not say in which file.
        file = visible(str(problem.filename or folder))
        click.echo(wording.text("cli.errors.system", file=file, reason=problem.strerror or problem), err=True)
        return _refused("nothing-written")
    _show(report, registry, files, form, dry_run=dry_run)
    if report.all_refused:
        return _refused("all-refused")
    return WRONG_DATA if fail_on is not None and report.incidents else 0


def _clock(city: City) -> Callable[[], datetime.datetime]:
    """Return the clock of a city; one that is frozen on a day, as a fictional one may be, is always on that day."""
    now = datetime.datetime.now(ZoneInfo(city.time_zone))
    shift = datetime.timedelta(days=(city.frozen_on - now.date()).days if city.frozen_on is not None else 0)
    return lambda: datetime.datetime.now(datetime.UTC) + shift


def _progress(draw: Callable[[str, int, int], None] | None) -> Callable[[int, int], None] | None:
    return None if draw is None else lambda done, total: draw("observing", done, total)


def _show(report: NightReport, registry: Registry, files: FolderFiles, form: str, *, dry_run: bool) -> None:
    if form == "json":
        print_for_machine(observation_json.render(report, files.prefix, files.data, dry_run=dry_run))
        return
    colour = terminal.has_colour(sys.stdout)
    if dry_run and report.writes:
        name = from_here(project_of(files.data))
        shown = difference(report.writes, lambda path: name(str(path)), colour=colour)
        click.echo(shown, nl=False, color=colour)
    click.echo(observation_text.render(report, registry, dry_run=dry_run, colour=colour), nl=False, color=colour)


def _verify(archive: Path, data: Path, form: str) -> int:
    from reestr.intake.observation.verifying import UnreadableArchiveError, verify_archive

    loaded = load_records(data)
    if loaded.registry is None:
        click.echo(wording.text("observation.verify.wrong-records"), err=True)
        return _UNREADABLE
    try:
        found = verify_archive(archive, loaded.registry)
    except UnreadableArchiveError as problem:
        click.echo(visible(str(problem)), err=True)
        return _UNREADABLE
    if form == "json":
        print_for_machine(observation_json.render_verification(found))
    else:
        click.echo(observation_text.render_verification(found), nl=False)
    return WRONG_DATA if found.faults else 0


def _known_organizations(registry: Registry, given: Sequence[str]) -> None:
    for name in given:
        if name not in registry.organizations:
            near = suggestions.nearest(name, registry.organizations)
            ready = f".{wording.text('handover.problem.meant', id=near)}" if near is not None else ""
            raise click.UsageError(_problem("unknown-organization", id=visible(name), ready=ready))


def _sources(registry: Registry, given: Sequence[str], project: Path) -> tuple[NetworkSource, ...]:
    """Return the networks to observe; of those that nobody named, the ones whose secrets are known."""
    from reestr.intake.observation.collector import UnknownCollectorError, collector_of
    from reestr.intake.observation.night import NetworkSource
    from reestr.intake.observation.secrets import (
        SECRETS_FILE,
        WrongSecretsError,
        base_of,
        secrets_in_file,
        secrets_of,
    )

    observed = {
        network.id: network.observation.collector
        for network in registry.networks.values()
        if network.observation is not None and network.observation.collector is not None
    }
    for name in given:
        if name in registry.networks and name not in observed:
            raise click.UsageError(_problem("no-collector", network=registry.networks[name].name))
        if name not in observed and name != SITES:
            raise click.UsageError(_problem("unknown-source", name=visible(name), known=(*observed, SITES)))
    try:
        kept = secrets_in_file(project)
        if kept and would_take(project, SECRETS_FILE):
            raise WrongSecretsError("tracked-secrets", file=SECRETS_FILE)
        known = {**kept, **os.environ}
        found, missing = [], []
        for network, name in observed.items():
            if given and network not in given:
                continue
            try:
                collector = collector_of(name)
            except UnknownCollectorError:
                title = registry.networks[network].name
                raise click.UsageError(_problem("not-installed", name=visible(name), network=title)) from None
            secrets, lacking = secrets_of(collector, known)
            if lacking and (given or len(observed) == 1):
                raise click.UsageError(_problem("no-token", variables=lacking, file=SECRETS_FILE))
            if lacking:
                missing.append((network, lacking))
                continue
            base, elsewhere = base_of(collector, os.environ)
            found.append(NetworkSource(network, collector, base, elsewhere, secrets))
    except WrongSecretsError as problem:
        raise click.UsageError(str(problem)) from None
    if not found and missing:
        lacking = tuple(name for _, names in missing for name in names)
        raise click.UsageError(_problem("no-token", variables=lacking, file=SECRETS_FILE))
    _announce(registry, found, missing)
    return tuple(found)


def _announce(registry: Registry, found: Sequence[NetworkSource], missing: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Say at the start where the network is asked, if not at its own address, and what is left out."""
    for source in found:
        if source.elsewhere:
            name = registry.networks[source.network].name
            variable = source.collector.base_variable
            text = wording.text("observation.report.base", network=name, base=visible(source.base), variable=variable)
            click.echo(text, err=True)
    for network, lacking in missing:
        name = registry.networks[network].name
        click.echo(wording.text("observation.report.skipped", network=name, variables=", ".join(lacking)), err=True)


def _archive_folder(given: Path | None, project: Path, files: FolderFiles) -> Path:
    folder = archive_folder(project, given)
    if folder.resolve().is_relative_to(files.data.resolve()):
        raise click.UsageError(_problem("archive-in-data", folder=visible(str(folder))))
    if leaves_open(project, folder / LATEST_FILE):
        shown = visible(str(folder))
        line = f"/{visible(folder.relative_to(project).as_posix())}/" if folder.is_relative_to(project) else shown
        click.echo(wording.text("observation.report.open-archive", folder=shown, line=line), err=True)
    return folder


def _problem(key: str, **values: object) -> str:
    return wording.text(f"observation.problem.{key}", **values)


def _refused(key: str, **values: object) -> int:
    click.echo(_problem(key, **values), err=True)
    return WRONG_DATA
