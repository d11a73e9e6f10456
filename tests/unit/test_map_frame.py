"""The map's viewport: known distances come out right, and any points of the earth fit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.publishing.site.widgets.map_viewport import LEAST, MARGIN, SHAPES, MapViewport, frame, metres_per_degree
from reestr.registry.organization import Coordinates

POINTS = st.builds(
    Coordinates, st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False)
)  # fmt: skip


def distance(drawn: MapViewport, one: Coordinates, other: Coordinates) -> float:
    """Metres between two points, measured on the map."""
    return math.dist(drawn.place(one), drawn.place(other)) * drawn.width


@pytest.mark.parametrize(
    ("latitude", "along", "across"),
    # WGS 84, as printed in tables of the length of a degree.
    [
        (0, 110_574.3, 111_319.5),
        (15, 110_649, 107_550),
        (45, 111_131.7, 78_846.8),
        (60, 111_412.3, 55_800),
        (90, 111_693.9, 0),
    ],
)
def test_a_degree_is_as_long_as_the_tables_say(latitude: float, along: float, across: float) -> None:
    assert metres_per_degree(latitude) == pytest.approx((along, across), abs=1.5)
    assert metres_per_degree(-latitude) == metres_per_degree(latitude)


def test_a_surveyed_line_has_its_length_on_the_map() -> None:
    # Flinders Peak to Buninyong, the test line of the Australian datum: 54,972.271 m on the ellipsoid.
    flinders = Coordinates(-(37 + 57 / 60 + 3.7203 / 3600), 144 + 25 / 60 + 29.5244 / 3600)
    buninyong = Coordinates(-(37 + 39 / 60 + 10.1561 / 3600), 143 + 55 / 60 + 35.3839 / 3600)
    assert distance(frame([flinders, buninyong]), flinders, buninyong) == pytest.approx(54_972.271, rel=1e-5)


def test_distances_within_a_city_are_true_to_a_thousandth() -> None:
    # Along the parallel of 75°, at the map's edge: what a flat map of a whole city gets wrong at worst.
    city = [Coordinates(74.97, 74.9), Coordinates(75.03, 75.1), Coordinates(75.03, 74.9), Coordinates(74.97, 75.1)]
    drawn = frame(city)
    for latitude in (74.97, 75.03):
        true = 0.2 * metres_per_degree(latitude)[1]
        measured = distance(drawn, Coordinates(latitude, 74.9), Coordinates(latitude, 75.1))
        assert measured == pytest.approx(true, rel=3e-3)


def test_the_bar_is_a_round_length_measured_on_the_same_map() -> None:
    drawn = frame([Coordinates(48.7, 132.8), Coordinates(48.9, 133.1)])
    metres, share = drawn.bar()
    east = Coordinates(48.8, 132.95 + metres / metres_per_degree(48.8)[1])
    assert drawn.place(east)[0] - drawn.place(Coordinates(48.8, 132.95))[0] == pytest.approx(share / 100)
    assert str(metres).rstrip("0") in ("1", "2", "5")


def test_the_widest_free_stretch_of_the_earth_lies_outside_the_map() -> None:
    anadyr, uelen, attu = Coordinates(64.7, 177.5), Coordinates(66.2, -169.8), Coordinates(64.7, 180)
    drawn = frame([anadyr, uelen, attu])
    assert drawn.width < 1_200_000
    assert drawn.place(anadyr)[0] < drawn.place(attu)[0] < drawn.place(uelen)[0]
    assert drawn.place(attu) == pytest.approx(drawn.place(Coordinates(64.7, -180)))
    degrees = [line.degrees for line in drawn.meridians()]
    assert degrees == [180, -175, -170]
    assert [line.at for line in drawn.meridians()] == sorted(line.at for line in drawn.meridians())


def test_one_point_lies_in_the_middle_of_its_neighbourhood() -> None:
    drawn = frame([Coordinates(48.79, 132.92)] * 3)
    assert drawn.place(Coordinates(48.79, 132.92)) == pytest.approx((0.5, 0.5 / drawn.shape.ratio))
    assert drawn.width >= LEAST


def test_north_is_above_and_east_is_on_the_right() -> None:
    south_west, north_east = Coordinates(-1, -1), Coordinates(1, 1)
    drawn = frame([south_west, north_east])
    assert drawn.place(south_west)[0] < drawn.place(north_east)[0]
    assert drawn.place(south_west)[1] > drawn.place(north_east)[1]


def test_the_form_follows_the_city() -> None:
    equator = [Coordinates(0, 0), Coordinates(0, 3)]
    meridian = [Coordinates(0, 0), Coordinates(3, 0)]
    assert (frame(equator).shape.name, frame(meridian).shape.name) == ("wide", "tall")


def test_a_map_of_a_pole_has_no_meridians_and_no_parallel_past_it() -> None:
    drawn = frame([Coordinates(90, 0), Coordinates(90, 120)])
    assert drawn.meridians() == ()
    assert all(abs(line.degrees) <= 90 for line in drawn.parallels())


def test_a_map_needs_a_point() -> None:
    with pytest.raises(ValueError, match="without points"):
        frame([])


@given(st.lists(POINTS, min_size=1, max_size=12))
def test_whatever_points_fit_with_room_for_their_markers(points: list[Coordinates]) -> None:
    drawn = frame(points)
    assert drawn.shape in SHAPES
    room = MARGIN * 0.999
    for point in points:
        x, y = drawn.place(point)
        assert room <= x <= 1 - room
        assert room <= y * drawn.shape.ratio <= 1 - room
    for line in (*drawn.parallels(), *drawn.meridians()):
        assert 0 <= line.at <= 100
    assert len(drawn.parallels()) <= 5 and len(drawn.meridians()) <= 5
    assert 0 < drawn.bar()[1] <= 30
