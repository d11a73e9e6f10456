"""The replay of the past judges again only what has expired; where norms change, too, it counts as judging does."""

from __future__ import annotations

import datetime
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.history.timeline.verdicts import Weekly, judgeable
from reestr.judging.run import assess
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.random_norms import dated_registries

WEEK = datetime.timedelta(weeks=1)


@settings(max_examples=20, deadline=None)
@given(dated_registries(), st.integers(-15, 45).map(factory.ago))
def test_the_ends_of_weeks_are_judged_by_the_norms_of_their_day(registry: Registry, first: datetime.date) -> None:
    judged = {item.id for item in judgeable(registry)}
    assert len(judged) > 20
    weekly = Weekly()
    for number in range(10):
        day = first + number * WEEK
        expected: dict[str, Counter[str]] = {}
        for finding in assess(registry, day).findings:
            if finding.requirement in judged:
                expected.setdefault(finding.requirement, Counter())[finding.outcome] += 1
        assert weekly.judge(registry, day) == expected, day
