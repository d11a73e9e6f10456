"""Tasks in words: what to do, remarks, and the source of the day."""

from __future__ import annotations

from functools import cache, lru_cache

from reestr import wording
from reestr.judging.finding import AGAIN, FIRST
from reestr.judging.tasks.task import Task, When
from reestr.registry.calendar import week_end, week_monday
from reestr.registry.words import CityWords


def title(task: Task, words: CityWords) -> str:
    """Return what is to be done, in the words of the city, without naming the organization."""
    return _title(task.key, task.requirement.title, tuple(task.values.items()), words)


def remark(task: Task) -> str:
    """Return what else to know about the task, "" if nothing."""
    return _remark(task.key)


def basis(task: Task, words: CityWords) -> str:
    """Return the source of the task's day; "" for a task without one."""
    return _basis(task.basis, words)


def when(value: When) -> str:
    """Return how near the task's last day is."""
    return wording.text(f"tasks.when.{value}")


@lru_cache(1 << 12)
def _title(key: str, requirement: str, values: tuple[tuple[str, object], ...], words: CityWords) -> str:
    name = f"tasks.kinds.{key}"
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
def _basis(name: str, words: CityWords) -> str:
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
