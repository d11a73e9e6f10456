"""The address checker: tells in the reader's browser whether a page of a social network is an organization's."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "check/"


def build(view: View) -> Page:
    """Return the page with the form, the texts of every answer, and how to recognize an official page without the
    checker.

    `open_data/address_checker.py` makes the addresses in `check/index.json`; the scripts are in `theme/js/check/`.
    """
    registry = view.registry
    return section_page(
        view,
        "check",
        PATH,
        answers=wording.section("check")["answers"],
        box=wording.section("search")["box"],
        networks=tuple(registry.networks.values()),
        accounts=len(registry.accounts),
        demands=frozenset(registry.requirements),
        city=registry.city,
        owners=any(form.inn is not None for network in registry.networks.values() for form in network.forms),
    )
