"""The theme's libraries and font equal those of the locked npm packages, each with its licence."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from reestr.publishing.documents.pdf import font_files

from tests import tools

VENDOR = Path("generator/reestr/publishing/site/theme/js/vendor")
FONTS = Path("generator/reestr/publishing/site/theme/fonts")


@pytest.mark.process
def test_bundles_and_font_are_those_of_the_locked_packages(project_root: Path) -> None:
    tools.npm_package("esbuild")
    command = [tools.node(), ".ci/vendor.mjs", "--check"]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_bundle_names_where_its_licence_is(project_root: Path) -> None:
    licences = (project_root / VENDOR / "licences.txt").read_text(encoding="utf-8")
    assert re.search(r"^lean-qr [\d.]+ \(MIT\)$", licences, re.MULTILINE)
    bundles = sorted((project_root / VENDOR).glob("*.js"))
    assert bundles
    for bundle in bundles:
        assert "licences.txt" in bundle.read_text(encoding="utf-8").partition("\n")[0], bundle.name


def test_the_font_comes_with_its_licence(project_root: Path) -> None:
    licence = (project_root / FONTS / "licence.txt").read_text(encoding="utf-8")
    assert re.match(r"@fontsource-variable/golos-text [\d.]+ \(OFL-1\.1\)\n", licence)
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert {file.name for file in (project_root / FONTS).iterdir()} == {
        "licence.txt",
        *(name for name, _ in font_files()),
    }


def test_a_browser_asks_for_a_file_of_the_font_by_the_ranges_of_its_package(project_root: Path) -> None:
    package = tools.npm_package("@fontsource-variable/golos-text")
    ranges = json.loads((package / "unicode.json").read_text(encoding="utf-8"))
    css = (project_root / "generator/reestr/publishing/site/theme/css/reestr.css").read_text(encoding="utf-8")
    stated = re.findall(r"fonts/golos-text-([\w-]+)\.woff2[^}]*unicode-range: ([^;]+);", css)
    assert dict(stated) == ranges
    assert len(stated) == len(ranges) == 4
