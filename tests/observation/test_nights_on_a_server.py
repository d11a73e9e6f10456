"""The script of the server's timer (`docs/server/observe-night`) with a small repository and a forge that notes the
options of a push; the units of systemd name what exists.
"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.observation import fake_vk, faults
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, city_in
from tests.observation.serving import Fault
from tests.observation.world import Community, RealClock, World
from tests.prepared_command import write_program
from tests.unit.project import ROOT

FOLDER = ROOT / "docs/server"
RECORD = f"data/accounts/{ACCOUNT}.yaml"
TITLE = "Наблюдение: что изменилось на страницах"


@dataclass
class Server:
    """A server with a clone of the city's repository, and the forge it pushes to."""

    home: Path
    network: FakeVK
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def clone(self) -> Path:
        return self.home / "clone"

    @property
    def forge(self) -> Path:
        return self.home / "forge.git"

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "REESTR_"))}
        # Whoever started the tests may have an identity; the script brings its own.
        own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(self.home)}
        return own | {
            "REESTR_VK_TOKEN": fake_vk.TOKEN,
            "REESTR_VK_API": self.network.address,
            "REESTR_OBSERVE_SOURCES": "vk",
            "REESTR_ARCHIVE": str(self.home / "archive"),
            **self.settings,
        }

    def run(self, *command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=folder or self.home,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = self.run("git", *arguments, folder=folder or self.forge)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def make(self) -> None:
        city = city_in(self.home / "city")
        (city / ".gitignore").write_text("/.venv/\n/build/\n", encoding="utf-8")
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.forge), folder=self.home)
        self.git("config", "receive.advertisePushOptions", "true")
        hook = self.forge / "hooks/pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(
            '#!/bin/sh\ni=0\nwhile [ "$i" -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do\n'
            f'  printenv "GIT_PUSH_OPTION_$i" >> "{self.home}/options.txt"\n  i=$((i + 1))\ndone\n'
            f'cat >> "{self.home}/pushed.txt"\n',
            encoding="utf-8",
        )
        hook.chmod(0o755)
        self.git("init", "--quiet", "--initial-branch=main", folder=city)
        self.git("add", "-A", folder=city)
        self.git("-c", "user.name=a", "-c", "user.email=a@city.example", "commit", "-qm", "Начало", folder=city)
        self.git("push", "--quiet", str(self.forge), "main", folder=city)
        self.git("clone", "--quiet", str(self.forge), str(self.clone), folder=self.home)
        program = self.clone / ".venv/bin/reestr"
        program.parent.mkdir(parents=True)
        write_program(program)

    def night(self) -> subprocess.CompletedProcess[str]:
        return self.run("bash", str(FOLDER / "observe-night"), str(self.clone))

    def options(self) -> list[str]:
        file = self.home / "options.txt"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def references(self) -> list[str]:
        return [line.split()[2] for line in (self.home / "pushed.txt").read_text(encoding="utf-8").splitlines()][1:]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    library = Community(NUMBER, NAME, "Библиотека № 1", description="Тел. 2-00-01", members=321)
    with FakeVK(clock=RealClock(), world=World((library,))) as network:
        made = Server(tmp_path, network)
        made.make()
        yield made


@pytest.mark.process
def test_what_a_night_changes_is_one_commit_on_one_branch(server: Server) -> None:
    done = server.night()
    assert done.returncode == 0, done.stderr
    assert "ВКонтакте: увидели 1 из 1\u00a0страницы." in done.stdout
    assert "observed_by_machine" in server.git("show", f"observe/night:{RECORD}")
    message = server.git("log", "-1", "--format=%B", "observe/night")
    assert message.startswith(f"{TITLE}\n\nВКонтакте: увидели 1 из 1")
    first = server.git("rev-parse", "observe/night^{tree}")
    assert sorted(path.suffix for path in (server.home / "archive").glob("*.gz")) == [".gz"]
    # The next night proposes the same, with the days on which it was seen.
    assert server.night().returncode == 0
    assert server.git("rev-parse", "observe/night^{tree}") == first
    assert server.git("rev-list", "--count", "main..observe/night").strip() == "1"
    assert fake_vk.TOKEN not in done.stdout + done.stderr + server.git("log", "--all", "-p")
    # Once it is merged, a quiet night pushes nothing.
    server.git("update-ref", "refs/heads/main", "observe/night")
    before = server.references()
    assert server.night().returncode == 0
    assert server.references() == before


@pytest.mark.process
def test_each_forge_makes_one_request(server: Server) -> None:
    server.settings["REESTR_FORGE"] = "gitlab"
    assert server.night().returncode == 0
    assert server.options() == [
        "merge_request.create",
        "merge_request.target=main",
        f"merge_request.title={TITLE}",
        "merge_request.remove_source_branch",
    ]
    server.settings |= {"REESTR_OBSERVE_MERGE": "true"}
    assert server.night().returncode == 0
    assert server.options()[-1] == "merge_request.merge_when_pipeline_succeeds"
    server.settings["REESTR_FORGE"] = "forgejo"
    assert server.night().returncode == 0
    assert server.options()[-3:] == ["topic=observe/night", f"title={TITLE}", "force-push=true"]
    assert server.references()[-2:] == ["refs/heads/observe/night", "refs/for/main"]
    server.settings["REESTR_FORGE"] = "other"
    done = server.night()
    assert (done.returncode, "gitlab, gitea, forgejo" in done.stderr) == (2, True)


@pytest.mark.process
def test_a_city_without_a_forge_may_have_it_merged(server: Server) -> None:
    server.settings["REESTR_OBSERVE_MERGE"] = "true"
    assert server.night().returncode == 0
    assert "observed_by_machine" in server.git("show", f"main:{RECORD}")
    assert server.references() == ["refs/heads/main"]


@pytest.mark.process
def test_a_night_of_refusals_pushes_nothing(server: Server) -> None:
    server.network.misbehave(Fault(faults.vk_error(5)))
    done = server.night()
    assert done.returncode == 1
    assert "ключ доступа не принят" in done.stdout
    assert server.references() == []


def _unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # names of systemd have capitals
    read.read(FOLDER / name, encoding="utf-8")
    return read


def test_the_units_belong_together() -> None:
    service, timer = _unit("reestr-observe.service"), _unit("reestr-observe.timer")
    program, clone = service["Service"]["ExecStart"].split()
    assert Path(program).name == "observe-night" and os.access(FOLDER / "observe-night", os.X_OK)
    assert service["Service"]["ReadWritePaths"] == clone
    assert service["Service"]["EnvironmentFile"] == "/etc/reestr/observe.env"
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["Persistent"] == "true" and timer["Install"]["WantedBy"] == "timers.target"
    # No key stands in a unit: units can be read by everybody.
    assert "TOKEN" not in (FOLDER / "reestr-observe.service").read_text(encoding="utf-8")
    lines = (FOLDER / "observe.env.example").read_text(encoding="utf-8").splitlines()
    names = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    script = (FOLDER / "observe-night").read_text(encoding="utf-8")
    of_the_script = set(re.findall(r"REESTR_[A-Z_]+", script)) - {"REESTR_MAIN_BRANCH", "REESTR_OBSERVE_EMAIL"}
    assert of_the_script <= names
