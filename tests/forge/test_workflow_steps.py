"""Every command of every workflow, run as GitHub runs it: `bash -e`, a small repository, a `gh` that records calls."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr.intake.new_city import workflows

from tests.forge.machine import MERGE, WORKFLOWS, Machine, api, commands, workflow
from tests.unit.project import copy_of_base
from tests.unit.test_issue_forms import ORGANIZATION, body

pytestmark = pytest.mark.process

LIBRARY = "data/organizations/library-1.yaml"
PERSON = '  - role: методист\n    from: "2026-02-02"\n'


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.make(copy_of_base(tmp_path / "city"))
    return made


def request(machine: Machine, change: Callable[[Path], None], **more: Any) -> Mapping[str, Any]:
    """Make a request that changes a file of the city; return its event."""
    base = machine.git("rev-parse", "main", folder=machine.forge).strip()
    city = machine.home / "city"
    machine.git("checkout", "--quiet", "-B", "request", "main", folder=city)
    change(city)
    head = machine.commit(city, "request")
    # What the forge checks out is the merge of the request: its first parent is the base.
    machine.git("checkout", "--quiet", "-B", MERGE, "main", folder=city)
    identity = ("-c", "user.name=a", "-c", "user.email=a@city.example")
    machine.git(*identity, "merge", "--quiet", "--no-ff", "-m", "Слияние", "request", folder=city)
    machine.git("push", "--quiet", "--force", str(machine.forge), MERGE, folder=city)
    machine.branch = MERGE
    repository = {"full_name": "city/reestr"}
    machine.event = {"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head, "repo": repository}}}
    return machine.event


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(city: Path) -> None:
        text = (city / name).read_text(encoding="utf-8")
        assert before in text
        (city / name).write_text(text.replace(before, after), encoding="utf-8")

    return change


def body_of(calls: list[list[str]]) -> str:
    (found,) = [item.removeprefix("body=") for call in calls for item in call if item.startswith("body=")]
    return found


def test_a_request_is_told_what_it_changes(machine: Machine) -> None:
    request(machine, edit(LIBRARY, "role: заведующая", "role: директор"))
    assert machine.run(workflow("pull-request.yml")) == {"records": "success", "comment": "success"}
    assert set(machine.ran) == commands(workflow("pull-request.yml"))
    calls = machine.calls()
    (posted,) = api(calls, "POST")
    assert "repos/city/reestr/issues/7/comments" in posted
    assert "Изменения в реестре" in body_of([posted]) and "Изменения в реестре" in machine.summary
    (machine.gh / "comment.txt").write_text("5", encoding="utf-8")
    machine.run(workflow("pull-request.yml"))
    (written,) = api(machine.calls(), "PATCH")
    assert "repos/city/reestr/issues/comments/5" in written


def test_a_request_that_lacks_something_is_told_so_everywhere(machine: Machine) -> None:
    request(machine, edit(LIBRARY, "accounts_page:", f"{PERSON}accounts_page:"))
    assert machine.run(workflow("pull-request.yml")) == {"records": "failure", "comment": "success"}
    assert "#### Чего не хватает" in machine.summary
    assert "#### Чего не хватает" in body_of(api(machine.calls(), "POST"))
    assert f"::error file={LIBRARY},line=" in machine.said["Tell what the request changes"]
    # Whether the site builds is seen all the same.
    assert ("records", "Build the internal edition") in machine.ran


def test_a_request_with_wrong_records_is_told_that_they_are_wrong(machine: Machine) -> None:
    request(machine, edit(LIBRARY, "municipal-budgetary-institution", "ooo"))
    assert machine.run(workflow("pull-request.yml")) == {"records": "failure", "comment": "success"}
    assert "**В записях 1" in body_of(api(machine.calls(), "POST"))
    assert ("records", "Build the public edition") not in machine.ran


def test_a_request_from_a_fork_changes_no_setting_and_gets_no_comment(machine: Machine) -> None:
    def change(city: Path) -> None:
        (city / "mkdocs.yml").write_text("hooks: [evil.py]\n", encoding="utf-8")
        (city / "site/overrides").mkdir(parents=True)
        (city / "site/overrides/main.html").write_text("evil", encoding="utf-8")
        edit(LIBRARY, "role: заведующая", "role: директор")(city)

    request(machine, change)
    machine.event["pull_request"]["head"]["repo"] = {"full_name": "other/reestr"}
    assert machine.run(workflow("pull-request.yml")) == {"records": "success", "comment": "skipped"}
    assert machine.calls() == []
    assert not (machine.home / "work/site/overrides").exists()
    assert "Изменения в реестре" in machine.summary


def send_form(machine: Machine, text: str | None) -> dict[str, str]:
    machine.event = {"issue": {"number": 3, "body": text}}
    return machine.run(workflow("form.yml"))


def test_a_filled_form_becomes_a_request(machine: Machine) -> None:
    assert send_form(machine, body("organization", ORGANIZATION)) == dict.fromkeys(
        ("read", "propose", "answer"), "success"
    )
    assert set(machine.ran) == commands(workflow("form.yml"))
    calls = machine.calls()
    made = {call[call.index("POST") + 1]: call for call in api(calls, "POST")}
    main = machine.git("rev-parse", "main", folder=machine.forge).strip()
    assert {
        f"base_tree=tree-of-{main}",
        "tree[][path]=data/organizations/school-2.yaml",
        "tree[][sha]=new-blob",
    } <= set(made["repos/city/reestr/git/trees"])
    (content,) = (item for item in made["repos/city/reestr/git/blobs"] if item.startswith("content="))
    assert "Школа № 2" in base64.b64decode(content.removeprefix("content=")).decode()
    assert {"tree=new-tree", f"parents[]={main}"} <= set(made["repos/city/reestr/git/commits"])
    assert (machine.gh / "refs/form/3").read_text(encoding="utf-8") == "new-commit"
    assert "head=form/3" in made["repos/city/reestr/pulls"]
    assert "repos/city/reestr/actions/workflows/check-branch.yml/dispatches" in made
    answer = body_of([made["repos/city/reestr/issues/3/comments"]])
    assert answer.startswith("<!-- reestr-form -->\nСпасибо!") and answer.endswith("Предложение: #17")


def test_an_edited_form_moves_its_branch_once_and_never_to_main(machine: Machine) -> None:
    """A branch that equals main for a moment has its request closed by the forge for good."""
    send_form(machine, body("organization", ORGANIZATION))
    machine.calls()
    (machine.gh / "open.txt").write_text("17", encoding="utf-8")
    (machine.gh / "comment.txt").write_text("5", encoding="utf-8")
    (machine.gh / "refs/form/3").write_text("commit-of-before", encoding="utf-8")
    send_form(machine, body("organization", ORGANIZATION | {"": "school-3"}))
    calls = machine.calls()
    moves = [call for call in calls if any("/git/refs" in item for item in call)]
    assert [("PATCH" in call, "sha=new-commit" in call) for call in moves] == [(True, True)]
    assert not [call for call in api(calls, "POST") if "repos/city/reestr/pulls" in call]
    (answered,) = [call for call in api(calls, "PATCH") if "repos/city/reestr/issues/comments/5" in call]
    assert body_of([answered]).endswith("Предложение: #17")


def test_a_form_that_is_wrong_gets_an_answer_and_nothing_else(machine: Machine) -> None:
    results = send_form(machine, body("organization", ORGANIZATION | {"/inn": "12"}))
    assert results == {"read": "success", "propose": "skipped", "answer": "success"}
    (call,) = api(machine.calls(), "POST")
    assert "Что поправить" in body_of([call]) and "Предложение" not in body_of([call])
    assert send_form(machine, "Просто вопрос") == {"read": "success", "propose": "skipped", "answer": "skipped"}
    assert send_form(machine, None) == {"read": "success", "propose": "skipped", "answer": "skipped"}


def test_a_form_may_be_as_long_as_the_forge_takes(machine: Machine) -> None:
    """40,000 letters of four bytes are more than what Linux lets a variable hold."""
    long = body("organization", ORGANIZATION | {"/address": "\N{GRINNING FACE}" * 40_000})
    assert send_form(machine, long)["read"] == "success"
    assert "Что поправить" in body_of(api(machine.calls(), "POST"))


@pytest.mark.parametrize("refused", ["repos/city/reestr/pulls", "repos/city/reestr/git/trees"])
def test_a_request_that_cannot_be_made_is_said_in_the_answer(machine: Machine, refused: str) -> None:
    (machine.gh / "refuse.txt").write_text(refused, encoding="utf-8")
    results = send_form(machine, body("organization", ORGANIZATION))
    assert results == {"read": "success", "propose": "failure", "answer": "success"}
    (call,) = [call for call in api(machine.calls(), "POST") if "repos/city/reestr/issues/3/comments" in call]
    assert "программа не смогла" in body_of([call]) and "create and approve pull requests" in body_of([call])


def test_a_publication_takes_its_address_from_the_forge(machine: Machine) -> None:
    (machine.gh / "pages.txt").write_text("https://reestr.city.example", encoding="utf-8")
    machine.variables |= {"REESTR_OBSERVE": "true", "REESTR_ADMIN_AUTH_URL": ""}
    machine.builds = False
    # A nightly run may carry no more than its schedule.
    machine.event = {"schedule": "17 14 * * *"}
    assert machine.run(workflow("publish.yml")) == {"build": "success", "publish": "success"}
    assert machine.outputs["address"]["url"] == "https://reestr.city.example/"
    assert commands(workflow("publish.yml")) - set(machine.ran) == {("build", "Make the editor")}
    machine.variables |= {
        "REESTR_SITE_URL": "https://other.example/reestr",
        "REESTR_ADMIN_AUTH_URL": "https://auth.example",
    }
    machine.run(workflow("publish.yml"))
    assert machine.outputs["address"]["url"] == "https://other.example/reestr/"
    assert commands(workflow("publish.yml")) == set(machine.ran)


def test_a_publication_without_an_address_says_what_to_switch_on(machine: Machine) -> None:
    assert machine.run(workflow("publish.yml")) == {"build": "failure", "publish": "skipped"}
    assert "::error::Адрес сайта неизвестен" in machine.said["Ask for the site's address"]


def test_a_publication_builds_with_the_address(machine: Machine) -> None:
    settings = 'site_url: !ENV [REESTR_SITE_URL, ""]\n'
    city = machine.home / "city"
    (city / "mkdocs.yml").write_text((city / "mkdocs.yml").read_text(encoding="utf-8") + settings, encoding="utf-8")
    machine.commit(city, "main")
    (machine.gh / "pages.txt").write_text("https://reestr.city.example/", encoding="utf-8")
    assert machine.run(workflow("publish.yml")) == {"build": "success", "publish": "success"}
    assert "<loc>https://reestr.city.example/check/</loc>" in (machine.home / "work/build/site/sitemap.xml").read_text(
        encoding="utf-8"
    )


def test_a_branch_is_checked(machine: Machine) -> None:
    assert machine.run(workflow("check-branch.yml")) == {"records": "success"}
    assert set(machine.ran) == commands(workflow("check-branch.yml"))
    edit(LIBRARY, "municipal-budgetary-institution", "ooo")(machine.home / "city")
    machine.commit(machine.home / "city", "main")
    assert machine.run(workflow("check-branch.yml")) == {"records": "failure"}
    assert f"::error file={LIBRARY}" in machine.said["Validate the records"]


def test_what_the_editor_dropped_comes_back(machine: Machine) -> None:
    city = machine.home / "city"
    edit(LIBRARY, "site: https", "# Проверено\nsite: https")(city)
    machine.commit(city, "main")
    request(machine, edit(LIBRARY, "# Проверено\nsite: https", "site: https"))
    machine.event["github"] = {"head_ref": "cms/organizations/library-1"}
    assert machine.run(workflow("restore.yml")) == {"read": "success", "write": "success"}
    assert set(machine.ran) == commands(workflow("restore.yml"))
    calls = machine.calls()
    (put,) = api(calls, "PUT")
    assert {
        f"repos/city/reestr/contents/{LIBRARY}",
        "sha=blob-of-the-branch",
        "branch=cms/organizations/library-1",
    } <= set(put)
    (content,) = (item for item in put if item.startswith("content="))
    assert "# Проверено" in base64.b64decode(content.removeprefix("content=")).decode()
    assert "repos/city/reestr/actions/workflows/check-branch.yml/dispatches" in api(calls, "POST")[0]


@pytest.mark.parametrize("name", ["tests.yml", "nightly.yml"])
def test_our_own_tests_are_started(machine: Machine, name: str) -> None:
    assert set(machine.run(workflow(name)).values()) == {"success"}
    assert set(machine.ran) == commands(workflow(name))


@pytest.mark.parametrize("name", [name for name in workflows.NAMES if name != "observe.yml"])
def test_a_new_citys_workflows_run_too(machine: Machine, name: str) -> None:
    theirs = yaml.safe_load(workflows.workflow(name, "Asia/Omsk"))
    (machine.gh / "pages.txt").write_text("https://reestr.city.example", encoding="utf-8")
    machine.variables["REESTR_OBSERVE"] = "true"
    machine.builds = False
    edit(LIBRARY, "site: https", "# Проверено\nsite: https")(machine.home / "city")
    machine.commit(machine.home / "city", "main")
    if name in ("pull-request.yml", "restore.yml"):
        request(machine, edit(LIBRARY, "# Проверено\nsite: https", "site: https"))
        machine.event["github"] = {"head_ref": "cms/organizations/library-1"}
    elif name == "form.yml":
        machine.event = {"issue": {"number": 3, "body": body("organization", ORGANIZATION)}}
    assert set(machine.run(theirs).values()) == {"success"}
    assert set(machine.ran) == commands(theirs)


def test_every_workflow_is_run_here_or_in_the_tests_of_nights() -> None:
    here = Path(__file__).read_text(encoding="utf-8") + " observe.yml"
    assert [path.name for path in WORKFLOWS.glob("*.yml") if path.name not in here] == []
