"""The pages of the site: one module per kind of page, all registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from reestr import wording
from reestr.publishing.site.pages import (
    accounts,
    changes,
    check,
    city_map,
    compliance,
    consultation,
    contribute,
    decree,
    drafts,
    exemptions,
    field_reference,
    guide,
    handovers,
    home,
    method,
    observation,
    open_data,
    organization,
    organizations,
    requirement,
    requirements,
    search,
    tasks,
)
from reestr.publishing.site.pages.former import former_pages
from reestr.publishing.view import Page, View


def _always(view: View) -> bool:
    return True


def _internal(view: View) -> bool:
    return view.internal


@dataclass(frozen=True, slots=True)
class SiteSection:
    """A page of the navigation: its folder below the site's root, its name in the menu, the function that makes it.

    `group` is the title of its menu, "" for a page on its own. `shown` says whether a view has anything for it. A page
    without `in_menu` is reached in another way, such as the search from the box in every header.
    """

    path: str
    nav_title: str
    builder: Callable[[View], Page]
    group: str = ""
    shown: Callable[[View], bool] = _always
    in_menu: bool = True


def _section(
    name: str,
    path: str,
    builder: Callable[[View], Page],
    group: str = "",
    *,
    shown: Callable[[View], bool] = _always,
    in_menu: bool = True,
) -> SiteSection:
    title = group and wording.text(f"sections.groups.{group}")
    return SiteSection(path, wording.text(f"sections.{name}.nav"), builder, title, shown, in_menu)


SECTIONS: tuple[SiteSection, ...] = (
    _section("home", home.PATH, home.home),
    _section("check", check.PATH, check.build),
    _section("organizations", organizations.PATH, organizations.organizations, "registry"),
    _section("accounts", accounts.PATH, accounts.accounts, "registry"),
    _section("map", city_map.PATH, city_map.build, "registry", shown=city_map.has_places),
    _section("changes", changes.PATH, changes.build, "registry"),
    _section("compliance", compliance.PATH, compliance.build, "assessment"),
    _section("tasks", tasks.PATH, tasks.build, "assessment"),
    _section("observation", observation.PATH, observation.build, "assessment"),
    _section("method", method.PATH, method.build, "assessment"),
    _section("decree", decree.PATH, decree.build, "act"),
    _section("requirements", requirements.PATH, requirements.build, "act"),
    _section("exemptions", exemptions.PATH, exemptions.build, "act"),
    _section("guide", guide.PATH, guide.build, "keeping"),
    *(_section(f"guide-{role}", guide.path_of(role), guide.role_page(role), in_menu=False) for role in guide.ROLES),
    _section("contribute", contribute.PATH, contribute.build, "keeping"),
    _section("fields", field_reference.PATH, field_reference.build, "keeping"),
    _section("consultation", consultation.PATH, consultation.build, "keeping"),
    _section("open-data", open_data.PATH, open_data.build, "keeping"),
    _section("drafts", drafts.PATH, drafts.build, "keeping", shown=_internal),
    _section("handovers", handovers.PATH, handovers.build, "keeping", shown=_internal),
    _section("search", search.PATH, search.build, in_menu=False),
)
"""Every section in the order of the navigation. To add one: its module, its template, its texts, a line here."""


def navigation(sections: Iterable[tuple[SiteSection, str]]) -> list[dict[str, object]]:
    """Return the menu in the form of MkDocs' `nav`, from sections, each with its source file.

    Adjacent sections of one group share its menu.
    """
    entries: list[dict[str, object]] = []
    listed = (item for item in sections if item[0].in_menu)
    for group, members in groupby(listed, key=lambda item: item[0].group):
        pages: list[dict[str, object]] = [{section.nav_title: file} for section, file in members]
        entries += [{group: pages}] if group else pages
    return entries


def section_pages(view: View) -> Iterator[tuple[SiteSection, Page]]:
    """Yield the sections for which the view has content, each with its page."""
    for section in SECTIONS:
        if section.shown(view):
            yield section, section.builder(view)


def record_pages(view: View) -> Iterator[Page]:
    """Yield the pages of single records: every organization and requirement of the edition, then removed and renamed
    ones.
    """
    for item in view.registry.organizations.values():
        yield organization.organization(view, item)
    for rule in view.registry.requirements.values():
        yield requirement.build(view, rule)
    yield from former_pages(view)
