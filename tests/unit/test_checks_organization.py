"""The rules about an organization's pages and responsible persons, case by case."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from reestr.registry.account import Account, ControlLoss, PreviousOwner
from reestr.registry.city import Appointment
from reestr.registry.norms import Period
from reestr.registry.organization import Responsible

from tests.unit.check_case import Case, assert_specified, case
from tests.unit.registry_factory import (
    account,
    ago,
    date,
    exemption,
    network,
    organization,
    responsible,
)

SCHOOL = "organization/school"
VK, OK = account("school-vk"), account("school-ok")
exist = partial(case, "accounts-exist", subject=SCHOOL)
appointed = partial(case, "responsible-appointed", subject=SCHOOL)
grounds = partial(case, "exemption-grounds", subject=SCHOOL)
current = partial(case, "registry-current", subject=SCHOOL)


def school(**changes: Any) -> dict[str, Any]:
    """The one organization, changed."""
    return {"organizations": (organization(**changes),)}


def exempt(*exemptions: object) -> dict[str, Any]:
    """The school without accounts, with exemptions."""
    return {**school(exemptions=exemptions), "accounts": ()}


def exempt_since_2024() -> dict[str, Any]:
    """The school without accounts, in the registry for long, with an agreement of 1 February 2025."""
    return {**school(since=date("2024-01-10"), exemptions=(exemption("agreement"),)), "accounts": ()}


def closed(days: int) -> dict[str, Any]:
    """The school, closed so many days ago."""
    return school(closed=True, closed_on=ago(days))


def lost(page: Account, since: int, until: int | None = None) -> Account:
    """An account that its organization has not controlled since, or between, so many days ago."""
    days = ControlLoss("hijacked", ago(since), None if until is None else ago(until))
    return replace(page, control_lost=(days,))


def passed_on(page: Account, days: int, former: str, now: str) -> Account:
    """An account whose former owner had it up to so many days ago."""
    return replace(page, organization=now, previous_owners=(PreviousOwner(former, ago(days)),))


def changed(*days: str | None) -> dict[str, Any]:
    """The school with a first responsible person and one more from each of the days."""
    history: list[Responsible] = [responsible("2025-02-01"), *(responsible(item) for item in days)]
    return school(responsible=tuple(history))


def opened(identifier: str, days: int) -> Account:
    return account(identifier, opened_on=ago(days))


CASES: tuple[Case, ...] = (
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
    exist(
        "a draft of the page",
        "unconfirmed",
        "pending",
        "organizations/school#",
        accounts=(VK,),
        words="ещё не заполнена: Одноклассники",
        pending={"school": frozenset(("ok",))},
    ),
    exist(
        "a draft of one page, nothing of the other",
        "breach",
        "missing",
        accounts=(),
        words="в сетях: Одноклассники.",
        pending={"school": frozenset(("vk",))},
    ),
    exist("a draft of another's page", "breach", "missing", accounts=(VK,), pending={"b": frozenset(("ok",))}),
    exist("a draft beside a page", "met", "met", pending={"school": frozenset(("ok",))}),
    exist(
        "an agreement without a letter",
        "unconfirmed",
        "claimed",
        "organizations/school#/exemptions",
        words="реквизитов письма нет",
        **exempt(exemption("agreement", letter=None)),
    ),
    exist(
        "a letter without a date",
        "unconfirmed",
        "claimed",
        **exempt(exemption("agreement", letter=Appointment("", "1"))),
    ),
    exist(
        "another ground without a document",
        "unconfirmed",
        "claimed-document",
        "organizations/school#/exemptions",
        words="основание «contract»",
        **exempt(exemption("contract", letter=None, proof="document")),
    ),
    exist(
        "an agreement without a letter for one network",
        "breach",
        "missing",
        words="в сетях: Одноклассники.",
        **exempt(exemption("agreement", ("vk",), letter=None)),
    ),
    exist(
        "an agreement without a letter, over",
        "breach",
        "missing",
        **exempt(exemption("agreement", letter=None, until=ago(1))),
    ),
    exist(
        "an agreement without a letter beside a row",
        "exempt",
        "common.exempt",
        **exempt(exemption("agreement", letter=None), exemption()),
    ),
    exist("before the letter", "breach", "missing", as_of=date("2025-01-31"), **exempt_since_2024()),
    exist("exempt without pages", "exempt", "common.exempt", **exempt(exemption())),
    exist("exemption over", "breach", "missing", **exempt(exemption(until=ago(1)))),
    exist("no network is required", "not-applicable", "nothing-required", networks=(network("vk", "ВК", False),)),
    exist("closed", "not-applicable", "common.closed", **school(closed=True)),
    exist(
        "the day before it begins", "not-applicable", "common.to-come", words="с 17.11.2026", **school(since=ago(-1))
    ),
    exist("a page was another's", "breach", "missing", accounts=(VK, passed_on(OK, 0, "a", "school"))),
    exist("a page is its own since today", "met", "met", accounts=(VK, passed_on(OK, 1, "a", "school"))),
    exist("a page passes on tomorrow", "met", "met", accounts=(VK, passed_on(OK, 0, "school", "a"))),
    exist("a page has passed on", "breach", "missing", accounts=(VK, passed_on(OK, 1, "school", "a"))),
    exist(
        "a hijacked page",
        "unconfirmed",
        "control-lost",
        "accounts/school-ok#/control_lost",
        accounts=(VK, lost(OK, 3)),
        words="в сетях: Одноклассники",
    ),
    exist("a page that came back", "met", "met", accounts=(VK, lost(OK, 3, 1))),
    exist("a page lost up to today", "unconfirmed", "control-lost", accounts=(VK, lost(OK, 3, 0))),
    exist(
        "a lost page beside a good one", "met", "met", accounts=(VK, OK, lost(account("school-ok-2", network="ok"), 3))
    ),
    exist("one lost, one missing", "breach", "missing", accounts=(lost(VK, 3),)),
    exist("no page, by later records", "unconfirmed", "common.later-records", accounts=(), by_later_records=True),
    exist("pages, by later records", "unconfirmed", "common.later-records", by_later_records=True),
    exist("closed on a day, by later records", "not-applicable", "common.closed", by_later_records=True, **closed(1)),
    exist("closed some day", "unconfirmed", "common.later-records", by_later_records=True, **school(closed=True)),
    exist("exempt since a day", "exempt", "common.exempt", by_later_records=True, **exempt(exemption(since=ago(99)))),
    exist("exempt", "unconfirmed", "common.later-records", by_later_records=True, **exempt(exemption())),
    appointed("by an order", "met", "met", "organizations/school#/responsible/0/order", words="№ 12-о"),
    appointed("nobody, known", "advice", "nobody", "organizations/school#/responsible", **school(responsible=())),
    appointed(
        "nothing on record",
        "unconfirmed",
        "unknown",
        "organizations/school#",
        **school(responsible=(), responsible_known=False),
    ),
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
        "a document of another ground",
        "met",
        "document",
        "organizations/school#/exemptions/0/letter",
        words="contract, документ № 41 от 01.02.2025",
        **exempt(exemption("contract", proof="document")),
    ),
    grounds(
        "another ground without a document",
        "unconfirmed",
        "no-document",
        "organizations/school#/exemptions/0",
        **exempt(exemption("contract", letter=None, proof="document")),
    ),
    grounds(
        "a ground that the act does not know any more",
        "breach",
        "expired",
        "organizations/school#/exemptions/0",
        **exempt(exemption("contract", proof="document", granted=Period(None, ago(1)))),
    ),
    grounds(
        "no letter",
        "unconfirmed",
        "no-letter",
        "organizations/school#/exemptions/0",
        **exempt(exemption("agreement", letter=None)),
    ),
    grounds(
        "a letter without a date",
        "unconfirmed",
        "no-letter",
        **exempt(exemption("agreement", letter=Appointment("", "41"))),
    ),
    grounds("the last day", "met", "annex", **exempt(exemption(until=ago(0)))),
    grounds(
        "run out", "breach", "expired", "organizations/school#/exemptions/0/until", **exempt(exemption(until=ago(1)))
    ),
    grounds(
        "run out, which another requirement judges",
        "not-applicable",
        "expired-see",
        "organizations/school#/exemptions/0/until",
        words="в требовании «accounts-exist»",
        beside=("accounts-exist",),
        **exempt(exemption(until=ago(1))),
    ),
    grounds(
        "run out in one network, no such row in the other",
        "breach",
        "no-row",
        beside=("accounts-exist",),
        **exempt(exemption(networks=("vk",), until=ago(1)), exemption(networks=("ok",), clause="annex-99")),
    ),
    grounds(
        "run out, followed by another", "met", "agreement", **exempt(exemption(until=ago(1)), exemption("agreement"))
    ),
    grounds("begins tomorrow", "not-due", "not-begun", words="17.11.2026", **exempt(exemption(since=ago(-1)))),
    grounds(
        "no letter, run out",
        "unconfirmed",
        "no-letter",
        **exempt(exemption("agreement", letter=None, until=ago(1))),
    ),
    grounds("before the letter", "not-due", "not-begun", as_of=date("2025-01-31"), **exempt_since_2024()),
    grounds(
        "one network good, one claimed",
        "unconfirmed",
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


@pytest.mark.parametrize("example", CASES, ids=str)
def test_organization_check(example: Case) -> None:
    assert_specified(example)
