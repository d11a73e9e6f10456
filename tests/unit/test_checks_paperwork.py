"""The rules about plans, notices, answers and the organizations' own sites, case by case."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

import pytest
from reestr.registry.account import Account
from reestr.registry.organization import AccountsPage, Responsible
from reestr.registry.paperwork import Addressee, Assignment

from tests.unit.check_case import Case, assert_specified, case
from tests.unit.registry_factory import (
    account,
    act,
    ago,
    assignment,
    city,
    date,
    no_plan,
    not_done,
    notice,
    organization,
    plan,
    responsible,
    result,
)

SCHOOL = "organization/school"
VK, OK = account("school-vk"), account("school-ok")
to_centre = partial(case, "centre-notified", subject=SCHOOL)
to_city = partial(case, "change-notified", subject=SCHOOL)
planned = partial(case, "content-plan", subject=SCHOOL)
listed = partial(case, "listed-on-site", subject=SCHOOL)
answered = partial(case, "requests-answered", subject=SCHOOL)
style = partial(case, "plain-style", subject=SCHOOL)

OFFICIALESE = "В целях безопасности осуществляется проверка"


def school(**changes: Any) -> dict[str, Any]:
    """The one organization, changed."""
    return {"organizations": (organization(**changes),)}


def changed(*days: str | None) -> dict[str, Any]:
    """The school with a first responsible person and one more from each of the days."""
    history: list[Responsible] = [responsible("2025-02-01"), *(responsible(item) for item in days)]
    return school(responsible=tuple(history))


def site(checked: int | None, *lists: str, url: str | None = "https://school.example/about/") -> dict[str, Any]:
    """The school whose page of accounts was checked so many days ago."""
    return school(accounts_page=AccountsPage(url, None if checked is None else ago(checked), lists))


def request(due: int, done: int | None, document: str | None = None, url: str | None = None) -> Assignment:
    """A request of the officer to the school."""
    done_result = None if done is None else result(ago(done), url, document)
    return assignment("information-request", ago(due), Addressee("school", None, done_result))


def opened(identifier: str, days: int) -> Account:
    return account(identifier, opened_on=ago(days))


CASES: tuple[Case, ...] = (
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
    planned(
        "only last month's",
        "unconfirmed",
        "missing",
        "plans/school/2026-10#",
        plans=(plan("2026-10", None, "а"),),
        words="на 10.2026",
    ),
    planned(
        "looked for, not there",
        "breach",
        "absent",
        "plans/school/2026-11#/absent_on",
        plans=(plan("2026-10", None, "а"), no_plan("2026-11", date("2026-11-06"))),
        words="06.11.2026",
    ),
    planned("looked for too early", "unconfirmed", "never", plans=(no_plan("2026-11", date("2026-11-05")),)),
    planned("looked for tomorrow", "unconfirmed", "never", plans=(no_plan("2026-11", ago(-1)),)),
    planned("last month's was not there", "unconfirmed", "never", plans=(no_plan("2026-10", date("2026-10-20")),)),
    planned("only next month's", "unconfirmed", "never", plans=(plan("2026-12", "2026-11-10", "а"),)),
    planned("made tomorrow", "unconfirmed", "never", plans=(plan("2026-11", "2026-11-17", "а"),)),
    planned("empty", "unconfirmed", "missing", plans=(plan("2026-10", None, "а"), plan("2026-11", "2026-11-01"))),
    planned("no account", "not-applicable", "common.no-account", accounts=()),
    listed("all there", "met", "met", **site(365, "school-vk", "school-ok")),
    listed("check expired", "unconfirmed", "expired", **site(366, "school-vk", "school-ok")),
    listed("none is there", "breach", "missing", **site(5)),
    listed(
        "what was found is not said",
        "unconfirmed",
        "lists-unknown",
        "organizations/school#/accounts_page",
        **school(accounts_page=AccountsPage("https://school.example/about/", ago(5), (), lists_known=False)),
    ),
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
    answered(
        "nothing known", "unconfirmed", "unknown", "assignments/task#/addressees/0", assignments=(request(1, None),)
    ),
    answered(
        "known not to have come",
        "breach",
        "not-done",
        "assignments/task#/addressees/0/result",
        assignments=(assignment("information-request", ago(3), Addressee("school", None, not_done(ago(1)))),),
    ),
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
    style("no plan", "unconfirmed", "no-texts", "organizations/school#", plans=(no_plan("2026-11", ago(1)),)),
    style("no account", "not-applicable", "common.no-account", accounts=()),
    style(
        "no account, which is judged elsewhere",
        "not-applicable",
        "common.no-account-see",
        words="Почему её нет — в требовании «",
        beside=("accounts-exist",),
        accounts=(),
    ),
)


@pytest.mark.parametrize("example", CASES, ids=str)
def test_paperwork_check(example: Case) -> None:
    assert_specified(example)


def test_term_of_a_notice_counts_from_the_next_day() -> None:
    monday = datetime.date(2026, 11, 9)
    told = to_city(
        "", "met", "met", notices=(notice("city-hall", monday, date("2026-11-12")),), **changed("2026-11-09")
    )
    assert_specified(told)
