"""The edges of the reader: which of two messages a mistake gets, and what a fault leaves of the other problems."""

from __future__ import annotations

from typing import Any

import pytest
from reestr.records.diagnostics import Fix, Location, Severity
from reestr.records.reader import Document, read, syntax
from reestr.records.reader.problems import LIMIT, FileProblems
from reestr.records.reader.yaml_events import MarkedYAMLError, YAMLError

MESSAGES = (
    ("a tab between words", "a: x\ty", "tab", "Табуляция между словами"),
    ("a tab before words", "a:\n\tb: 1", "tab", "Отступ сделан табуляцией"),
    ("a tab behind blanks", "a:\n  \tb: 1", "tab", "Отступ сделан табуляцией"),
    ("an escaped tab", 'a: "x\\ty"', "tab", "В значение вставлена"),
    ("an escaped line break", 'a: "x\\u2028y"', "line-break", "В значение вставлен"),
    ("a line break", "a: x\u2028y", "line-break", "(U+2028)"),
    ("a mark of direction in a key", '"x\\u202ey": 1', "bidi-character", "В значение вставлен"),
    ("a number for a key", "1: x", "key-not-text", "«1»"),
    ("a large number for a key", "1500: x", "key-not-text", "«1500»"),
    ("a broken number for a key", "b: {-1.5: x}", "key-not-text", "«-1.5»"),
    ("nothing for a key", "?\n: x", "key-not-text", "нет имени поля"),
    ("a list", "- a", "not-a-mapping", "а здесь список"),
    ("a text", "текст", "not-a-mapping", "а здесь одно значение"),
    ("an empty text in quotes", '""', "not-a-mapping", "а здесь одно значение"),
    ("UTF-16, as Notepad writes it", "a: ы".encode("utf-16"), "encoding", "UTF-16"),
    ("UTF-16 the other way round", b"\xfe\xff\x00a\x00:", "encoding", "UTF-16"),
    ("Windows-1251", "a: ы".encode("cp1251"), "encoding", "не в кодировке UTF-8"),
)


def _read(content: str | bytes) -> Any:
    return read(content if isinstance(content, bytes) else content.encode(), "a.yaml")


@pytest.mark.parametrize(("content", "code", "words"), [row[1:] for row in MESSAGES], ids=[row[0] for row in MESSAGES])
def test_a_mistake_gets_its_own_message(content: str | bytes, code: str, words: str) -> None:
    _, problems = _read(content)
    (problem,) = (item for item in problems if item.code == code)
    assert words in problem.message
    assert (problem.severity, problem.private) == (Severity.ERROR, False)


FIXES = (
    ("a tab between words", "a: x\ty", Fix("characters", value=" ")),
    ("a tab before words", "a:\n\tb: 1", None),
    ("an invisible character", "a: x\u200by", Fix("characters", value="")),
    ("an invisible character before words", "b: 1\n\u200ba: x", Fix("characters", value="")),
    ("a character of direction", "a: x\u202ey", None),
    ("outer blanks", "b: {a: ' x '}", Fix("set", ("b", "a"), "x")),
    ("blanks alone", "a: '  '", None),
)


@pytest.mark.parametrize(("content", "fix"), [row[1:] for row in FIXES], ids=[row[0] for row in FIXES])
def test_a_mistake_that_can_only_mean_one_thing_has_its_fix(content: str, fix: Fix | None) -> None:
    _, (problem, *_) = _read(content)
    assert problem.fix == fix


ACCEPTED = (
    ("a merge key in quotes", '"<<": 1', {"<<": 1}),
    ("a number in quotes", '"1": x', {"1": "x"}),
    ("a line of equals signs in a text", "a: |\n  x\n  =======\n", {"a": "x\n=======\n"}),
    ("equals signs alone", "a: =======", {"a": "======="}),
    ("more than seven signs", "a: |\n  x\nb: >-\n  <<<<<<<<\n", {"a": "x\n", "b": "<<<<<<<<"}),
    ("a per cent sign in a line", "a: 5 %", {"a": "5 %"}),
    ("the mark of UTF-8", b"\xef\xbb\xbfa: 1", {"a": 1}),
    ("blanks at the end of a text of lines", 'a: "x\n\n  y "', {"a": "x\ny "}),
    ("a blank at the end of a block", "a: |-\n  x \n", {"a": "x "}),
    ("15 digits", "a: 123456789012345", {"a": 123456789012345}),
    ("17 digits behind the point", "a: 0.12345678901234567", {"a": 0.12345678901234567}),
    ("a document with its mark", "---\na: 1\n", {"a": 1}),
    ("a document with its end", "a: 1\n...\n", {"a": 1}),
)


@pytest.mark.parametrize(("content", "data"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_what_only_looks_like_a_mistake_is_read(content: str | bytes, data: dict[str, Any]) -> None:
    document, problems = _read(content)
    assert problems == ()
    assert document is not None and document.data == data


CONFLICTS = (
    ("one left over", "a: 1\n=======\n", [(2, 1)]),
    ("all four", "<<<<<<< a\na: 1\n||||||| b\n=======\na: 2\n>>>>>>> c\n", [(1, 1), (3, 1), (4, 1), (6, 1)]),
    ("one without a name", "a: 1\n<<<<<<<\n", [(2, 1)]),
    ("only ends", "a: 1\n>>>>>>> c\n", [(2, 1)]),
)


@pytest.mark.parametrize(("content", "places"), [row[1:] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS])
def test_the_marks_of_a_conflict_are_one_problem(content: str, places: list[tuple[int, int]]) -> None:
    document, (problem, *others) = _read(content)
    assert (document, others, problem.code) == (None, [], "merge-conflict")
    found = [problem.location, *(item.location for item in problem.related)]
    assert [(place.line, place.column) for place in found] == places


def test_a_hundred_marks_of_a_conflict_are_shown_in_part() -> None:
    _, (problem,) = _read("=======\n" * 100)
    assert len(problem.related) == 29


HANDED_ON = (
    ("an anchor", "a: &x 1", {"a": 1}),
    ("a tag", "a: !t 1", {"a": 1}),
    ("a key that is a number", "1: x\nb: 2", {"1": "x", "b": 2}),
    ("a tab between words", "a: x\ty", {"a": "x y"}),
    ("a number that is too long", "a: 1234567890123456", {"a": "1234567890123456"}),
    ("a second document", "a: 1\n---\nb: 2", {"a": 1}),
    ("a doubled key", "a: 1\na: 2", {"a": 1}),
    ("a lone carriage return", "a: x\rb: y", None),
    ("a tab before words", "a:\n\tb: 1", None),
    ("a tab before words and an invisible character behind them", "a:\n\tb: x\u200by", None),
    ("an alias", "b: 1\na: *x", None),
    ("a merge key", "a: {<<: {b: 1}}", None),
    ("a list for a key", "? [a]\n: b\nc: 1", None),
)


@pytest.mark.parametrize(("content", "data"), [row[1:] for row in HANDED_ON], ids=[row[0] for row in HANDED_ON])
def test_data_with_a_problem_is_handed_on_where_it_is_what_the_file_says(
    content: str, data: dict[str, Any] | None
) -> None:
    document, problems = _read(content)
    assert problems
    assert (document and document.data) == data


@pytest.mark.parametrize("number", [LIMIT - 1, LIMIT, LIMIT + 1])
def test_problems_are_counted_up_to_the_limit(number: int) -> None:
    _, problems = _read("".join(f"a{index}: ' x'\n" for index in range(number)))
    assert len(problems) == min(number, LIMIT + 1)
    assert (problems[-1].code == "too-many-problems") is (number > LIMIT)


def test_a_file_may_be_a_mebibyte() -> None:
    content = b"a: " + b"x" * (1024 * 1024 - 3)
    document, problems = _read(content)
    assert problems == () and document is not None
    assert _read(content + b"x")[1][0].code == "file-too-large"


@pytest.mark.parametrize("content", [b"a: [", b"@", b"%"])
def test_what_cannot_be_found_in_the_text_has_the_file_for_its_place(content: bytes) -> None:
    for path in ((), ("b",), ("b", 1)):
        place = Document("a.yaml", {}, content, []).locate(path)
        assert (place.file, place.line or 1) == ("a.yaml", 1)
    assert Document("a.yaml", {}, b"@", []).locate(("b",)) == Location("a.yaml")


@pytest.mark.parametrize("opening", ["[", "{x: ", "- ", "? ", "{? "])
def test_a_doubled_key_above_thirty_thousand_levels_is_shown(opening: str) -> None:
    _, problems = _read("a: 1\na: 2\nb:\n " + opening * 30_000)
    doubled = next(item for item in problems if item.code == "duplicate-key")
    assert [place.location.line for place in doubled.related] == [1]


@pytest.mark.parametrize("key", ["? [x]\n: y", "{x: y}: z", "*x : y", "? - x\n: y"])
def test_a_doubled_key_above_a_key_that_is_no_text_is_shown(key: str) -> None:
    document, problems = _read(f"a: 1\na: 2\n{key}\n")
    assert document is None
    doubled = next(item for item in problems if item.code == "duplicate-key")
    assert [place.location.line for place in doubled.related] == [1]


@pytest.mark.parametrize("error", [YAMLError("x"), MarkedYAMLError("x", None, "y", None)], ids=["plain", "no place"])
def test_a_complaint_without_a_place_is_told_of_the_beginning(error: YAMLError) -> None:
    problems = FileProblems("a.yaml")
    syntax.refuse(error, problems, frozenset((1,)))
    (problem,) = problems.sorted()
    assert (problem.code, problem.location) == ("syntax", Location("a.yaml", 1, 1))


@pytest.mark.parametrize(
    ("content", "begun", "stopped"),
    [
        ('a: "x\nb: 1\n', (1, 4), [(3, 1)]),
        ("a: {b: 1\nc: 2", (1, 4), [(2, 2)]),
        ("a: [b, c", (1, 4), [(2, 1)]),
        ("name: x\nstatus\ninn: y", (2, 1), [(3, 1)]),
        ('a: "x', (1, 4), []),
        ("name: x\n  inn: y", (2, 6), []),
    ],
)
def test_what_was_left_open_is_shown_where_it_began_and_where_reading_stopped(
    content: str, begun: tuple[int, int], stopped: list[tuple[int, int]]
) -> None:
    _, (problem,) = _read(content)
    assert (problem.code, problem.location.line, problem.location.column) == ("syntax", *begun)
    assert [(place.location.line, place.location.column) for place in problem.related] == stopped


@pytest.mark.parametrize("tag", ["!<x y", "!<tag:x y", "!a%zz x", "!a!b!c x", "!x!y z"])
def test_a_broken_tag_is_a_tag(tag: str) -> None:
    _, (problem,) = _read(f"a: {tag}")
    assert problem.code == "tag"
