"""Plain scalars and keys: decides which are texts, numbers, true, false or null."""

from __future__ import annotations

import re
import sys

from reestr.registry.errors import ReestrError

#: Every plain scalar that is not a text, except larger numbers. The rest of YAML's zoo (`yes`, `on`, `True`, `0x1F`,
#: `0123`, `1e3`, `.inf`, `12:30`, dates) is text: it looks like one to the people who write the records.
KNOWN: dict[str, int | bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
KNOWN.update((str(number), number) for number in range(1000))

_NUMBER_START = frozenset("-0123456789")

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?")

# Above 2**53 (16 digits) JavaScript rounds whole numbers, so readers of our open data would too.
_WHOLE_DIGITS = 15
_FRACTION_DIGITS = 17

_REMEMBERED_KEYS = 10_000


class NumberTooLongError(ReestrError, ValueError):
    """A number has more digits than every reader of the open data keeps."""


def plain(text: str) -> int | float | str | bool | None:
    """Return the value of a plain scalar: a number, true, false, None, or the text itself.

    Raises NumberTooLongError.
    """
    value = KNOWN.get(text, text)
    if value is not text or text[0] not in _NUMBER_START:
        return value
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    whole, fraction = match.groups()
    if len(whole) > _WHOLE_DIGITS or len(fraction or "") > _FRACTION_DIGITS:
        raise NumberTooLongError
    return int(text) if fraction is None else float(text)


class KeyCache(dict[str, str]):
    """A cache: key as written -> the same key as one shared text; "" for a key that needs a closer look (`1`, `null`,
    `<<`).

    A year of counts repeats `2026-W01` in every file: sharing the text saves memory and the check of each key.
    """

    def __missing__(self, text: str) -> str:
        if text in KNOWN or text == "<<" or _NUMBER.fullmatch(text):
            return ""
        key = sys.intern(text)
        if len(self) < _REMEMBERED_KEYS:
            self[key] = key
        return key


KEYS = KeyCache()
