"""Periods and norms by themselves: days at both ends of a period, which norm decides, and the editions of an act."""

from __future__ import annotations

import datetime

import pytest
from reestr.registry.norms import ALWAYS, NEVER, Case, Norm, Period, act_of, binding_norm, editions

FIRST, LAST = datetime.date.min, datetime.date.max


def day(number: int) -> datetime.date:
    """A day of May 2026."""
    return datetime.date(2026, 5, number)


def period(since: int | None = None, until: int | None = None) -> Period:
    """A period in May 2026."""
    return Period(None if since is None else day(since), None if until is None else day(until))


@pytest.mark.parametrize(
    ("of", "covered"),
    [
        (ALWAYS, {FIRST, day(4), day(5), day(6), LAST}),
        (period(5), {day(5), day(6), LAST}),
        (period(None, 5), {FIRST, day(4), day(5)}),
        (period(5, 5), {day(5)}),
        (period(6, 4), set()),
        (NEVER, set()),
    ],
)
def test_a_period_has_the_days_from_its_first_to_its_last(of: Period, covered: set[datetime.date]) -> None:
    assert {item for item in (FIRST, day(4), day(5), day(6), LAST) if of.covers(item)} == covered
    assert of.has_days == bool(covered)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (ALWAYS, ALWAYS, ALWAYS),
        (ALWAYS, period(3, 5), period(3, 5)),
        (period(3), period(None, 5), period(3, 5)),
        (period(3, 5), period(5, 8), period(5, 5)),
        (period(3, 8), period(5, 6), period(5, 6)),
        (period(3), period(5), period(5)),
        (period(None, 3), period(None, 5), period(None, 3)),
        (period(None, 4), period(5), None),
        (period(3, 4), period(5, 8), None),
        (ALWAYS, NEVER, None),
    ],
)
def test_periods_meet_if_they_have_a_day_in_common(one: Period, other: Period, common: Period | None) -> None:
    for left, right in ((one, other), (other, one)):
        both = left.within(right)
        assert both.has_days == (common is not None)
        assert common is None or both == common
        if left.has_days and right.has_days:
            assert left.meets(right) is (common is not None)


@pytest.mark.parametrize(
    ("of", "days"),
    [
        (ALWAYS, ()),
        (NEVER, ()),
        (period(6, 4), ()),
        (period(5), (day(5),)),
        (period(None, 5), (day(6),)),
        (period(5, 5), (day(5), day(6))),
        (Period(day(5), LAST), (day(5),)),
        (Period(FIRST, day(5)), (day(6),)),
    ],
)
def test_a_period_changes_on_its_first_day_and_after_its_last(of: Period, days: tuple[datetime.date, ...]) -> None:
    assert of.changes == days


FOR_ALL = Norm(1)
FOR_VK = Norm(2, networks=("vk",))
FOR_SCHOOLS = Norm(3, categories=("school",))
FOR_SCHOOLS_IN_VK = Norm(4, networks=("vk", "ok"), categories=("school", "card"))
ENDED = Norm(5, period(None, 4), networks=("vk",), categories=("school",))
ALL = (ENDED, FOR_ALL, FOR_VK, FOR_SCHOOLS, FOR_SCHOOLS_IN_VK)
HERE = Norm(6, clause="2.2")
THERE = Norm(7, clause="reg-12#5")
THERE_TOO = Norm(8, clause="reg-12#6")


@pytest.mark.parametrize(
    ("norms", "case", "judged_by", "decides"),
    [
        (ALL, Case(day(5)), "", FOR_ALL),
        (ALL, Case(day(5), "tg"), "", FOR_ALL),
        (ALL, Case(day(5), "vk"), "", FOR_VK),
        (ALL, Case(day(5), "vk", "club"), "", FOR_VK),
        (ALL, Case(day(5), "tg", "school"), "", FOR_SCHOOLS),
        ((FOR_SCHOOLS, FOR_VK), Case(day(5), "vk", "school"), "", FOR_SCHOOLS),
        ((FOR_VK, FOR_SCHOOLS), Case(day(5), "vk", "school"), "", FOR_SCHOOLS),
        (ALL, Case(day(5), "ok", "card"), "", FOR_SCHOOLS_IN_VK),
        (ALL, Case(day(4), "vk", "school"), "", ENDED),
        ((FOR_VK, FOR_SCHOOLS), Case(day(5)), "", None),
        ((), Case(day(5)), "", None),
        ((THERE, HERE), Case(day(5)), "", HERE),
        ((HERE, THERE, THERE_TOO), Case(day(5)), "reg-12", THERE),
        ((THERE, THERE_TOO), Case(day(5)), "", THERE),
        ((THERE, HERE), Case(day(5)), "reg-13", THERE),
        (
            (Norm(9, networks=("vk",), clause="2.2"), THERE),
            Case(day(5), "vk"),
            "reg-12",
            Norm(9, networks=("vk",), clause="2.2"),
        ),
    ],
)
def test_the_norm_that_says_most_exactly_whom_it_binds_decides(
    norms: tuple[Norm, ...], case: Case, judged_by: str, decides: Norm | None
) -> None:
    assert binding_norm(iter(norms), case, judged_by) == decides


def test_a_clause_names_its_act() -> None:
    assert [act_of(clause) for clause in ("2.2", "reg-12#5", "reg#12#5", "")] == ["", "reg-12", "reg#12", ""]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ((), ()),
        ((NEVER,), ()),
        ((ALWAYS,), (ALWAYS,)),
        ((period(5),), (period(5),)),
        ((period(None, 5),), (period(None, 5),)),
        ((period(3, 5), period(8, 9)), (period(3, 5), period(8, 9))),
        ((period(3, 5), period(6, 9)), (period(3, 5), period(6, 9))),
        ((period(3, 8), period(5)), (period(3, 4), period(5, 8), period(9))),
        ((ALWAYS, period(5, 5)), (period(None, 4), period(5, 5), period(6))),
        ((Period(FIRST, day(4)), period(5, 6)), (period(None, 4), period(5, 6))),
        ((Period(FIRST, FIRST),), (Period(None, FIRST),)),
    ],
)
def test_editions_are_the_times_in_which_nothing_changes(
    periods: tuple[Period, ...], expected: tuple[Period, ...]
) -> None:
    assert editions(periods) == expected
    assert editions(tuple(reversed(periods))) == expected
