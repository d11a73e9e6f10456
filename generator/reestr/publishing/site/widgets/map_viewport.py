"""Computes the part of the earth that a map shows, as a plane: positions of points, and the length of a metre.

The projection is equirectangular around the centre: meridians and parallels are straight, and lengths along both are
true in the centre of the map. Over a city the error is far below the width of a line; over a continent the map says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reestr.registry.organization import Coordinates

_RADIUS = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.006_694_379_990_14
"""WGS 84: the equatorial radius in metres, the square of the first eccentricity."""

MARGIN = 0.09
"""The part of the map's width and height that stays free on each side, so that no marker is cut."""
LEAST = 600.0
"""The minimum width in metres, so that the map of a single house shows its street."""
_LINES = 4
# A line nearer to an edge has no room for its name.
_NAMED_PART = 0.9
_BAR = 0.3
_STEPS = (
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 90.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of the map: its name in the style sheet and its ratio of width to height."""

    name: str
    ratio: float


SHAPES = (Shape("wide", 1.5), Shape("square", 1.0), Shape("tall", 0.8))
"""The forms in the style sheet: a form for every map would need styles in the page."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid line: its place in per cent of the map's width or height, and its degrees (-180 to 180)."""

    at: float
    degrees: float
    decimals: int


@dataclass(frozen=True, slots=True)
class MapViewport:
    """A map: its centre, its width in metres, and its form.

    `longitude` may exceed 180 if the map crosses that meridian.
    """

    latitude: float
    longitude: float
    width: float
    shape: Shape

    @property
    def height(self) -> float:
        """Return the distance in metres from the lower to the upper edge."""
        return self.width / self.shape.ratio

    def place(self, point: Coordinates) -> tuple[float, float]:
        """Return the position of a point: shares of the map's *width* from its left and from its upper edge."""
        along, across = metres_per_degree(self.latitude)
        # The shorter way round: 179° and -179° are two degrees apart.
        east = (point.longitude - self.longitude + 180) % 360 - 180
        north = point.latitude - self.latitude
        return 0.5 + east * across / self.width, 0.5 / self.shape.ratio - north * along / self.width

    def parallels(self) -> tuple[GridLine, ...]:
        """Return the parallels of the grid, from south to north."""
        along, _ = metres_per_degree(self.latitude)
        half = self.height / along / 2
        return tuple(
            GridLine(100 * (0.5 - (degrees - self.latitude) / half / 2), degrees, decimals)
            for degrees, decimals in _grid(self.latitude - half, self.latitude + half)
            if -90 <= degrees <= 90 and abs(degrees - self.latitude) < half * _NAMED_PART
        )

    def meridians(self) -> tuple[GridLine, ...]:
        """Return the meridians of the grid, from west to east; none if the map contains a pole."""
        _, across = metres_per_degree(self.latitude)
        if self.width >= across * 360:
            return ()
        half = self.width / across / 2
        return tuple(
            GridLine(100 * (0.5 + (degrees - self.longitude) / half / 2), _normal(degrees), decimals)
            for degrees, decimals in _grid(self.longitude - half, self.longitude + half)
            if abs(degrees - self.longitude) < half * _NAMED_PART
        )

    def bar(self) -> tuple[int, float]:
        """Return the scale bar: a round number of metres, and its length in per cent of the map's width."""
        most = self.width * _BAR
        power = 10.0 ** math.floor(math.log10(most))
        metres = next(step * power for step in (5, 2, 1) if step * power <= most)
        return round(metres), 100 * metres / self.width


def frame(points: Sequence[Coordinates]) -> MapViewport:
    """Return the map that shows all points, in the known form that wastes the least room.

    Raises ValueError without points.
    """
    if not points:
        raise ValueError("a map without points")
    latitudes = [point.latitude for point in points]
    west, east = _span([point.longitude for point in points])
    latitude = (min(latitudes) + max(latitudes)) / 2
    along, across = metres_per_degree(latitude)
    room = 1 - 2 * MARGIN
    width = (east - west) * across / room
    height = (max(latitudes) - min(latitudes)) * along / room
    sizes = [(max(width, height * shape.ratio, LEAST), shape) for shape in SHAPES]
    chosen = min(sizes, key=lambda size: size[0] * size[0] / size[1].ratio)
    return MapViewport(latitude, (west + east) / 2, *chosen)


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Return the metres per degree at a latitude: along a meridian, and along the parallel (zero at a pole)."""
    sine = math.sin(math.radians(latitude))
    flat = 1 - _ECCENTRICITY_SQUARED * sine * sine
    along = _RADIUS * (1 - _ECCENTRICITY_SQUARED) / flat**1.5
    across = _RADIUS / math.sqrt(flat) * math.cos(math.radians(latitude))
    return math.radians(along), math.radians(max(across, 0.0))


def _span(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the shortest interval of longitudes, from west to east: it leaves out the widest gap."""
    ordered = sorted({_normal(longitude) for longitude in longitudes})
    gaps = [(ordered[0] + 360 - ordered[-1], 0)]
    gaps += [(ordered[place] - ordered[place - 1], place) for place in range(1, len(ordered))]
    # Of equal gaps the first one counts, which lies at 180°.
    first = max(gaps, key=lambda gap: (gap[0], -gap[1]))[1]
    return ordered[first], ordered[first - 1] + (360 if first else 0)


def _normal(longitude: float) -> float:
    """Return the longitude between -180 and 180; -180 itself becomes 180."""
    return 180 - (180 - longitude) % 360


def _grid(low: float, high: float) -> Iterator[tuple[float, int]]:
    """Yield round degrees between two values with their number of decimals, in a readable number."""
    step = next((step for step in _STEPS if high - low <= step * _LINES), None)
    if step is None:
        return
    decimals = max(0, -math.floor(math.log10(step)))
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield round(number * step, decimals), decimals
