"""Replaying the example's history gives the same as checking out and judging every commit."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from reestr.history.git import RawCommit, open_repository
from reestr.history.timeline.read_history import timeline
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.history.timeline.two_states import compare_states
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.records.loading.load import load, load_files
from reestr.records.loading.record_sources import StoredFiles
from reestr.records.redaction import EDITIONS, Edition
from reestr.registry.calendar import week_end
from reestr.registry.registry import Registry

from tests.unit.repository import Repository

pytestmark = pytest.mark.process

AS_OF = datetime.date(2026, 11, 16)
ZONE = "Asia/Yekaterinburg"

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


def checked_out(city: Repository, edition: Edition) -> Iterator[tuple[RawCommit, Registry]]:
    """Every commit of the main line, checked out and loaded."""
    for commit in commits(city):
        city.git("checkout", "--quiet", commit.id)
        loaded = load(city.data, edition)
        assert loaded.registry is not None, loaded.diagnostics
        yield commit, loaded.registry
    city.git("checkout", "--quiet", "main")


def on(day: datetime.date) -> Callable[[Registry], datetime.date]:
    def fixed(registry: Registry) -> datetime.date:
        return day

    return fixed


def test_the_findings_of_every_commit_are_the_same(primersk: Repository) -> None:
    edition: Edition = "internal"
    repository = open_repository(primersk.data)
    state = CommitRecords(edition)
    weeks: dict[str, dict[str, dict[Outcome, int]]] = {}
    last: tuple[datetime.date, Registry] | None = None
    number = 0
    past = timeline(primersk.data, edition, ZONE, AS_OF)
    ends = [week_end(item.week) for item in past.weeks]
    for commit, registry in checked_out(primersk, edition):
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
    assert {str(week_end(item.week)): item.counts for item in past.weeks} == weeks


def counted(registry: Registry, day: datetime.date) -> dict[str, dict[Outcome, int]]:
    findings = Counter((item.requirement, item.outcome) for item in assess(registry, day).findings)
    counts: dict[str, dict[Outcome, int]] = {}
    for (requirement, outcome), number in findings.items():
        counts.setdefault(requirement, {})[outcome] = number
    return counts


def test_what_a_commit_did_to_the_verdicts_is_the_difference_of_two_judgings(primersk: Repository) -> None:
    repository = open_repository(primersk.data)
    past = timeline(primersk.data, "internal", ZONE, AS_OF)
    told = {item.commit.id: item for item in past.commits}
    before: RawCommit | None = None
    registry: Registry | None = None
    compared = 0
    for commit in commits(primersk):
        if before is not None and commit.id in told:
            day = told[commit.id].commit.day
            comparison = compare_states(repository, before.id, commit.id, "internal", on(day)).comparison
            assert comparison.verdicts == told[commit.id].verdicts
            assert comparison.changes == told[commit.id].changes
            first = registry if registry is not None else load_at(primersk, before, "internal")
            registry = load_at(primersk, commit, "internal")
            old, new = assess(first, day).cells, assess(registry, day).cells
            expected = {
                (requirement, organization): (old[organization, requirement], outcome)
                for (organization, requirement), outcome in new.items()
                if (organization, requirement) in old and old[organization, requirement] is not outcome
            }
            found = {(item.requirement, item.organization): (item.before, item.after) for item in comparison.verdicts}
            assert found == expected
            compared += 1
        else:
            registry = None
        before = commit
    assert compared >= 50


def load_at(city: Repository, commit: RawCommit, edition: Edition) -> Registry:
    repository = open_repository(city.data)
    tree = repository.tree(commit.id)
    contents = repository.contents(sorted(set(tree.values())))
    registry = load_files(StoredFiles({name: contents[blob] for name, blob in tree.items()}, "data/"), edition).registry
    assert registry is not None
    return registry


def test_both_editions_know_the_same_weeks(primersk: Repository) -> None:
    public, internal = (timeline(primersk.data, edition, ZONE, AS_OF).weeks for edition in EDITIONS)
    known = {name for item in public for name in item.counts or ()}
    assert known
    for one, other in zip(public, internal, strict=True):
        assert one.counts is not None and other.counts is not None
        assert one.counts == {name: counts for name, counts in other.counts.items() if name in known}


def test_the_story_is_told(primersk: Repository) -> None:
    past = timeline(primersk.data, "public", ZONE, AS_OF)
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
