"""How verdicts become tasks: which are merged, left to other rules or left out, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from reestr.judging.finding import Outcome, Role
from reestr.judging.run import assess
from reestr.judging.tasks.collecting import tasks_of
from reestr.judging.tasks.task import Task, Tasks
from reestr.registry.account import Attestation
from reestr.registry.city import Requirement

from tests.unit.registry_factory import (
    AS_OF,
    account,
    ago,
    assignment,
    observation,
    organization,
    plan,
    registry,
)
from tests.unit.requirement_factory import requirement

OFF = Attestation(False, "директор", ago(2))
NOBODY: dict[str, Any] = {"two_factor": None, "credentials": None, "moderation": None}


def duty(check: str, /, **changes: Any) -> Requirement:
    return replace(requirement(check), **changes)


def tasks(*requirements: Requirement, **records: Any) -> Tasks:
    built = registry(requirements, **records)
    return tasks_of(built, assess(built, AS_OF))


def told(found: Iterable[Task]) -> list[tuple[str, str]]:
    """What each task is about, and its day ("-" without one)."""
    return [(task.identity, str(task.due_on or "-")) for task in found]


def test_undated_tasks_stand_after_all_others_the_worst_verdict_first() -> None:
    pages = (account(two_factor=OFF, credentials=None, observed=observation(ago(80))),)
    found = tasks(
        duty("credentials-accounted", order=1),
        duty("two-factor", order=2),
        duty("content-plan", order=3),
        duty("accounts-controlled", order=4),
        accounts=pages,
    ).by_organization["school"]
    assert told(found) == [
        ("organization/school/content-plan/2026-11", "2026-11-05"),
        ("organization/school/accounts-controlled", "2026-11-26"),
        ("organization/school/content-plan/2026-12", "2026-12-05"),
        ("organization/school/two-factor/undated", "-"),
        ("organization/school/credentials-accounted/undated", "-"),
    ]
    assert [task.outcome for task in found] == [None, None, None, Outcome.BREACH, Outcome.UNCONFIRMED]
    assert [task.key for task in found[3:]] == ["undated.breach", "undated.unconfirmed"]
    assert found[3].values == {"requirement": "two-factor"}
    assert [str(record.record) for record in found[3].records] == ["accounts/school-vk"]


@pytest.mark.parametrize("orders", [(1, 2), (2, 1)])
def test_tasks_of_one_day_stand_in_the_order_of_the_requirements(orders: tuple[int, int]) -> None:
    checks = ("two-factor", "credentials-accounted")
    requirements = [duty(check, order=order) for check, order in zip(checks, orders, strict=True)]
    found = tasks(*requirements, accounts=[account(**NOBODY)]).by_organization["school"]
    expected = checks if orders == (1, 2) else checks[::-1]
    assert [task.requirement.id for task in found] == list(expected)


def test_tasks_of_the_officer_stand_together_whatever_organization_they_concern() -> None:
    found = tasks(
        duty("registry-current", obliged=("officer",)),
        duty("officer-appointed", obliged=("officer",)),
        organizations=[organization("school", reviewed_on=ago(170)), organization("gymnasium", reviewed_on=ago(175))],
        accounts=[],
        of_city=replace(registry([]).city, officer=None),
    )
    assert told(found.officer) == [
        ("officer/gymnasium/registry-current", "2026-11-21"),
        ("officer/school/registry-current", "2026-11-26"),
        ("officer/city/officer-appointed/undated", "-"),
    ]
    assert found.by_organization == {"school": (), "gymnasium": ()}
    assert [task.role for task in found.officer] == [Role.OFFICER] * 3


def test_accounts_that_an_overdue_task_concerns_have_no_second_one() -> None:
    pages = (account(observed=None, opened_on=ago(20)), account("school-ok", observed=None, opened_on=None))
    overdue, undated = tasks(duty("accounts-controlled"), accounts=pages).by_organization["school"]
    assert [item.id for item in overdue.accounts] == ["school-vk"]
    assert [item.id for item in undated.accounts] == ["school-ok"]
    (alone,) = tasks(duty("accounts-controlled"), accounts=pages[:1]).by_organization["school"]
    assert alone.identity == overdue.identity


def test_an_organization_with_an_overdue_task_has_no_second_one_of_the_same_requirement() -> None:
    (task,) = tasks(duty("accounts-exist"), organizations=[organization(since=ago(40))], accounts=[]).by_organization[
        "school"
    ]
    assert told([task]) == [("organization/school/accounts-exist", "2026-11-06")]


def test_a_task_that_is_not_overdue_does_not_hide_what_already_falls_short() -> None:
    pages = (account(observed=observation(ago(85))), account("school-ok", observed=None, opened_on=None))
    found = tasks(duty("accounts-controlled"), accounts=pages).by_organization["school"]
    assert told(found) == [
        ("organization/school/accounts-controlled", "2026-11-21"),
        ("organization/school/accounts-controlled/undated", "-"),
    ]


@pytest.mark.parametrize(
    ("force", "expected"),
    [
        ("mandatory", [("2026-11", "2026-11-05"), ("2026-12", "2026-12-05")]),
        ("recommended", [("2026-12", "2026-12-05"), ("undated", "-")]),
    ],
)
def test_what_is_only_recommended_is_never_overdue(force: str, expected: list[tuple[str, str]]) -> None:
    found = tasks(duty("content-plan", force=force)).by_organization["school"]
    assert [(task.about, str(task.due_on or "-")) for task in found] == expected


def test_what_is_due_today_is_due_though_it_is_recommended() -> None:
    seen = account(observed=observation(ago(90)))
    (task,) = tasks(duty("accounts-controlled", force="recommended"), accounts=[seen]).by_organization["school"]
    assert task.due_on == AS_OF


TEXTS = {"plans": [plan("2026-11", "2026-11-01", "Концерт"), plan("2026-12", "2026-11-01", "Ёлка")]}


@pytest.mark.parametrize(
    ("style", "of_plan", "asked"),
    [
        ("recommended", None, ["plain-style"]),
        ("recommended", "recommended", []),
        ("recommended", "mandatory", []),
        ("mandatory", "recommended", ["plain-style"]),
        ("mandatory", "mandatory", []),
    ],
)
def test_a_rule_leaves_its_task_to_one_that_binds_as_much(style: str, of_plan: str | None, asked: list[str]) -> None:
    requirements = [duty("plain-style", force=style)]
    if of_plan is not None:
        requirements.append(duty("content-plan", force=of_plan))
    found = tasks(*requirements, **TEXTS).by_organization["school"]
    assert [task.requirement.id for task in found] == asked


def test_the_day_of_a_task_is_the_first_of_its_accounts_and_names_its_source() -> None:
    pages = (account(observed=observation(ago(70))), account("school-ok", observed=observation(ago(80))))
    (task,) = tasks(duty("accounts-controlled"), accounts=pages).by_organization["school"]
    assert (str(task.due_on), task.basis) == ("2026-11-26", "registry-setting")
    assert [item.id for item in task.accounts] == ["school-ok"]
    assert [record.record for record in task.records] == ["accounts/school-ok"]


def test_overdue_days_of_one_thing_are_one_task_up_to_yesterday() -> None:
    """Three pages: two are overdue since different days, one is due today."""
    pages = tuple(
        account(name, observed=observation(ago(days)))
        for name, days in (("school-vk", 91), ("school-ok", 95), ("school-tg", 90))
    )
    (task,) = tasks(duty("accounts-controlled"), accounts=pages).by_organization["school"]
    assert str(task.due_on) == "2026-11-11"
    assert [item.id for item in task.accounts] == ["school-vk", "school-ok"]


def test_a_task_of_the_city_is_of_nobody_else_and_its_source_is_the_assignment() -> None:
    (task,) = tasks(
        duty("centre-answered", obliged=("officer",)), assignments=[assignment("centre-request", AS_OF)]
    ).officer
    assert (task.organization, task.basis, task.accounts, task.role) == (None, "assignment", (), Role.OFFICER)
    assert task.identity == "officer/city/centre-answered/task"


def test_what_is_asked_of_the_city_is_done_by_the_officer_whomever_the_act_obliges() -> None:
    found = tasks(duty("centre-answered", obliged=("organization",)), assignments=[assignment("centre-request", AS_OF)])
    assert [task.role for task in found.officer] == [Role.OFFICER]


def test_a_breach_that_nobody_can_repair_asks_for_nothing() -> None:
    late = replace(assignment("centre-request", ago(5)), answered_on=ago(2), answer_document="Письмо № 1")
    assert tasks(duty("centre-answered"), assignments=[late]).officer == ()


def test_advice_asks_for_nothing() -> None:
    assert tasks(duty("responsible-appointed"), organizations=[organization(responsible=())]).by_organization == {
        "school": ()
    }


@pytest.mark.parametrize("force", ["mandatory", "recommended"])
def test_a_requirement_that_no_rule_judges_takes_no_task_away(force: str) -> None:
    alone = told(tasks(duty("content-plan", force=force)).by_organization["school"])
    told_only = duty("two-factor", id="consultation", rule=None, unchecked="Нечего считать.")
    assert told(tasks(duty("content-plan", force=force), told_only).by_organization["school"]) == alone
    assert alone
