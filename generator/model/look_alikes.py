"""Which hosts look like one another to a hurried reader: letters of other alphabets, punycode, a name inside a name."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

# Letters and digits drawn like a Latin letter; compatibility and accented forms are folded before this table.
_DRAWN_LIKE = {
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
_TWINS = str.maketrans({twin: latin for latin, twins in _DRAWN_LIKE.items() for twin in twins})


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
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _decode_punycode(host: str) -> str:
    if "xn--" not in host.lower():
        return host
    labels = host.split(".")
    for index, label in enumerate(labels):
        if label.lower().startswith("xn--"):
            # A label that is no punycode stays as it is: it resembles nothing.
            with suppress(ValueError, OverflowError):
                labels[index] = label[4:].encode("ascii").decode("punycode")
    return ".".join(labels)
