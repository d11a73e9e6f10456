"""Editing the text of a record gives the wanted data and changes nothing else in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from reestr.records import reader
from reestr.records.editing import (
    EditRefusedError,
    order_of,
    record,
    rewrite,
    unordered,
    with_item,
    with_value,
    without,
)
from reestr.records.editing.tree import tree

from tests.depth import times
from tests.unit.project import PRIMERSK, ROOT
from tests.unit.random_records import RECORDS, VALUES, texts

PERSON = {"role": "методист", "from": "2026-02-02"}

CASES: Sequence[tuple[str, str, tuple[Any, ...], str]] = (
    (
        "an item below the last one, before the comment that follows the list",
        "# Школа\nname: Школа   # так в уставе\nresponsible:\n  - role: завуч\n    from: '2025-02-03'\n"
        "\n# Сайт\nsite: x\n",
        ("item", ("responsible",), PERSON),
        "# Школа\nname: Школа   # так в уставе\nresponsible:\n  - role: завуч\n    from: '2025-02-03'\n"
        '  - role: методист\n    from: "2026-02-02"\n\n# Сайт\nsite: x\n',
    ),
    (
        "a comment set deeper belongs to the item above it",
        "list:\n  - a: 1\n    # об a\n  # о списке\nb: 2\n",
        ("item", ("list",), {"a": 2}),
        "list:\n  - a: 1\n    # об a\n  - a: 2\n  # о списке\nb: 2\n",
    ),
    ("no line break at the end", "list:\n  - a", ("item", ("list",), "b"), "list:\n  - a\n  - b"),
    ("a list without indentation", "list:\n- a\n- b\nc: 1\n", ("item", ("list",), "d"), "list:\n- a\n- b\n- d\nc: 1\n"),
    ("an empty list", "list: [] # да\nb: 1\n", ("item", ("list",), {"a": 1}), "list: # да\n  - a: 1\nb: 1\n"),
    ("a list that is not there", "a: 1\n# конец\n", ("item", ("list",), {"a": 1}), "a: 1\nlist:\n  - a: 1\n# конец\n"),
    ("between brackets", "l: [{a: 1}, {a: 2}] # c\n", ("item", ("l",), {"a": 3}), "l: [{a: 1}, {a: 2}, {a: 3}] # c\n"),
    (
        "between brackets, line by line",
        "l: [\n  {a: 1}, # один\n  {a: 2} # два\n]\n",
        ("item", ("l",), {"a": 3}),
        "l: [\n  {a: 1}, # один\n  {a: 2}, # два\n  {a: 3}\n]\n",
    ),
    (
        "between brackets, with a comma at the end",
        "l: [\n  a, b,\n  c,\n]\n",
        ("item", ("l",), "d"),
        "l: [\n  a, b,\n  c,\n  d,\n]\n",
    ),
    ("JSON", '{"l": [\n  {"a": 1}\n ]}', ("item", ("l",), {"a": 2}), '{"l": [\n  {"a": 1},\n  {a: 2}\n ]}'),
    ("a text keeps its quotes", "a: 'x'  # c\nb: \"y\"\n", ("value", ("a",), "it's"), "a: 'it''s'  # c\nb: \"y\"\n"),
    ("a plain text is quoted when it must be", "a:   x # c\n", ("value", ("a",), "12"), 'a:   "12" # c\n'),
    ("nothing becomes something", "a: # c\nb: 1\n", ("value", ("a",), {"x": 1}), "a: # c\n  x: 1\nb: 1\n"),
    ("something becomes a list", "a: 1 # c\nb: 1\n", ("value", ("a",), [{"x": 1}]), "a: # c\n  - x: 1\nb: 1\n"),
    ("a list becomes a number", "a: # c\n  - x\n  - y\nb: 1\n", ("value", ("a",), 3), "a: 3 # c\nb: 1\n"),
    ("a folded text", "a: >-\n  one\n  two\n\n# c\nb: 1\n", ("value", ("a",), "three"), "a: three\n\n# c\nb: 1\n"),
    ("a text of lines", "a: x\nb: 1\n", ("value", ("a",), "one\n\n two"), "a: |-\n  one\n\n   two\nb: 1\n"),
    ("a key taken away", "a: 1 # c\nb: 2 # d\n# e\nc: 3", ("without", ("b",), None), "a: 1 # c\n# e\nc: 3"),
    ("the last key taken away", "a: 1\nb: 2", ("without", ("b",), None), "a: 1"),
    ("the first key behind a dash", "l:\n  - a: 1\n    b: 2\n", ("without", ("l", 0, "a"), None), "l:\n  - b: 2\n"),
    ("the first key, with a comment above the next one", "l:\n  - a: 1 # об a\n    # о b\n    b: 2\n",
     ("without", ("l", 0, "a"), None), "l:\n  - # о b\n    b: 2\n"),
    ("the first item behind a dash, above a comment", "l:\n  - - a\n    # о b\n    - b\n",
     ("without", ("l", 0, 0), None), "l:\n  - # о b\n    - b\n"),
    ("an item taken away", "l:\n  - a: 1\n    b: 2\n  - c\n", ("without", ("l", 0), None), "l:\n  - c\n"),
    ("the only key taken away", "a:\n  x: 1\nb: 1\n", ("without", ("a", "x"), None), "a: {}\nb: 1\n"),
    ("from between brackets", "a: {x: 1, y: 2, z: 3}\n", ("without", ("a", "y"), None), "a: {x: 1, z: 3}\n"),
    ("behind two dashes", "l:\n  - - a\n    - b\n", ("item", ("l", 0), "c"), "l:\n  - - a\n    - b\n    - c\n"),
    ("far from the dash", "l:\n-   a: 1\n", ("value", ("l", 0, "c"), 3), "l:\n-   a: 1\n    c: 3\n"),
)  # fmt: skip


def _edited(text: str, edit: tuple[Any, ...]) -> tuple[Any, str]:
    """The data wanted and the text that came of it."""
    kind, path, value = edit
    document, problems = reader.read(text.encode(), "")
    assert document is not None, problems
    if kind == "without":
        wanted = without(document.data, path)
    else:
        wanted = (with_item if kind == "item" else with_value)(document.data, path, value)
    return wanted, rewrite(text.encode(), wanted).decode()


def _data(text: str) -> Any:
    document, problems = reader.read(text.encode(), "")
    assert document is not None and not problems, problems
    return document.data


@pytest.mark.parametrize(("text", "edit", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_edit_touches_what_it_is_about(text: str, edit: tuple[Any, ...], expected: str) -> None:
    wanted, result = _edited(text, edit)
    assert result == expected
    assert _data(result) == wanted


@pytest.mark.parametrize(("text", "edit", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_line_ends_of_the_file_are_kept(text: str, edit: tuple[Any, ...], expected: str) -> None:
    _, result = _edited(text.replace("\n", "\r\n"), edit)
    assert result == expected.replace("\n", "\r\n")


def test_a_new_key_stands_where_the_schema_has_it() -> None:
    text = (
        "# Ш\nname: x\nresponsible:\n  - role: a\n    # until when?\n"
        '    until: "2026-01-01"\nreviewed_on: "2026-01-01"\n'
    )
    data = _data(text)
    wanted = with_value(data, ("responsible", 0, "from"), "2025-01-01")
    wanted = with_value(wanted, ("has_site",), False)
    result = rewrite(text.encode(), wanted, order_of("organization")).decode()
    assert result == (
        '# Ш\nname: x\nhas_site: false\nresponsible:\n  - role: a\n    from: "2025-01-01"\n    # until when?\n'
        '    until: "2026-01-01"\nreviewed_on: "2026-01-01"\n'
    )


def test_a_mark_at_the_beginning_is_kept() -> None:
    assert rewrite(b"\xef\xbb\xbfa: 1\n", {"a": 2}) == b"\xef\xbb\xbfa: 2\n"


def test_nothing_to_do_gives_the_same_bytes() -> None:
    for path in (*(ROOT / "data").rglob("*.yaml"), *(PRIMERSK / "data" / "organizations").rglob("*.yaml")):
        content = path.read_bytes()
        assert rewrite(content, _data(content.decode())) == content


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"a: 1\na: 2\n", {"a": 1}),
        (b"a: &x 1\n", {"a": 2}),
        (b"", {"a": 2}),
        (b"\xff", {"a": 2}),
        (b"a: 1\n", {"a": "x\x00"}),
        (b"a: 1\n", {"a": " x "}),
        (b"a: 1\n", {"a": "\u202e"}),
        (b"a: 1\n", {"a": "\ud800"}),
        (b"a: 1\n", {"a": float("nan")}),
        (b"a: 1\n", {"a": 10**20}),
        (b"? a\n: 1\n", {"a": 2}),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(content: bytes, wanted: dict[str, Any]) -> None:
    with pytest.raises(EditRefusedError, match=r"[а-я]{4}"):
        rewrite(content, wanted)


@st.composite
def _edits(draw: Any, data: Any) -> tuple[Any, Any]:
    """Data with one random edit, and the path of what was replaced: None where something was only added."""
    path = draw(st.sampled_from(list(_paths(data, ()))))
    node = data
    for step in path:
        node = node[step]
    kinds = ["item", "item"] if isinstance(node, list) else ["key", "key"] if isinstance(node, dict) else []
    kind, value = draw(st.sampled_from(["value", *kinds])), draw(VALUES)
    if kind == "item":
        return with_item(data, path, value), None
    if kind == "key":
        key = draw(st.sampled_from(["added", "a new one", "7", "role"]))
        return with_value(data, (*path, key), value), (*path, key) if key in node else None
    return (with_value(data, path, value), path) if path else (data, None)


def _paths(node: Any, path: tuple[Any, ...]) -> Any:
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in inner:
        yield from _paths(value, (*path, step))


def _is_part(part: str, whole: str) -> bool:
    """Whether the letters of one text stand in another in the same order: nothing was taken away."""
    letters = iter(whole)
    return all(letter in letters for letter in part)


@pytest.mark.long
@settings(max_examples=times(300), deadline=None)
@given(st.data())
def test_any_record_edited_at_random(data: st.DataObject) -> None:
    before, text = data.draw(texts())
    document, problems = reader.read(text.encode(), "")
    event("unreadable" if problems else "readable")
    if document is None or problems:
        # Texts with blanks at their ends and the like, which no record may hold.
        return
    assert document.data == before
    wanted, replaced = data.draw(_edits(before))
    try:
        result = rewrite(text.encode(), wanted, unordered).decode()
    except EditRefusedError as refusal:
        assert refusal.key == "unwritable"
        return
    assert _data(result) == wanted
    assert rewrite(result.encode(), wanted).decode() == result
    assert result.count("\r") == (result.count("\n") if "\r" in text else 0)
    # What stood outside of the value is still there, comments and all.
    start, end = (0, 0) if replaced is None else _span(text, replaced)
    outside = text[:start] + "\n" + text[end:]
    if replaced is None and not re.search(r"[\[{] *[\]}]", text):
        assert _is_part(text, result)
    kept = re.findall(r"# примечание \d+: a: \[b", result)
    assert [comment for comment in kept if comment in outside] == re.findall(r"# примечание \d+: a: \[b", outside)
    assert _is_part(re.sub(r"\s", "", outside), result) or replaced is None


def _span(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    node = tree(text)
    for step in path:
        node = node.items[step] if isinstance(step, int) else {e.key: e.value for e in node.entries}[step]
    # What is taken away takes the comment on its last line along.
    return node.start, re.compile(r"[^\r\n]*").match(text, node.end).end()  # type: ignore[union-attr]


@settings(max_examples=times(100), deadline=None)
@given(RECORDS, RECORDS)
def test_any_data_can_be_made_any_other(one: dict[str, Any], other: dict[str, Any]) -> None:
    text = _plain(one)
    if text is None or _plain(other) is None:
        return
    result = rewrite(text, other)
    assert _data(result.decode()) == other


def _plain(data: dict[str, Any]) -> bytes | None:
    """The data as JSON, where a record may hold them."""
    text = json.dumps(data, ensure_ascii=False).encode()
    document, problems = reader.read(text, "")
    return None if document is None or problems else text


def test_a_new_record_is_in_the_order_of_the_schema() -> None:
    data = {"to": "city-hall", "draft": True, "organization": "school-1", "change_on": "2026-02-02"}
    assert record("notice", data).decode().splitlines() == [
        "organization: school-1",
        'change_on: "2026-02-02"',
        "to: city-hall",
        "draft: true",
    ]
    with pytest.raises(KeyError, match="unknown"):
        record("notice", {"unknown": 1})
