"""Questions at the terminal: each answer is judged at once, may be given as an option, and is asked for again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import click

from reestr import wording
from reestr.cli import terminal
from reestr.wording.plain_text import visible, without_quotes

Problem = Callable[[str], str | None]
"""What is wrong with an answer, None where it fits."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask for. `option` is the key that answers it beforehand; `tidied` makes an answer canonical."""

    option: str
    text: str
    problem: Problem
    optional: bool = False
    tidied: Callable[[str], str] = without_quotes


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()


def answer(question: Question, given: str | None, *, ask_optional: bool) -> str | None:
    """The answer, from the option or the terminal; None for an optional one that is left out.

    Raises UsageError for an option that does not fit and, without a terminal, for one that is missing; Abort at Ctrl+C
    and at the end of the input.
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
    """Whether it may be written, in either language; anything but yes is no: nothing is written by mistake."""
    reply = read_line(wording.text("handover.ask.write"))
    return is_yes(reply)


def agreed(question: str) -> bool:
    """Whether something offered is right: silence agrees."""
    reply = read_line(question)
    return not reply.strip() or is_yes(reply)


def is_yes(reply: str) -> bool:
    """Whether an answer says yes."""
    return reply.strip().lower() in wording.text("handover.ask.yes").split()


def read_line(text: str) -> str:
    """What is typed after a text. Raises Abort at Ctrl+C and at the end of the input."""
    try:
        return str(click.prompt(text, default="", show_default=False))
    except click.Abort:
        # What is said next must not stand on the line of the question.
        click.echo()
        raise
