"""Every code of the catalogue has texts, a case that gives it at its place, and a case that gives nothing."""

from __future__ import annotations

import ast
import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from reestr import wording
from reestr.cli.reports import explain
from reestr.records.diagnostics import Severity
from reestr.records.loading.load import Loaded, load
from reestr.records.validation import schema

PACKAGE = Path(__file__).parents[2] / "generator" / "reestr"
CASES = PACKAGE / "records" / "cases"
CODES = explain.codes()


def _laid_over_base(folder: Path, code: str, side: str) -> Path:
    """A data folder: the base case with one side of a case laid over it."""
    data = folder / "data"
    shutil.copytree(CASES / "_base", data)
    shutil.copytree(CASES / code / side, data, dirs_exist_ok=True)
    expected = _expected(code)
    if side == "fail":
        for name in expected.get("without", ()):
            (data / name).unlink()
        for name in expected.get("links", ()):
            # A case folder holds a link as Git does: a file with the target's name.
            target = (data / name).read_text(encoding="utf-8").strip()
            (data / name).unlink()
            (data / name).symlink_to(target)
    return data


def _expected(code: str) -> dict[str, Any]:
    file = CASES / code / "expected.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return content


def _today(code: str) -> datetime.date | None:
    """The day on which a case is looked at, where that matters."""
    today = _expected(code).get("today")
    return None if today is None else datetime.date.fromisoformat(today)


def _said(loaded: Loaded) -> list[str]:
    return [f"{item.location.file}:{item.location.line} {item.code}: {item.message}" for item in loaded.diagnostics]


def test_the_base_case_is_valid(tmp_path: Path) -> None:
    shutil.copytree(CASES / "_base", tmp_path / "data")
    loaded = load(tmp_path / "data")
    assert _said(loaded) == []
    assert loaded.registry is not None


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_case_gives_its_code_at_its_place(tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if code == "schema-disagreement":
        # No data makes the two validators disagree; a careful one that finds nothing stands for it.
        monkeypatch.setattr(schema, "careful", lambda kind, lists: schema.careful_of({}))
    loaded = load(_laid_over_base(tmp_path, code, "fail"), today=_today(code))
    found = [item for item in loaded.diagnostics if item.code == code]
    assert found, _said(loaded)
    expected = _expected(code)
    if expected:
        places = [(item.location.file, item.location.line) for item in found]
        assert (f"data/{expected['file']}", expected["line"]) in places
    assert all(item.message and item.help for item in found)
    if all(item.severity is Severity.ERROR for item in found):
        assert loaded.registry is None
    else:
        assert loaded.registry is not None


@pytest.mark.parametrize("code", CODES)
def test_the_right_case_gives_nothing(tmp_path: Path, code: str) -> None:
    assert _said(load(_laid_over_base(tmp_path, code, "pass"), today=_today(code))) == []


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_texts(code: str) -> None:
    for text in ("message", "help", "meaning"):
        assert wording.has(f"diagnostics.{code}.{text}")
    explanation = explain.explain(code)
    wrong, right = explanation.wrong, explanation.right
    assert (wrong.file, wrong.text) != (right.file, right.text)
    rendered = explain.render(explanation, 80, colour=False)
    assert code in rendered
    assert wrong.file in rendered
    assert "\x1b" not in rendered
    assert "\x1b" in explain.render(explanation, 80, colour=True)


def test_case_folders_and_codes_are_the_same() -> None:
    folders = {path.name for path in CASES.iterdir() if path.is_dir()} - {"_base"}
    assert folders == set(CODES)


def test_codes_given_in_the_source_are_in_the_catalogue() -> None:
    """Every text that is passed first to a maker of diagnostics is a code."""
    makers = {"make", "diagnostic", "_diagnostic", "_twice"}
    given: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in makers:
                given |= {
                    item.value
                    for item in node.args[:3]
                    if isinstance(item, ast.Constant) and isinstance(item.value, str) and "-" in item.value
                }
    assert given - set(CODES) == set()
    assert len(given) > 30


def test_a_similar_code_is_offered() -> None:
    assert "duplicate-key" in explain.similar("duplicate-kay")
    assert explain.similar("щщщ") == wording.text("cli.explain.all")
    with pytest.raises(KeyError):
        explain.explain("duplicate-kay")
