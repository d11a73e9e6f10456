"""Text from records made fit for office files: what no such file can hold becomes a blank."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text in one line without what XML cannot hold: line breaks, tabs and invisible characters become blanks."""
    return text if text.isprintable() else "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    # A no-break space is not printable to Python, and is what keeps «№ 5» together.
    return character if character.isprintable() or character == "\N{NO-BREAK SPACE}" else " "
