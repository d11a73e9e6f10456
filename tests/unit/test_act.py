"""`data/act.yaml` has the whole act: its text, its known defects, the reading of every clause."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
PRINTED = PROJECT / "tests" / "golden" / "decree-779.txt"

# The kinds of blocks that say something to be judged; headings, stamps and signatures do not.
CHECKABLE = {"clause", "paragraph", "preamble", "annex-row"}

# One row per known defect and place: the block, a piece of the note that tells the defect, a block it must point to.
KNOWN_DEFECTS = [
    ("1 the date of the act", "act-head-4", "26.07.2023", "order-stamp"),
    ("1 the date of the stamp", "order-stamp", "26.04.2023", "act-head-4"),
    ("1 the date of effect", "p.6", "вступления в силу неизвестна", "p.5"),
    ("2 the number 1.6.5, first", "1.6.5-a", "напечатан дважды", "1.6.5-b"),
    ("2 the number 1.6.5, second", "1.6.5-b", "напечатан дважды", "1.6.5-a"),
    ("2 the page end", "1.6.5-a", "разорвано концом страницы", None),
    ("3 the date of 149-FZ in the preamble", "act-preamble", "27.07.2006", "1.2"),
    ("3 the date of 149-FZ in the order", "1.2", "27.07.2006", "act-preamble"),
    ("4 no list of the obliged, in the clause", "1.3", "Перечня организаций", "annex-title"),
    ("4 no list of the obliged, in the annex", "annex-title", "не предусмотрено", "1.3"),
    ("5 two companies of one name, row 9", "annex-9", "дважды", "annex-17"),
    ("5 two companies of one name, row 17", "annex-17", "дважды", "annex-9"),
    ("6 a joint-stock company", "annex-18", "акционерное общество", None),
    ("6 a unit of city hall, row 6", "annex-6", "подразделение мэрии", "annex-13"),
    ("6 a unit of city hall, row 13", "annex-13", "подразделение мэрии", "annex-14"),
    ("6 a unit of city hall, row 14", "annex-14", "подразделение мэрии", "annex-6"),
    ("6 the outlet's name in the annex", "annex-11", "газета", "p.5"),
    ("6 the outlet's name in the clause", "p.5", "строке 11", "annex-11"),
    ("7 organizations become institutions", "2.1", "«учреждениями»", "2.1.1"),
    ("7 three names of one thing", "1.1", "нигде не определены", "1.2"),
    ("8 a slip in 2.4", "2.4", "принадлежности в подведомственной организации", None),
    ("8 a slip in 1.6.1", "1.6.1", "аккаунтов подведомственных организации", None),
]

BLANK_LINE_INSIDE = {"1.6.5-a", "2.6-2"}


def load(path: Path) -> Any:
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


@cache
def act() -> dict[str, Any]:
    record: dict[str, Any] = load(DATA / "act.yaml")
    return record


def blocks() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = act()["blocks"]
    return listed


def block(block_id: str) -> dict[str, Any]:
    return next(item for item in blocks() if item["id"] == block_id)


@cache
def requirements() -> dict[str, dict[str, Any]]:
    return {path.stem: load(path) for path in sorted((DATA / "requirements").glob("*.yaml"))}


def cited() -> set[str]:
    return {clause for requirement in requirements().values() for clause in requirement["clauses"]}


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def printed_text(item: dict[str, Any]) -> str:
    return f"{item['number']}. {item['text']}" if "number" in item else str(item["text"])


def test_no_line_of_the_decree_is_lost_added_or_moved() -> None:
    # `**` is the source file's mark of bold type, not printed text.
    expected = lines(PRINTED.read_text(encoding="utf-8").replace("**", ""))
    assert [line for item in blocks() for line in lines(printed_text(item))] == expected


def test_page_breaks_inside_a_sentence_are_kept() -> None:
    assert {item["id"] for item in blocks() if "\n\n" in item["text"]} == BLANK_LINE_INSIDE


def test_the_title_the_date_and_the_number_are_those_of_the_text() -> None:
    year, month, day = act()["date"].split("-")
    assert act()["title"] == block("act-title")["text"]
    assert f"{day}.{month}.{year}" == block("act-head-4")["text"]
    assert f"№ {act()['number']}" == block("act-head-5")["text"]


def test_block_ids_are_unique() -> None:
    ids = [item["id"] for item in blocks()]
    assert sorted(ids) == sorted(set(ids))


def test_parents_and_references_exist() -> None:
    ids = {item["id"] for item in blocks()}
    for item in blocks():
        named = {item["parent"]} if "parent" in item else set()
        for note in item.get("notes", []):
            named |= set(note.get("see", []))
        assert named <= ids, item["id"]
        assert item["id"] not in named


def test_parents_come_before_their_parts() -> None:
    seen: set[str] = set()
    for item in blocks():
        assert item.get("parent") is None or item["parent"] in seen, item["id"]
        seen.add(item["id"])


@pytest.mark.parametrize(
    ("block_id", "words", "points_to"), [row[1:] for row in KNOWN_DEFECTS], ids=[row[0] for row in KNOWN_DEFECTS]
)
def test_known_defect_is_noted_at_its_clause(block_id: str, words: str, points_to: str | None) -> None:
    notes = [note for note in block(block_id).get("notes", []) if note["kind"] == "defect" and words in note["text"]]
    assert notes, f"{block_id} lacks the note"
    assert points_to is None or any(points_to in note.get("see", []) for note in notes)


def test_the_slips_stand_in_the_text_as_printed() -> None:
    assert "аккаунтов подведомственных организации" in block("1.6.1")["text"]
    assert "принадлежности в подведомственной организации" in block("2.4")["text"]
    assert "26.07.2006" in block("act-preamble")["text"]
    assert "26.07.2006" in block("1.2")["text"]


def test_what_the_decree_does_not_tell_is_left_out() -> None:
    assert "effective_on" not in act()
    assert len(act()["publications"]) == 3
    assert not any("published_on" in outlet for outlet in act()["publications"])


def test_every_clause_a_requirement_cites_exists() -> None:
    ids = {item["id"] for item in blocks()}
    for requirement_id, requirement in requirements().items():
        assert set(requirement["clauses"]) <= ids, requirement_id


def test_every_clause_is_judged_or_says_why_not() -> None:
    for item in blocks():
        if item["kind"] in CHECKABLE:
            assert (item["id"] in cited()) != bool(item.get("unchecked")), item["id"]


def test_requirements_stand_in_an_order_of_their_own() -> None:
    orders = [requirement["order"] for requirement in requirements().values()]
    assert len(set(orders)) == len(orders) == 27


def test_a_requirement_without_a_rule_says_why() -> None:
    for requirement_id, requirement in requirements().items():
        assert ("rule" in requirement) != ("unchecked" in requirement), requirement_id


def test_only_a_number_the_decree_states_is_said_to_be_of_the_decree() -> None:
    of_the_decree = {
        (requirement_id, name)
        for requirement_id, requirement in requirements().items()
        for name, parameter in requirement.get("parameters", {}).items()
        if parameter["basis"] == "decree"
    }
    assert of_the_decree == {("two-posts-a-week", "posts_per_week")}


def test_every_row_of_the_annex_is_one_exempt_organization_of_the_same_name() -> None:
    organizations = [load(path) for path in sorted((DATA / "organizations").rglob("*.yaml"))]
    by_row = {
        exemption["clause"]: organization["name"]
        for organization in organizations
        for exemption in organization.get("exemptions", [])
        if exemption["ground"] == "annex"
    }
    rows = {item["id"]: item["text"].removesuffix(".") for item in blocks() if item["kind"] == "annex-row"}
    assert len(rows) == 18
    assert by_row == rows
