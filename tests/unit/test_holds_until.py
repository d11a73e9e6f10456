"""Only a record changes a verdict before `holds_until`; what becomes worse with time had a deadline and a task."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.judging import catalogue
from reestr.judging.finding import Finding, Outcome, Subject, Verdict
from reestr.judging.rule import RuleFamily, earliest
from reestr.judging.run import assess
from reestr.judging.tasks.collecting import tasks_of
from reestr.judging.tasks.task import Task, When
from reestr.publishing.open_data.calendars import calendar_files
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.registry.account import Attestation, DatedStatus
from reestr.registry.city import Appointment
from reestr.registry.paperwork import Addressee
from reestr.registry.registry import Registry
from reestr.registry.rule_calls import CALLS_BY_CHECK, call
from reestr.wording import task_text

from tests.depth import DEEP
from tests.unit import registry_factory as factory
from tests.unit.project import PRIMERSK
from tests.unit.random_norms import dated_registries
from tests.unit.random_registry import LATEST, registries
from tests.unit.requirement_factory import RULES, requirement

FIRST = datetime.date(2025, 11, 1)
LAST = datetime.date(2026, 12, 31)
DAY = datetime.timedelta(days=1)
IN_ORDER = (Outcome.MET, Outcome.NOT_DUE)
WORSE = (Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE)
WEEKLY = frozenset(("two-posts-a-week", "varied-content"))
"""Rules whose verdicts hold for a week at most: another week, other counts."""

Verdicts = Mapping[Subject, Verdict]


@cache
def primersk() -> Registry:
    registry = load(Path(PRIMERSK / "data"), "internal").registry
    assert registry is not None
    return registry


def _days(first: datetime.date, last: datetime.date, step: int = 1) -> Iterator[datetime.date]:
    while first <= last:
        yield first
        first += step * DAY


@dataclass
class Walk:
    """What judging a city on every day shows, by the name of the rule.

    `turns` is how often an organization had to be judged, `due` are the rules that had a deadline of their own,
    `covered` pairs of a rule and the one that covers its deadline.
    """

    turns: Counter[str] = field(default_factory=Counter)
    due: set[str] = field(default_factory=set)
    covered: set[tuple[str, str]] = field(default_factory=set)


def _walk(registry: Registry, first: datetime.date, last: datetime.date, step: int = 1) -> Walk:
    """Judge on every day, or every few: until `holds_until` each verdict and each subject must be the same."""
    walk = Walk()
    known: dict[tuple[str, str | None], tuple[Verdicts, datetime.date | None]] = {}
    for day in _days(first, last, step):
        judged: dict[tuple[str, str | None], dict[Subject, Verdict]] = {}
        for finding in assess(registry, day).findings:
            judged.setdefault((finding.check, finding.organization), {})[finding.subject] = finding.verdict
        for key, verdicts in judged.items():
            before, until = known.get(key, (verdicts, FIRST - DAY))
            if until is None or day <= until:
                assert verdicts == before, f"{key} on {day}"
                continue
            until = earliest(*(verdict.holds_until for verdict in verdicts.values()))
            assert until is None or until >= day, f"{key} on {day}"
            known[key] = verdicts, until
            walk.turns[key[0]] += 1
            for deadline in chain.from_iterable(verdict.deadlines for verdict in verdicts.values()):
                if deadline.covered_by:
                    walk.covered.add((key[0], deadline.covered_by))
                else:
                    walk.due.add(key[0])
    return walk


# Every third day on every commit, every day at night: a verdict that says too long a term is not the same for days.
@pytest.mark.long
@pytest.mark.seeded
def test_a_verdict_of_the_example_holds_as_long_as_it_says() -> None:
    walk = _walk(primersk(), FIRST, LAST, 1 if DEEP else 3)
    assert set(walk.turns) == set(RULES)
    # The point of it all: on most days nothing need be judged.
    judged = ((LAST - FIRST).days + 1) * len(primersk().organizations)
    assert [name for name, turns in walk.turns.items() if turns > judged / (6 if name in WEEKLY else 12)] == []
    covering = {name for _, name in walk.covered}
    assert covering == {"inspected", "planned", "counted"}
    assert covering <= {CALLS_BY_CHECK[name].name for name in walk.due}


@settings(max_examples=20, deadline=None)
@given(registries(), st.integers(-15, 400).map(factory.ago))
def test_a_verdict_of_any_city_holds_as_long_as_it_says(registry: Registry, first: datetime.date) -> None:
    _walk(registry, first, first + 70 * DAY)


@settings(max_examples=20, deadline=None)
@given(dated_registries(), st.integers(-15, 45).map(factory.ago))
def test_a_verdict_holds_as_long_as_it_says_where_norms_change(registry: Registry, first: datetime.date) -> None:
    _walk(registry, first, first + 70 * DAY)


# What is due


def _tasks(registry: Registry, day: datetime.date) -> list[Task]:
    tasks = tasks_of(registry, assess(registry, day))
    return [*tasks.officer, *(task for own in tasks.by_organization.values() for task in own)]


def _who_owes(
    registry: Registry, day: datetime.date, rules: Collection[str], by: datetime.date | None = None
) -> set[str | None]:
    """The organizations (None: the city) with a task on a day that follows from one of the rules; due `by` a day."""
    return {
        task.organization.id if task.organization is not None else None
        for task in _tasks(registry, day)
        if task.requirement.rule is not None
        and task.requirement.rule.name in rules
        and (by is None or (task.due_on is not None and task.due_on <= by))
    }


def _assert_announced(registry: Registry, first: datetime.date, last: datetime.date) -> set[str]:
    """Whatever was in order one day and is worse the next was due by then, and somebody's task. The rules concerned.

    No record may name a day after the first: what it announces is no matter of time alone.
    """
    concerned = set()
    before: dict[tuple[str, Subject], Finding] = {}
    for day in _days(first, last):
        findings = {(item.requirement, item.subject): item for item in assess(registry, day).findings}
        for key, finding in findings.items():
            if finding.outcome not in WORSE or key not in before or before[key].outcome not in IN_ORDER:
                continue
            verdict = before[key].verdict
            assert verdict.due_on is not None and verdict.due_on < day, (day, key, verdict)
            asked = {deadline.covered_by or finding.rule.name for deadline in verdict.deadlines}
            assert finding.outcome is Outcome.ADVICE or _who_owes(registry, day, asked) >= {finding.organization}
            if asked == {finding.rule.name}:
                assert _who_owes(registry, day - DAY, asked, by=day - DAY) >= {finding.organization}, (day, key)
            concerned.add(finding.check)
        before = findings
    return concerned


def _city_with_open_matters() -> Registry:
    """Everything is in order on the date of judging, and everything that can run out will."""
    young = {
        "opened_on": factory.AS_OF,
        "observed": None,
        "state_mark": DatedStatus(),
        "gospabliki": DatedStatus(),
    }
    due_on = factory.AS_OF + 20 * DAY
    texts = {"2026-W45": factory.count(text=2), "2026-W46": factory.count(text=2, photo=2, video=2)}
    return factory.registry(
        [requirement(name) for name in RULES],
        organizations=[
            factory.organization(
                responsible=(
                    factory.responsible("2025-02-01", until="2026-11-15"),
                    factory.responsible("2026-11-16", Appointment("приказ", "13-о", factory.AS_OF)),
                )
            ),
            factory.organization("young", accounts_page=None),
            factory.organization("empty", since=factory.AS_OF),
            factory.organization("exempt", exemptions=(factory.exemption("agreement", until=due_on),)),
        ],
        accounts=[
            factory.account(),
            factory.account("school-ok"),
            *(factory.account(name, **young) for name in ("young-vk", "young-ok")),
        ],
        years=factory.activity({**texts, "2026-W43": factory.count(text=2), "2026-W44": factory.count(text=2)}),
        plans=[factory.plan(month, "2026-11-02", "текст") for month in ("2026-11", "2026-12")],
        assignments=[
            factory.assignment("portal-post", due_on, Addressee(None, "school-vk", None), id="post"),
            factory.assignment("information-request", due_on, Addressee("school", None, None), id="ask"),
            factory.assignment("centre-request", due_on, id="centre"),
        ],
    )


def test_what_time_makes_worse_was_due_and_a_task_by_every_rule() -> None:
    """A new rule is concerned, too, or time alone never makes anything worse by it; then it is named here."""
    by_records_alone = {"officer-appointed", "act-published", "responsible-appointed"}
    city = _city_with_open_matters()
    concerned = _assert_announced(city, factory.AS_OF, factory.AS_OF + 400 * DAY)
    # A ground that expires is a missing page, which is told once: by itself only where no other requirement tells it.
    told_by_another = {"exemption-grounds"}
    assert concerned == set(RULES) - by_records_alone - told_by_another
    alone = {name: item for name, item in city.requirements.items() if item.check in told_by_another}
    assert told_by_another == _assert_announced(
        dataclasses.replace(city, requirements=alone), factory.AS_OF, factory.AS_OF + 400 * DAY
    )


@settings(max_examples=20, deadline=None)
@given(registries(), st.integers(0, 330))
def test_what_time_makes_worse_was_due_and_a_task_in_any_city(registry: Registry, later: int) -> None:
    first = LATEST + later * DAY
    _assert_announced(registry, first, first + 70 * DAY)


def test_what_another_rule_covers_is_a_task_where_the_act_does_not_ask_for_that() -> None:
    seen = factory.account(observed=factory.observation(factory.ago(175)))
    alone = factory.registry([requirement("page-passport")], accounts=[seen])
    assert [(task.key, task.due_on) for task in _tasks(alone, factory.AS_OF)] == [
        ("observed.again", factory.AS_OF + 5 * DAY)
    ]
    both = factory.registry([requirement("page-passport"), requirement("accounts-controlled")], accounts=[seen])
    assert [task.requirement.id for task in _tasks(both, factory.AS_OF)] == ["accounts-controlled"]


def test_a_new_rule_has_its_deadline_task_and_calendar_event_by_its_verdict_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A copy of two-factor under another name: nothing else knows of it, no words, no list."""
    monkeypatch.setitem(catalogue._FAMILIES, "hardware-key", RuleFamily("hardware-key", lambda _: RULES["two-factor"]))
    two_factor = requirement("two-factor")
    asked = dataclasses.replace(two_factor, rule=call("hardware-key"), id="hardware-key", title="Ключ-токен")
    attested = Attestation(True, "директор", factory.ago(175))
    registry = factory.registry([asked], accounts=[factory.account(two_factor=attested)])
    (task,) = _tasks(registry, factory.AS_OF)
    assert (task.due_on, task.when(factory.AS_OF)) == (factory.AS_OF + 5 * DAY, When.WEEK)
    assert task_text.title(task, registry.words) == "Подтвердить заново: «Ключ-токен»"
    view = View(registry, assess(registry, factory.AS_OF), "internal", factory.AS_OF, Site(""))
    (feed,) = [file.content.decode() for file in calendar_files(view) if file.path.endswith("/school.ics")]
    assert "DTSTART;VALUE=DATE:20261121" in feed and "Ключ-токен" in feed
