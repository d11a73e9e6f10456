"""Every field of every schema is in reports of changes, in the open data and on a page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reestr.history.diff.other_fields import OWN_WORDS
from reestr.publishing.html.other_fields import PLACES
from reestr.records import schemas
from reestr.records.redaction import EDITIONS, Edition

from tests.unit import every_field
from tests.unit.project import ROOT, copy_of_base
from tests.unit.repository import Repository

_FOUNDER = {
    "title": "Учредитель",
    "description": "Кто учредил организацию.",
    "$ref": "common.schema.json#/$defs/line",
    "examples": ["Департамент образования"],
}
_NO_GROUPS = frozenset(("examples", "if", "x-if", "then", "else", "allOf", "complete"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_change_of_a_field_is_told_where_the_edition_has_it(edition: Edition) -> None:
    assert list(every_field.untold(edition)) == []


@pytest.mark.long
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_field_is_in_the_open_data_and_on_a_page_where_the_edition_has_it(edition: Edition) -> None:
    assert list(every_field.unpublished(edition)) == []


@pytest.mark.parametrize("table", [OWN_WORDS, PLACES])
def test_what_has_a_place_of_its_own_is_a_field(table: Any) -> None:
    for kind, pointers in table.items():
        assert pointers <= {field.pointer for field in schemas.fields(kind)}


@pytest.mark.process
def test_a_field_added_anywhere_needs_no_python(tmp_path: Path) -> None:
    """Each group of each schema gets a field, and one that is internal; the same is asked of the program then."""
    copy = _copied_program(tmp_path)
    groups = 0
    for file in sorted((copy / "schemas").glob("*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        for group in _groups(schema):
            groups += 1
            group["novelty"] = _FOUNDER
            group["secret_novelty"] = {**_FOUNDER, "x-edition": "internal"}
        file.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    assert groups > 40
    done = _run(copy, ROOT, "tests.unit.every_field")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.process
def test_a_founder_is_told_published_and_shown_by_the_commands(tmp_path: Path) -> None:
    copy = _copied_program(tmp_path / "program")
    file = copy / "schemas" / "organization.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["properties"]["founder"] = _FOUNDER
    file.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")

    city = Repository(copy_of_base(tmp_path / "city"))
    city.git("init")
    record = next((city.data / "organizations").rglob("*.yaml"))
    content = record.read_text(encoding="utf-8")
    name = str(record.relative_to(city.data))
    city.commit({name: content}, "2026-01-05T10:00:00+10:00")
    city.commit({name: f"{content}founder: Мэрия города\n"}, "2026-01-06T10:00:00+10:00")
    city.commit({name: f"{content}founder: Департамент образования\n"}, "2026-01-07T10:00:00+10:00")

    assert _run(copy, city.folder, "reestr", "validate").returncode == 0
    told = _run(copy, city.folder, "reestr", "changes", "HEAD~1").stdout
    assert "учредитель: было «мэрия города», стало «департамент образования»" in " ".join(told.lower().split())
    built = _run(copy, city.folder, "reestr", "build", "--as-of", "2026-02-01", "--output", str(tmp_path / "site"))
    assert built.returncode == 0, built.stderr
    site = tmp_path / "site"
    assert '"founder":"Департамент образования"' in _text(site / f"api/v1/organizations/{record.stem}.json")
    table = _text(site / "api/v1/organizations.csv")
    assert "founder" in table.splitlines()[0] and "Департамент образования" in table
    page = _text(site / f"organizations/{record.stem}/index.html")
    assert "<dt>Учредитель</dt><dd>Департамент образования</dd>" in page
    assert "Учредитель: было «Мэрия города», стало «Департамент образования»" in page
    assert "Учредитель" in _text(site / "contribute/fields/index.html")


def _copied_program(folder: Path) -> Path:
    """The package with its schemas, as they lie in the repository, and with its compiled modules."""
    shutil.copytree(ROOT / "generator", folder / "generator")
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    return folder


def _groups(node: Any) -> list[dict[str, Any]]:
    """The fields of every group of a schema; conditions are no groups."""
    found = []
    if isinstance(node, dict):
        fields = node.get("properties")
        if node.get("type") == "object" and isinstance(fields, dict):
            found.append(fields)
        inner = (item for key, item in node.items() if key not in _NO_GROUPS)
        found += [group for item in inner for group in _groups(item)]
    elif isinstance(node, list):
        found += [group for item in node for group in _groups(item)]
    return found


def _run(program: Path, folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(program / "generator"), str(ROOT)))
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
