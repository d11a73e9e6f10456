"""The checks of organizations, case by case."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import partial

import pytest

from generator.model.city import Appointment
from generator.model.organization import AccountsPage, Responsible
from generator.model.paperwork import Addressee, Assignment
from tests.unit.check_case import Case, assert_specified, case
from tests.unit.registry_factory import (
    account,
    act,
    ago,
    assignment,
    city,
    date,
    exemption,
    network,
    notice,
    organization,
    plan,
    responsible,
    result,
)

SCHOOL = "organization/school"
VK, OK = account("school-vk"), account("school-ok")
exist = partial(case, "accounts-exist", subject=SCHOOL)
appointed = partial(case, "responsible-appointed", subject=SCHOOL)
grounds = partial(case, "exemption-grounds", subject=SCHOOL)
current = partial(case, "registry-current", subject=SCHOOL)
to_centre = partial(case, "centre-notified", subject=SCHOOL)
to_city = partial(case, "change-notified", subject=SCHOOL)
planned = partial(case, "content-plan", subject=SCHOOL)
listed = partial(case, "listed-on-site", subject=SCHOOL)
answered = partial(case, "requests-answered", subject=SCHOOL)
style = partial(case, "plain-style", subject=SCHOOL)

OFFICIALESE = "В целях безопасности осуществляется проверка"


def school(**changes: object) -> dict[str, object]:
    """The one organization, changed."""
    return {"organizations": (organization(**changes),)}


def exempt(*exemptions: object) -> dict[str, object]:
    """The school without accounts, with exemptions."""
    return {**school(exemptions=exemptions), "accounts": ()}


def changed(*days: str | None) -> dict[str, object]:
    """The school with a first responsible person and one more from each of the days."""
    history: list[Responsible] = [responsible("2025-02-01"), *(responsible(item) for item in days)]
    return school(responsible=tuple(history))


def site(checked: int | None, *lists: str, url: str | None = "https://school.example/about/") -> dict[str, object]:
    """The school whose page of accounts was checked so many days ago."""
    return school(accounts_page=AccountsPage(url, None if checked is None else ago(checked), lists))


def request(due: int, done: int | None, document: str | None = None, url: str | None = None) -> Assignment:
    """A request of the officer to the school."""
    done_result = None if done is None else result(ago(done), url, document)
    return assignment("information-request", ago(due), Addressee("school", None, done_result))


def opened(identifier: str, days: int) -> object:
    return account(identifier, opened_on=ago(days))


STANDING: tuple[Case, ...] = (
    exist("both networks", "met", "met", "accounts/school-vk#/url", "accounts/school-ok#/url"),
    exist("one network", "breach", "missing", "organizations/school#", accounts=(VK,), words="Одноклассники"),
    exist("a closed account", "breach", "missing", accounts=(VK, replace(OK, closed=True, closed_on=ago(0)))),
    exist("closed tomorrow", "met", "met", accounts=(VK, replace(OK, closed=True, closed_on=ago(-1)))),
    exist("opens tomorrow", "breach", "missing", accounts=(VK, opened("school-ok", -1))),
    exist(
        "another network only", "breach", "missing", accounts=(account("school-tg"),), words="ВКонтакте, Одноклассники"
    ),
    exist("last day of grace", "not-due", "grace", accounts=(VK,), words="до 16.11.2026", **school(since=ago(30))),
    exist("grace is over", "breach", "missing", accounts=(VK,), **school(since=ago(31))),
    exist("since unknown", "breach", "missing", accounts=(VK,), **school(since=None)),
    exist(
        "exempt from one network",
        "met",
        "partly-exempt",
        "organizations/school#/exemptions",
        accounts=(VK,),
        words="в сетях: Одноклассники",
        **school(exemptions=(exemption(networks=("ok",)),)),
    ),
    exist(
        "exempt from all, with a page elsewhere",
        "exempt",
        "exempt",
        accounts=(account("school-tg"),),
        **school(exemptions=(exemption(),)),
    ),
    exist("exempt without pages", "exempt", "common.exempt", **exempt(exemption())),
    exist("exemption over", "breach", "missing", **exempt(exemption(until=ago(1)))),
    exist("no network is required", "not-applicable", "nothing-required", networks=(network("vk", "ВК", False),)),
    exist("closed", "not-applicable", "common.closed", **school(closed=True)),
    appointed("by an order", "met", "met", "organizations/school#/responsible/0/order", words="№ 12-о"),
    appointed("nobody", "advice", "nobody", "organizations/school#", **school(responsible=())),
    appointed(
        "left, nobody came", "advice", "vacant", **school(responsible=(responsible("2025-02-01", None, "2026-11-15"),))
    ),
    appointed(
        "no order", "unconfirmed", "order-unknown", "organizations/school#/responsible/1", **changed("2026-01-12")
    ),
    appointed(
        "an order of tomorrow",
        "unconfirmed",
        "order-unknown",
        **school(responsible=(responsible("2025-02-01", Appointment("приказ", "1", ago(-1))),)),
    ),
    appointed(
        "the one before the change",
        "met",
        "met",
        as_of=date("2026-01-11"),
        **school(
            responsible=(
                responsible("2025-02-01", Appointment("приказ", "1", date("2025-02-01")), "2026-01-11"),
                responsible("2026-01-12"),
            )
        ),
    ),
    grounds("nothing claimed", "not-applicable", "none-claimed", "organizations/school#", accounts=(VK,)),
    grounds("claimed, but pages are kept", "not-applicable", "not-used", **school(exemptions=(exemption(),))),
    grounds("a row of the annex", "met", "annex", "organizations/school#/exemptions/0/clause", **exempt(exemption())),
    grounds("no such row", "breach", "no-row", **exempt(exemption(clause="annex-99"))),
    grounds("a clause that is no row", "breach", "no-row", **exempt(exemption(clause="p.1"))),
    grounds(
        "an agreement",
        "met",
        "agreement",
        "organizations/school#/exemptions/0/letter",
        words="№ 41 от 01.02.2025",
        **exempt(exemption("agreement")),
    ),
    grounds(
        "no letter",
        "breach",
        "no-letter",
        "organizations/school#/exemptions/0",
        **exempt(exemption("agreement", letter=None)),
    ),
    grounds(
        "a letter without a date", "breach", "no-letter", **exempt(exemption("agreement", letter=Appointment("", "41")))
    ),
    grounds("the last day", "met", "annex", **exempt(exemption(until=ago(0)))),
    grounds(
        "run out", "breach", "expired", "organizations/school#/exemptions/0/until", **exempt(exemption(until=ago(1)))
    ),
    grounds(
        "run out, followed by another", "met", "agreement", **exempt(exemption(until=ago(1)), exemption("agreement"))
    ),
    grounds("begins tomorrow", "not-due", "not-begun", words="17.11.2026", **exempt(exemption(since=ago(-1)))),
    grounds("before the letter", "not-due", "not-begun", as_of=date("2025-01-31"), **exempt(exemption("agreement"))),
    grounds(
        "one network good, one bad",
        "breach",
        "no-letter",
        **exempt(exemption(networks=("vk",)), exemption("agreement", ("ok",), letter=None)),
    ),
    grounds(
        "run out, but the page is back", "not-applicable", "not-used", **school(exemptions=(exemption(until=ago(9)),))
    ),
    current("all reviewed", "met", "met", words="06.11.2026"),
    current(
        "an account never",
        "unconfirmed",
        "unknown",
        "accounts/school-ok#",
        accounts=(VK, replace(OK, reviewed_on=None)),
        words="1 из 3",
    ),
    current("tomorrow", "unconfirmed", "unknown", "organizations/school#/reviewed_on", **school(reviewed_on=ago(-1))),
    current("last day", "met", "met", **school(reviewed_on=ago(180))),
    current("a day too old", "advice", "stale", "organizations/school#/reviewed_on", **school(reviewed_on=ago(181))),
    current("a closed account does not count", "met", "met", accounts=(VK, replace(OK, closed=True, reviewed_on=None))),
    current("exempt all the same", "met", "met", **exempt(exemption())),
)

PAPERWORK: tuple[Case, ...] = (
    to_centre("the first is no change", "not-applicable", "no-change", "organizations/school#/responsible"),
    to_centre("no history", "not-applicable", "no-change", "organizations/school#", **school(responsible=())),
    to_centre("a change of an unknown day", "not-applicable", "no-change", **changed(None)),
    to_centre(
        "before the act", "not-applicable", "no-change", of_act=act(effective_on=ago(9)), **changed("2026-11-06")
    ),
    to_centre(
        "in time",
        "met",
        "met",
        "organizations/school#/responsible/1/from",
        "notices/notice#/sent_on",
        notices=(notice("regional-centre", date("2026-11-05"), date("2026-11-10")),),
        **changed("2026-11-05"),
    ),
    to_centre(
        "late",
        "advice",
        "late",
        words="11.11.2026, позже",
        notices=(notice("regional-centre", date("2026-11-05"), date("2026-11-11")),),
        **changed("2026-11-05"),
    ),
    to_centre("over the week-end", "not-due", "open", words="до 17.11.2026", **changed("2026-11-12")),
    to_centre("last day of the term", "not-due", "open", words="до 16.11.2026", **changed("2026-11-11")),
    to_centre(
        "term is over", "breach", "not-sent", "organizations/school#/responsible/1/from", **changed("2026-11-10")
    ),
    to_centre(
        "a day off prolongs the term",
        "not-due",
        "open",
        of_city=city(non_working_days=frozenset((date("2026-11-13"),))),
        **changed("2026-11-10"),
    ),
    to_centre(
        "told to city hall only",
        "breach",
        "not-sent",
        notices=(notice("city-hall", date("2026-11-05"), date("2026-11-06")),),
        **changed("2026-11-05"),
    ),
    to_centre(
        "sent after the day of judging",
        "breach",
        "not-sent",
        as_of=date("2026-11-11"),
        notices=(notice("regional-centre", date("2026-11-05"), date("2026-11-12")),),
        **changed("2026-11-05"),
    ),
    to_city("no change", "not-applicable", "no-change"),
    to_city(
        "in time",
        "met",
        "met",
        notices=(notice("city-hall", date("2026-11-05"), date("2026-11-05")),),
        **changed("2026-11-05"),
    ),
    to_city(
        "late",
        "advice",
        "late",
        notices=(notice("city-hall", date("2026-11-05"), date("2026-11-16")),),
        **changed("2026-11-05"),
    ),
    to_city("open", "not-due", "open", **changed("2026-11-16")),
    to_city(
        "one told, one not",
        "breach",
        "not-sent",
        words="01.09.2026",
        notices=(notice("city-hall", date("2026-06-01"), date("2026-06-01")),),
        **changed("2026-06-01", "2026-09-01"),
    ),
    planned("a plan", "met", "met", "plans/school/2026-11#/entries", plans=(plan("2026-11", "2026-11-05", "а", "б"),)),
    planned("the sixth day", "advice", "late", plans=(plan("2026-11", "2026-11-06", "а"),), words="06.11.2026"),
    planned("no date", "met", "met", plans=(plan("2026-11", None, "а"),)),
    planned("fifth day without a plan", "not-due", "grace", as_of=date("2026-11-05")),
    planned("never any", "unconfirmed", "never", as_of=date("2026-11-06")),
    planned("only last month's", "breach", "missing", "plans/school/2026-10#", plans=(plan("2026-10", None, "а"),)),
    planned("only next month's", "unconfirmed", "never", plans=(plan("2026-12", "2026-11-10", "а"),)),
    planned("made tomorrow", "unconfirmed", "never", plans=(plan("2026-11", "2026-11-17", "а"),)),
    planned("empty", "breach", "missing", plans=(plan("2026-10", None, "а"), plan("2026-11", "2026-11-01"))),
    planned("no account", "not-applicable", "common.no-account", accounts=()),
    listed("all there", "met", "met", **site(365, "school-vk", "school-ok")),
    listed("check expired", "unconfirmed", "expired", **site(366, "school-vk", "school-ok")),
    listed("never checked", "unconfirmed", "never", "organizations/school#/accounts_page", **site(None)),
    listed("checked tomorrow", "unconfirmed", "never", **site(-1, "school-vk", "school-ok")),
    listed("no page", "unconfirmed", "never", "organizations/school#", **school(accounts_page=None)),
    listed("no address of the page", "unconfirmed", "never", **site(5, "school-vk", "school-ok", url=None)),
    listed(
        "one not there",
        "breach",
        "missing",
        "organizations/school#/accounts_page/checked_on",
        "accounts/school-ok#/url",
        words="https://ok.example/school",
        **site(5, "school-vk"),
    ),
    listed(
        "opened after the check",
        "unconfirmed",
        "opened-later",
        accounts=(VK, opened("school-ok", 40)),
        **site(50, "school-vk"),
    ),
    listed("a new account", "not-due", "grace", accounts=(VK, opened("school-ok", 30)), **site(5, "school-vk")),
    listed("new accounts only", "not-due", "grace", accounts=(opened("school-vk", 1),), **site(None)),
    listed("no site", "not-applicable", "no-site", **school(has_site=False, site=None)),
    listed("nobody knows of a site", "unconfirmed", "site-unknown", **school(has_site=None, site=None)),
    listed("no account", "not-applicable", "common.no-account", accounts=()),
    answered("nothing asked", "not-applicable", "none", "organizations/school#"),
    answered("in time", "met", "met", "assignments/task#/addressees/0/result", assignments=(request(3, 3, "исх. 1"),)),
    answered("at an address", "met", "met", assignments=(request(3, 4, url="https://school.example/answer"),)),
    answered("late", "breach", "late", assignments=(request(3, 2, "исх. 1"),)),
    answered("not at all", "breach", "overdue", "assignments/task#/addressees/0", assignments=(request(1, None),)),
    answered("not yet", "not-due", "open", assignments=(request(0, None),)),
    answered("without proof", "unconfirmed", "unproven", assignments=(request(3, 3),)),
    style(
        "plain",
        "met",
        "met",
        "plans/school/2026-11#/entries",
        plans=(plan("2026-11", None, "Ждём вас!", "В целях мира"),),
    ),
    style(
        "officialese",
        "advice",
        "officialese",
        "plans/school/2026-11#/entries/1/text",
        words="на 21.11.2026: в целях, осуществляется.",
        plans=(plan("2026-11", None, "Ждём вас!", OFFICIALESE),),
    ),
    style("next month", "advice", "officialese", plans=(plan("2026-12", None, OFFICIALESE),)),
    style(
        "last month", "unconfirmed", "no-texts", "organizations/school#", plans=(plan("2026-10", None, OFFICIALESE),)
    ),
    style("the month after next", "unconfirmed", "no-texts", plans=(plan("2027-01", None, OFFICIALESE),)),
    style("made tomorrow", "unconfirmed", "no-texts", plans=(plan("2026-11", "2026-11-17", OFFICIALESE),)),
    style("no texts", "unconfirmed", "no-texts", "plans/school/2026-11#/entries", plans=(plan("2026-11", None, None),)),
    style("parts of words", "met", "met", plans=(plan("2026-11", None, "в целяхх, неосуществляется, в целях"),)),
    style("broken line and ё", "advice", "officialese", plans=(plan("2026-11", None, "В  ЦЕЛЯХ и ввиду\nтого что"),)),
    style("twice the same", "advice", "officialese", plans=(plan("2026-11", None, "в целях и в целях"),)),
    style("no account", "not-applicable", "common.no-account", accounts=()),
)

CASES = STANDING + PAPERWORK


@pytest.mark.parametrize("example", CASES, ids=str)
def test_organization_check(example: Case) -> None:
    assert_specified(example)


def test_term_of_a_notice_counts_from_the_next_day() -> None:
    monday = datetime.date(2026, 11, 9)
    told = to_city(
        "", "met", "met", notices=(notice("city-hall", monday, date("2026-11-12")),), **changed("2026-11-09")
    )
    assert_specified(told)
