"""Shows the weeks of an account against the norm, as a chart and a table with the numbers.

Both are made without a template, for speed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markupsafe import Markup, escape

from reestr.judging.rules.weeks import number_taken
from reestr.publishing.html.environment import interface
from reestr.registry import calendar
from reestr.registry.account import Account, ActivityYear
from reestr.registry.city import Requirement
from reestr.registry.norms import Case, NoNormError
from reestr.registry.registry import Registry

NORM = "posts_per_week"

WEEKS = 52
"""The number of weeks shown: a year that ends with the last full week."""

_ROW = 13
"""Weeks in a row: a quarter of a year, narrow enough for a telephone."""

_STATES = ("full", "low", "zero", "unknown", "absent")

_STEP = 10
_HEIGHT = 60
_LOWEST = 3
"""Units of the chart: the width of a week, the height of the chart, the height of a week without a publication."""

_TOP = 4
"""The height of the chart as a multiple of the norm; the bar of a week with more publications ends at its edge."""


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The weeks of one account.

    The title with the norm, a chart with the norm as a line, the table with the numbers, and the numbers of weeks in
    each state in words.
    """

    title: str
    chart: Markup
    table: Markup
    summary: str


@dataclass(frozen=True, slots=True)
class WeeklyNorm:
    """The number of publications due each week (clause 2.2), and the rules of counting.

    `with_gospabliki` and `with_reposts` say whether items of «Госпаблики» and reposts of other communities count.
    `machine_first` says whether the count of the program precedes that of a person. `posts` is the norm of the day of
    the view, the strictest one where it differs by page; `requirement` is given if its norm changes or differs, and
    `case` tells the network and category of the page in question.
    """

    posts: int
    with_gospabliki: bool
    with_reposts: bool = False
    machine_first: bool = False
    requirement: Requirement | None = None
    case: Case | None = None

    def of_week(self, week: str) -> int | None:
        """Return the norm by which a verdict judges a week, that of its Monday; None where no norm held."""
        if self.requirement is None or self.case is None:
            return self.posts
        monday = calendar.week_monday(week)
        try:
            number = self.requirement.number(NORM, replace(self.case, day=monday))
        except NoNormError:
            return None
        return number if self.requirement.is_in_force(monday) else None

    def of(self, registry: Registry, account: Account) -> WeeklyNorm:
        """Return the norm of one page."""
        if self.requirement is None or self.case is None:
            return self
        return replace(self, case=registry.case(account, self.case.day))

    def number(self, year: ActivityYear, week: str, as_of: datetime.date) -> int | None:
        """Return the number of publications of a week as a verdict of the day takes it; None if nobody counted."""
        return number_taken(year, week, as_of, self.machine_first, self.with_gospabliki, self.with_reposts)


def heatmap(account: Account, years: Sequence[ActivityYear], as_of: datetime.date, norm: WeeklyNorm) -> Heatmap:
    """Return the last 52 full weeks of an account before `as_of`, against the norm.

    A week without a count is unknown, which is not zero; a week in which the account was not in use is neither.
    """
    weeks = calendar.last_full_weeks(as_of, WEEKS)
    by_year = {str(year.year): year for year in years}
    opened = "" if account.opened_on is None else calendar.week_of(account.opened_on)
    closed = calendar.week_of(account.closed_on) if account.closed and account.closed_on else "9999"
    bars: dict[str, list[str]] = {state: [] for state in _STATES}
    rows: list[str] = []
    norms = tuple(map(norm.of_week, weeks))
    due = sorted({number for number in norms if number is not None})
    highest = due[-1] if due else norm.posts
    for start in range(0, WEEKS, _ROW):
        cells = [_row_head(weeks[start])]
        for place, week in enumerate(weeks[start : start + _ROW], start):
            year = by_year.get(week[:4])
            total = None if year is None else norm.number(year, week, as_of)
            if total is not None:
                norm_then = norms[place] or 0
                state = "full" if total >= norm_then else "low" if total else "zero"
                cells.append(_cell(state, total, total >= 2 * norm_then))
                bars[state].append(_bar(place, total, highest))
            else:
                paused = account.pauses and account.pause_on(calendar.week_monday(week))
                whole = paused and calendar.week_end(week) <= paused.until
                state = "unknown" if opened <= week <= closed and not whole else "absent"
                cells.append(_cell(state, 0, False))
                bars[state].append(_bar(place, 0, highest))
        cells.append("</tr>\n")
        rows.append("".join(cells))
    summary = _summary({state: len(drawn) for state, drawn in bars.items()})
    return Heatmap(
        interface("weeks.title", norm=highest) if len(due) < 2 else interface("weeks.title-steps", norms=due),
        Markup(_chart(bars, norms, weeks[0], weeks[-1])),
        Markup('<table class="weeks"><tbody>\n' + "".join(rows) + "</tbody></table>"),
        summary,
    )


def _summary(tally: Mapping[str, int]) -> str:
    parts = [interface(f"weeks.{state}", count=tally[state]) for state in _STATES if tally[state]]
    return interface("weeks.summary", parts="; ".join(parts))


def _chart(bars: Mapping[str, Sequence[str]], norms: tuple[int | None, ...], first: str, last: str) -> str:
    """Return bars by state, one path each, and the norm as a dashed line; weeks in which the page was not in use are
    left out.

    The drawing is stretched to the available width, so its texts stand beside it as HTML. The summary below says the
    same in words, so the drawing is nothing for a screen reader.
    """
    drawn = "".join([f'<path class="w-{state}" d="{"".join(bars[state])}"/>' for state in _STATES[:-1] if bars[state]])
    return f"{_chart_begin()}{drawn}{_chart_end(first, last, norms)}"


@cache
def _chart_begin() -> str:
    size = f"0 0 {WEEKS * _STEP} {_HEIGHT}"
    return f'<div class="bars"><svg viewBox="{size}" preserveAspectRatio="none" aria-hidden="true">'


@cache
def _chart_end(first: str, last: str, norms: tuple[int | None, ...]) -> str:
    """Return the end of the chart; the line of the norm lies at the height of a week that just meets it."""
    line = f'<path class="norm-line" d="{_norm_line(norms)}"/></svg>'
    begin, end = (
        f'<time datetime="{day}">{day:%d.%m.%Y}</time>'
        for day in (calendar.week_monday(first), calendar.week_end(last))
    )
    return f'{line}<p class="span">{begin} {end}</p></div>'


def _norm_line(norms: Sequence[int | None]) -> str:
    """Return the line of the norm, with a step where it changes and a gap where there is none."""
    highest = max((number for number in norms if number is not None), default=0)
    drawn: list[str] = []
    before: int | None = None
    for place, number in enumerate(norms):
        if number is not None and number != before:
            height = _HEIGHT - (_HEIGHT * number // (_TOP * highest) if highest else _HEIGHT // _TOP)
            drawn.append(f"M{place * _STEP} {height}" if before is None else f"V{height}")
        following = norms[place + 1] if place + 1 < len(norms) else None
        if number is not None and following != number:
            drawn.append(f"H{(place + 1) * _STEP}")
        before = number
    return "".join(drawn)


@cache
def _bar(place: int, total: int, norm: int) -> str:
    """Return one week as a part of a path: a line up from the bottom, as wide as the style sheet says."""
    height = min(total * _HEIGHT // (_TOP * norm), _HEIGHT) if norm else _HEIGHT
    return f"M{place * _STEP + _STEP // 2} {_HEIGHT}v-{max(height, _LOWEST)}"


@cache
def _row_head(week: str) -> str:
    monday = calendar.week_monday(week)
    return f'<tr><th scope="row">{escape(interface("weeks.row", on=f"{monday:%d.%m.%y}"))}</th>'


@cache
def _cell(state: str, count: int, strong: bool) -> str:
    """Return one cell; its week follows from its row and column, and `js/weeks-table.js` shows it as a tooltip."""
    if state in ("unknown", "absent"):
        sign, said = escape(interface(f"weeks.sign-{state}")), escape(interface(f"weeks.said-{state}"))
        return f'<td class="w-{state}"><i>{said} </i>{sign}</td>'
    # Most weeks meet the norm: these have no class.
    kind = "strong" if strong else "" if state == "full" else state
    return f'<td class="w-{kind}">{count}</td>' if kind else f"<td>{count}</td>"
