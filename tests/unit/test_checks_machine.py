"""What the rules make of counts and looks of the program beside those of a person."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from reestr.judging.rule import Context
from reestr.judging.rules.counted import judged_numbers
from reestr.judging.rules.weeks import number_taken, taken
from reestr.registry.account import Account, MachineCount, MachineLook, Pause, WeekCount
from reestr.registry.calendar import last_full_weeks, week_end
from reestr.registry.organization import AccountsPage, MachineListing

from tests.unit.check_case import Case, assert_specified, case, finding_of
from tests.unit.registry_factory import (
    AS_OF,
    FACTS,
    account,
    activity,
    ago,
    answers,
    count,
    date,
    machine_count,
    observation,
    organization,
)

PAGE = "account/school-vk"
RECORD = "accounts/school-vk"
YEAR = "activity/school-vk/2026"
WEEKS = last_full_weeks(AS_OF, 4)
LAST = WEEKS[-1]
weekly = partial(case, "two-posts-a-week", subject=PAGE)
varied = partial(case, "varied-content", subject=PAGE)
passport = partial(case, "page-passport", subject=PAGE)
extra = partial(case, "extras", subject=PAGE)
controlled = partial(case, "accounts-controlled", subject=PAGE)
listed = partial(case, "listed-on-site", subject="organization/school")

TWO, ONE = count(photo=2), count(photo=1)


def counted(hand: Mapping[str, WeekCount | None], machine: Mapping[str, MachineCount] | None = None) -> dict[str, Any]:
    """Two posts in each of the last four weeks by hand, but for those named; and what the program counted."""
    by_hand = {**dict.fromkeys(WEEKS, TWO), **hand}
    known = {week: value for week, value in by_hand.items() if value is not None}
    (year,) = activity(known) or activity({LAST: TWO})
    return {"years": (replace(year, weeks=known, machine=machine or {}),)}


def by_machine(posts: int, on: datetime.date | None = None, **counts: int) -> dict[str, MachineCount]:
    return {LAST: machine_count(on or week_end(LAST) + datetime.timedelta(days=1), posts, **counts)}


def looks(by_hand: int | None, by_machine: int | None, **facts: bool | None) -> dict[str, Any]:
    """The account with a person's look that saw everything, and the program's look that saw `facts`."""
    seen = {name: value for name, value in facts.items() if value is not None}
    look = None if by_machine is None else MachineLook(ago(by_machine), seen, answers=answers(ago(by_machine)))
    hand = None if by_hand is None else observation(ago(by_hand))
    return {"accounts": (account(observed=hand, machine=look),)}


def unseen(by_hand: int, by_machine: int) -> dict[str, Any]:
    """The account at which neither the person nor the program looked for phones."""
    seen = {name: True for name in FACTS if name != "phones"}
    look = MachineLook(ago(by_machine), seen, answers=answers(ago(by_machine)))
    return {"accounts": (account(observed=observation(ago(by_hand), phones=None), machine=look),)}


def of_gospabliki() -> dict[str, Any]:
    """Four weeks in which only items of «Госпаблики» were published."""
    return counted(dict.fromkeys(WEEKS, count(gospabliki=2)))


def site(
    checked: int | None, seen: int | None, lists: tuple[str, ...], found: tuple[str, ...], *, known: bool = True
) -> dict[str, Any]:
    """An organization with two pages; `known` says whether the person recorded what the site lists."""
    machine = None if seen is None else MachineListing(ago(seen), found, answers(ago(seen)))
    page = AccountsPage("https://school.example/", None if checked is None else ago(checked), lists, known, machine)
    second = account("school-ok")
    return {"organizations": (organization(accounts_page=page),), "accounts": (account(), second)}


def opened(*days: int) -> tuple[Account, ...]:
    """The two pages, opened so many days ago."""
    return tuple(account(name, opened_on=ago(number)) for name, number in zip(BOTH, days, strict=True))


def paused(days: int) -> dict[str, Any]:
    """The page, closed for a day so many days ago; nothing was published in the last week."""
    return {"accounts": (account(pauses=(Pause(ago(days), ago(days)),)),), **counted({LAST: count()})}


FIRST = {"machine_first": True}
POSTS = ("two-posts-a-week",)
BOTH = ("school-vk", "school-ok")
CASES: tuple[Case, ...] = (
    weekly(
        "only the program counted a week",
        "met",
        "met",
        *(f"{YEAR}#/weeks/{week}" for week in WEEKS[:-1]),
        f"{YEAR}#/weeks/{LAST}/machine",
        words="взят подсчёт машины: человек их не считал",
        **counted({LAST: None}, by_machine(2)),
    ),
    weekly("nobody counted a week", "not-due", "not-counted-yet", **counted({LAST: None})),
    weekly(
        "the program counted too few",
        "breach",
        "short",
        words=f"{LAST} (09.11–15.11) — 1. За 1 неделю взят подсчёт машины",
        **counted({LAST: None}, by_machine(1)),
    ),
    weekly(
        "a disagreement: the person's count is taken",
        "met",
        "met",
        words="человек: 2, машина: 1. Взят подсчёт человека",
        **counted({}, by_machine(1)),
    ),
    weekly(
        "a disagreement: the program's count is taken by the setting",
        "breach",
        "short",
        words="человек: 2, машина: 1. Взят подсчёт машины",
        parameters=FIRST,
        **counted({}, by_machine(1)),
    ),
    weekly("agreement needs no word", "met", "met", words="публикаций.", **counted({}, by_machine(2))),
    weekly(
        "counted by the program after the day of judging",
        "not-due",
        "not-counted-yet",
        **counted({LAST: None}, by_machine(2, ago(-1))),
    ),
    weekly(
        "counted by a person after the day of judging",
        "not-due",
        "not-counted-yet",
        **counted({LAST: replace(TWO, counted_on=ago(-1))}),
    ),
    weekly("reposts do not count", "breach", "short", **counted({LAST: None}, by_machine(1, reposts=3))),
    weekly(
        "reposts count by the setting",
        "met",
        "met",
        parameters={"counts_reposts": True},
        **counted({LAST: None}, by_machine(1, reposts=3)),
    ),
    weekly("«Госпаблики» count", "met", "met", **counted({LAST: None}, by_machine(1, gospabliki=1))),
    weekly(
        "«Госпаблики» do not count by the setting",
        "breach",
        "short",
        parameters={"counts_gospabliki": False},
        **counted({LAST: None}, by_machine(1, gospabliki=1)),
    ),
    varied(
        "the program saw a further format",
        "met",
        "met",
        words="взят подсчёт машины",
        **counted(
            {LAST: None, WEEKS[0]: count(text=1, photo=1)},
            {LAST: replace(machine_count(ago(1), 1), formats=(("video", 1),))},
        ),
    ),
    varied(
        "a person's formats go first",
        "advice",
        "few",
        words="Подсчёты расходятся",
        **counted({}, {LAST: replace(machine_count(ago(1), 1), formats=(("video", 1),))}),
    ),
    weekly("paused on the last day of a week", "met", "met", **paused(1)),
    weekly("paused on the second day of a week", "met", "met", **paused(6)),
    weekly("paused on the day before a week", "breach", "short", **paused(8)),
    weekly(
        "no counts of last year, and the program's of this one",
        "unconfirmed",
        "uncounted",
        as_of=date("2027-02-01"),
        years=(replace(activity({"2027-W04": TWO})[0], machine={"2027-W04": machine_count(date("2027-02-01"), 2)}),),
        parameters={"weeks_judged": 5},
    ),
    varied("nothing but what came through «Госпаблики»", "advice", "few", beside=POSTS, **of_gospabliki()),
    varied("nothing at all", "not-applicable", "nothing-see", beside=POSTS, **counted(dict.fromkeys(WEEKS, count()))),
    varied(
        "nothing but reposts",
        "not-applicable",
        "nothing-see",
        beside=POSTS,
        **counted({**dict.fromkeys(WEEKS, count()), LAST: None}, by_machine(0, reposts=3)),
    ),
    varied(
        "a person did not tell the formats, but the program's count goes first",
        "advice",
        "few",
        parameters={"machine_first": True},
        **counted({LAST: count(unspecified=2)}, by_machine(2)),
    ),
    varied(
        "two counts are compared with what came through «Госпаблики»",
        "advice",
        "few",
        words="Подсчёты расходятся",
        **counted({LAST: count(photo=2, gospabliki=1)}, by_machine(2)),
    ),
    passport(
        "the program's later look decides a fact",
        "breach",
        "lacking",
        f"{RECORD}#/observed_by_machine/phones",
        words="Это увидела машина 11.11.2026.",
        **looks(50, 5, phones=False),
    ),
    passport(
        "the person's later look decides",
        "met",
        "met",
        f"{RECORD}#/observed/on",
        **looks(5, 50, phones=False),
    ),
    passport(
        "of two looks on one day the person's decides",
        "met",
        "met",
        f"{RECORD}#/observed/on",
        **looks(5, 5, phones=False),
    ),
    passport(
        "each look decides what it saw",
        "met",
        "met",
        f"{RECORD}#/observed_by_machine/on",
        f"{RECORD}#/observed/on",
        words="Машина увидела это 11.11.2026: телефоны.",
        **looks(50, 5, phones=True),
    ),
    passport(
        "what the program cannot see stays for a person",
        "unconfirmed",
        "not-looked-at",
        f"{RECORD}#/observed_by_machine",
        words="не проверено, есть ли на странице: сведения об организации, геолокация",
        **looks(
            None, 5, address=True, email=True, phones=True, city_hall_site=True, organization_site=True, about=None
        ),
    ),
    passport(
        "what neither saw stays at the program's later look",
        "unconfirmed",
        "not-looked-at",
        f"{RECORD}#/observed_by_machine",
        words="11.11.2026",
        **unseen(50, 5),
    ),
    passport(
        "what neither saw stays at the person's later look",
        "unconfirmed",
        "not-looked-at",
        f"{RECORD}#/observed",
        **unseen(5, 50),
    ),
    passport("a person looks tomorrow", "unconfirmed", "never", f"{RECORD}#/observed", **looks(-1, None)),
    passport(
        "the program looks for the first time tomorrow",
        "unconfirmed",
        "never",
        f"{RECORD}#/observed_by_machine",
        **looks(None, -1, phones=True),
    ),
    passport("both look tomorrow", "unconfirmed", "never", f"{RECORD}#/observed", **looks(-1, -1, phones=True)),
    passport(
        "the person's look has expired, the program's not",
        "unconfirmed",
        "not-looked-at",
        **looks(181, 5, phones=True),
    ),
    passport("both looks have expired", "unconfirmed", "expired", words="180 дней", **looks(181, 182, phones=True)),
    passport("the program looks tomorrow", "met", "met", f"{RECORD}#/observed/on", **looks(5, -1, phones=False)),
    extra(
        "the program saw widgets",
        "met",
        "met",
        f"{RECORD}#/observed_by_machine/widgets",
        **looks(None, 3, widgets=True),
    ),
    controlled("the program is not the officer", "unconfirmed", "never", **looks(None, 1, phones=True)),
    controlled("the program does not renew control", "unconfirmed", "expired", **looks(91, 1, phones=True)),
    listed(
        "pages opened after the program's check, which followed a person's",
        "unconfirmed",
        "opened-later",
        **{**site(70, 60, BOTH, ()), "accounts": opened(40, 40)},
    ),
    listed(
        "a page that a person found, beside one opened after the program's check",
        "unconfirmed",
        "disputed",
        "organizations/school#/accounts_page/machine/on",
        f"{RECORD}#/url",
        "organizations/school#/accounts_page/checked_on",
        **{**site(70, 60, ("school-vk",), ()), "accounts": opened(300, 40)},
    ),
    listed(
        "the program's check counts",
        "met",
        "met",
        "organizations/school#/accounts_page/machine/lists",
        "organizations/school#/accounts_page/machine/on",
        words="Это увидела машина 06.11.2026.",
        **site(None, 10, (), BOTH),
    ),
    listed(
        "the program found nothing and no person had looked",
        "breach",
        "missing",
        "organizations/school#/accounts_page/machine/on",
        f"{RECORD}#/url",
        "accounts/school-ok#/url",
        words="Это увидела машина",
        **site(None, 10, (), ()),
    ),
    listed(
        "the program found nothing either",
        "breach",
        "missing",
        "organizations/school#/accounts_page/machine/on",
        f"{RECORD}#/url",
        "accounts/school-ok#/url",
        **site(20, 10, (), ()),
    ),
    listed(
        "the program found nothing where a person had found the page",
        "unconfirmed",
        "disputed",
        "organizations/school#/accounts_page/machine/on",
        f"{RECORD}#/url",
        "accounts/school-ok#/url",
        "organizations/school#/accounts_page/checked_on",
        words="Нужна новая проверка человеком",
        **site(20, 10, BOTH, ()),
    ),
    listed(
        "the program found one of two pages that a person had found",
        "unconfirmed",
        "disputed",
        "organizations/school#/accounts_page/machine/on",
        "accounts/school-ok#/url",
        "organizations/school#/accounts_page/checked_on",
        **site(20, 10, BOTH, ("school-vk",)),
    ),
    listed(
        "of two pages that the program did not find a person had found one",
        "breach",
        "missing",
        "organizations/school#/accounts_page/machine/on",
        "accounts/school-ok#/url",
        words="не было ссылок на её страницы: https://ok.example/school",
        **site(20, 10, ("school-vk",), ()),
    ),
    listed(
        "the person's check says nothing of pages",
        "breach",
        "missing",
        **site(20, 10, (), (), known=False),
    ),
    listed(
        "the later check of a person says nothing of pages",
        "met",
        "met",
        "organizations/school#/accounts_page/machine/lists",
        "organizations/school#/accounts_page/machine/on",
        **site(5, 10, (), BOTH, known=False),
    ),
    listed(
        "the only check that counts says nothing of pages",
        "unconfirmed",
        "lists-unknown",
        **site(5, 366, (), BOTH, known=False),
    ),
    listed(
        "and the person's check has expired",
        "breach",
        "missing",
        "organizations/school#/accounts_page/machine/on",
        f"{RECORD}#/url",
        "accounts/school-ok#/url",
        **site(366, 10, BOTH, ()),
    ),
    listed("the person's later check decides", "met", "met", **site(10, 20, BOTH, ())),
    listed("of two checks on one day the person's decides", "met", "met", **site(10, 10, BOTH, ())),
    listed("the person's has expired", "met", "met", **site(366, 10, (), BOTH)),
    listed("both have expired", "unconfirmed", "expired", **site(366, 367, (), BOTH)),
)


@pytest.mark.parametrize("days", range(-2, 9))
def test_a_count_of_a_later_day_ends_what_a_verdict_holds(days: int) -> None:
    """A verdict holds no longer than to the day before the program's count becomes known."""
    known = ago(-3)
    example = weekly("later", "not-due", "not-counted-yet", **counted({LAST: None}, by_machine(2, known)))
    day = AS_OF + datetime.timedelta(days=days)
    verdict = finding_of(replace(example, as_of=day)).verdict
    if day < known:
        assert verdict.holds_until is not None and verdict.holds_until < known
    else:
        assert "by_machine" in verdict.values


def test_requirements_of_before_are_judged_as_before() -> None:
    """A requirement that does not state the new settings takes a person's count first and counts no reposts."""
    example = weekly("old", "met", "met", **counted({}, by_machine(1, reposts=4)))
    registry = example.registry
    record = registry.requirements["two-posts-a-week"]
    old = {name: value for name, value in record.parameters.items() if name not in ("machine_first", "counts_reposts")}
    requirements = {record.id: replace(record, parameters=old)}
    verdict = finding_of(replace(example, registry=replace(registry, requirements=requirements))).verdict
    assert (verdict.outcome, verdict.values["machine_first"]) == ("met", False)


@pytest.mark.parametrize("example", CASES, ids=str)
def test_verdict(example: Case) -> None:
    assert_specified(example)


# The numbers that charts and the register show are those that are judged


def test_the_numbers_of_the_judged_weeks_are_told_oldest_first() -> None:
    example = weekly("numbers", "met", "met", **counted({WEEKS[1]: None, LAST: count(photo=3, gospabliki=4)}))
    requirement = example.registry.requirements["two-posts-a-week"]
    told = judged_numbers(Context(example.registry, requirement, AS_OF), example.registry.accounts["school-vk"])
    assert [(week, number, place.path) for week, number, place in told] == [
        (WEEKS[0], 2, f"/weeks/{WEEKS[0]}"), (WEEKS[1], None, ""), (WEEKS[2], 2, f"/weeks/{WEEKS[2]}"),
        (LAST, 7, f"/weeks/{LAST}"),
    ]  # fmt: skip


def test_a_week_that_nobody_counted_has_no_publications_without_a_format() -> None:
    (year,) = counted({LAST: None, WEEKS[0]: count(unspecified=2)})["years"]
    assert [taken(year, week, AS_OF, machine_first=False).unspecified for week in (WEEKS[0], LAST)] == [2, 0]


@pytest.mark.parametrize(
    ("week", "as_of", "gospabliki", "number"),
    [
        (WEEKS[0], AS_OF, True, 2),
        (WEEKS[1], AS_OF, True, None),
        (WEEKS[2], ago(4), True, None),
        (WEEKS[2], ago(3), True, 5),
        (LAST, AS_OF, True, 7),
        (LAST, AS_OF, False, 3),
    ],
)
def test_the_number_of_a_week_is_the_one_known_on_the_day(
    week: str, as_of: datetime.date, gospabliki: bool, number: int | None
) -> None:
    late = replace(count(photo=5), counted_on=ago(3))
    (year,) = counted({WEEKS[1]: None, WEEKS[2]: late, LAST: count(photo=3, gospabliki=4)})["years"]
    assert number_taken(year, week, as_of, machine_first=False, gospabliki=gospabliki, reposts=False) == number
    seen = replace(year, machine=by_machine(1))
    assert number_taken(seen, week, as_of, machine_first=False, gospabliki=gospabliki, reposts=False) == number
    alone = replace(year, machine={WEEKS[1]: machine_count(ago(2), 4, reposts=3)})
    found = number_taken(alone, week, as_of, machine_first=False, gospabliki=gospabliki, reposts=False)
    assert found == (4 if week == WEEKS[1] else number)


def test_reposts_are_no_disagreement_about_own_publications() -> None:
    for reposts, posts, disagree in ((3, 2, False), (0, 1, True)):
        example = varied("reposts", "advice", "few", **counted({}, by_machine(posts, reposts=reposts)))
        assert ("disagreements" in finding_of(example).verdict.values) == disagree
