"""Where an edit of a record puts what is new, and what it leaves around what goes: case by case."""

from __future__ import annotations

from typing import Any

import pytest
from reestr.records import reader
from reestr.records.editing import order_of, rewrite

CASES: tuple[tuple[str, str, str, Any, str], ...] = (
    (
        "an item below an empty comment",
        "",
        "l:\n  - a\n    #\n  - b\n",
        {"l": ["a", "x", "b"]},
        "l:\n  - a\n    #\n  - x\n  - b\n",
    ),
    ("a mapping beside an empty comment", "", "a: x #\nb: 1\n", {"a": {"z": 1}, "b": 1}, "a: #\n  z: 1\nb: 1\n"),
    (
        "an item behind an empty comment between brackets",
        "",
        "l: [\n  a, #\n  b\n]\n",
        {"l": ["a", "x", "b"]},
        "l: [\n  a, #\n  x,\n  b\n]\n",
    ),
    ("an item taken away behind a text with a hash", "", "l: ['a#b', c]\n", {"l": ["a#b"]}, "l: ['a#b']\n"),
    ("an item taken away before a text with a hash", "", "l: [a, 'b#c', d]\n", {"l": ["b#c", "d"]}, "l: ['b#c', d]\n"),
    (
        "other keys for an item of several lines",
        "",
        "l:\n  - a: 1\n    b: 2 # c\n  - y\n",
        {"l": [{"x": 1, "z": 2}, "y"]},
        "l:\n  - x: 1\n    z: 2 # c\n  - y\n",
    ),
    (
        "a mapping for a list behind a dash",
        "",
        "l:\n  - - a\n    - b # c\n  - y\n",
        {"l": [{"x": 1, "z": 2}, "y"]},
        "l:\n  - x: 1\n    z: 2 # c\n  - y\n",
    ),
    (
        "other keys, the comment of the last one kept",
        "",
        "m:\n  a: 1 # c\n  b: 2 # d\nn: 1\n",
        {"m": {"x": 1, "z": 2}, "n": 1},
        "m:\n  x: 1\n  z: 2 # d\nn: 1\n",
    ),
    (
        "a text for a list between brackets with a comment",
        "",
        "l: [a, # c\n  b]\nz: 1\n",
        {"l": "x", "z": 1},
        "l: x\nz: 1\n",
    ),
    ("a mapping for a list between brackets", "", "l: [a, # c\n  b] # d\n", {"l": {"c": 1}}, "l: # d\n  c: 1\n"),
    (
        "a week before the others",
        "activity",
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
        {"weeks": {"2026-W01": {"photo": 1}, "2026-W02": {"text": 1}, "2026-W04": {"text": 2}}, "source": "x"},
        "weeks:\n  2026-W01: {photo: 1}\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
    ),
    (
        "a week between two",
        "activity",
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
        {"weeks": {"2026-W02": {"text": 1}, "2026-W03": {"photo": 1}, "2026-W04": {"text": 2}}, "source": "x"},
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W03: {photo: 1}\n  2026-W04: {text: 2}\nsource: x\n",
    ),
    (
        "a week after the others",
        "activity",
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
        {"weeks": {"2026-W02": {"text": 1}, "2026-W04": {"text": 2}, "2026-W05": {}}, "source": "x"},
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\n  2026-W05: {}\nsource: x\n",
    ),
    (
        "the counts of a week",
        "activity",
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
        {"weeks": {"2026-W02": {"text": 3, "photo": 1}, "2026-W04": {"text": 2}}, "source": "x"},
        "weeks:\n  2026-W02: {text: 3, photo: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
    ),
    (
        "a week in which nothing was counted",
        "activity",
        "weeks:\n  2026-W02: {text: 1} # да\n  2026-W04: {text: 2}\nsource: x\n",
        {"weeks": {"2026-W02": {}, "2026-W04": {"text": 2}}, "source": "x"},
        "weeks:\n  2026-W02: {} # да\n  2026-W04: {text: 2}\nsource: x\n",
    ),
    (
        "the counts of a week written in lines",
        "activity",
        "weeks:\n  2026-W02:\n    text: 1 # да\n  2026-W04: {text: 2}\n",
        {"weeks": {"2026-W02": {"photo": 3}, "2026-W04": {"text": 2}}},
        "weeks:\n  2026-W02: {photo: 3} # да\n  2026-W04: {text: 2}\n",
    ),
    (
        "nothing instead of counts written in lines",
        "activity",
        "weeks:\n  2026-W02:\n    text: 1 # да\n  2026-W04: {text: 2}\n",
        {"weeks": {"2026-W02": {}, "2026-W04": {"text": 2}}},
        "weeks:\n  2026-W02: {} # да\n  2026-W04: {text: 2}\n",
    ),
    (
        "counts for a week without any",
        "activity",
        "weeks:\n  2026-W02: # нет\n  2026-W04: {text: 2}\n",
        {"weeks": {"2026-W02": {"text": 1}, "2026-W04": {"text": 2}}},
        "weeks:\n  2026-W02: {text: 1} # нет\n  2026-W04: {text: 2}\n",
    ),
    (
        "a key that the schema has first",
        "organization",
        "# Ш\nshort_name: x # c\nsite: y\n",
        {"name": "N", "short_name": "x", "site": "y"},
        '# Ш\nname: "N"\nshort_name: x # c\nsite: y\n',
    ),
    (
        "a key that the schema has first, behind a dash",
        "organization",
        "responsible:\n  - until: '2026-01-01'\n    note: x\n",
        {"responsible": [{"role": "a", "until": "2026-01-01", "note": "x"}]},
        "responsible:\n  - role: a\n    until: '2026-01-01'\n    note: x\n",
    ),
    ("a first item", "", "l:\n  - a # об a\n  - b\n", {"l": ["x", "a", "b"]}, "l:\n  - x\n  - a # об a\n  - b\n"),
    (
        "a first item of several keys",
        "",
        "l:\n  # над\n  - a: 1\n  - b: 2\n",
        {"l": [{"x": 1, "y": 2}, {"a": 1}, {"b": 2}]},
        'l:\n  # над\n  - x: 1\n    "y": 2\n  - a: 1\n  - b: 2\n',
    ),
    (
        "a first item without indentation",
        "",
        "l:\n- a\n- b\nc: 1\n",
        {"l": ["x", "a", "b"], "c": 1},
        "l:\n- x\n- a\n- b\nc: 1\n",
    ),
    (
        "an item between two, below the comments of the one above",
        "",
        "l:\n  - a # об a\n    # ещё\n  - b\n",
        {"l": ["a", "x", "b"]},
        "l:\n  - a # об a\n    # ещё\n  - x\n  - b\n",
    ),
    ("a first item between brackets", "", "l: [a, b]\n", {"l": ["x", "a", "b"]}, "l: [x, a, b]\n"),
    ("an item in the middle between brackets", "", "l: [a, b]\n", {"l": ["a", "x", "b"]}, "l: [a, x, b]\n"),
    (
        "a first item between brackets, line by line",
        "",
        "l: [\n  a,\n  b\n]\n",
        {"l": ["x", "a", "b"]},
        "l: [\n  x,\n  a,\n  b\n]\n",
    ),
    (
        "an item in the middle between brackets, line by line",
        "",
        "l: [\n  a, # об a\n  b\n]\n",
        {"l": ["a", "x", "b"]},
        "l: [\n  a, # об a\n  x,\n  b\n]\n",
    ),
    (
        "a mapping between brackets, line by line",
        "",
        "l: [\n  {a: 1, b: 2}, # об a\n  {c: 1}\n]\n",
        {"l": [{"a": 1, "b": 2}, {"x": 1}, {"c": 1}]},
        "l: [\n  {a: 1, b: 2}, # об a\n  {x: 1},\n  {c: 1}\n]\n",
    ),
    (
        "a line for an item, aligned with the first one",
        "",
        "l: [a,\n    b]\n",
        {"l": ["a", "x", "b"]},
        "l: [a,\n    x,\n    b]\n",
    ),
    (
        "a last item behind a comment, aligned with the first one",
        "",
        "l: [a,\n    b # c\n    ]\n",
        {"l": ["a", "b", "x"]},
        "l: [a,\n    b, # c\n    x\n    ]\n",
    ),
    (
        "an item below the one of two that stands above a comment",
        "",
        "l: [a, b, # c\n    d]\n",
        {"l": ["a", "b", "x", "d"]},
        "l: [a, b, # c\n       x,\n    d]\n",
    ),
    (
        "an item below the first one of its line",
        "",
        "l: [\n    a, b, # c\n    d]\n",
        {"l": ["a", "b", "x", "d"]},
        "l: [\n    a, b, # c\n    x,\n    d]\n",
    ),
    (
        "a key of no schema between brackets",
        "",
        "m: {b: 1, c: 2}\n",
        {"m": {"b": 1, "c": 2, "a": 0}},
        "m: {b: 1, c: 2, a: 0}\n",
    ),
    ("a text between brackets keeps its quotes", "", "l: [a, 'b', c]\n", {"l": ["a", "x", "c"]}, "l: [a, 'x', c]\n"),
    (
        "a value for a key between brackets that had none",
        "",
        "m: {a: , b: 1}\n",
        {"m": {"a": 5, "b": 1}},
        "m: {a: 5 , b: 1}\n",
    ),
    ("nothing between brackets but a comment", "", "l: [a, # c\n  b]\n", {"l": []}, "l: [ # c\n  ]\n"),
    ("nothing between brackets", "", "l: [a, b] # c\n", {"l": []}, "l: [] # c\n"),
    (
        "no keys between brackets but a comment with a comma",
        "",
        "m: {a: 1, # x, y\n  b: 2}\n",
        {"m": {}},
        "m: { # x, y\n  }\n",
    ),
    ("the first item between brackets taken away", "", "l: [a, b]\n", {"l": ["b"]}, "l: [b]\n"),
    ("the first item taken away, its comment kept", "", "l: [a, # c\n  b]\n", {"l": ["b"]}, "l: [ # c\n  b]\n"),
    ("the last item taken away, a comment above it kept", "", "l: [a, # c\n  b]\n", {"l": ["a"]}, "l: [a, # c\n  ]\n"),
    (
        "an item in the middle and its comma taken away, a comment above kept",
        "",
        "l: [a, # c\n  b , d]\n",
        {"l": ["a", "d"]},
        "l: [a, # c\n   d]\n",
    ),
    ("the last key and its lines taken away", "", "a: 1\nl:\n  - a\n", {"a": 1}, "a: 1\n"),
    ("the last key taken away where no line break follows", "", "a: 1\nb: 2", {"a": 1}, "a: 1"),
    ("the first key taken away", "", "a: 1\nb: 2", {"b": 2}, "b: 2"),
    ("the last item taken away where no line break follows", "", "l:\n  - a\n  - b", {"l": ["a"]}, "l:\n  - a"),
    ("the first item behind two dashes taken away", "", "l:\n  - - a\n    - b\n", {"l": [["b"]]}, "l:\n  - - b\n"),
    (
        "a mapping for a text, the comment kept",
        "",
        "a: x # c\nb: 1\n",
        {"a": {"x": 1, "y": 2}, "b": 1},
        'a: # c\n  x: 1\n  "y": 2\nb: 1\n',
    ),
    ("a text that stood below its key", "", "a:\n  # над\n  x\nb: 1\n", {"a": "y", "b": 1}, 'a: "y"\n  # над\nb: 1\n'),
    (
        "a mapping for a text that stood below its key",
        "",
        "a: # при\n\n  x\nb: 1\n",
        {"a": {"z": 1}, "b": 1},
        "a: # при\n\n  z: 1\nb: 1\n",
    ),
    (
        "a mapping for a text below its key, in lines of Windows",
        "",
        "a: # при\r\n\r\n  x\r\nb: 1\r\n",
        {"a": {"z": 1}, "b": 1},
        "a: # при\r\n\r\n  z: 1\r\nb: 1\r\n",
    ),
    (
        "a mapping for the text of an item",
        "",
        "l:\n  - x # c\n  - y\n",
        {"l": [{"a": 1, "b": 2}, "y"]},
        "l:\n  - a: 1 # c\n    b: 2\n  - y\n",
    ),
    (
        "a text for the mapping of an item",
        "",
        "l:\n  - a: 1\n    b: 2\n  - y\n",
        {"l": ["t", "y"]},
        "l:\n  - t\n  - y\n",
    ),
    (
        "a list for the mapping of an item",
        "",
        "l:\n  - a: 1\n    b: 2\n  - y\n",
        {"l": [["t", "u"], "y"]},
        "l:\n  - [t, u]\n  - y\n",
    ),
    ("a text for an item that had none", "", "l:\n  -\n  - y\n", {"l": ["x", "y"]}, "l:\n  - x\n  - y\n"),
    (
        "a mapping for an item that had none",
        "",
        "l:\n  - # c\n  - y\n",
        {"l": [{"a": 1, "b": 2}, "y"]},
        "l:\n  - a: 1 # c\n    b: 2\n  - y\n",
    ),
    ("an empty mapping for nothing", "", "a:\nb: 1\n", {"a": {}, "b": 1}, "a: {}\nb: 1\n"),
    ("an item keeps its quotes", "", 'l:\n  - "x"\n', {"l": ["y"]}, 'l:\n  - "y"\n'),
    ("a number for a quoted text", "", "a: 'x'\n", {"a": 5}, "a: 5\n"),
    ("a line with a blank at its end", "", "a: 1 \nb: 2\n", {"a": 1, "b": 3, "c": 4}, "a: 1 \nb: 3\nc: 4\n"),
)
"""Name, kind of record ("" for none), text, the data wanted, the text expected."""


@pytest.mark.parametrize(
    ("kind", "text", "wanted", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_an_edit_changes_its_place_alone(kind: str, text: str, wanted: Any, expected: str) -> None:
    result = rewrite(text.encode(), wanted, *((order_of(kind),) if kind else ())).decode()
    assert result == expected
    document, problems = reader.read(result.encode(), "")
    assert document is not None and not problems
    assert document.data == wanted
