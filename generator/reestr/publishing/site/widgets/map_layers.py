"""One set of markers for each width of the map: they keep their size, so the narrower it is the fewer find room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reestr.publishing.site.widgets.map_places import Place, gather

MARKER = 32
"""Pixels from marker to marker at the least: 24 are a target, the rest keeps the sign at its corner to be seen."""

WIDTHS = (286, 400, 540, 660)
"""Pixels from which on a set of markers is shown; the same figures stand in `map.css`. The first is the narrowest map:
a window of 320 without the margins of the page."""

# The list follows the map from above to below in stripes, each from west to east.
_STRIPE = 0.18

_Level = tuple[int, list[Place]]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a marker stands, in shares of the map's width, and the numbers of the list's rows that it stands for."""

    x: float
    y: float
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """A set of markers, shown on maps at least `since` pixels wide and less than `until`; 0 is no limit."""

    since: int
    until: int
    spots: tuple[Spot, ...]


def layered(points: Sequence[tuple[float, float]]) -> tuple[list[tuple[int, ...]], list[Layer]]:
    """The rows of the list, each the numbers of its points, and the sets of markers, that of the widest map first.

    The rows are the places of the widest map. Those that one marker stands for on a narrower map stand together, so
    that the marker can name a range.
    """
    levels = _levels(points)
    top = len(levels) - 1
    order = list(_leaves(levels, top, range(len(levels[top][1]))))
    row_of = {place: row for row, place in enumerate(order)}
    layers = []
    for depth, (since, places) in enumerate(levels):
        spots = [
            Spot(place.x, place.y, tuple(row_of[leaf] for leaf in _leaves(levels, depth, [number])))
            for number, place in enumerate(places)
        ]
        # The keyboard goes through the markers as the eye goes down the list.
        spots.sort(key=lambda spot: spot.rows)
        layers.append(Layer(since if depth < top else 0, levels[depth - 1][0] if depth else 0, tuple(spots)))
    return [levels[0][1][place].members for place in order], layers


def _levels(points: Sequence[tuple[float, float]]) -> list[_Level]:
    """The width from which on a set is shown and its places, the widest first.

    Members of the first set's places are numbers of points, those of each next one numbers of the places before it. A
    width that gathers nothing more has no set of its own.
    """
    levels: list[_Level] = []
    for width in reversed(WIDTHS):
        finer = [(place.x, place.y) for place in levels[-1][1]] if levels else points
        places = gather(finer, MARKER / width)
        if levels and len(places) == len(finer):
            levels[-1] = (width, levels[-1][1])
        else:
            levels.append((width, places))
    return levels


def _leaves(levels: Sequence[_Level], depth: int, numbers: Iterable[int]) -> Iterator[int]:
    """The places of the widest map that places of a narrower one are made of, in the order of the list."""
    places = levels[depth][1]
    for number in sorted(numbers, key=lambda one: _in_reading_order(places[one])):
        if depth:
            yield from _leaves(levels, depth - 1, places[number].members)
        else:
            yield number


def _in_reading_order(place: Place) -> tuple[int, float, float]:
    return int(place.y / _STRIPE), place.x, place.y
