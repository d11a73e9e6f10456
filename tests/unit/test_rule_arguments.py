"""What rules say with other arguments than those of the first act: one of several networks, some networks only, answers
within hours or days, renewal in each quarter, words of the requirement's own.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from reestr.judging.catalogue import FAMILIES, RuleNameError, bound, can_judge, install
from reestr.judging.finding import Finding
from reestr.judging.rule import RuleFamily
from reestr.judging.run import assess
from reestr.judging.tasks.collecting import tasks_of
from reestr.registry.account import Account, Attestation, ControlLoss, MachineLook, Moderation
from reestr.registry.city import Parameter, Requirement
from reestr.registry.norms import Norm, Period
from reestr.registry.organization import Organization
from reestr.registry.paperwork import Addressee, AssignmentResult
from reestr.registry.registry import Registry
from reestr.registry.rule_calls import CALLS_BY_CHECK, ArgumentValue, call, call_of, check_of
from reestr.wording import finding_text, task_text

from tests.depth import times
from tests.unit import registry_factory as factory
from tests.unit.random_registry import registries
from tests.unit.registry_factory import AS_OF, ago
from tests.unit.requirement_factory import requirement
from tests.unit.test_holds_until import _walk as walk

DAY = datetime.timedelta(days=1)


def asked(name: str, parameters: Mapping[str, object] | None = None, /, **arguments: ArgumentValue) -> Requirement:
    """A requirement judged by a rule with these arguments and parameters."""
    given = {key: Parameter(value, "registry-setting", "") for key, value in (parameters or {}).items()}
    plain = dataclasses.replace(requirement("two-factor"), id="asked", title="Требуется")
    return dataclasses.replace(plain, rule=call(name, **arguments), parameters=given)


def found(what: Requirement, as_of: datetime.date = AS_OF, **records: Any) -> tuple[Finding, ...]:
    """The findings of a requirement that can be judged."""
    assert can_judge(what)
    return assess(factory.registry([what], **records), as_of).findings


def said(what: Requirement, as_of: datetime.date = AS_OF, **records: Any) -> list[tuple[str, str, str]]:
    """Subject, outcome and reason of each finding; each has words."""
    findings = found(what, as_of, **records)
    assert all("{" not in finding_text.reason(finding, factory.WORDS) for finding in findings)
    return [(str(item.subject), str(item.outcome), item.verdict.reason) for item in findings]


# One of these networks


ONE = asked("present", {"grace_days": 30}, one_of=("vk", "ok"))


def test_a_page_in_one_of_the_networks_is_enough() -> None:
    assert said(ONE, accounts=[factory.account("school-ok")]) == [("organization/school", "met", "met")]
    (finding,) = found(ONE, accounts=[factory.account("school-ok")])
    assert "Довольно одной" in finding_text.reason(finding, factory.WORDS)
    assert said(asked("present", {"grace_days": 30}), accounts=[factory.account("school-ok")]) == [
        ("organization/school", "breach", "missing")
    ]


def test_without_any_of_the_networks_all_are_named() -> None:
    (finding,) = found(ONE, accounts=[])
    assert (finding.outcome, finding.verdict.reason) == ("breach", "missing")
    assert len(finding.verdict.values["networks"]) == 2  # type: ignore[arg-type]  # a tuple of names
    assert "ни в одной" in finding_text.reason(finding, factory.WORDS)


def test_an_exemption_from_one_of_the_networks_leaves_the_other_to_be_had() -> None:
    partly = factory.organization(exemptions=(factory.exemption(networks=("vk",)),))
    (finding,) = found(ONE, organizations=[partly], accounts=[])
    assert finding.outcome == "breach"
    assert finding.verdict.values["networks"] == ("Одноклассники",)


def test_networks_may_be_named_instead_of_the_required_ones() -> None:
    only_vk = asked("present", {"grace_days": 30}, all_of=("vk",))
    assert said(only_vk, accounts=[factory.account("school-vk")]) == [("organization/school", "met", "met")]


def _lost(name: str) -> Account:
    return factory.account(name, control_lost=(ControlLoss("hijacked", ago(5), None),))


def _claiming(*networks: str) -> list[Organization]:
    return [factory.organization(exemptions=(factory.exemption("agreement", networks, letter=None),))]


VK, OK, BOTH = ("ВКонтакте",), ("Одноклассники",), ("ВКонтакте", "Одноклассники")
BEGUN = {"school": frozenset(("ok",))}
VK_IS_NEW = [
    dataclasses.replace(factory.network("vk", *VK), required_periods=(Norm(True, Period(ago(10))),)),
    factory.network("ok", *OK),
]


@pytest.mark.parametrize(
    ("records", "outcome", "reason", "networks"),
    [
        ({"accounts": [factory.account("school-ok"), factory.account("school-tg")]}, "met", "met", OK),
        ({"accounts": [factory.account("school-tg")]}, "breach", "missing", BOTH),
        ({"accounts": [_lost("school-vk"), factory.account("school-ok")]}, "met", "met", OK),
        ({"accounts": [_lost("school-vk")]}, "unconfirmed", "control-lost", VK),
        ({"accounts": [_lost("school-vk"), _lost("school-ok")]}, "unconfirmed", "control-lost", BOTH),
        ({"accounts": [_lost("school-tg")]}, "breach", "missing", BOTH),
        ({"accounts": [], "pending": BEGUN}, "unconfirmed", "pending", OK),
        ({"accounts": [], "pending": BEGUN, "organizations": _claiming("vk")}, "unconfirmed", "pending", OK),
        ({"accounts": [], "organizations": _claiming("vk")}, "breach", "missing", OK),
        ({"accounts": [], "pending": BEGUN, "organizations": _claiming("ok")}, "breach", "missing", VK),
        ({"accounts": [], "organizations": _claiming()}, "unconfirmed", "claimed", BOTH),
        ({"accounts": [], "organizations": [factory.organization(since=ago(9))]}, "not-due", "grace", BOTH),
        ({"accounts": [], "networks": VK_IS_NEW}, "not-due", "grace-demanded", BOTH),
    ],
)
def test_having_none_of_the_networks_is_judged_by_the_best_explanation(
    records: dict[str, Any], outcome: str, reason: str, networks: tuple[str, ...]
) -> None:
    (finding,) = found(ONE, **records)
    assert (finding.outcome, finding.verdict.reason) == (outcome, reason)
    assert finding.verdict.values["networks"] == networks
    assert "school-tg" not in {place.origin.id for place in finding.verdict.evidence}


def test_where_each_network_is_asked_for_a_claim_goes_before_a_draft() -> None:
    (finding,) = found(asked("present", {"grace_days": 30}), accounts=[], pending=BEGUN, organizations=_claiming("vk"))
    assert (finding.verdict.reason, finding.verdict.values["networks"]) == ("claimed", VK)


@pytest.mark.parametrize("what", [ONE, asked("present", {"grace_days": 30})])
def test_of_two_terms_of_grace_the_one_that_ends_first_is_told(what: Requirement) -> None:
    (finding,) = found(what, accounts=[], networks=VK_IS_NEW, organizations=[factory.organization(since=ago(20))])
    assert (finding.verdict.reason, finding.verdict.due_on) == ("grace", ago(-10))


def test_a_network_that_the_registry_does_not_have_is_not_asked_for() -> None:
    assert said(asked("present", {"grace_days": 30}, all_of=("vk", "gone")), accounts=[factory.account()]) == [
        ("organization/school", "met", "met")
    ]


def test_pages_are_owed_since_the_first_day_on_which_one_was_missing() -> None:
    later = dataclasses.replace(VK_IS_NEW[0], required_periods=(Norm(True, Period(ago(100))),))
    (finding,) = found(asked("present", {"grace_days": 30}), accounts=[], networks=[later, VK_IS_NEW[1]])
    assert (finding.verdict.reason, finding.verdict.due_on) == ("missing", datetime.date(2025, 3, 3))


# Facts of a page


SITE_ONLY = asked("observed", {"observation_period_days": 180, "grace_days": 14}, all_of=("organization_site",))


def test_without_a_site_the_latest_look_answers_for_the_site() -> None:
    looks: dict[str, Any] = {"observed": factory.observation(ago(10)), "machine": MachineLook(ago(3), {"avatar": True})}
    records: dict[str, Any] = {"organizations": [factory.organization(has_site=False, site=None)]}
    (finding,) = found(SITE_ONLY, accounts=[factory.account(**looks)], **records)
    assert (finding.outcome, finding.verdict.reason) == ("met", "met")
    assert (finding.verdict.values["on"], finding.verdict.values["facts"]) == (ago(3).isoformat(), ())


def test_a_site_that_nobody_knows_matters_only_where_the_site_is_asked_for() -> None:
    unknown: dict[str, Any] = {
        "organizations": [factory.organization(has_site=None, site=None)],
        "accounts": [factory.account(observed=factory.observation(organization_site=False))],
    }
    assert [reason for _, _, reason in said(SITE_ONLY, **unknown)] == ["site-unknown"]
    avatar = asked("observed", {"observation_period_days": 180, "grace_days": 14}, all_of=("avatar",))
    assert [reason for _, _, reason in said(avatar, **unknown)] == ["met"]


# Some networks only


def test_accounts_of_other_networks_are_not_judged() -> None:
    only_ok = asked("attested", {"attestation_period_days": 180}, field="security.two_factor", networks=("ok",))
    accounts = [factory.account("school-vk", two_factor=None), factory.account("school-ok")]
    assert said(only_ok, accounts=accounts) == [("account/school-ok", "met", "met")]
    assert said(only_ok, accounts=accounts[:1]) == [("organization/school", "not-applicable", "common.other-networks")]


# Renewed in each quarter


QUARTERLY = asked("attested", {"renewed_every": "quarter"}, field="security.credentials", renewed="calendar")


@pytest.mark.parametrize(
    ("on", "as_of", "reason", "due_on"),
    [
        ("2026-07-01", "2026-12-31", "met", "2026-12-31"),
        ("2026-09-30", "2026-11-16", "met", "2026-12-31"),
        ("2026-10-01", "2026-11-16", "met", "2027-03-31"),
        ("2026-06-30", "2026-09-30", "met", "2026-09-30"),
        ("2026-06-30", "2026-10-01", "not-renewed", "2026-09-30"),
    ],
)
def test_an_attestation_is_to_be_renewed_by_the_end_of_the_next_quarter(
    on: str, as_of: str, reason: str, due_on: str
) -> None:
    given = Attestation(True, "директор", datetime.date.fromisoformat(on))
    day = datetime.date.fromisoformat(as_of)
    (finding,) = found(QUARTERLY, day, accounts=[factory.account(credentials=given)])
    assert finding.verdict.reason == reason
    assert finding.verdict.due_on == datetime.date.fromisoformat(due_on)
    assert finding.verdict.holds_until == (finding.verdict.due_on if reason == "met" else None)
    if reason == "not-renewed":
        assert "За прошлый квартал" in finding_text.reason(finding, factory.WORDS)


@pytest.mark.parametrize(
    ("every", "on", "last"),
    [
        ("month", "2026-10-05", "2026-11-30"),
        ("half-year", "2026-06-30", "2026-12-31"),
        ("half-year", "2026-07-01", "2027-06-30"),
        ("year", "2025-12-31", "2026-12-31"),
    ],
)
def test_each_period_of_the_calendar_gives_time_until_the_end_of_the_next(every: str, on: str, last: str) -> None:
    what = asked("attested", {"renewed_every": every}, field="security.credentials", renewed="calendar")
    given = Attestation(True, "директор", datetime.date.fromisoformat(on))
    (finding,) = found(what, accounts=[factory.account(credentials=given)])
    assert (finding.verdict.reason, finding.verdict.due_on) == ("met", datetime.date.fromisoformat(last))


def test_moderation_may_be_renewed_by_the_calendar_too() -> None:
    yearly = asked("attested", {"renewed_every": "year"}, field="moderation", renewed="calendar")
    old = Moderation("https://vk.example/rules", datetime.date(2024, 3, 1), "методист")
    assert said(yearly, accounts=[factory.account(moderation=old)]) == [
        ("account/school-vk", "unconfirmed", "not-renewed")
    ]


@pytest.mark.parametrize("value", ["week", 4, True])
def test_a_period_that_the_calendar_does_not_have_cannot_be_judged(value: object) -> None:
    assert not can_judge(asked("attested", {"renewed_every": value}, field="security.credentials", renewed="calendar"))


# Answered within days or hours


DAYS = asked("assigned", {"answer_days": 3}, kind="information-request", term="days")
HOURS = asked("assigned", {"answer_hours": 24}, kind="information-request", term="hours")


def _request(done: str | None, at: str = "", issued_at: str = "") -> dict[str, Any]:
    result = None
    if done is not None:
        hour = datetime.time.fromisoformat(at) if at else None
        result = AssignmentResult(datetime.date.fromisoformat(done), None, "Письмо № 1", None, None, hour)
    given = factory.assignment(
        "information-request",
        datetime.date(2026, 12, 31),
        Addressee("school", None, result),
        issued_on=datetime.date(2026, 11, 10),
    )
    hour = datetime.time.fromisoformat(issued_at) if issued_at else None
    return {"assignments": [dataclasses.replace(given, issued_at=hour)]}


@pytest.mark.parametrize(
    ("done", "as_of", "reason"),
    [
        ("2026-11-13", "2026-11-16", "met"),
        ("2026-11-14", "2026-11-16", "late"),
        (None, "2026-11-13", "open"),
        (None, "2026-11-14", "unknown"),
    ],
)
def test_days_count_from_the_day_of_issue_whatever_day_the_assignment_names(
    done: str | None, as_of: str, reason: str
) -> None:
    (finding,) = found(DAYS, datetime.date.fromisoformat(as_of), **_request(done))
    assert finding.verdict.reason == reason
    assert finding.verdict.values["due"] == "2026-11-13"


def test_information_may_be_asked_of_a_page() -> None:
    given = factory.result(ago(3), document="Письмо № 1")
    request = factory.assignment("information-request", ago(2), Addressee(None, "school-vk", given))
    of_page = asked("assigned", kind="information-request", of="account")
    one: dict[str, Any] = {"accounts": [factory.account()], "assignments": [request]}
    assert said(of_page, **one) == [("account/school-vk", "met", "met")]
    for what in (asked("assigned", kind="information-request"), DAYS):
        assert [subject for subject, _, _ in said(what, **one)] == ["organization/school"]


@pytest.mark.parametrize(
    ("since", "until", "outcome", "reason"),
    [
        ("2026-11-10", None, "unconfirmed", "unknown"),
        ("2026-11-11", None, "not-applicable", "none"),
        (None, "2026-11-10", "unconfirmed", "unknown"),
        (None, "2026-11-09", "not-applicable", "none"),
    ],
)
def test_what_was_asked_on_a_day_without_a_norm_is_not_judged(
    since: str | None, until: str | None, outcome: str, reason: str
) -> None:
    first, last = (datetime.date.fromisoformat(day) if day else None for day in (since, until))
    term = Parameter(None, "decree", "", (Norm(3, Period(first, last)), Norm(9, Period(AS_OF))))
    what = dataclasses.replace(DAYS, parameters={"answer_days": term})
    assert said(what, **_request(None)) == [("organization/school", outcome, reason)]


@pytest.mark.parametrize(
    ("issued_at", "done", "at", "reason"),
    [
        ("10:00", "2026-11-11", "10:00", "met"),
        ("10:00", "2026-11-11", "10:01", "late"),
        ("10:00", "2026-11-10", "", "met"),
        ("10:00", "2026-11-11", "", "unproven"),
        ("10:00", "2026-11-12", "", "late"),
        ("", "2026-11-10", "", "met"),
        ("", "2026-11-11", "09:00", "unproven"),
        ("", "2026-11-11", "", "unproven"),
        ("", "2026-11-12", "", "unproven"),
        ("", "2026-11-12", "00:01", "late"),
        ("", "2026-11-13", "", "late"),
    ],
)
def test_of_hours_only_what_the_days_decide_is_decided(issued_at: str, done: str, at: str, reason: str) -> None:
    (finding,) = found(HOURS, **_request(done, at, issued_at))
    assert finding.verdict.reason == reason


@pytest.mark.parametrize(
    ("hours", "issued_at", "due", "last"),
    [
        (24, "10:00", "2026-11-11", "2026-11-11"),
        (24, "", "2026-11-11", "2026-11-12"),
        (6, "17:59", "2026-11-10", "2026-11-10"),
        (6, "18:00", "2026-11-11", "2026-11-11"),
        (6, "", "2026-11-10", "2026-11-11"),
    ],
)
def test_an_answer_is_open_until_its_hours_have_surely_passed(hours: int, issued_at: str, due: str, last: str) -> None:
    what = asked("assigned", {"answer_hours": hours}, kind="information-request", term="hours")
    last_day = datetime.date.fromisoformat(last)
    (finding,) = found(what, last_day, **_request(None, "", issued_at))
    assert (finding.verdict.reason, finding.verdict.holds_until) == ("open", last_day)
    assert finding.verdict.due_on == datetime.date.fromisoformat(due)
    (later,) = found(what, last_day + DAY, **_request(None, "", issued_at))
    assert later.verdict.reason == "unknown"


# On every day


ONLY_OK = asked("attested", {"attestation_period_days": 180}, field="security.two_factor", networks=("ok",))


@settings(max_examples=times(15), deadline=None)
@examples(registries(), st.integers(-15, 300).map(ago), st.sampled_from([ONE, QUARTERLY, DAYS, HOURS, ONLY_OK]))
def test_a_verdict_holds_as_long_as_it_says(built: Registry, first: datetime.date, what: Requirement) -> None:
    walk(dataclasses.replace(built, requirements={what.id: what}), first, first + 100 * DAY)


# Words


def test_a_requirement_has_words_of_its_own_for_reasons_and_tasks() -> None:
    plain = asked("observed", {"observation_period_days": 180, "grace_days": 14}, all_of=("avatar",))
    own = dataclasses.replace(
        plain, reasons={"never": "Герб города никто не искал."}, tasks={"first": "Поставить герб"}
    )
    unseen: dict[str, Any] = {"accounts": [factory.account(observed=None, opened_on=ago(20))]}
    assert finding_text.reason(found(own, **unseen)[0], factory.WORDS) == "Герб города никто не искал."
    assert finding_text.reason(found(plain, **unseen)[0], factory.WORDS) != "Герб города никто не искал."
    young = factory.registry([own], accounts=[factory.account(observed=None, opened_on=ago(2))])
    (task,) = tasks_of(young, assess(young, AS_OF)).by_organization["school"]
    assert task_text.title(task, factory.WORDS) == "Поставить герб"


# Names


def test_a_call_is_known_by_its_former_name() -> None:
    for check, rule in CALLS_BY_CHECK.items():
        assert check_of(rule) == check
        assert bound(rule).outcomes
    assert call_of({"title": "x"}) is None
    assert (
        call_of({"rule": {"name": "observed", "any_of": ["apps", "widgets", "dynamic_cover"]}})
        == CALLS_BY_CHECK["extras"]
    )
    assert check_of(call("attested", field="security.two_factor", networks=("vk",))) == "attested"


def test_a_call_gives_its_arguments_by_their_names() -> None:
    given = call_of({"rule": {"name": "x", "level": "high", "networks": ["vk", "ok"], "empty": [], "days": 3}})
    assert given == call("x", days=3, empty=(), level="high", networks=("vk", "ok"))
    assert [given.get(name) for name in ("level", "days", "name")] == ["high", 3, None]
    assert [given.text(name) for name in ("level", "unknown")] == ["high", ""]
    assert [given.texts(name) for name in ("networks", "empty", "unknown")] == [("vk", "ok"), (), ()]
    for wrong in ("networks", "empty", "days"):
        with pytest.raises(TypeError, match=f"{wrong} of x is not a text"):
            given.text(wrong)
    for wrong in ("level", "days"):
        with pytest.raises(TypeError, match=f"{wrong} of x is not a list"):
            given.texts(wrong)


@pytest.mark.parametrize(
    ("wanted", "has"),
    [
        ({}, True),
        ({"level": "high"}, True),
        ({"level": "low"}, False),
        # A part of a text is not one of its values.
        ({"level": "hi"}, False),
        ({"networks": "vk"}, True),
        ({"networks": "tg"}, False),
        ({"unknown": "vk"}, False),
        ({"level": "high", "networks": "ok"}, True),
        ({"level": "high", "networks": "tg"}, False),
        ({"level": "low", "networks": "ok"}, False),
    ],
)
def test_a_call_has_the_wanted_arguments(wanted: dict[str, str], has: bool) -> None:
    assert call("x", level="high", networks=("vk", "ok")).has(**wanted) is has


def test_what_a_rule_cannot_judge_without_is_required() -> None:
    asked_for = {
        rule.name: {name for name, argument in FAMILIES[rule.name].arguments.items() if argument.required}
        for rule in CALLS_BY_CHECK.values()
        if FAMILIES[rule.name].bind(rule).outcomes
    }
    assert {rule: names for rule, names in asked_for.items() if names} == {
        "appointed": {"who"},
        "assigned": {"kind"},
        "attested": {"field"},
        "notified": {"to"},
        "status": {"field"},
    }


def test_a_past_state_may_name_a_rule_that_no_longer_exists() -> None:
    assert not can_judge(dataclasses.replace(requirement("two-factor"), rule=call("gone")))


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(RuleNameError, match="counted"):
        install(RuleFamily("counted", lambda rule: bound(call("counted"))))
