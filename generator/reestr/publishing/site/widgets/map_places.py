"""Merges points of a map that are too near each other, so that markers do not overlap; deterministic."""

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
