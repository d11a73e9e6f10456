"""The page of all results: what the search box of every header leads to; without JavaScript, the way to the lists."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "search/"


def build(view: View) -> Page:
    """The page; `theme/js/reestr-search-page.js`, which the theme loads for it, puts the results in."""
    return section_page(view, "search", PATH, box=wording.section("search")["box"])
