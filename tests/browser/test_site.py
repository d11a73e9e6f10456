"""The built example city in a real browser: menus, links, print. General rules are in test_everywhere.py."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.serving import Served

pytestmark = pytest.mark.browser


def test_without_scripts_the_tables_are_whole_and_the_menu_opens(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "organizations/")
    expect(page.locator("#registry tbody tr").first).to_be_visible()
    expect(page.locator("form.table-filters")).to_have_count(0)
    page.get_by_text("Меню", exact=True).click()
    page.locator(".sections").get_by_text("Постановление", exact=True).click()
    page.locator(".sections").get_by_role("link", name="Постановление с отметками").click()
    expect(page).to_have_url(address + "act/")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".sections").get_by_text("Выполнение").click()
    page.locator(".sections").get_by_role("link", name="Сводная таблица").click()
    expect(page).to_have_url(address + "compliance/")
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_old_address_of_the_act_leads_to_its_page(browser: Browser, address: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address + "decree/#1.5.1")
    # Without a script the place within the page is lost.
    expect(page).to_have_url(address + ("act/#1.5.1" if scripts else "act/"))
    expect(page.locator("[id='1.5.1']")).to_be_visible()
    context.close()


def test_a_cell_of_a_shortfall_leads_to_its_verdict(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "compliance/")
    cell = page.locator("#matrix td.is-breach a").first
    target = (cell.get_attribute("href") or "").partition("#")[2]
    cell.click()
    verdict = page.locator(f"[id='{target}']")
    expect(verdict).to_be_in_viewport()
    expect(page.locator(".group.is-breach").filter(has=verdict)).to_have_count(1)


def test_the_menu_takes_one_row_on_a_wide_window(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    tops = page.locator(".sections > ul > li").evaluate_all("items => items.map((item) => item.offsetTop)")
    assert len(set(tops)) == 1


def test_the_first_key_press_leads_to_the_content(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "organizations/school-1/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="К содержанию")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_organization_prints(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "organizations/school-1/")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_earlier_address_of_an_organization_leads_to_it(browser: Browser, address: str, scripts: bool) -> None:
    page = browser.new_page(java_script_enabled=scripts)
    page.goto(f"{address}organizations/teploseti/")
    page.wait_for_url(f"{address}organizations/heating/")
    expect(page.locator("h1")).to_have_text("Тепловые сети")
    page.close()


def test_the_place_of_an_account_is_found_by_its_earlier_id(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}organizations/stadium/#account-stadium-vk-2")
    assert page.locator(":target").evaluate("place => place.closest('article').id") == "account-stadium-vk-ice"


@pytest.mark.parametrize(("days", "told"), [(0, False), (2, False), (3, True), (40, True)])
def test_a_site_that_is_not_built_any_more_says_so(
    context: BrowserContext, real: Served, days: int, told: bool
) -> None:
    state = json.loads((real.folder / "state.json").read_text(encoding="utf-8"))
    assert state["old"].startswith("Сайт давно не обновлялся: он показывает ")
    page = context.new_page()
    day = datetime.datetime.fromisoformat(f"{state['as_of']}T12:00:00").replace(tzinfo=ZoneInfo(state["time_zone"]))
    page.clock.install(time=day + datetime.timedelta(days=days))
    with page.expect_response("**/state.json"):
        page.goto(real.address + "check/")
    expect(page.locator("aside .banner", has_text=state["old"])).to_have_count(int(told))


def test_a_site_of_a_chosen_day_is_never_too_old(built: Path) -> None:
    assert json.loads((built / "state.json").read_text(encoding="utf-8"))["old"] == ""


@pytest.mark.parametrize("visit", ["first", "second"])
def test_a_context_keeps_nothing_of_another_test(context: BrowserContext, address: str, visit: str) -> None:
    """Whichever comes second finds what the first would have left: tests share one context."""
    page = context.new_page()
    page.goto(address)
    assert len(context.pages) == 2 and context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0], visit
    assert page.evaluate("navigator.permissions.query({name: 'clipboard-read'}).then(({state}) => state)") != "granted"
    page.evaluate("localStorage.setItem('left', 'x'); sessionStorage.setItem('left', 'x'); document.cookie = 'left=x'")
    context.grant_permissions(["clipboard-read"])
