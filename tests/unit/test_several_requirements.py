"""Several requirements of one rule: each is judged; a figure for one uses the mandatory one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reestr.judging.run import assess
from reestr.registry.city import Requirement

from tests.unit.registry_factory import AS_OF, account, activity, count, registry
from tests.unit.requirement_factory import requirement

CHECK = "two-posts-a-week"


def named(identifier: str, force: str, posts: int = 2) -> Requirement:
    return replace(requirement(CHECK, posts_per_week=posts), id=identifier, force=force)


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ((), None),
        ((named("b", "mandatory"),), "b"),
        ((named("b", "mandatory"), named("a", "mandatory")), "a"),
        ((named("a", "recommended"), named("b", "mandatory")), "b"),
        ((named("a", "recommended"),), "a"),
    ],
    ids=["none", "one", "by id", "mandatory first", "recommended only"],
)
def test_the_leading_requirement_is_the_first_mandatory_one(
    requirements: tuple[Requirement, ...], expected: str | None
) -> None:
    leading = registry(requirements).leading_requirement("counted")
    assert (leading and leading.id) == expected


def test_every_requirement_of_a_check_is_judged_by_its_own_parameters() -> None:
    requirements = (named("few", "mandatory", 1), named("many", "mandatory", 5))
    weeks = {f"2026-W{week}": count(text=2) for week in range(10, 48)}
    found = assess(registry(requirements, accounts=(account(),), years=activity(weeks)), AS_OF)
    outcomes = {finding.requirement: str(finding.outcome) for finding in found.findings}
    assert outcomes == {"few": "met", "many": "breach"}
