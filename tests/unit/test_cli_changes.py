"""`reestr changes` on real repositories, for people, forges and programs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from reestr import wording
from reestr.cli.reports import changes_ci

from tests.unit.project import reestr
from tests.unit.repository import Repository, repository

pytestmark = pytest.mark.process

LIBRARY = "organizations/library-1.yaml"
PAGE = "accounts/library-1-vk.yaml"
HOSTILE = "::error::<script>`|* [x](y) %0A ‮ =cmd()"


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    return repository(tmp_path / "город № 1")


def text(city: Repository, name: str) -> str:
    return (city.data / name).read_text(encoding="utf-8")


def changes(city: Repository, *arguments: str) -> subprocess.CompletedProcess[str]:
    return reestr("changes", *arguments, folder=city.folder, environment={"COLUMNS": "80", "NO_COLOR": "1"})


def close_the_page(city: Repository) -> None:
    closed = text(city, PAGE).replace("status: active", 'status: closed\nclosed_on: "2026-02-02"')
    city.commit({PAGE: closed}, "2026-02-02T10:00:00+10:00")


def test_the_last_commit_is_told(city: Repository) -> None:
    close_the_page(city)
    done = changes(city, "HEAD~1..HEAD")
    assert done.returncode == 0, done.stderr
    assert "Библиотека № 1\n  vk.com/primersk.library1: страница закрыта 02.02.2026\n" in done.stdout
    assert "  ▼ " in done.stdout
    assert "стало хуже — 1" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_without_a_span_the_folder_is_compared_with_the_last_commit(city: Repository) -> None:
    assert "Записи реестра не изменились." in changes(city).stdout
    city.write({PAGE: text(city, PAGE) + "# a remark\n"})
    assert "Записи реестра не изменились." in changes(city).stdout
    city.write({PAGE: None, "accounts/new/library-1-ok.yaml": text(city, "accounts/library-1-ok.yaml")})
    city.write({"accounts/library-1-ok.yaml": None})
    shown = changes(city).stdout
    assert "страница (ВКонтакте) убрана из реестра" in shown
    assert "рабочая папка" in shown
    assert "ok.ru" not in shown


def test_one_revision_is_compared_with_the_folder(city: Repository) -> None:
    close_the_page(city)
    city.write({LIBRARY: text(city, LIBRARY).replace("short_name: Библиотека № 1", "short_name: Читальня")})
    shown = changes(city, "HEAD~1").stdout
    assert "страница закрыта" in shown
    assert "теперь называется «Читальня»" in shown


def test_three_dots_leave_out_what_the_other_side_did(city: Repository) -> None:
    city.git("switch", "--quiet", "--create", "branch")
    close_the_page(city)
    city.git("switch", "--quiet", "main")
    renamed = text(city, LIBRARY).replace("short_name: Библиотека № 1", "short_name: Читальня")
    city.commit({LIBRARY: renamed}, "2026-02-03T10:00:00+10:00")
    assert "Читальня" in changes(city, "main..branch").stdout
    shown = changes(city, "main...branch").stdout
    assert "страница закрыта" in shown
    assert "Читальня" not in shown


def test_json_holds_types_and_words(city: Repository) -> None:
    close_the_page(city)
    told = json.loads(changes(city, "HEAD~1..HEAD", "--format", "json").stdout)
    (change,) = told["changes"]
    assert change["change"] == "account-closed"
    assert change["subject"] == {"kind": "account", "id": "library-1-vk"}
    assert change["values"]["on"] == "2026-02-02"
    assert change["text"] == "страница закрыта 02.02.2026"
    assert told["verdicts"] == [
        {"requirement": "accounts-exist", "organization": "library-1", "before": "met", "after": "breach"}
    ]


def hostile(city: Repository) -> None:
    name = f"short_name: {json.dumps(HOSTILE.replace(chr(0x202E), ''), ensure_ascii=False)}"
    edited = text(city, LIBRARY).replace("short_name: Библиотека № 1", name)
    city.commit({LIBRARY: edited, PAGE: None}, "2026-02-02T10:00:00+10:00")


def test_text_of_records_is_no_command_of_the_forge(city: Repository) -> None:
    hostile(city)
    lines = changes(city, "HEAD~1..HEAD", "--format", "github").stdout.splitlines()
    assert lines
    assert all(re.match(r"::(notice|warning) (file=[^,:]+,)?title=[^:]*::", line) for line in lines)
    assert "file=data/organizations/library-1.yaml" in lines[0]
    # Text that means an escape on the forge stays what it was.
    assert all("%250A" in line for line in lines if "cmd" in line)


def test_text_of_records_is_text_in_markdown(city: Repository) -> None:
    hostile(city)
    shown = changes(city, "HEAD~1..HEAD", "--format", "markdown").stdout
    assert shown.startswith("<!-- reestr-changes -->\n")
    for sign in ("<script>", "`", "[x]", "=cmd()", "|*"):
        assert sign not in shown.replace("| ", "").replace(" |", "")


def test_a_comment_never_grows_beyond_what_a_forge_takes(city: Repository) -> None:
    names = [f"org-{number}" for number in range(60)]
    record = text(city, "organizations/accounting-office.yaml")
    for name in names:
        (city.data / "organizations" / f"{name}.yaml").write_text(
            record.replace("Бухгалтерия", f"{name} {'<&>' * 50}"), encoding="utf-8"
        )
    shown = changes(city, "--format", "markdown").stdout
    assert len(shown) < 65_536
    assert "и ещё 20" in shown


@pytest.mark.parametrize("letter", ["a", "я", "🏫"])
def test_a_comment_fits_into_a_variable_of_the_job_that_writes_it(letter: str) -> None:
    shown = changes_ci._shortened([letter * 500] * 400)
    assert len(shown) < 65_536 and len(shown.encode()) < (128 << 10) - 1_000
    assert shown.splitlines()[-1] == wording.text("comparison.left-out")


def test_what_cannot_be_read_is_said(city: Repository) -> None:
    city.write({PAGE: "organization: [\n"})
    done = changes(city)
    assert "accounts/library-1-vk.yaml" in done.stdout
    assert "reestr validate" in done.stdout
    assert "убрана" not in done.stdout


@pytest.mark.parametrize("span", ["nowhere", "HEAD..nowhere", "-p", "--output=x", "HEAD..--all", "a b", "HEAD:data"])
def test_a_revision_that_is_none_is_refused_in_words(city: Repository, span: str) -> None:
    done = changes(city, "--", span)
    assert done.returncode == 2
    assert "В Git нет состояния" in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_of_git_it_is_said_what_to_do(city: Repository) -> None:
    shutil.rmtree(city.folder / ".git")
    done = changes(city)
    assert done.returncode == 2
    assert "git init" in done.stderr


def test_a_repository_may_lie_anywhere_above(city: Repository, tmp_path: Path) -> None:
    outer = Repository(tmp_path / "outer")
    outer.folder.mkdir()
    inside = outer.folder / "города" / "*наш [город]"
    shutil.copytree(city.folder, inside, ignore=shutil.ignore_patterns(".git"))
    shutil.copytree(city.folder, outer.folder / "города" / "другой", ignore=shutil.ignore_patterns(".git"))
    outer.git("init", "--quiet")
    outer.git("add", "--all")
    outer.git("commit", "--quiet", "--message", "Two cities")
    (outer.folder / "города" / "другой" / "data" / LIBRARY).unlink()
    ours = Repository(inside)
    assert "не изменились" in changes(ours).stdout
    ours.write({PAGE: None})
    assert "страница (ВКонтакте) убрана" in changes(ours).stdout
    shown = changes(ours, "--format", "github").stdout
    assert "file=города/*наш [город]/data/" in shown


def test_an_outer_git_does_not_lead_astray(city: Repository, tmp_path: Path) -> None:
    # A hook runs with these variables set: they speak of the repository of the hook.
    other = repository(tmp_path / "other")
    environment = {"GIT_DIR": str(other.folder / ".git"), "GIT_WORK_TREE": str(other.folder)}
    city.write({PAGE: None})
    done = reestr("changes", folder=city.folder, environment=environment)
    assert "страница (ВКонтакте) убрана" in done.stdout


PERSON = """  - role: методист
    from: "2026-02-02"
"""


def hand_over(city: Repository, entry: str = PERSON) -> None:
    """The library has another responsible person, and says so in its record alone."""
    before = text(city, LIBRARY)
    head, _, tail = before.partition("accounts_page:")
    city.write({LIBRARY: f"{head}{entry}accounts_page:{tail}"})


def test_a_changed_person_asks_for_order_and_notice(city: Repository) -> None:
    hand_over(city)
    done = changes(city)
    assert done.returncode == 1
    line = 1 + text(city, LIBRARY).split("\n").index("  - role: методист")
    assert f"data/organizations/library-1.yaml:{line}\n" in done.stdout
    assert "номера и даты приказа, уведомления в администрацию города" in " ".join(done.stdout.split())
    assert "reestr handover library-1 --prepare" in " ".join(done.stdout.split())
    city.commit({}, "2026-02-02T10:00:00+10:00")
    annotated = changes(city, "HEAD~1..HEAD", "--format", "github")
    assert annotated.returncode == 1
    assert annotated.stdout.startswith(f"::error file=data/organizations/library-1.yaml,line={line},")
    summary = changes(city, "HEAD~1..HEAD", "--format", "markdown").stdout
    assert "#### Чего не хватает" in summary
    told = json.loads(changes(city, "HEAD~1..HEAD", "--format", "json").stdout)
    assert [(item["severity"], item["line"]) for item in told["demands"]] == [("error", line)]


def test_a_changed_person_with_order_and_notice_asks_for_nothing(city: Repository) -> None:
    order = '    order: {number: "7", date: "2026-02-01"}\n'
    hand_over(city, PERSON + order)
    notice = 'organization: library-1\nchange_on: "2026-02-02"\nto: city-hall\n'
    city.write({"notices/library-1-2026-02-02-city-hall.yaml": f"{notice}draft: true\n"})
    assert changes(city).returncode == 0
    assert "Не хватает" not in changes(city).stdout


def test_another_id_hides_no_change_of_the_person(city: Repository) -> None:
    hand_over(city)
    moved: dict[str, str | None] = {LIBRARY: None, "organizations/reading-room.yaml": text(city, LIBRARY)}
    for name in (PAGE, "accounts/library-1-ok.yaml"):
        moved[name] = text(city, name).replace("organization: library-1", "organization: reading-room")
    plan = "plans/library-1/2026-03.yaml"
    city.write({**moved, plan: None, "plans/reading-room/2026-03.yaml": text(city, plan)})
    done = changes(city)
    assert done.returncode == 1
    assert "reestr handover reading-room --prepare" in " ".join(done.stdout.split())


def test_a_comment_on_wrong_records_says_that_they_are_wrong(city: Repository) -> None:
    assert "ошиб" not in changes(city, "--format", "markdown").stdout
    city.write({LIBRARY: text(city, LIBRARY).replace("legal_form: municipal-budgetary-institution", "legal_form: ooo")})
    told = "**В записях 1 ошибка: что и где исправить, показывает проверка «Records». Сравнение неполно.**"
    assert told in changes(city, "--format", "markdown").stdout.replace("\u00a0", " ")
    city.commit({}, "2026-02-02T10:00:00+10:00")
    assert told in changes(city, "HEAD~1..HEAD", "--format", "markdown").stdout.replace("\u00a0", " ")
