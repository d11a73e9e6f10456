"""Removing values from a record is never refused, and loses no comment outside of the removed part."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.records import reader
from reestr.records.editing import rewrite, without
from reestr.records.editing.tree import tree

FIRST_KEY = ("l", 0, "a")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("l:\n  - a: 1\n    # c\n    b: 2\n", FIRST_KEY, "l:\n  - # c\n    b: 2\n"),
        ("l:\n  - a: 1 # own\n    b: 2\n", FIRST_KEY, "l:\n  - b: 2\n"),
        ("l:\n  - a: 1 # own\n    # c\n    # d\n    b: 2\n", FIRST_KEY, "l:\n  - # c\n    # d\n    b: 2\n"),
        ("l:\n  - a: 1\n\n    # c\n\n    b: 2\n", FIRST_KEY, "l:\n  - # c\n\n    b: 2\n"),
        ("l:\n  - a: 1\n\n    b: 2\n", FIRST_KEY, "l:\n  - b: 2\n"),
        ("l:\n  - a: 1\n# margin\n    b: 2\n", FIRST_KEY, "l:\n  - # margin\n    b: 2\n"),
        ("l:\n  - a: 1\n          # deeper\n    b: 2\n", FIRST_KEY, "l:\n  - # deeper\n    b: 2\n"),
        ("l:\n- a: 1\n  # c\n  b: 2\n", FIRST_KEY, "l:\n- # c\n  b: 2\n"),
        ("l:\n  # above\n  - a: 1\n    b: 2\n", FIRST_KEY, "l:\n  # above\n  - b: 2\n"),
        ("l:\n  - # behind\n    a: 1\n    # c\n    b: 2\n", FIRST_KEY, "l:\n  - # behind\n    # c\n    b: 2\n"),
        ("l:\n  -\n    # below\n    a: 1\n    # c\n    b: 2\n", FIRST_KEY, "l:\n  -\n    # below\n    # c\n    b: 2\n"),
        ("l:\n  - a:\n      # inside\n      x: 1\n    # c\n    b: 2\n", FIRST_KEY, "l:\n  - # c\n    b: 2\n"),
        ("l:\n  - a: >-\n      text\n      more\n    # c\n    b: 2\n", FIRST_KEY, "l:\n  - # c\n    b: 2\n"),
        ("l:\n  - a: 1\n    # c\n", FIRST_KEY, "l:\n  - {}\n    # c\n"),
        ("l:\n  - b: 2\n    # c\n    a: 1\n    # d\n  - e\n", FIRST_KEY, "l:\n  - b: 2\n    # c\n    # d\n  - e\n"),
        ("l:\n  - - 1\n    # c\n    - 2\n", ("l", 0, 0), "l:\n  - # c\n    - 2\n"),
        ("l:\n  - - a: 1\n      # c\n      b: 2\n", ("l", 0, 0, "a"), "l:\n  - - # c\n      b: 2\n"),
        ("l:\n  - a\n  # c\n  - b\n", ("l", 0), "l:\n  # c\n  - b\n"),
        ("l:\n  - {a: 1, # c\n     b: 2}\n", FIRST_KEY, "l:\n  - { # c\n     b: 2}\n"),
        ("l:\n  - {b: 2, # c\n     a: 1}\n", FIRST_KEY, "l:\n  - {b: 2, # c\n     }\n"),
        ("l:\n  - {a: 1 # c\n    # d, e\n    }\n", FIRST_KEY, "l:\n  - { # c\n    # d, e\n    }\n"),
        ("l:\n  - [ # c\n    a, # d\n    ]\n", ("l", 0, 0), "l:\n  - [ # c\n     # d\n    ]\n"),
        ("l:\r\n  - a: 1\r\n    # c\r\n    b: 2\r\n", FIRST_KEY, "l:\r\n  - # c\r\n    b: 2\r\n"),
    ],
)
def test_comments_stay_where_a_value_goes(text: str, path: tuple[str | int, ...], expected: str) -> None:
    assert _taken_away(text, path) == expected


def test_a_second_change_finds_its_way_around_the_comment() -> None:
    text = "l:\n  - a: 1\n    # c\n    b: 2\n    d: 3\n"
    wanted = {"l": [{"c": 5, "d": 4}]}
    assert rewrite(text.encode(), wanted).decode() == "l:\n  - # c\n    d: 4\n    c: 5\n"


def _data(text: str) -> Any:
    document, problems = reader.read(text.encode(), "")
    assert document is not None and not problems, problems
    return document.data


def _taken_away(text: str, path: tuple[str | int, ...]) -> str:
    wanted = without(_data(text), path)
    result = rewrite(text.encode(), wanted).decode()
    assert _data(result) == wanted
    return result


class _Writer:
    """Writes data as YAML with numbered comments, blank lines and brackets wherever they may stand."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw
        self._count = 0
        # All values differ: of two equal neighbours nobody can say which one went.
        self._values = itertools.count()

    def comment(self) -> str:
        self._count += 1
        return f"# примечание {self._count}, [a: {{"

    def gap(self) -> list[str]:
        """Lines between two entries."""
        kinds = self._draw(st.lists(st.sampled_from(("comment", "blank")), max_size=2))
        return ["" if kind == "blank" else " " * self._draw(st.integers(0, 9)) + self.comment() for kind in kinds]

    def tail(self) -> str:
        return f" {self.comment()}" if self._draw(st.booleans()) else ""

    def lines(self, node: Any, column: int) -> list[str]:
        """A mapping or list, line by line at a column."""
        found = []
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            head = f"{key}:" if isinstance(node, dict) else "-"
            found += self._entry(head, value, column) + self.gap()
        return found

    def _entry(self, head: str, value: Any, column: int) -> list[str]:
        margin = " " * column
        if not isinstance(value, dict | list):
            return [f"{margin}{head} {next(self._values)}{self.tail()}"]
        if not value or self._draw(st.sampled_from((False, False, True))):
            first, *rest = self.flow(value, column + 2)
            return [f"{margin}{head} {first}", *rest[:-1], *(line + self.tail() for line in rest[-1:])]
        inner = column + self._draw(st.integers(1, 3)) + (head == "-")
        below = self.lines(value, inner)
        if head == "-" and self._draw(st.booleans()):
            return [f"{margin}-{' ' * (inner - column - 1)}{below[0].lstrip()}", *below[1:]]
        return [f"{margin}{head}{self.tail()}", *self.gap(), *below]

    def flow(self, node: Any, column: int) -> list[str]:
        """A mapping or list between brackets, each entry on a line of its own."""
        opening, closing = "{}" if isinstance(node, dict) else "[]"
        margin, found = " " * column, [opening + self.tail()]
        entries = list(node.items()) if isinstance(node, dict) else [(None, value) for value in node]
        for place, (key, value) in enumerate(entries):
            head = "" if key is None else f"{key}: "
            first, *rest = self.flow(value, column + 2) if isinstance(value, dict | list) else [str(next(self._values))]
            written = [f"{margin}{head}{first}", *rest]
            comma = "," if place + 1 < len(entries) or self._draw(st.booleans()) else ""
            found += [*written[:-1], written[-1] + comma + self.tail()]
        return [*found, margin + closing]


_NODES = st.recursive(
    st.just(0),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(("name", "role", "from")), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def _texts(draw: Any) -> str:
    data = {"first": 0, "list": draw(st.lists(_NODES, min_size=1, max_size=3)), "last": 0}
    writer = _Writer(draw)
    return "\n".join([*writer.gap(), *writer.lines(data, 0), ""])


def _paths(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for step, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield (*path, step)
        if isinstance(value, dict | list):
            yield from _paths(value, (*path, step))


def _span(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    """Where what is taken away begins and ends, with the rest of its last line."""
    node = tree(text)
    for step in path[:-1]:
        node = node.items[step] if isinstance(step, int) else {e.key: e.value for e in node.entries}[step]
    place = list(_steps(node)).index(path[-1])
    start, end = node.spans[place]
    if node.kind == "sequence" and not node.flow:
        start = node.items[place].anchor - 1
    return start, text.index("\n", end)


def _steps(node: Any) -> Iterator[str | int]:
    yield from (entry.key for entry in node.entries) if node.kind == "mapping" else range(len(node.items))


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_is_taken_away_every_other_comment_stays(data: st.DataObject) -> None:
    text = data.draw(_texts())
    path = data.draw(st.sampled_from(list(_paths(_data(text)))))
    start, end = _span(text, path)
    outside = re.findall(r"# примечание \d+,", text[:start]) + re.findall(r"# примечание \d+,", text[end:])
    kept = re.findall(r"# примечание \d+,", _taken_away(text, path))
    assert [comment for comment in kept if comment in outside] == outside
