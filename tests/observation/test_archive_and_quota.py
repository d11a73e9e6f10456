"""The archive and the quota stay whole: stopped at any byte, on a full disk, with a clock that jumps, in two runs."""

from __future__ import annotations

import datetime
import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from reestr.intake.observation.archive import (
    Archive,
    ArchiveBusyError,
    DamagedArchiveError,
    UnkeepableAnswerError,
    day_files,
    hash_of,
    locked,
    read_day,
)
from reestr.intake.observation.collector import ApiRequest, CallLimits, KeptAnswer
from reestr.intake.observation.quota import CallQuota, QuotaSpentError, UnreadableQuotaError

from tests.observation.world import SimulatedClock

NOW = datetime.datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = NOW.date()
LIMITS = CallLimits(per_second=5, per_day={"wall.get": 10})


def _kept(number: int, **changes: Any) -> KeptAnswer:
    request = ApiRequest("vk", "wall.get", {"owner_id": f"-{number}", "offset": "0"})
    fields: dict[str, Any] = {"outcome": "seen", "answer": {"count": number, "items": [{"id": number}]}}
    return KeptAnswer(request, NOW, 200, **(fields | changes))


def _numbers(folder: Path) -> list[int]:
    return [line.kept.answer["count"] for file in day_files(folder) for line in read_day(folder, file)]


def test_an_archive_that_was_cut_at_any_byte_loses_the_last_line_alone(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    archive, ends = Archive(whole, DAY), [0]
    for number in range(1, 4):
        archive.append(_kept(number))
        ends.append((whole / archive.file).stat().st_size)
    content = (whole / archive.file).read_bytes()
    for cut in range(len(content) + 1):
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / archive.file).write_bytes(content[:cut])
        complete = sum(end <= cut for end in ends[1:])
        opened = Archive(folder, DAY)
        assert [opened.remembered(_kept(number).request) is not None for number in (1, 2, 3)] == [
            number <= complete for number in (1, 2, 3)
        ]
        opened.append(_kept(9))
        assert _numbers(folder) == [*range(1, complete + 1), 9]


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    archive = Archive(tmp_path, DAY)
    for number in (1, 2):
        archive.append(_kept(number))
    path = tmp_path / archive.file
    content = path.read_bytes()
    found = 0
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x20]) + content[place + 1 :])
        try:
            lines = list(read_day(tmp_path, archive.file))
        except DamagedArchiveError:
            found += 1
            continue
        # A few bits of a gzip header (time, system) say nothing of the content.
        assert [line.kept.answer["count"] for line in lines] == [1, 2]
    assert found > len(content) * 0.8


def test_the_hash_is_that_of_the_canonical_answer(tmp_path: Path) -> None:
    kept = Archive(tmp_path, DAY).append(_kept(1, answer={"б": 1.0, "a": [True, None, "é"]}))
    assert kept.sha256 == hash_of({"a": [True, None, "é"], "б": 1})
    with pytest.raises(UnkeepableAnswerError):
        Archive(tmp_path, DAY).append(_kept(1, answer=10**400))
    assert len(list(read_day(tmp_path, kept.file or ""))) == 1


def test_a_refusal_is_asked_again_and_what_was_seen_is_not(tmp_path: Path) -> None:
    archive = Archive(tmp_path, DAY)
    archive.append(_kept(1, outcome="refused", reason="too-many", answer=None))
    assert archive.remembered(_kept(1).request) is None
    archive.append(_kept(1))
    again = Archive(tmp_path, DAY).remembered(_kept(1).request)
    assert again is not None
    assert again.answer == {"count": 1, "items": [{"id": 1}]}
    assert Archive(tmp_path, DAY + timedelta(days=1)).remembered(_kept(1).request) is None


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_disk_that_fills_leaves_the_archive_as_it_was(
    room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path, DAY)
    archive.append(_kept(1))
    path = tmp_path / archive.file
    before, write = path.read_bytes(), os.write
    left = [room]

    def full(descriptor: int, content: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = write(descriptor, content[: left[0]])
        left[0] -= done
        return done

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space left"):
        patched.setattr(os, "write", full)
        archive.append(_kept(2))
    assert path.read_bytes() == before
    assert archive.remembered(_kept(2).request) is None
    archive.append(_kept(2))
    assert _numbers(tmp_path) == [1, 2]


def test_a_disk_that_fails_at_the_sync_leaves_the_archive_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path, DAY)
    archive.append(_kept(1))
    before = (tmp_path / archive.file).read_bytes()

    def failing(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="Input/output"):
        patched.setattr(os, "fsync", failing)
        archive.append(_kept(2))
    assert (tmp_path / archive.file).read_bytes() == before


def test_a_second_run_is_told_that_the_archive_is_busy(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with locked(folder), pytest.raises(ArchiveBusyError), locked(folder):
        pass
    with locked(folder):
        pass


def _quota(folder: Path, clock: SimulatedClock, sleep: Callable[[float], None] | None = None) -> CallQuota:
    return CallQuota(folder, "vk", LIMITS, DAY, lambda: clock.now().timestamp(), sleep or clock.sleep)


def test_a_quota_holds_over_restarts(tmp_path: Path) -> None:
    clock = SimulatedClock(NOW)
    for _ in range(10):
        _quota(tmp_path, clock).take("wall.get")
    with pytest.raises(QuotaSpentError):
        _quota(tmp_path, clock).take("wall.get")
    assert _quota(tmp_path, clock).left("wall.get") == 0
    assert _quota(tmp_path, clock).left("groups.getById") is None
    # Ten calls in ten runs still took their time: five a second, and a little more.
    assert 9 / 5 < clock.monotonic() < 9 / 5 * 1.1


def test_what_the_network_says_of_the_quota_is_remembered(tmp_path: Path) -> None:
    clock = SimulatedClock(NOW)
    _quota(tmp_path, clock).spend("wall.get")
    with pytest.raises(QuotaSpentError):
        _quota(tmp_path, clock).take("wall.get")


@pytest.mark.parametrize(
    "jump",
    [timedelta(days=-400), timedelta(hours=-1), timedelta(seconds=-0.1), timedelta(hours=1), timedelta(days=400)],
)
def test_a_clock_that_jumps_neither_blocks_nor_frees(jump: timedelta, tmp_path: Path) -> None:
    clock = SimulatedClock(NOW)
    quota = _quota(tmp_path, clock)
    for _ in range(4):
        quota.take("wall.get")
    clock.jump(jump)
    waited = clock.monotonic()
    for _ in range(3):
        quota.take("wall.get")
    # At least the two pauses between the three calls, and never a wait for a moment far away.
    assert 2 / 5 <= clock.monotonic() - waited <= 4 / 5
    assert quota.left("wall.get") == 3


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"form": 2}', '{"form": 1, "networks": []}', "[" * 100_000])
def test_an_unreadable_quota_file_is_told_and_not_overwritten(content: str, tmp_path: Path) -> None:
    (tmp_path / "quota.json").write_text(content)
    with pytest.raises(UnreadableQuotaError):
        _quota(tmp_path, SimulatedClock(NOW))
    assert (tmp_path / "quota.json").read_text() == content


def test_a_call_is_written_down_before_it_is_made(tmp_path: Path) -> None:
    _quota(tmp_path, SimulatedClock(NOW)).take("wall.get")
    data = json.loads((tmp_path / "quota.json").read_text())
    assert data["networks"]["vk"]["days"][DAY.isoformat()] == {"wall.get": 1}
