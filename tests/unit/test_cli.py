"""The command line: machine contracts, exit codes, Russian help, builds that appear completely or not at all."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from reestr import __version__
from reestr.cli import run
from reestr.cli.reports import diagnostics_ci
from reestr.records.diagnostics import Diagnostic, Location, Severity

from tests.unit.project import ROOT, copy_of_base, reestr, tree

pytestmark = pytest.mark.process

BROKEN = "name: Школа\nname: Другая школа\ndraft: true\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_base(tmp_path)


def _break(project: Path) -> None:
    (project / "data" / "organizations" / "broken.yaml").write_text(BROKEN, encoding="utf-8")


def test_valid_data_is_fine(project: Path) -> None:
    done = reestr("validate", folder=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ошибок нет" in done.stdout


def test_validate_prints_the_contract_as_json(project: Path) -> None:
    _break(project)
    done = reestr("validate", "--format", "json", folder=project)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert set(report) == {"diagnostics", "summary"}
    assert report["summary"]["errors"] == len(report["diagnostics"]) == 1
    assert report["summary"]["files"] == sum(1 for path in (project / "data").rglob("*.yaml"))
    (item,) = report["diagnostics"]
    assert set(item) == {"code", "severity", "message", "help", "file", "line", "column", "path", "related", "fix"}
    assert item["code"] == "duplicate-key"
    assert item["severity"] == "error"
    assert item["file"] == "data/organizations/broken.yaml"
    assert (item["line"], item["column"]) == (2, 1)
    assert item["related"][0]["line"] == 1


def test_the_same_report_comes_from_any_working_folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _break(project)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    here = reestr("validate", "--format", "json", folder=project)
    there = reestr("validate", "--data", str(project / "data"), "--format", "json", folder=elsewhere)
    assert here.stdout == there.stdout


def test_a_person_sees_the_line_with_a_marker_and_the_fix(project: Path) -> None:
    _break(project)
    done = reestr("validate", folder=project, environment={"COLUMNS": "80"})
    assert done.returncode == 1
    assert "ошибка[duplicate-key] data/organizations/broken.yaml:2:1" in done.stdout
    assert "2 │ name: Другая школа" in done.stdout
    assert "Как исправить:" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_colour_on_demand_and_never_with_no_color(project: Path) -> None:
    _break(project)
    assert "\x1b[" in reestr("validate", folder=project, environment={"FORCE_COLOR": "1"}).stdout
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b[" not in reestr("validate", folder=project, environment=both).stdout


def test_github_annotations_put_errors_where_the_repository_has_the_file(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    project = copy_of_base(tmp_path / "cities" / "one")
    _break(project)
    done = reestr("validate", "--format", "github", folder=project)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=cities/one/data/organizations/broken.yaml,line=2,col=1,title=duplicate-key::"
    )


def test_a_record_cannot_issue_workflow_commands(project: Path) -> None:
    hostile = 'name: "a%0A::error::x\\n::set-output name=a::b"\nlegal_form: nothing-of-the-kind\n'
    (project / "data" / "organizations" / "hostile.yaml").write_text(hostile, encoding="utf-8")
    done = reestr("validate", "--format", "github", folder=project)
    assert done.returncode == 1
    assert all(line.startswith(("::error file=", "::warning file=")) for line in done.stdout.splitlines())


def test_the_markdown_summary_keeps_text_as_text(project: Path) -> None:
    hostile = 'name: Школа\nlegal_form: "<img src=x onerror=alert(1)> | [a](javascript:x)"\n'
    (project / "data" / "organizations" / "hostile.yaml").write_text(hostile, encoding="utf-8")
    done = reestr("validate", "--format", "markdown", folder=project)
    assert done.returncode == 1
    assert "<img" not in done.stdout
    assert "](javascript" not in done.stdout


def test_sarif_names_rules_and_places(project: Path) -> None:
    _break(project)
    log = json.loads(reestr("validate", "--format", "sarif", folder=project).stdout)
    assert log["version"] == "2.1.0"
    (result,) = log["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 1}
    assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "duplicate-key"


def test_gitlab_is_told_the_place_of_each_problem_under_a_name_that_outlives_its_line(project: Path) -> None:
    assert json.loads(reestr("validate", "--format", "gitlab", folder=project).stdout) == []
    _break(project)
    done = reestr("validate", "--format", "gitlab", folder=project)
    assert done.returncode == 1
    (item,) = json.loads(done.stdout)
    assert (item["check_name"], item["severity"]) == ("duplicate-key", "major")
    assert item["location"]["path"].startswith("data/") and item["location"]["lines"] == {"begin": 2}
    assert len(item["fingerprint"]) == 64 and item["description"]


def test_the_same_problem_twice_has_two_fingerprints() -> None:
    problem = Diagnostic("code", Severity.WARNING, "Сообщение", "Помощь", Location("a.yaml", 1, 1))
    below = replace(problem, location=Location("a.yaml", 9, 1))
    told = json.loads(diagnostics_ci.gitlab([problem, below], str))
    assert len({item["fingerprint"] for item in told}) == 2
    moved = json.loads(diagnostics_ci.gitlab([replace(problem, location=Location("a.yaml", 4, 1))], str))
    assert (moved[0]["fingerprint"], moved[0]["severity"]) == (told[0]["fingerprint"], "minor")


def test_assess_prints_the_contract_as_json(project: Path) -> None:
    done = reestr("assess", "--as-of", "2026-11-16", "--format", "json", folder=project)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["as_of"] == "2026-11-16"
    assert {"as_of", "findings", "summary"} <= set(report)
    assert {"requirement", "clause", "subject", "outcome", "reason", "evidence"} <= set(report["findings"][0])
    assert all(finding["evidence"] for finding in report["findings"])


def test_assess_of_wrong_data_shows_the_errors_and_judges_nothing(project: Path) -> None:
    _break(project)
    done = reestr("assess", "--format", "json", folder=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "duplicate-key" in done.stderr


def test_a_build_of_wrong_data_writes_nothing_and_keeps_the_earlier_one(project: Path) -> None:
    assert reestr("build", folder=project).returncode == 0
    before = tree(project / "site")
    _break(project)
    done = reestr("build", folder=project)
    assert done.returncode == 1
    assert "duplicate-key" in done.stderr
    assert "Сайт не собран" in done.stderr
    assert tree(project / "site") == before


def test_plain_mkdocs_builds_the_same_site_and_refuses_the_same_data(project: Path) -> None:
    assert reestr("build", "--output", "ours", folder=project).returncode == 0
    plain = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(plain, cwd=project, check=True)
    ours = tree(project / "ours")
    assert tree(project / "site") == ours
    _break(project)
    failed = subprocess.run(plain, cwd=project, check=False, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "duplicate-key" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(project / "site") == ours


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate", "--data", "nowhere"], "nowhere"),
        (["validate", "--format", "xml"], "Можно: text, json"),
        (["assess", "--as-of", "16.11.2026"], "2026-09-01"),
        (["assess", "--as-of", "2026-13-45"], "2026-09-01"),
        (["build", "--config", "nowhere.yml"], "nowhere.yml"),
        (["build", "--output", "data"], "пересекается"),
        (["build", "--edition", "secret"], "public, internal"),
        (["explain", "duplicate-kay"], "duplicate-key"),
        (["completion", "tcsh"], "bash"),
        (["publish"], "нет команды"),
        (["validate", "--date", "x"], "нет ключа"),
    ],
)
def test_wrong_usage_is_explained_in_russian(project: Path, arguments: list[str], said: str) -> None:
    done = reestr(*arguments, folder=project)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert "Ошибка вызова" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_foreign_target_is_refused(project: Path) -> None:
    (project / "home").mkdir()
    (project / "home" / "letter.txt").write_text("precious", encoding="utf-8")
    done = reestr("build", "--output", "home", folder=project)
    assert done.returncode == 2
    assert tree(project / "home") == {"letter.txt": b"precious"}


def test_a_failure_of_ours_asks_to_be_reported(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("reestr.cli.load_and_report.load", fail)
    assert run(["validate", "--data", str(project / "data")]) == 3
    said = capsys.readouterr().err
    assert "Сообщите" in said
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said


def test_an_interrupt_ends_with_130(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reestr.cli.load_and_report.load", interrupt)
    assert run(["validate", "--data", str(project / "data")]) == 130


def test_a_served_site_stops_at_an_interrupt(project: Path) -> None:
    command = [sys.executable, "-m", "reestr", "serve", "--address", "127.0.0.1:0"]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Serving on" in line:
                break
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (0, 130)


def test_a_closed_pipe_is_no_failure(project: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m reestr validate --format json | true"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=project, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("validate",),
        ("assess",),
        ("build",),
        ("serve",),
        ("explain",),
        ("completion",),
        ("admin",),
        ("restore",),
        ("form",),
        ("issue-forms",),
        ("report",),
        ("report", "centre"),
        ("report", "state"),
    ],
)
def test_every_help_page_is_in_russian_with_examples(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = reestr(*command, "--help", folder=tmp_path, environment={"COLUMNS": "80"})
    assert done.returncode == 0
    assert done.stdout.startswith("Вызов: reestr")
    assert "Примеры:" in done.stdout
    assert not re.search(r"Usage|Options|Commands|Show this", done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert reestr("--version", folder=tmp_path).stdout == f"reestr {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_for_this_command(tmp_path: Path, shell: str) -> None:
    assert "_REESTR_COMPLETE" in reestr("completion", shell, folder=tmp_path).stdout


def test_completion_completes_commands(tmp_path: Path) -> None:
    words = {"_REESTR_COMPLETE": "bash_complete", "COMP_WORDS": "reestr va", "COMP_CWORD": "1"}
    assert "validate" in reestr(folder=tmp_path, environment=words).stdout


def test_progress_is_for_terminals_only(project: Path) -> None:
    assert "\r" not in reestr("validate", folder=project).stderr
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-m", "reestr", "validate", "--data", str(ROOT / "examples" / "primersk" / "data")]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=follower, env=environment) as process:
        os.close(follower)
        said = b""
        try:
            while chunk := os.read(leader, 4096):
                said += chunk
        except OSError:
            # Linux reports the end of a pseudo-terminal as an input/output error.
            pass
    os.close(leader)
    assert process.returncode == 0
    assert "Читаем записи" in said.decode()
    assert said.endswith(b"\r\x1b[K")
