"""Norms that begin, end, or bind only some: what the rules say of a page by the norms of its day."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.registry.city import Category, Parameter, Requirement
from reestr.registry.norms import Case as NormCase
from reestr.registry.norms import Norm, Period
from reestr.registry.registry import Registry

from tests.unit.check_case import Case, assert_specified
from tests.unit.registry_factory import (
    AS_OF,
    WEEKS,
    account,
    activity,
    ago,
    city,
    count,
    date,
    machine_count,
    network,
    observation,
    organization,
    registry,
    responsible,
)
from tests.unit.requirement_factory import requirement

PAGE = "account/school-vk"
SCHOOL = "organization/school"
FLAGSHIP = Category("flagship", "флагманские")


def norms(*items: Norm, basis: str = "decree", judged_by: str = "") -> Parameter:
    """A parameter with norms."""
    return Parameter(None, basis, "", items, judged_by)


def of(name: str, *items: Norm, judged_by: str = "") -> Requirement:
    """The requirement of weekly posts, or another one, with norms of its own for one parameter."""
    check, _, parameter = name.partition("/")
    usual = dataclasses.replace(requirement(check), subject="account")
    return dataclasses.replace(
        usual,
        parameters={**usual.parameters, parameter: norms(*items, judged_by=judged_by)} if items else usual.parameters,
    )


def in_force(name: str, *periods: Period) -> Requirement:
    """A requirement that is in force only in some periods."""
    return dataclasses.replace(requirement(name), in_force=periods)


def said(
    item: Requirement, name: str, outcome: str, reason: str, words: str = "", subject: str = PAGE, **records: Any
) -> Case:
    """One case of a requirement."""
    as_of = records.pop("as_of", AS_OF)
    built: Registry = registry((item,), **records)
    return Case(item.check or "", name, Outcome(outcome), reason, (), words, subject, as_of, built)


TWO_A_WEEK = activity(dict.fromkeys(WEEKS, count(text=2)))
# The norm grows on a Wednesday: 2026-W45 begins before it, 2026-W46 after it.
GROWN = of(
    "two-posts-a-week/posts_per_week",
    Norm(2, Period(None, date("2026-11-03"))),
    Norm(3, Period(date("2026-11-04"))),
)
TO_COME = of("two-posts-a-week/posts_per_week", Norm(2, Period(None, AS_OF)), Norm(3, Period(ago(-1))))
BY_CATEGORY = of("two-posts-a-week/posts_per_week", Norm(2), Norm(9, categories=("flagship",)))
BY_NETWORK = of("two-posts-a-week/posts_per_week", Norm(1, networks=("ok",)), Norm(3, networks=("vk",)))
CONTRADICTION = (Norm(2, clause="2.2"), Norm(5, clause="reg-12#5"))
SHORTER = of("two-factor/attestation_period_days", Norm(180, Period(None, ago(-4))), Norm(20, Period(ago(-5))))

# A requirement of before knows nothing of reposts.
OF_BEFORE = dataclasses.replace(
    requirement("two-posts-a-week"),
    parameters={
        name: value for name, value in requirement("two-posts-a-week").parameters.items() if name != "counts_reposts"
    },
)
REPOSTED = dataclasses.replace(
    activity({week: count(text=2) for week in WEEKS[:3]})[0], machine={WEEKS[3]: machine_count(AS_OF, 1, reposts=3)}
)

CASES = (
    said(OF_BEFORE, "reposts do not count unless a requirement says so", "breach", "short", years=(REPOSTED,)),
    said(
        GROWN, "a week is judged by its Monday", "breach", "short", words="2026-W46 (09.11–15.11) — 2", years=TWO_A_WEEK
    ),
    said(TO_COME, "not judged by the norm to come", "met", "met", words="2", years=TWO_A_WEEK),
    said(TO_COME, "the old weeks by the old norm", "met", "met", years=TWO_A_WEEK, as_of=ago(-1)),
    said(BY_CATEGORY, "no category", "met", "met", years=TWO_A_WEEK, of_city=city(categories=(FLAGSHIP,))),
    said(
        BY_CATEGORY,
        "the owner's category",
        "breach",
        "short",
        years=TWO_A_WEEK,
        of_city=city(categories=(FLAGSHIP,)),
        organizations=(organization(category="flagship"),),
    ),
    said(
        BY_CATEGORY,
        "the page's own category",
        "met",
        "met",
        years=TWO_A_WEEK,
        of_city=city(categories=(FLAGSHIP, Category("card", "визитки"))),
        organizations=(organization(category="flagship"),),
        accounts=(account(category="card"),),
    ),
    said(
        BY_CATEGORY,
        "a category that has ended",
        "met",
        "met",
        years=TWO_A_WEEK,
        of_city=city(categories=(dataclasses.replace(FLAGSHIP, period=Period(None, ago(1))),)),
        accounts=(account(category="flagship"),),
    ),
    said(
        of("two-posts-a-week/posts_per_week", Norm(2, Period(date("2026-11-09")))),
        "weeks before the first norm are not judged",
        "met",
        "met",
        years=activity({"2026-W46": count(text=2)}),
    ),
    said(
        in_force("two-posts-a-week", Period(date("2026-11-04"))),
        "weeks that began before the requirement was in force are not judged",
        "met",
        "met",
        years=activity({"2026-W46": count(text=2)}),
    ),
    said(BY_NETWORK, "the norm of its network", "breach", "short", years=TWO_A_WEEK),
    said(
        of("two-posts-a-week/posts_per_week", Norm(3, networks=("ok",))),
        "no norm for its network",
        "not-applicable",
        "common.no-norm",
        years=TWO_A_WEEK,
    ),
    said(of("two-posts-a-week/posts_per_week", *CONTRADICTION), "the main act decides", "met", "met", years=TWO_A_WEEK),
    said(
        of("two-posts-a-week/posts_per_week", *CONTRADICTION, judged_by="reg-12"),
        "another act decides",
        "breach",
        "short",
        years=TWO_A_WEEK,
    ),
    said(SHORTER, "still fresh by the norm of the day", "met", "met", accounts=(account(),)),
    said(SHORTER, "too old by the norm of its day", "unconfirmed", "expired", accounts=(account(),), as_of=ago(-5)),
    said(
        in_force("two-factor", Period(ago(-1))),
        "not in force yet",
        "not-applicable",
        "common.not-yet",
        words="с 17.11.2026",
    ),
    said(
        in_force("two-factor", Period(None, ago(1))),
        "no longer in force",
        "not-applicable",
        "common.no-longer",
        words="по 15.11.2026",
    ),
    said(in_force("two-factor", Period(None, ago(9)), Period(AS_OF)), "in force again", "met", "met"),
    said(
        in_force("responsible-appointed", Period(ago(-1))),
        "a duty of organizations that is not in force yet",
        "not-applicable",
        "common.not-yet",
        subject=SCHOOL,
    ),
    said(
        in_force("two-factor", Period(ago(-1))),
        "not in force yet, and no page",
        "not-applicable",
        "common.not-yet",
        subject=SCHOOL,
        accounts=(),
    ),
    said(
        in_force("two-factor", Period(ago(30), ago(20)), Period(ago(-3), ago(-5)), Period(ago(-8))),
        "between two periods the next one is told",
        "not-applicable",
        "common.not-yet",
        words="с 19.11.2026",
    ),
    said(
        in_force("two-factor", Period(ago(30), ago(20)), Period(ago(10), ago(5))),
        "of two periods the last one is told",
        "not-applicable",
        "common.no-longer",
        words="по 11.11.2026",
    ),
    said(
        in_force("two-factor", Period(ago(10), ago(5)), Period(ago(1), ago(3))),
        "a period upside down is none",
        "not-applicable",
        "common.no-longer",
        words="по 11.11.2026",
    ),
    said(
        in_force("two-factor", Period(ago(1), ago(3))),
        "of days that are upside down none is left",
        "not-applicable",
        "common.no-norm",
    ),
    said(
        of("two-factor/attestation_period_days", Norm(180, Period(None, ago(-4)))),
        "a norm that will end",
        "met",
        "met",
        accounts=(account(),),
    ),
    said(
        in_force("change-notified", Period(ago(2))),
        "a change before it was in force",
        "not-applicable",
        "no-change",
        subject=SCHOOL,
        organizations=(organization(responsible=(responsible("2025-02-01"), responsible("2026-11-02"))),),
    ),
    said(
        requirement("accounts-exist"),
        "a network that is not demanded yet",
        "met",
        "met",
        subject=SCHOOL,
        networks=(
            network("vk", "ВКонтакте"),
            dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, Period(ago(-1))),)),
        ),
    ),
    said(
        requirement("accounts-exist"),
        "a network that is demanded from today on",
        "not-due",
        "grace-demanded",
        words="MAX. Обязательными они стали 16.11.2026",
        subject=SCHOOL,
        networks=(
            network("vk", "ВКонтакте"),
            dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, Period(AS_OF)),)),
        ),
    ),
    said(
        requirement("accounts-exist"),
        "a network whose grace is over",
        "breach",
        "missing",
        words="MAX",
        subject=SCHOOL,
        networks=(
            network("vk", "ВКонтакте"),
            dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, Period(ago(31))),)),
        ),
    ),
    said(
        requirement("accounts-exist"),
        "a network missing besides one in its grace",
        "breach",
        "missing",
        words="ОК",
        subject=SCHOOL,
        networks=(
            network("ok", "ОК"),
            dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, Period(ago(2))),)),
        ),
        accounts=(),
    ),
    said(
        requirement("accounts-exist"),
        "a network demanded of another category",
        "met",
        "met",
        subject=SCHOOL,
        of_city=city(categories=(FLAGSHIP,)),
        networks=(
            network("vk", "ВКонтакте"),
            dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, categories=("flagship",)),)),
        ),
    ),
)


@pytest.mark.parametrize("example", CASES, ids=str)
def test_verdict_by_the_norms_of_the_day(example: Case) -> None:
    assert_specified(example)


def test_a_network_that_becomes_mandatory_is_due_after_the_grace_and_a_task_until_then() -> None:
    later = dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, Period(AS_OF)),))
    made = registry((requirement("accounts-exist"),), networks=(network("vk", "ВКонтакте"), later))
    (finding,) = assess(made, AS_OF).findings
    assert (finding.verdict.due_on, finding.verdict.holds_until) == (ago(-30), ago(-30))
    (finding,) = assess(made, ago(-31)).findings
    assert (finding.outcome, finding.verdict.due_on) == (Outcome.BREACH, ago(-30))
    # A period that follows another without a break is the same demand.
    before = Norm(True, Period(ago(40), ago(11)))
    chained = dataclasses.replace(later, required_periods=(Norm(True, Period(ago(10))), before))
    assert chained.demanded_since(NormCase(AS_OF)) == ago(40)
    assert chained.demanded_since(NormCase(ago(41))) is None
    assert dataclasses.replace(later, required_periods=(Norm(True),)).demanded_since(NormCase(AS_OF)) is None


def test_another_requirement_is_named_only_while_it_is_in_force() -> None:
    duty = in_force("accounts-exist", Period(None, ago(1)))
    made = registry((duty, requirement("listed-on-site")), accounts=())
    said_of = {item.requirement: item.verdict.reason for item in assess(made, AS_OF).findings}
    assert said_of == {"accounts-exist": "common.no-longer", "listed-on-site": "common.no-account"}
    before = {item.requirement: item.verdict for item in assess(made, ago(1)).findings}
    assert before["listed-on-site"].reason == "common.no-account-see"
    assert before["listed-on-site"].holds_until == ago(1)


def test_a_deadline_foresees_a_norm_to_come() -> None:
    """An attestation of twenty days ago runs out on the day before the shorter term begins to hold."""
    (finding,) = assess(registry((SHORTER,), accounts=(account(),)), AS_OF).findings
    assert finding.verdict.outcome is Outcome.MET
    assert finding.verdict.due_on == ago(-4)
    # Norms that have ended count no more.
    once = (Norm(365, Period(None, ago(40))), Norm(180, Period(ago(39), ago(-4))), Norm(20, Period(ago(-5))))
    shorter = of("two-factor/attestation_period_days", *once)
    (finding,) = assess(registry((shorter,), accounts=(account(),)), AS_OF).findings
    assert finding.verdict.due_on == ago(-4)
    # A shorter norm that begins on the last day of a term leaves the day before it.
    late = (Norm(180, Period(None, date("2027-04-24"))), Norm(20, Period(date("2027-04-25"))))
    last_day = registry((of("two-factor/attestation_period_days", *late),), accounts=(account(),))
    (finding,) = assess(last_day, AS_OF).findings
    assert finding.verdict.due_on == date("2027-04-24")
    # A longer term that begins before the shorter one ends is foreseen, too.
    longer = of("accounts-controlled/control_period_days", Norm(15, Period(None, ago(-2))), Norm(90, Period(ago(-3))))
    seen = registry((longer,), accounts=(account(observed=observation(ago(10))),))
    (finding,) = assess(seen, AS_OF).findings
    assert (finding.verdict.due_on, finding.verdict.holds_until) == (ago(-80), ago(-2))


def test_no_posts_are_asked_for_in_a_week_without_a_norm() -> None:
    gap = of("two-posts-a-week/posts_per_week", Norm(2, Period(None, ago(3))), Norm(2, Period(ago(-1))))
    built = registry((gap,), accounts=(account(),), years=activity(dict.fromkeys(WEEKS, count(text=1))))
    (finding,) = assess(built, ago(-2)).findings
    assert (finding.verdict.reason, finding.verdict.deadlines) == ("short", ())
