"""The sizes of type of the theme: one scale for the screen and one for paper, and no size outside them."""

from __future__ import annotations

import re

import pytest

from tests.unit.project import ROOT

CSS = ROOT / "generator" / "reestr" / "publishing" / "site" / "theme" / "css"
LIMIT = 7
_TOKEN = re.compile(r"--(?P<scale>size|paper)-(?P<name>[a-z]+): (?P<value>[^;]+);")
_RULE = re.compile(r"(?P<selector>[^{};/]*)\{(?P<declarations>[^{}]*)\}")
_SIZE = re.compile(r"\bfont(?:-size)?: *([^;}]+)")
_PICTURE = re.compile(r"(?:^|[\s,>])text\b")
"""A text in an SVG picture is sized in the units of the picture."""


def sizes_outside_the_scale(css: str) -> list[str]:
    """Return the sizes of type in a style sheet that no token of the scales names, each with its selector."""
    found = []
    for rule in _RULE.finditer(css):
        for declared in _SIZE.findall(rule["declarations"]):
            value = declared.removesuffix("!important").strip()
            named = re.fullmatch(r"var\(--(?:size|paper)-[a-z]+\)|inherit", value)
            # The shorthand of the root is the size that a reader has chosen.
            if not named and not value.startswith("100%/") and not _PICTURE.search(rule["selector"]):
                found.append(f"{rule['selector'].strip()}: {value}")
    return found


@pytest.mark.parametrize("scale", ["size", "paper"])
def test_a_scale_has_at_most_seven_sizes_each_of_which_is_used(scale: str) -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css"))}
    tokens = [token for token in _TOKEN.finditer(sheets["reestr.css"]) if token["scale"] == scale]
    assert 0 < len({token["value"] for token in tokens}) == len(tokens) <= LIMIT
    used = set(re.findall(rf"var\(--{scale}-([a-z]+)\)", "".join(sheets.values())))
    assert used == {token["name"] for token in tokens}


def test_no_size_of_type_is_outside_the_scales() -> None:
    found = {path.name: sizes_outside_the_scale(path.read_text(encoding="utf-8")) for path in CSS.glob("*.css")}
    assert len(found) > 5
    assert {name: sizes for name, sizes in found.items() if sizes} == {}


def test_a_size_outside_the_scales_would_be_noticed() -> None:
    css = "h1 { font-size: 1.3rem }\n@media print { p { font: 8pt/1.2 serif } }\n.map text { font-size: 9px }"
    assert sizes_outside_the_scale(css) == ["h1: 1.3rem", "p: 8pt/1.2 serif"]
