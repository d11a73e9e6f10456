"""One cause, one shortfall: what one requirement judges is told by no other as a second shortfall."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.judging.finding import Outcome
from reestr.judging.run import Assessment, assess
from reestr.registry.registry import Registry

from tests.depth import times
from tests.unit.random_registry import registries
from tests.unit.registry_factory import WEEKS, account, activity, ago, count, exemption, organization, registry
from tests.unit.requirement_factory import requirement

SHORTFALLS = frozenset((Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE))
CAUSES: Mapping[str, tuple[str, str, str, str]] = {
    "no page": ("accounts-exist", "missing", "exemption-grounds", "expired"),
    "no publication": ("two-posts-a-week", "short", "varied-content", "few"),
}
"""What falls short -> the rule and the reason that tell it, and those that would tell it again."""


def reasons(assessment: Assessment) -> set[tuple[str, str, str]]:
    return {
        (str(finding.subject), finding.check, finding.verdict.reason)
        for finding in assessment.findings
        if finding.outcome in SHORTFALLS
    }


EXPIRED = organization(exemptions=(exemption("agreement", until=ago(1)),))
SILENT = activity({week: count() for week in WEEKS})
STATES: Mapping[str, Registry] = {
    "no page": registry(map(requirement, CAUSES["no page"][::2]), organizations=[EXPIRED], accounts=[]),
    "no page in one network": registry(
        map(requirement, CAUSES["no page"][::2]), organizations=[EXPIRED], accounts=[account()]
    ),
    "no publication": registry(map(requirement, CAUSES["no publication"][::2]), accounts=[account()], years=SILENT),
}


@pytest.mark.parametrize("state", STATES)
def test_an_absence_is_one_shortfall(state: str) -> None:
    findings = assess(STATES[state], ago(0)).findings
    assert sorted(finding.outcome for finding in findings) == [Outcome.BREACH, Outcome.NOT_APPLICABLE]
    told, see = sorted(findings, key=lambda finding: finding.outcome)
    assert see.verdict.values["requirement"] == STATES[state].requirements[told.requirement].title


@pytest.mark.parametrize("state", STATES)
def test_what_is_mandatory_is_not_left_to_what_is_recommended(state: str) -> None:
    built = STATES[state]
    first = next(iter(built.requirements.values()))
    lenient = replace(built, requirements={**built.requirements, first.id: replace(first, force="recommended")})
    outcomes = {finding.requirement: finding.outcome for finding in assess(lenient, ago(0)).findings}
    assert outcomes.pop(first.id) is Outcome.ADVICE
    assert set(outcomes.values()) <= {Outcome.BREACH, Outcome.ADVICE}


@settings(max_examples=times(60), deadline=None)
@given(registries(), st.integers(-10, 20).map(ago))
def test_no_city_counts_an_expired_ground_beside_the_missing_page(built: Registry, as_of: datetime.date) -> None:
    found = reasons(assess(built, as_of))
    for _, _, rule, reason in CAUSES.values():
        if rule == "exemption-grounds":
            assert not [item for item in found if item[1:] == (rule, reason)]
