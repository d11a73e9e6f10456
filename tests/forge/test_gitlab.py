"""The pipeline for GitLab, ours and a new city's: its script lines, run as GitLab runs them, in a small city."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr.intake.new_city import forges

from tests.forge.machine import MERGE, Machine, stands_in
from tests.forge.test_workflow_steps import LIBRARY, PERSON, edit, request
from tests.unit.project import ROOT, copy_of_base

OURS = (ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8")
THEIRS = forges.pipeline()
PIPELINES = pytest.mark.parametrize("text", [OURS, THEIRS], ids=["ours", "a city's"])


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.make(copy_of_base(tmp_path / "city"))
    return made


def job(text: str, name: str) -> Mapping[str, Any]:
    """A job with what it extends."""
    pipeline = yaml.safe_load(text)
    own = pipeline[name]
    return {**pipeline[own["extends"]], **own, "pipeline": pipeline}


def run(machine: Machine, text: str, name: str, **settings: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Run the lines of a job as one script, which the forge ends at the first command that fails."""
    described = job(text, name)
    made_ready, *rest = described["before_script"]
    assert rest == [] and stands_in(made_ready)
    predefined = {
        "CI_PAGES_URL": "https://city.pages.example/reestr",
        "CI_PROJECT_URL": "https://forge.example/city/reestr",
        "CI_DEFAULT_BRANCH": "main",
        **settings,
    }
    for variable, value in described.get("variables", {}).items():
        for known, text_of in predefined.items():
            value = value.replace(f"${known}", text_of)
        settings[variable] = value
    folder = machine.check_out()
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(described["script"])],
        cwd=folder,
        env=machine.environment() | predefined | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done, folder


@PIPELINES
def test_only_requests_are_judged_and_only_the_main_branch_is_published(text: str) -> None:
    request_only, main_only = job(text, "records")["rules"], job(text, "pages")["rules"]
    assert request_only == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert main_only == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    pipeline = job(text, "pages")["pipeline"]
    assert pipeline["workflow"]["rules"] == request_only + main_only
    assert pipeline["variables"]["GIT_DEPTH"] == "0"
    assert job(text, "records")["artifacts"]["when"] == "always"


@pytest.mark.process
@PIPELINES
def test_a_request_that_lacks_something_is_told_so(machine: Machine, text: str) -> None:
    base = request(machine, edit(LIBRARY, "accounts_page:", f"{PERSON}accounts_page:"))["pull_request"]["base"]["sha"]
    done, folder = run(machine, text, "records", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert machine.branch == MERGE and done.returncode == 1
    assert "#### Чего не хватает" in (folder / "changes.md").read_text(encoding="utf-8")
    assert "reestr handover library-1" in " ".join(done.stdout.split())
    assert json.loads((folder / "gl-code-quality.json").read_text(encoding="utf-8")) == []
    assert (folder / "build/check-internal/index.html").is_file()


@pytest.mark.process
def test_a_request_with_wrong_records_leaves_its_report(machine: Machine) -> None:
    base = request(machine, edit(LIBRARY, "municipal-budgetary-institution", "ooo"))["pull_request"]["base"]["sha"]
    done, folder = run(machine, OURS, "records", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1
    (item,) = json.loads((folder / "gl-code-quality.json").read_text(encoding="utf-8"))
    assert item["location"]["path"] == LIBRARY
    assert "В записях 1" in (folder / "changes.md").read_text(encoding="utf-8")
    assert not (folder / "build").exists()


@pytest.mark.process
@PIPELINES
def test_the_site_is_built_for_the_address_that_gitlab_gives_it(machine: Machine, text: str) -> None:
    city = machine.home / "city"
    options = (
        "site_url: !ENV [REESTR_SITE_URL, '']\nplugins:\n  - reestr:\n      edit_url: !ENV [REESTR_EDIT_URL, '']\n"
    )
    settings = (city / "mkdocs.yml").read_text(encoding="utf-8").replace("plugins:\n  - reestr\n", options)
    (city / "mkdocs.yml").write_text(settings, encoding="utf-8")
    machine.commit(city, "main")
    done, folder = run(machine, text, "pages")
    assert done.returncode == 0, done.stderr
    sitemap = (folder / "public/sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://city.pages.example/reestr/check/</loc>" in sitemap
    page = (folder / "public/organizations/library-1/index.html").read_text(encoding="utf-8")
    assert f"https://forge.example/city/reestr/-/edit/main/{LIBRARY}" in page
    done, folder = run(machine, text, "pages", REESTR_SITE_URL="https://reestr.city.example")
    assert "<loc>https://reestr.city.example/check/</loc>" in (folder / "public/sitemap.xml").read_text(
        encoding="utf-8"
    )


@pytest.mark.process
def test_wrong_records_are_not_published(machine: Machine) -> None:
    edit(LIBRARY, "municipal-budgetary-institution", "ooo")(machine.home / "city")
    machine.commit(machine.home / "city", "main")
    done, folder = run(machine, OURS, "pages")
    assert done.returncode == 1 and not (folder / "public").exists()
