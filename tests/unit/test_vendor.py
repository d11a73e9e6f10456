"""The libraries of the theme are what the locked npm packages give, and each comes with its licence."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests import tools

VENDOR = Path("generator/reestr/publishing/site/theme/js/vendor")


@pytest.mark.process
def test_the_bundles_are_those_of_the_locked_packages(project_root: Path) -> None:
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
