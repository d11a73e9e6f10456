"""Shares in words: parts of one whole add up, «100 %» is all and «0 %» is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.publishing.figures.shares import percent, percents, share, shares

NB = "\N{NO-BREAK SPACE}"
LESS, MORE = f"меньше 1{NB}%", f"больше 99{NB}%"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # What the home page showed as 1 % · 4 % · 0 % · 93 %, which is 98 %.
        ((904, 9, 43, 14), (93, 1, 4, 2)),
        ((1, 1, 1), (34, 33, 33)),
        ((0, 0), (0, 0)),
        ((5, 0), (100, 0)),
        ((999, 1), (100, 0)),
        ((1,) * 7, (15, 15, 14, 14, 14, 14, 14)),
    ],
)
def test_parts_of_a_whole_by_the_largest_remainder(parts: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert percents(parts) == expected


def test_parts_in_tenths_add_up_as_well() -> None:
    assert percents((1, 1, 1), units=1000) == (334, 333, 333)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_parts_add_up_and_none_is_a_per_cent_away(parts: list[int]) -> None:
    found = percents(parts)
    whole = sum(parts)
    assert sum(found) == (100 if whole else 0)
    assert all(abs(one * whole - part * 100) < whole for one, part in zip(found, parts, strict=True) if whole)
    said = shares(parts)
    assert all((text == f"0{NB}%") == (part == 0) for text, part in zip(said, parts, strict=True) if whole)
    assert all((text == f"100{NB}%") == (part == whole) for text, part in zip(said, parts, strict=True) if whole)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (33, 38, f"87{NB}%"),
        (0, 38, f"0{NB}%"),
        (38, 38, f"100{NB}%"),
        (1, 1000, LESS),
        (999, 1000, MORE),
        (1, 200, f"1{NB}%"),
        (1, 201, LESS),
        (0, 0, "—"),
    ],
)
def test_a_share_that_stands_alone(part: int, whole: int, expected: str) -> None:
    assert share(part, whole) == expected


@given(st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_only_all_is_all_and_only_none_is_none(pair: tuple[int, int]) -> None:
    part, whole = pair
    assert (share(part, whole) == f"100{NB}%") == (part == whole)
    assert (share(part, whole) == f"0{NB}%") == (part == 0)
    assert abs(percent(part, whole) * whole - part * 100) * 2 <= whole
