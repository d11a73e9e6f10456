"""Text of any origin made fit to be shown: visible, cut, wrapped, folded, coloured."""

from __future__ import annotations

import re
import textwrap
import unicodedata

import click


def painted(text: str, wanted: bool, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
    """Return the text in one of click's colours (`red`, `green` …) and weights; unchanged if not `wanted`."""
    if not wanted or not (colour or bold or dim):
        return text
    return click.style(text, fg=colour, bold=bold or None, dim=dim or None)


_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""The Unicode general categories that are invisible or change how other characters are shown."""

_WITHOUT_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_OTHER_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_QUOTES = re.compile("[«»\"'„“”]")


def visible(text: str, *, blanks: bool = False) -> str:
    """Return the text with control, bidirectional and other invisible characters written out as `<U+202E>`.

    A byte of a file name that is not UTF-8 is written as `<0xFF>` (Python reads it as a lone surrogate, PEP 383). With
    `blanks`, every blank except the space is written out too: the no-break space as `<U+00A0>`.
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or (not blanks and unicodedata.category(character) not in _INVISIBLE)
        else _written_out(ord(character))
        for character in text
    )


def _written_out(code: int) -> str:
    return f"<0x{code - 0xDC00:02X}>" if 0xDC80 <= code <= 0xDCFF else f"<U+{code:04X}>"


def cut(text: str, most: int, *, at_word: bool = False) -> str:
    """Return the text, shortened with an ellipsis to at most `most` characters, the ellipsis included.

    No blank is left before the ellipsis. With `at_word` the text ends after a whole word, without its punctuation.
    """
    if len(text) <= most:
        return text
    beginning = text[: most - 1]
    return (beginning.rpartition(" ")[0].rstrip(" .,:;—") if at_word else beginning.rstrip()) + "…"


def wrapped(
    text: str, width: int, first: str = "", later: str | None = None, *, break_words: bool = False
) -> list[str]:
    """Return lines of at most `width` characters, at least one line. Lines break only between words.

    `first` begins the first line, `later` the others (None: the same). With `break_words`, a word longer than a line is
    broken too: for columns of a table.
    """
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_on_hyphens=False,
        break_long_words=break_words,
    )
    return lines or [""]


def stripped(text: str) -> str:
    """Return the text without zero-width characters and without outer blanks of any kind."""
    return without_invisible(text).strip()


def without_invisible(text: str) -> str:
    """Return the text without zero-width characters."""
    return _WITHOUT_WIDTH.sub("", text)


def folded(text: str) -> str:
    """Return the text in the form used for comparison: letter case, blanks, ё and quotes are ignored."""
    text = unicodedata.normalize("NFKC", stripped(text)).casefold().replace("ё", "е")
    return " ".join(_QUOTES.sub("", text).split())


def composed(text: str) -> str:
    """The text in the one form in which texts from outside are kept: NFC, and every blank but a line break a space."""
    if text.isascii():
        return text
    return _OTHER_BLANKS.sub(" ", unicodedata.normalize("NFC", text))


def without_quotes(text: str) -> str:
    """Return the text without outer blanks and without the surrounding quotes that examples of records suggest."""
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].strip() if quoted else text
