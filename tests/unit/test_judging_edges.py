"""The edges of the rules, case by case: the day itself, the second of several records, what belongs to others.

`tests/golden/judged-cases.txt` says of each case until when it holds and what is due, see `test_judging_terms.py`.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from reestr.registry.account import ControlLoss, DatedStatus, WeekCount
from reestr.registry.city import Appointment, Contact, Officer
from reestr.registry.organization import AccountsPage
from reestr.registry.paperwork import Addressee, Assignment, Notice

from tests.unit.check_case import Case, assert_specified, case
from tests.unit.registry_factory import (
    WEEKS,
    account,
    act,
    activity,
    ago,
    assignment,
    city,
    count,
    date,
    exemption,
    no_plan,
    not_done,
    notice,
    observation,
    organization,
    plan,
    publication,
    responsible,
    result,
)

OFFICIALESE = "В целях безопасности осуществляется проверка"
SCHOOL = "organization/school"
PAGE = "account/school-vk"
VK, OK = account("school-vk"), account("school-ok")
LOST = (ControlLoss("hijacked", ago(3), None),)
exist = partial(case, "accounts-exist", subject=SCHOOL)
grounds = partial(case, "exemption-grounds", subject=SCHOOL, accounts=())
published = partial(case, "act-published", subject="city")
placed = partial(case, "portal-posts-placed", subject=PAGE)
planned = partial(case, "content-plan", subject=SCHOOL)
officer = partial(case, "officer-appointed", subject="city")
told = partial(case, "change-notified", subject=SCHOOL)
moderated = partial(case, "moderation", subject=PAGE)
weekly = partial(case, "two-posts-a-week", subject=PAGE)
varied = partial(case, "varied-content", subject=PAGE)
listed = partial(case, "listed-on-site", subject=SCHOOL)
passport = partial(case, "page-passport", subject=PAGE)
style = partial(case, "plain-style", subject=SCHOOL)
controlled = partial(case, "accounts-controlled", subject=PAGE)
appointed = partial(case, "responsible-appointed", subject=SCHOOL)
mark = partial(case, "page-status", subject=PAGE)


UNNUMBERED = act(blocks={"annex-1": replace(act().blocks["annex-1"], number=None)})


def school(**changes: Any) -> dict[str, Any]:
    """The one organization, changed."""
    return {"organizations": (organization(**changes),)}


def excused(*exemptions: object) -> dict[str, Any]:
    """The school with exemptions."""
    return school(exemptions=exemptions)


def agreed(*networks: str, **changes: Any) -> object:
    """An agreement that pages need not be kept in some networks."""
    return exemption("agreement", networks, **changes)


def letter(days: int, number: str | None = "41") -> Appointment:
    """A letter of so many days ago."""
    return Appointment("письмо", number, ago(days))


def page(**changes: Any) -> dict[str, Any]:
    """The one account of the school, changed."""
    return {"accounts": (account(**changes),)}


def named(name: str | None, position: str | None, by: Appointment | None = None) -> dict[str, Any]:
    """The city with an officer."""
    return {"of_city": city(officer=Officer(name, position, by or letter(300, "101"), Contact()))}


def persons(*days: datetime.date | None) -> dict[str, Any]:
    """The school with a history of responsible persons, from these days on."""
    return school(responsible=tuple(responsible(None if day is None else day.isoformat()) for day in days))


def serves(order: Appointment, until: datetime.date | None = None) -> dict[str, Any]:
    """The school with one responsible person."""
    return school(responsible=(responsible("2025-02-01", order, until.isoformat() if until else None),))


def told_on(days: int, name: str) -> Notice:
    """A notice to city hall of the change of eleven days ago, sent so many days ago."""
    return notice("city-hall", ago(11), ago(days), name)


def removal(number: int) -> WeekCount:
    return count(removed=number)


ENDING = {"2026-W46": removal(2)}
RUNNING = {"2026-W45": count(), "2026-W47": removal(1), "2026-W48": removal(2)}


def silent(**changes: Any) -> dict[str, Any]:
    """The one account, on which nothing was published in the last four full weeks."""
    return {**page(**changes), "years": activity({week: count() for week in WEEKS})}


COUNTED_LATER = activity({week: count(text=2) for week in WEEKS[1:]} | {WEEKS[0]: count()})


def checked(days: int, *lists: str) -> dict[str, Any]:
    """The school whose page of accounts was checked so many days ago."""
    return school(accounts_page=AccountsPage("https://school.example/about/", ago(days), lists))


def post(name: str, due: int, done: int | None = None, *, missed: int | None = None, **changes: Any) -> Assignment:
    """A «Госпаблики» item for the account: done, or seen not to be there, so many days ago."""
    seen = None if missed is None else not_done(ago(missed))
    found = seen if done is None else result(ago(done), "https://vk.example/wall-1")
    return assignment("portal-post", ago(due), Addressee(None, "school-vk", found), id=name, **changes)


PAGES: tuple[Case, ...] = (
    passport(
        "own site unknown and not seen, phones lacking",
        "breach",
        "lacking",
        "accounts/school-vk#/observed/phones",
        **page(observed=observation(phones=False, organization_site=None)),
        **school(has_site=None, site=None),
    ),
    exist(
        "one lost, exempt from the other",
        "unconfirmed",
        "control-lost",
        words="ВКонтакте",
        accounts=(account(control_lost=LOST),),
        **excused(exemption(networks=("ok",))),
    ),
    mark(
        "confirmed tomorrow, never checked",
        "unconfirmed",
        "unknown",
        **page(state_mark=DatedStatus("confirmed", ago(-1))),
    ),
    mark("checked tomorrow", "unconfirmed", "unknown", **page(state_mark=DatedStatus("confirmed", None, ago(-1)))),
    listed(
        "a lost page need not be there",
        "met",
        "met",
        accounts=(VK, account("school-ok", control_lost=LOST)),
        **school(accounts_page=AccountsPage("https://school.example/about/", ago(5), ("school-vk",))),
    ),
)

SITE: tuple[Case, ...] = (
    listed(
        "no address, checked tomorrow",
        "unconfirmed",
        "never",
        **school(accounts_page=AccountsPage(None, ago(-1), ())),
    ),
    listed(
        "two new accounts, never checked",
        "not-due",
        "grace",
        accounts=(account(opened_on=ago(3)), account("school-ok", opened_on=ago(9))),
        **school(accounts_page=None),
    ),
    listed(
        "two new accounts, not there",
        "not-due",
        "grace",
        accounts=(account(opened_on=ago(3)), account("school-ok", opened_on=ago(9))),
        **checked(2),
    ),
    listed("opening unknown", "breach", "missing", accounts=(account(opened_on=None),), **checked(2)),
    listed(
        "opened on the day of the check", "breach", "missing", accounts=(account(opened_on=ago(40)),), **checked(40)
    ),
    listed(
        "one was there, one was opened later",
        "breach",
        "missing",
        "organizations/school#/accounts_page/checked_on",
        "accounts/school-ok#/url",
        accounts=(account(opened_on=ago(50)), account("school-ok", opened_on=ago(70))),
        **checked(60),
    ),
    listed(
        "one was opened later, one is new",
        "unconfirmed",
        "opened-later",
        "organizations/school#/accounts_page/checked_on",
        "accounts/school-vk#/url",
        accounts=(account(opened_on=ago(50)), account("school-ok", opened_on=ago(3))),
        **checked(60),
    ),
)

GROUNDS: tuple[Case, ...] = (
    grounds("begins today", "met", "annex", **excused(exemption(since=ago(0)))),
    grounds("a row with a number", "met", "annex", words="строка 1:", **excused(exemption())),
    grounds(
        "a row without a number", "met", "annex", words="строка annex-1:", of_act=UNNUMBERED, **excused(exemption())
    ),
    grounds(
        "begun, the letter is of tomorrow",
        "not-due",
        "not-begun",
        words="17.11.2026",
        **excused(agreed(since=ago(9), letter=letter(-1))),
    ),
    grounds(
        "a row with a letter of tomorrow without a number",
        "not-due",
        "not-begun",
        **excused(exemption(letter=letter(-1, None))),
    ),
    grounds("a letter of today", "met", "agreement", **excused(agreed(letter=letter(0)))),
    grounds(
        "ends in one network", "met", "agreement", **excused(agreed("vk", until=ago(-40)), exemption(networks=("ok",)))
    ),
    grounds("ends twice in one network", "met", "agreement", **excused(agreed(until=ago(-40)), agreed(until=ago(-9)))),
    grounds(
        "ends in both networks",
        "met",
        "agreement",
        **excused(agreed("vk", until=ago(-40)), agreed("ok", until=ago(-20))),
    ),
    grounds("ends today", "met", "agreement", **excused(agreed(until=ago(0)))),
    grounds(
        "run out in both networks, which another requirement judges",
        "not-applicable",
        "expired-see",
        "organizations/school#/exemptions/0/until",
        beside=("accounts-exist",),
        **excused(agreed("vk", until=ago(1)), agreed("ok", until=ago(5))),
    ),
)

COUNTED = activity({week: count(text=2) for week in WEEKS[:-1]})
BACK = (ControlLoss("hijacked", ago(60), ago(1)),)

THIS_WEEK = {week: count() for week in WEEKS} | {"2026-W47": count(text=1)}

COUNTS: tuple[Case, ...] = (
    weekly("short weeks, and one publication in the running one", "breach", "short", years=activity(THIS_WEEK)),
    weekly("no week is judged", "not-due", "too-new", parameters={"weeks_judged": 0}),
    varied(
        "no format is asked for",
        "met",
        "met",
        "accounts/school-vk#",
        parameters={"formats": 0},
        **page(opened_on=ago(0)),
    ),
    weekly(
        "weeks without a count before and after the new year",
        "unconfirmed",
        "uncounted",
        "activity/school-vk/2025#",
        "activity/school-vk/2026#",
        "activity/school-vk/2026#/weeks/2026-W02",
        as_of=date("2026-01-12"),
        parameters={"weeks_judged": 3},
        years=activity({"2025-W51": count(text=2), "2026-W02": count(text=2)}),
    ),
    weekly("opened on Tuesday, a full week ago, nothing", "breach", "short", **silent(opened_on=ago(13))),
    weekly("opened on Wednesday, judged on Thursday", "not-due", "too-new", as_of=ago(-3), **page(opened_on=ago(-2))),
    weekly(
        "opened a week after the first judged, nothing before",
        "met",
        "met",
        years=COUNTED_LATER,
        **page(opened_on=ago(26)),
    ),
    weekly(
        "opening unknown, just back from hijackers", "not-due", "too-new", **page(opened_on=None, control_lost=BACK)
    ),
    weekly("back from hijackers", "not-due", "too-new", **page(opened_on=ago(300), control_lost=BACK)),
    weekly(
        "the last day to count",
        "not-due",
        "not-counted-yet",
        words="2026-W46",
        parameters={"count_grace_days": 1},
        years=COUNTED,
    ),
    weekly(
        "a day to count the last week is over",
        "unconfirmed",
        "uncounted",
        words="2026-W46",
        parameters={"count_grace_days": 0},
        years=COUNTED,
    ),
    weekly(
        "of two weeks without a count one is overdue",
        "unconfirmed",
        "uncounted",
        words="2026-W45 (02.11–08.11)",
        years=activity({week: count(text=2) for week in WEEKS[:2]}),
    ),
    moderated("removals of next year", "met", "met", years=activity({"2027-W02": removal(2)})),
    moderated(
        "removals of this year and the next",
        "met",
        "met-removed",
        words="3 удалённых комментария",
        years=activity({"2026-W02": removal(1), "2026-W46": removal(2), "2027-W02": removal(4)}),
    ),
    moderated(
        "removals of last year and this",
        "met",
        "met-removed",
        words="2 удалённых комментария",
        years=activity({"2025-W10": removal(4), "2026-W02": removal(2)}),
    ),
    moderated("removals of a week that ends today", "met", "met", as_of=date("2026-11-15"), years=activity(ENDING)),
    moderated("nothing removed this week", "met", "met", years=activity({"2026-W47": count(), "2026-W49": removal(1)})),
    moderated("removals of the running week and the next", "met", "met", years=activity(RUNNING)),
)

PAPERWORK: tuple[Case, ...] = (
    published("the day of the last", "met", "met", of_act=act(publications=(publication(ago(3)), publication(ago(0))))),
    placed("asked today", "not-due", "open", assignments=(post("task", -3, issued_on=ago(0)),)),
    placed(
        "one asked tomorrow, one over",
        "unconfirmed",
        "unknown",
        "assignments/b#/addressees/0",
        assignments=(post("a", -9, issued_on=ago(-1)), post("b", 2)),
    ),
    placed(
        "beside a request",
        "met",
        "met",
        "assignments/b#/addressees/0/result",
        assignments=(
            assignment("information-request", ago(2), Addressee(None, "school-vk", None), id="a"),
            post("b", 2, 2),
        ),
    ),
    placed(
        "one known, one not",
        "unconfirmed",
        "unknown",
        "assignments/a#/addressees/0",
        assignments=(post("a", 2), post("b", 3, 3)),
    ),
    placed(
        "the first of two late ones",
        "breach",
        "late",
        words="14.11.2026, позже срока 13.11.2026",
        assignments=(post("a", 3, 2), post("b", 6, 1)),
    ),
    placed("done on the last day", "met", "met", assignments=(post("a", 3, 3),)),
    planned(
        "next month's was looked for",
        "met",
        "met",
        plans=(plan("2026-11", "2026-11-01", None), no_plan("2026-12", ago(1))),
    ),
    planned("no days of grace", "unconfirmed", "never", parameters={"grace_days": 0}),
    planned("one day of grace", "unconfirmed", "never", parameters={"grace_days": 1}),
    planned("made today", "advice", "late", words="16.11.2026", plans=(plan("2026-11", "2026-11-16", None),)),
    planned(
        "the last of earlier ones",
        "unconfirmed",
        "missing",
        words="10.2026",
        plans=(plan("2026-08", None, None), plan("2026-10", None, None), plan("2026-09", None, None)),
    ),
)

OFFICER: tuple[Case, ...] = (
    officer("only a name", "met", "met", **named("Иванова Мария", None)),
    officer("only a position", "met", "met", **named(None, "начальник отдела")),
    officer("an act without a number", "unconfirmed", "act-unknown", **named("Иванова Мария", None, letter(9, None))),
)

RESPONSIBLE: tuple[Case, ...] = (
    appointed("an order without a number", "unconfirmed", "order-unknown", **serves(letter(9, None))),
    appointed("the last day", "met", "met", **serves(letter(9), until=ago(0))),
    appointed("leaves in two days", "met", "met", **serves(letter(9), until=ago(-2))),
    appointed("left yesterday", "advice", "vacant", **serves(letter(9), until=ago(1))),
)

TERMS: tuple[Case, ...] = (
    controlled(
        "opened on the day the act became binding",
        "unconfirmed",
        "never",
        **page(observed=None, opened_on=date("2025-01-20")),
    ),
    controlled("opened the day before", "unconfirmed", "never", **page(observed=None, opened_on=date("2025-01-19"))),
)

LATER: tuple[Case, ...] = (
    mark(
        "nothing on record, by later records",
        "unconfirmed",
        "unknown",
        by_later_records=True,
        **page(state_mark=DatedStatus()),
    ),
    officer("appointed, by later records", "met", "met", by_later_records=True),
    officer(
        "nobody, by later records",
        "unconfirmed",
        "common.later-records",
        "registry#",
        by_later_records=True,
        of_city=city(officer=None),
    ),
    officer(
        "without an act, by later records",
        "unconfirmed",
        "act-unknown",
        by_later_records=True,
        **named("Иванова Мария", None, letter(9, None)),
    ),
    published("by later records", "met", "met", by_later_records=True),
    exist(
        "exempt since a day and since nobody knows when, by later records",
        "unconfirmed",
        "common.later-records",
        by_later_records=True,
        accounts=(),
        **excused(exemption(since=ago(300)), exemption(networks=("ok",))),
    ),
    appointed(
        "nothing on record, by later records",
        "unconfirmed",
        "unknown",
        by_later_records=True,
        **school(responsible=(), responsible_known=False),
    ),
)

NOTICES: tuple[Case, ...] = (
    told(
        "told twice, first in time",
        "met",
        "met",
        notices=(told_on(2, "late"), told_on(10, "soon")),
        **persons(ago(300), ago(11)),
    ),
    told(
        "two changes, told of neither", "breach", "not-sent", words="02.11.2026", **persons(ago(300), ago(14), ago(12))
    ),
    told("the first person, from tomorrow", "not-applicable", "no-change", **persons(ago(-1))),
    told(
        "a person of an unknown day between two others",
        "breach",
        "not-sent",
        "organizations/school#/responsible/2/from",
        **persons(ago(300), None, ago(14)),
    ),
    told("the last person of an unknown day", "not-applicable", "no-change", **persons(ago(300), None)),
)

STYLE: tuple[Case, ...] = (
    style("an entry without a text first", "advice", "officialese", plans=(plan("2026-11", None, None, OFFICIALESE),)),
    style("made earlier", "advice", "officialese", plans=(plan("2026-11", "2026-11-02", OFFICIALESE),)),
    style("made today", "advice", "officialese", plans=(plan("2026-11", "2026-11-16", OFFICIALESE),)),
    style(
        "the plans of two months",
        "met",
        "met",
        plans=(plan("2026-11", None, "Концерт"), plan("2026-12", None, "Ёлка")),
    ),
)

CASES = LATER + STYLE + OFFICER + RESPONSIBLE + TERMS + NOTICES + PAGES + SITE + GROUNDS + COUNTS + PAPERWORK


@pytest.mark.parametrize("example", CASES, ids=str)
def test_edge(example: Case) -> None:
    assert_specified(example)
