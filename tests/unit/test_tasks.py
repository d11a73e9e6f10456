"""Tasks: what is due, when and for whom; identities that do not depend on the day; agreement with the verdicts."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reestr import wording
from reestr.judging.finding import Outcome, Role
from reestr.judging.run import assess
from reestr.judging.tasks.task import Task, When
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry.account import Attestation, ControlLoss, DatedStatus, Moderation, PreviousOwner
from reestr.registry.calendar import week_end
from reestr.registry.paperwork import Addressee
from reestr.registry.registry import Registry
from reestr.wording import task_text

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import of_schema_kinds, rules
from tests.unit.project import PRIMERSK
from tests.unit.requirement_factory import RULES

DAY = datetime.timedelta(days=1)
AS_OF = factory.AS_OF
OFFICERS = ("accounts-controlled", "registry-current", "centre-notified", "centre-answered")


def _all(registry: Registry, as_of: datetime.date = AS_OF) -> list[Task]:
    registry = of_schema_kinds(registry)
    tasks = View(registry, assess(registry, as_of), "internal", as_of, Site("")).tasks
    return [*tasks.officer, *(task for own in tasks.by_organization.values() for task in own)]


def _of(check: str, as_of: datetime.date = AS_OF, /, **city: object) -> list[Task]:
    """The tasks of a small city that asks for one thing only."""
    obliged = ("officer",) if check in OFFICERS else ("organization",)
    return _all(factory.registry(rules(check, obliged=obliged), **city), as_of)  # type: ignore[arg-type]  # the tests name the fields


def _dated(check: str, as_of: datetime.date = AS_OF, /, **city: object) -> list[Task]:
    return [task for task in _of(check, as_of, **city) if task.due_on is not None]


# What runs out


def test_a_look_of_the_officer_holds_until_the_last_day_of_the_control_period() -> None:
    account = factory.account(observed=factory.observation(factory.ago(80)))
    (task,) = _of("accounts-controlled", accounts=[account])
    assert (task.role, task.due_on) == (Role.OFFICER, AS_OF + 10 * DAY)
    assert task.basis == "registry-setting"
    assert [item.id for item in task.accounts] == ["school-vk"]
    assert [record.record for record in task.records] == ["account/school-vk"]


def test_a_task_keeps_its_identity_when_what_it_is_about_was_done_and_its_day_moved() -> None:
    before = _of("accounts-controlled", accounts=[factory.account(observed=factory.observation(factory.ago(80)))])
    after = _of("accounts-controlled", accounts=[factory.account(observed=factory.observation(factory.ago(1)))])
    assert before[0].due_on != after[0].due_on
    assert before[0].identity == after[0].identity == "officer/school/accounts-controlled"


def test_the_first_record_to_run_out_says_the_day_and_what_is_overdue_is_done_in_one_go() -> None:
    vk, ok = factory.account(observed=factory.observation(factory.ago(80))), factory.account("school-ok")
    (task,) = _of("accounts-controlled", accounts=[vk, ok])
    assert [item.id for item in task.accounts] == ["school-vk"]
    late = [
        factory.account(observed=factory.observation(factory.ago(100))),
        factory.account("school-ok", observed=factory.observation(factory.ago(95))),
    ]
    (task,) = _of("accounts-controlled", accounts=late)
    assert task.when(AS_OF) is When.OVERDUE
    assert (task.due_on, len(task.accounts)) == (AS_OF - 10 * DAY, 2)


def test_what_nobody_ever_looked_at_is_due_by_the_end_of_the_grace_or_on_no_known_day() -> None:
    new = factory.account(observed=None, opened_on=factory.ago(5))
    (task,) = _of("accounts-controlled", accounts=[new])
    assert (task.key, task.due_on) == ("inspected.first", AS_OF + 9 * DAY)
    late = factory.account(observed=None, opened_on=factory.ago(20))
    (task,) = _of("accounts-controlled", accounts=[late])
    assert (task.due_on, task.when(AS_OF)) == (AS_OF - 6 * DAY, When.OVERDUE)
    for opened_on in (None, factory.date("2019-05-01")):
        old = factory.account(observed=None, opened_on=opened_on)
        (task,) = _of("accounts-controlled", accounts=[old])
        assert (task.due_on, task.when(AS_OF)) == (None, When.UNDATED), "the act was not there yet, or nobody knows"


def test_records_are_to_be_reviewed_before_the_oldest_review_is_too_old() -> None:
    school = factory.organization(reviewed_on=factory.ago(170))
    (task,) = _of("registry-current", organizations=[school])
    assert (task.role, task.due_on) == (Role.OFFICER, AS_OF + 10 * DAY)


@pytest.mark.parametrize(
    ("check", "days", "change"),
    [
        ("two-factor", 180, {"two_factor": Attestation(True, "директор", factory.ago(175))}),
        ("credentials-accounted", 365, {"credentials": Attestation(True, "директор", factory.ago(360))}),
        ("moderation", 180, {"moderation": Moderation("https://vk.example/rules", factory.ago(175), "методист")}),
        ("page-status", 365, {"state_mark": DatedStatus("confirmed", None, factory.ago(360))}),
    ],
)
def test_what_an_organization_attests_is_to_be_renewed(check: str, days: int, change: dict[str, Any]) -> None:
    (task,) = _of(check, accounts=[factory.account(**change)])
    assert (task.role, task.kind, task.due_on) == (Role.ORGANIZATION, "again", AS_OF + 5 * DAY)
    assert task.organization is not None and task.organization.id == "school"
    (late,) = _of(check, AS_OF + 6 * DAY, accounts=[factory.account(**change)])
    assert late.when(AS_OF + 6 * DAY) is When.OVERDUE
    assert (late.identity, late.due_on) == (task.identity, task.due_on), f"{days} days, and the day stays"


def test_what_is_denied_has_no_day_but_is_to_be_mended() -> None:
    account = factory.account(two_factor=Attestation(False, "директор", factory.ago(5)))
    (task,) = _of("two-factor", accounts=[account])
    assert (task.due_on, task.outcome, task.key) == (None, Outcome.BREACH, "undated.breach")
    assert [item.id for item in task.accounts] == ["school-vk"]


def test_a_new_page_has_its_grace_and_a_connection_does_not_run_out() -> None:
    new = factory.account(gospabliki=DatedStatus(), opened_on=factory.ago(10))
    (task,) = _of("portal-connected", accounts=[new])
    assert (task.key, task.due_on) == ("status.gospabliki.first", AS_OF + 20 * DAY)
    assert _of("portal-connected", accounts=[factory.account()]) == []


def test_missing_pages_are_overdue_from_the_end_of_the_grace_unless_there_was_an_excuse() -> None:
    school = factory.organization(since=factory.ago(40))
    (task,) = _of("accounts-exist", organizations=[school], accounts=[])
    assert (task.due_on, task.when(AS_OF)) == (AS_OF - 10 * DAY, When.OVERDUE)
    closed = factory.account(closed=True, closed_on=factory.ago(3))
    (task,) = _of("accounts-exist", organizations=[school], accounts=[closed])
    assert task.due_on is None
    ended = factory.exemption("agreement", until=factory.ago(3))
    excused = dataclasses.replace(school, exemptions=(ended,))
    assert [task.due_on for task in _of("accounts-exist", organizations=[excused], accounts=[])] == [None]


def test_the_end_of_an_exemption_is_a_matter_of_the_organization_and_of_the_officer() -> None:
    until = AS_OF + 40 * DAY
    agreed = factory.organization(exemptions=(factory.exemption("agreement", until=until),))
    tasks = _of("exemption-grounds", organizations=[agreed], accounts=[])
    assert {(task.role, task.due_on) for task in tasks} == {(Role.OFFICER, until), (Role.ORGANIZATION, until)}
    assert len({task.identity for task in tasks}) == 2
    late = _of("exemption-grounds", until + DAY, organizations=[agreed], accounts=[])
    assert {task.due_on for task in late} == {until}, "who still has no page is late"
    assert _of("exemption-grounds", until + DAY, organizations=[agreed]) == [], "who has pages is not"
    lasting = factory.organization(exemptions=(factory.exemption("agreement", until=until), factory.exemption()))
    assert _of("exemption-grounds", organizations=[lasting], accounts=[]) == []


# Weeks


def test_weeks_without_a_count_are_tasks_each_with_its_own_term() -> None:
    counted = factory.activity({week: factory.count(text=2) for week in factory.WEEKS[:2]})
    tasks = _of("two-posts-a-week", accounts=[factory.account()], years=counted)
    assert [(task.about, task.due_on) for task in tasks] == [
        ("count-2026-W45", week_end("2026-W45") + 7 * DAY),
        ("count-2026-W46", week_end("2026-W46") + 7 * DAY),
    ]
    assert [task.when(AS_OF) for task in tasks] == [When.OVERDUE, When.WEEK]


def test_a_short_week_cannot_be_mended_so_the_running_week_is_what_is_to_be_done() -> None:
    weeks = {week: factory.count(text=2) for week in factory.WEEKS} | {"2026-W44": factory.count(text=1)}
    account = factory.account()
    (task,) = _of("two-posts-a-week", accounts=[account], years=factory.activity(weeks))
    assert (task.key, task.about, task.due_on) == (
        "counted.posts",
        "posts-2026-W47",
        AS_OF + 6 * DAY,
    )
    enough = factory.activity(weeks | {"2026-W47": factory.count(text=1, gospabliki=1)})
    assert _of("two-posts-a-week", accounts=[account], years=enough) == []


def test_nobody_is_nagged_while_no_week_fell_short() -> None:
    weeks = {week: factory.count(text=2) for week in factory.WEEKS}
    assert _of("two-posts-a-week", accounts=[factory.account()], years=factory.activity(weeks)) == []


# Plans


def test_the_plan_of_the_next_month_is_always_ahead_and_the_one_of_this_month_may_be_late() -> None:
    tasks = _of("content-plan")
    assert [(task.about, task.due_on, task.when(AS_OF)) for task in tasks] == [
        ("2026-11", factory.date("2026-11-05"), When.OVERDUE),
        ("2026-12", factory.date("2026-12-05"), When.MONTH),
    ]
    made = [factory.plan("2026-11", "2026-11-02", "текст"), factory.plan("2026-12", "2026-11-10", "текст")]
    assert _of("content-plan", plans=made) == []
    assert _of("content-plan", accounts=[]) == []


def test_a_month_before_the_year_ends_the_plan_is_that_of_january() -> None:
    assert [task.about for task in _of("content-plan", factory.date("2026-12-31"))] == ["2026-12", "2027-01"]


# What is asked


def test_an_item_to_place_is_one_task_for_all_pages_it_was_sent_to() -> None:
    to = [Addressee(None, "school-vk", None), Addressee(None, "school-ok", None)]
    item = factory.assignment("portal-post", AS_OF + 2 * DAY, *to)
    (task,) = _of("portal-posts-placed", assignments=[item])
    assert (task.about, task.basis, len(task.accounts)) == ("task", "assignment", 2)
    moved = dataclasses.replace(item, due_on=AS_OF + 9 * DAY)
    (later,) = _of("portal-posts-placed", assignments=[moved])
    assert (later.identity, later.due_on) == (task.identity, AS_OF + 9 * DAY)


def test_each_of_two_items_refers_to_its_own_record() -> None:
    to = Addressee(None, "school-vk", None)
    items = [
        factory.assignment("portal-post", AS_OF + days * DAY, to, id=name) for name, days in {"a": 2, "b": 9}.items()
    ]
    tasks = _of("portal-posts-placed", assignments=items)
    assert [(task.about, [record.record for record in task.records]) for task in tasks] == [
        ("a", ["assignments/a"]), ("b", ["assignments/b"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("result", "to_do"),
    [
        (None, True),
        (factory.not_done(factory.ago(1)), True),
        (factory.result(AS_OF + DAY, "https://vk.example/1"), True),
        (factory.result(factory.ago(1), "https://vk.example/1"), False),
    ],
)
def test_an_item_is_to_be_placed_until_it_is_known_to_be(result: object, to_do: bool) -> None:
    item = factory.assignment("portal-post", factory.ago(3), Addressee(None, "school-vk", result))  # type: ignore[arg-type]  # a result
    assert [task.when(AS_OF) for task in _dated("portal-posts-placed", assignments=[item])] == (
        [When.OVERDUE] if to_do else []
    )


def test_what_was_done_late_is_a_breach_and_no_task() -> None:
    late = factory.result(factory.ago(1), "https://vk.example/1")
    item = factory.assignment("portal-post", factory.ago(3), Addressee(None, "school-vk", late))
    assert _of("portal-posts-placed", assignments=[item]) == []


def test_information_is_a_task_of_the_organization_and_an_answer_to_the_centre_one_of_the_officer() -> None:
    asked = factory.assignment("information-request", AS_OF, Addressee("school", None, None))
    (task,) = _of("requests-answered", assignments=[asked])
    assert (task.role, task.due_on, task.when(AS_OF)) == (Role.ORGANIZATION, AS_OF, When.WEEK)
    asked = factory.assignment("centre-request", AS_OF + DAY)
    (task,) = _of("centre-answered", assignments=[asked])
    assert (task.role, task.organization, task.due_on) == (Role.OFFICER, None, AS_OF + DAY)
    answered = dataclasses.replace(asked, answered_on=AS_OF, answer_document="Письмо № 1")
    assert _of("centre-answered", assignments=[answered]) == []


@pytest.mark.parametrize(
    ("check", "to", "role"),
    [("centre-notified", "regional-centre", Role.OFFICER), ("change-notified", "city-hall", Role.ORGANIZATION)],
)
def test_a_change_of_the_responsible_person_is_to_be_told_until_it_was(check: str, to: str, role: Role) -> None:
    changed = factory.organization(
        responsible=(factory.responsible("2025-02-01", until="2026-11-12"), factory.responsible("2026-11-13"))
    )
    (task,) = _of(check, organizations=[changed])
    # Friday; three working days end on Wednesday.
    assert (task.role, task.due_on, task.about) == (role, factory.date("2026-11-18"), "2026-11-13")
    told = factory.notice(to, factory.date("2026-11-13"), AS_OF)
    assert _of(check, organizations=[changed], notices=[told]) == []
    other = "city-hall" if to == "regional-centre" else "regional-centre"
    told_other = factory.notice(other, factory.date("2026-11-13"), AS_OF)
    assert [item.identity for item in _of(check, organizations=[changed], notices=[told_other])] == [task.identity]


# All of it


def test_a_closed_organization_has_no_tasks_and_still_an_entry() -> None:
    closed = factory.organization(closed=True, closed_on=factory.ago(5), reviewed_on=factory.ago(178))
    registry = of_schema_kinds(factory.registry(rules(*RULES), organizations=[closed]))
    tasks = View(registry, assess(registry, AS_OF), "internal", AS_OF, Site("")).tasks
    assert (tasks.officer, tasks.by_organization) == ((), {"school": ()})


@pytest.mark.parametrize(
    ("days", "when"),
    [(-1, When.OVERDUE), (0, When.WEEK), (6, When.WEEK), (7, When.MONTH), (30, When.MONTH), (31, When.LATER)],
)
def test_how_near_a_day_is(days: int, when: When) -> None:
    (task,) = _of("content-plan", factory.date("2026-11-01"), plans=[factory.plan("2026-12", None, "текст")])
    assert task.due_on is not None
    assert task.when(task.due_on - days * DAY) is when


@pytest.fixture(scope="module", params=["public", "internal"])
def primersk(request: pytest.FixtureRequest) -> tuple[Registry, Edition]:
    edition: Edition = "public" if request.param == "public" else "internal"
    registry = load(Path(PRIMERSK / "data"), edition).registry
    assert registry is not None
    return registry, edition


@pytest.mark.parametrize(
    ("how", "says"),
    [("other-page", "Адрес с 06.11.2026 ведёт на другую страницу"), ("gone", "Страницы с 06.11.2026 нет в сети")],
)
def test_a_page_behind_another_address_is_the_officers_task(how: str, says: str) -> None:
    loss = ControlLoss(how, factory.ago(10), None, "machine", "999" if how == "other-page" else None)
    account = factory.account(control_lost=(loss,))
    (task,) = [task for task in _of("accounts-controlled", accounts=[account]) if task.key == f"incident.{how}"]
    assert (task.role, task.due_on, task.when(AS_OF)) == (Role.OFFICER, None, When.UNDATED)
    assert task_text.title(task, factory.WORDS).startswith(says)
    assert [record.record for record in task.records] == ["account/school-vk"]
    ended = dataclasses.replace(loss, until=factory.ago(1))
    by_hand = dataclasses.replace(loss, found_by=None)
    for other in (ended, by_hand):
        tasks = _of("accounts-controlled", accounts=[factory.account(control_lost=(other,))])
        assert not [task for task in tasks if task.key.startswith("incident.")]


def test_a_page_that_is_closed_is_no_incident_and_hides_none() -> None:
    loss = ControlLoss("gone", factory.ago(10), None, "machine", None)
    accounts = [
        factory.account(),
        factory.account("school-ok", control_lost=(loss,), closed=True, closed_on=factory.ago(5)),
        factory.account("club-vk", control_lost=(loss,)),
        factory.account("school-max", control_lost=(loss,)),
    ]
    organizations = [factory.organization(), factory.organization("club", closed=True, closed_on=factory.ago(5))]
    tasks = _of("accounts-controlled", accounts=accounts, organizations=organizations)
    assert [task.about for task in tasks if task.key == "incident.gone"] == ["incident-school-max"]


def test_an_incident_needs_a_duty_to_control_and_an_organization() -> None:
    loss = ControlLoss("gone", factory.ago(10), None, "machine", None)
    assert _of("page-status", accounts=[factory.account(), factory.account("school-ok", control_lost=(loss,))]) != []
    former = PreviousOwner("gone-school", factory.ago(0))
    accounts = [factory.account(), factory.account("school-ok", control_lost=(loss,), previous_owners=(former,))]
    assert [task for task in _of("accounts-controlled", accounts=accounts) if task.key.startswith("incident.")] == []


def _days() -> Iterator[datetime.date]:
    """Every eleventh day of the year of the example city: all weekdays and most days of the month."""
    day = factory.date("2025-12-01")
    while day < factory.date("2027-01-10"):
        yield day
        day += 11 * DAY


def test_tasks_agree_with_the_verdicts_on_every_day(primersk: tuple[Registry, Edition]) -> None:
    registry, edition = primersk
    for day in _days():
        assessment = assess(registry, day)
        tasks = View(registry, assessment, edition, day, Site("")).tasks
        everything = [*tasks.officer, *(task for own in tasks.by_organization.values() for task in own)]
        assert len({task.identity for task in everything}) == len(everything)
        outcomes: dict[tuple[str, str | None], set[Outcome]] = {}
        mendable: set[tuple[str, str | None]] = set()
        for finding in assessment.findings:
            subject = (finding.requirement, finding.organization)
            outcomes.setdefault(subject, set()).add(finding.outcome)
            if finding.outcome in (Outcome.BREACH, Outcome.UNCONFIRMED) and finding.verdict.reason not in (
                "short",
                "late",
            ):
                mendable.add(subject)
        behind = set()
        for task in everything:
            subject = (task.requirement.id, task.organization.id if task.organization else None)
            assert task_text.title(task, factory.WORDS)
            if task.when(day) in (When.OVERDUE, When.UNDATED):
                behind.add(subject)
                assert outcomes[subject] & {Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE}, (day, task.identity)
        assert mendable <= behind, day


def test_the_example_city_has_a_task_of_every_kind(primersk: tuple[Registry, Edition]) -> None:
    registry, edition = primersk
    found = set()
    for day in _days():
        tasks = View(registry, assess(registry, day), edition, day, Site("")).tasks
        found |= {task.key for task in tasks.officer} | {
            task.key for own in tasks.by_organization.values() for task in own
        }
    internal = {"assigned.centre-request", "assigned.information-request"}
    internal |= {"notified.regional-centre", "notified.city-hall"}
    internal |= {"attested.two_factor.again", "attested.credentials.again"}
    # A rule without words of its own has general ones.
    worded = {key for key in found if wording.has(f"tasks.kinds.{key}")} | {"assigned.any"}
    # An incident of the example has ended: see test_a_page_behind_another_address_is_the_officers_task.
    incidents = {"incident.other-page", "incident.gone"}
    assert set(_keys("kinds")) - incidents - (internal if edition == "public" else set()) == worded - incidents


def _keys(section: str) -> Iterator[str]:
    """Every dotted key of a section of the catalogue of tasks."""
    return _paths(wording.section("tasks")[section])


def _paths(node: object) -> Iterator[str]:
    assert isinstance(node, dict)
    for key, value in node.items():
        yield from ([key] if isinstance(value, str) else [f"{key}.{part}" for part in _paths(value)])


def test_every_remark_belongs_to_a_kind_of_task() -> None:
    assert set(_keys("remarks")) <= set(_keys("kinds"))
