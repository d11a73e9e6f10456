"""Finds hosts that look alike: letters of other alphabets, punycode, a known name inside another name."""

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
"""Letters and digrams drawn like a Latin letter, after compatibility and accented forms are folded.

The browser receives this table with the checker's index, so the table exists only here.
"""

_TWINS = str.maketrans({twin: latin for latin, twins in DRAWN_LIKE.items() for twin in twins})


def skeleton(host: str) -> str:
    """Return what a host looks like: two hosts with the same skeleton can be mistaken for each other.

    Takes Unicode or punycode. A skeleton is for comparison only and is not a host.
    """
    return without_marks(_decode_punycode(host)).lower().translate(_TWINS)


def shows(host: str, known: str) -> bool:
    """Return whether a host looks like a known host without being it: `vk.com.example.org`, `m.vk.com-login.ru`."""
    return f".{known}." in f".{host}." or f".{known}-" in f".{host}"


def without_marks(text: str) -> str:
    """Replace compatibility and accented forms by plain letters: full-width, circled, with a cedilla."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join([character for character in decomposed if unicodedata.category(character)[0] != "M"])


def _decode_punycode(host: str) -> str:
    if "xn--" not in host.lower():
        return host
    labels = host.split(".")
    for index, label in enumerate(labels):
        if label.lower().startswith("xn--"):
            # A label that is not valid punycode stays as it is: it looks like nothing else.
            with suppress(ValueError, OverflowError):
                decoded = label[4:].encode("ascii").decode("punycode")
                # Refuses halves of surrogate pairs, which a browser would join into one character.
                decoded.encode("utf-8")
                labels[index] = decoded
    return ".".join(labels)
