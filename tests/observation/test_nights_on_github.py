"""The steps of the workflow `observe.yml`, run as GitHub runs them: `bash -e`, a small repository, a `gh` that records
its calls, a fake VKontakte.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.forge.machine import Machine, api, commands, workflow
from tests.observation import fake_vk, faults
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, city_in
from tests.observation.serving import Fault
from tests.observation.world import Community, RealClock, World

pytestmark = pytest.mark.process

WORKFLOW = workflow("observe.yml")
PUBLISH = workflow("publish.yml")
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
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch"}
    for name, job in WORKFLOW["jobs"].items():
        assert name == "observe" or "observe" in job["needs"]


class Nights(Machine):
    """A machine on which nights are run and nothing may fail unnoticed."""

    def job(self, name: str, of: Mapping[str, Any] = WORKFLOW, until: str = "") -> dict[str, int]:
        """Run a job; fail the test if a step fails other than the one named."""
        codes = super().job(name, of)
        for step, code in codes.items():
            assert code == 0 or until == step, self.said[step]
        return codes

    def night(self) -> None:
        """Run the jobs of a night as their conditions say."""
        self.run(WORKFLOW)

    def at_forge(self, path: str, branch: str = "observe/night") -> str:
        return super().at_forge(path, branch)


@pytest.fixture
def network() -> Iterator[FakeVK]:
    library = Community(NUMBER, NAME, "Библиотека № 1", description="Тел. 2-00-01", members=321)
    with FakeVK(clock=RealClock(), world=World((library,))) as serving:
        yield serving


@pytest.fixture
def runner(tmp_path: Path, network: FakeVK) -> Nights:
    made = Nights(
        tmp_path,
        variables={"REESTR_OBSERVE": "true", "REESTR_OBSERVE_SOURCES": "vk"},
        secrets={"REESTR_VK_TOKEN": fake_vk.TOKEN},
        surroundings={"REESTR_VK_API": network.address},
        builds=False,
    )
    made.make(city_in(tmp_path / "city"))
    return made


def test_a_night_becomes_one_request_and_its_answers_are_kept(runner: Nights) -> None:
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


def test_the_next_night_writes_the_same_request_anew(runner: Nights, network: FakeVK) -> None:
    runner.night()
    first = runner.at_forge(RECORD)
    (runner.gh / "open.txt").write_text("17", encoding="utf-8")
    runner.calls()
    asked = len(network.calls)
    runner.night()
    calls = runner.calls()
    assert [call for call in api(calls, "POST") if "repos/city/reestr/pulls" in call] == []
    assert len([call for call in api(calls, "PATCH") if "repos/city/reestr/pulls/17" in call]) == 1
    # What was proposed is proposed still, with the day on which it was first seen; nothing is asked twice in a day.
    assert runner.at_forge(RECORD) == first
    assert len(network.calls) == asked
    assert runner.git("rev-list", "--count", "main..observe/night", folder=runner.forge).strip() == "1"


def test_a_request_that_does_not_fit_any_more_is_seen_anew(runner: Nights) -> None:
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


def test_only_records_are_taken_from_the_branch(runner: Nights) -> None:
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


def test_a_quiet_night_proposes_nothing(runner: Nights) -> None:
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
    assert commands(WORKFLOW) - set(runner.ran) == {("observe", "Tell that no page was seen")}
    calls = runner.calls()
    assert api(calls, "PUT") == [] and not any("repos/city/reestr/pulls" in call for call in calls)
    assert [call for call in api(calls, "POST") if "repos/city/reestr/actions/workflows/publish.yml/dispatches" in call]


def test_a_branch_that_demands_more_is_left_to_people(runner: Nights) -> None:
    runner.variables["REESTR_OBSERVE_MERGE"] = "true"
    (runner.gh / "refuse.txt").write_text("repos/city/reestr/pulls/17/merge", encoding="utf-8")
    runner.night()
    assert api(runner.calls(), "DELETE") == []
    assert "observed_by_machine" in runner.at_forge(RECORD)


def test_a_night_of_refusals_changes_nothing_and_is_told(runner: Nights, network: FakeVK) -> None:
    network.misbehave(Fault(faults.vk_error(5)))
    codes = runner.job("observe", until="Tell that no page was seen")
    assert codes["Tell that no page was seen"] == 1
    assert (runner.outputs["pack"]["changed"], runner.outputs["pack"]["packed"]) == ("false", "true")
    # What was answered is kept all the same.
    runner.job("keep")
    (release,) = (runner.gh / "releases").iterdir()
    assert any(path.name.endswith(".jsonl.gz") for path in release.iterdir())


def test_without_a_key_the_night_fails_at_once(runner: Nights) -> None:
    runner.secrets.clear()
    assert runner.job("observe", until="Observe")["Observe"] == 2


def test_a_publication_takes_what_the_last_night_saw(runner: Nights) -> None:
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
