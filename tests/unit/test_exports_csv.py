"""CSV: text that could be a formula is made harmless, everything else comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exports.csv_text import CsvFile, neutral, row

HARMLESS = [
    "Школа № 1",
    "",
    "2026-11-16",
    "a-b",
    "почта: a@b.example",
    "1=1",
    "школа - и сад",
    "«=1+1»",
    "'=1+1",
    "строка\nдругая",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+7 900", "-5", "@SUM(A1)", "\tтекст", "\rтекст", "\nтекст"),
        *("＝1+1", "＋1", "－1", "＠a", "﹦1", "﹢1", "﹣1", "﹫a"),
        *("  =1", "\xa0=1", "\ufeff=1", "\u200b=1", "\u2003＝1", ' "=1+1"', '"=1"'),
    ],
)
def test_the_beginning_of_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a,=1+1", "a,'=1+1"),
        ("a\t+1", "a\t'+1"),
        ("a\r\n@b", "a\r\n'@b"),
        ("a; ＝1;-2", "a;' ＝1;'-2"),
        ('a;"=1+1"', 'a;\'"=1+1"'),
        ("\t=1", "'\t'=1"),
        ("=a;=b", "'=a;'=b"),
    ],
)
def test_a_formula_after_any_separator_is_harmless_too(text: str, expected: str) -> None:
    assert neutral(text) == expected


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


def test_numbers_are_bare_texts_quoted_and_the_unknown_empty() -> None:
    assert row(("007", 7, -48.5, None, 'с "кавычкой"')) == '"007",7,-48.5,,"с ""кавычкой"""'
