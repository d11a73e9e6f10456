"""A synthetic city with a history: `python -m benchmarks.history FOLDER` makes it and measures reading its history.

200 commits over a year of 1,000 organizations: the first adds every record, each of the others changes 25 of them
(weekly counts, observations, reviews). Measured are a first reading, one with a single new commit, and one without
news, in CPU seconds including Git's. Each is made on the day of the last commit.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from reestr.history.timeline.read_history import timeline

from benchmarks import city

COMMITS = 200
CHANGED = 25
ROOT = Path(__file__).parents[1]
_BEGIN = datetime.datetime(2025, 12, 29, 9, 0, tzinfo=datetime.UTC)
_ZONE = "Asia/Vladivostok"


def write(project: Path, organizations: int, commits: int = COMMITS) -> None:
    """Make the city and its repository; the working folder is left at the last commit."""
    city.write(project, organizations, ROOT / "data")
    stream = b"".join(_stream(project, organizations, commits))
    _git(project, "init", "--quiet", "--initial-branch=main")
    _git(project, "fast-import", "--quiet", given=stream)
    _git(project, "reset", "--quiet", "--hard", "main")


def _stream(project: Path, organizations: int, commits: int) -> Iterator[bytes]:
    files = {path.relative_to(project).as_posix(): path.read_bytes() for path in sorted(project.rglob("*.yaml"))}
    yield _commit(_BEGIN, files)
    step = datetime.timedelta(days=360) / (commits - 1)
    for number in range(1, commits):
        moment = _BEGIN + number * step
        yield _commit(moment, _edited(files, organizations, number, moment.date()))


def _edited(files: dict[str, bytes], organizations: int, number: int, day: datetime.date) -> dict[str, bytes]:
    edited: dict[str, bytes] = {}
    for place in range(CHANGED):
        which = 1 + (number * CHANGED + place) % organizations
        network = ("vk", "ok")[(number + place) % 2]
        if place % 5 == 0:
            name = f"data/accounts/{which // 100:03d}/school-{which}-{network}.yaml"
            text = files[name].decode()
            head, _, tail = text.partition("  on: ")
            edited[name] = f"{head}  on: {day}{tail[10:]}".encode()
        elif place % 5 == 1:
            name = f"data/organizations/{which // 100:03d}/school-{which}.yaml"
            head, _, _ = files[name].decode().partition("reviewed_on:")
            edited[name] = f"{head}reviewed_on: {day}\n".encode()
        else:
            name = f"data/activity/school-{which}-{network}/2026.yaml"
            weeks = "".join(f"  {week}: {{photo: {1 + number % 3}}}\n" for week in _weeks_before(day))
            edited[name] = f"source: hand-count\nweeks:\n{weeks}".encode()
    files.update(edited)
    return edited


def _weeks_before(day: datetime.date) -> Iterator[str]:
    """Yield the weeks of 2026 up to the one before the day, at least the first."""
    last = day.isocalendar().week - 1 if day.year == 2026 else 0
    return (f"2026-W{week:02d}" for week in range(1, max(last, 1) + 1))


def _commit(moment: datetime.datetime, files: dict[str, bytes]) -> bytes:
    when = f"{int(moment.timestamp())} +1000"
    parts = [f"commit refs/heads/main\ncommitter Benchmark <benchmark@city.example> {when}\ndata 4\nstep\n".encode()]
    for name, content in files.items():
        parts.append(f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n")
    return b"".join(parts) + b"\n"


def weigh(project: Path, organizations: int) -> dict[str, object]:
    """Return the CPU seconds of the three readings. The project's last commit is removed for the first of them.

    Raises ValueError if the past could not be read completely, which would make judging too cheap.
    """
    cache = project / "cache"
    head = _git(project, "rev-parse", "HEAD").strip()
    _git(project, "reset", "--quiet", "--hard", "HEAD~1")
    first, steps, weeks = _read(project, cache)
    _git(project, "reset", "--quiet", "--hard", head)
    second, *_ = _read(project, cache)
    third, *_ = _read(project, cache)
    return {
        "organizations": organizations,
        "commits": steps + 1,
        "weeks": weeks,
        "first reading": round(first, 2),
        "one new commit": round(second, 2),
        "nothing new": round(third, 2),
    }


def _read(project: Path, cache: Path) -> tuple[float, int, int]:
    began = _spent()
    day = datetime.date.fromisoformat(_git(project, "show", "-s", "--format=%cs", "HEAD").strip())
    past = timeline(project / "data", "internal", _ZONE, day, cache)
    if past.gaps or any(week.counts is None for week in past.weeks):
        raise ValueError(f"the synthetic past is not whole: {past.gaps}")
    return _spent() - began, len(past.commits), len(past.weeks)


def _spent() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    command = ["git", "-c", "gc.auto=0", *arguments]
    return subprocess.run(command, cwd=folder, input=given, check=True, capture_output=True).stdout.decode()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    if not folder.exists():
        folder.mkdir(parents=True)
        write(folder, size)
    json.dump(weigh(folder, size), sys.stdout)
    print()
