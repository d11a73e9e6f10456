"""The page of all search results; without JavaScript, links to the lists."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.city import Act
from reestr.wording.clause_text import clause_name

PATH = "search/"


def build(view: View) -> Page:
    """Return the page; `theme/js/reestr-search-page.js`, which the theme loads for it, inserts the results."""
    clause = _example_of_clause(view.registry.act)
    return section_page(view, "search", PATH, box=wording.section("search")["box"], clause=clause)


def _example_of_clause(act: Act) -> str:
    """Return the name of the act's last numbered clause, as an example of what can be searched for; "" without any."""
    names = [clause_name(block, act) for block in act.blocks.values() if block.kind == "clause" and block.number]
    return names[-1] if names else ""
