"""Signs that the theme's font lacks, drawn as shapes so that they look the same on every machine.

On the site, `css/reestr.css` draws them as masks (`.drawn`); a single-file document has each as a picture (SVG).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from markupsafe import Markup, escape

SHAPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "✕": ("cross", "M3 3 13 13M13 3 3 13"),
        "✓": ("tick", "M2 8.5 6 12.5 14 3.5"),
        "○": ("ring", "M8 2.5a5.5 5.5 0 1 1-.01 0Z"),
        "≠": ("unequal", "M2 5.5H14M2 10.5H14M11 1.5 5 14.5"),
    }
)
"""Sign -> the name of its shape in the style sheet, and its path in a square of 16."""


@lru_cache(maxsize=64)
def sign(text: str) -> Markup:
    """Return the sign as the site shows it: a shape, or the letter itself if the font has it.

    Hidden from screen readers.
    """
    if text in SHAPES:
        return Markup('<span class="drawn drawn-{}"></span>').format(SHAPES[text][0])
    return escape(text)


@lru_cache(maxsize=64)
def hidden_sign(text: str) -> Markup:
    """Return the same in one element that screen readers skip."""
    if text in SHAPES:
        return Markup('<span class="drawn drawn-{}" aria-hidden="true"></span>').format(SHAPES[text][0])
    return Markup('<span aria-hidden="true">{}</span>').format(text)


def sign_line(text: str) -> str:
    """Return the path of the sign in a square of 16, for use inside a picture; "" if the font has the sign."""
    return SHAPES[text][1] if text in SHAPES else ""


def pictured_sign(text: str, said: str) -> Markup:
    """Return the sign for a single-file document: a picture with the text `said`, or the letter if the font has it."""
    if text not in SHAPES:
        return escape(text)
    return Markup(
        '<svg class="drawn" role="img" aria-label="{}" viewBox="0 0 16 16"><title>{}</title>'
        '<path fill="none" stroke="currentColor" stroke-width="2.8" d="{}"/></svg>'
    ).format(said, said, SHAPES[text][1])
