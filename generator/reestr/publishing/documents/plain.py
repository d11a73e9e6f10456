"""Makes text from records fit for office files: forbidden characters become blanks."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return the text in one line; line breaks, tabs, invisible characters and others that XML lacks become blanks."""
    return text if text.isprintable() else "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    # Python does not count a no-break space as printable, but it keeps «№ 5» together.
    return character if character.isprintable() or character == "\N{NO-BREAK SPACE}" else " "
