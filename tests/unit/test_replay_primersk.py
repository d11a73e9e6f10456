"""Replaying the example's history gives the same as checking out and judging every commit."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from reestr.history.git import RawCommit, open_repository
from reestr.history.records_of_day import stored_files
from reestr.history.timeline.breaches import open_breaches
from reestr.history.timeline.model import Timeline
from reestr.history.timeline.read_history import timeline
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.history.timeline.two_states import compare_states
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.records.loading.load import load
from reestr.records.loading.record_sources import snapshot
from reestr.records.redaction import EDITIONS, Edition
from reestr.registry.calendar import week_end
from reestr.registry.registry import Registry

from tests.depth import DEEP
from tests.unit.repository import Repository

pytestmark = pytest.mark.process

AS_OF = datetime.date(2026, 11, 16)
EDITION: Edition = "internal"
ZONE = "Asia/Yekaterinburg"

Counted = tuple[Mapping[str, Mapping[Outcome, int]], set[tuple[str, str]]]
Judged = list[tuple[str, str, str, str, Mapping[str, object]]]


@pytest.fixture(scope="module")
def primersk(primersk: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A copy: every commit is checked out in it."""
    return Repository(shutil.copytree(primersk, tmp_path_factory.mktemp("history") / "city"))


def commits(city: Repository) -> list[RawCommit]:
    repository = open_repository(city.data)
    return list(repository.first_parents(repository.commit()[0]))


def judged(registry: Registry, day: datetime.date) -> Judged:
    """Every finding but the lines of its evidence."""
    return [
        (item.requirement, str(item.subject), item.outcome.value, item.verdict.reason, item.verdict.values)
        for item in assess(registry, day).findings
    ]


@pytest.fixture(scope="module")
def checked_out(primersk: Repository) -> Mapping[str, Registry]:
    """The registry of every commit of the main line, checked out and loaded; internal edition."""
    registries = {}
    for commit in commits(primersk):
        primersk.git("checkout", "--quiet", commit.id)
        loaded = load(primersk.data, EDITION)
        assert loaded.registry is not None, loaded.diagnostics
        registries[commit.id] = loaded.registry
    primersk.git("checkout", "--quiet", "main")
    return registries


@pytest.fixture(scope="module")
def pasts(primersk: Repository) -> Mapping[Edition, Timeline]:
    """The replayed history of each edition."""
    return {edition: timeline(primersk.data, edition, ZONE, AS_OF) for edition in EDITIONS}


def on(day: datetime.date) -> Callable[[Registry], datetime.date]:
    def fixed(registry: Registry) -> datetime.date:
        return day

    return fixed


def test_the_findings_of_every_commit_are_the_same(
    primersk: Repository, checked_out: Mapping[str, Registry], pasts: Mapping[Edition, Timeline]
) -> None:
    repository = open_repository(primersk.data)
    state = CommitRecords(EDITION)
    weeks: dict[str, Counted] = {}
    last: tuple[datetime.date, Registry] | None = None
    number = 0
    past = pasts[EDITION]
    ends = [week_end(item.week) for item in past.weeks]
    for commit in commits(primersk):
        registry = checked_out[commit.id]
        number += 1
        contents = repository.contents([file.after for file in commit.files if file.after])
        state.apply(commit.files, contents)
        replayed = state.registry()
        assert replayed is not None
        day = commit.at.date()
        assert judged(replayed, day) == judged(registry, day), commit.id
        assert replayed.pending_networks == registry.pending_networks
        if last is not None:
            for end in ends:
                if last[0] <= end < day:
                    weeks[str(end)] = counted(last[1], end)
        last = day, registry
    assert number >= 55
    assert last is not None
    weeks.update({str(end): counted(last[1], end) for end in ends if end >= last[0]})
    assert {
        str(week_end(item.week)): (item.counts, set(open_breaches(past.weeks[: place + 1])))
        for place, item in enumerate(past.weeks)
    } == weeks


def counted(registry: Registry, day: datetime.date) -> Counted:
    """The number of verdicts of each requirement by outcome; the breaches, by requirement and organization."""
    judged = assess(registry, day).findings
    findings = Counter((item.requirement, item.outcome) for item in judged)
    breaches = {(item.requirement, item.organization or "") for item in judged if item.outcome is Outcome.BREACH}
    counts: dict[str, dict[Outcome, int]] = {}
    for (requirement, outcome), number in findings.items():
        counts.setdefault(requirement, {})[outcome] = number
    return counts, breaches


def test_the_state_of_a_month_is_that_of_its_last_commit_judged_on_its_last_day(
    primersk: Repository, checked_out: Mapping[str, Registry], pasts: Mapping[Edition, Timeline]
) -> None:
    repository = open_repository(primersk.data)
    past = pasts[EDITION]
    assert [item.month for item in past.months] == [f"2025-{month}" for month in (11, 12)] + [
        f"2026-{month:02d}" for month in range(1, 11)
    ]
    line = commits(primersk)
    for state in past.months[:: 1 if DEEP else 4]:
        until = [commit.id for commit in line if commit.at.astimezone(ZoneInfo(ZONE)).date() <= state.day][-1]
        assert state.commit.id == until
        stored = stored_files(repository, primersk.data, until)
        assert stored is not None
        assert state.records == snapshot(stored).fingerprint()
        registry = checked_out[until]
        assert state.requirements is not None
        assert {item.id: item.counts for item in state.requirements} == counted(registry, state.day)[0]
        findings = assess(registry, state.day).findings
        breaches = Counter(
            (item.requirement, item.organization or "") for item in findings if item.outcome is Outcome.BREACH
        )
        assert breaches == {
            (item.id, one.organization): one.number for item in state.requirements for one in item.breaches
        }
        assert state.organizations == sum(not item.is_closed(state.day) for item in registry.organizations.values())


def test_the_spheres_of_a_week_are_those_of_its_organizations(
    primersk: Repository, checked_out: Mapping[str, Registry], pasts: Mapping[Edition, Timeline]
) -> None:
    last = pasts[EDITION].weeks[-1]
    end = week_end(last.week)
    until = [item.id for item in commits(primersk) if item.at.astimezone(ZoneInfo(ZONE)).date() <= end][-1]
    registry = checked_out[until]
    expected: dict[str, Counter[Outcome]] = {}
    for item in assess(registry, end).findings:
        if item.organization is not None:
            sphere = registry.organizations[item.organization].sphere or ""
            expected.setdefault(sphere, Counter())[item.outcome] += 1
    assert last.spheres == expected


# On every commit every third commit of the history is judged twice, before and after; at night all.
@pytest.mark.seeded
def test_what_a_commit_did_to_the_verdicts_is_the_difference_of_two_judgings(
    primersk: Repository, checked_out: Mapping[str, Registry], pasts: Mapping[Edition, Timeline]
) -> None:
    repository = open_repository(primersk.data)
    past = pasts[EDITION]
    told = {item.commit.id: item for item in past.commits}
    before: RawCommit | None = None
    compared = 0
    step = 1 if DEEP else 3
    for number, commit in enumerate(commits(primersk)):
        if before is not None and commit.id in told and number % step == 0:
            day = told[commit.id].commit.day
            comparison = compare_states(repository, before.id, commit.id, EDITION, on(day)).comparison
            assert comparison.verdicts == told[commit.id].verdicts
            assert comparison.changes == told[commit.id].changes
            old, new = (assess(checked_out[state.id], day).cells for state in (before, commit))
            expected = {
                (requirement, organization): (old[organization, requirement], outcome)
                for (organization, requirement), outcome in new.items()
                if (organization, requirement) in old and old[organization, requirement] is not outcome
            }
            found = {(item.requirement, item.organization): (item.before, item.after) for item in comparison.verdicts}
            assert found == expected
            compared += 1
        before = commit
    assert compared >= 50 // step


def test_both_editions_know_the_same_weeks(pasts: Mapping[Edition, Timeline]) -> None:
    public, internal = (pasts[edition].weeks for edition in EDITIONS)
    known = {name for item in public for name in item.counts or ()}
    assert known
    for one, other in zip(public, internal, strict=True):
        assert one.counts is not None and other.counts is not None
        assert one.counts == {name: counts for name, counts in other.counts.items() if name in known}


def test_the_story_is_told(pasts: Mapping[Edition, Timeline]) -> None:
    past = pasts["public"]
    told = {change.key for item in past.commits for change in item.changes}
    assert {
        "organization-added",
        "organization-removed",
        "organization-closed",
        "organization-id-changed",
        "account-added",
        "account-removed",
        "account-moved",
        "account-closed",
        "account-replaced",
        "account-id-changed",
        "responsible-changed",
        "exemption-granted-until",
        "mark-confirmed",
        "portal-connected",
        "observed-by-officer",
        "weeks-counted",
        "plan-added",
        "assignment-portal-post",
        "result-done",
        "parameter-changed",
        "requirement-removed",
    } <= told
    assert not any(key.startswith(("notice", "two-factor", "credentials")) for key in told)
    assert past.gaps == ()
    # From the first commit's week on there is no week without its state.
    assert [item.week for item in past.weeks] == sorted({item.week for item in past.weeks})
    assert len(past.weeks) == 53
