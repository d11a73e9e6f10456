"""The heat-map of an account's weeks: one table cell a week with its count in it; no template, for speed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from generator.model import calendar
from generator.model.account import Account, ActivityYear, WeekCount
from generator.pages.environment import interface

WEEKS = 52
"""Weeks shown: a year that ends with the last week that is over."""

_ROW = 13
"""Weeks in a row: a quarter of a year, narrow enough for a telephone."""

_STATES = ("full", "low", "zero", "unknown", "absent")


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The weeks of one account: the title with the norm, the table, and how many weeks are in each state in words."""

    title: str
    table: Markup
    summary: str


@dataclass(frozen=True, slots=True)
class Norm:
    """How many publications a week are due (clause 2.2), and whether reposts of «Госпаблики» items count as such."""

    posts: int
    with_reposts: bool


def heatmap(account: Account, years: Sequence[ActivityYear], as_of: datetime.date, norm: Norm) -> Heatmap:
    """The last 52 full weeks of an account before `as_of`, against the norm.

    A week without a count is unknown, which is not zero; a week in which the account was not in use is neither.
    """
    weeks = calendar.last_full_weeks(as_of, WEEKS)
    counts: dict[str, WeekCount] = {}
    for year in years:
        counts.update(year.weeks)
    opened = "" if account.opened_on is None else calendar.week_of(account.opened_on)
    closed = calendar.week_of(account.closed_on) if account.closed and account.closed_on else "9999"
    tally = dict.fromkeys(_STATES, 0)
    rows: list[str] = []
    for start in range(0, WEEKS, _ROW):
        cells = [_row_head(weeks[start])]
        for week in weeks[start : start + _ROW]:
            count = counts.get(week)
            if count is not None:
                total = count.total if norm.with_reposts else count.own
                state = "full" if total >= norm.posts else "low" if total else "zero"
                cells.append(_cell(week, state, total, total >= 2 * norm.posts))
            else:
                state = "unknown" if opened <= week <= closed else "absent"
                cells.append(_cell(week, state, 0, False))
            tally[state] += 1
        cells.append("</tr>\n")
        rows.append("".join(cells))
    return Heatmap(
        interface("weeks.title", norm=norm.posts),
        Markup(_head() + "".join(rows) + "</tbody></table>"),
        _summary(tally),
    )


def _summary(tally: Mapping[str, int]) -> str:
    parts = [interface(f"weeks.{state}", count=tally[state]) for state in _STATES if tally[state]]
    return interface("weeks.summary", parts="; ".join(parts))


@cache
def _head() -> str:
    columns = "".join(f'<th scope="col">{number}</th>' for number in range(1, _ROW + 1))
    first = f'<th scope="col">{escape(interface("weeks.from"))}</th>'
    return f'<table class="weeks"><thead><tr>{first}{columns}</tr></thead><tbody>\n'


@cache
def _row_head(week: str) -> str:
    monday = calendar.week_monday(week)
    start = escape(interface("weeks.row", on=f"{monday:%d.%m}"))
    return f'<tr><th scope="row"><b>{week},</b> <time datetime="{monday}">{start}</time></th>'


@cache
def _cell(week: str, state: str, count: int, strong: bool) -> str:
    """One cell: the week's number, by which records name it, and its days for a pointer, its days for a listener."""
    monday, sunday = calendar.week_monday(week), calendar.week_end(week)
    span = f"{monday:%d.%m}–{sunday:%d.%m.%y}"
    title = f"{week}, {span}"
    if state in ("unknown", "absent"):
        sign, said = escape(interface(f"weeks.sign-{state}")), escape(interface(f"weeks.said-{state}"))
        return f'<td class="w-{state}" title="{title}: {said}"><i>{span}: {said} </i>{sign}</td>'
    return f'<td class="w-{"strong" if strong else state}" title="{title}"><i>{span}: </i>{count}</td>'
