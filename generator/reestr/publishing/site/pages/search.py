"""The page of all search results; without JavaScript, links to the lists."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "search/"


def build(view: View) -> Page:
    """Return the page; `theme/js/reestr-search-page.js`, which the theme loads for it, inserts the results."""
    return section_page(view, "search", PATH, box=wording.section("search")["box"])
