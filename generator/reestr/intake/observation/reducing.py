"""Takes values out of answers of strangers: of the right type, or the answer is malformed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reestr.registry.errors import ReestrError

# Canonical JSON (RFC 8785) has no whole numbers beyond this.
_LARGEST = (1 << 53) - 1
_DIGITS = re.compile(r"-?[0-9]{1,16}\Z", re.ASCII)
_LONGEST_TEXT = 1 << 16
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class MalformedAnswerError(ReestrError):
    """An answer does not have the form that its network describes."""


def whole(value: Any) -> int:
    """Return a whole number, also one that is written as a text. Raises MalformedAnswerError."""
    if isinstance(value, str) and _DIGITS.match(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        raise MalformedAnswerError
    return value


def flag(value: Any) -> bool:
    """Return a yes or no, also one that is written as 1 or 0. Raises MalformedAnswerError."""
    if isinstance(value, bool):
        return value
    number = whole(value)
    if number not in (0, 1):
        raise MalformedAnswerError
    return number == 1


def text(value: Any) -> str:
    """Return a text, half characters replaced. Raises MalformedAnswerError, also for a text beyond 64 KiB."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise MalformedAnswerError
    return _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", value)


def members(value: Any) -> Mapping[str, Any]:
    """Return an object. Raises MalformedAnswerError."""
    if not isinstance(value, Mapping):
        raise MalformedAnswerError
    return value


def items(holder: Any, name: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list in an object. Raises MalformedAnswerError if it is no list of objects."""
    found = members(holder).get(name)
    if not isinstance(found, list):
        raise MalformedAnswerError
    return [members(item) for item in found]
