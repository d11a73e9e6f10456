"""The address checker says whose INN stands in an address that the registry does not know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from reestr.intake.new_city.starting_point import offered_network

from tests.browser.serving import Served, serve
from tests.browser.test_check import ask, card
from tests.unit.project import copy_of_base, reestr

pytestmark = pytest.mark.browser

LIBRARY = "7901000070"
"""The INN of the library of the base case."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small city of the base case, which knows MAX."""
    project = copy_of_base(tmp_path_factory.mktemp("max"))
    (project / "data" / "networks" / "max.yaml").write_text(offered_network("max"), encoding="utf-8")
    done = reestr("build", "--as-of", "2026-03-16", "--output", "build", folder=project)
    assert done.returncode == 0, done.stderr
    with serve(project / "build") as served:
        yield served


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_an_inn_of_the_registry_names_the_organization_and_another_one_says_so(window: Page, city: Served) -> None:
    asked = ask(window, city.address, f"https://max.ru/id{LIBRARY}_2_gos")
    assert asked == "В реестре такой страницы нет"
    assert "ИНН организации, которая есть в реестре: Библиотека № 1" in card(window)
    assert window.locator(".answer a", has_text="Библиотека № 1").get_attribute("href") == "../organizations/library-1/"
    ask(window, city.address, "https://max.ru/id7707083893_gos")
    assert "В адресе ИНН другой организации" in card(window)
    ask(window, city.address, "https://max.ru/primersk")
    assert "ИНН" not in card(window)
