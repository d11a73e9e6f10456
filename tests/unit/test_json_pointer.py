"""JSON pointers: the examples of RFC 6901, and conversion in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.records.json_pointer import pointer, steps_of


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ([], ""),
        (["foo"], "/foo"),
        (["foo", 0], "/foo/0"),
        ([""], "/"),
        (["a/b"], "/a~1b"),
        (["m~n"], "/m~0n"),
        (["~1"], "/~01"),
        (["c%d", " ", 'k"l'], '/c%d/ /k"l'),
    ],
)
def test_the_examples_of_rfc_6901(steps: list[str | int], text: str) -> None:
    assert pointer(steps) == text
    assert steps_of(text) == [str(step) for step in steps]


@given(st.lists(st.text(alphabet="~/01ая")))
def test_decoding_undoes_encoding(steps: list[str]) -> None:
    assert steps_of(pointer(steps)) == steps
