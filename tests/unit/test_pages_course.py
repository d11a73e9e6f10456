"""The history of verdicts: every judged week, gaps for unknown ones, shares that add up."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as some
from reestr.history.timeline.model import Timeline, WeekState
from reestr.judging.finding import Outcome
from reestr.publishing.site.pages.home import home
from reestr.publishing.site.widgets.verdict_history import COLUMN, FEWEST_WEEKS, HEIGHT, LAYERS, WEEKS, course
from reestr.publishing.view import View
from reestr.registry import calendar

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import rules, view_of

Counts = Mapping[Outcome, int]


def seen(*weeks: Counts | None) -> View:
    """The view of a small city whose last weeks had these verdicts of one requirement."""
    view = view_of(factory.registry(rules("accounts-exist", subject="organization")))
    names = calendar.last_full_weeks(view.as_of, len(weeks))
    states = tuple(
        WeekState(name, "c0ffee", None if counts is None else {"accounts-exist": counts})
        for name, counts in zip(names, weeks, strict=True)
    )
    return dataclasses.replace(view, timeline=Timeline(weeks=states))


def test_without_a_past_there_is_no_course() -> None:
    few = seen(*[{Outcome.MET: 1}] * (FEWEST_WEEKS - 2))
    for view in (seen(), few):
        assert course(view) is None
        assert "Как менялись вердикты" not in home(view).body
    assert course(seen(*[{Outcome.MET: 1}] * (FEWEST_WEEKS - 1))) is not None


def test_the_last_moment_is_the_date_of_the_view_with_its_own_verdicts() -> None:
    view = seen({Outcome.MET: 3, Outcome.BREACH: 1, Outcome.EXEMPT: 7}, *[{Outcome.MET: 4}] * 6)
    drawn = course(view)
    assert drawn is not None
    assert [moment.whole for moment in drawn.moments[:-1]] == [4] * 7
    assert drawn.moments[-1].day == view.as_of
    summary = view.assessment.summary
    assert drawn.moments[-1].counts == {outcome: summary[outcome] for outcome in LAYERS}
    assert drawn.moments[-1].whole == 1
    assert "Как менялись вердикты" in home(view).body


def test_a_requirement_is_drawn_by_itself() -> None:
    view = seen({Outcome.MET: 3}, *[{Outcome.BREACH: 1}] * 6)
    assert course(view, "accounts-exist") is not None
    assert course(view, "page-passport") is None


def test_a_week_that_nobody_knows_is_a_gap() -> None:
    more = [{Outcome.MET: 1}] * 6
    drawn = course(seen({Outcome.MET: 1}, None, {Outcome.EXEMPT: 5}, *more))
    assert drawn is not None
    met = dict(drawn.layers)[Outcome.MET]
    # One stretch before the gap, one after it.
    assert met.count("M") == 2
    assert [moment.known for moment in drawn.moments[:4]] == [True, False, False, True]
    assert "неизвестно" in home(seen({Outcome.MET: 1}, None, *more)).body


def test_a_year_is_drawn_however_long_the_past_is() -> None:
    drawn = course(seen(*[{Outcome.MET: 1}] * 200))
    assert drawn is not None
    assert len(drawn.moments) == WEEKS + 1
    assert drawn.width == COLUMN * (WEEKS + 1)


@given(
    some.lists(
        some.none() | some.fixed_dictionaries({outcome: some.integers(0, 5_000) for outcome in LAYERS}),
        min_size=FEWEST_WEEKS,
        max_size=60,
    )
)
def test_the_layers_lie_on_each_other_and_fill_the_height(weeks: list[Counts | None]) -> None:
    drawn = course(seen(*weeks))
    if drawn is None:
        # The date of the view is known, whatever the weeks were.
        assert sum(any((counts or {}).values()) for counts in weeks) < FEWEST_WEEKS - 1
        return
    ends: dict[int, list[tuple[int, int]]] = {}
    for _, path in drawn.layers:
        for run in path.split("M")[1:]:
            x = int(run.split(" ")[0])
            steps = [int(found) for found in re.findall(r"V(\d+)", run)]
            there, back = steps[: len(steps) // 2], steps[len(steps) // 2 :][::-1]
            for high, low in zip(there, back, strict=True):
                ends.setdefault(x, []).append((low, high))
                x += COLUMN
    known = [place * COLUMN for place, moment in enumerate(drawn.moments) if moment.known]
    assert sorted(ends) == known
    for column in ends.values():
        assert column[0][0] == HEIGHT and column[-1][1] == 0
        assert all(below[1] == above[0] for below, above in itertools.pairwise(column))
