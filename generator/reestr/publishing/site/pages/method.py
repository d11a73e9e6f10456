"""How verdicts are made: the outcomes, the reading of the act, every setting with its basis, how to
repeat the judging.
"""

from __future__ import annotations

from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "method/"


def build(view: View) -> Page:
    """Return the page of the method, with the settings of every requirement that the edition may show."""
    requirements = [item for item in view.registry.requirements.values() if item.parameters]
    return section_page(view, "method", PATH, requirements=requirements, city=view.registry.city)
