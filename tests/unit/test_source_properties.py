"""Properties of the reader: any bytes are read or refused, other writers' YAML is read back, places are correct."""

from __future__ import annotations

import json

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reestr.records.json_pointer import pointer
from reestr.records.reader import JSONValue, read
from reestr.records.reader.document import Document

from tests.depth import times


def document(text: str) -> Document:
    result, problems = read(text.encode(), "a.yaml")
    assert problems == ()
    assert result is not None
    return result


_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u3000")
_TEXT = st.text(_LETTERS, max_size=30).filter(lambda text: text == text.strip())
_NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-999, 999, places=6, allow_nan=False).map(float).filter(
    lambda value: "e" not in repr(value)
)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)
_RECORDS = st.dictionaries(_TEXT, _VALUES, min_size=1, max_size=5)


def walk(value: JSONValue, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], JSONValue]]:
    entries: list[tuple[str | int, JSONValue]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    return [(path, value), *(pair for key, inner in entries for pair in walk(inner, (*path, key)))]


@given(st.binary(max_size=200))
@example(b"a: &a [*a]")
@example(b"%YAML 9.9\n---\na: 1")
@example(b"? ? ? a")
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    result, problems = read(content, "a.yaml")
    assert result is not None or problems
    if result is not None:
        result.lines()
        result.locate(["a", 0, "b"])


@given(st.text("ab1 :-#{}[],\"'\n\t|>&*!?%@\\<=.\u2028\u202e\xa0", max_size=60))
@settings(max_examples=times(500), deadline=None)
def test_any_mixture_of_what_means_something_is_read_or_refused(text: str) -> None:
    result, problems = read(text.encode(), "a.yaml")
    assert result is not None or problems
    if result is not None:
        assert set(result.lines()) == {pointer(path) for path, _ in walk(result.data) if 1 <= len(path) <= 2}
        for path, _ in walk(result.data):
            result.locate(path)


@given(_RECORDS)
@settings(deadline=None)
def test_what_yaml_writes_is_read_back(record: dict[str, JSONValue]) -> None:
    # References are the dumper's own shortening of equal objects; records never have them.
    dumper = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda dumper, value: True})
    assert document(yaml.dump(record, Dumper=dumper, allow_unicode=True)).data == record


@given(_RECORDS)
@settings(deadline=None)
def test_what_json_writes_is_read_back_and_found(record: dict[str, JSONValue]) -> None:
    result = document(json.dumps(record, ensure_ascii=False, indent=1))
    assert result.data == record
    lines = result.content.decode().split("\n")
    for path, value in walk(record):
        place = result.locate(path)
        rest = lines[place.line - 1][place.column - 1 :]
        if not isinstance(value, dict | list):
            assert rest.rstrip(",") == json.dumps(value, ensure_ascii=False)
        else:
            assert rest[0] == json.dumps(value)[0]
        if path and isinstance(path[-1], str):
            place = result.locate(path, key=True)
            assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(path[-1], ensure_ascii=False))
