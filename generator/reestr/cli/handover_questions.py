"""The questions of `reestr handover`: the facts of a new person and of a letter, each checked at once."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.asking import AnswerCheck, Question, answer, is_terminal
from reestr.intake.handover.record_changes import NewPerson
from reestr.intake.handover.steps import HandoverContext, HandoverFiles, change_to_send, sending
from reestr.records.validation import answers, suggestions
from reestr.registry.calendar import registry_day
from reestr.registry.organization import Organization
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


def person_asked(organization: Organization, ask: Ask) -> NewPerson:
    """Ask for the facts of the new person, each checked at once."""
    if is_terminal():
        _introduce(organization)

    def at(*path: str) -> AnswerCheck:
        return partial(answers.misfit, "organization", ("responsible", 0, *path))

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
        _warn("first")
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
    """Ask for the notice of a change and the facts of its letter."""
    change_on = change_to_send(records, organization, to, day_given(given))

    def at(*path: str) -> AnswerCheck:
        return partial(_day_problem if path[-1] != "number" else _text_problem, records.today, path)

    number = ask("number", at("document", "number"), optional=True)
    date = ask("date", at("document", "date"), is_day=True)
    sent_on = ask("sent-on", at("sent_on"), optional=True, is_day=True, default=date)
    return sending(records, organization, to, change_on, (number, _day(date), _day(sent_on or date)))


def _text_problem(today: datetime.date, path: Sequence[str], text: str) -> str | None:
    return answers.misfit("notice", path, text)


def _day_problem(today: datetime.date, path: Sequence[str], text: str) -> str | None:
    problem = answers.misfit("notice", path, text)
    if problem is None and _day(text) > today:
        return wording.text("handover.problem.future", day=text)
    return problem


def day_given(given: Mapping[str, str | None]) -> datetime.date | None:
    """Return the change that `--from` names."""
    text = given["from"]
    if text is None:
        return None
    problem = partial(answers.misfit, "notice", ("change_on",))
    return _day(answer(Question("--from", "", problem, tidied=_as_day), text, ask_optional=False))


def _day(text: str | None) -> datetime.date:
    day = registry_day(text or "")
    assert day is not None  # every day has passed the schema
    return day


def _warn(key: str, **said_in_it: object) -> None:
    colour = terminal.has_colour(sys.stdout)
    text = click.wrap_text(wording.text(f"handover.said.{key}", **said_in_it), terminal.width())
    click.secho(text, fg="yellow" if colour else None, color=colour)
