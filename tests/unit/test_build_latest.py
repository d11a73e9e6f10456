"""A build shows what the program saw last, and goes on without a file that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.project import copy_of_base, reestr, tree

pytestmark = pytest.mark.process

AT = "2026-03-10T02:10:00+10:00"
LATEST = {
    "form": 1,
    "at": AT,
    "accounts": {"library-1-vk": {"outcome": "refused", "at": AT, "reason": "token"}},
    "incidents": [{"kind": "renamed", "account": "library-1-ok", "name": "<script>alert(1)</script>"}],
}
PAGE = "observation/index.html"
LIBRARY = "organizations/library-1/index.html"
REFUSED = "ключ доступа не принят"


def built(city: Path, output: str, day: str, **environment: str) -> str:
    """Build; return what the command says, in one line."""
    done = reestr("build", "--as-of", day, "--output", output, folder=city, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return " ".join((done.stdout + done.stderr).split())


def test_a_build_reads_the_file_of_the_archive(tmp_path: Path) -> None:
    city = copy_of_base(tmp_path / "city")
    built(city, "without", "2026-03-10")
    archive = city / "observations"
    archive.mkdir()
    (archive / "latest.json").write_text(json.dumps(LATEST), encoding="utf-8")
    assert "latest.json" not in built(city, "with", "2026-03-10")
    page = (city / "with" / PAGE).read_text(encoding="utf-8")
    assert REFUSED in (city / "with" / LIBRARY).read_text(encoding="utf-8")
    assert "теперь её имя — &lt;script&gt;" in page and "<script>alert" not in page
    # The day before knows nothing of it, and a file that is wrong changes no page.
    built(city, "before", "2026-03-09")
    assert REFUSED not in (city / "before" / LIBRARY).read_text(encoding="utf-8")
    (archive / "latest.json").write_text(json.dumps({**LATEST, "at": "вчера"}), encoding="utf-8")
    said = built(city, "wrong", "2026-03-10")
    assert "observations/latest.json, /at: здесь стоит не то" in said
    assert tree(city / "wrong") == tree(city / "without")


def test_the_archive_may_lie_elsewhere(tmp_path: Path) -> None:
    city = copy_of_base(tmp_path / "city")
    (tmp_path / "latest.json").write_text(json.dumps(LATEST), encoding="utf-8")
    built(city, "with", "2026-03-10", REESTR_ARCHIVE=str(tmp_path))
    assert REFUSED in (city / "with" / LIBRARY).read_text(encoding="utf-8")
