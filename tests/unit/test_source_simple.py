"""The fast reader of simple files and libyaml give the same data and the same lines."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reestr.records.reader import JSONValue
from reestr.records.reader.builder import Builder
from reestr.records.reader.problems import FileProblems
from reestr.records.reader.simple import read_simple
from reestr.records.reader.text import decode
from reestr.records.reader.yaml_events import YAMLError

from tests.depth import times

ACTIVITY = "source: hand-count\nweeks:\n  2026-W01: {text: 1, photo: 2}\n\n  # отпуск\n  2026-W02: {}\n"

_WORDS = st.sampled_from(
    [
        *(
            "a",
            "b-c",
            "2026-W01",
            "Школа",
            "ООО«Луч»",
            "x:y",
            "https://vk.com/a?b=c#d",
            "12:30",
            "2026-01-05",
            "²",
            "_",
        ),
        *("1", "007", "-3", "1.50", "1e3", "12345678901234567", "null", "~", "true", "yes", "<<", "=", "."),
        *("@", "%", "`", "|", ">", "-", "?", ":", ",", "#", "#x", "---", "..."),
        *("{}", "{", "}", "[", "]", "[]", "{a:1}", '"x"', '""', "'y'", "''", '"', "'", '"x:"'),
    ]
)
_SPACES = st.sampled_from(["", " ", "  "])
_PLAIN = st.builds("".join, st.lists(st.builds("{}{}".format, _WORDS, _SPACES), max_size=4))
_QUOTED = st.text("a: #{},'[]\"", max_size=6).map(lambda text: f'"{text}"')
_ITEMS = st.lists(st.builds("{}{}{}".format, _WORDS, st.sampled_from([": ", ":", " : ", ":  "]), _PLAIN), max_size=3)
_BRACES = st.builds("{{{}}}".format, st.builds(str.join, st.sampled_from([", ", ",", " , "]), _ITEMS))
_VALUES = _PLAIN | _QUOTED | _BRACES
_LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "  ", "  ", "    ", " "]),
    st.sampled_from(["a", "b", "c", "2026-W01", "2026-W02", "1", "null", "<<", "ы", "- a", "# a", '"a"']),
    st.sampled_from([": ", ": ", ":", ":", " :", ""]),
    st.one_of(st.just(""), _VALUES),
)
_TEXTS = st.lists(_LINES | st.sampled_from(["", "  ", "# b: c"]), max_size=8).map("\n".join)

_SIMPLE_VALUES = st.sampled_from(
    ["", "", " x", " 1", ' "x: y"', " 'z'", " {}", " []", " {text: 1, b: x}", ' {a: {b: 1}, c: "}"}', " https://a/b"]
)
_SIMPLE_LINES = st.builds(
    "{}{}:{}".format, st.sampled_from(["", "  ", "    "]), st.sampled_from("abcdefgh"), _SIMPLE_VALUES
)
_SIMPLE_TEXTS = st.lists(_SIMPLE_LINES, min_size=1, max_size=8).map("\n".join)


def typed(value: JSONValue) -> object:
    """A value in which 1, 1.0 and true differ, and so does the order of keys."""
    if isinstance(value, dict):
        return [(key, typed(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    return type(value), value


def same_both_ways(content: str) -> None:
    problems = FileProblems("a.yaml")
    text = decode(content.encode(), problems)
    if text is None or problems or not text.ordinary:
        return
    simple = read_simple(text.text)
    if simple is None:
        return
    builder = Builder(text, problems)
    try:
        data = builder.build()
    except YAMLError as error:
        raise AssertionError(f"no YAML, yet read: {content!r}") from error
    assert problems.sorted() == ()
    assert typed(simple.data) == typed(data)
    assert simple.entry_lines == builder.entry_lines


@pytest.mark.long
@given(_TEXTS)
@settings(max_examples=times(1000), deadline=None)
@example("a:\n# b\n  c: 1")
@example("a: b\n  c: 1")
@example("a: {b: 1}}")
@example("a: {b: 1}, c: 2")
@example('a: "b" c')
@example("a:\n  b: 1\n c: 2")
@example("a: 1\n...\nb: 2")
def test_any_text(content: str) -> None:
    same_both_ways(content)


@pytest.mark.long
@given(_VALUES)
@settings(max_examples=times(1000), deadline=None)
@example("{")
@example("{a: 1},")
@example("{a: 1, }")
@example("{a: {}, b: {c: 1}}")
@example("{a: {b: 1}, a: 2}")
def test_any_value(value: str) -> None:
    same_both_ways(f"a: {value}\nb: 1\n")


@given(_SIMPLE_TEXTS)
@settings(max_examples=times(1000), deadline=None)
def test_simple_texts(content: str) -> None:
    same_both_ways(content)


def test_a_year_of_counts_goes_the_short_way() -> None:
    simple = read_simple(ACTIVITY)
    assert simple is not None
    assert simple.data == {"source": "hand-count", "weeks": {"2026-W01": {"text": 1, "photo": 2}, "2026-W02": {}}}
    assert simple.entry_lines == [1, 2, 3, 6]
    same_both_ways(ACTIVITY)


def test_what_is_remembered_is_never_handed_out_twice() -> None:
    text = "weeks:\n  2026-W01: {text: 1, removed: {spam: 2}}\n"
    first, second = read_simple(text), read_simple(text)
    assert first is not None
    assert second is not None
    assert first.data == second.data
    weeks, others = first.data["weeks"], second.data["weeks"]
    assert isinstance(weeks, dict)
    assert isinstance(others, dict)
    week, other = weeks["2026-W01"], others["2026-W01"]
    assert isinstance(week, dict)
    assert isinstance(other, dict)
    assert week is not other
    assert week["removed"] is not other["removed"]


@pytest.mark.parametrize(
    "text",
    ["a: [1, 2]", "a:\n- b", "- a", "a: {12: 1}", "a: |\n  b", "a: b\n  c", "a: b # c", "---\na: 1", ""],
)
def test_what_is_not_known_at_sight_is_left_alone(text: str) -> None:
    assert read_simple(text) is None


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a:\n  b:\n    c:\n      d: 1\n    e: 2\nf: 3\n", {"a": {"b": {"c": {"d": 1}, "e": 2}}, "f": 3}),
        ("a:\n  b:\n    c: 1\n  d: 2\n", {"a": {"b": {"c": 1}, "d": 2}}),
        ("a: []\nb: 1\n", {"a": [], "b": 1}),
        ("#\na: 1\n # x\n\n", {"a": 1}),
        ("a: \"\"\nb: ''\nc: x\n", {"a": "", "b": "", "c": "x"}),
    ],
)
def test_levels_and_empty_lists_are_read_fast(text: str, data: object) -> None:
    simple = read_simple(text)
    assert simple is not None and simple.data == data


def test_deep_levels_are_left_to_libyaml() -> None:
    def nested(depth: int) -> str:
        return "".join(f"{'  ' * level}a:\n" for level in range(depth - 1)) + "  " * (depth - 1) + "a: 1\n"

    assert read_simple(nested(8)) is not None
    assert read_simple(nested(9)) is None
