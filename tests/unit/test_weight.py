"""The size limits of pages in bytes, which are the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import city
from tests.kinds_of_pages import kinds_of_pages
from tests.once import Once
from tests.unit.project import ROOT
from tests.weight import FONT_LIMIT, PAGE_LIMIT, compressed, file_of, first_load, font_bytes

pytestmark = pytest.mark.process

LIST_OF_500_LIMIT = 250_000


@pytest.fixture(scope="module")
def built(once: Once, primersk: Path) -> Path:
    return once.site(primersk)


def test_no_kind_of_page_is_heavy(built: Path) -> None:
    weights = {path: compressed(built, first_load(built, path)) for path in kinds_of_pages(built)}
    assert {path: weight for path, weight in weights.items() if weight > PAGE_LIMIT} == {}


def test_the_font_is_weighed_apart_and_is_the_same_for_every_page(built: Path) -> None:
    asked = {
        path: frozenset(name for name in first_load(built, path) if "fonts/" in name) for path in kinds_of_pages(built)
    }
    assert set(asked.values()) == {
        frozenset({"fonts/golos-text-cyrillic.woff2", "fonts/golos-text-latin.woff2"}),
    }
    for files in asked.values():
        assert 0 < font_bytes(built, set(files)) <= FONT_LIMIT
        assert compressed(built, set(files)) == 0


def test_what_is_weighed_is_all_that_a_page_takes_in(built: Path) -> None:
    files = first_load(built, "organizations/")
    assert {"organizations/index.html", "css/reestr.css", "js/reestr-table.js"} <= files
    page = built / "organizations" / "index.html"
    assert compressed(built, files) > compressed(built, {"organizations/index.html"}) > page.stat().st_size // 20


def test_only_a_page_with_a_table_takes_in_the_scripts_of_tables(built: Path) -> None:
    for path in kinds_of_pages(built):
        page = (built / file_of(path)).read_text(encoding="utf-8")
        if "<reestr-table" in page:
            assert "js/reestr-table.js" in first_load(built, path), path
    assert "js/reestr-table.js" not in first_load(built, "check/")


def test_imports_of_scripts_are_weighed_those_for_later_are_not(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "index.html").write_text('<script type="module" src="js/one.js"></script>', encoding="utf-8")
    (tmp_path / "js" / "one.js").write_text('import { x } from "./two.js";\nimport("./later.js");', encoding="utf-8")
    (tmp_path / "js" / "two.js").write_text('import "./one.js";', encoding="utf-8")
    assert first_load(tmp_path, "") == {"index.html", "js/one.js", "js/two.js"}


def test_the_list_of_five_hundred_organizations_is_light(once: Once, tmp_path: Path) -> None:
    city.write(tmp_path / "project", 500, ROOT / "data")
    site = once.site(tmp_path / "project")
    for path in ("organizations/", "accounts/", "compliance/"):
        page = (site / path / "index.html").read_text(encoding="utf-8")
        assert page.count("<tr") > 500, path
        assert compressed(site, first_load(site, path)) < LIST_OF_500_LIMIT, path
