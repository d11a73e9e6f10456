"""Finds patterns of network records that can take long to match, such as `^/(a+)+$`.

A backtracking matcher is slow if one text can be divided among repeated parts in many ways. The patterns are plain, so
a plain rule suffices: a pattern that the rule does not understand counts as slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reestr.registry.errors import ReestrError

# On a path of 500 characters, the longest a record may have, three repetitions in a row cost a fraction of a second.
_REPEATS = 3
_OPTIONALS = 4

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|[()|]|[*+?]\??|\{[0-9]+(?:,[0-9]*)?\}\??|.", re.DOTALL)
_ONCE = re.compile(r"\{[01]\}\??")
_CHARACTERS = "".join(map(chr, range(32, 127)))


class _UnclearError(ReestrError):
    """The pattern is slow, or cannot be shown to be fast."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: the largest number of nested repetitions and optional parts that a match may try.

    `characters` is the set a single character may be from, empty for a group. `plain` means there is one way to match.
    """

    repeats: int = 0
    optionals: int = 0
    characters: frozenset[str] = frozenset()
    plain: bool = True


def is_slow(pattern: str) -> bool:
    """Return whether matching the pattern may take long. The pattern must compile."""
    tokens = iter(_TOKEN.findall(pattern))
    try:
        return _is_much(_alternatives(tokens, top=True))
    except _UnclearError:
        return True


def _is_much(part: _Part) -> bool:
    return part.repeats > _REPEATS or part.optionals > _OPTIONALS


def _alternatives(tokens: Iterator[str], *, top: bool = False) -> _Part:
    """Return the part up to the closing bracket, or up to the end."""
    branches: list[_Part] = []
    sequence: list[_Part] = []
    for token in tokens:
        if token == ")" and not top:
            break
        if token == "|":
            branches.append(_sequence(sequence))
            sequence = []
        elif token[0] in "*+?{" and sequence:
            sequence[-1] = _quantified(token, sequence[-1])
        else:
            sequence.append(_atom(token, tokens))
    branches.append(_sequence(sequence))
    if len(branches) == 1:
        return branches[0]
    return _Part(max(one.repeats for one in branches), max(one.optionals for one in branches), plain=False)


def _atom(token: str, tokens: Iterator[str]) -> _Part:
    if token in ("(", "(?:"):
        return _alternatives(tokens)
    if token in ("(?=", "(?!"):
        ahead = _alternatives(tokens)
        if _is_much(ahead):
            raise _UnclearError
        # What a look-ahead matches is matched again by what follows: it adds no way to match but must not be repeated.
        return _Part(plain=False)
    if token in ("^", "$"):
        return _Part()
    if re.fullmatch(r"\\[0-9]", token):
        raise _UnclearError
    return _Part(characters=_matched_by(token))


def _sequence(parts: list[_Part]) -> _Part:
    repeats, optionals = sum(part.repeats for part in parts), sum(part.optionals for part in parts)
    if len(parts) == 1 and parts[0].characters and not repeats and not optionals:
        return parts[0]
    plain = all(part.plain for part in parts) and not optionals and (repeats == 0 or (_is_separated(parts, repeats)))
    return _Part(repeats, optionals, plain=plain)


def _is_separated(parts: list[_Part], repeats: int) -> bool:
    """Return whether each repetition begins with a character that occurs nowhere else in the part."""
    first, *rest = parts
    return (
        repeats == 1
        and not first.repeats
        and bool(first.characters)
        and all(part.characters and not part.characters & first.characters for part in rest)
    )


def _quantified(quantifier: str, part: _Part) -> _Part:
    if quantifier[0] == "?":
        return _Part(part.repeats, part.optionals + 1, plain=False)
    if _ONCE.fullmatch(quantifier):
        return part
    if not part.plain:
        raise _UnclearError
    return _Part(
        max(part.repeats, 1), part.optionals, part.characters, plain=not part.repeats and bool(part.characters)
    )


@cache
def _matched_by(token: str) -> frozenset[str]:
    return frozenset(re.findall(token if len(token) > 1 or token == "." else re.escape(token), _CHARACTERS, re.ASCII))
