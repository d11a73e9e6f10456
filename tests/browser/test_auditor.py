"""An auditor finds a state, what proves it, and the rows and data behind the figures."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.browser

WITH_HASH = {"index.html", "state/index.html", "open-data/index.html", "api/v1/index.json"}


def test_the_state_of_a_month_is_found_and_can_be_checked(context: BrowserContext, address: str, built: Path) -> None:
    page = context.new_page()
    page.goto(address)
    records = json.loads((built / "api/v1/index.json").read_text(encoding="utf-8"))["records"]
    page.locator(".basis summary").click()
    expect(page.locator(".basis")).to_contain_text(records["commit"])
    expect(page.locator(".basis")).to_contain_text(records["sha256"])
    page.get_by_role("link", name="Состояние по месяцам и как его проверить").click()
    expect(page.locator("main pre")).to_contain_text(f"git checkout {records['commit']}")
    page.get_by_role("link", name="Октябрь 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Состояние на 31 октября 2026 г.")
    expect(page.locator("main pre")).not_to_contain_text(records["commit"])
    breaches = page.locator("#breaches ~ dl").first
    expect(breaches.locator("dt").first).to_have_text(re.compile(r", \d+ из \d+$"))
    breaches.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/organizations/[a-z0-9-]+/$"))
    # What proves the state stands nowhere else, so that a new commit leaves the other files alone.
    names = [path.relative_to(built).as_posix() for path in built.rglob("*") if path.suffix in (".html", ".json")]
    assert {name for name in names if records["sha256"] in (built / name).read_text(encoding="utf-8")} == WITH_HASH


def test_the_data_have_a_licence_and_sums_and_each_chart_its_picture(
    context: BrowserContext, address: str, built: Path
) -> None:
    page = context.new_page()
    page.goto(f"{address}open-data/")
    expect(page.locator("#licence + p")).to_contain_text("CC-BY-4.0")
    expect(page.locator("#cite ~ blockquote")).to_contain_text("коммит")
    for line in (built / "api/v1/SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((built / "api/v1" / name).read_bytes()).hexdigest() == digest, name
    page.goto(f"{address}compliance/")
    course = page.locator(".course").first
    share = course.locator(".shares > .is-breach")
    expect(share).to_have_text(re.compile(r"\d+ из \d+"))
    for ending in ("svg", "csv"):
        link = course.locator(f".chart-files a[href$='.{ending}']")
        answer = page.request.get(urljoin(page.url, str(link.get_attribute("href"))))
        assert answer.ok and (ending == "csv" or "Лицензия: Creative Commons" in answer.text())
    share.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/compliance/#organizations$"))
    expect(page.locator("#spheres ~ .small-multiples figure").first).to_be_visible()
