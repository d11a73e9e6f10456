"""Large tables: headers match cells, names for programs, unknown values, size."""

from __future__ import annotations

import dataclasses
import gzip
import re

import pytest
from reestr.publishing.site.pages import accounts, compliance, exemptions, organizations, requirements
from reestr.publishing.site.widgets.table_columns import TableColumn, heads, rows
from reestr.publishing.view import Page
from reestr.registry.account import DatedStatus

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import real_view, small_city, view_of


def cells(page: Page, table: str, key: str) -> dict[str, str]:
    """The cells of a column by the text of their row's first cell."""
    part = page.body.split(f'<table id="{table}"')[1].split("</table>")[0]
    keys = re.findall(r'<th[^>]* data-key="([^"]+)"', part)
    found = {}
    for line in re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", part, re.DOTALL):
        row = re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)
        assert len(row) == len(keys), "a row has a cell for each head"
        found[re.sub(r"<.*?>", " ", row[0]).strip()] = row[keys.index(key)]
    return found


@pytest.mark.parametrize("city", ["small", "real"])
def test_every_live_table_has_a_cell_for_each_head_and_a_name_for_each_column(city: str) -> None:
    view = view_of(small_city()) if city == "small" else real_view()
    tables = {
        "registry": organizations.organizations(view),
        "accounts": accounts.accounts(view),
        "matrix": compliance.build(view),
        "requirements": requirements.build(view),
        "exemptions": exemptions.build(view),
    }
    for name, page in tables.items():
        if f'id="{name}"' not in page.body:
            # Nothing to show, or a matrix of which each column has one outcome: a list says it.
            assert "empty-title" in page.body or (name == "matrix" and city == "real" and "<h3>" in page.body)
            continue
        part = page.body.split(f'<table id="{name}"')[1].split("</table>")[0]
        head, body = part.split("</thead>")
        keys = re.findall(r'<th[^>]* data-key="([^"]+)"', head)
        assert len(keys) == len(set(keys)) == head.count("<th "), name
        places = [place for place, found in enumerate(re.findall(r"<th [^>]*>", head)) if " hidden" in found]
        for line in re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", body, re.DOTALL):
            row = re.findall(r"<t[hd][ >]", line)
            assert len(row) == len(keys), name
            opened = re.findall(r"<t[hd][^>]*>", line)
            assert [place for place, found in enumerate(opened) if "hidden" in found] == places, name


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        (("confirmed", "confirmed"), "all"),
        (("confirmed", "absent"), "some"),
        (("confirmed", None), "some"),
        (("absent", "absent"), "absent"),
        (("absent", None), "unknown"),
        (("unknown",), "unknown"),
        ((), "none"),
    ],
)
def test_the_mark_of_an_organization_is_what_those_of_its_pages_come_to(
    statuses: tuple[str | None, ...], code: str
) -> None:
    pages = [
        dataclasses.replace(factory.account(f"school-2-{network}"), state_mark=DatedStatus(status))
        for status, network in zip(statuses, ("vk", "ok"), strict=False)
    ]
    view = view_of(small_city(accounts={item.id: item for item in pages}))
    found = cells(organizations.organizations(view), "registry", "mark")["Школа № 2"]
    assert f'data-value="{code}"' in found


def test_an_unknown_fact_is_a_value_to_be_chosen_and_no_zero() -> None:
    city = small_city()
    members = {key: dataclasses.replace(item, sphere=None, inn=None) for key, item in city.organizations.items()}
    page = organizations.organizations(view_of(dataclasses.replace(city, organizations=members)))
    assert 'data-value="unknown"' in cells(page, "registry", "sphere")["Школа № 2"]
    assert "не указано" in cells(page, "registry", "inn")["Школа № 2"]
    assert 'data-value="none"' in cells(page, "registry", "networks")["Архив"]


def test_the_duty_of_the_exempt_the_closed_and_the_others() -> None:
    city = small_city()
    closed = dataclasses.replace(city.organizations["school-10"], closed=True)
    members = {**city.organizations, "school-10": closed}
    found = cells(
        organizations.organizations(view_of(dataclasses.replace(city, organizations=members))), "registry", "duty"
    )
    codes = {name.split("  ")[0]: re.findall(r'data-value="([^"]+)"', cell)[0] for name, cell in found.items()}
    assert codes == {"Школа № 2": "obliged", "Школа № 10": "closed", "Архив": "exempt"}


def test_a_page_is_blamed_only_for_what_its_organization_owes() -> None:
    city = small_city()
    owed = {key: dataclasses.replace(item, obliged=("officer",)) for key, item in city.requirements.items()}
    own, of_others = (
        cells(accounts.accounts(view_of(registry)), "accounts", "verdict")
        for registry in (city, dataclasses.replace(city, requirements=owed))
    )
    assert any("is-breach" in cell or "is-unconfirmed" in cell or "is-advice" in cell for cell in own.values())
    assert all("is-not-applicable" in cell for cell in of_others.values())


def test_text_of_a_record_and_of_a_title_is_escaped() -> None:
    column: TableColumn[str] = TableColumn("k<", lambda text: f"<td>{text}</td>", "sphere", extra=True)
    assert 'data-key="k&lt;"' in heads([column])
    assert rows([column], ["x"]) == "<tr><td hidden>x</td></tr>"


def test_the_registry_of_five_hundred_organizations_is_light() -> None:
    members = [
        factory.organization(f"school-{number}", name=f"Муниципальное бюджетное учреждение «Школа № {number}»")
        for number in range(500)
    ]
    city = small_city(organizations={item.id: item for item in members}, accounts={})
    body = organizations.organizations(view_of(city)).body
    assert body.count('<th scope="row">') == 500
    # 250 kB for the whole page: its shell, styles and scripts take less than 50.
    assert len(gzip.compress(body.encode(), mtime=0)) < 200_000
