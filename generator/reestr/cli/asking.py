"""Asks questions at the terminal: each answer is checked at once, can be given as an option, and is asked again if
wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import click

from reestr import wording
from reestr.cli import terminal
from reestr.records.yes_no import yes_or_no
from reestr.wording.plain_text import visible, without_quotes

AnswerCheck = Callable[[str], str | None]
"""Returns what is wrong with an answer, None if it fits."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `option` is the option that answers it in advance; `tidied` makes an answer canonical."""

    option: str
    text: str
    problem: AnswerCheck
    optional: bool = False
    tidied: Callable[[str], str] = without_quotes


def is_terminal() -> bool:
    """Return whether standard input is a terminal, so that questions can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def answer(question: Question, given: str | None, *, ask_optional: bool) -> str | None:
    """Return the answer, from the option or the terminal; None for an optional one that is left out.

    Raises UsageError for an option that does not fit and, without a terminal, for a missing one; Abort at Ctrl+C and at
    the end of the input.
    """
    if given is not None:
        tidy = question.tidied(given)
        if not tidy and question.optional:
            return None
        problem = question.problem(tidy)
        if problem is not None:
            raise click.UsageError(f"{question.option}: {visible(problem).rstrip('.')}")
        return tidy
    if question.optional and not (ask_optional and is_terminal()):
        return None
    if not is_terminal():
        raise click.UsageError(wording.text("handover.problem.missing", option=question.option))
    return _asked(question)


def _asked(question: Question) -> str | None:
    text = question.text
    if question.optional:
        text = wording.text("handover.ask.optional", question=text)
    colour = terminal.has_colour(sys.stdout)
    while True:
        tidy = question.tidied(read_line(text))
        if not tidy and question.optional:
            return None
        problem = question.problem(tidy)
        if problem is None:
            return tidy
        line = wording.text("handover.ask.again", problem=visible(problem))
        click.secho(click.wrap_text(line, terminal.width(), "  ", "    "), fg="red" if colour else None, color=colour)


def confirmed() -> bool:
    """Ask whether to write, and return True only for yes, in either language."""
    reply = read_line(wording.text("handover.ask.write"))
    return is_yes(reply)


def decided() -> bool:
    """Ask whether to write until the answer is yes or no, and return it: no answer is thrown away by mistake."""
    while True:
        reply = read_line(wording.text("handover.ask.write"))
        if is_yes(reply):
            return True
        if yes_or_no(reply) is False:
            return False
        click.echo(wording.text("handover.ask.decide"))


def agreed(question: str) -> bool:
    """Ask whether a proposal is right, and return True for an empty answer as well."""
    reply = read_line(question)
    return not reply.strip() or is_yes(reply)


def is_yes(reply: str) -> bool:
    """Return whether an answer means yes."""
    return reply.strip().lower() in wording.text("handover.ask.yes").split()


def read_line(text: str) -> str:
    """Return the line typed after a prompt. Raises Abort at Ctrl+C and at the end of the input."""
    try:
        return str(click.prompt(text, default="", show_default=False))
    except click.Abort:
        # The next output must not stand on the line of the question.
        click.echo()
        raise
