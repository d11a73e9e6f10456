"""Making text fit to show: invisible characters, length, line breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.wording.plain_text import cut, painted, visible, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Школа № 5 — «Лад»", "Школа № 5 — «Лад»"),
        ("a\x1b[31m\u202e", "a<U+001B>[31m<U+202E>"),
        ("одна\nдве\tтри", "одна<U+000A>две<U+0009>три"),
        ("пунк\u00adтир\u2028\ue000", "пунк<U+00AD>тир<U+2028><U+E000>"),
        ("№\u00a05", "№\u00a05"),
        ("\udcff.yaml", "<0xFF>.yaml"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_the_invisible_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_blanks_are_written_out_on_request() -> None:
    assert visible("№\u00a05 \u3000", blanks=True) == "№<U+00A0>5 <U+3000>"


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    assert visible(text, blanks=True).isprintable()
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("слово", 5, "слово"),
        ("слово и", 6, "слово…"),
        ("слово и", 7, "слово и"),
        ("слова", 4, "сло…"),
    ],
)
def test_a_long_text_is_cut(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


def test_a_text_is_cut_after_a_word() -> None:
    assert cut("ИНН организации, десять цифр", 25, at_word=True) == "ИНН организации, десять…"
    assert cut("ИНН организации, десять цифр", 20, at_word=True) == "ИНН организации…"


@given(st.text(), st.integers(1, 20), st.booleans())
def test_no_text_is_longer_than_asked(text: str, most: int, at_word: bool) -> None:
    assert len(cut(text, most, at_word=at_word)) <= most


def test_lines_keep_addresses_whole_and_tables_their_width() -> None:
    address = "https://vk.com/primersk"
    assert wrapped(f"адрес {address}", 10, "- ", "  ") == ["- адрес", f"  {address}"]
    assert max(map(len, wrapped(f"адрес {address}", 10, break_words=True))) == 10
    assert wrapped("", 10) == [""]


def test_colour_is_painted_where_it_is_wanted() -> None:
    assert painted("да", True, "green", bold=True) == "\x1b[32m\x1b[1mда\x1b[0m"
    assert painted("да", True) == painted("да", False, "green") == "да"
