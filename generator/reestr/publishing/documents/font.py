"""The theme's font for single-file documents: `@font-face` rules with embedded files."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

_FACE = re.compile(r"@font-face \{[^}]*fonts/(?P<file>[\w-]+\.woff2)[^}]*unicode-range: (?P<ranges>[^;]+);")
_ALWAYS = ("golos-text-latin.woff2", "golos-text-cyrillic.woff2")
FAMILIES = '"golos-text-latin", "golos-text-cyrillic", "golos-text-latin-ext", "golos-text-cyrillic-ext"'
"""The value of `font-family` in a document: one name per file, because WeasyPrint merges files of one name."""


def font_faces(text: str) -> str:
    """Return `@font-face` rules: the files for Russian and English, and others if `text` has letters of theirs."""
    used = {ord(character) for character in text}
    return "\n".join(_rule(name) for name, codes in font_files() if name in _ALWAYS or used & codes)


@cache
def font_files() -> tuple[tuple[str, frozenset[int]], ...]:
    """Return the files of the font and the code points of each, as in the theme's style sheet."""
    css = files("reestr.publishing.site.theme").joinpath("css/reestr.css").read_text(encoding="utf-8")
    return tuple((face["file"], _codes(face["ranges"])) for face in _FACE.finditer(css))


def _codes(ranges: str) -> frozenset[int]:
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@cache
def _rule(name: str) -> str:
    content = base64.b64encode(files("reestr.publishing.site.theme").joinpath("fonts", name).read_bytes()).decode(
        "ascii"
    )
    return (
        f'@font-face {{ font-family: "{name.removesuffix(".woff2")}"; font-weight: 400 900; '
        f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}'
    )
