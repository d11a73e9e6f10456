"""Renders a comparison for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reestr import wording
from reestr.history.comparison import Comparison
from reestr.history.narrative import sections
from reestr.history.timeline.model import VerdictChange
from reestr.records.diagnostics import Diagnostic, Severity
from reestr.wording.finding_text import outcome_text
from reestr.wording.plain_text import painted, visible, wrapped

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
    """Return the report: changes and verdicts by organization, the totals, and what the change lacks.

    The report shows at most 40 changes of one organization; the totals count all. `width` is in columns.
    """
    lines = _wrapped(heading(comparison), "", width, colour, bold=True)
    for section in sections(comparison, _SHOWN):
        lines += ["", *_wrapped(section.title, "", width, colour, bold=True)]
        for sentence in section.sentences:
            lines += _wrapped(sentence, "  ", width, colour)
        for verdict in section.verdicts:
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
    """Return the two states that are compared, and the day of the verdicts."""
    head = comparison.head or wording.text("comparison.folder")
    key = "between" if comparison.as_of is not None else "between-unjudged"
    return wording.text(f"comparison.{key}", base=comparison.base, head=head, on=comparison.as_of)


def summary(comparison: Comparison) -> str:
    """Return the totals: changes, and verdicts that became worse, better or other."""
    if not comparison.changes and not comparison.verdicts:
        return wording.text("comparison.nothing")
    worse = sum(verdict.is_worse for verdict in comparison.verdicts)
    better = sum(verdict.is_better for verdict in comparison.verdicts)
    other = len(comparison.verdicts) - worse - better
    return wording.text("comparison.summary", changes=len(comparison.changes), worse=worse, better=better, other=other)


def unreadable(comparison: Comparison) -> str:
    """Return the names of at most ten unreadable files, and the number of the others."""
    files = list(comparison.unreadable[:_NAMED])
    if len(comparison.unreadable) > _NAMED:
        files.append(wording.text("comparison.more-files", number=len(comparison.unreadable) - _NAMED))
    return wording.text("comparison.unreadable", files=files)


def verdict_text(comparison: Comparison, verdict: VerdictChange) -> str:
    """Return the change of a verdict, without the name of the organization."""
    return wording.text(
        "comparison.verdict",
        requirement=comparison.requirement_title(verdict.requirement),
        before=outcome_text(verdict.before),
        after=outcome_text(verdict.after),
    )


def _sign(verdict: VerdictChange) -> tuple[str, str | None]:
    if verdict.is_worse:
        return wording.text("comparison.sign-worse"), "red"
    if verdict.is_better:
        return wording.text("comparison.sign-better"), "green"
    return wording.text("comparison.sign-other"), None


def _wrapped(
    text: str, lead: str, width: int, colour: bool, paint: str | None = None, *, bold: bool = False
) -> list[str]:
    lines = wrapped(visible(text), width, lead, f"{lead}  " if lead else "")
    return [painted(line, colour, paint, bold=bold) for line in lines]
