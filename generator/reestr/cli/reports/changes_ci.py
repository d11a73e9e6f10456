"""What changed between two states, for continuous integration: a Markdown summary and GitHub's annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reestr import wording
from reestr.cli.reports.changes_text import heading, outcome_label, summary, title, unreadable, verdict_text
from reestr.cli.reports.diagnostics_ci import annotation, markdown_text
from reestr.cli.reports.diagnostics_ci import github as diagnostics_github
from reestr.history.change_text import change_text
from reestr.history.comparison import Comparison
from reestr.history.timeline.model import Change
from reestr.records.diagnostics import Diagnostic

# GitHub refuses a comment of more than 65,536 characters.
_LONGEST = 60_000
_ORGANIZATIONS = 40
_CHANGES = 15
_VERDICTS = 40
_NAMED = 3
_MARKER = "<!-- reestr-changes -->"


def markdown(comparison: Comparison, demanded: Sequence[Diagnostic] = ()) -> str:
    """A step summary or a comment: the figures, what is demanded of the change, what becomes of the verdicts, what
    changes; text stays text.

    The first line is a comment that nobody sees, by which a later run finds what an earlier one wrote.
    """
    lines = [_MARKER, f"### {wording.text('comparison.title')}", ""]
    lines += [markdown_text(heading(comparison)), "", f"**{markdown_text(summary(comparison))}**"]
    if demanded:
        lines += ["", f"#### {wording.text('comparison.demanded')}", ""]
        lines += [f"- **{markdown_text(item.message)}** {markdown_text(item.help)}" for item in demanded]
    if comparison.verdicts:
        lines += ["", f"#### {wording.text('comparison.verdicts')}", "", wording.text("comparison.verdict-head")]
        lines += ["|---|---|---|---|", *_verdict_rows(comparison)]
    if comparison.changes:
        lines += ["", f"#### {wording.text('comparison.changes')}", "", *_changes(comparison)]
    if comparison.unreadable:
        lines += ["", markdown_text(unreadable(comparison))]
    return _shortened(lines)


def _shortened(lines: Sequence[str]) -> str:
    """The lines as far as a comment can hold them; where some are left out, the last one says so."""
    length = 0
    for place, line in enumerate(lines):
        length += len(line) + 1
        if length > _LONGEST:
            return "\n".join([*lines[:place], "", wording.text("comparison.left-out")]) + "\n"
    return "\n".join(lines) + "\n"


def _verdict_rows(comparison: Comparison) -> Iterator[str]:
    rows = list(comparison.verdicts_alike())
    for requirement, before, after, organizations in rows[:_VERDICTS]:
        names = ", ".join(title(comparison, item) for item in organizations[:_NAMED])
        if len(organizations) > _NAMED:
            rest = wording.text("comparison.more-organizations", number=len(organizations) - _NAMED)
            names = f"{names} {rest}"
        cells = (
            comparison.requirements.get(requirement, requirement),
            outcome_label(before),
            outcome_label(after),
            names,
        )
        yield "| " + " | ".join(map(markdown_text, cells)) + " |"
    if len(rows) > _VERDICTS:
        yield f"| {wording.text('comparison.more', number=len(rows) - _VERDICTS)} | | | |"


def _changes(comparison: Comparison) -> Iterator[str]:
    groups = [(organization, changes) for organization, changes, _ in comparison.by_organization() if changes]
    for organization, changes in groups[:_ORGANIZATIONS]:
        name = wording.text("comparison.city") if organization is None else title(comparison, organization)
        yield f"- **{markdown_text(name)}**"
        for told in _told(changes, name):
            yield f"  - {markdown_text(told)}"
    if len(groups) > _ORGANIZATIONS:
        yield f"- {wording.text('comparison.more-organizations', number=len(groups) - _ORGANIZATIONS)}"


def github(comparison: Comparison, demanded: Sequence[Diagnostic], shown_file: Callable[[str], str]) -> str:
    """Workflow commands: what is demanded, a warning for each verdict that became worse, a notice for each
    organization's changes."""

    def place(record: str) -> str:
        file = comparison.files.get(record)
        return shown_file(file) if file is not None else ""

    lines = [diagnostics_github(demanded, shown_file)]
    lines += [
        annotation(
            "warning",
            place(f"organization/{verdict.organization}"),
            wording.text("comparison.worse-title"),
            f"{title(comparison, verdict.organization)}. {verdict_text(comparison, verdict)}",
        )
        for verdict in comparison.worse
    ]
    for organization, changes, _ in comparison.by_organization():
        if changes:
            name = wording.text("comparison.city") if organization is None else title(comparison, organization)
            file = place(f"organization/{organization}" if organization is not None else "registry")
            text = "; ".join(_told(changes, name))
            lines.append(annotation("notice", file, name, text))
    return "".join(lines)


def _told(changes: Sequence[Change], name: str) -> Iterator[str]:
    for change in changes[:_CHANGES]:
        text = change_text(change)
        yield text if change.title == name else f"{change.title}: {text}"
    if len(changes) > _CHANGES:
        yield wording.text("comparison.more", number=len(changes) - _CHANGES)
