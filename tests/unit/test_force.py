"""The force of a requirement bounds whatever its rule says: what is not mandatory is never breached or overdue."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.history.timeline.verdicts import Weekly
from reestr.judging.finding import Outcome
from reestr.judging.handover_requirements import MissingItem, incomplete_handovers
from reestr.judging.run import assess
from reestr.judging.tasks.collecting import tasks_of
from reestr.judging.tasks.task import When
from reestr.publishing.site.pages import handovers
from reestr.registry.city import Appointment
from reestr.registry.registry import Registry

from tests.depth import times
from tests.unit import test_checks_account, test_checks_city, test_checks_organization, test_checks_paperwork
from tests.unit.check_case import Case, finding_of
from tests.unit.pages_factory import view_of
from tests.unit.possible_outcomes import possible_outcomes
from tests.unit.random_registry import registries
from tests.unit.registry_factory import ago, organization, registry, responsible
from tests.unit.requirement_factory import RULES, requirement

FORCES = ("mandatory", "recommended", "informative")
CASES: tuple[Case, ...] = (
    *test_checks_city.CASES,
    *test_checks_organization.CASES,
    *test_checks_paperwork.CASES,
    *test_checks_account.CASES,
)


def of_force(built: Registry, force: str) -> Registry:
    """The registry with every requirement of one force."""
    changed = {name: replace(item, force=force) for name, item in built.requirements.items()}
    return replace(built, requirements=changed)


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("check", RULES)
def test_every_verdict_of_the_tables_is_bounded_by_the_force(check: str, force: str) -> None:
    """The tables hold every outcome of every rule, so no outcome of any rule is left out here."""
    for example in (item for item in CASES if item.check == check):
        usual = finding_of(example)
        found = finding_of(replace(example, registry=of_force(example.registry, force)))
        expected = Outcome.ADVICE if usual.outcome is Outcome.BREACH and force != "mandatory" else usual.outcome
        assert found.outcome is expected
        assert not (found.verdict.past and found.outcome is not Outcome.BREACH)
        kept = replace(found.verdict, outcome=usual.outcome, past=usual.verdict.past)
        assert kept == usual.verdict, "only the outcome follows from the force"


@pytest.mark.parametrize("check", RULES)
def test_only_a_mandatory_requirement_can_be_breached(check: str) -> None:
    breached = {
        force for force in FORCES if Outcome.BREACH in possible_outcomes(replace(requirement(check), force=force))
    }
    assert breached == ({"mandatory"} if Outcome.BREACH in RULES[check].outcomes else set())


@settings(max_examples=times(40), deadline=None)
@given(registries(), st.integers(-10, 20).map(ago), st.sampled_from(FORCES[1:]))
def test_no_path_says_more_than_the_force(built: Registry, as_of: datetime.date, force: str) -> None:
    """Verdicts, cells of the matrix, counts of weeks and tasks of any city whose act demands nothing."""
    lenient = of_force(built, force)
    assessment = assess(lenient, as_of)
    for finding in assessment.findings:
        assert finding.outcome in possible_outcomes(lenient.requirements[finding.requirement])
    assert assessment.summary[Outcome.BREACH] == 0
    assert Outcome.BREACH not in assessment.cells.values()
    counts = Weekly().judge(lenient, as_of)
    assert [name for name, found in counts.items() if found.get(Outcome.BREACH)] == []
    tasks = tasks_of(lenient, assessment)
    everybody = [*tasks.officer, *(task for own in tasks.by_organization.values() for task in own)]
    assert [task.identity for task in everybody if task.when(as_of) is When.OVERDUE] == []
    assert [task.identity for task in everybody if task.outcome is Outcome.BREACH] == []


CHANGED = organization(
    responsible=(responsible("2025-01-01"), responsible("2026-02-02", Appointment("приказ", "7", ago(28))))
)


@pytest.mark.parametrize(("force", "outcome"), [("mandatory", Outcome.BREACH), ("recommended", Outcome.ADVICE)])
def test_the_list_of_changes_not_told_of_is_bounded(force: str, outcome: Outcome) -> None:
    built = of_force(registry([requirement("change-notified")], organizations=[CHANGED]), force)
    as_of = ago(-60)
    view = replace(view_of(built), assessment=assess(built, as_of))
    body = handovers.build(view).body
    shown = {item for item in Outcome if f'class="badge is-{item}"' in body}
    assert shown == {outcome}


@pytest.mark.parametrize(("force", "lacks"), [("mandatory", [(MissingItem.NOTICE,)]), ("recommended", [])])
def test_a_notice_that_is_only_recommended_is_not_demanded(force: str, lacks: list[tuple[MissingItem, ...]]) -> None:
    before = replace(CHANGED, responsible=CHANGED.responsible[:1])
    requirements = [replace(requirement("change-notified"), force=force)]
    found = incomplete_handovers(
        registry(requirements, organizations=[before]), registry(requirements, organizations=[CHANGED])
    )
    assert [demand.lacks for demand in found] == lacks
