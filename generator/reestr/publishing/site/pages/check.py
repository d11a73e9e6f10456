"""The address checker: whether a page of a social network is an organization's, answered in the reader's browser."""

from __future__ import annotations

from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "check/"


def build(view: View) -> Page:
    """The page with the form, the words of every answer, and how to tell an official page without the checker.

    What is official stands in `check/index.json` (see `exports.check`); the scripts are in `theme/js/check/`.
    """
    registry = view.registry
    return section_page(
        view,
        "check",
        PATH,
        networks=tuple(registry.networks.values()),
        accounts=len(registry.accounts),
        demands=frozenset(registry.requirements),
        city=registry.city,
    )
