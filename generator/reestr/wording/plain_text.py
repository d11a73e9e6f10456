"""Text of any origin made fit to be shown."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """Text with control, bidirectional and other invisible characters written out as `<U+202E>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else f"<U+{ord(character):04X}>"
        for character in text
    )


def without_quotes(text: str) -> str:
    """The text without outer blanks and the quotes that examples of records teach to write."""
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].strip() if quoted else text
