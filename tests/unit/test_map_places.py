"""Map markers: none overlap at any width, none is lost, and the list follows them."""

from __future__ import annotations

import itertools
import math
import random

from hypothesis import given
from hypothesis import strategies as st
from reestr.publishing.site.widgets.map_markers import MARKER, WIDTHS, cluster, layered

SHARES = st.tuples(st.floats(0, 1, allow_nan=False), st.floats(0, 1.25, allow_nan=False))


def scattered(count: int) -> list[tuple[float, float]]:
    chance = random.Random(7)
    return [(chance.gauss(0.5, 0.15), chance.gauss(0.5, 0.1)) for _ in range(count)]


@given(st.lists(SHARES, max_size=60), st.sampled_from([0.03, 0.1, 0.4]))
def test_places_keep_their_distance_and_lose_no_point(points: list[tuple[float, float]], nearest: float) -> None:
    places = cluster(points, nearest)
    assert sorted(number for place in places for number in place.members) == list(range(len(points)))
    for one, other in itertools.combinations(places, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= nearest
    for place in places:
        middle = math.fsum(points[one][0] for one in place.members) / len(place.members)
        assert math.isclose(place.x, middle, abs_tol=1e-9)


def test_points_far_apart_stay_where_they_are() -> None:
    points = [(0.1, 0.1), (0.5, 0.5), (0.9, 0.2)]
    assert [(place.x, place.y) for place in cluster(points, 0.1)] == points


def test_a_point_between_two_joins_the_nearer_one() -> None:
    places = cluster([(0.0, 0.0), (0.09, 0.0), (0.15, 0.0)], 0.1)
    assert [place.members for place in places] == [(0,), (1, 2)]


def test_points_at_one_spot_are_one_place() -> None:
    assert [place.members for place in cluster([(0.5, 0.5)] * 4, 0.1)] == [(0, 1, 2, 3)]


def test_every_width_has_one_set_of_markers_and_they_have_room_in_it() -> None:
    points = scattered(300)
    rows, layers = layered(points)
    assert sorted(number for row in rows for number in row) == list(range(len(points)))
    for width in WIDTHS:
        (layer,) = (item for item in layers if item.since <= width and (not item.until or width < item.until))
        for one, other in itertools.combinations(layer.spots, 2):
            assert math.dist((one.x, one.y), (other.x, other.y)) * width >= MARKER * 0.999
    assert len(layers) > 1


def test_a_marker_stands_for_rows_that_stand_together() -> None:
    rows, layers = layered(scattered(300))
    for layer in layers:
        for spot in layer.spots:
            assert list(spot.rows) == list(range(spot.rows[0], spot.rows[-1] + 1))
        assert sorted(row for spot in layer.spots for row in spot.rows) == list(range(len(rows)))


def test_the_list_begins_above_and_ends_below() -> None:
    rows, _ = layered([(0.5, 0.9), (0.5, 0.1), (0.1, 0.5), (0.9, 0.5)])
    assert rows == [(1,), (2,), (3,), (0,)]


def test_one_set_serves_all_widths_where_nothing_is_crowded() -> None:
    _, layers = layered([(0.2, 0.2), (0.8, 0.8)])
    assert [(layer.since, layer.until) for layer in layers] == [(0, 0)]


def test_ten_thousand_points_become_a_few_hundred_markers() -> None:
    rows, layers = layered(scattered(10_000))
    assert sum(len(row) for row in rows) == 10_000
    assert sum(len(layer.spots) for layer in layers) < 1_000
