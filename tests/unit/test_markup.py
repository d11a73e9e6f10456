"""The markup of every page of both cities and editions: html-validate finds nothing. Its rules: .ci/markup.mjs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.unit.project import ROOT, reestr

Checker = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def checked(missing_tool: Callable[[str], NoReturn]) -> Checker:
    """Checks the pages below some folders, all in one process: starting node takes longer than checking a city."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "html-validate").is_dir():
        missing_tool("html-validate is not installed: run `make tools`, it needs node and npm")

    def run(*folders: Path) -> subprocess.CompletedProcess[str]:
        command = [node, ".ci/markup.mjs", *map(str, folders)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    return run


def test_the_markup_of_every_page_is_valid(checked: Checker, primersk: Path, tmp_path: Path) -> None:
    sites = []
    for city, edition in ((ROOT, "public"), (primersk, "public"), (primersk, "internal")):
        sites.append(tmp_path / f"{city.name}-{edition}")
        arguments = ("--config", str(city / "mkdocs.yml"), "--edition", edition, "--output", str(sites[-1]))
        built = reestr("build", *arguments, folder=ROOT)
        assert built.returncode == 0, built.stderr
    done = checked(*sites)
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
