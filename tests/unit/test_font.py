"""The theme's font: the characters it must draw, and what is drawn if it lacks one."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reestr import wording
from reestr.judging.finding import Outcome
from reestr.publishing.documents.pdf import FAMILIES, font_faces, font_files
from reestr.publishing.html.signs import SHAPES, hidden_sign, pictured_sign, sign

THEME = Path(__file__).parents[2] / "generator/reestr/publishing/site/theme"
CSS = (THEME / "css" / "reestr.css").read_text(encoding="utf-8")


def _letters(name: str) -> TTFont:
    return TTFont(io.BytesIO((THEME / "fonts" / name).read_bytes()))


def test_figures_have_one_width_where_a_table_asks_for_it() -> None:
    font = _letters("golos-text-latin.woff2")
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in features
    (weight,) = font["fvar"].axes
    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", 400, 900)


@pytest.mark.parametrize("text", SHAPES)
def test_what_is_drawn_is_no_letter_of_the_font_and_has_a_shape(text: str) -> None:
    assert not any(ord(text) in _letters(name).getBestCmap() for name, _ in font_files())
    name, line = SHAPES[text]
    assert f".drawn-{name}" in CSS
    assert f"drawn-{name}" in sign(text) and 'aria-hidden="true"' in hidden_sign(text)
    assert line in pictured_sign(text, "слово") and ">слово<" in pictured_sign(text, "слово")


def test_a_letter_of_the_font_stays_a_letter() -> None:
    assert sign("?") == "?"
    assert hidden_sign("<") == '<span aria-hidden="true">&lt;</span>'
    assert pictured_sign("…", "слово") == "…"


def test_the_matrix_draws_the_signs_that_its_cells_leave_out() -> None:
    for outcome in Outcome:
        symbol = wording.text(f"interface.outcomes.{outcome}.symbol")
        shape = f".drawn-{SHAPES[symbol][0]}" if symbol in SHAPES else None
        drawn = re.findall(rf"(\.drawn-[a-z]+), #matrix (?:td)?\.is-{outcome}(?:::before)? {{", CSS)
        assert drawn == ([shape] if shape else []), outcome


def test_a_document_holds_what_its_letters_need() -> None:
    plain = font_faces("Школа № 3, vk.com")
    assert plain.count("@font-face") == 2
    tatar = font_faces("Әлмәт")
    assert tatar.count("@font-face") == 3 and "golos-text-cyrillic-ext" in tatar
    assert font_faces("Āē").count("@font-face") == 3
    named = FAMILIES.replace('"', "").split(", ")
    assert sorted(named) == sorted(name.removesuffix(".woff2") for name, _ in font_files())
