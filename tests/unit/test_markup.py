"""The markup of every page of both cities and editions: html-validate finds nothing. Its rules: .ci/markup.mjs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tools
from tests.once import Once
from tests.unit.project import ROOT

pytestmark = pytest.mark.process

Checker = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def checked() -> Checker:
    """Checks the pages below some folders, all in one process: starting node takes longer than checking a city."""
    tools.npm_package("html-validate")
    node = tools.node()

    def run(*folders: Path) -> subprocess.CompletedProcess[str]:
        command = [node, ".ci/markup.mjs", *map(str, folders)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    return run


def test_the_markup_of_every_page_is_valid(checked: Checker, once: Once, primersk: Path) -> None:
    done = checked(once.site(ROOT), once.site(primersk), once.site(primersk, "internal"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", faults: 0" in done.stderr


def test_a_fault_is_found_and_named(checked: Checker, tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html>\n<html lang="ru">\n<head><title>Проба</title></head>\n<body><p><div></div></p></body></html>\n'
    )
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    done = checked(tmp_path)
    assert done.returncode == 1
    assert "index.html:4:" in done.stdout and "<div>" in done.stdout


def test_a_folder_without_pages_is_no_success(checked: Checker, tmp_path: Path) -> None:
    assert checked(tmp_path).returncode == 1
