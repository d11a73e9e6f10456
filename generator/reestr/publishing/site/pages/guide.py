"""The guide: how each reader uses the registry, step by step; a page for each role, and a page that links to them.

The pictures show the example city (`make pictures`). Tests check the content: every named command exists with its
options, every menu item and label is on the named page, every picture shows what it promises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.site.widgets.guide_pictures import PICTURES, SCALE
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.words import CityWords

PATH = "guide/"

ROLES: tuple[str, ...] = ("citizen", "organization", "officer", "auditor", "act", "city")
"""The roles of the guide, in order.

To add one: its template `guide_<role>`, its texts in `sections.yaml`, a word here.
"""


@dataclass(frozen=True, slots=True)
class ReaderRole:
    """A role's page in the guide: its path, its title, what it helps with."""

    path: str
    title: str
    lead: str


def build(view: View) -> Page:
    """Return the page that links to those of the roles."""
    return section_page(view, "guide", PATH, roles=roles(view.registry.words))


def role_page(role: str) -> Callable[[View], Page]:
    """Return the function that makes a role's page."""

    def built(view: View) -> Page:
        return section_page(
            view,
            f"guide-{role}",
            path_of(role),
            guide=wording.text("sections.guide.title"),
            pictures=PICTURES,
            scale=SCALE,
            has_forge=bool(view.site.edit_url),
        )

    return built


def roles(words: CityWords) -> Mapping[str, ReaderRole]:
    """Return every role with its page, in the words of the city."""
    return {
        role: ReaderRole(
            path_of(role),
            wording.text(f"sections.guide-{role}.title", words=words),
            wording.text(f"sections.guide-{role}.lead", words=words),
        )
        for role in ROLES
    }


def path_of(role: str) -> str:
    """Return the path of a role's page."""
    return f"{PATH}{role}/"
