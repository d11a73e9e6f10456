"""The dated state report in a browser: on a telephone, on paper, accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from reestr.publishing.documents.state_report import state_html

from tests.browser.layout import layout_faults
from tests.unit.papers_factory import hostile_view, provenance
from tests.unit.test_papers_state import document

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["public", "internal", "hostile"])
def paper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a state."""
    page = state_html(hostile_view(), provenance(), {}) if request.param == "hostile" else document(request.param)
    file = tmp_path_factory.mktemp("paper") / "state.html"
    file.write_text(page, encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_sticks_out_and_axe_finds_nothing(browser: Browser, axe: str, paper: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(paper)
    assert layout_faults(page) == []
    page.evaluate(axe)
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].failureSummary}`)"
    )
    page.close()
    assert found == []
    assert requests == [paper]


def test_it_prints_on_sheets_of_a4(browser: Browser, paper: str) -> None:
    page = browser.new_page()
    page.goto(paper)
    content = page.pdf(prefer_css_page_size=True)
    page.close()
    assert b"/MediaBox [0 0 594.95996 841.91998]" in content or b"/MediaBox [0 0 595" in content
