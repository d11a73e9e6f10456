"""The steps of the workflow `observe.yml`, run as GitHub runs them: `bash -e`, a small repository, a `gh` that records
its calls, a fake VKontakte.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.observation import fake_gh, fake_vk, faults
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, city_in
from tests.observation.serving import Fault
from tests.observation.world import Community, RealClock, World
from tests.unit.project import ROOT

pytestmark = pytest.mark.process

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/observe.yml").read_text(encoding="utf-8"))
PUBLISH = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
SETUP = ("Check out", "Set up Python", "Make the environment", "Hand it over", "Take what the night saw")
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# The library stands first in the city of the tests.
RECORD = f"data/accounts/{ACCOUNT}.yaml"


def test_the_job_with_the_keys_may_write_nothing_and_the_others_have_no_keys() -> None:
    assert WORKFLOW["permissions"] == {}
    for name, job in WORKFLOW["jobs"].items():
        has_keys = "secrets." in json.dumps(job)
        assert has_keys is (name == "observe")
        assert ("environment" in job) is has_keys
        assert any(value == "write" for value in job["permissions"].values()) is not has_keys


def test_nothing_runs_in_a_fork_elsewhere_than_on_main_or_unasked() -> None:
    condition = WORKFLOW["jobs"]["observe"]["if"]
    for part in ("vars.REESTR_OBSERVE == 'true'", "github.ref == 'refs/heads/main'", "!github.event.repository.fork"):
        assert part in condition
    # PyYAML reads the key `on` as True.
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch"}
    for name, job in WORKFLOW["jobs"].items():
        assert name == "observe" or "observe" in job["needs"]


@dataclass
class Runner:
    """A machine of the forge: a clone of the city's repository and the folders of a job."""

    home: Path
    network: FakeVK
    variables: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    builds: bool = False
    """Whether `reestr build` builds: one night of the tests does, the others take it as done."""

    @property
    def forge(self) -> Path:
        return self.home / "forge.git"

    @property
    def gh(self) -> Path:
        return self.home / "gh"

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder or self.home,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "REESTR_"))}
        return own | {
            "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "FAKE_GH": str(self.gh),
            "RUNNER_TEMP": str(self.home / "temp"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary.md"),
            "REESTR_VK_API": self.network.address,
        }

    def make(self) -> None:
        """Make the city's repository at the forge, and the programs of the machine."""
        city = city_in(self.home / "city")
        (city / ".gitignore").write_text("/observations/\n/build/\n/.venv/\n", encoding="utf-8")
        (city / "docs/index.md").write_text("# Проба\n", encoding="utf-8")
        for folder in ("temp", "bin", "gh/releases"):
            (self.home / folder).mkdir(parents=True)
        program = self.home / "bin/gh"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{fake_gh.__file__}" "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.forge))
        self.git("init", "--quiet", "--initial-branch=main", str(city))
        self.git("add", "-A", folder=city)
        self.git("-c", "user.name=a", "-c", "user.email=a@city.example", "commit", "-qm", "Начало", folder=city)
        self.git("push", "--quiet", str(self.forge), "main", folder=city)

    def check_out(self) -> Path:
        """Begin a job: a fresh clone with the program in its place."""
        folder = self.home / "work"
        subprocess.run(["rm", "-rf", str(folder)], check=True)
        self.git("clone", "--quiet", str(self.forge), str(folder))
        program = folder / ".venv/bin/reestr"
        program.parent.mkdir(parents=True)
        skipped = "" if self.builds else 'if [ "$1" = build ]; then exit 0; fi\n'
        text = f'#!/bin/sh\n{skipped}PYTHONPATH="{ROOT / "generator"}" exec "{sys.executable}" -m reestr "$@"\n'
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        return folder

    def value(self, expression: str) -> str:
        """What an expression of the workflow is on this machine."""
        known = {
            "github.token": "token-of-the-job",
            "github.repository": "city/reestr",
            "github.repository_owner": "city",
            "github.event.repository.default_branch": "main",
            "secrets.REESTR_VK_TOKEN": fake_vk.TOKEN,
        }
        if expression in known:
            return known[expression]
        scope, _, name = expression.partition(".")
        if scope == "vars":
            return self.variables.get(name, "")
        if scope == "secrets":
            return ""
        match = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", expression)
        assert match is not None, expression
        return self.outputs.get(match[1], {}).get(match[2], "")

    def filled(self, text: object) -> str:
        return _EXPRESSION.sub(lambda found: self.value(found[1]), str(text))

    def step(self, job: Mapping[str, Any], step: Mapping[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
        written = self.home / "output.txt"
        written.write_text("", encoding="utf-8")
        named = {**job.get("env", {}), **step.get("env", {})}
        environment = self.environment() | {name: self.filled(value) for name, value in named.items()}
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=folder,
            env=environment | {"GITHUB_OUTPUT": str(written)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        pairs = (line.partition("=") for line in written.read_text(encoding="utf-8").splitlines())
        self.outputs.setdefault(step.get("id", ""), {}).update({name: value for name, _, value in pairs})
        return done

    def job(self, name: str, workflow: Mapping[str, Any] = WORKFLOW, until: str = "") -> dict[str, int]:
        """Run the steps of a job until one fails; return the exit code of each that has commands."""
        job, folder = workflow["jobs"][name], self.check_out()
        codes: dict[str, int] = {}
        for step in job["steps"]:
            if "run" not in step or step["name"] in SETUP or not self.wanted(step.get("if", "")):
                continue
            done = self.step(job, step, folder)
            codes[step["name"]] = done.returncode
            assert done.returncode == 0 or until == step["name"], done.stdout + done.stderr
            if done.returncode:
                break
        return codes

    def wanted(self, condition: str) -> bool:
        """Whether a step runs: its condition compares one expression with a text."""
        if not condition:
            return True
        match = re.fullmatch(r"\$\{\{ (\S+) (==|!=) '(.*)' \}\}", condition)
        assert match is not None, condition
        return (self.value(match[1]) == match[3]) is (match[2] == "==")

    def night(self) -> None:
        """Run the jobs of a night as their conditions say."""
        self.outputs.clear()
        subprocess.run(["rm", "-rf", str(self.home / "temp")], check=True)
        (self.home / "temp").mkdir()
        self.job("observe")
        self.job("keep")
        if self.outputs["pack"]["changed"] == "true":
            self.job("propose")
        self.job("publish")

    def calls(self) -> list[list[str]]:
        """What `gh` was asked, in order, and forget it."""
        file = self.gh / "calls.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    def at_forge(self, path: str, branch: str = "observe/night") -> str:
        return self.git("show", f"{branch}:{path}", folder=self.forge)


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    library = Community(NUMBER, NAME, "Библиотека № 1", description="Тел. 2-00-01", members=321)
    with FakeVK(clock=RealClock(), world=World((library,))) as network:
        made = Runner(tmp_path, network, {"REESTR_OBSERVE_SOURCES": "vk"})
        made.make()
        yield made


def api(calls: list[list[str]], method: str) -> list[list[str]]:
    return [call for call in calls if call[0] == "api" and method in call]


def test_a_night_becomes_one_request_and_its_answers_are_kept(runner: Runner) -> None:
    runner.builds = True
    runner.night()
    calls = runner.calls()
    (created,) = [call for call in api(calls, "POST") if "repos/city/reestr/pulls" in call]
    assert {"head=observe/night", "base=main", "title=Наблюдение: что изменилось на страницах"} <= set(created)
    (body,) = [item.removeprefix("body=") for item in created if item.startswith("body=")]
    # The report is indented, what changed is told in words.
    assert "    ВКонтакте: увидели 1 из 1\u00a0страницы." in body.splitlines()
    assert "Библиотека № 1" in body
    started = [item for call in api(calls, "POST") for item in call if item.endswith("/dispatches")]
    assert started == [
        "repos/city/reestr/actions/workflows/check-branch.yml/dispatches",
        "repos/city/reestr/actions/workflows/publish.yml/dispatches",
    ]
    assert "observed_by_machine" in runner.at_forge(RECORD)
    assert "observed_by_machine" not in runner.at_forge(RECORD, "main")
    (release,) = (runner.gh / "releases").iterdir()
    assert re.fullmatch(r"observations-20\d\d", release.name)
    day, *states = sorted(path.name for path in release.iterdir())
    assert states == ["latest.json", "quota.json"] and day.endswith(".jsonl.gz")
    # Nothing is merged unasked, and no key leaves the job that has it.
    assert api(calls, "PUT") == []
    everything = json.dumps(calls) + body + runner.git("log", "--all", "-p", folder=runner.forge)
    assert fake_vk.TOKEN not in everything


def test_the_next_night_writes_the_same_request_anew(runner: Runner) -> None:
    runner.night()
    first = runner.at_forge(RECORD)
    (runner.gh / "open.txt").write_text("17", encoding="utf-8")
    runner.calls()
    asked = len(runner.network.calls)
    runner.night()
    calls = runner.calls()
    assert [call for call in api(calls, "POST") if "repos/city/reestr/pulls" in call] == []
    assert len([call for call in api(calls, "PATCH") if "repos/city/reestr/pulls/17" in call]) == 1
    # What was proposed is proposed still, with the day on which it was first seen; nothing is asked twice in a day.
    assert runner.at_forge(RECORD) == first
    assert len(runner.network.calls) == asked
    assert runner.git("rev-list", "--count", "main..observe/night", folder=runner.forge).strip() == "1"


def test_a_request_that_does_not_fit_any_more_is_seen_anew(runner: Runner) -> None:
    runner.night()
    (runner.gh / "open.txt").write_text("17", encoding="utf-8")
    work = runner.check_out()
    record = work / RECORD
    record.write_text(record.read_text(encoding="utf-8").replace("network: vk", "network: vk # сеть"), encoding="utf-8")
    record.write_text(record.read_text(encoding="utf-8") + "observed_by_machine: нет\n", encoding="utf-8")
    runner.git("-c", "user.name=a", "-c", "user.email=a@city.example", "commit", "-qam", "Иначе", folder=work)
    record.write_text(record.read_text(encoding="utf-8").replace("observed_by_machine: нет\n", ""), encoding="utf-8")
    runner.git("-c", "user.name=a", "-c", "user.email=a@city.example", "commit", "-qam", "Обратно", folder=work)
    runner.git("push", "--quiet", "origin", "HEAD:main", folder=work)
    runner.night()
    assert "# сеть" in runner.at_forge(RECORD)
    assert runner.at_forge(RECORD).count("observed_by_machine") == 1


def test_only_records_are_taken_from_the_branch(runner: Runner) -> None:
    """Whoever may push to the branch does not thereby run anything beside the keys."""
    runner.night()
    (runner.gh / "open.txt").write_text("17", encoding="utf-8")
    work = runner.check_out()
    runner.git("switch", "--quiet", "observe/night", folder=work)
    (work / "mkdocs.yml").write_text("hooks: [evil.py]\n", encoding="utf-8")
    (work / "data/registry.yaml").write_text("evil: true\n", encoding="utf-8")
    (work / "data/accounts/evil.py").write_text("evil\n", encoding="utf-8")
    runner.git("add", "-A", folder=work)
    runner.git("-c", "user.name=a", "-c", "user.email=a@city.example", "commit", "-qm", "Чужое", folder=work)
    runner.git("push", "--quiet", "origin", "observe/night", folder=work)
    runner.night()
    changed = runner.git("diff", "--name-only", "main", "observe/night", folder=runner.forge).split()
    assert RECORD in changed
    assert not [name for name in changed if "evil" in name or not name.startswith(("data/accounts/", "data/activity/"))]


def test_a_quiet_night_proposes_nothing(runner: Runner) -> None:
    runner.variables["REESTR_OBSERVE_MERGE"] = "true"
    runner.night()
    calls = runner.calls()
    (merged,) = api(calls, "PUT")
    commit = runner.git("rev-parse", "observe/night", folder=runner.forge).strip()
    assert {"repos/city/reestr/pulls/17/merge", "merge_method=squash", f"sha={commit}"} <= set(merged)
    assert [call for call in api(calls, "DELETE") if "repos/city/reestr/git/refs/heads/observe/night" in call]
    runner.git("push", "--quiet", ".", "observe/night:main", folder=runner.forge)
    runner.git("branch", "--quiet", "-D", "observe/night", folder=runner.forge)
    runner.night()
    assert runner.outputs["pack"]["changed"] == "false"
    calls = runner.calls()
    assert api(calls, "PUT") == [] and not any("repos/city/reestr/pulls" in call for call in calls)
    assert [call for call in api(calls, "POST") if "repos/city/reestr/actions/workflows/publish.yml/dispatches" in call]


def test_a_branch_that_demands_more_is_left_to_people(runner: Runner) -> None:
    runner.variables["REESTR_OBSERVE_MERGE"] = "true"
    (runner.gh / "refuse.txt").write_text("repos/city/reestr/pulls/17/merge", encoding="utf-8")
    runner.night()
    assert api(runner.calls(), "DELETE") == []
    assert "observed_by_machine" in runner.at_forge(RECORD)


def test_a_night_of_refusals_changes_nothing_and_is_told(runner: Runner) -> None:
    runner.network.misbehave(Fault(faults.vk_error(5)))
    codes = runner.job("observe", until="Tell that no page was seen")
    assert codes["Tell that no page was seen"] == 1
    assert (runner.outputs["pack"]["changed"], runner.outputs["pack"]["packed"]) == ("false", "true")
    # What was answered is kept all the same.
    runner.job("keep")
    (release,) = (runner.gh / "releases").iterdir()
    assert any(path.name.endswith(".jsonl.gz") for path in release.iterdir())


def test_without_a_key_the_night_fails_at_once(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_vk, "TOKEN", "")
    assert runner.job("observe", until="Observe")["Observe"] == 2


def test_a_publication_takes_what_the_last_night_saw(runner: Runner) -> None:
    runner.variables["REESTR_OBSERVE"] = "true"
    runner.night()
    runner.variables.clear()
    (step,) = [step for step in PUBLISH["jobs"]["build"]["steps"] if step["name"] == "Take what the last night saw"]
    assert not runner.wanted(step["if"])
    runner.variables["REESTR_OBSERVE"] = "true"
    assert runner.wanted(step["if"])
    folder = runner.check_out()
    assert runner.step({}, step, folder).returncode == 0
    assert json.loads((folder / "observations/latest.json").read_text(encoding="utf-8"))["form"] == 1
    subprocess.run(["rm", "-rf", str(runner.gh / "releases"), str(folder / "observations")], check=True)
    assert runner.step({}, step, folder).returncode == 0
    assert not (folder / "observations").exists()
