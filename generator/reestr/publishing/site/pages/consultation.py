"""Help for the keepers of pages: materials, the officer, the regional centre (clauses 1.5.1, 1.7, p.3)."""

from __future__ import annotations

from reestr.publishing.site.widgets.quotations import quotations
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "consultation/"


def build(view: View) -> Page:
    """Return the help page, which replaces verdicts on clauses that no rule can judge."""
    informative = [item for item in view.registry.requirements.values() if item.check is None]
    return section_page(
        view,
        "consultation",
        PATH,
        city=view.registry.city,
        requirements=[(item, quotations(view.registry.act, item)) for item in informative],
    )
