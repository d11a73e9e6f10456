"""The rules for accounts, case by case."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from reestr.registry.account import Attestation, ControlLoss, DatedStatus, Moderation, PreviousOwner, WeekCount
from reestr.registry.paperwork import Addressee, Assignment

from tests.unit.check_case import Case, assert_specified, case
from tests.unit.registry_factory import (
    WEEKS,
    account,
    activity,
    ago,
    assignment,
    count,
    date,
    exemption,
    not_done,
    observation,
    organization,
    result,
)

PAGE = "account/school-vk"
RECORD = "accounts/school-vk"
OWNERS = (PreviousOwner("club", ago(300)),)
controlled = partial(case, "accounts-controlled", subject=PAGE)
mark = partial(case, "page-status", subject=PAGE)
portal = partial(case, "portal-connected", subject=PAGE)
placed = partial(case, "portal-posts-placed", subject=PAGE)
credentials = partial(case, "credentials-accounted", subject=PAGE)
factor = partial(case, "two-factor", subject=PAGE)
moderated = partial(case, "moderation", subject=PAGE)
passport = partial(case, "page-passport", subject=PAGE)
information = partial(case, "open-information", subject=PAGE)
design = partial(case, "description-and-design", subject=PAGE)
extra = partial(case, "extras", subject=PAGE)
weekly = partial(case, "two-posts-a-week", subject=PAGE)
varied = partial(case, "varied-content", subject=PAGE)


def page(**changes: Any) -> dict[str, Any]:
    """The one account of the school, changed."""
    return {"accounts": (account(**changes),)}


def stolen(how: str) -> dict[str, Any]:
    """The one account, out of the organization's control for three days."""
    return page(control_lost=(ControlLoss(how, ago(3), None),))


def seen(on: datetime.date | None = None, **facts: bool | None) -> dict[str, Any]:
    """The one account with an observation."""
    return page(observed=observation(on, **facts))


def looked(by: str | None, **changes: Any) -> dict[str, Any]:
    """The one account, seen by somebody."""
    return page(observed=replace(observation(), by=by), **changes)


def owner(has_site: bool | None) -> dict[str, Any]:
    return {"organizations": (organization(has_site=has_site, site=None),)}


def removal(number: int) -> WeekCount:
    return count(removed=number)


def weeks(*counts: WeekCount | None) -> dict[str, Any]:
    """The counts of the last four full weeks, oldest first; None is a week that was not counted."""
    counted = {week: number for week, number in zip(WEEKS, counts, strict=True) if number is not None}
    return {"years": activity(counted)}


def post(due: int, done: int | None, url: str | None = "https://vk.example/wall-1") -> Assignment:
    """A «Госпаблики» item for the account."""
    done_result = None if done is None else result(ago(done), url)
    return assignment("portal-post", ago(due), Addressee(None, "school-vk", done_result))


def missed(due: int, seen: int) -> Assignment:
    """A «Госпаблики» item that somebody did not find in the account."""
    return assignment("portal-post", ago(due), Addressee(None, "school-vk", not_done(ago(seen))))


TWO, ONE, NONE = count(text=1, photo=1), count(text=1), count()
THREE_FORMATS = count(text=1, photo=1, video=1)

STANDING: tuple[Case, ...] = (
    controlled("last day of the period", "met", "met", "accounts/school-vk#/observed/on", **seen(ago(90))),
    controlled("a day too old", "unconfirmed", "expired", words="90 дней", **seen(ago(91))),
    controlled("never", "unconfirmed", "never", "accounts/school-vk#", **page(observed=None)),
    controlled("tomorrow", "unconfirmed", "never", "accounts/school-vk#/observed", **seen(ago(-1))),
    controlled("no day", "unconfirmed", "never", **page(observed=replace(observation(), on=None))),
    controlled("a new page", "not-due", "grace", words="до 16.11.2026", **page(observed=None, opened_on=ago(14))),
    controlled("a new page, seen", "met", "met", **page(opened_on=ago(14))),
    controlled("grace is over", "unconfirmed", "never", **page(observed=None, opened_on=ago(15))),
    controlled(
        "by the organization",
        "unconfirmed",
        "by-organization",
        "accounts/school-vk#/observed",
        **looked("organization"),
    ),
    controlled("by nobody", "unconfirmed", "by-nobody", "accounts/school-vk#/observed", **looked(None)),
    controlled("a new page, by the organization", "not-due", "grace", **looked("organization", opened_on=ago(14))),
    controlled("opening unknown", "unconfirmed", "never", **page(observed=None, opened_on=None)),
    mark("confirmed", "met", "met", "accounts/school-vk#/state_mark/confirmed_on"),
    mark("an old mark, checked", "met", "met", **page(state_mark=DatedStatus("confirmed", ago(800), ago(365)))),
    mark("expired", "unconfirmed", "expired", **page(state_mark=DatedStatus("confirmed", ago(800), ago(366)))),
    mark(
        "absent",
        "breach",
        "denied",
        "accounts/school-vk#/state_mark/status",
        "accounts/school-vk#/state_mark/checked_on",
        **page(state_mark=DatedStatus("absent", None, ago(365))),
    ),
    mark("absent long ago", "unconfirmed", "expired", **page(state_mark=DatedStatus("absent", None, ago(366)))),
    mark("absent, no day", "unconfirmed", "undated", **page(state_mark=DatedStatus("absent"))),
    mark("absent tomorrow", "unconfirmed", "unknown", **page(state_mark=DatedStatus("absent", None, ago(-1)))),
    mark("confirmed, no day", "unconfirmed", "undated", **page(state_mark=DatedStatus("confirmed"))),
    mark("confirmed tomorrow", "unconfirmed", "unknown", **page(state_mark=DatedStatus("confirmed", ago(-1), ago(3)))),
    mark("confirmed, checked tomorrow", "met", "met", **page(state_mark=DatedStatus("confirmed", ago(9), ago(-1)))),
    mark("nothing on record", "unconfirmed", "unknown", "accounts/school-vk#", **page(state_mark=DatedStatus())),
    mark("unknown", "unconfirmed", "unknown", **page(state_mark=DatedStatus("unknown", None, ago(3)))),
    mark("a new page", "not-due", "grace", **page(state_mark=DatedStatus("absent", None, ago(1)), opened_on=ago(30))),
    portal("connected long ago", "met", "met", "accounts/school-vk#/gospabliki/connected_on"),
    portal("not connected", "breach", "denied", **page(gospabliki=DatedStatus("not-connected", None, ago(365)))),
    portal(
        "not connected long ago",
        "unconfirmed",
        "expired",
        "accounts/school-vk#/gospabliki/checked_on",
        **page(gospabliki=DatedStatus("not-connected", None, ago(366))),
    ),
    portal("unknown", "unconfirmed", "unknown", **page(gospabliki=DatedStatus())),
    portal("no day", "unconfirmed", "undated", **page(gospabliki=DatedStatus("not-connected"))),
    portal("a new page", "not-due", "grace", **page(gospabliki=DatedStatus(), opened_on=ago(30))),
    credentials("accounted", "met", "met", "accounts/school-vk#/security/credentials/on", words="директор"),
    credentials("not accounted", "breach", "denied", **page(credentials=Attestation(False, "директор", ago(365)))),
    credentials(
        "not accounted long ago", "unconfirmed", "expired", **page(credentials=Attestation(False, None, ago(366)))
    ),
    credentials("unknown", "unconfirmed", "unknown", "accounts/school-vk#", **page(credentials=None)),
    credentials("tomorrow", "unconfirmed", "unknown", **page(credentials=Attestation(True, "директор", ago(-1)))),
    credentials("no day", "unconfirmed", "undated", **page(credentials=Attestation(True, "директор"))),
    credentials("by nobody", "unconfirmed", "by-nobody", **page(credentials=Attestation(True, None, ago(1)))),
    factor("on", "met", "met", "accounts/school-vk#/security/two_factor/attested_on"),
    factor("off", "breach", "denied", **page(two_factor=Attestation(False, "директор", ago(2)))),
    factor("last day", "met", "met", **page(two_factor=Attestation(True, "директор", ago(180)))),
    factor("expired", "unconfirmed", "expired", **page(two_factor=Attestation(True, "директор", ago(181)))),
    factor("unknown", "unconfirmed", "unknown", **page(two_factor=Attestation(None, "директор", ago(2)))),
    factor("no day", "unconfirmed", "undated", **page(two_factor=Attestation(False))),
    factor("by nobody", "unconfirmed", "by-nobody", **page(two_factor=Attestation(True, None, ago(1)))),
    moderated(
        "attested",
        "met",
        "met",
        "accounts/school-vk#/moderation/rules_url",
        "accounts/school-vk#/moderation/attested_on",
    ),
    moderated(
        "with removals", "met", "met-removed", words="2 удалённых комментария", **weeks(removal(2), TWO, TWO, TWO)
    ),
    moderated("removals of last year", "met", "met", years=activity({"2025-W45": removal(2)})),
    moderated("removals of this week", "met", "met", years=activity({"2026-W47": removal(2)})),
    moderated(
        "no rules",
        "advice",
        "no-rules",
        "accounts/school-vk#/moderation",
        **page(moderation=Moderation(None, ago(2), "методист")),
    ),
    moderated(
        "by nobody",
        "unconfirmed",
        "by-nobody",
        "accounts/school-vk#/moderation",
        **page(moderation=Moderation("https://vk.example/rules", ago(2), None)),
    ),
    moderated("never", "unconfirmed", "never", "accounts/school-vk#", **page(moderation=None)),
    moderated(
        "rules only", "unconfirmed", "never", **page(moderation=Moderation("https://vk.example/rules", None, None))
    ),
    moderated(
        "expired", "unconfirmed", "expired", **page(moderation=Moderation("https://vk.example/rules", ago(181), None))
    ),
)

ON_THE_PAGE: tuple[Case, ...] = (
    passport("everything", "met", "met", "accounts/school-vk#/observed/on"),
    passport("seen by the organization", "met", "met", **looked("organization")),
    passport(
        "some lacking",
        "breach",
        "lacking",
        "accounts/school-vk#/observed/email",
        "accounts/school-vk#/observed/phones",
        **seen(phones=False, email=False, address=None),
    ),
    passport("one not looked at", "unconfirmed", "not-looked-at", "accounts/school-vk#/observed", **seen(address=None)),
    passport("never", "unconfirmed", "never", "accounts/school-vk#", **page(observed=None)),
    passport("last day", "met", "met", **seen(ago(180))),
    passport("expired", "unconfirmed", "expired", **seen(ago(181), phones=False)),
    passport("a new page", "not-due", "grace", **page(observed=observation(phones=False), opened_on=ago(14))),
    passport("own site lacking", "breach", "lacking", **seen(organization_site=False)),
    passport("no own site", "met", "met", **seen(organization_site=False), **owner(False)),
    passport("own site unknown, seen", "met", "met", **owner(None)),
    passport("own site unknown", "unconfirmed", "site-unknown", **seen(organization_site=False), **owner(None)),
    passport("own site unknown, phones lacking", "breach", "lacking", **seen(phones=False), **owner(None)),
    passport(
        "no page, exempt",
        "exempt",
        "common.exempt",
        subject="organization/school",
        accounts=(),
        organizations=(organization(exemptions=(exemption(),)),),
    ),
    mark("gone", "not-applicable", "common.gone", f"{RECORD}#/control_lost/0/since", **stolen("gone")),
    mark("other", "not-applicable", "common.other-page", f"{RECORD}#/control_lost/0/since", **stolen("other-page")),
    mark("hijacked", "not-applicable", "common.hijacked", f"{RECORD}#/control_lost/0/since", **stolen("hijacked")),
    weekly("blocked", "not-applicable", "common.blocked", words="С 13.11.2026 страница", **stolen("blocked")),
    weekly(
        "back from hijackers", "not-due", "too-new", **page(control_lost=(ControlLoss("hijacked", ago(40), ago(1)),))
    ),
    weekly(
        "one week was not its own",
        "met",
        "met",
        **page(control_lost=(ControlLoss("blocked", date("2026-11-09"), date("2026-11-09")),)),
        years=activity({week: count(text=2) for week in WEEKS[:-1]}),
    ),
    weekly(
        "the weeks were another organization's",
        "not-due",
        "too-new",
        **page(previous_owners=(PreviousOwner("club", ago(1)),)),
        years=activity({week: count(text=0) for week in WEEKS}),
    ),
    mark("by later records", "unconfirmed", "common.owner-undated", f"{RECORD}#/organization", by_later_records=True),
    mark("by later records that name owners", "met", "met", by_later_records=True, **page(previous_owners=OWNERS)),
    design("by later records", "unconfirmed", "common.owner-undated", by_later_records=True),
    passport("no page", "not-applicable", "common.no-account", subject="organization/school", accounts=()),
    information("placed", "met", "met"),
    information("not placed", "breach", "lacking", **seen(open_information=False)),
    information("not looked at", "unconfirmed", "not-looked-at", **seen(open_information=None)),
    information("never", "unconfirmed", "never", **page(observed=None)),
    information("expired", "unconfirmed", "expired", **seen(ago(181))),
    information("a new page", "not-due", "grace", **page(observed=None, opened_on=ago(0))),
    design("all there", "met", "met"),
    design("no cover", "breach", "lacking", "accounts/school-vk#/observed/cover", **seen(cover=False)),
    design("not looked at", "unconfirmed", "not-looked-at", **seen(avatar=None)),
    design("never", "unconfirmed", "never", **seen(ago(-1))),
    design("expired", "unconfirmed", "expired", **seen(ago(181))),
    design("a new page", "not-due", "grace", **page(observed=None, opened_on=ago(0))),
    extra("one in use", "met", "met", "accounts/school-vk#/observed/widgets", **seen(apps=False, dynamic_cover=None)),
    extra("none in use", "advice", "none", **seen(apps=False, widgets=False, dynamic_cover=False)),
    extra("one not looked at", "unconfirmed", "not-looked-at", **seen(apps=None, widgets=False, dynamic_cover=False)),
    extra("expired", "unconfirmed", "expired", **seen(ago(181))),
    extra("never", "unconfirmed", "never", **page(observed=None)),
)

PUBLICATIONS: tuple[Case, ...] = (
    placed("nothing asked", "not-applicable", "none", "accounts/school-vk#"),
    placed("in time", "met", "met", "assignments/task#/addressees/0/result", assignments=(post(2, 2),)),
    placed("late", "breach", "late", assignments=(post(2, 1),), words="15.11.2026, позже срока 14.11.2026"),
    placed("nothing known", "unconfirmed", "unknown", "assignments/task#/addressees/0", assignments=(post(1, None),)),
    placed(
        "seen not to be there",
        "breach",
        "not-done",
        "assignments/task#/addressees/0/result",
        assignments=(missed(3, 2),),
        words="14.11.2026 материал",
    ),
    placed("not there on the last day", "unconfirmed", "unknown", assignments=(missed(3, 3),)),
    placed("not there tomorrow", "unconfirmed", "unknown", assignments=(missed(3, -1),)),
    placed("not there, the term still running", "not-due", "open", assignments=(missed(0, 1),)),
    placed("last day", "not-due", "open", assignments=(post(0, None),)),
    placed("no address", "unconfirmed", "unproven", assignments=(post(2, 2, None),)),
    weekly(
        "two in each",
        "met",
        "met",
        *(f"activity/school-vk/2026#/weeks/{week}" for week in WEEKS),
        **weeks(TWO, TWO, TWO, TWO),
    ),
    weekly("one in one", "breach", "short", words="2026-W44 (26.10–01.11) — 1.", **weeks(TWO, ONE, TWO, TWO)),
    weekly("zero is a count", "breach", "short", words="2026-W46 (09.11–15.11) — 0", **weeks(TWO, None, TWO, NONE)),
    weekly("an item counts", "met", "met", **weeks(TWO, TWO, TWO, count(text=1, gospabliki=1))),
    weekly(
        "unless the registry says no",
        "breach",
        "short",
        parameters={"counts_gospabliki": False},
        **weeks(TWO, TWO, TWO, count(text=1, gospabliki=1)),
    ),
    weekly(
        "unknown is not zero", "unconfirmed", "uncounted", words="2026-W44 (26.10–01.11)", **weeks(TWO, None, TWO, TWO)
    ),
    weekly("no counts at all", "unconfirmed", "uncounted", "accounts/school-vk#"),
    weekly("last week not counted yet", "not-due", "not-counted-yet", **weeks(TWO, TWO, TWO, None)),
    weekly("last day of counting", "not-due", "not-counted-yet", as_of=ago(-6), **weeks(TWO, TWO, TWO, None)),
    weekly("a week ago", "unconfirmed", "uncounted", as_of=ago(-7), **weeks(TWO, TWO, TWO, None)),
    weekly(
        "the day before the week is over",
        "met",
        "met",
        as_of=ago(1),
        **weeks(TWO, TWO, TWO, NONE),
        parameters={"weeks_judged": 3},
    ),
    weekly("a total without formats", "met", "met", **weeks(TWO, count(unspecified=2), TWO, TWO)),
    weekly("opened on Monday", "met", "met", **page(opened_on=ago(7)), **weeks(NONE, NONE, NONE, TWO)),
    weekly(
        "opened on Tuesday",
        "not-due",
        "too-new",
        "accounts/school-vk#/opened_on",
        **page(opened_on=ago(6)),
        **weeks(NONE, NONE, NONE, NONE),
    ),
    weekly("opening unknown", "breach", "short", **page(opened_on=None), **weeks(NONE, TWO, TWO, TWO)),
    weekly(
        "over the new year",
        "met",
        "met",
        "activity/school-vk/2025#/weeks/2025-W52",
        "activity/school-vk/2026#/weeks/2026-W01",
        as_of=date("2026-01-05"),
        parameters={"weeks_judged": 2},
        years=activity({"2025-W52": TWO, "2026-W01": TWO}),
    ),
    varied("three formats", "met", "met", **weeks(ONE, count(photo=1), None, count(video=2))),
    varied("two formats", "advice", "few", **weeks(TWO, TWO, TWO, TWO)),
    varied("nothing at all", "advice", "few", **weeks(NONE, NONE, NONE, NONE)),
    varied(
        "nothing at all, which another requirement judges",
        "not-applicable",
        "nothing-see",
        words="в требовании «two-posts-a-week»",
        beside=("two-posts-a-week",),
        **weeks(NONE, NONE, NONE, NONE),
    ),
    varied(
        "items alone are publications",
        "advice",
        "few",
        beside=("two-posts-a-week",),
        **weeks(NONE, NONE, NONE, count(gospabliki=3)),
    ),
    varied("a format counted as zero", "advice", "few", **weeks(TWO, TWO, TWO, count(text=1, video=0))),
    varied("an item is no format", "advice", "few", **weeks(TWO, TWO, TWO, count(gospabliki=3))),
    varied("a week is unknown", "unconfirmed", "uncounted", **weeks(TWO, TWO, None, TWO)),
    varied("formats not reported", "unconfirmed", "unspecified", **weeks(TWO, TWO, TWO, count(text=1, unspecified=2))),
    varied(
        "formats not reported, but enough",
        "met",
        "met",
        **weeks(ONE, count(photo=1), count(video=1), count(unspecified=3)),
    ),
    varied("a young page", "not-due", "too-new", **page(opened_on=ago(14)), **weeks(NONE, NONE, TWO, TWO)),
    varied("a young page with three", "met", "met", **page(opened_on=ago(7)), **weeks(NONE, NONE, NONE, THREE_FORMATS)),
    varied("a page of today", "not-due", "too-new", **page(opened_on=ago(0))),
)

CASES = STANDING + ON_THE_PAGE + PUBLICATIONS


@pytest.mark.parametrize("example", CASES, ids=str)
def test_account_check(example: Case) -> None:
    assert_specified(example)
