"""The open data as a package: its tables are as described, its files have the sums it says, its licence is named."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from reestr.history.timeline.read_history import timeline
from reestr.judging.run import assess
from reestr.publishing.open_data import export_files
from reestr.publishing.open_data.openapi import description
from reestr.publishing.site.pages import open_data
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.records.redaction import EDITIONS
from reestr.registry.city import DataLicence

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, small_city
from tests.unit.project import PRIMERSK, ROOT

pytestmark = pytest.mark.process

PROFILE = json.loads((ROOT / "tests/vectors/datapackage-2.0.json").read_text(encoding="utf-8"))
FOLDER = "api/v1/"
LICENCE = DataLicence("Лицензия", "https://licence.example/text", "CC-BY-4.0")
VALUES = {
    "string": r"(?s).+",
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(?:\.[0-9]+)?",
    "boolean": "true|false",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "datetime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9]{2}:[0-9]{2}",
}


def exported(view: View) -> Mapping[str, bytes]:
    return {file.path: file.content for file in export_files(view, ()) if file.path.startswith(FOLDER)}


@pytest.fixture(scope="module", params=EDITIONS)
def files(request: pytest.FixtureRequest, primersk: Path) -> Mapping[str, bytes]:
    registry = load(PRIMERSK / "data", request.param).registry
    assert registry is not None
    day = registry.city.default_date(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    past = timeline(primersk / "data", request.param, registry.city.time_zone, day)
    site = Site("Примерск", "https://reestr.example/")
    return exported(View(registry, assess(registry, day), request.param, day, site, past))


def package(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(files[f"{FOLDER}datapackage.json"])
    return content


def of_city(licence: DataLicence | None, url: str = "https://reestr.example/") -> View:
    registry = small_city()
    registry = replace(registry, city=replace(registry.city, licence=licence))
    return View(registry, assess(registry, factory.AS_OF), "public", factory.AS_OF, Site("Реестр", url))


def test_the_package_is_one_by_the_published_profile(files: Mapping[str, bytes]) -> None:
    validator = Draft7Validator(PROFILE)
    assert [error.message for error in validator.iter_errors(package(files))] == []
    assert list(validator.iter_errors({**package(files), "name": "", "resources": []})) != []


def test_every_table_and_list_is_in_the_package_with_the_columns_it_has(files: Mapping[str, bytes]) -> None:
    resources = {item["path"]: item for item in package(files)["resources"]}
    single = {path.removeprefix(FOLDER) for path in files if path.count("/") == 2}
    assert set(resources) == single - {"datapackage.json", "SHA256SUMS"}
    for name in [name for name in single if name.endswith(".csv")]:
        fields = resources[name]["schema"]["fields"]
        rows = list(csv.reader(io.StringIO(files[FOLDER + name].decode("utf-8-sig"), newline=""), strict=True))
        assert rows[0] == [field["name"] for field in fields], name
        assert len(rows) > 1, name
        for place, field in enumerate(fields):
            pattern = re.compile(VALUES[field["type"]])
            wrong = {row[place] for row in rows[1:] if row[place] and not pattern.fullmatch(row[place])}
            assert not wrong, (name, field["name"])
            assert field.get("title") or field.get("description"), (name, field["name"])
        key = [
            [field["name"] for field in fields].index(column)
            for column in resources[name]["schema"].get("primaryKey", ())
        ]
        if key:
            found = [tuple(row[place] for place in key) for row in rows[1:]]
            assert len(set(found)) == len(found), name


def test_the_sums_are_those_of_all_files_of_the_folder(files: Mapping[str, bytes]) -> None:
    lines = files[f"{FOLDER}SHA256SUMS"].decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums == {
        path.removeprefix(FOLDER): hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path != f"{FOLDER}SHA256SUMS"
    }
    assert lines == sorted(lines, key=lambda line: line.split("  ")[1])


def test_the_licence_is_named_everywhere_a_program_looks_for_it() -> None:
    view = of_city(LICENCE)
    files = exported(view)
    assert description(view)["info"]["license"] == {"name": LICENCE.name, "url": LICENCE.url}
    assert package(files)["licenses"] == [{"name": "CC-BY-4.0", "title": LICENCE.name, "path": LICENCE.url}]
    assert json.loads(files[f"{FOLDER}index.json"])["licence"]["url"] == LICENCE.url
    page = open_data.build(view)
    assert f'"license":"{LICENCE.url}"' in page.body and LICENCE.url in Reader(page).hrefs


def test_a_licence_outside_of_the_list_has_no_name_for_programs() -> None:
    (licence,) = package(exported(of_city(replace(LICENCE, spdx=None))))["licenses"]
    assert licence == {"title": LICENCE.name, "path": LICENCE.url}


def test_no_licence_is_invented() -> None:
    view = of_city(None, "")
    files = exported(view)
    assert "license" not in description(view)["info"]
    assert "licenses" not in package(files) and "homepage" not in package(files)
    assert json.loads(files[f"{FOLDER}index.json"])["licence"] is None
    page = open_data.build(view)
    assert "лицензию, на условиях которой можно использовать эти данные" in Reader(page).text
    assert "creativecommons" not in page.body


def test_neither_package_nor_description_change_with_the_day() -> None:
    view = of_city(LICENCE)
    later = replace(view, as_of=view.as_of + datetime.timedelta(days=1))
    for name in ("datapackage.json", "openapi.json"):
        assert exported(view)[FOLDER + name] == exported(later)[FOLDER + name]
