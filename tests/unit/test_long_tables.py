"""The pages that the registry, the accounts and the matrix go on with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from reestr.publishing import further_pages
from reestr.publishing.site.pages import accounts, city_record_pages, compliance, organizations
from reestr.publishing.site.widgets import further_rows
from reestr.publishing.view import Page, View

from tests.unit import registry_factory as make
from tests.unit.pages_factory import small_city, view_of

TABLES = {"organizations/": "registry", "accounts/": "accounts", "compliance/": "matrix"}


@pytest.fixture
def view() -> View:
    owned = {
        f"{name}-vk": make.account(f"{name}-vk", organization=name) for name in ("school-2", "school-10", "archive")
    }
    return view_of(small_city(accounts=owned))


def _sections(view: View) -> dict[str, Page]:
    return {
        page.path: page for page in (organizations.organizations(view), accounts.accounts(view), compliance.build(view))
    }


def _rows(page: Page, table: str) -> list[str]:
    """The rows of a table, each link as the address it leads to."""
    body = page.body.split(f'<table id="{table}">', 1)[1].split("</table>", 1)[0].split("<tbody>")[1]
    return [
        re.sub('href="([^"]*)"', lambda found: urljoin(f"https://city.example/{page.path}", found[1]), row)
        for row in re.findall("<tr>.*?</tr>", body, re.DOTALL)
    ]


def _further(view: View) -> Iterator[Page]:
    return (
        page for page in city_record_pages(view) if re.fullmatch(r"(organizations|accounts|compliance)/\d+/", page.path)
    )


def test_a_table_that_fits_has_one_page(view: View) -> None:
    assert not list(_further(view))
    assert not any("list-pages" in page.body for page in _sections(view).values())


def test_the_pages_of_a_long_table_have_all_its_rows_once_and_in_order(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {path: _rows(page, TABLES[path]) for path, page in _sections(view).items()}
    assert all(len(rows) == 3 for rows in whole.values())
    for module in (further_pages, further_rows, organizations, accounts, compliance):
        monkeypatch.setattr(module, "ROWS", 2)
    first, further = _sections(view), {page.path: page for page in _further(view)}
    assert sorted(further) == sorted(f"{path}2/" for path in TABLES)
    assert set(further) <= set(further_pages.further_paths(view)), "the sitemap lists them"
    for path, table in TABLES.items():
        own, other = first[path], further[f"{path}2/"]
        assert _rows(own, table) + _rows(other, table) == whole[path]
        assert f'data-table="{table}"' in own.body and f'href="../{path}2/"' in own.body
        assert re.findall(
            '<th scope="col"[^>]*data-key="[^"]*"', own.body.split(f'id="{table}"')[1].split("</thead>")[0]
        ) == re.findall('<th scope="col"[^>]*data-key="[^"]*"', other.body.split("</thead>")[0])
        assert "строки 3–3 из 3" in other.title
