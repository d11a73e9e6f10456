"""Whether a regular expression takes more than linear time on some text: read off its tree, without running it.

A matcher that goes back tries every way in which a text can be cut among the parts of a pattern. The number of ways
grows with the text exactly where one state of the pattern can be left and come back to, and another one reached and
stayed in, over the same text (Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression
Matchers", 2016). The automaton is Glushkov's: one state for each character of the pattern, no empty steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Repetitions bounded by a small number cost a factor; more of them count as without a bound.
_SMALL = 16
_SAMPLE = "".join(map(chr, range(128))) + "\x85\xa0АЯаяЁё№«»—　\u2028日０"
_ALL = frozenset(_SAMPLE)


@dataclass
class _Automaton:
    """States are numbers; state 0 stands for the way to the beginning of a match."""

    letters: list[frozenset[str]] = field(default_factory=lambda: [_ALL])
    steps: dict[int, list[int]] = field(default_factory=dict)
    inner: list[Sequence[Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Part:
    nullable: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


_NOTHING = _Part(True, (), ())


def growth(pattern: re.Pattern[Any], *, searched: bool) -> str:
    """What is wrong with a pattern, "" for one that is linear.

    `searched` says that a match may begin anywhere (search, sub, split, findall), so that every failed beginning is
    paid for anew; it does so for no pattern whose first part makes a match by itself.
    """
    flags = pattern.flags
    source = pattern.pattern
    tree = parser.parse(source, flags & ~re.DEBUG)
    return _of_tree(tree, flags, searched=searched)


def _of_tree(tree: Any, flags: int, *, searched: bool) -> str:
    automaton = _Automaton()
    whole = _sequence(list(tree), automaton, flags, {})
    always = set(whole.last) if not _ends_with_condition(list(tree)) else set()
    if searched and not _begins(list(tree), ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
        automaton.steps[0] = [0, *whole.first]
    elif searched and flags & re.MULTILINE:
        # A match begins behind a line break only.
        automaton.letters.append(frozenset("\n"))
        break_state = len(automaton.letters) - 1
        automaton.steps[0], automaton.steps[break_state] = [0, break_state], list(whole.first)
    found = _ambiguous(automaton, always, searched=searched)
    for inner in automaton.inner:
        found = found or _of_tree(inner, flags, searched=False)
    return found


def _begins(tree: list[Any], *places: Any) -> bool:
    return bool(tree) and tree[0][0] is ops.AT and tree[0][1] in places


def _ends_with_condition(tree: list[Any]) -> bool:
    return bool(tree) and tree[-1][0] in (ops.AT, ops.ASSERT, ops.ASSERT_NOT)


def _sequence(items: Iterable[Any], automaton: _Automaton, flags: int, groups: dict[int, Any]) -> _Part:
    whole = _NOTHING
    for item in items:
        whole = _after(whole, _item(item, automaton, flags, groups), automaton)
    return whole


def _after(one: _Part, other: _Part, automaton: _Automaton) -> _Part:
    _link(one.last, other.first, automaton)
    first = one.first + other.first if one.nullable else one.first
    last = other.last + one.last if other.nullable else other.last
    return _Part(one.nullable and other.nullable, first, last)


def _link(ends: Iterable[int], begins: Sequence[int], automaton: _Automaton) -> None:
    for end in ends:
        automaton.steps.setdefault(end, []).extend(begins)


def _item(item: Any, automaton: _Automaton, flags: int, groups: dict[int, Any]) -> _Part:
    kind, value = item
    if kind in (ops.AT,):
        return _NOTHING
    if kind in (ops.ASSERT, ops.ASSERT_NOT):
        automaton.inner.append(value[1])
        return _NOTHING
    if kind is ops.SUBPATTERN:
        groups[value[0]] = value[3]
        return _sequence(value[3], automaton, flags | value[1], groups)
    if kind is ops.GROUPREF:
        return _sequence(groups[value], automaton, flags, groups)
    if kind is ops.BRANCH:
        parts = [_sequence(branch, automaton, flags, groups) for branch in value[1]]
        return _Part(
            any(part.nullable for part in parts),
            tuple(state for part in parts for state in part.first),
            tuple(state for part in parts for state in part.last),
        )
    if kind in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return _repeat(value, automaton, flags, groups)
    if kind is ops.ATOMIC_GROUP:
        return _sequence(value, automaton, flags, groups)
    automaton.letters.append(_letters(item, flags))
    state = len(automaton.letters) - 1
    return _Part(False, (state,), (state,))


def _repeat(value: Any, automaton: _Automaton, flags: int, groups: dict[int, Any]) -> _Part:
    least, most, inner = value
    if most is ops.MAXREPEAT or most > _SMALL:
        part = _sequence(inner, automaton, flags, groups)
        _link(part.last, part.first, automaton)
        return _Part(part.nullable or least == 0, part.first, part.last)
    whole = _NOTHING
    # Each of a few repetitions has states of its own.
    for number in range(most):
        part = _sequence(inner, automaton, flags, groups)
        whole = _after(whole, _Part(part.nullable or number >= least, part.first, part.last), automaton)
    return whole


def _letters(item: Any, flags: int) -> frozenset[str]:
    kind, value = item
    if kind is ops.LITERAL:
        return _cased({chr(value)}, flags)
    if kind is ops.NOT_LITERAL:
        return _ALL - _cased({chr(value)}, flags)
    if kind is ops.ANY:
        return _ALL if flags & re.DOTALL else _ALL - {"\n"}
    if kind is ops.IN:
        return _of_set(value, flags)
    raise AssertionError(f"the analysis does not know {kind}")


def _of_set(items: Any, flags: int) -> frozenset[str]:
    found: set[str] = set()
    negated = False
    for kind, value in items:
        if kind is ops.NEGATE:
            negated = True
        elif kind is ops.LITERAL:
            found |= _cased({chr(value)}, flags)
        elif kind is ops.RANGE:
            found |= _cased({letter for letter in _SAMPLE if value[0] <= ord(letter) <= value[1]}, flags)
        elif kind is ops.CATEGORY:
            found |= _of_category(value, flags)
        else:
            raise AssertionError(f"the analysis does not know {kind}")
    return _ALL - found if negated else frozenset(found)


def _of_category(category: Any, flags: int) -> set[str]:
    name = str(category).removeprefix("CATEGORY_")
    sign = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.removeprefix("NOT_")]
    inside = {letter for letter in _SAMPLE if re.fullmatch(sign, letter, flags & re.ASCII)}
    return set(_ALL) - inside if name.startswith("NOT_") else inside


def _cased(letters: set[str], flags: int) -> frozenset[str]:
    if not flags & re.IGNORECASE:
        return frozenset(letters)
    return frozenset(form for letter in letters for form in (letter, letter.lower(), letter.upper()))


def _ambiguous(automaton: _Automaton, always: set[int], *, searched: bool) -> str:
    """Where the pattern can stay in one state and in another over the same text, and get from the one to the other."""
    steps = automaton.steps
    loops = [state for state in steps if state in _reached(steps, steps[state])]
    for state in loops:
        twice = {after for after in steps[state] if steps[state].count(after) > 1}
        if any(state in _reached(steps, [after]) for after in twice):
            return "a repetition inside of a repetition can be cut in many ways"
    for one in loops:
        for other in loops:
            if one == other or other not in _reached(steps, steps[one]):
                continue
            if one == 0 and other in always:
                # Whatever follows, there is a match: no beginning is in vain.
                continue
            if _together(automaton, one, other):
                letters = "".join(sorted(automaton.letters[other] & automaton.letters[one]))[:5]
                return f"two repetitions in a row take the same characters, such as {letters!r}"
    return ""


def _reached(steps: dict[int, list[int]], begins: Iterable[int]) -> set[int]:
    seen: set[int] = set()
    waiting = list(begins)
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += steps.get(state, ())
    return seen


def _together(automaton: _Automaton, one: int, other: int) -> bool:
    """Whether some text leads from `one` to `one`, from `one` to `other` and from `other` to `other`."""
    letters, steps = automaton.letters, automaton.steps
    waiting = [(one, one, other)]
    seen = set()
    while waiting:
        triple = waiting.pop()
        for first in set(steps.get(triple[0], ())):
            for second in set(steps.get(triple[1], ())):
                shared = letters[first] & letters[second]
                if not shared:
                    continue
                for third in set(steps.get(triple[2], ())):
                    after = (first, second, third)
                    if after not in seen and shared & letters[third]:
                        if after == (one, other, other):
                            return True
                        seen.add(after)
                        waiting.append(after)
    return False
