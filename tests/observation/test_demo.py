"""`make observe-demo` shows an incident, refusals and a disagreement, and changes nothing outside of its folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.project import PRIMERSK, ROOT, tree


# At night: what the demonstration is made of is tried by the other tests of this folder on every commit.
@pytest.mark.deep
def test_a_night_in_the_example_city_can_be_looked_at(tmp_path: Path) -> None:
    before = tree(PRIMERSK / "data")
    folder = tmp_path / "night"
    command = [sys.executable, "-m", "examples.primersk.night", str(folder)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert "library-vk: адрес https://vk.com/primersk_primer_library ведёт на другую страницу" in shown
    assert "pool-vk: страницы https://vk.com/primersk_primer_pool в сети нет." in shown
    assert "у приложения нет нужных прав: 1" in shown
    for line in shown.splitlines():
        if line.strip().endswith("index.html"):
            assert Path(line.strip().rpartition(" ")[2]).is_file(), line
    school = (folder / "build/site/organizations/school-3/index.html").read_text(encoding="utf-8")
    assert "человек: 2, машина: 1" in school
    assert tree(PRIMERSK / "data") == before
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (again.returncode, again.stdout) == (1, "")
    assert str(folder) in again.stderr
