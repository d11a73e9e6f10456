"""Limits of diagnostics hold at every stage before anything is explained, and in every report for people."""

from __future__ import annotations

import difflib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reestr.cli.load_and_report import as_text
from reestr.cli.reports import diagnostics_ci
from reestr.records.diagnostics import Diagnostic, Location, Severity, make
from reestr.records.diagnostics_text import MOST_SHOWN, most_important, render
from reestr.records.loading import partial
from reestr.records.loading.load import load
from reestr.records.reader import read
from reestr.records.validation.withholding import LIMIT, LIMIT_BETWEEN, limited

from tests.unit.project import copy_of_base

MANY = 5_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_base(tmp_path)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a near word was looked for: the dearest part of explaining."""
    counted: Counter[str] = Counter()
    real = difflib.get_close_matches

    def search(*arguments: Any, **named: Any) -> Any:
        counted["searches"] += 1
        return real(*arguments, **named)

    monkeypatch.setattr(difflib, "get_close_matches", search)
    return counted


def _added(project: Path, name: str, text: str) -> list[Diagnostic]:
    file = project / "data" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)
    return [item for item in load(project / "data").diagnostics if item.location.file == f"data/{name}"]


LIBRARY = "organizations/library-1.yaml"
KEYS = [f"k{number}: 1" for number in range(MANY)]
ENTRIES = '{date: "2026-08-01", topic: x}, ' * MANY
WEEKS = "".join(f"  w{number}: {{}}\n" for number in range(MANY))
WRONG = {
    "unknown fields": (LIBRARY, "\n".join(KEYS)),
    "unknown fields inside": ("accounts/x.yaml", f"organization: library-1\nobserved: {{{', '.join(KEYS)}}}\n"),
    "words of no list": ("organizations/x.yaml", f"name: X\nexemptions: [{'{ground: anex}, ' * MANY}]\n"),
    "weeks of no year": ("activity/library-1-vk/2024.yaml", f"weeks:\n{WEEKS}"),
    "entries of another month": ("plans/library-1/2026-07.yaml", f"entries: [{ENTRIES}]\n"),
    "secrets": (LIBRARY, "".join(f"# пароль: qwerty{number}\n" for number in range(MANY))),
}


@pytest.mark.parametrize("kind", WRONG)
def test_of_thousands_of_mistakes_of_a_file_the_first_ones_are_explained(
    project: Path, kind: str, searches: Counter[str]
) -> None:
    name, text = WRONG[kind]
    found = _added(project, name, text)
    codes = Counter(item.code for item in found)
    assert codes["too-many-problems"] >= 1
    assert LIMIT <= len(found) <= 3 * (LIMIT + 1)
    assert searches["searches"] <= 6 * LIMIT


def test_of_thousands_of_broken_references_the_first_ones_are_explained(project: Path, searches: Counter[str]) -> None:
    for number in range(LIMIT_BETWEEN + 50):
        place = project / "data" / "accounts" / f"a{number}.yaml"
        place.write_text(f"draft: true\norganization: librari-{number}\nnetwork: vk\n", encoding="utf-8")
    found = Counter(item.code for item in load(project / "data").diagnostics)
    assert found == {"unknown-reference": LIMIT_BETWEEN, "too-many-problems": 1}
    assert searches["searches"] <= LIMIT_BETWEEN + 1


def test_equal_items_are_found_in_one_pass(project: Path) -> None:
    """Of a long list without equal items none is compared with each other one: that would take an hour."""
    from reestr.records.validation.schema import careful_of

    items = [{"a": number} for number in range(20_000)]
    errors = list(careful_of({"type": "array", "uniqueItems": True, "maxItems": 1}).iter_errors(items))
    assert [error.validator for error in errors] == ["maxItems"]
    errors = list(careful_of({"uniqueItems": True}).iter_errors([*items, True, 1, 1.0]))
    assert [error.validator for error in errors] == ["uniqueItems"]
    assert list(careful_of({"uniqueItems": True}).iter_errors([True, 1, "1", [1], {"b": 1, "a": 2}])) == []
    assert list(careful_of({"uniqueItems": True}).iter_errors([{"b": 1, "a": 2}, {"a": 2, "b": 1}])) != []


def test_what_is_left_of_a_record_is_made_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "name: X\nlegal_form: municipal-treasury-institution\n" + "".join(f"k{number}: 1\n" for number in range(90))
    document, _ = read(text.encode(), "x.yaml")
    assert document is not None
    misfits = [make("empty", Location("x.yaml"), path=f"/k{number}", field="", advice="") for number in range(90)]
    calls = Counter[str]()
    real = partial._without

    def counted(*arguments: Any) -> Any:
        calls["passes"] += 1
        return real(*arguments)

    monkeypatch.setattr(partial, "_without", counted)
    left = partial.without_invalid_fields("organization", document, misfits)
    assert left is not None
    assert left.data == {"name": "X", "legal_form": "municipal-treasury-institution"}
    assert calls["passes"] == 1


@pytest.mark.parametrize(
    "paths, left",
    [
        (("/a",), {"b": [{"c": 1}]}),
        (("/a", "/a/x"), {"b": [{"c": 1}]}),
        (("/a/x", "/a"), {"b": [{"c": 1}]}),
        (("/a/x",), {"a": {"y": 2}, "b": [{"c": 1}]}),
        (("/b/0",), {"a": {"x": 1, "y": 2}, "b": [{"c": 1}]}),
        (("/b/0/c", "/b/7/c", "/none/x", ""), {"a": {"x": 1, "y": 2}, "b": [{}]}),
    ],
)
def test_keys_go_and_items_stay(paths: tuple[str, ...], left: object) -> None:
    wrong: Any = {}
    for path in paths:
        partial._add(wrong, path.split("/")[1:])
    assert partial._without({"a": {"x": 1, "y": 2}, "b": [{"c": 1}]}, wrong) == left


def _problems(count: int, severity: Severity = Severity.ERROR) -> list[Diagnostic]:
    return [make("empty-file", Location(f"data/{number:05}.yaml"), severity=severity) for number in range(count)]


def test_what_people_read_is_cut_and_the_rest_counted() -> None:
    found = [*_problems(MOST_SHOWN + 7), *_problems(30, Severity.WARNING)]
    text = render(found, 1, source_line=lambda at: None, shown_file=str, width=80, colour=False)
    github = diagnostics_ci.github(found, str)
    markdown = diagnostics_ci.markdown(found, 1, str)
    assert text.count("empty-file") == MOST_SHOWN
    assert github.count("title=empty-file") == MOST_SHOWN
    assert markdown.count("| data&#47;") + markdown.count("| data/") == MOST_SHOWN
    assert "ещё 37 записей" in text.replace("\u00a0", " ")
    assert "37" in github.splitlines()[-1]
    assert "37" in markdown.splitlines()[-1]
    # The summary counts all of them.
    assert str(MOST_SHOWN + 7) in text.splitlines()[-1]


def test_errors_go_before_warnings_where_there_is_no_room_for_both() -> None:
    found = [*_problems(3, Severity.WARNING), *_problems(3)]
    assert most_important(found, 4) == [found[0], *found[3:]]
    assert most_important(found, 6) == found


@pytest.mark.parametrize("count, told", [(0, 0), (LIMIT - 1, LIMIT - 1), (LIMIT, LIMIT), (LIMIT + 1, LIMIT + 1)])
def test_the_limit_counts_exactly(count: int, told: int) -> None:
    found = limited(iter(_problems(count)))
    assert len(found) == told
    assert [item.code for item in found].count("too-many-problems") == (count > LIMIT)


def test_a_large_report_of_a_folder_stays_small(project: Path) -> None:
    for number in range(600):
        (project / "data" / "organizations" / f"o{number}.yaml").write_text("nam: x\n", encoding="utf-8")
    loaded = load(project / "data")
    assert loaded.errors >= 600
    assert as_text(loaded, project / "data").count("│") <= 2 * MOST_SHOWN
