"""The pages of the site: one module per kind of page, all registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from reestr import wording
from reestr.publishing.site.pages import (
    accounts,
    act,
    changes,
    check,
    city_map,
    compliance,
    consultation,
    contribute,
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
    poster,
    requirement,
    requirements,
    search,
    state,
    tasks,
    week,
)
from reestr.publishing.site.pages.former import former_pages
from reestr.publishing.view import Page, View
from reestr.registry.words import CityWords


def _always(view: View) -> bool:
    return True


def _internal(view: View) -> bool:
    return view.internal


@dataclass(frozen=True, slots=True)
class SiteSection:
    """A page of the navigation: its name in the catalogue, its folder below the site's root, its function.

    `group` is the name of its menu, "" for a page on its own. `shown` says whether a view has anything for it. A page
    without `in_menu` is reached in another way, such as the search from the box in every header.
    """

    name: str
    path: str
    builder: Callable[[View], Page]
    group: str = ""
    shown: Callable[[View], bool] = _always
    in_menu: bool = True

    def nav_title(self, words: CityWords) -> str:
        """Return the page's name in the menu."""
        return wording.text(f"sections.{self.name}.title", words=words)

    def group_title(self, words: CityWords) -> str:
        """Return the title of its menu, "" for a page on its own."""
        return self.group and wording.text(f"sections.groups.{self.group}", words=words)


SECTIONS: tuple[SiteSection, ...] = (
    SiteSection("home", home.PATH, home.home),
    SiteSection("check", check.PATH, check.build),
    SiteSection("organizations", organizations.PATH, organizations.organizations, "registry"),
    SiteSection("accounts", accounts.PATH, accounts.accounts, "registry"),
    # Out of the menu until streets come with the records: a plan of points alone leads nobody anywhere.
    SiteSection("map", city_map.PATH, city_map.build, shown=city_map.has_places, in_menu=False),
    SiteSection("changes", changes.PATH, changes.build, "registry"),
    SiteSection("compliance", compliance.PATH, compliance.build, "assessment"),
    SiteSection("week", week.PATH, week.build, "assessment"),
    SiteSection("tasks", tasks.PATH, tasks.build, "assessment"),
    SiteSection("observation", observation.PATH, observation.build, "assessment"),
    SiteSection("method", method.PATH, method.build, "assessment"),
    SiteSection("act", act.PATH, act.build, "act"),
    SiteSection("requirements", requirements.PATH, requirements.build, "act"),
    SiteSection("exemptions", exemptions.PATH, exemptions.build, "act"),
    SiteSection("guide", guide.PATH, guide.build, "keeping"),
    *(SiteSection(f"guide-{role}", guide.path_of(role), guide.role_page(role), in_menu=False) for role in guide.ROLES),
    SiteSection("contribute", contribute.PATH, contribute.build, "keeping"),
    SiteSection("fields", field_reference.PATH, field_reference.build, "keeping"),
    SiteSection("consultation", consultation.PATH, consultation.build, "keeping"),
    SiteSection("open-data", open_data.PATH, open_data.build, "keeping"),
    SiteSection("state", state.PATH, state.build, "keeping"),
    SiteSection("drafts", drafts.PATH, drafts.build, "keeping", shown=_internal),
    SiteSection("handovers", handovers.PATH, handovers.build, "keeping", shown=_internal),
    SiteSection("poster", poster.PATH, poster.build, in_menu=False),
    SiteSection("search", search.PATH, search.build, in_menu=False),
)
"""Every section in the order of the navigation. To add one: its module, its template, its texts, a line here."""


def navigation(sections: Iterable[tuple[SiteSection, str]], words: CityWords) -> list[dict[str, object]]:
    """Return the menu in the form of MkDocs' `nav`, from sections, each with its source file, in the city's words.

    Adjacent sections of one group share its menu.
    """
    entries: list[dict[str, object]] = []
    listed = (item for item in sections if item[0].in_menu)
    for group, members in groupby(listed, key=lambda item: item[0].group):
        held = tuple(members)
        pages: list[dict[str, object]] = [{section.nav_title(words): file} for section, file in held]
        entries += [{held[0][0].group_title(words): pages}] if group else pages
    return entries


def section_pages(view: View) -> Iterator[tuple[SiteSection, Page]]:
    """Yield the sections for which the view has content, each with its page."""
    for section in SECTIONS:
        if section.shown(view):
            yield section, section.builder(view)


def record_pages(view: View) -> Iterator[Page]:
    """Yield the pages that are no sections: every organization and requirement of the edition, further pages of long
    lists, then removed and renamed records.
    """
    for item in view.registry.organizations.values():
        yield organization.organization(view, item)
    yield from city_record_pages(view)


def city_record_pages(view: View) -> Iterator[Page]:
    """Yield the pages of single records that are not an organization's."""
    for rule in view.registry.requirements.values():
        yield requirement.build(view, rule)
    for act_record in view.registry.act.others.values():
        yield act.build_further(view, act_record)
    for long_list in (organizations, accounts, compliance, tasks):
        yield from long_list.further_pages(view)
    yield from changes.month_pages(view)
    yield from state.month_pages(view)
    yield from former_pages(view)
