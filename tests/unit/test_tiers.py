"""The tests' own tools: tiers are enforced, shared results are made once, missing tools are named."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mkdocs.commands import build as mkdocs_build

from tests import tools
from tests.once import Once, made_of
from tests.tiers import NotQuickError


def test_a_test_without_a_mark_that_starts_a_process_fails() -> None:
    with pytest.raises(NotQuickError, match="starts a process"):
        subprocess.run([sys.executable, "-c", ""], check=True)


@pytest.mark.process
def test_a_test_with_a_mark_may_start_one() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def test_a_test_without_a_mark_that_builds_a_site_fails() -> None:
    with pytest.raises(NotQuickError, match="builds a site"):
        mkdocs_build.build(None)  # type: ignore[arg-type]


def test_what_is_shared_is_made_once_by_whoever_asks_first(tmp_path: Path) -> None:
    calls = []

    def make(folder: Path) -> None:
        calls.append(folder)
        folder.mkdir()
        (folder / "file").touch()

    once = Once(tmp_path / "once")
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: once.made("thing", make), range(20)))
    assert made == {tmp_path / "once" / "thing"}
    assert len(calls) == 1


def test_what_failed_half_way_is_made_anew(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        raise OSError

    once = Once(tmp_path)
    with pytest.raises(OSError):
        once.made("thing", fail)
    assert list(once.made("thing", Path.mkdir).iterdir()) == []


def test_a_site_is_known_by_what_it_is_made_of(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    record = tmp_path / "record.yaml"
    record.write_text("a: 1\n")
    first = made_of(tmp_path, "public", {})
    (tmp_path / "build" / "index.html").touch()
    assert made_of(tmp_path, "public", {}) == first
    assert len({first, made_of(tmp_path, "internal", {}), made_of(tmp_path, "public", {"A": "1"})}) == 3
    record.write_text("a: 2\n")
    assert made_of(tmp_path, "public", {}) != first


def _skipped(reason: str) -> pytest.TestReport:
    said = ("file.py", 1, f"Skipped: {reason}")
    return pytest.TestReport("test", ("file.py", 1, "test"), {}, "skipped", said, "setup")


def test_a_missing_tool_is_skipped_by_name_and_named_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception) as skipped:
        tools.program("no-such-program", "chromium")
    reports = [_skipped(str(skipped.value)), _skipped(str(skipped.value)), _skipped("for another reason")]
    assert tools.not_run(reports) == [
        "chromium is missing: 2 tests were not run",
        "`make test-tools` installs what is missing, or names it",
    ]
    assert tools.not_run([]) == []


def test_a_missing_tool_is_a_failure_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="chromium is not installed"):
        tools.program("no-such-program", "chromium")
