"""Draws a line chart of shares as SVG paths; its texts and numbers stand beside it as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reestr.publishing.site.widgets.trend import Share

STEP = 100
"""Units of width for each share; the height is 100 units, one per cent each."""


@dataclass(frozen=True, slots=True)
class LineChart:
    """The drawing: `line` and `dots` as path data (with gaps for unknown shares), `width` in units, and the shares.

    `first` and `last` are the first and the last known share, None if none is known.
    """

    width: int
    line: str
    area: str
    dots: str
    shares: tuple[Share, ...]
    first: Share | None
    last: Share | None


def line_chart(shares: Iterable[Share]) -> LineChart:
    """Return a chart of shares in their order."""
    items = tuple(shares)
    known = [item for item in items if item.percent is not None]
    runs: list[list[tuple[int, int]]] = [[]]
    for place, item in enumerate(items):
        if item.percent is None:
            runs.append([])
        else:
            runs[-1].append((place * STEP + STEP // 2, 100 - item.percent))
    runs = [run for run in runs if run]
    return LineChart(
        len(items) * STEP,
        "".join(_line(run) for run in runs),
        "".join(f"{_line(run)}V100H{run[0][0]}Z" for run in runs),
        "".join(f"M{x} {y}h0" for run in runs for x, y in run),
        items,
        known[0] if known else None,
        known[-1] if known else None,
    )


def _line(run: list[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in run)
