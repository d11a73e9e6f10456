"""What a record loses on its way into the public edition: whole records, and single fields by their schema."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from reestr.records import schemas
from reestr.records.redaction import for_edition

ASSIGNMENT: Mapping[str, Any] = {
    "title": "Отчёт",
    "issued_on": "2026-11-02",
    "due_on": "2026-11-16",
    "addressees": [{"organization": "school"}, {"organization": "library"}],
}

WITHHELD = {
    "a request of the regional centre": ("assignment", {**ASSIGNMENT, "kind": "centre-request"}),
    "a request for information": ("assignment", {**ASSIGNMENT, "kind": "information-request"}),
    "a notice": ("notice", {"organization": "school", "to": "city-hall"}),
    "a draft": ("account", {"organization": "school", "draft": True}),
    "an internal requirement": ("requirement", {"title": "Пароли", "edition": "internal"}),
}

WHOLE = {
    "a post to be placed": ("assignment", {**ASSIGNMENT, "kind": "portal-post"}),
    "what is no draft": ("account", {"organization": "school", "draft": False}),
    "a public requirement": ("requirement", {"title": "Две публикации", "edition": "public"}),
    "an edition that is no requirement's": ("account", {"organization": "school", "edition": "internal"}),
    "nothing": ("account", {}),
}

CASES = {
    "who is responsible, without consent": (
        "organization",
        {"responsible": [{"role": "методист", "name": "Иванова Мария"}, {"role": "завуч"}]},
        {"responsible": [{"role": "методист"}, {"role": "завуч"}]},
    ),
    "who is responsible, with consent": (
        "organization",
        {"responsible": [{"role": "методист", "name": "Иванова Мария", "consent": "2026-01-12"}, {"name": "Пётр"}]},
        {"responsible": [{"role": "методист", "name": "Иванова Мария", "consent": "2026-01-12"}, {}]},
    ),
    "how a page is secured": (
        "account",
        {"url": "https://vk.com/school", "security": {"two_factor": {"status": "enabled"}}},
        {"url": "https://vk.com/school"},
    ),
    "a value of the wrong form is left for validation": (
        "organization",
        {"responsible": "методист", "name": "Школа"},
        {"responsible": "методист", "name": "Школа"},
    ),
}


@pytest.mark.parametrize(("kind", "data"), WITHHELD.values(), ids=WITHHELD)
def test_the_public_edition_does_not_hold_an_internal_record(kind: str, data: Mapping[str, Any]) -> None:
    assert for_edition(kind, data, "public") is None
    assert for_edition(kind, data, "internal") == data


@pytest.mark.parametrize(("kind", "data"), WHOLE.values(), ids=WHOLE)
def test_both_editions_hold_a_public_record(kind: str, data: Mapping[str, Any]) -> None:
    assert for_edition(kind, data, "public") == for_edition(kind, data, "internal") == data


@pytest.mark.parametrize(("kind", "data", "public"), CASES.values(), ids=CASES)
def test_the_public_edition_lacks_internal_fields_alone(
    kind: str, data: Mapping[str, Any], public: Mapping[str, Any]
) -> None:
    before = copy.deepcopy(data)
    assert for_edition(kind, data, "public") == public
    assert for_edition(kind, data, "internal") == data
    # The record itself stays whole.
    assert data == before


MARKED = {
    "every key of a mapping": (
        ("weeks", "*", "note"),
        None,
        {"weeks": {"2026-W01": {"note": "x", "text": 1}, "2026-W02": {}}},
        {"weeks": {"2026-W01": {"text": 1}, "2026-W02": {}}},
    ),
    "every item of a list": (
        ("list", "*", "a"),
        None,
        {"list": [{"a": 1, "b": 2}, "a", ["a"]]},
        {"list": [{"b": 2}, "a", ["a"]]},
    ),
    "a field within a field": (
        ("security", "codes", "by"),
        None,
        {"security": {"codes": {"by": "x", "on": "y"}}},
        {"security": {"codes": {"on": "y"}}},
    ),
    "a field within what is missing": (("security", "by"), None, {"name": "x"}, {"name": "x"}),
    "a field within what is no mapping": (("security", "by"), None, {"security": "by"}, {"security": "by"}),
    "a field that another one makes public": (
        ("by",),
        "consent",
        {"by": "x", "consent": 1},
        {"by": "x", "consent": 1},
    ),
    "a field that another one would make public": (("by",), "consent", {"by": "x", "on": "y"}, {"on": "y"}),
}


@pytest.mark.parametrize(("path", "public_if", "data", "public"), MARKED.values(), ids=MARKED)
def test_a_mark_of_the_schema_says_what_is_left_out(
    monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...], public_if: str | None, data: Any, public: Any
) -> None:
    monkeypatch.setattr(schemas, "internal_paths", lambda kind: [(path, public_if)])
    assert for_edition("account", data, "public") == public
