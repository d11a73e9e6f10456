"""CSV: text that could be a formula is neutralized, everything else is read back unchanged."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reestr.publishing.open_data.tables import CsvFile, neutral, row

from tests.unit.project import ROOT

VECTORS = yaml.safe_load((ROOT / "tests/vectors/cells.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS["neutral"], ids=lambda vector: ascii(vector["text"]))
def test_a_text_becomes_what_the_vectors_say(vector: dict[str, str]) -> None:
    assert neutral(vector["text"]) == vector["becomes"]


@pytest.mark.parametrize("vector", VECTORS["lines"], ids=lambda vector: ascii(vector["line"]))
def test_a_line_becomes_what_the_vectors_say(vector: dict[str, Any]) -> None:
    assert row(vector["cells"]) == vector["line"]


def test_a_long_run_of_blanks_is_read_once() -> None:
    # A search that begins anew at every blank would take minutes here.
    for blanks in (" " * 200_000, "\n" * 200_000, "; " * 100_000, '"' * 200_000):
        assert neutral(f"а{blanks}b").endswith("b")


@given(st.text())
def test_no_piece_of_a_neutral_text_begins_a_formula(text: str) -> None:
    for separator in (";", ",", "\t", "\n", "\r"):
        for piece in neutral(text).split(separator):
            assert not piece.lstrip(' "\ufeff\xa0').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=3, max_size=3), max_size=4))
def test_a_table_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    table = CsvFile("t", ("a", "b", "c"))
    table.add(row(cells) for cells in rows)
    content = table.file().content
    text = content.decode("utf-8")
    assert text.startswith('\ufeff"a","b","c"\r\n')
    assert text.endswith("\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert read[1:] == [[neutral(cell) for cell in cells] for cells in rows]
