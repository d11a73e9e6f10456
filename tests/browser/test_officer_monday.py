"""The officer's Monday: what is new, whom to write to, what each organization owes, what was changed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.serving import Served

pytestmark = pytest.mark.browser

SCREEN = {"width": 1280, "height": 800}


@pytest.fixture
def officer(context: BrowserContext) -> Page:
    """A page of a window as an office has it."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


def bottom(page: Page) -> float:
    """Where the last thing that the page says ends."""
    ends: float = page.evaluate(
        "Math.max(...[...document.querySelectorAll('main > *')].map(e => e.getBoundingClientRect().bottom))"
    )
    return ends


def test_the_week_is_on_one_screen_two_clicks_from_home_in_both_editions(
    officer: Page, example: Served, internal: Served
) -> None:
    officer.goto(example.address)
    officer.locator(".sections summary", has_text="Выполнение").click()
    officer.locator(".sections").get_by_role("link", name="Неделя", exact=True).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Неделя")
    assert bottom(officer) <= SCREEN["height"]
    new = officer.locator("section[aria-labelledby=new]")
    expect(new).to_contain_text(
        re.compile(r"Сад «Ромашка»\s+Составьте контент-план на этот месяц нарушено с 06.11.2026")
    )
    expect(new.locator("a[href^='mailto:']")).to_have_text("press@kindergarten-1.primersk.example")
    for name in ("mended", "due", "missing", "incidents"):
        expect(officer.locator(f"#{name}")).to_be_visible()
    expect(officer.locator("reestr-copy")).to_have_count(0)
    officer.goto(f"{internal.address}week/")
    assert bottom(officer) <= SCREEN["height"]
    more = officer.locator("section[aria-labelledby=due] details")
    expect(more.locator("li").first).to_be_hidden()
    more.locator("summary").click()
    expect(more.locator("li").last).to_be_visible()


def test_a_letter_is_two_clicks_from_the_week_and_is_copied_whole(
    context: BrowserContext, officer: Page, internal: Served
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    officer.goto(f"{internal.address}week/")
    letter = officer.locator("#letter-kindergarten-1")
    expect(letter.locator("pre")).to_be_hidden()
    officer.locator("section[aria-labelledby=new]").get_by_role("link", name="письмо").click()
    expect(letter.locator("pre")).to_be_visible()
    letter.get_by_role("button", name="Скопировать письмо").click()
    expect(letter.get_by_role("status")).to_have_text(" Скопировано")
    copied = officer.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Напоминание о ведении официальных страниц") and "контент-план" in copied
    expect(letter.get_by_role("link", name="Открыть в почте")).to_have_attribute(
        "href", re.compile("^mailto:info@kindergarten-1.primersk.example")
    )


def test_an_address_opens_what_an_organization_owes_breaches_first(officer: Page, internal: Served) -> None:
    officer.goto(f"{internal.address}tasks/")
    entries = officer.locator(".entry")
    expect(entries.first.locator("summary").first).to_have_text(re.compile(r"Парк «Дружба»\s+нарушено 3"))
    expect(officer.locator("#tasks-park .due")).to_be_hidden()
    assert officer.evaluate("document.documentElement.scrollHeight") < 6000
    officer.goto(f"{internal.address}tasks/#tasks-park")
    park = officer.locator("#tasks-park")
    first = park.locator(".due > li").first
    expect(first).to_be_in_viewport()
    expect(first).to_contain_text(
        re.compile("Добавьте на страницу телефоны.*нарушено с .*Отметка снимется: когда", re.DOTALL)
    )
    expect(park).not_to_contain_text("без срока")
    # The letter stands on the organization's page, once, with the button that copies it.
    park.get_by_role("link", name="Письмо-напоминание").click()
    expect(officer.locator("#letter").get_by_role("button", name="Скопировать письмо")).to_be_visible()


def test_the_weeks_of_changes_unfold_and_so_does_whatever_had_no_room(officer: Page, example: Served) -> None:
    officer.goto(f"{example.address}changes/")
    weeks = officer.locator(".changed-week")
    expect(weeks.nth(0).locator("article").first).to_be_visible()
    expect(weeks.nth(1).locator("article").first).to_be_hidden()
    weeks.nth(1).locator("summary").first.click()
    expect(weeks.nth(1).locator("article").first).to_be_visible()
    more = weeks.nth(0).locator("summary", has_text=re.compile(r"^и ещё \d+$")).first
    number = int(more.inner_text().split()[-1])
    more.click()
    expect(more.locator("xpath=..").get_by_role("link")).to_have_count(number)
    officer.get_by_role("link", name="Октябрь 2026").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Изменения: октябрь 2026 г.")
    # Nothing that is cut off leads nowhere.
    for page in (officer.url, f"{example.address}changes/", f"{example.address}tasks/", f"{example.address}week/"):
        officer.goto(page)
        cut = officer.evaluate(
            "[...document.querySelectorAll('main li, main p')].filter(e => /и ещё [0-9]/.test(e.textContent)"
            " && !e.querySelector('details, a') && !e.closest('details')).map(e => e.textContent)"
        )
        assert cut == []
