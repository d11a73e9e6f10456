"""How the findings of a city are put together: who is judged, in which order, and what a cell of the matrix shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from reestr.judging.finding import Finding, Outcome, Subject, worst
from reestr.judging.rule import Context, before_next, earliest, known_by
from reestr.judging.run import Assessment, assess, judge_organization
from reestr.registry.account import Attestation, ControlLoss, Pause, PreviousOwner
from reestr.registry.registry import Registry

from tests.unit.registry_factory import AS_OF, account, ago, date, exemption, observation, organization, registry
from tests.unit.requirement_factory import RULES, requirement

DAY = datetime.timedelta(days=1)
OFF = Attestation(False, "директор", ago(2))


def findings_of(check: str, as_of: datetime.date = AS_OF, **records: Any) -> tuple[Finding, ...]:
    return assess(registry([requirement(check)], **records), as_of).findings


def told(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return [(str(item.subject), str(item.outcome), item.verdict.reason) for item in findings]


@pytest.mark.parametrize(
    ("of_vk", "of_ok", "cell"),
    [
        ("met", "met", "met"),
        ("met", "breach", "breach"),
        ("breach", "met", "breach"),
        ("unconfirmed", "met", "unconfirmed"),
        ("met", "unconfirmed", "unconfirmed"),
        ("breach", "unconfirmed", "breach"),
        ("unconfirmed", "breach", "breach"),
    ],
)
def test_a_cell_shows_the_worst_outcome_of_the_accounts(of_vk: str, of_ok: str, cell: str) -> None:
    attested = {"met": account().two_factor, "breach": OFF, "unconfirmed": None}
    accounts = (account(two_factor=attested[of_vk]), account("school-ok", two_factor=attested[of_ok]))
    found = assess(registry([requirement("two-factor")], accounts=accounts), AS_OF)
    assert [str(item.outcome) for item in found.findings] == [of_vk, of_ok]
    assert found.cells == {("school", "two-factor"): cell}


def test_the_records_are_those_of_the_day_unless_others_are_named() -> None:
    built = registry([requirement("page-status")])
    (_, verdict), *_ = judge_organization(
        RULES["page-status"],  # type: ignore[arg-type]  # a rule of accounts
        Context(built, built.requirements["page-status"], AS_OF),
        built.organizations["school"],
    )
    assert verdict == assess(built, AS_OF).findings[0].verdict
    assert verdict != assess(built, AS_OF, by_later_records=True).findings[0].verdict


def test_the_worst_of_nothing_is_not_applicable() -> None:
    assert worst(()) is Outcome.NOT_APPLICABLE
    assert worst(reversed(Outcome)) is worst(Outcome) is Outcome.BREACH


@pytest.fixture
def city() -> Assessment:
    """Two schools and a club without a page, judged by a rule for the city, one for organizations, one for accounts."""
    requirements = [
        replace(requirement("two-factor"), order=3),
        replace(requirement("two-factor"), id="again", order=2),
        replace(requirement("registry-current"), order=2),
        replace(requirement("officer-appointed"), order=4),
        replace(requirement("two-factor"), id="told", rule=None, order=0),
    ]
    schools = (organization("school"), organization("gymnasium"), organization("club"))
    accounts = (account("school-vk"), account("gymnasium-vk", two_factor=OFF), account("school-ok"))
    return assess(registry(requirements, organizations=schools, accounts=accounts), AS_OF)


def test_findings_are_in_the_order_of_requirements_organizations_and_accounts(city: Assessment) -> None:
    two_factor = ["account/school-vk", "account/school-ok", "account/gymnasium-vk", "organization/club"]
    current = ["organization/school", "organization/gymnasium", "organization/club"]
    assert [(item.requirement, str(item.subject)) for item in city.findings] == [
        *(("again", subject) for subject in two_factor),
        *(("registry-current", subject) for subject in current),
        *(("two-factor", subject) for subject in two_factor),
        ("officer-appointed", "city"),
    ]
    assert {item.check for item in city.findings} == {"two-factor", "registry-current", "officer-appointed"}
    assert {item.clause for item in city.findings} == {"p.3-1"}


def test_findings_are_found_by_organization_and_by_requirement(city: Assessment) -> None:
    assert {name: len(items) for name, items in city.by_organization.items()} == {
        "school": 5,
        "gymnasium": 3,
        "club": 3,
    }
    assert [item.organization for item in city.by_requirement["again"]] == ["school", "school", "gymnasium", "club"]
    assert list(city.by_requirement) == ["again", "registry-current", "two-factor", "officer-appointed"]
    assert city.by_requirement["officer-appointed"][0].organization is None
    for finding in city.findings:
        assert finding in city.by_requirement[finding.requirement]


def test_the_summary_counts_every_outcome_also_those_that_do_not_occur(city: Assessment) -> None:
    found = {str(outcome): number for outcome, number in city.summary.items()}
    assert found == {
        "breach": 2,
        "unconfirmed": 0,
        "advice": 0,
        "not-due": 0,
        "met": 8,
        "exempt": 0,
        "not-applicable": 2,
    }


@pytest.mark.parametrize("check", ["two-factor", "page-passport", "two-posts-a-week"])
def test_of_a_closed_organization_no_account_is_judged_though_it_is_still_open(check: str) -> None:
    closed = organization(closed=True, closed_on=ago(3))
    closure = [("organization/school", "not-applicable", "common.closed")]
    assert told(findings_of(check, organizations=[closed])) == closure
    before = findings_of(check, ago(4), organizations=[closed])
    assert [str(item.subject) for item in before] == ["account/school-vk", "account/school-ok"]
    assert {item.verdict.holds_until for item in before if item.verdict.holds_until != ago(4)} == set()


def test_an_account_of_an_organization_that_is_not_there_yet_is_not_judged() -> None:
    coming = organization(since=AS_OF + DAY)
    (finding,) = findings_of("two-factor", organizations=[coming], accounts=[account(opened_on=ago(5))])
    assert told([finding]) == [("organization/school", "not-applicable", "common.to-come")]
    assert (finding.verdict.values, finding.verdict.holds_until) == ({"on": "2026-11-17"}, AS_OF)


def test_an_exempt_organization_without_pages_is_excused_by_every_rule_but_those_of_the_exempt() -> None:
    exempt: dict[str, Any] = {"organizations": [organization(exemptions=(exemption(),))], "accounts": []}
    assert told(findings_of("two-factor", **exempt)) == [("organization/school", "exempt", "common.exempt")]
    assert told(findings_of("accounts-exist", **exempt)) == [("organization/school", "exempt", "common.exempt")]
    assert told(findings_of("exemption-grounds", **exempt)) == [("organization/school", "met", "annex")]


UNTIL: tuple[tuple[str, dict[str, Any], dict[str, Any], datetime.date | None], ...] = (
    ("nothing to come", {}, {}, None),
    ("the organization closes", {"closed": True, "closed_on": ago(-3)}, {}, ago(-2)),
    ("closed, the day unknown", {"closed": True}, {}, None),
    ("a page closes", {}, {"closed": True, "closed_on": ago(-2)}, ago(-1)),
    ("the end of an exemption", {"exemptions": (exemption(until=ago(-5)),)}, {}, ago(-5)),
    ("the end of an exemption today", {"exemptions": (exemption(until=ago(0)),)}, {}, ago(0)),
    ("an exemption that is over", {"exemptions": (exemption(until=ago(1)),)}, {}, None),
    ("an exemption begins", {"exemptions": (exemption(since=ago(-4)),)}, {}, ago(-3)),
    ("a page is lost", {}, {"control_lost": (ControlLoss("blocked", ago(-6), None),)}, ago(-5)),
    ("a page is lost up to a day", {}, {"control_lost": (ControlLoss("blocked", ago(6), ago(-6)),)}, ago(-6)),
    ("a page is lost up to today", {}, {"control_lost": (ControlLoss("blocked", ago(6), ago(0)),)}, ago(0)),
    ("a page is back", {}, {"control_lost": (ControlLoss("blocked", ago(6), ago(1)),)}, None),
    ("a page is to be closed for a time", {}, {"pauses": (Pause(ago(-4), ago(-9)),)}, ago(-3)),
    ("a page is closed for a time", {}, {"pauses": (Pause(ago(4), ago(-9)),)}, ago(-9)),
    ("a page is closed up to today", {}, {"pauses": (Pause(ago(4), ago(0)),)}, ago(0)),
    ("a page was closed for a time", {}, {"pauses": (Pause(ago(4), ago(1)),)}, None),
    ("a page comes from another", {}, {"previous_owners": (PreviousOwner("club", ago(-3)),)}, ago(-3)),
    ("a page came from another today", {}, {"previous_owners": (PreviousOwner("club", ago(0)),)}, ago(0)),
    ("a page came from another", {}, {"previous_owners": (PreviousOwner("club", ago(1)),)}, None),
    ("the first of two", {"closed": True, "closed_on": ago(-9)}, {"closed": True, "closed_on": ago(-8)}, ago(-7)),
)


@pytest.mark.parametrize(("of_school", "of_page", "until"), [row[1:] for row in UNTIL], ids=[row[0] for row in UNTIL])
def test_a_verdict_holds_no_longer_than_what_is_known_of_the_organization(
    of_school: dict[str, Any], of_page: dict[str, Any], until: datetime.date | None
) -> None:
    (finding,) = findings_of(
        "responsible-appointed",
        organizations=[organization(**of_school)],
        accounts=[account(**of_page)],
    )
    assert finding.verdict.holds_until == until


def test_a_verdict_that_ends_sooner_by_itself_keeps_its_end() -> None:
    closing = organization(closed=True, closed_on=ago(-30))
    seen = account(observed=observation(ago(85)))
    (finding,) = findings_of("accounts-controlled", organizations=[closing], accounts=[seen])
    assert finding.verdict.holds_until == ago(-5)
    (later,) = findings_of("accounts-controlled", organizations=[closing], accounts=[account()])
    assert later.verdict.holds_until == ago(-29)


@pytest.mark.parametrize(
    ("days", "subjects"),
    [
        (0, [("account/school-vk", "school", "breach"), ("organization/club", "club", "not-applicable")]),
        (5, [("organization/school", "school", "not-applicable"), ("account/school-vk", "club", "met")]),
    ],
)
def test_a_page_is_judged_as_that_of_its_owner_on_the_day(days: int, subjects: list[tuple[str, str, str]]) -> None:
    """The club has no site of its own, so its page need not name one."""
    passed_on = account(
        previous_owners=(PreviousOwner("club", ago(1)),), observed=observation(ago(9), organization_site=False)
    )
    owners = [organization("school"), organization("club", has_site=False, site=None)]
    found = findings_of("page-passport", ago(days), organizations=owners, accounts=[passed_on])
    assert [(str(item.subject), item.organization, str(item.outcome)) for item in found] == subjects


def test_the_same_page_is_judged_as_that_of_its_present_owner() -> None:
    built: Registry = registry([requirement("two-factor")], organizations=[organization(), organization("club")])
    subjects = [(str(item.subject), item.organization) for item in assess(built, AS_OF).findings]
    assert subjects == [
        ("account/school-vk", "school"),
        ("account/school-ok", "school"),
        ("organization/club", "club"),
    ]


def test_the_first_of_several_deadlines_is_when_a_verdict_is_due() -> None:
    (finding,) = findings_of("content-plan")
    days = [deadline.due_on for deadline in finding.verdict.deadlines]
    assert days == [date("2026-11-05"), date("2026-12-05")]
    assert finding.verdict.due_on == days[0]
    assert replace(finding.verdict, deadlines=finding.verdict.deadlines[::-1]).due_on == days[0]
    assert replace(finding.verdict, deadlines=()).due_on is None


def test_a_subject_is_named_by_its_kind_and_id() -> None:
    assert (str(Subject("city")), str(Subject("account", "school-vk"))) == ("city", "account/school-vk")


@pytest.mark.parametrize(
    ("days", "before", "first"),
    [
        ((), None, None),
        ((None,), None, None),
        ((ago(3), ago(0)), None, ago(3)),
        ((ago(-2),), ago(-1), ago(-2)),
        ((ago(-9), None, ago(-2), ago(-5)), ago(-1), ago(-2)),
        ((ago(-2), ago(-9)), ago(-1), ago(-2)),
        ((ago(-1), ago(7)), ago(0), ago(7)),
    ],
)
def test_the_day_before_the_next_one_and_the_earliest(
    days: tuple[datetime.date | None, ...], before: datetime.date | None, first: datetime.date | None
) -> None:
    assert before_next(AS_OF, *days) == before
    assert earliest(*days) == first


def test_a_fact_is_known_from_its_day_on() -> None:
    known = [known_by(AS_OF, day) for day in (None, ago(1), ago(0), ago(-1))]
    assert known == [None, ago(1), ago(0), None]
