"""Colours of text in a terminal."""

from __future__ import annotations

import click


def painted(text: str, wanted: bool, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
    """Return the text in one of click's colours (`red`, `green` …) and weights; unchanged if not `wanted`."""
    if not wanted or not (colour or bold or dim):
        return text
    return click.style(text, fg=colour, bold=bold or None, dim=dim or None)
