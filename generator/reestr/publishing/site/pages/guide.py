"""The guide: what each reader does with the registry, step by step; a page for each role, and one that leads to them.

Its pictures are taken of the example city (`make pictures`), and tests hold it to the truth: every command it names
exists with its options, every menu item and label is on the page it says, every picture is as the site is now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.site.widgets.guide_pictures import PICTURES, SCALE
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "guide/"

ROLES: tuple[str, ...] = ("citizen", "organization", "officer", "auditor", "city")
"""Who the guide is for, in its order. A new role: its template `guide_<role>`, its texts in `sections.yaml`, a word
here."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role's page in the guide: its path, what it is called, what it helps with."""

    path: str
    title: str
    lead: str


def build(view: View) -> Page:
    """The page that leads to those of the roles."""
    return section_page(view, "guide", PATH, roles=roles())


def role_page(role: str) -> Callable[[View], Page]:
    """The builder of a role's page."""

    def built(view: View) -> Page:
        return section_page(
            view,
            f"guide-{role}",
            path_of(role),
            guide=wording.text("sections.guide.nav"),
            pictures=PICTURES,
            scale=SCALE,
            has_forge=bool(view.site.edit_url),
        )

    return built


def roles() -> Mapping[str, Role]:
    """Every role with its page."""
    return {
        role: Role(
            path_of(role), wording.text(f"sections.guide-{role}.title"), wording.text(f"sections.guide-{role}.lead")
        )
        for role in ROLES
    }


def path_of(role: str) -> str:
    """Where a role's page is."""
    return f"{PATH}{role}/"
