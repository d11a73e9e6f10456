"""Renders a comparison for continuous integration: a Markdown summary and GitHub's annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reestr import wording
from reestr.cli.reports.changes_text import heading, summary, unreadable, verdict_text
from reestr.cli.reports.diagnostics_ci import annotation, markdown_text
from reestr.cli.reports.diagnostics_ci import github as diagnostics_github
from reestr.history.comparison import Comparison
from reestr.history.narrative import sections, verdicts_worst_first
from reestr.records.diagnostics import Diagnostic
from reestr.wording.finding_text import outcome_text

# GitHub refuses a comment of more than 65,536 characters.
_LONGEST = 60_000
# The job that comments takes the text from a variable, and Linux lets none hold 128 KiB.
_LARGEST = 125_000
_ORGANIZATIONS = 40
_CHANGES = 15
_VERDICTS = 40
_NAMED = 3
_MARKER = "<!-- reestr-changes -->"


def markdown(comparison: Comparison, demanded: Sequence[Diagnostic] = (), errors: int = 0) -> str:
    """Return a step summary or comment: totals, what the change lacks, verdicts, changes.

    `errors` is the number of errors in the records of the head. Text of records stays text.

    The first line is an invisible comment by which a later run finds the comment of an earlier one.
    """
    lines = [_MARKER, f"### {wording.text('comparison.title')}", ""]
    lines += [markdown_text(heading(comparison)), "", f"**{markdown_text(summary(comparison))}**"]
    if errors:
        lines += ["", f"**{wording.text('comparison.wrong', errors=errors)}**"]
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
    """Return the lines that fit into a comment; if some are left out, the last one says so."""
    length = size = 0
    for place, line in enumerate(lines):
        length += len(line) + 1
        size += len(line.encode()) + 1
        if length > _LONGEST or size > _LARGEST:
            return "\n".join([*lines[:place], "", wording.text("comparison.left-out")]) + "\n"
    return "\n".join(lines) + "\n"


def _verdict_rows(comparison: Comparison) -> Iterator[str]:
    groups = verdicts_worst_first(comparison)
    for group in groups[:_VERDICTS]:
        names = ", ".join(comparison.title(verdict.organization) for verdict in group[:_NAMED])
        if len(group) > _NAMED:
            names += " " + wording.text("comparison.more-organizations", number=len(group) - _NAMED)
        requirement = comparison.requirement_title(group[0].requirement)
        cells = (requirement, outcome_text(group[0].before), outcome_text(group[0].after), names)
        yield "| " + " | ".join(map(markdown_text, cells)) + " |"
    if len(groups) > _VERDICTS:
        yield f"| {wording.text('comparison.more', number=len(groups) - _VERDICTS)} | | | |"


def _changes(comparison: Comparison) -> Iterator[str]:
    changed = [section for section in sections(comparison, _CHANGES) if section.sentences]
    for section in changed[:_ORGANIZATIONS]:
        yield f"- **{markdown_text(section.title)}**"
        for sentence in section.sentences:
            yield f"  - {markdown_text(sentence)}"
    if len(changed) > _ORGANIZATIONS:
        yield f"- {wording.text('comparison.more-organizations', number=len(changed) - _ORGANIZATIONS)}"


def github(comparison: Comparison, demanded: Sequence[Diagnostic], shown_file: Callable[[str], str]) -> str:
    """Return workflow commands: what the change lacks, worse verdicts as warnings, changes of each organization as
    notices.
    """

    def place(record: str) -> str:
        file = comparison.files.get(record)
        return shown_file(file) if file is not None else ""

    lines = [diagnostics_github(demanded, shown_file)]
    lines += [
        annotation(
            "warning",
            place(f"organization/{verdict.organization}"),
            wording.text("comparison.worse-title"),
            f"{comparison.title(verdict.organization)}. {verdict_text(comparison, verdict)}",
        )
        for verdict in comparison.verdicts
        if verdict.is_worse
    ]
    for section in sections(comparison, _CHANGES):
        if section.sentences:
            record = f"organization/{section.organization}" if section.organization is not None else "registry"
            lines.append(annotation("notice", place(record), section.title, "; ".join(section.sentences)))
    return "".join(lines)
