"""Between two turns nothing changes: whoever judges only on the days of `next_turn` sees every change of a verdict."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest
from reestr.judging.catalogue import CHECKS
from reestr.judging.check import CityCheck, Context
from reestr.judging.run import judge_organization
from reestr.judging.validity import next_turn
from reestr.records.loading.load import load
from reestr.registry.registry import Registry

DATA = Path(__file__).parents[2] / "examples" / "primersk" / "data"
FIRST = datetime.date(2025, 11, 1)
LAST = datetime.date(2027, 6, 30)
DAY = datetime.timedelta(days=1)


@cache
def primersk() -> Registry:
    registry = load(DATA).registry
    assert registry is not None
    return registry


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if not isinstance(check, CityCheck)])
def test_a_verdict_changes_on_its_turns_only(name: str) -> None:
    check = CHECKS[name]
    assert not isinstance(check, CityCheck)
    requirement = primersk().judged_by(name)
    assert requirement is not None
    known: dict[str, list[str]] = {}
    due: dict[str, datetime.date | None] = {}
    judged = 0
    day = FIRST
    while day <= LAST:
        context = Context(primersk(), requirement, day)
        for organization in primersk().organizations.values():
            said = [
                f"{subject}: {verdict.outcome}" for subject, verdict in judge_organization(check, context, organization)
            ]
            turn = due.get(organization.id, day)
            if turn is not None and turn <= day:
                due[organization.id] = next_turn(check, context, organization)
                known[organization.id] = said
                judged += 1
            else:
                assert said == known[organization.id], f"{organization.id} on {day}"
        day += DAY
    days = (LAST - FIRST).days + 1
    if check.days is not None:
        # The point of it all: most days need no judging.
        assert judged < days * len(primersk().organizations) / 5
