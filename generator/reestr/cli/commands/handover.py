"""`reestr handover`: records a new responsible person, and the notices of the change (clauses 1.5.2 and 1.6.4)."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import AnswerCheck, Question, answer, confirmed, is_terminal
from reestr.cli.load_and_report import as_text, from_here, line_reader, load_records
from reestr.cli.options import WRONG_DATA, data_option, help_text
from reestr.cli.russian import RussianCommand
from reestr.cli.terminal import difference
from reestr.intake.handover.plan import (
    HandoverContext,
    HandoverFiles,
    HandoverRefusedError,
    NewPerson,
    WrongRecordsError,
    change_to_send,
    new_person,
    preparation,
    sending,
)
from reestr.publishing.documents.handover_letters import handover_letter_file
from reestr.records import diagnostics_text
from reestr.records.diagnostics import Location
from reestr.records.files_on_disk import ChangedMeanwhileError, write_all
from reestr.records.loading import record_sources
from reestr.records.validation import completeness, suggestions
from reestr.records.validation.listed_names import lists_in
from reestr.registry.calendar import registry_day
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry
from reestr.registry.words import CityWords
from reestr.wording.addressees import addressee
from reestr.wording.former_lists import with_texts
from reestr.wording.plain_text import visible, without_quotes

Ask = Callable[..., str | None]
"""`answered` with the given options."""


def answered(
    given: Mapping[str, str | None],
    name: str,
    problem: AnswerCheck,
    *,
    ask_optional: bool,
    optional: bool = False,
    is_day: bool = False,
    **said_in_question: object,
) -> str | None:
    """Return the answer to the question `handover.ask.<name>`, from the option of that name or the terminal."""
    text = wording.text(f"handover.ask.{name}", **said_in_question)
    tidied = _as_day if is_day else without_quotes
    question = Question(f"--{name}", text, problem, optional, tidied)
    return answer(question, given[name.replace("-", "_")], ask_optional=ask_optional)


def _as_day(text: str) -> str:
    """Return the day as records write it, if the text is unambiguous: `2.3.2026` -> `2026-03-02`."""
    tidy = without_quotes(text)
    return suggestions.date_meant(tidy) or tidy


def person_asked(organization: Organization, ask: Ask, words: CityWords) -> NewPerson:
    """Ask for the facts of the new person, check each answer at once, and return them."""
    if is_terminal():
        _introduce(organization)

    def at(*path: str) -> AnswerCheck:
        return partial(completeness.misfit, "organization", ("responsible", 0, *path))

    role = ask("role", at("role"))
    if is_terminal():
        click.echo(click.wrap_text(wording.text("handover.ask.name-note"), terminal.width(), "  ", "  "))
    name = ask("name", at("name"), optional=True)
    email = ask("email", at("contact", "email"), optional=True)
    phone = ask("phone", at("contact", "phone"), optional=True)
    number = ask("order-number", at("order", "number"))
    order_date = ask("order-date", at("order", "date"), is_day=True)
    since = ask("from", partial(_from_problem, organization, at("from")), is_day=True)
    person = NewPerson(str(role), _day(since), str(number), _day(order_date), name, email, phone)
    if person.order_date > person.since:
        _warn("late-order", order=person.order_date, since=person.since)
    if not organization.responsible:
        _warn("first", words=words)
    return person


def _introduce(organization: Organization) -> None:
    click.echo(visible(wording.text("handover.ask.intro", organization=organization.title)))
    if not organization.responsible:
        click.echo(wording.text("handover.ask.nobody"))
        return
    last = organization.responsible[-1]
    key = "previous" if last.since is not None else "previous-undated"
    click.echo(visible(wording.text(f"handover.ask.{key}", role=last.role, since=last.since)))


def _from_problem(organization: Organization, misfit: AnswerCheck, text: str) -> str | None:
    """Return why a day cannot be the new person's first: it must come after the recorded terms."""
    problem = misfit(text)
    if problem is not None or not organization.responsible:
        return problem
    day, last = _day(text), organization.responsible[-1]
    if any(person.since == day for person in organization.responsible):
        return wording.text("handover.problem.same-day", day=day)
    if last.since is not None and day <= last.since:
        return wording.text("handover.problem.before-previous", day=day, since=last.since)
    if last.until is not None and day < last.until:
        return wording.text("handover.problem.within-term", until=last.until)
    return None


def sending_asked(
    records: HandoverContext, organization: Organization, to: str, given: Mapping[str, str | None], ask: Ask
) -> HandoverFiles:
    """Ask for the notice of a change and the facts of its letter, and return the files to write."""
    change_on = change_to_send(records, organization, to, day_given(given))

    def at(*path: str) -> AnswerCheck:
        return partial(_day_problem if path[-1] != "number" else _text_problem, records.today, path)

    number = ask("number", at("document", "number"), optional=True)
    date = ask("date", at("document", "date"), is_day=True)
    sent_on = ask("sent-on", at("sent_on"), optional=True, is_day=True, default=date)
    return sending(records, organization, to, change_on, (number, _day(date), _day(sent_on or date)))


def _text_problem(today: datetime.date, path: Sequence[str], text: str) -> str | None:
    return completeness.misfit("notice", path, text)


def _day_problem(today: datetime.date, path: Sequence[str], text: str) -> str | None:
    problem = completeness.misfit("notice", path, text)
    if problem is None and _day(text) > today:
        return wording.text("handover.problem.future", day=text)
    return problem


def day_given(given: Mapping[str, str | None]) -> datetime.date | None:
    """Return the day of the change that `--from` names; None without the option."""
    text = given["from"]
    if text is None:
        return None
    problem = partial(completeness.misfit, "notice", ("change_on",))
    return _day(answer(Question("--from", "", problem, tidied=_as_day), text, ask_optional=False))


def _day(text: str | None) -> datetime.date:
    day = registry_day(text or "")
    assert day is not None  # the schema has checked every day
    return day


def _warn(key: str, **said_in_it: object) -> None:
    colour = terminal.has_colour(sys.stdout)
    text = click.wrap_text(wording.text(f"handover.said.{key}", **said_in_it), terminal.width())
    click.secho(text, fg="yellow" if colour else None, color=colour)


_OF_PERSON = ("role", "name", "email", "phone", "order_number", "order_date")
_OF_LETTER = ("number", "date", "sent_on")


def _texts(*names: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return a decorator that adds options with a text, described below `cli.handover.`."""

    def add(command: Callable[..., int]) -> Callable[..., int]:
        for name in reversed(names):
            command = click.option(
                f"--{name}", metavar=help_text(f"handover.metavar.{name}"), help=help_text(f"handover.{name}")
            )(command)
        return command

    return add


@click.command(cls=RussianCommand, help=help_text("handover.about"), epilog=help_text("handover.epilog"))
@click.argument("organization", metavar="ORGANIZATION", help=help_text("handover.organization"))
@data_option
@_texts("role", "name", "email", "phone", "order-number", "order-date", "from")
@click.option("--sent", metavar="ADDRESSEE", help=help_text("handover.sent"))
@_texts("number", "date", "sent-on")
@click.option("--prepare", is_flag=True, help=help_text("handover.prepare"))
@click.option("--letters", type=click.Path(path_type=Path), metavar="DIR", help=help_text("handover.letters"))
@click.option("--yes", is_flag=True, help=help_text("handover.yes"))
@click.option("--dry-run", is_flag=True, help=help_text("handover.dry-run"))
def handover(
    organization: str,
    data: Path,
    letters: Path | None,
    sent: str | None,
    prepare: bool,
    yes: bool,
    dry_run: bool,
    **given: str | None,
) -> int:
    """Record a new responsible person with everything that the decree demands of the change, or write nothing."""
    _refuse_unknown(sent, data)
    _refuse_mixed(sent, prepare, given)
    if not (yes or dry_run or is_terminal()):
        raise click.UsageError(wording.text("handover.problem.no-confirmation"))
    loaded = load_records(data)
    if loaded.registry is None:
        return _refused(as_text(loaded, data, sys.stderr))
    today = loaded.registry.city.default_date(datetime.datetime.now(datetime.UTC))
    records = HandoverContext(loaded.registry, data.absolute(), today, handover_letter_file)
    folder = _letters_folder(records, letters)
    subject = _organization(records.registry, organization)
    ask = partial(answered, given, ask_optional=not yes)
    try:
        if subject.closed:
            raise HandoverRefusedError(wording.text("handover.problem.closed", organization=subject.title))
        if sent is not None:
            steps = sending_asked(records, subject, sent, given, ask)
        elif prepare:
            steps = preparation(records, subject, day_given(given), folder)
        else:
            steps = new_person(records, subject, person_asked(subject, ask, records.registry.words), folder)
        return _carry_out(records, subject, steps, yes=yes, dry_run=dry_run)
    except HandoverRefusedError as problem:
        return _refused(visible(str(problem)) + "\n")
    except ChangedMeanwhileError as problem:
        file = from_here(record_sources.project_of(records.data))(str(problem.path))
        return _refused(visible(wording.text("handover.problem.changed-meanwhile", file=file)) + "\n")
    except WrongRecordsError as problem:
        return _refused(_errors_after(records, problem))


def _refuse_unknown(sent: str | None, data: Path) -> None:
    """Raise UsageError for an addressee that the city's list does not have."""
    if sent is None or not data.is_dir():
        return
    lists = lists_in(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data)))
    known = with_texts(lists).ids("addressees")
    if lists.known and sent not in known:
        raise click.UsageError(wording.text("cli.errors.choice", value=visible(sent), choices=", ".join(known)))


def _refuse_mixed(sent: str | None, prepare: bool, given: Mapping[str, str | None]) -> None:
    """Refuse options that do not go together, instead of ignoring one of them."""
    if sent is not None and prepare:
        raise click.UsageError(wording.text("handover.problem.not-together", option="--prepare", **{"with": "--sent"}))
    for name in _OF_PERSON:
        if given[name] is not None and (sent is not None or prepare):
            other = "--sent" if sent is not None else "--prepare"
            raise click.UsageError(
                wording.text("handover.problem.not-together", option=_option(name), **{"with": other})
            )
    for name in _OF_LETTER:
        if given[name] is not None and sent is None:
            raise click.UsageError(wording.text("handover.problem.only-for-sent", option=_option(name)))


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _letters_folder(records: HandoverContext, given: Path | None) -> Path:
    folder = given.absolute() if given is not None else record_sources.project_of(records.data) / "build" / "letters"
    if folder.resolve().is_relative_to(records.data.resolve()):
        raise click.UsageError(wording.text("handover.problem.letters-in-data", folder=visible(str(given))))
    return folder


def _organization(registry: Registry, identifier: str) -> Organization:
    found = registry.organizations.get(identifier)
    if found is not None:
        return found
    if any((draft.kind, draft.id) == ("organization", identifier) for draft in registry.drafts):
        raise click.UsageError(wording.text("handover.problem.draft", id=visible(identifier)))
    near = suggestions.nearest(identifier, registry.organizations)
    ready = wording.text("handover.problem.meant", id=near) if near is not None else ""
    raise click.UsageError(wording.text("handover.problem.unknown", id=visible(identifier), ready=ready))


def _carry_out(
    records: HandoverContext, organization: Organization, steps: HandoverFiles, *, yes: bool, dry_run: bool
) -> int:
    colour = terminal.has_colour(sys.stdout)
    project = record_sources.project_of(records.data)
    name = from_here(project)
    click.echo("\n" + wording.text("handover.said.will-change"))
    click.echo(difference(steps.records, lambda path: name(str(path)), colour=colour), nl=False, color=colour)
    if steps.letters:
        click.echo(wording.text("handover.said.letters"))
        for write in steps.letters:
            click.echo(f"  {visible(name(str(write.path)))}")
    if dry_run:
        click.echo("\n" + wording.text("handover.said.dry-run"))
        return 0
    if not yes and not confirmed():
        click.echo(wording.text("handover.said.nothing-written"))
        return 0
    write_all((*steps.records, *steps.letters))
    click.echo("\n" + wording.text("handover.said.written"))
    for write in (*steps.records, *steps.letters):
        click.echo(f"  {visible(name(str(write.path)))}")
    _tell_next(organization, steps, records.registry.words)
    return 0


def _tell_next(organization: Organization, steps: HandoverFiles, words: CityWords) -> None:
    click.echo("\n" + wording.text("handover.said.next"))
    if steps.letters:
        _tell("next-fill")
    for to, change_on in steps.prepared:
        _tell("next-sent", to=addressee(to, words).nominative)
        # Commands are not wrapped, so that they can be copied.
        click.echo("      " + wording.text("handover.page.sent-one", id=organization.id, to=to, on=change_on))
    _tell("next-publish")


def _tell(key: str, **values_said: object) -> None:
    click.echo(click.wrap_text(wording.text(f"handover.said.{key}", **values_said), terminal.width(), "  • ", "    "))


def _refused(text: str) -> int:
    click.echo(text, nl=False, err=True, color=terminal.has_colour(sys.stderr))
    click.echo(wording.text("handover.said.nothing-written"), err=True)
    return WRONG_DATA


def _errors_after(records: HandoverContext, problem: WrongRecordsError) -> str:
    project = record_sources.project_of(records.data)
    on_disk = line_reader(records.data)

    def line(location: Location) -> str | None:
        content = problem.changed.get(location.file)
        if content is None:
            return on_disk(location)
        lines = content.decode("utf-8", "replace").split("\n")
        return lines[location.line - 1].rstrip("\r") if 0 < location.line <= len(lines) else None

    shown = diagnostics_text.render(
        problem.diagnostics,
        len(problem.changed),
        source_line=line,
        shown_file=from_here(project),
        width=terminal.width(),
        colour=terminal.has_colour(sys.stderr),
    )
    return wording.text("handover.said.wrong-after") + "\n\n" + shown
