"""The nightly jobs of `.gitlab-ci.yml`, run as GitLab runs them: one script a job, a small repository that notes the
options of a push, the artifacts that one job hands to the next, a fake VKontakte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr.intake.new_city import forges

from tests.forge.machine import Machine
from tests.observation import fake_vk, faults
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, city_in
from tests.observation.serving import Fault
from tests.observation.world import Community, RealClock, World
from tests.unit.project import ROOT

PIPELINE: Mapping[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
RECORD = f"data/accounts/{ACCOUNT}.yaml"
TITLE = "Наблюдение: что изменилось на страницах"
PUSH_TOKEN = "token-that-may-push"


@dataclass
class Nights(Machine):
    """A runner of GitLab's: what a job leaves as artifacts the next one finds, what stands in the cache returns."""

    network: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> Path:
        return self.home / "artifacts"

    def stage(self, name: str) -> subprocess.CompletedProcess[str]:
        folder = self.check_out()
        for path in PIPELINE["observe"]["artifacts"]["paths"]:
            # Of an earlier night only what the cache holds comes to `observe`.
            if (self.kept / path).exists() and (name == "propose" or path == "observations"):
                shutil.copytree(self.kept / path, folder / path)
        variables = {
            # The forge gives a job the variables of its environment alone.
            "observe": {"REESTR_VK_TOKEN": fake_vk.TOKEN, "REESTR_VK_API": self.network},
            "propose": {"REESTR_PUSH_TOKEN": PUSH_TOKEN},
        }[PIPELINE[name]["environment"]["name"]]
        predefined = {
            "CI_DEFAULT_BRANCH": "main",
            "CI_PIPELINE_URL": "https://forge.example/city/reestr/-/pipelines/7",
            "CI_PROJECT_URL": str(self.forge.with_suffix("")),
            "REESTR_OBSERVE_SOURCES": "vk",
        }
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(PIPELINE[name]["script"])],
            cwd=folder,
            env=self.environment() | predefined | variables | self.settings,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if name == "observe":
            shutil.rmtree(self.kept, ignore_errors=True)
            for path in PIPELINE["observe"]["artifacts"]["paths"]:
                if (folder / path).exists():
                    shutil.copytree(folder / path, self.kept / path)
        return done

    def night(self) -> str:
        """Run both jobs and return what they said."""
        seen, proposed = self.stage("observe"), self.stage("propose")
        assert seen.returncode == 0, seen.stderr
        assert proposed.returncode == 0, proposed.stderr
        return seen.stdout + seen.stderr + proposed.stdout + proposed.stderr

    def pushes(self) -> list[list[str]]:
        """Return the options of every push since the last call."""
        file = self.home / "options.txt"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        return [push.splitlines() for push in text.split("--\n")[:-1]]


@pytest.fixture
def network() -> Iterator[FakeVK]:
    library = Community(NUMBER, NAME, "Библиотека № 1", description="Тел. 2-00-01", members=321)
    with FakeVK(clock=RealClock(), world=World((library,))) as serving:
        yield serving


@pytest.fixture
def runner(tmp_path: Path, network: FakeVK) -> Nights:
    made = Nights(tmp_path, network=network.address, builds=False)
    made.make(city_in(tmp_path / "city"))
    made.git("config", "receive.advertisePushOptions", "true", folder=made.forge)
    hook = made.forge / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        '#!/bin/sh\ni=0\nwhile [ "$i" -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do\n'
        f'  printenv "GIT_PUSH_OPTION_$i" >> "{tmp_path}/options.txt"\n  i=$((i + 1))\ndone\n'
        f'echo -- >> "{tmp_path}/options.txt"\n',
        encoding="utf-8",
    )
    hook.chmod(0o755)
    return made


def test_a_city_gets_the_same_jobs() -> None:
    theirs = yaml.safe_load(forges.pipeline())
    assert (theirs["observe"], theirs["propose"]) == (PIPELINE["observe"], PIPELINE["propose"])


def test_nothing_runs_unasked_elsewhere_than_on_main_or_with_more_than_it_needs() -> None:
    for name in ("observe", "propose"):
        (rule,) = PIPELINE[name]["rules"]
        assert rule["if"].split(" && ") == [
            '$REESTR_OBSERVE == "true"',
            '$CI_PIPELINE_SOURCE == "schedule"',
            "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
        ]
        assert PIPELINE[name]["environment"] == {"name": name, "action": "access"}
        assert PIPELINE[name]["interruptible"] is False
    assert "REESTR_PUSH_TOKEN" not in str(PIPELINE["observe"])
    assert PIPELINE["propose"]["needs"] == ["observe"] and "extends" not in PIPELINE["propose"]
    assert PIPELINE["observe"]["artifacts"]["when"] == "always"
    # The site shows what was seen last: it reads the cache, and never writes it.
    (shown,) = [item for item in PIPELINE["pages"]["cache"] if item["key"] == "observations"]
    assert shown == {"key": "observations", "policy": "pull", "paths": ["observations"]}


def test_every_variable_is_told_of() -> None:
    page = (ROOT / "docs/gitlab.md").read_text(encoding="utf-8")
    script = "\n".join([*PIPELINE["observe"]["script"], *PIPELINE["propose"]["script"]])
    for name in ("REESTR_OBSERVE_SOURCES", "REESTR_OBSERVE_MERGE", "REESTR_PUSH_TOKEN"):
        assert name in page and name in script
    assert "`REESTR_OBSERVE` = `true`" in page


@pytest.mark.process
def test_a_night_becomes_one_request_and_the_next_one_writes_it_anew(runner: Nights) -> None:
    said = runner.night()
    assert "ВКонтакте: увидели 1 из 1\u00a0страницы." in said
    (options,) = runner.pushes()
    assert options == [
        "merge_request.create",
        "merge_request.target=main",
        f"merge_request.title={TITLE}",
        "merge_request.description=Отчёт ночи стоит в сообщении коммита, что изменилось — в файлах задания observe: "
        "https://forge.example/city/reestr/-/pipelines/7",
        "merge_request.remove_source_branch",
    ]
    assert "observed_by_machine" in runner.git("show", f"observe/night:{RECORD}", folder=runner.forge)
    message = runner.git("log", "-1", "--format=%B", "observe/night", folder=runner.forge)
    assert message.startswith(f"{TITLE}\n\nВКонтакте: увидели 1 из 1")
    assert "Библиотека № 1" in (runner.kept / "build/night/changes.md").read_text(encoding="utf-8")
    day, *states = sorted(path.name for path in (runner.kept / "observations").iterdir() if path.name[0] != ".")
    assert states == ["latest.json", "quota.json"] and day.endswith(".jsonl.gz")
    first = runner.git("rev-parse", "observe/night^{tree}", folder=runner.forge)
    # An earlier day's answers stay in the artifacts of their night alone.
    (runner.kept / "observations/2026-01-02.jsonl.gz").write_bytes(b"")
    runner.settings["REESTR_OBSERVE_MERGE"] = "true"
    said += runner.night()
    ((*_, last),) = runner.pushes()
    assert last == "merge_request.merge_when_pipeline_succeeds"
    assert runner.git("rev-parse", "observe/night^{tree}", folder=runner.forge) == first
    assert runner.git("rev-list", "--count", "main..observe/night", folder=runner.forge).strip() == "1"
    assert not (runner.kept / "observations/2026-01-02.jsonl.gz").exists()
    # Once it is merged, a quiet night pushes nothing.
    runner.git("update-ref", "refs/heads/main", "observe/night", folder=runner.forge)
    said += runner.night()
    assert runner.pushes() == []
    everything = said + runner.git("log", "--all", "-p", folder=runner.forge)
    assert fake_vk.TOKEN not in everything and PUSH_TOKEN not in everything


@pytest.mark.process
def test_a_night_of_refusals_keeps_its_answers_and_proposes_nothing(runner: Nights, network: FakeVK) -> None:
    network.misbehave(Fault(faults.vk_error(5)))
    done = runner.stage("observe")
    assert done.returncode == 1
    assert "ключ доступа не принят" in done.stdout
    assert list((runner.kept / "observations").glob("*.jsonl.gz"))
    assert not (runner.kept / "build/night/records.tar").exists()


@pytest.mark.process
def test_what_is_not_a_record_of_a_night_is_not_pushed_and_a_missing_right_is_told(runner: Nights) -> None:
    assert runner.stage("observe").returncode == 0
    runner.settings["REESTR_PUSH_TOKEN"] = ""
    done = runner.stage("propose")
    assert (done.returncode, "REESTR_PUSH_TOKEN" in done.stderr) == (1, True)
    del runner.settings["REESTR_PUSH_TOKEN"]
    (runner.kept / "mkdocs.yml").write_text("hooks: [evil.py]\n", encoding="utf-8")
    subprocess.run(
        ["tar", "--create", "--file", "build/night/records.tar", "mkdocs.yml"],
        cwd=runner.kept,
        check=True,
        env=os.environ,
    )
    assert runner.stage("propose").returncode == 1
    assert runner.pushes() == []
