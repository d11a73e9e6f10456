"""An address that a closed page gave up may be another organization's page since."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.records.loading.load import load

from tests.unit.project import copy_of_base

ADDRESS = "https://vk.com/primersk.library1"


def told(folder: Path, *accounts: str) -> list[tuple[str, str]]:
    """The codes and helps for a city whose accounts in VKontakte are these."""
    data = copy_of_base(folder) / "data"
    (data / "accounts" / "library-1-vk.yaml").unlink()
    for path in (data / "activity").glob("library-1-vk/*"):
        path.unlink()
    for number, text in enumerate(accounts):
        (data / "accounts" / f"page-{number}.yaml").write_text(text + 'reviewed_on: "2026-03-01"\n', encoding="utf-8")
    return [(item.code, item.help) for item in load(data).diagnostics if item.code.startswith("duplicate")]


def page(organization: str, opened: str, closed: str = "", url: str = ADDRESS, number: str = "") -> str:
    state = f'status: closed\nclosed_on: "{closed}"\n' if closed else "status: active\n"
    numbered = f'numeric_id: "{number}"\n' if number else ""
    return f'organization: {organization}\nnetwork: vk\nurl: {url}\n{numbered}{state}opened_on: "{opened}"\n'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (page("accounting-office", "2023-01-01", "2024-06-01"), page("library-1", "2024-06-02")),
        (page("accounting-office", "2023-01-01", "2024-06-01"), page("library-1", "2024-06-01")),
        (page("library-1", "2024-06-02"), page("accounting-office", "2023-01-01", "2024-06-01")),
        (
            page("accounting-office", "2023-01-01", "2024-06-01", number="1"),
            page("library-1", "2025-06-02", "2025-12-01", number="2"),
        ),
    ],
)
def test_two_organizations_may_have_an_address_in_turn(tmp_path: Path, first: str, second: str) -> None:
    assert told(tmp_path / "city", first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Still open when the other began; of one organization; not known when.
        (page("accounting-office", "2023-01-01", "2024-06-03"), page("library-1", "2024-06-02")),
        (page("library-1", "2023-01-01", "2024-06-01"), page("library-1", "2024-06-02")),
        (page("accounting-office", "2023-01-01").replace("active", "closed"), page("library-1", "2024-06-02")),
    ],
)
def test_otherwise_it_is_one_page_twice_and_the_way_is_named(tmp_path: Path, first: str, second: str) -> None:
    ((code, said),) = told(tmp_path / "city", first, second)
    assert code == "duplicate-address"
    assert "closed_on" in said and "opened_on" in said


def test_a_page_known_by_its_number_is_the_same_page(tmp_path: Path) -> None:
    url = "https://vk.com/club77"
    first, second = page("accounting-office", "2023-01-01", "2024-06-01", url), page("library-1", "2024-06-02", "", url)
    assert [code for code, _ in told(tmp_path / "city", first, second)] == ["duplicate-numeric-id"]
