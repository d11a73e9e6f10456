"""Edge cases that mutation testing found untested in the reader, the rules, redaction and splices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import rewrite
from reestr.records.reader import Document, read
from reestr.records.reader.problems import FileProblems
from reestr.records.reader.text import decode
from reestr.records.redaction import for_edition
from reestr.records.validation import date_order, suggestions


def _read(text: str | bytes) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    return read(text if isinstance(text, bytes) else text.encode(), "a.yaml")


def _document(text: str) -> Document:
    document, problems = _read(text)
    assert document is not None and problems == ()
    return document


@pytest.mark.parametrize(
    ("text", "code", "variant"),
    [
        ("a: x\ty\n", "tab", "message"),
        ("a:\n\tb: 1\n", "tab", "message-indentation"),
        ("  \ta: 1\n", "tab", "message-indentation"),
        ('a: "x\\ty"\n', "tab", "message-escape"),
        ("1: x\n", "key-not-text", "message"),
        ("?\n: x\n", "key-not-text", "message-empty"),
        (b"\xff\xfea\x00", "encoding", "message-utf-16"),
        (b"\xfe\xff\x00a", "encoding", "message-utf-16"),
        (b"a: \xff\n", "encoding", "message"),
        ("", "empty-file", "message"),
        ("# nothing\n", "empty-file", "message"),
        ('""\n', "not-a-mapping", "message"),
        ("''\n", "not-a-mapping", "message"),
        ("x\n", "not-a-mapping", "message"),
        ("- x\n", "not-a-mapping", "message-list"),
    ],
)
def test_a_mistake_is_worded_as_what_it_is(text: str | bytes, code: str, variant: str) -> None:
    problem = _read(text)[1][0]
    assert problem.code == code
    given = wording.text(f"diagnostics.{code}.{variant}", key=text.partition(":")[0] if isinstance(text, str) else "")
    assert problem.message == given


@pytest.mark.parametrize("text", ["a: 1\rb: 2\n", "a: 1\r", "a:\r  b: 1\n"])
def test_a_lone_carriage_return_makes_the_lines_doubtful(text: str) -> None:
    document, problems = _read(text)
    assert document is None
    assert {item.code for item in problems} == {"line-break"}


def test_a_tab_between_words_leaves_a_document_and_one_before_them_does_not() -> None:
    document, problems = _read("a: x\ty\tz\nb: 1\n")
    assert document is not None and document.data == {"a": "x y z", "b": 1}
    assert [item.code for item in problems] == ["tab"]
    assert _read("a:\n\tb: 1\n")[0] is None


@pytest.mark.parametrize("marker", ["<<<<<<<", "|||||||", "=======", ">>>>>>>"])
@pytest.mark.parametrize("end", ["", " main", "\r"])
def test_one_marker_that_is_left_is_a_conflict(marker: str, end: str) -> None:
    text = f"a: 1\n{marker}{end}\nb: 2\n=======\n" if marker == "|||||||" else f"a: 1\n{marker}{end}\nb: 2\n"
    document, problems = _read(text)
    assert document is None
    assert (problems[0].code, problems[0].location.line) == ("merge-conflict", 2)
    assert [item.code for item in problems].count("merge-conflict") == 1


@pytest.mark.parametrize("text", ["a: <<<<<<< x\n", "a: x =======\n", "a: 'x >>>>>>>'\n"])
def test_signs_within_a_line_are_no_conflict(text: str) -> None:
    assert _document(text).data


@pytest.mark.parametrize("line", ["=======x", "<<<<<<<<"])
def test_a_longer_row_of_signs_is_no_marker(line: str) -> None:
    assert "merge-conflict" not in {item.code for item in _read(f"a: |\n  x\n{line}\n")[1]}


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("a: 1\n", True),
        ("a: ё№\n", True),
        ("a: x & y\n", False),
        ("a: x * y\n", False),
        ("a: x!\n", False),
        ("a: x\\y\n", False),
        ("a: x\u00a0y\n", False),
        ("a: x\u00a0& y\n", False),
    ],
)
def test_only_plain_visible_text_is_ordinary(text: str, ordinary: bool) -> None:
    decoded = decode(text.encode(), FileProblems("a.yaml"))
    assert decoded is not None and decoded.ordinary is ordinary


def test_a_quoted_merge_key_is_a_key_like_others() -> None:
    assert _document('"<<": 1\n').data == {"<<": 1}
    assert _document("a: {'<<': 1}\n").data == {"a": {"<<": 1}}
    assert [item.code for item in _read("<<: {a: 1}\n")[1]] == ["merge-key"]


def test_what_stands_below_a_key_that_is_no_text_has_a_path() -> None:
    _, problems = _read("? [a]\n: &x 1\nb: &y 2\n")
    assert [(item.code, item.path) for item in problems] == [("complex-key", ""), ("anchor", "/"), ("anchor", "/b")]


# ── dates within a record


def _terms(*terms: str) -> list[Diagnostic]:
    lines = "".join(f"  - {{role: r, {term}}}\n" if term else "  - {role: r}\n" for term in terms)
    return list(date_order.check_terms("organization", "x", _document(f"name: X\nresponsible:\n{lines}")))


@pytest.mark.parametrize(
    "terms",
    [
        ("", 'from: "2024-02-01"', ""),
        ("", "", ""),
        ('from: "2024-02-01"', "", 'from: "2023-01-01"'),
        ('from: "2024-02-01"', 'until: "2024-05-01"'),
        ('until: "2024-02-01"', 'from: "2024-02-01"'),
        ('from: "2024-02-01", until: "2024-03-01"', 'from: "2024-03-01"'),
        ('from: "2024-02-01"', 'from: "2024-02-01"'),
    ],
)
def test_a_term_without_its_first_day_is_compared_with_nothing(terms: Sequence[str]) -> None:
    assert _terms(*terms) == []


@pytest.mark.parametrize(
    ("terms", "index", "other"),
    [
        (("", 'from: "2024-02-01"', 'from: "2024-01-31"'), 2, "01.02.2024"),
        (('until: "2024-02-02"', 'from: "2024-02-01"'), 1, "02.02.2024"),
        (('from: "2024-01-01", until: "2024-02-02"', 'from: "2024-02-01"', ""), 1, "02.02.2024"),
    ],
)
def test_terms_that_overlap_name_both_entries(terms: Sequence[str], index: int, other: str) -> None:
    (found,) = _terms(*terms)
    assert found.path == f"/responsible/{index}/from"
    assert found.location.line == 3 + index
    assert [related.location.line for related in found.related] == [3 + index - 1]
    assert other in found.message


ACCOUNT = (
    'opened_on: "2025-01-02"\nobserved: {on: "2025-01-01"}\n'
    'previous_urls: [{until: "2024-05-01"}, {}, {until: "2025-05-01"}]\n'
)
ODD = ("closed_on: x\n", "opened_on: x\n", "previous_urls: 3\nopened_on: x\n", "observed: []\nopened_on: x\n")


def test_dates_out_of_order_are_found_where_they_stand() -> None:
    found = list(date_order.check_dates("account", "x", _document(ACCOUNT)))
    assert [item.path for item in found] == ["/previous_urls/0/until", "/observed/on"]
    assert all(not item.private for item in found)
    assert all([related.location.line for related in item.related] == [1] for item in found)


@pytest.mark.parametrize("text", ODD)
def test_dates_that_are_not_there_are_in_order(text: str) -> None:
    assert list(date_order.check_dates("account", "x", _document(text))) == []


def test_a_day_that_is_not_for_the_public_is_in_no_message() -> None:
    text = 'kind: centre-request\nissued_on: "2025-01-02"\nanswer: {on: "2025-01-01"}\n'
    (found,) = date_order.check_dates("assignment", "x", _document(text))
    assert found.private
    assert "2025-01-0" not in found.message + found.help


# ── values in messages


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"a": 1}, wording.text("validation.given.object")),
        ([1], wording.text("validation.given.array")),
        (1, "1"),
        (True, "true"),
        (None, "null"),
        ("x" * 60, f"«{'x' * 60}»"),
        ("x" * 61, f"«{'x' * 59}…»"),
    ],
)
def test_a_value_is_shown_as_what_it_is(value: object, shown: str) -> None:
    assert suggestions.shown(value) == shown


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("HTTP://a.ru", "http://a.ru"),
        ("http://a.ru", "http://a.ru"),
        ("HTTPS://a.ru", "https://a.ru"),
        ("http:/a.ru", "https://a.ru"),
        ("https:/a.ru/x", "https://a.ru/x"),
        ("//a.ru", "https://a.ru"),
        ("https:////a.ru", "https://a.ru"),
        ("a.ru", "https://a.ru"),
        ("a.b.ru/x", "https://a.b.ru/x"),
        ("..ru", None),
        ("ftp://a.ru", None),
        ("a@b.ru", None),
    ],
)
def test_an_address_is_completed(given: str, meant: str | None) -> None:
    assert suggestions.url_meant(given) == meant


@pytest.mark.parametrize(("count", "rest"), [(11, 0), (12, 0), (13, 1), (15, 3)])
def test_of_a_long_list_the_rest_is_counted(count: int, rest: int) -> None:
    items = [f"i{number}" for number in range(count)]
    text = suggestions.listed(items)
    assert ("ещё" in text) is bool(rest)
    assert text.count("i") == min(count, 12)
    assert not rest or text.replace("\u00a0", " ").endswith(f"ещё {rest}")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("  a b  ", "a b"),
        ("ABC", "abc"),
        ("a b.", "a b"),
        ("A_b c", "a-b-c"),
        ("8 (42622) 2-00-01", "+7 (42622) 2-00-01"),
        ("8-42622-2-00-01", "+7 42622-2-00-01"),
        ("a b", "ab"),
        ("same", None),
    ],
)
def test_each_usual_slip_is_put_right(given: str, meant: str | None) -> None:
    assert suggestions.text_meant(given, lambda text: text == meant) == meant


# ── editions


@pytest.mark.parametrize("kind", ["centre-request", "information-request"])
def test_a_task_from_above_is_not_for_the_public(kind: str) -> None:
    data = {"kind": kind, "title": "x"}
    assert for_edition("assignment", data, "public") is None
    assert for_edition("assignment", data, "internal") == data


def test_what_is_internal_goes_from_every_item_and_key() -> None:
    # What a kind means that the city's list does not have cannot be known.
    assert for_edition("assignment", {"kind": "other", "title": "x"}, "public") is None
    people = [{"role": "a", "name": "N"}, {"role": "b", "name": "M", "consent": {"on": "2025-01-01"}}, "odd"]
    public = for_edition("organization", {"name": "X", "responsible": people}, "public")
    assert public is not None
    assert "N" not in str(public) and public["responsible"][2] == "odd"
    assert for_edition("organization", {"draft": True}, "public") is None
    assert for_edition("organization", {"name": "X", "responsible": "odd"}, "public") == {
        "name": "X",
        "responsible": "odd",
    }
    assert for_edition("notice", {"organization": "x"}, "public") is None


# ── splices


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("a: []\n", {"a": [1]}, "a: [1]\n"),
        ("a: [2]\n", {"a": [1, 2]}, "a: [1, 2]\n"),
        ("a: [\n  2,\n  3,\n]\n", {"a": [1, 2, 3]}, "a: [\n  1,\n  2,\n  3,\n]\n"),
        (
            "a: [\n  2,  # two\n  3  # three\n]\n",
            {"a": [2, 3, 4]},
            "a: [\n  2,  # two\n  3,  # three\n  4\n]\n",
        ),
        (
            "a: [\n  2,  # two\n  3,  # three\n]\n",
            {"a": [2, 3, 4]},
            "a: [\n  2,  # two\n  3,  # three\n  4,\n]\n",
        ),
        ("a: [2,  # two\n    3]\n", {"a": [2, 4, 3]}, "a: [2,  # two\n    4,\n    3]\n"),
        ("a: [1, 2, 3]\n", {"a": [1, 3]}, "a: [1, 3]\n"),
        ("a: [1, 2, 3]\n", {"a": [2, 3]}, "a: [2, 3]\n"),
        ("a: [1, # one\n    2]\n", {"a": [2]}, "a: [ # one\n    2]\n"),
        ("a: [1, # one\n    2]\n", {"a": [1]}, "a: [1, # one\n    ]\n"),
        ("l:\n  - a: 1\n  - b\n", {"l": ["x", "b"]}, "l:\n  - x\n  - b\n"),
        ("l:\n  - {a: 1}\n", {"l": [{"a": 1, "b": 2}]}, "l:\n  - {a: 1, b: 2}\n"),
        ("a: 1 # c\nb: 2\n", {"a": 2, "b": 2}, "a: 2 # c\nb: 2\n"),
        ("a:\n  b: 1\n  # d\nc: 2\n", {"a": {"b": 1, "d": 2}, "c": 2}, "a:\n  b: 1\n  d: 2\n  # d\nc: 2\n"),
        ("a:\n  b: 1\n    # d\nc: 2\n", {"a": {"b": 1, "d": 2}, "c": 2}, "a:\n  b: 1\n    # d\n  d: 2\nc: 2\n"),
        ("a: 1", {"a": 1, "b": 2}, "a: 1\nb: 2"),
        ("a: 1\nb: 2", {"a": 1}, "a: 1"),
    ],
)
def test_a_splice_keeps_what_it_is_not_about(text: str, wanted: dict[str, Any], expected: str) -> None:
    assert rewrite(text.encode(), wanted).decode() == expected
