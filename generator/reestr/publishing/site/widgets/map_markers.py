"""Places the markers of a map, one set for each width, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PointCluster:
    """Points shown as one: their centre, and their indexes in the given order."""

    x: float
    y: float
    members: tuple[int, ...]


def cluster(points: Sequence[tuple[float, float]], nearest: float) -> list[PointCluster]:
    """Return places at least `nearest` apart, each at the centre of its points; in the order of their first points.

    The nearest points are merged first, so that an isolated point keeps its own place. Linear in the number of points,
    except for a factor that depends on their density.
    """
    places = _heaps(points, nearest / 4)
    while True:
        partners = _partners(places, nearest)
        if not partners:
            return sorted(places, key=lambda place: place.members)
        merged = {place for pair in partners for place in pair}
        rest = [place for number, place in enumerate(places) if number not in merged]
        places = rest + [_together((places[one], places[other])) for one, other in partners]


def _heaps(points: Sequence[tuple[float, float]], cell: float) -> list[PointCluster]:
    """Merge the points of one small cell at once: thousands of them need no comparison."""
    cells: dict[tuple[int, int], list[PointCluster]] = {}
    for number, (x, y) in enumerate(points):
        cells.setdefault((math.floor(x / cell), math.floor(y / cell)), []).append(PointCluster(x, y, (number,)))
    return [heap[0] if len(heap) == 1 else _together(heap) for heap in cells.values()]


def _partners(places: Sequence[PointCluster], nearest: float) -> list[tuple[int, int]]:
    """Return pairs that are too near, the nearest first; no place is in two of them."""
    near = sorted((distance, one, other) for one, other, distance in _too_near(places, nearest))
    taken: set[int] = set()
    pairs = []
    for _, one, other in near:
        if one not in taken and other not in taken:
            taken.update((one, other))
            pairs.append((one, other))
    return pairs


def _too_near(places: Sequence[PointCluster], nearest: float) -> Iterator[tuple[int, int, float]]:
    cells: dict[tuple[int, int], list[int]] = {}
    for number, place in enumerate(places):
        cells.setdefault((math.floor(place.x / nearest), math.floor(place.y / nearest)), []).append(number)
    for (column, row), own in cells.items():
        around = [
            number
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
            for number in cells.get((column + right, row + down), ())
        ]
        for one in own:
            for other in around:
                if one < other:
                    distance = math.dist((places[one].x, places[one].y), (places[other].x, places[other].y))
                    if distance < nearest:
                        yield one, other, distance


def _together(places: Iterable[PointCluster]) -> PointCluster:
    """Return one place at the centre of all points of several places."""
    places = tuple(places)
    members = sorted(number for place in places for number in place.members)
    x = math.fsum(place.x * len(place.members) for place in places) / len(members)
    y = math.fsum(place.y * len(place.members) for place in places) / len(members)
    return PointCluster(x, y, tuple(members))


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
