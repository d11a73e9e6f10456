"""Measures `reestr observe` against a fake network: `python -m benchmarks.observation WHAT FOLDER` prints JSON.

`real`: 100 accounts on the real clock, answers after 150 ms, by the command itself. `simulated`: 1,000 accounts on a
simulated clock, in a process of its own. `plan`: 10,000 accounts, 60 simulated days, 3 % of the requests refused; the
share of weeks that are counted before their term ends. `year`: 100 accounts, 365 simulated nights, each committed if it
changed a record; the bytes that this adds to the repository after `git gc`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reestr.intake.observation.collector import ApiRequest, Collector, KeptAnswer
from reestr.intake.observation.counting import CountedPosts
from reestr.intake.observation.http_calls import HttpResponse, PostForm, form_poster
from reestr.intake.observation.night import (
    NetworkSource,
    NightOptions,
    NightReport,
    Surroundings,
    count_terms,
    observe_night,
)
from reestr.intake.observation.observing import NightTerms, observe_network
from reestr.intake.observation.quota import CallQuota
from reestr.intake.observation.vk_answers import WALL
from reestr.intake.observation.watching import watch_list
from reestr.records.loading.load import load
from reestr.records.loading.record_sources import FolderFiles, prefix_of
from reestr.registry.account import ActivityYear, MachineCount
from reestr.registry.calendar import week_end, week_of
from reestr.registry.origin import ArchivedAnswers, Origin
from reestr.registry.registry import Registry

from benchmarks import observed_city
from benchmarks.measure import run
from tests.observation.fake_ok import FakeOK
from tests.observation.fake_vk import FakeVK
from tests.observation.serving import Call, FakeNetwork
from tests.observation.world import RealClock, SimulatedClock

LATENCY = 0.15
REFUSED = 0.03
DAYS = 60
NIGHTS = 365
_TOKEN, _BASE = "REESTR_VK_TOKEN", "REESTR_VK_API"
_MONDAY = datetime.date(2026, 1, 12)
_TWO_O_CLOCK = datetime.time(2, 10)
_DAY = datetime.timedelta(days=1)
_BOTH = ("vk", "ok")
_WEEKS_BEFORE = datetime.timedelta(weeks=6)


def main() -> None:
    """Run one measurement."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.observation", description=__doc__)
    parser.add_argument("what", choices=("real", "simulated", "night", "plan", "year"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int)
    parser.add_argument("--base", default="")
    parser.add_argument("--like-named", action="store_true", help="of `year`: ids that differ by a number alone")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    measured: dict[str, object] = {
        "real": lambda: real(given.folder, given.accounts or 100),
        "simulated": lambda: simulated(given.folder, given.accounts or 1_000),
        "night": lambda: _own_process(given.folder, given.base),
        "plan": lambda: plan(given.folder, given.accounts or 10_000),
        "year": lambda: year(given.folder, given.accounts or 100, like_named=given.like_named),
    }[given.what]()
    print(json.dumps(measured))


def real(folder: Path, accounts: int) -> dict[str, object]:
    """Run the command against a server that answers after 150 ms, on the real clock."""
    data = observed_city.write(folder, accounts)
    today = datetime.datetime.now(observed_city.ZONE).date()
    shown = observed_city.world(accounts, today - _WEEKS_BEFORE, today)
    os.environ[_TOKEN] = observed_city.SECRETS[_TOKEN]
    with observed_city.fake(shown, RealClock(), LATENCY) as network:
        os.environ[_BASE] = network.address
        cost = run([sys.executable, "-m", "reestr", "observe", "vk", "--archive", str(folder / "archive")], data.parent)
    return _figures(accounts, len(network.calls), cost.wall, cost.cpu, cost.memory)


def simulated(folder: Path, accounts: int) -> dict[str, object]:
    """Run a night in another process; here is the server, which counts no time of its own."""
    observed_city.write(folder, accounts)
    shown = observed_city.world(accounts, _MONDAY - _WEEKS_BEFORE, _MONDAY)
    # The server's clock stands still: it would take all calls for those of one second.
    clock = SimulatedClock(_moment(_MONDAY))
    with observed_city.fake(shown, clock, per_second=10**9) as network:
        command = [sys.executable, "-m", "benchmarks.observation", "night", str(folder), "--base", network.address]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=observed_city.ROOT)
    night: dict[str, Any] = json.loads(done.stdout)
    figures = _figures(accounts, len(network.calls), night["wall"], night["cpu"], night["memory"])
    return figures | {"most calls within a second": night["most"], "counted": night["counted"]}


def _figures(accounts: int, requests: int, wall: float, cpu: float, memory: float) -> dict[str, object]:
    least = observed_city.least_requests(accounts)
    return {
        "accounts": accounts,
        "requests": requests,
        "requests / least possible": round(requests / least, 3),
        "wall, s": round(wall, 2),
        "wall / what 5 a second allows": round(wall / (least / 5), 3),
        "CPU, s": round(cpu, 2),
        "memory, MiB": round(memory),
    }


def _own_process(folder: Path, base: str) -> dict[str, object]:
    """Run one night on a simulated clock and measure this process."""
    clock = SimulatedClock(_moment(_MONDAY))
    moments: list[float] = []
    plain = form_poster()

    def post(url: str, fields: Mapping[str, str]) -> HttpResponse:
        moments.append(clock.monotonic())
        response = plain(url, fields)
        clock.sleep(LATENCY)
        return response

    report = _night(folder / "data", folder / "archive", base, clock, post)
    most = max(sum(moment <= other < moment + 1 for other in moments) for moment in moments)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall": clock.monotonic(),
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss / 1024,
        "most": most,
        "counted": report.networks[0].counted,
    }


def _moment(day: datetime.date) -> datetime.datetime:
    """Return ten past two in the morning of a day, when a nightly run begins."""
    return datetime.datetime.combine(day, _TWO_O_CLOCK, observed_city.ZONE)


def _night(
    data: Path, archive: Path, base: str, clock: SimulatedClock, post: PostForm, networks: Sequence[str] = ("vk",)
) -> NightReport:
    registry = _registry(data)
    collectors: dict[str, Collector] = {"vk": observed_city.COLLECTOR, "ok": observed_city.OK_COLLECTOR}
    sources = [NetworkSource(name, collectors[name], base, True, observed_city.SECRETS) for name in networks]
    archive.mkdir(exist_ok=True)
    files = FolderFiles(data.absolute(), prefix_of(data))
    return observe_night(registry, files, sources, NightOptions(archive), Surroundings(clock.now, clock.sleep, post))


def _registry(data: Path) -> Registry:
    loaded = load(data)
    if loaded.registry is None:
        raise SystemExit("\n".join(f"{item.location.file}: {item.message}" for item in loaded.diagnostics[:10]))
    return loaded.registry


def plan(folder: Path, accounts: int) -> dict[str, object]:
    """Observe for 60 days and tell which share of the weeks was counted before the term of counting ended.

    Walls and look-ups are answered in memory: what is measured is the order of reading within the day's quota.
    """
    registry = _registry(observed_city.write(folder, accounts))
    network, terms = registry.networks["vk"], count_terms(registry, None)
    chance = random.Random(12)
    machine: dict[str, dict[str, MachineCount]] = {}
    last_read: dict[str, datetime.date] = {}
    in_time, most = 0, 0
    for nth in range(DAYS):
        day = _MONDAY + nth * _DAY
        clock = SimulatedClock(_moment(day))
        quota = _quota(folder, day, clock)
        night = observe_network(
            _with_counts(registry, machine),
            network,
            observed_city.COLLECTOR,
            watch_list(registry, network, day),
            _answering(quota, clock, chance),
            NightTerms(day, observed_city.ZONE, terms, dict(last_read)),
        )
        most = max(most, quota.used(WALL))
        for page in night.pages:
            if page.wall is None:
                continue
            last_read[page.account] = day
            counts = machine.setdefault(page.account, {})
            for week, counted in page.wall.weeks.items():
                if week not in counts and _is_due(week) and day <= week_end(week) + terms.grace_days * _DAY:
                    in_time += 1
                counts.setdefault(week, _count(counted, page.wall.answers, day))
    last = _MONDAY + (DAYS - 1) * _DAY
    weeks = {week_of(_MONDAY + nth * _DAY) for nth in range(DAYS)}
    due = [week for week in weeks if week_end(week) + terms.grace_days * _DAY <= last]
    return {
        "accounts": accounts,
        "days": DAYS,
        "refused": REFUSED,
        "weeks due": len(due) * accounts,
        "counted in time": in_time,
        "share": round(in_time / (len(due) * accounts), 5),
        "most wall.get in a day": most,
    }


def _is_due(week: str) -> bool:
    """Return whether a week began and its term ended within the days of the plan."""
    last = _MONDAY + (DAYS - 1) * _DAY
    return week >= week_of(_MONDAY) and week_end(week) + 7 * _DAY <= last


def _quota(folder: Path, day: datetime.date, clock: SimulatedClock) -> CallQuota:
    collector = observed_city.COLLECTOR
    return CallQuota(folder, "vk", collector.limits, day, lambda: clock.now().timestamp(), clock.sleep)


def _with_counts(registry: Registry, machine: Mapping[str, Mapping[str, MachineCount]]) -> Registry:
    activity = {
        account: (ActivityYear(account, 2026, None, None, {}, Origin("activity", account, "", {}), machine=counts),)
        for account, counts in machine.items()
    }
    return replace(registry, activity=activity)


def _count(counted: CountedPosts, answers: ArchivedAnswers, day: datetime.date) -> MachineCount:
    return MachineCount(
        tuple(counted.formats.items()), counted.gospabliki, counted.reposts, counted.posts, day, answers
    )


def _answering(quota: CallQuota, clock: SimulatedClock, chance: random.Random) -> Any:
    """Return what answers a collector's requests in memory, and refuses three of a hundred."""

    def ask(request: ApiRequest, *, fresh: bool = False) -> KeptAnswer:
        quota.take(request.method)
        if chance.random() < REFUSED:
            return KeptAnswer(request, clock.now(), 500, "refused", "internal")
        if request.method == WALL:
            newest = int(clock.now().timestamp()) - 3_600
            items = [{"id": 100 - nth, "date": newest - nth * 3 * 86_400} for nth in range(12)]
            answer: dict[str, object] = {"count": len(items), "items": items}
        else:
            names = request.parameters["group_ids"].split(",")
            answer = {"groups": [{"id": int(name.rpartition("_")[2]), "screen_name": name} for name in names]}
        return KeptAnswer(request, clock.now(), 200, "seen", None, answer, "0" * 64, "day.jsonl.gz")

    return ask


def year(folder: Path, accounts: int, *, like_named: bool = False) -> dict[str, object]:
    """Observe every night of a year and commit what changes; tell the bytes of the repository before and after."""
    organizations = accounts // 2
    data = observed_city.write(folder, organizations, _BOTH, like_named=like_named)
    git = _git(folder)
    git("init", "--quiet", "--initial-branch=main")
    before = _committed(git, folder, "The records before the first night")
    archive, commits, requests = folder.parent / f"{folder.name}-archive", 0, 0
    chance = random.Random(12)
    began = time.process_time()
    for nth in range(NIGHTS):
        day = _MONDAY + nth * _DAY
        clock = SimulatedClock(_moment(day))
        # A year of posts would make each answer five times as long, and no record.
        worlds = {name: observed_city.world(organizations, day - _WEEKS_BEFORE, day, network=name) for name in _BOTH}
        fakes = {"/method": FakeVK(world=worlds["vk"], clock=clock), "/fb.do": FakeOK(world=worlds["ok"], clock=clock)}
        report = _night(data, archive, "", clock, _in_memory(fakes, chance), _BOTH)
        requests += sum(network.requests for network in report.networks)
        if report.writes:
            commits += 1
            git("add", "--all", "data")
            git("commit", "--quiet", "--message", f"Night {nth + 1}")
    after = _committed(git, folder, None)
    return {
        "accounts": accounts,
        "nights": NIGHTS,
        "nights with a commit": commits,
        "requests": requests,
        "bytes before": before,
        "bytes after": after,
        "bytes added": after - before,
        "CPU, s": round(time.process_time() - began, 1),
    }


def _in_memory(fakes: Mapping[str, FakeNetwork], chance: random.Random) -> PostForm:
    """Return HTTP without HTTP: the fake networks answer in this process, and refuse three of a hundred."""

    def post(url: str, fields: Mapping[str, str]) -> HttpResponse:
        if chance.random() < REFUSED:
            return HttpResponse(403, b"")
        network = next(fake for path, fake in fakes.items() if url.startswith(path))
        method = network.method_of(url, dict(fields))
        reply = network.reply(Call(method, dict(fields), {}, network.clock.now(), b""))
        return HttpResponse(reply.status, reply.body)

    return post


def _git(folder: Path) -> Callable[..., None]:
    identity = {f"GIT_{who}_{what}": f"bench{at}" for who in ("AUTHOR", "COMMITTER") for what, at in _WHO}
    environment = os.environ | identity | {"GIT_CONFIG_GLOBAL": os.devnull}

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL)

    return git


_WHO = (("NAME", ""), ("EMAIL", "@city.example"))


def _committed(git: Callable[..., None], folder: Path, message: str | None) -> int:
    """Commit if there is a message, pack the repository and return the bytes of its objects."""
    if message is not None:
        git("add", "--all", "data")
        git("commit", "--quiet", "--message", message)
    git("gc", "--quiet", "--prune=now")
    return sum(path.stat().st_size for path in (folder / ".git" / "objects").rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
