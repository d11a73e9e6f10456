"""Renders what would change if the records were other ones: as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reestr import __version__, wording
from reestr.cli.rehearsing import ChangedVerdict, Rehearsal
from reestr.cli.reports.diagnostics_ci import markdown_text
from reestr.judging.finding import Outcome
from reestr.judging.tasks.task import Task
from reestr.registry.registry import Registry
from reestr.wording import finding_text, task_text
from reestr.wording.plain_text import visible

_MOST = 30
"""The most lines of one list in a text; JSON has all."""


def text(found: Rehearsal) -> str:
    """Return the report for people."""
    lines = [_said("title", day=found.day.isoformat()), _said("files", names=found.names), ""]
    for title, items in _sections(found):
        lines += [title, *(f"  {item}" for item in items), ""]
    return "".join(f"{visible(line)}\n" for line in (*lines, _said("nothing-written")))


def markdown(found: Rehearsal) -> str:
    """Return the report in Markdown, for a request or a letter."""
    lines = [f"## {markdown_text(_said('title', day=found.day.isoformat()))}", ""]
    lines += [markdown_text(_said("files", names=found.names)), ""]
    for title, items in _sections(found):
        lines += [f"**{markdown_text(title)}**", "", *map(_item, items)]
        lines += [""] if items else []
    return "\n".join((*lines, markdown_text(_said("nothing-written")), ""))


def _item(line: str) -> str:
    """Return a line of a list; one that is set in stands below the one before."""
    inner = line.startswith(" ")
    return f"{'  ' if inner else ''}- {markdown_text(line.strip())}"


def as_json(found: Rehearsal) -> str:
    """Return everything that would change as one JSON document."""
    words = found.registry.words
    document = {
        "version": __version__,
        "as_of": found.day.isoformat(),
        "files": list(found.names),
        "verdicts": [
            {
                "requirement": item.finding.requirement,
                "subject": {"kind": item.finding.subject.kind, "id": item.finding.subject.id},
                "organization": item.finding.organization,
                "before": item.outcomes[0],
                "after": item.outcomes[1],
                "reason": None if item.after is None else finding_text.reason(item.after, words),
            }
            for item in found.verdicts
        ],
        "arising": [_task_value(task, found.registry) for task in found.arising],
        "ending": [_task_value(task, found.registry) for task in found.ending],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _task_value(task: Task, registry: Registry) -> dict[str, object]:
    return {
        "role": task.role.value,
        "requirement": task.requirement.id,
        "organization": None if task.organization is None else task.organization.id,
        "due_on": None if task.due_on is None else task.due_on.isoformat(),
        "title": task_text.title(task, registry.words),
        "basis": task_text.basis(task, registry.words),
    }


def _sections(found: Rehearsal) -> Iterator[tuple[str, Sequence[str]]]:
    count = len(found.verdicts)
    yield _said("verdicts", count=count) if count else _said("no-verdicts"), list(_verdicts(found))
    arising, ending = (_tasks(tasks, found.registry) for tasks in (found.arising, found.ending))
    yield _said("arising", count=len(found.arising)) if arising else _said("no-arising"), arising
    if ending:
        yield _said("ending", count=len(found.ending)), ending


def _verdicts(found: Rehearsal) -> Iterator[str]:
    by_requirement: dict[str, list[ChangedVerdict]] = {}
    for item in found.verdicts:
        by_requirement.setdefault(item.finding.requirement, []).append(item)
    for name, items in by_requirement.items():
        known = found.registry.requirements.get(name)
        yield name if known is None else known.title
        for item in items[:_MOST]:
            before, after = map(_outcome, item.outcomes)
            yield f"  {_said('verdict', subject=_subject(item, found.registry), before=before, after=after)}"
        if len(items) > _MOST:
            yield f"  {_said('more', count=len(items) - _MOST)}"


def _tasks(tasks: Sequence[Task], registry: Registry) -> list[str]:
    lines = []
    for task in tasks[:_MOST]:
        of_role = wording.text(f"tasks.role.{task.role}", words=registry.words)
        whose = of_role if task.organization is None else registry.title_of(task.organization.id)
        said = {"whose": whose, "title": task_text.title(task, registry.words)}
        day = {} if task.due_on is None else {"day": task.due_on.isoformat()}
        lines.append(_said("task-by" if day else "task", **said, **day))
    return [*lines, _said("more", count=len(tasks) - _MOST)] if len(tasks) > _MOST else lines


def _subject(item: ChangedVerdict, registry: Registry) -> str:
    finding = item.finding
    if finding.subject.kind == "account" and finding.subject.id in registry.accounts:
        account = registry.accounts[finding.subject.id]
        network = registry.networks.get(account.network)
        return f"{registry.title_of(account.organization)}, {account.network if network is None else network.name}"
    if finding.subject.kind == "organization":
        return registry.title_of(finding.subject.id)
    return registry.city.municipality.short_name


def _outcome(outcome: Outcome | None) -> str:
    return _said("absent") if outcome is None else finding_text.outcome_text(outcome)


def _said(key: str, **values: object) -> str:
    return wording.text(f"rehearsal.{key}", **values)
