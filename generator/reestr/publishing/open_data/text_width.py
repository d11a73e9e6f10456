"""Estimates the width of a text in a system font: pictures of text need room before the font is known."""

from __future__ import annotations

from functools import lru_cache

_CLASSES = (
    (28, " !,./:;I[]\\ft·ijl|'()-`r{}\N{NO-BREAK SPACE}"),
    (46, 'гкзтJcsvxyzсух"*эь'),
    (72, "ABCDEGHKNOPQRSUVXYwАБВДЕЗИЙКЛНОПРСТУХЦЧЭЯмю№&ЁъГЬ"),
    (88, "MWm@%ЖМФШЩЪЫЮфшщы—…"),
)
_NARROW_SCRIPTS = 0x1100


class _Widths(dict[str, int]):
    """Hundredths of the font's size by character; characters in no class are small letters and digits,
    or wide signs.
    """

    def __missing__(self, character: str) -> int:
        return 56 if ord(character) < _NARROW_SCRIPTS else 100


_of = _Widths({character: width for width, characters in _CLASSES for character in characters}).__getitem__


# Most lines of most badges are the same.
@lru_cache(maxsize=512)
def text_width(text: str, size: float) -> int:
    """Return the width of a text in a common sans-serif font, in the unit of its size, within a few per cent.

    The drawn text is stretched to this width, so that it fits in any font.
    """
    return round(sum(map(_of, text)) * size / 100)
