"""Draws the history of verdicts at the ends of weeks: breaches as a line, the unconfirmed as a band above it.

What is unconfirmed may be a breach: the share of breaches lies somewhere in the band. So the line shows how pages are
kept, and only the band's width shows how much was looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.publishing.figures.shares import shares
from reestr.publishing.view import View
from reestr.records import schemas
from reestr.registry import calendar

WEEKS = 53
"""The number of weeks drawn: a year and the week it began in; the open data has them all."""

COLUMN, HEIGHT = 10, 400
"""Units of the drawing: the width of a week, the height of all verdicts."""

FEWEST_WEEKS = 8
"""The least number of known moments that is drawn: fewer show when the registry began, not how verdicts change."""

_LABELS = 12
_TOPS = (4, 10, 20, 40, 60, 100)

LAYERS: tuple[Outcome, ...] = (Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED, Outcome.BREACH)
"""The outcomes of subjects that were judged."""


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
    def breaches(self) -> int:
        """Return the number of breaches."""
        return (self.counts or {}).get(Outcome.BREACH, 0)

    @property
    def unconfirmed(self) -> int:
        """Return the number of unconfirmed verdicts."""
        return (self.counts or {}).get(Outcome.UNCONFIRMED, 0)

    @property
    def known(self) -> bool:
        """Return whether there is a share to draw."""
        return self.whole > 0


@dataclass(frozen=True, slots=True)
class VerdictChart:
    """The chart.

    `width` in units, the paths of the line and the band, `top` the share at the upper edge in per cent, `labels` of
    equal width below ("" if the month is that of the previous label), the moments, and the first and last known ones.
    """

    width: int
    line: str
    band: str
    top: int
    labels: tuple[datetime.date | None, ...]
    moments: tuple[Moment, ...]
    first: Moment
    last: Moment


def course(view: View, requirement: str | None = None) -> VerdictChart | None:
    """Return the history of the verdicts on one requirement, or on all; None with fewer than eight known moments."""
    moments = tuple(_moments(view, requirement))[-WEEKS - 1 :]
    return _chart(moments, _top(moments)) if _is_drawn(moments) else None


@dataclass(frozen=True, slots=True)
class SphereChart:
    """The course of one sphere: its stable name ("" is none), its title, the chart."""

    sphere: str
    title: str
    chart: VerdictChart


def by_sphere(view: View) -> tuple[SphereChart, ...]:
    """Return the course of the verdicts about the organizations of each sphere, by title, all with one scale.

    Spheres of which fewer than eight moments are known are left out; a single sphere is no comparison.
    """
    organizations = view.registry.organizations
    now: dict[str, dict[Outcome, int]] = {}
    for finding in view.assessment.findings:
        organization = organizations.get(finding.organization or "")
        if organization is not None and finding.outcome in LAYERS:
            counts = now.setdefault(organization.sphere or "", dict.fromkeys(LAYERS, 0))
            counts[finding.outcome] += 1
    weeks = [week for week in view.timeline.weeks if calendar.week_end(week.week) < view.as_of][-WEEKS:]
    found: dict[str, tuple[Moment, ...]] = {}
    for sphere, counts in now.items():
        past = [
            Moment(
                calendar.week_end(week.week), None if week.counts is None else _telling([week.spheres.get(sphere, {})])
            )
            for week in weeks
        ]
        moments = (*past, Moment(view.as_of, counts))
        if _is_drawn(moments):
            found[sphere] = moments
    if len(found) < 2:
        return ()
    top = max(_top(moments) for moments in found.values())
    charts = [SphereChart(sphere, _title(sphere), _chart(moments, top)) for sphere, moments in found.items()]
    return tuple(sorted(charts, key=lambda item: (not item.sphere, item.title)))


def _is_drawn(moments: Sequence[Moment]) -> bool:
    return sum(moment.known for moment in moments) >= FEWEST_WEEKS


def _title(sphere: str) -> str:
    if not sphere:
        return wording.text("interface.charts.no-sphere")
    title = schemas.label("organization", "/sphere", sphere)
    return title[:1].upper() + title[1:]


def _top(moments: Sequence[Moment]) -> int:
    """Return the share at the upper edge of a chart, in per cent: the least of `_TOPS` that has room for all."""
    needed = max(
        (100 * (moment.breaches + moment.unconfirmed) / moment.whole for moment in moments if moment.known), default=0
    )
    return next(top for top in _TOPS if top >= needed)


def _chart(moments: tuple[Moment, ...], top: int) -> VerdictChart:
    known = [moment for moment in moments if moment.known]
    line, band = _paths(moments, top)
    return VerdictChart(
        len(moments) * COLUMN,
        line,
        band,
        top,
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


def _paths(moments: Sequence[Moment], top: int) -> tuple[str, str]:
    """Return the line of breaches and the band of the unconfirmed above it, as steps a week wide; with gaps for unknown
    weeks. `top` is the share at the upper edge in per cent.
    """
    line, band = "", ""
    run: list[tuple[int, int, int]] = []
    for number, moment in enumerate((*moments, Moment(datetime.date.max, None))):
        if not moment.known:
            line, band = line + _line(run), band + _steps(run)
            run = []
            continue
        low, high = (
            HEIGHT - min(part * 100 * HEIGHT // (moment.whole * top), HEIGHT)
            for part in (moment.breaches, moment.breaches + moment.unconfirmed)
        )
        run.append((number * COLUMN, low, high))
    return line, band


def _line(run: Sequence[tuple[int, int, int]]) -> str:
    return f"M{run[0][0]} {run[0][1]}" + "".join(f"V{low}H{x + COLUMN}" for x, low, _ in run) if run else ""


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
