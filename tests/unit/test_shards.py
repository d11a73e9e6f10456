"""Work divided among processes: all of it is done once, every failure arrives, and nobody is left running."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from reestr.publishing.build import Build
from reestr.publishing.site import writing
from reestr.publishing.site.page_shell import Shell, sentinels
from reestr.publishing.view import Site
from reestr.records import shards

from tests.unit import pages_factory


def nothing() -> None:
    pass


def done(process: int, numbers: Iterator[int]) -> list[int]:
    return list(numbers)


@pytest.mark.process
@pytest.mark.parametrize("count", [0, 1, shards.MOST_TASKS])
def test_every_task_is_taken_once(count: int) -> None:
    taken = shards.in_shards(3, count, done, nothing)
    assert len(taken) == 3
    assert sorted(number for numbers in taken for number in numbers) == list(range(count))


def test_one_process_does_everything_in_order() -> None:
    assert shards.in_shards(1, 5, done, nothing) == [[0, 1, 2, 3, 4]]


def in_another_process(process: int, numbers: Iterator[int], what: str) -> None:
    if process == 1:
        next(numbers)
        if what == "fails":
            raise ValueError("of the organization")
        if what == "fails oddly":
            raise UnsentError(1, 2)
        if what == "is killed":
            os.kill(os.getpid(), 9)
        if what == "is interrupted":
            raise KeyboardInterrupt
    for _ in numbers:
        pass


class UnsentError(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


@pytest.mark.process
def test_a_failure_arrives_with_its_traceback() -> None:
    with pytest.raises(ValueError, match="of the organization") as raised:
        shards.in_shards(2, 9, lambda process, numbers: in_another_process(process, numbers, "fails"), wait)
    assert "in_another_process" in raised.value.__notes__[0]


@pytest.mark.process
@pytest.mark.parametrize("what", ["fails oddly", "is killed", "is interrupted"])
def test_a_process_without_a_result_is_a_failure(what: str) -> None:
    with pytest.raises(shards.ShardLostError) as raised:
        shards.in_shards(2, 9, lambda process, numbers: in_another_process(process, numbers, what), wait)
    if what == "fails oddly":
        assert "UnsentError: 1 and 2" in str(raised.value)


def wait() -> None:
    """Leave the first task to the other process."""
    time.sleep(0.1)


@pytest.mark.process
def test_an_interrupt_ends_all_processes(tmp_path: Path) -> None:
    """Otherwise they would write into a folder that is being removed."""

    def endless(process: int, numbers: Iterator[int]) -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)

    def interrupt() -> None:
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shards.in_shards(3, 9, endless, interrupt)
    for name in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(name.name), 0)


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", "²"])
def test_a_wrong_number_of_processes_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(shards.JOBS, value)
    with pytest.raises(shards.WrongJobsError, match=value):
        shards.jobs_wanted()


def test_too_many_tasks_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        shards.in_shards(2, shards.MOST_TASKS + 1, done, nothing)


@pytest.mark.process
def test_two_processes_write_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PORTION", 1)
    monkeypatch.setattr(writing, "ENOUGH", 1)
    city = pages_factory.of_schema_kinds(pages_factory.small_city())
    written = []
    for jobs in ("1", "3"):
        monkeypatch.setenv(shards.JOBS, jobs)
        monkeypatch.setattr(threading, "active_count", lambda: 1)
        build = Build(city, pages_factory.view_of(city).as_of, "internal", Site("Реестр"))
        target = tmp_path / jobs
        writing.SiteWriter(build, target, lambda depth: Shell(f"<p>{depth}{sentinels.content}"), None).write_all(())
        written.append({path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()})
    assert written[0] == written[1]
    assert {file.path for file in build.files()} < set(map(str, written[0]))


def test_portions_are_all_organizations_in_order() -> None:
    names = [f"school-{number:05}" for number in range(16_001)]
    runs = writing.portions(names)
    assert [name for run in runs for name in run] == names
    assert len(runs) <= shards.MOST_TASKS
    assert writing.portions([]) == []
