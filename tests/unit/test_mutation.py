"""The measure of what the tests let through: which changes it makes, and which tests it runs for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.changing import Mutant, mutants
from tests.mutation.running import OneRun, Recording
from tests.mutation.scope import PARTS, Part

CHANGES: tuple[tuple[str, list[str]], ...] = (
    ("return a < b", ["return None", "a <= b"]),
    ("return a == b != c", ["return None", "a != b != c", "a == b == c"]),
    ("return a and b", ["return None", "a or b", "b", "a"]),
    ("return not a", ["return None", "a"]),
    ("return f(n=1)", ["return None", "f(n=2)", "f(n=0)"]),
    ("return a - b if c else d", ["return None", "d if c else a - b", "a + b"]),
    ("return max(a)", ["return None", "min(a)"]),
    ("return [x for x in a if x]", ["return None", "[x for x in a]"]),
    ("return re.compile('a*$')", ["return None", "re.compile('a*')", "re.compile('a+$')"]),
    ("return zip(a, b, strict=True)", ["return None"]),
    ("if a == b:\n        return\n    b()", ["dropped", "a != b", "dropped"]),
    ("if a:\n        b()\n    else:\n        c()", ["if not", "dropped", "dropped"]),
    ("for x in a:\n        continue", ["dropped", "break"]),
    ("assert a == 1", []),
    ("'''It does nothing.'''", []),
)


def _mutants(folder: Path, body: str) -> list[Mutant]:
    file = folder / "module.py"
    file.write_text(f"import re\n\n\ndef f(a: int = None, b=None, c=None, d=None):\n    {body}\n", encoding="utf-8")
    return mutants("module.py", file)


@pytest.mark.parametrize(("body", "expected"), CHANGES, ids=[body for body, _ in CHANGES])
def test_each_place_is_changed_by_itself(tmp_path: Path, body: str, expected: list[str]) -> None:
    found = _mutants(tmp_path, body)
    assert [mutant.change.split(" -> ")[1] for mutant in found] == expected
    assert {mutant.function for mutant in found} <= {"f"}
    assert len({mutant.name for mutant in found}) == len(found)
    assert [str(mutant) for mutant in found] == [str(mutant) for mutant in _mutants(tmp_path, body)]


def test_equal_changes_of_a_function_are_numbered(tmp_path: Path) -> None:
    found = [(mutant.change, mutant.number) for mutant in _mutants(tmp_path, "a(1)\n    a(1)")]
    assert found == [
        (change, number) for number in (1, 2) for change in ("a(1) -> dropped", "a(1) -> a(2)", "a(1) -> a(0)")
    ]


def test_the_tests_that_run_the_line_are_run_the_shortest_first(tmp_path: Path) -> None:
    first, *_, last = _mutants(tmp_path, "a()\n    if b:\n        c()")
    runs = {
        "long": OneRun({"module.py": frozenset((5, 6, 7))}, 9, 0.1, True),
        "short": OneRun({"module.py": frozenset((5, 6))}, 3, 0.1, True),
        "elsewhere": OneRun({"other.py": frozenset((5,))}, 1, 0.1, True),
    }
    recording = Recording(runs, {"module.py": frozenset((1, 4))})
    assert (first.lines, recording.tests_of(first)) == (frozenset((5,)), ["short", "long"])
    assert (last.lines, recording.tests_of(last)) == (frozenset((7,)), ["long"])
    assert not recording.is_early(first)


def test_a_change_of_what_imports_run_is_early(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("LIMIT = 5\n\n\ndef f(n=3):\n    return n\n", encoding="utf-8")
    recording = Recording(imported={"module.py": frozenset((1, 4))})
    early = {mutant.change: recording.is_early(mutant) for mutant in mutants("module.py", file)}
    assert early == {
        "LIMIT = 5 -> LIMIT = 6": True,
        "LIMIT = 5 -> LIMIT = 4": True,
        "def f(n=3): -> def f(n=4):": True,
        "def f(n=3): -> def f(n=2):": True,
        "return n -> return None": False,
    }


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_has_modules_and_tests(part: Part) -> None:
    assert part.files()
    assert part.test_files()
