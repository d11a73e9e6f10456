"""The markup of the pages of both cities and editions: html-validate finds nothing. Its rules: .ci/markup.mjs.

On every commit it is one page of every kind, and of the internal edition those that the public one does not have or
shows otherwise: the others come of the same templates. At night it is every page.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tools
from tests.kinds_of_pages import kinds_of_pages
from tests.once import Once
from tests.unit.project import ROOT
from tests.weight import file_of

pytestmark = pytest.mark.process

Checker = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def checked() -> Checker:
    """Checks some pages, or all below some folders, in one process: starting node takes longer than checking a page."""
    tools.npm_package("html-validate")
    node = tools.node()

    def run(*paths: Path) -> subprocess.CompletedProcess[str]:
        command = [node, ".ci/markup.mjs", *map(str, paths)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    return run


def test_the_markup_of_every_kind_of_page_is_valid(checked: Checker, once: Once, primersk: Path) -> None:
    public, internal = once.site(primersk), once.site(primersk, "internal")
    pages = [site / file_of(path) for site in (once.site(ROOT), public) for path in kinds_of_pages(site)]
    others = [path for path in kinds_of_pages(internal) if not (public / file_of(path)).exists()]
    pages += [internal / file_of(path) for path in (*others, "tasks/", "changes/", "organizations/school-7/")]
    assert others
    _assert_valid(checked(*pages))


@pytest.mark.deep
def test_the_markup_of_every_page_is_valid(checked: Checker, once: Once, primersk: Path) -> None:
    _assert_valid(checked(once.site(ROOT), once.site(primersk), once.site(primersk, "internal")))


def _assert_valid(done: subprocess.CompletedProcess[str]) -> None:
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
