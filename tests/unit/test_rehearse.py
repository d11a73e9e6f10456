"""`reestr rehearse`: what would change on a day if the records were other ones; nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reestr.cli.rehearsing import laid_over

from tests.unit.project import VYMYSHLENSK, reestr_here

DATA = VYMYSHLENSK / "data"
TELEGRAM_FOR_ALL = 'networks/telegram.yaml:\n  required_periods: [{from: "2026-06-01", clause: i.2-1}]\n'


def _change(folder: Path, text: str) -> str:
    file = folder / "change.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_network_that_became_mandatory_for_all_is_told_as_verdicts_and_tasks(tmp_path: Path) -> None:
    change = _change(tmp_path, TELEGRAM_FOR_ALL)
    before = {path: path.stat().st_mtime_ns for path in DATA.rglob("*")}
    said = reestr_here("rehearse", change, "--data", str(DATA), "--on", "2026-12-20", folder=tmp_path)
    assert said.returncode == 0 and said.stderr == ""
    assert "Автобус: выполнено → нарушено" in said.stdout and "Ничего не записано." in said.stdout
    as_json = reestr_here("rehearse", change, "--data", str(DATA), "--format", "json", folder=tmp_path)
    found = json.loads(as_json.stdout)
    assert found["as_of"] == "2026-11-16" and found["files"] == ["networks/telegram.yaml"]
    told = {(item["requirement"], item["organization"], item["before"], item["after"]) for item in found["verdicts"]}
    assert ("pages-kept", "bus-to-nowhere", "met", "breach") in told
    assert not {item[1] for item in told} & {"school-of-fables", "theatre-of-shadows", "archive", "dry-pool"}
    assert {item["organization"] for item in found["arising"]} >= {"bus-to-nowhere", "museum-of-nothing"}
    markdown = reestr_here("rehearse", change, "--data", str(DATA), "--format", "markdown", folder=tmp_path).stdout
    assert markdown.startswith("## Репетиция на") and "  - Автобус: выполнено" in markdown
    assert {path: path.stat().st_mtime_ns for path in DATA.rglob("*")} == before


def test_a_record_may_be_new_and_may_be_gone(tmp_path: Path) -> None:
    change = _change(tmp_path, "requirements/one-messenger.yaml: null\n")
    found = json.loads(reestr_here("rehearse", change, "--data", str(DATA), "--format", "json", folder=tmp_path).stdout)
    assert {item["after"] for item in found["verdicts"] if item["requirement"] == "one-messenger"} == {None}
    same = reestr_here("rehearse", _change(tmp_path, "networks/vk.yaml: {}\n"), "--data", str(DATA), folder=tmp_path)
    assert "Выводы не изменятся." in same.stdout and "Новых дел не появится." in same.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("networks/telegrm.yaml: null", "Можно вставить: networks/telegram.yaml"),
        ("foo/x.yaml: {a: 1}", "это не имя файла записи"),
        ("networks/max.yaml: 5", "напишите её поля или null"),
        ("networks/max.yaml: {required: perhaps}", "data/networks/max.yaml:3"),
        ("a: [", "change.yaml:"),
        ("", "Файл пуст"),
        ("{}", "нет изменений"),
    ],
)
def test_a_wrong_file_is_told_with_the_fix(tmp_path: Path, text: str, said: str) -> None:
    done = reestr_here("rehearse", _change(tmp_path, f"{text}\n"), "--data", str(DATA), folder=tmp_path)
    assert done.returncode == 1 and said in done.stderr and done.stdout == ""


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    done = reestr_here("rehearse", "none.yaml", "--data", str(DATA), folder=tmp_path)
    assert done.returncode == 1 and "нет файла «none.yaml»" in done.stderr


def test_groups_are_merged_and_none_removes() -> None:
    data = {"a": 1, "b": {"c": 2, "d": [1]}, "e": 3}
    assert laid_over(data, {"b": {"d": [2], "f": {"g": 1, "h": None}}, "e": None}) == {
        "a": 1,
        "b": {"c": 2, "d": [2], "f": {"g": 1}},
    }
