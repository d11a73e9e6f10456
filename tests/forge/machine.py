"""A machine of GitHub's for tests: it runs the steps of a workflow as the forge does, with `bash -e`, in a clone of a
small repository, with a `gh` that records its calls.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.forge import fake_gh
from tests.prepared_command import write_program
from tests.unit.project import ROOT

WORKFLOWS = ROOT / ".github/workflows"
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_TOKEN = re.compile(r"'[^']*'|[A-Za-z_][\w.-]*(?=\()|[A-Za-z_][\w.-]*|!=|==|&&|\|\||[!(),]|\s+|\d+")
_STATUS = re.compile(r"\b(always|cancelled|failure|success)\(\)")
_THEIRS = "python -m venv .venv && .venv/bin/python -m pip install --quiet --requirement requirements.txt"
_MADE_READY = re.compile(r"make (?P<target>[a-z-]+)(?: LOCK=(?P<lock>\S+))?|(?P<script>\.ci/\w+)(?: deep)?")
_IGNORED = "/observations/\n/build/\n/.venv/\n/.reestr-cache/\n"
MERGE = "merge"
"""The branch of the fake forge that is checked out when a request is judged: the request merged into its base."""


def workflow(name: str) -> Mapping[Any, Any]:
    """Return one of our workflows; PyYAML reads its key `on` as True."""
    read: Mapping[Any, Any] = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    return read


def commands(of: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the job and name of every step of a workflow that has commands."""
    return {(name, step["name"]) for name, job in of["jobs"].items() for step in job["steps"] if "run" in step}


def stands_in(command: str) -> bool:
    """Return whether a step only makes the machine ready or runs our tests; fail if what it names does not exist."""
    match = _MADE_READY.fullmatch(command.strip())
    if match is None:
        # A new city's way to the program, which tests/unit/test_wheel.py goes.
        return command.strip() == _THEIRS
    if match["script"]:
        assert os.access(ROOT / match["script"], os.X_OK)
    else:
        assert f".PHONY: {match['target']}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")
        assert match["lock"] is None or (ROOT / match["lock"]).is_file()
    return True


@dataclass
class Machine:
    """The forge's machine: a bare repository, the folders of a job, and what expressions of a workflow may name."""

    home: Path
    variables: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    event: dict[str, Any] = field(default_factory=dict)
    surroundings: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the id of a step: its outputs, and its `outcome`."""
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By the name of a job that was run or skipped: its `result` and `outputs`."""
    ran: list[tuple[str, str]] = field(default_factory=list)
    """The job and name of every step whose commands were run, or which only makes the machine ready."""
    said: dict[str, str] = field(default_factory=dict)
    """By the name of a step: what it printed."""
    builds: bool = True
    """Whether `reestr build` builds; without it, it is taken as done."""
    branch: str = "main"

    @property
    def forge(self) -> Path:
        return self.home / "forge.git"

    @property
    def gh(self) -> Path:
        return self.home / "gh"

    @property
    def summary(self) -> str:
        file = self.home / "summary.md"
        return file.read_text(encoding="utf-8") if file.exists() else ""

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

    def commit(self, folder: Path, branch: str) -> str:
        """Commit all of a folder, push it to a branch of the forge, and return the commit."""
        self.git("add", "-A", folder=folder)
        self.git("-c", "user.name=a", "-c", "user.email=a@city.example", "commit", "-qm", "Правка", folder=folder)
        self.git("push", "--quiet", "--force", str(self.forge), f"HEAD:refs/heads/{branch}", folder=folder)
        return self.git("rev-parse", "HEAD", folder=folder).strip()

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "REESTR_", "GITHUB_"))}
        return own | {
            "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "FAKE_GH": str(self.gh),
            "RUNNER_TEMP": str(self.home / "temp"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary.md"),
            "GITHUB_EVENT_PATH": str(self.home / "event.json"),
            **self.surroundings,
        }

    def make(self, city: Path) -> None:
        """Make the forge with a city's repository, and the programs of the machine."""
        (city / ".gitignore").write_text(_IGNORED, encoding="utf-8")
        (city / "docs/index.md").write_text("# Проба\n", encoding="utf-8")
        for folder in ("temp", "bin", "gh/releases"):
            (self.home / folder).mkdir(parents=True)
        program = self.home / "bin/gh"
        path = f'PYTHONPATH="{ROOT}:{ROOT / "generator"}"'
        program.write_text(f'#!/bin/sh\n{path} exec "{sys.executable}" "{fake_gh.__file__}" "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.forge))
        self.git("init", "--quiet", "--initial-branch=main", str(city))
        self.commit(city, "main")

    def check_out(self, revision: str = "") -> Path:
        """Begin a job: a fresh clone with the program in its place."""
        folder = self.home / "work"
        shutil.rmtree(folder, ignore_errors=True)
        self.git("clone", "--quiet", "--branch", self.branch, str(self.forge), str(folder))
        if revision:
            self.git("checkout", "--quiet", revision, folder=folder)
        program = folder / ".venv/bin/reestr"
        program.parent.mkdir(parents=True)
        skipped = "" if self.builds else 'if [ "$1" = build ]; then exit 0; fi\n'
        write_program(program, skipped)
        return folder

    def known(self) -> Mapping[str, Any]:
        """Return what an expression may name, as the forge does."""
        return {
            "github": {
                "token": "token-of-the-job",
                "repository": "city/reestr",
                "repository_owner": "city",
                "server_url": "https://forge.example",
                "ref": f"refs/heads/{self.branch}",
                "sha": self.git("rev-parse", self.branch, folder=self.forge).strip(),
                "head_ref": "",
                **self.event.get("github", {}),
                "event": {"repository": {"default_branch": "main", "fork": False}, **self.event},
            },
            "runner": {"temp": str(self.home / "temp")},
            "vars": self.variables,
            "secrets": self.secrets,
            "steps": {
                name: {"outputs": outputs, "outcome": outputs.get("outcome", "")}
                for name, outputs in self.outputs.items()
            },
            "needs": self.jobs,
            "matrix": {"python": "3.11"},
        }

    def value(self, expression: str) -> Any:
        """Return what an expression of the workflow is on this machine."""
        operators = {"&&": " and ", "||": " or ", "!": " not "}
        written = []
        position = 0
        while position < len(expression):
            token = _TOKEN.match(expression, position)
            assert token is not None, expression[position:]
            position = token.end()
            text = token[0]
            if text in operators:
                text = operators[text]
            elif re.match(r"[A-Za-z_]", text) and expression[position : position + 1] != "(":
                text = f"look({text!r})"
            written.append(text)
        failed = any(job["result"] == "failure" for job in self.jobs.values())
        functions = {
            "look": self._look,
            "always": lambda: True,
            "cancelled": lambda: False,
            "success": lambda: not failed,
            "failure": lambda: failed,
            "startsWith": lambda text, start: str(text).lower().startswith(start.lower()),
        }
        return eval(" ".join("".join(written).split("\n")).strip(), {"__builtins__": {}}, functions)

    def _look(self, name: str) -> Any:
        found: Any = self.known()
        for part in name.split("."):
            found = found.get(part, "") if isinstance(found, Mapping) else ""
        return found

    def filled(self, text: object) -> str:
        def written(value: Any) -> str:
            return str(value).lower() if isinstance(value, bool) else str(value)

        return _EXPRESSION.sub(lambda found: written(self.value(found[1])), str(text))

    def wanted(self, condition: str, failed: bool = False) -> bool:
        """Return whether a condition holds; one without a function of status holds only if nothing failed."""
        if failed and not _STATUS.search(condition):
            return False
        match = _EXPRESSION.fullmatch(condition.strip())
        return not condition or bool(self.value(match[1] if match else condition))

    def step(self, job: Mapping[str, Any], step: Mapping[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run the commands of a step and note its outputs."""
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
        outputs = _outputs(written.read_text(encoding="utf-8"))
        outcome = "failure" if done.returncode else "success"
        self.outputs.setdefault(step.get("id", ""), {}).update({**outputs, "outcome": outcome})
        self.said[step.get("name", step["run"])] = done.stdout + done.stderr
        return done

    def job(self, name: str, of: Mapping[str, Any]) -> dict[str, int]:
        """Run the steps of a job as their conditions say, and return the exit code of each that has commands."""
        job = of["jobs"][name]
        checked_out = [step for step in job["steps"] if str(step.get("uses", "")).startswith("actions/checkout@")]
        folder = self.home / "temp"
        if checked_out:
            folder = self.check_out(self.filled(checked_out[0].get("with", {}).get("ref", "")))
        (self.home / "event.json").write_text(json.dumps(self.event, ensure_ascii=False), encoding="utf-8")
        codes: dict[str, int] = {}
        failed = False
        for step in job["steps"]:
            if "run" not in step or not self.wanted(step.get("if", ""), failed):
                continue
            self.ran.append((name, step["name"]))
            if stands_in(step["run"]):
                continue
            codes[step["name"]] = self.step(job, step, folder).returncode
            failed = failed or codes[step["name"]] != 0
        result = {name: self.filled(value) for name, value in job.get("outputs", {}).items()}
        self.jobs[name] = {"result": "failure" if failed else "success", "outputs": result}
        return codes

    def run(self, of: Mapping[str, Any]) -> dict[str, str]:
        """Run the jobs of a workflow as their conditions say, and return the result of each."""
        self.outputs.clear()
        self.jobs.clear()
        shutil.rmtree(self.home / "temp", ignore_errors=True)
        (self.home / "temp").mkdir()
        (self.home / "summary.md").unlink(missing_ok=True)
        for name, job in of["jobs"].items():
            needs = job.get("needs", [])
            needs = [needs] if isinstance(needs, str) else needs
            unmet = any(self.jobs[needed]["result"] != "success" for needed in needs)
            if self.wanted(job.get("if", ""), unmet):
                self.job(name, of)
            else:
                self.jobs[name] = {"result": "skipped", "outputs": {}}
        return {name: job["result"] for name, job in self.jobs.items()}

    def calls(self) -> list[list[str]]:
        """Return what `gh` was asked, in order, and forget it."""
        file = self.gh / "calls.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    def at_forge(self, path: str, branch: str) -> str:
        return self.git("show", f"{branch}:{path}", folder=self.forge)


def api(calls: list[list[str]], method: str) -> list[list[str]]:
    """Return the calls of a method."""
    return [call for call in calls if call[0] == "api" and method in call]


def _outputs(text: str) -> dict[str, str]:
    """Return the outputs that a step wrote: `name=value`, or lines between `name<<end` and `end`."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        heredoc = re.fullmatch(r"([\w-]+)<<(.+)", line)
        if heredoc is None:
            name, _, found[name] = line.partition("=")
            continue
        inner: list[str] = []
        for part in lines:
            if part == heredoc[2]:
                break
            inner.append(part)
        else:
            raise AssertionError(f"the forge refuses an output without its end: {heredoc[1]}")
        found[heredoc[1]] = "\n".join(inner)
    return found
