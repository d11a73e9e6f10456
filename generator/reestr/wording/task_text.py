"""Tasks in words: what to do, remarks, and the source of the day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from reestr import wording
from reestr.judging.catalogue import FAMILIES
from reestr.judging.finding import AGAIN, FIRST
from reestr.judging.tasks.task import Task, When
from reestr.registry.calendar import week_end, week_monday
from reestr.registry.rule_calls import RuleCall
from reestr.registry.words import CityWords

DONE = "do"
"""The key of a requirement's own words for a deadline without a kind."""


def templates_of(rule: RuleCall) -> Mapping[str, str]:
    """Return the texts of the tasks that a rule sets with these arguments, by the kind of the deadline."""
    family = FAMILIES[rule.name]
    node: object = wording.section("tasks")["kinds"]
    for step in (rule.name, family.variant_of(rule)):
        node = node.get(step, {}) if step and isinstance(node, Mapping) else node
    if isinstance(node, str):
        return {DONE: node}
    return {kind: text for kind, text in node.items() if isinstance(text, str)} if isinstance(node, Mapping) else {}


def title(task: Task, words: CityWords) -> str:
    """Return what is to be done, in the words of the city, without naming the organization."""
    own = None if task.kind is None else task.requirement.tasks.get(task.kind or DONE)
    return _title(task.key, task.requirement.title, tuple(task.values.items()), own, words)


def remark(task: Task) -> str:
    """Return what else to know about the task, "" if nothing."""
    return _remark(task.key)


def basis(task: Task, words: CityWords) -> str:
    """Return the source of the task's day; "" for a task without one."""
    return _basis(task.basis, task.acts, words)


def when(value: When) -> str:
    """Return how near the task's last day is."""
    return wording.text(f"tasks.when.{value}")


@lru_cache(1 << 12)
def _title(
    key: str, requirement: str, values: tuple[tuple[str, object], ...], own: str | None, words: CityWords
) -> str:
    if own is not None:
        return wording.fill(own, {"words": words, **{name: _said(name, value) for name, value in values}})
    name = f"tasks.kinds.{key}"
    general = f"tasks.kinds.{key.partition('.')[0]}.any"
    if not wording.has(name) and wording.has(general) and "title" in dict(values):
        # A kind of assignment that only this city has.
        name = general
    if not wording.has(name):
        # A rule without texts of its own.
        kind = key.rpartition(".")[2]
        return wording.text(f"tasks.any.{kind if kind in (AGAIN, FIRST) else 'other'}", requirement=requirement)
    return wording.text(name, words=words, **{name: _said(name, value) for name, value in values})


@cache
def _remark(key: str) -> str:
    name = f"tasks.remarks.{key}"
    return wording.text(name) if wording.has(name) else ""


@cache
def _basis(name: str, acts: tuple[str, ...], words: CityWords) -> str:
    if name == "decree" and any(acts):
        return wording.text("tasks.basis.acts", acts=tuple(map(words.act_in_instrumental, acts)))
    return wording.text(f"tasks.basis.{name}", words=words) if name else ""


def _said(name: str, value: object) -> object:
    if name == "month":
        return _month(str(value))
    return _week(str(value)) if name == "week" else value


@cache
def _month(month: str) -> str:
    """Return a month in words: `2026-12` -> «декабрь 2026 г.»."""
    year, number = month.split("-")
    return f"{wording.month_name(int(number))} {year}\N{NO-BREAK SPACE}г."


@cache
def _week(week: str) -> str:
    """Return the days of a week: `2026-W47` -> «16.11–22.11»."""
    return f"{week_monday(week):%d.%m}–{week_end(week):%d.%m}"
