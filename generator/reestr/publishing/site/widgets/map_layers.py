"""Sets of map markers, one for each width: markers keep their size, so fewer of them fit a narrower map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reestr.publishing.site.widgets.map_places import PointCluster, cluster

MARKER = 32
"""The minimum distance of markers in pixels: 24 for the target, the rest for the sign at its corner."""

WIDTHS = (286, 400, 540, 660)
"""The widths in pixels from which a set of markers is shown, the same as in `map.css`.

The first is the narrowest map: a window of 320 without the margins of the page.
"""

# The list follows the map from top to bottom in stripes, each from west to east.
_STRIPE = 0.18

_Level = tuple[int, list[PointCluster]]


@dataclass(frozen=True, slots=True)
class MapMarker:
    """The position of a marker, in shares of the map's width, and the numbers of the list's rows it stands for."""

    x: float
    y: float
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """A set of markers, shown on maps at least `since` pixels wide and less than `until`; 0 means no limit."""

    since: int
    until: int
    spots: tuple[MapMarker, ...]


def layered(points: Sequence[tuple[float, float]]) -> tuple[list[tuple[int, ...]], list[Layer]]:
    """Return the rows of the list, each as the numbers of its points, and the sets of markers, the widest map's first.

    The rows are the places of the widest map. Rows that share a marker on a narrower map are adjacent, so that the
    marker can name a range.
    """
    levels = _levels(points)
    top = len(levels) - 1
    order = list(_leaves(levels, top, range(len(levels[top][1]))))
    row_of = {place: row for row, place in enumerate(order)}
    layers = []
    for depth, (since, places) in enumerate(levels):
        spots = [
            MapMarker(place.x, place.y, tuple(row_of[leaf] for leaf in _leaves(levels, depth, [number])))
            for number, place in enumerate(places)
        ]
        # The keyboard follows the markers in the order of the list.
        spots.sort(key=lambda spot: spot.rows)
        layers.append(Layer(since if depth < top else 0, levels[depth - 1][0] if depth else 0, tuple(spots)))
    return [levels[0][1][place].members for place in order], layers


def _levels(points: Sequence[tuple[float, float]]) -> list[_Level]:
    """Return the width from which a set is shown, and its places, the widest first.

    Members of the first set's places are numbers of points, those of each further set are numbers of the previous set's
    places. A width that merges nothing further has no set of its own.
    """
    levels: list[_Level] = []
    for width in reversed(WIDTHS):
        finer = [(place.x, place.y) for place in levels[-1][1]] if levels else points
        places = cluster(finer, MARKER / width)
        if levels and len(places) == len(finer):
            levels[-1] = (width, levels[-1][1])
        else:
            levels.append((width, places))
    return levels


def _leaves(levels: Sequence[_Level], depth: int, numbers: Iterable[int]) -> Iterator[int]:
    """Yield the places of the widest map that make up places of a narrower map, in the order of the list."""
    places = levels[depth][1]
    for number in sorted(numbers, key=lambda one: _in_reading_order(places[one])):
        if depth:
            yield from _leaves(levels, depth - 1, places[number].members)
        else:
            yield number


def _in_reading_order(place: PointCluster) -> tuple[int, float, float]:
    return int(place.y / _STRIPE), place.x, place.y
