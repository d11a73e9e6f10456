"""Every code of the reader has texts, an example that gives it and one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr import wording
from reestr.records.reader import read

CASES = Path(__file__).parents[2] / "generator" / "reestr" / "records" / "cases"

#: The codes of the reader: its texts stand together at the top of the catalogue, its examples in `records/cases`.
CODES = (
    "alias",
    "anchor",
    "bidi-character",
    "binary",
    "complex-key",
    "control-character",
    "directive",
    "duplicate-key",
    "empty-file",
    "encoding",
    "file-too-large",
    "invisible-character",
    "key-not-text",
    "line-break",
    "merge-conflict",
    "merge-key",
    "not-a-mapping",
    "number-too-long",
    "outer-blanks",
    "several-documents",
    "syntax",
    "tab",
    "tag",
    "too-deep",
    "too-many-problems",
)


class TestExamples:
    @pytest.mark.parametrize("code", CODES)
    def test_each_code_has_an_example_that_gives_it_and_one_that_does_not(self, code: str) -> None:
        wrong = sorted((CASES / code / "fail").rglob("*.yaml"))
        right = sorted((CASES / code / "pass").rglob("*.yaml"))
        assert wrong
        assert right
        for file in wrong:
            assert code in {item.code for item in read(file.read_bytes(), file.name)[1]}
        for file in right:
            assert read(file.read_bytes(), file.name)[1] == ()

    @pytest.mark.parametrize("code", CODES)
    def test_each_code_says_what_it_means(self, code: str) -> None:
        assert wording.has(f"diagnostics.{code}.meaning")
