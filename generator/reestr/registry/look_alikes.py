"""Which hosts look like one another to a hurried reader: letters of other alphabets, punycode, a name inside a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

DRAWN_LIKE: Mapping[str, str] = MappingProxyType(
    {
        "a": "аαᴀɑ",
        "b": "вьβ",
        "c": "сᴄ",
        "d": "ԁᴅ",
        "e": "еεᴇ",
        "g": "ցɡ",
        "h": "нһ",
        "i": "іιıɩ",
        "j": "јᴊ",
        "k": "кκĸᴋ",
        "l": "ӏ1",
        "m": "мᴍ",
        "n": "ոɴ",
        "o": "оοօᴏ0",
        "p": "рρᴘ",
        "q": "ԛ",
        "r": "гʀ",
        "s": "ѕ",
        "t": "тτᴛ",
        "u": "υսᴜ",
        "v": "ѵνᴠ",
        "w": "ԝᴡ",
        "x": "хχ",
        "y": "уγʏ",
        "z": "ᴢ",
        ".": "。",
    }
)
"""Letters and digits drawn like a Latin letter, after compatibility and accented forms are folded.

The browser gets this table with the index of the checker, so that it stands here only.
"""

_TWINS = str.maketrans({twin: latin for latin, twins in DRAWN_LIKE.items() for twin in twins})


def skeleton(host: str) -> str:
    """Return what a host looks like: two hosts with one skeleton are mistaken for each other.

    Takes Unicode or punycode; the skeleton is for comparing only and is not a host.
    """
    return without_marks(_decode_punycode(host)).lower().translate(_TWINS)


def shows(host: str, known: str) -> bool:
    """Whether a host shows the reader a known one that it is not: `vk.com.example.org`, `m.vk.com-login.ru`."""
    return f".{known}." in f".{host}." or f".{known}-" in f".{host}"


def without_marks(text: str) -> str:
    """Return compatibility and accented forms as plain letters: full-width, circled, with a cedilla."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.category(character).startswith("M"))


def _decode_punycode(host: str) -> str:
    if "xn--" not in host.lower():
        return host
    labels = host.split(".")
    for index, label in enumerate(labels):
        if label.lower().startswith("xn--"):
            # A label that is no punycode stays as it is: it resembles nothing.
            with suppress(ValueError, OverflowError):
                decoded = label[4:].encode("ascii").decode("punycode")
                # Refuses halves of surrogate pairs, of which a browser would make one character.
                decoded.encode("utf-8")
                labels[index] = decoded
    return ".".join(labels)
