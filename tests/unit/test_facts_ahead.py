"""Future days and look-alike names give warnings; an answer to a form overwrites no other file."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from reestr.records.diagnostics import Severity
from reestr.records.loading.load import load
from reestr.records.validation.date_order import farthest_today

from tests.unit.project import copy_of_base, reestr_here, tree
from tests.unit.test_issue_forms import ORGANIZATION, body

TODAY = datetime.date(2026, 12, 31)
LIBRARY = "organizations/library-1.yaml"
ACCOUNT = "accounts/library-1-vk.yaml"


def _warned(project: Path, today: datetime.date | None = TODAY) -> list[tuple[str, str]]:
    loaded = load(project / "data", today=today)
    assert loaded.registry is not None, loaded.diagnostics
    assert all(item.severity is Severity.WARNING for item in loaded.diagnostics)
    return [(item.code, item.path) for item in loaded.diagnostics]


def _changed(project: Path, name: str, old: str, new: str) -> None:
    file = project / "data" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "path"),
    [
        (LIBRARY, 'since: "2024-02-01"', 'since: "2027-01-01"', "/since"),
        (LIBRARY, 'checked_on: "2026-03-01"', 'checked_on: "2062-03-01"', "/accounts_page/checked_on"),
        (LIBRARY, 'reviewed_on: "2026-03-01"', 'reviewed_on: "2099-03-01"', "/reviewed_on"),
        (ACCOUNT, 'reviewed_on: "2026-03-01"', 'reviewed_on: "2027-01-01"', "/reviewed_on"),
    ],
)
def test_a_day_that_has_not_come_is_warned_of(tmp_path: Path, name: str, old: str, new: str, path: str) -> None:
    project = copy_of_base(tmp_path)
    _changed(project, name, old, new)
    assert _warned(project) == [("date-ahead", path)]
    # Who does not say what day it is, gets the same answer every day.
    assert _warned(project, None) == []


@pytest.mark.parametrize("week", ["2027-W01", "2027-W30"])
def test_a_week_that_has_not_begun_is_warned_of(tmp_path: Path, week: str) -> None:
    project = copy_of_base(tmp_path)
    year = project / "data" / "activity" / "library-1-vk" / "2027.yaml"
    year.write_text(f"source: hand-count\ncounted_by: x\nweeks:\n  {week}: {{text: 1}}\n", encoding="utf-8")
    assert _warned(project) == [("date-ahead", f"/weeks/{week}")]
    assert _warned(project, datetime.date(2027, 12, 31)) == []


def test_the_day_itself_has_come(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    _changed(project, LIBRARY, 'reviewed_on: "2026-03-01"', f'reviewed_on: "{TODAY.isoformat()}"')
    assert _warned(project) == []


def test_terms_may_lie_ahead(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    _changed(project, LIBRARY, '    from: "2024-02-05"', '    from: "2024-02-05"\n    until: "2031-01-01"')
    assert _warned(project) == []


def test_it_is_today_as_long_as_it_is_anywhere() -> None:
    moment = datetime.datetime(2026, 12, 31, 9, 59, tzinfo=datetime.UTC)
    assert farthest_today(moment) == TODAY
    assert farthest_today(moment + datetime.timedelta(minutes=1)) == datetime.date(2027, 1, 1)


def test_the_command_knows_the_day(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    _changed(project, LIBRARY, 'reviewed_on: "2026-03-01"', 'reviewed_on: "2099-03-01"')
    done = reestr_here("validate", folder=project)
    assert done.returncode == 0
    assert "date-ahead" in done.stdout


NAME = "Муниципальное бюджетное учреждение «Библиотека № 1»"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (NAME.replace("о", "o"), True),
        (NAME.replace("а", "a").replace("е", "e"), True),
        (NAME, False),
        (NAME.upper(), False),
        (NAME.replace("№ 1", "№ 2"), False),
        (NAME.replace("«", '"').replace("»", '"'), False),
    ],
)
def test_names_that_only_look_alike_are_told(tmp_path: Path, name: str, told: bool) -> None:
    project = copy_of_base(tmp_path)
    office = (project / "data" / "organizations" / "accounting-office.yaml").read_text(encoding="utf-8")
    other = office.replace("name: Бухгалтерия учреждений культуры", f"name: '{name}'")
    (project / "data" / "organizations" / "zzz.yaml").write_text(other, encoding="utf-8")
    assert _warned(project) == ([("look-alike-name", "/name")] if told else [])


FOREIGN = ("data/act.yaml", "data/new.md", "data", ".", "issue.md", "letter.txt", "link.md")


@pytest.mark.parametrize("answer", FOREIGN)
def test_an_answer_takes_no_other_files_place(tmp_path: Path, answer: str) -> None:
    project = copy_of_base(tmp_path)
    form = body("organization", ORGANIZATION)
    (project / "issue.md").write_text(form, encoding="utf-8")
    (project / "letter.txt").write_text("чужое", encoding="utf-8")
    (project / "link.md").symlink_to(project / "data" / "act.yaml")
    before = tree(project)
    done = reestr_here("form", "issue.md", "--answer", answer, folder=project)
    assert done.returncode == 2
    assert tree(project) == before


def test_an_answer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    (project / "answer.md").write_bytes(b"")
    for change, begins in (({"/inn": "1"}, "Спасибо за обращение"), ({}, "Спасибо!")):
        (project / "issue.md").write_text(body("organization", {**ORGANIZATION, **change}), encoding="utf-8")
        reestr_here("form", "issue.md", "--answer", "answer.md", folder=project)
        assert (project / "answer.md").read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("field", ["/name", "/address", "/short_name"])
def test_a_secret_in_a_form_is_refused_and_not_repeated(tmp_path: Path, field: str) -> None:
    project = copy_of_base(tmp_path)
    filled = body("organization", {**ORGANIZATION, field: "Школа, пароль: Qwerty123!"})
    (project / "issue.md").write_text(filled, encoding="utf-8")
    done = reestr_here("form", "issue.md", "--answer", "answer.md", folder=project)
    assert done.returncode == 1
    assert "пароль" in done.stderr
    assert "Qwerty" not in done.stderr + done.stdout + (project / "answer.md").read_text(encoding="utf-8")
    assert not (project / "data" / "organizations" / "school-2.yaml").exists()
