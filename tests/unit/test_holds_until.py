"""Until `holds_until` only a record changes a verdict; what time alone makes worse was due on a day and was a task."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.judging.catalogue import RULES
from reestr.judging.days import earliest
from reestr.judging.finding import Finding, Outcome, Subject, Verdict
from reestr.judging.rule import AccountRule, CityRule, Context, Rule
from reestr.judging.rules import two_factor
from reestr.judging.run import assess, judge_organization
from reestr.judging.tasks.gathering import tasks_of
from reestr.judging.tasks.task import Task, When
from reestr.publishing.open_data.calendars import calendar_files
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.registry.account import Attestation
from reestr.registry.registry import Registry
from reestr.wording import task_text

from tests.unit import registry_factory as factory
from tests.unit.project import PRIMERSK
from tests.unit.random_registry import LATEST, registries
from tests.unit.requirement_factory import requirement

FIRST = datetime.date(2025, 11, 1)
LAST = datetime.date(2027, 6, 30)
DAY = datetime.timedelta(days=1)
SHORTFALLS = (Outcome.BREACH, Outcome.UNCONFIRMED)
WEEKLY = frozenset(("two-posts-a-week", "varied-content"))
"""Rules whose verdicts hold for a week at most: another week, other counts."""

Verdicts = Mapping[Subject, Verdict]


@cache
def primersk() -> Registry:
    registry = load(Path(PRIMERSK / "data"), "internal").registry
    assert registry is not None
    return registry


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    while first <= last:
        yield first
        first += DAY


def _judged(registry: Registry, name: str, day: datetime.date) -> Mapping[str, Verdicts]:
    """What a rule says on a day, by the organization concerned; "" for the city."""
    asked = next(item for item in registry.requirements.values() if item.check == name)
    rule, context = RULES[name], Context(registry, asked, day)
    if isinstance(rule, CityRule):
        return {"": {Subject("city"): rule.judge(context, registry.city)}}
    return {
        organization.id: dict(judge_organization(rule, context, organization))
        for organization in registry.organizations.values()
    }


def _assert_held(registry: Registry, name: str, first: datetime.date, last: datetime.date) -> int:
    """Judge on every day: until `holds_until` each verdict and each subject is the same. How often one may change."""
    known: dict[str, Verdicts] = {}
    turns = 0
    for day in _days(first, last):
        for whose, verdicts in _judged(registry, name, day).items():
            before = known.get(whose)
            until = earliest(*(verdict.holds_until for verdict in before.values())) if before is not None else None
            if before is not None and (until is None or day <= until):
                assert verdicts == before, f"{name}: {whose} on {day}"
            else:
                turns += 1
                known[whose] = verdicts
            assert all(item.holds_until is None or item.holds_until >= day for item in verdicts.values())
    return turns


@pytest.mark.parametrize("name", RULES)
def test_a_verdict_of_the_example_holds_as_long_as_it_says(name: str) -> None:
    turns = _assert_held(primersk(), name, FIRST, LAST)
    # The point of it all: on most days nothing need be judged.
    share = 6 if name in WEEKLY else 12
    assert turns < ((LAST - FIRST).days + 1) * len(primersk().organizations) / share


@settings(max_examples=12, deadline=None)
@given(registries(), st.integers(-15, 400).map(factory.ago))
def test_a_verdict_of_any_city_holds_as_long_as_it_says(registry: Registry, first: datetime.date) -> None:
    for name in RULES:
        _assert_held(registry, name, first, first + 70 * DAY)


# What is due


def _tasks(registry: Registry, day: datetime.date, rules: Mapping[str, Rule] = RULES) -> list[Task]:
    tasks = tasks_of(registry, assess(registry, day, rules))
    return [*tasks.officer, *(task for own in tasks.by_organization.values() for task in own)]


def _worsened(registry: Registry, day: datetime.date) -> Iterator[tuple[Finding, Finding]]:
    """The findings that were in order, or not due yet, and are a shortfall on the next day."""
    after = {(item.requirement, item.subject): item for item in assess(registry, day + DAY).findings}
    for finding in assess(registry, day).findings:
        turned = after.get((finding.requirement, finding.subject))
        fine = finding.outcome in (Outcome.MET, Outcome.NOT_DUE, Outcome.ADVICE)
        if fine and turned is not None and turned.outcome in SHORTFALLS:
            yield finding, turned


def _assert_announced(registry: Registry, day: datetime.date) -> set[str]:
    """What time alone makes a shortfall on the next day was due by now, and somebody's task. The rules concerned."""
    found = set()
    dated = {
        (task.requirement.check, task.organization.id if task.organization is not None else None)
        for task in _tasks(registry, day)
        if task.due_on is not None
    }
    for finding, turned in _worsened(registry, day):
        verdict = finding.verdict
        assert verdict.due_on is not None and verdict.due_on <= day, (finding, verdict, turned.verdict)
        rules = {deadline.covered_by or finding.check for deadline in verdict.deadlines}
        assert {(rule, finding.organization) for rule in rules} <= dated, (finding, verdict)
        found.add(finding.check)
    return found


def test_what_time_makes_worse_was_due_and_a_task_in_any_city() -> None:
    """Days after all records: nothing but time changes anything then."""
    seen: set[str] = set()

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(registries())
    def walk(registry: Registry) -> None:
        days = {
            verdict.holds_until
            for name in RULES
            for start in (LATEST, LATEST + 100 * DAY)
            for verdicts in _judged(registry, name, start).values()
            for verdict in verdicts.values()
            if verdict.holds_until is not None
        }
        for day in sorted(days):
            seen.update(_assert_announced(registry, day))

    walk()
    assert {"accounts-controlled", "page-passport", "two-factor", "moderation", "plain-style"} <= seen


def test_every_rule_with_a_term_has_a_deadline_in_the_example() -> None:
    """Whoever works with a period, a grace or a term says what is due, and on some day of the example it is."""
    termed = {name for name, rule in RULES.items() if any(_is_term(parameter) for parameter in rule.parameters)}
    assert len(termed) > 15
    registry, due = primersk(), set()
    day = FIRST
    while day <= LAST:
        due |= {item.check for item in assess(registry, day).findings if item.verdict.due_on is not None}
        day += 5 * DAY
    assert termed <= due


def _is_term(parameter: str) -> bool:
    return parameter.endswith("_days")


def test_every_deadline_that_another_rule_covers_names_a_rule_with_deadlines_of_its_own() -> None:
    registry = primersk()
    covering, own = set(), set()
    for day in _days(FIRST, FIRST + 90 * DAY):
        for finding in assess(registry, day).findings:
            for deadline in finding.verdict.deadlines:
                (covering if deadline.covered_by else own).add(deadline.covered_by or finding.check)
    assert covering == {"accounts-controlled", "content-plan", "two-posts-a-week"}
    assert covering <= own


def test_what_another_rule_covers_is_a_task_where_the_act_does_not_ask_for_that() -> None:
    seen = factory.account(observed=factory.observation(factory.ago(175)))
    alone = factory.registry([requirement("page-passport")], accounts=[seen])
    assert [(task.key, task.due_on) for task in _tasks(alone, factory.AS_OF)] == [
        ("page-passport.again", factory.AS_OF + 5 * DAY)
    ]
    both = factory.registry([requirement("page-passport"), requirement("accounts-controlled")], accounts=[seen])
    assert [task.requirement.id for task in _tasks(both, factory.AS_OF)] == ["accounts-controlled"]


def test_a_new_rule_has_its_deadline_task_and_calendar_event_by_its_verdict_alone() -> None:
    """A copy of two-factor under another name: nothing else knows of it, no words, no list."""
    rules = {**RULES, "hardware-key": AccountRule(two_factor.judge, two_factor.OUTCOMES, two_factor.PARAMETERS)}
    asked = dataclasses.replace(requirement("two-factor"), id="hardware-key", check="hardware-key", title="Ключ-токен")
    attested = Attestation(True, "директор", factory.ago(175))
    registry = factory.registry([asked], accounts=[factory.account(two_factor=attested)])
    (task,) = _tasks(registry, factory.AS_OF, rules)
    assert (task.due_on, task.when(factory.AS_OF)) == (factory.AS_OF + 5 * DAY, When.WEEK)
    assert task_text.title(task) == "Подтвердить заново: «Ключ-токен»"
    view = View(registry, assess(registry, factory.AS_OF, rules), "internal", factory.AS_OF, Site(""))
    (feed,) = [file.content.decode() for file in calendar_files(view) if file.path.endswith("/school.ics")]
    assert "DTSTART;VALUE=DATE:20261121" in feed and "Ключ-токен" in feed
