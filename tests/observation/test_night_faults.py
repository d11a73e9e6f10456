"""No fault of a network, a disk, a clock or a process changes a record wrongly; a later night makes up for it."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from reestr.intake.observation.archive import ArchiveBusyError, locked
from reestr.intake.observation.verifying import verify_archive
from reestr.records.loading.load import load

from tests.depth import DEEP
from tests.observation.fake_ok import FakeOK
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, Nights, at, city_in
from tests.observation.serving import FakeNetwork, Fault
from tests.observation.test_faults import OK, VK, Case
from tests.observation.world import Community, Post, SimulatedClock, World
from tests.unit.project import tree

pytestmark = pytest.mark.process

GROUP = 50000000000001
FIRST, BAD, LAST = "2026-03-24", "2026-03-31", "2026-04-01"
_POSTS = tuple(Post(100 + nth, at("2026-03-02", 12) + timedelta(days=nth), attachments=("photo",)) for nth in range(60))
KINDS: dict[str, type[FakeNetwork]] = {"vk": FakeVK, "ok": FakeOK}


def _network(name: str, clock: SimulatedClock, per_second: int = 5) -> FakeNetwork:
    number, named = (NUMBER, NAME) if name == "vk" else (GROUP, None)
    page = Community(number, named, "Библиотека № 1", description="Библиотека № 1", members=321, posts=_POSTS)
    return KINDS[name](clock=clock, world=World([page]), per_second=per_second)  # type: ignore[call-arg]  # both fakes have a world


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[str, bytes]]]:
    """By network: the city after a good first night, and its records as they must be after a good last one."""
    made = {}
    for name in KINDS:
        project = city_in(tmp_path_factory.mktemp(name) / "city")
        clock = SimulatedClock(at(FIRST))
        with _network(name, clock) as network:
            Nights(project, {name: network}, clock).run()
            last = project.parent / "last"
            shutil.copytree(project, last)
            clock.wait_until(at(LAST))
            assert Nights(last, {name: network}, clock).run().writes
        made[name] = project, tree(last / "data")
    return made


Cities = dict[str, tuple[Path, dict[str, bytes]]]


@pytest.fixture
def again(cities: Cities, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Nights]:
    """A copy of the city after its first night, on the bad day."""
    name: str = getattr(request, "param", "vk")
    shutil.copytree(cities[name][0], tmp_path / "city")
    clock = SimulatedClock(at(BAD))
    with _network(name, clock) as network:
        yield Nights(tmp_path / "city", {name: network}, clock)


_CASES = [pytest.param(name, case, id=f"{name}: {case.name}") for name, all in (("vk", VK), ("ok", OK)) for case in all]


@pytest.mark.parametrize(("again", "case"), _CASES, indirect=["again"])
def test_a_night_of_one_fault_changes_no_record_and_the_next_one_makes_up_for_it(
    again: Nights, case: Case, cities: Cities
) -> None:

    [(name, network)] = again.networks.items()
    before = tree(again.project / "data")
    network.misbehave(Fault(case.change))
    again.run()
    after = tree(again.project / "data")
    if "gone" in (case.page[0], case.wall[0]):
        changed = {file for file in after if after[file] != before.get(file)}
        assert changed <= {f"accounts/library-1-{name}.yaml"}
    elif case.page[0] == "refused":
        assert after == before
    network.behave()
    again.clock.wait_until(at(LAST))
    again.run()
    found, expected = tree(again.project / "data"), cities[name][1]
    if case.page[0] == "refused" and case.wall[0] != "gone":
        assert found == expected
    else:
        weeks = {file: content for file, content in found.items() if file.startswith("activity/")}
        assert set(weeks) == {file for file in expected if file.startswith("activity/")}
        assert load(again.project / "data").errors == 0
    assert verify_archive(again.archive, again.registry).faults == ()


@pytest.mark.parametrize("again", ["vk"], indirect=True)
def test_a_page_that_the_network_calls_gone_is_lost_until_it_is_there_again(again: Nights) -> None:
    again.networks["vk"].world.change(NUMBER, deactivated="deleted")  # type: ignore[attr-defined]  # a fake VK
    report = again.run()
    assert [(item.kind, item.account) for item in report.incidents] == [("gone", ACCOUNT)]
    [entry] = again.record(f"accounts/{ACCOUNT}.yaml")["control_lost"]
    assert (entry["how"], entry["since"], entry.get("until")) == ("gone", BAD, None)
    again.networks["vk"].world.change(NUMBER, deactivated=None)  # type: ignore[attr-defined]  # as above
    again.clock.wait_until(at("2026-04-03"))
    again.run()
    [entry] = again.record(f"accounts/{ACCOUNT}.yaml")["control_lost"]
    assert (entry["since"], entry["until"]) == (BAD, "2026-04-02")


def test_a_persons_count_of_zero_stays_a_count_of_zero(again: Nights) -> None:
    file = again.project / f"data/activity/{ACCOUNT}/2026.yaml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "2026-W1" not in line]
    file.write_text("\n".join([*lines, "  2026-W12: {}", "  2026-W13: {}", ""]), encoding="utf-8")
    [before] = again.registry.activity[ACCOUNT]
    assert before.weeks["2026-W13"].total == 0
    again.run()
    [after] = again.registry.activity[ACCOUNT]
    assert after.machine["2026-W13"].own == 7
    assert after.weeks["2026-W13"].total == 0
    assert set(after.weeks) == set(before.weeks)


def test_the_same_answers_give_the_same_bytes(cities: Cities, tmp_path: Path) -> None:
    made = []
    for nth in range(2):
        shutil.copytree(cities["vk"][0], tmp_path / str(nth))
        clock = SimulatedClock(at(BAD))
        with _network("vk", clock) as vk, _network("ok", clock) as ok:
            Nights(tmp_path / str(nth), {"vk": vk, "ok": ok}, clock).run()
        made.append(tree(tmp_path / str(nth)))
    assert made[0] == made[1]


def test_a_second_run_waits_for_nobody(again: Nights) -> None:
    with locked(again.archive), pytest.raises(ArchiveBusyError):
        again.run()
    again.run()


@pytest.mark.parametrize("days", [-400, -30, -8, -1, 1, 8, 400])
def test_a_clock_that_jumps_changes_no_count_backwards(days: int, again: Nights) -> None:
    again.run()
    before = dict(again.registry.activity[ACCOUNT][0].machine)
    again.clock.jump(timedelta(days=days))
    again.run()
    again.clock.jump(timedelta(days=-days))
    again.clock.wait_until(at("2026-04-02"))
    again.run()
    years = {year.year: year for year in again.registry.activity[ACCOUNT]}
    for week, count in before.items():
        assert years[2026].machine[week].posts == count.posts
    assert verify_archive(again.archive, again.registry).faults == ()


@pytest.mark.parametrize("room", [0, 1, 60, 300, 500, 900, 1500, 2500])
def test_a_disk_that_fills_leaves_records_whole(room: int, again: Nights, cities: Cities) -> None:
    """No file may grow beyond so many bytes: writing fails in the middle, as it does on a full disk."""
    before = tree(again.project / "data")
    again.clock.wait_until(at(LAST))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        again.run()
        failed = False
    except OSError:
        failed = True
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert tree(again.project / "data") == (before if failed else cities["vk"][1])
    assert failed or room >= 900
    again.run()
    assert tree(again.project / "data") == cities["vk"][1]
    assert verify_archive(again.archive, again.registry).faults == ()


_OPERATIONS = ("open", "write", "fsync", "replace", "rename", "unlink", "link", "ftruncate", "mkdir")


def _dying(nth: int, run: Callable[[], Any]) -> bool:
    """Run in a copy of this process, which is killed at its nth operation on files; tell whether it was."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        left = [nth]

        def counted(operation: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **named: Any) -> Any:
                left[0] -= 1
                if left[0] == 0:
                    if operation is write:
                        # It dies in the middle of writing.
                        write(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                    os.kill(os.getpid(), signal.SIGKILL)
                return operation(*arguments, **named)

            return call

        write = os.write
        for name in _OPERATIONS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            run()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _records(project: Path) -> dict[str, bytes]:
    """The records, without the hidden file that a process may leave behind when it dies while it replaces one."""
    return {name: content for name, content in tree(project / "data").items() if not _is_left_behind(Path(name).name)}


def _is_left_behind(name: str) -> bool:
    return name.startswith(".") and name.endswith(".tmp")


@pytest.mark.seeded
def test_a_run_that_is_killed_at_any_point_is_made_up_for_by_the_next_one(cities: Cities, tmp_path: Path) -> None:
    """On every commit it is every fifth operation, at night each: a file is written in four, so all kinds come up."""
    project, expected = cities["vk"]
    before = tree(project / "data")
    # Its clock stands still while those of the runs go on.
    with _network("vk", SimulatedClock(at(LAST)), per_second=10**9) as network:
        for nth in range(1, 1000, 1 if DEEP else 5):
            city = tmp_path / str(nth)
            shutil.copytree(project, city)
            nights, asked = Nights(city, {"vk": network}, SimulatedClock(at(LAST))), len(network.calls)
            killed = _dying(nth, nights.run)
            assert load(city / "data").errors == 0
            for name, content in _records(city).items():
                assert content in (before.get(name), expected.get(name)), name
            nights.run()
            assert _records(city) == expected
            # Two questions; the one that was under way when the process died is asked again.
            assert len(network.calls) - asked <= 3
            assert verify_archive(nights.archive, nights.registry).faults == ()
            shutil.rmtree(city)
            if not killed:
                break
    assert nth > 10
