"""What changed between two states, for a person at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import click

from reestr import wording
from reestr.history.change_text import change_text
from reestr.history.comparison import Comparison, is_better, is_worse
from reestr.history.timeline.model import Change, VerdictChange
from reestr.judging.finding import Outcome
from reestr.records.diagnostics import Diagnostic, Severity
from reestr.wording.plain_text import visible

_SHOWN = 40
_NAMED = 10


def render(
    comparison: Comparison,
    demanded: Sequence[Diagnostic] = (),
    shown_file: Callable[[str], str] = str,
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """The whole report: what changed by organization, with what it does to the verdicts of each; the sum at the end,
    and what is demanded of the change.

    Of one organization so many changes are shown; the sum counts all.
    """
    lines = _wrapped(heading(comparison), "", width, colour, bold=True)
    for organization, changes, verdicts in comparison.by_organization():
        name = wording.text("comparison.city") if organization is None else title(comparison, organization)
        lines += ["", *_wrapped(name, "", width, colour, bold=True)]
        for change in changes[:_SHOWN]:
            lines += _wrapped(_told(change, organization is None or change.title != name), "  ", width, colour)
        if len(changes) > _SHOWN:
            lines += _wrapped(wording.text("comparison.more", number=len(changes) - _SHOWN), "  ", width, colour)
        for verdict in verdicts:
            sign, paint = _sign(verdict)
            lines += _wrapped(f"{sign} {verdict_text(comparison, verdict)}", "  ", width, colour, paint)
    lines += ["", *_wrapped(summary(comparison), "", width, colour, bold=True)]
    if comparison.unreadable:
        lines += _wrapped(unreadable(comparison), "", width, colour, "yellow")
    for item in demanded:
        kind = "red" if item.severity is Severity.ERROR else "yellow"
        place = f"{shown_file(item.location.file)}:{item.location.line}"
        lines += [
            "",
            *_wrapped(place, "", width, colour, bold=True),
            *_wrapped(item.message, "  ", width, colour, kind),
        ]
        lines += _wrapped(f"{wording.text('report.fix')}: {item.help}", "  ", width, colour, "green")
    return "\n".join(lines) + "\n"


def heading(comparison: Comparison) -> str:
    """What is compared with what."""
    head = comparison.head or wording.text("comparison.folder")
    key = "between" if comparison.as_of is not None else "between-unjudged"
    return wording.text(f"comparison.{key}", base=comparison.base, head=head, on=comparison.as_of)


def summary(comparison: Comparison) -> str:
    """The figures in a sentence or two."""
    if not comparison.changes and not comparison.verdicts:
        return wording.text("comparison.nothing")
    worse, better = len(comparison.worse), len(comparison.better)
    other = len(comparison.verdicts) - worse - better
    return wording.text("comparison.summary", changes=len(comparison.changes), worse=worse, better=better, other=other)


def unreadable(comparison: Comparison) -> str:
    """Which files were not read, the first of them by name."""
    files = list(comparison.unreadable[:_NAMED])
    if len(comparison.unreadable) > _NAMED:
        files.append(wording.text("comparison.more-files", number=len(comparison.unreadable) - _NAMED))
    return wording.text("comparison.unreadable", files=files)


def title(comparison: Comparison, organization: str) -> str:
    """What an organization is called, its id where nothing more is known of it."""
    return comparison.organizations.get(organization, organization)


def verdict_text(comparison: Comparison, verdict: VerdictChange) -> str:
    """A verdict that became another, without the organization's name."""
    return wording.text(
        "comparison.verdict",
        requirement=comparison.requirements.get(verdict.requirement, verdict.requirement),
        before=outcome_label(verdict.before),
        after=outcome_label(verdict.after),
    )


def outcome_label(outcome: Outcome | None) -> str:
    """The word for an outcome."""
    return wording.text(f"interface.outcomes.{outcome.value}.label") if outcome is not None else "—"


def _told(change: Change, named: bool) -> str:
    text = change_text(change)
    return f"{change.title}: {text}" if named else text


def _sign(verdict: VerdictChange) -> tuple[str, str | None]:
    if is_worse(verdict):
        return wording.text("comparison.sign-worse"), "red"
    if is_better(verdict):
        return wording.text("comparison.sign-better"), "green"
    return wording.text("comparison.sign-other"), None


def _wrapped(
    text: str, lead: str, width: int, colour: bool, paint: str | None = None, *, bold: bool = False
) -> list[str]:
    lines = textwrap.wrap(
        visible(text),
        width,
        initial_indent=lead,
        subsequent_indent=f"{lead}  " if lead else "",
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [click.style(line, fg=paint, bold=bold or None) for line in lines] if colour else lines
