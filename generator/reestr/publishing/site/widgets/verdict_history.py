"""Draws the history of verdicts at the ends of weeks, as a chart of shares with its numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr.judging.finding import Outcome
from reestr.publishing.figures.shares import shares
from reestr.publishing.view import View
from reestr.registry import calendar

WEEKS = 53
"""The number of weeks drawn: a year and the week it began in; the open data has them all."""

COLUMN, HEIGHT = 10, 400
"""Units of the drawing: the width of a week, the height of all verdicts."""

FEWEST_WEEKS = 8
"""The least number of known moments that is drawn: fewer show when the registry began, not how verdicts change."""

_LABELS = 12

LAYERS: tuple[Outcome, ...] = (Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED, Outcome.BREACH)
"""The outcomes of subjects that were judged, from the bottom of the chart to its top."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The verdicts on a day, counted by outcome of `LAYERS`; no `counts` if they are unknown."""

    day: datetime.date
    counts: Mapping[Outcome, int] | None

    @property
    def whole(self) -> int:
        """Return the number of verdicts that were judged."""
        return sum(self.counts.values()) if self.counts is not None else 0

    @property
    def shares(self) -> Mapping[Outcome, str]:
        """Return the share of each outcome in words; the shares add up to the whole."""
        counts = self.counts or {}
        return dict(zip(LAYERS, shares([counts.get(outcome, 0) for outcome in LAYERS]), strict=True))

    @property
    def known(self) -> bool:
        """Return whether there is a share to draw."""
        return self.whole > 0


@dataclass(frozen=True, slots=True)
class VerdictChart:
    """The chart.

    `width` in units, a path for each outcome, `labels` of equal width below ("" if the month is that of the previous
    label), the moments, and the first and the last known ones.
    """

    width: int
    layers: tuple[tuple[Outcome, str], ...]
    labels: tuple[datetime.date | None, ...]
    moments: tuple[Moment, ...]
    first: Moment
    last: Moment


def course(view: View, requirement: str | None = None) -> VerdictChart | None:
    """Return the history of the verdicts on one requirement, or on all; None with fewer than eight known moments."""
    moments = tuple(_moments(view, requirement))[-WEEKS - 1 :]
    known = [moment for moment in moments if moment.known]
    if len(known) < FEWEST_WEEKS:
        return None
    return VerdictChart(
        len(moments) * COLUMN,
        tuple((outcome, _layer(moments, place)) for place, outcome in enumerate(LAYERS)),
        _labels(moments),
        moments,
        known[0],
        known[-1],
    )


def _moments(view: View, requirement: str | None) -> Iterator[Moment]:
    """Yield the ends of past weeks, then the view's date with its own verdicts."""
    for week in view.timeline.weeks:
        end = calendar.week_end(week.week)
        if end < view.as_of:
            if week.counts is None:
                yield Moment(end, None)
            else:
                counted = [found for name, found in week.counts.items() if requirement is None or name == requirement]
                yield Moment(end, _telling(counted))
    if view.timeline.weeks:
        findings = view.assessment.findings
        if requirement is not None:
            findings = view.assessment.by_requirement.get(requirement, ())
        now = dict.fromkeys(LAYERS, 0)
        for finding in findings:
            if finding.outcome in now:
                now[finding.outcome] += 1
        yield Moment(view.as_of, now)


def _telling(counted: Sequence[Mapping[Outcome, int]]) -> dict[Outcome, int]:
    return {outcome: sum(found.get(outcome, 0) for found in counted) for outcome in LAYERS}


def _layer(moments: Sequence[Moment], place: int) -> str:
    """Return one outcome as steps, a week wide each, on top of the outcomes below it; with gaps for unknown weeks."""
    path = ""
    run: list[tuple[int, int, int]] = []
    for number, moment in enumerate(moments):
        if moment.counts is None or not moment.known:
            path += _steps(run)
            run = []
            continue
        values = tuple(moment.counts[outcome] for outcome in LAYERS)
        # Cumulative rounding: the layers always add up to the whole.
        low = HEIGHT - sum(values[:place]) * HEIGHT // moment.whole
        high = HEIGHT - sum(values[: place + 1]) * HEIGHT // moment.whole
        run.append((number * COLUMN, low, high))
    return path + _steps(run)


def _steps(run: Sequence[tuple[int, int, int]]) -> str:
    """Return the outline of adjacent columns: along their upper ends and back along the lower ones."""
    if not run:
        return ""
    there = "".join(f"V{high}H{x + COLUMN}" for x, _, high in run)
    back = "".join(f"V{low}H{x}" for x, low, _ in reversed(run))
    return f"M{run[0][0]} {run[0][1]}{there}{back}Z"


def _labels(moments: Sequence[Moment]) -> tuple[datetime.date | None, ...]:
    number = min(_LABELS, len(moments))
    days = [moments[(2 * place + 1) * len(moments) // (2 * number)].day for place in range(number)]
    return tuple(
        None if place and (day.year, day.month) == (days[place - 1].year, days[place - 1].month) else day
        for place, day in enumerate(days)
    )
