"""All pages about verdicts, the act and the records: markup, links, escaping, editions."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from reestr.publishing.site.pages import (
    SECTIONS,
    check,
    compliance,
    consultation,
    contribute,
    drafts,
    exemptions,
    field_reference,
    method,
    navigation,
    open_data,
    record_pages,
    requirement,
    requirements,
    search,
    section_pages,
)
from reestr.publishing.site.pages import (
    act as act_page,
)
from reestr.publishing.view import Page, Site, View
from reestr.registry.city import Block, Material, Note, Parameter, Publication
from reestr.registry.origin import Origin
from reestr.registry.registry import Draft, Registry
from reestr.registry.words import IN_GENERAL
from reestr.wording import finding_text

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, act, empty_city, part_of_act, real_view, small_city, view_of, without_data

HOSTILE = "<script>alert(1)</script>\"'>{{ 7*7 }}{% raw %}</textarea><img src=x onerror=alert(1)>"
MARKUP_OF_HOSTILE = ("<script>", "<img", "<textarea", "</textarea")
OWN = (
    check,
    compliance,
    act_page,
    requirements,
    exemptions,
    open_data,
    contribute,
    field_reference,
    method,
    consultation,
    search,
)
INTERNAL_CHECKS = ("centre-notified", "credentials-accounted", "two-factor", "requests-answered", "change-notified")


def pages_of(view: View) -> Iterator[Page]:
    """Every page of this module's subject that the edition has."""
    for module in OWN:
        yield module.build(view)
    if view.internal:
        yield drafts.build(view)
    for item in view.registry.requirements.values():
        yield requirement.build(view, item)


# What every page keeps to


def test_sections_stand_in_one_order_with_their_own_paths() -> None:
    paths = [section.path for section in SECTIONS]
    assert paths == [
        "", "check/", "organizations/", "accounts/", "map/", "changes/", "compliance/", "week/", "tasks/",
        "observation/",
        "method/", "act/",
        "requirements/", "exemptions/", "guide/", "guide/citizen/", "guide/organization/", "guide/officer/",
        "guide/auditor/", "guide/act/", "guide/city/", "contribute/", "contribute/fields/",
        "consultation/", "open-data/", "state/", "drafts/", "handovers/", "poster/", "search/",
    ]  # fmt: skip
    assert all(section.nav_title(IN_GENERAL) for section in SECTIONS)


def test_the_menu_is_short_and_has_every_section_of_it_once() -> None:
    menu = navigation(((section, f"{section.path}index.md") for section in SECTIONS), IN_GENERAL)
    assert len(menu) <= 7
    found: list[object] = []
    for entry in menu:
        for target in entry.values():
            found += [file for page in target for file in page.values()] if isinstance(target, list) else [target]
    assert found == [f"{section.path}index.md" for section in SECTIONS if section.in_menu]


@pytest.mark.parametrize("which", ["public", "internal"])
def test_section_pages_are_those_of_the_edition(which: str) -> None:
    view = view_of(small_city(), which)
    made = list(section_pages(view))
    assert [page.path for section, page in made] == [section.path for section, _ in made]
    assert ("drafts/" in [section.path for section, _ in made]) == (which == "internal")


def test_record_pages_are_one_for_each_organization_and_requirement() -> None:
    view = view_of(small_city())
    paths = [page.path for page in record_pages(view)]
    assert paths == [f"organizations/{key}/" for key in view.registry.organizations] + [
        f"requirements/{key}/" for key in view.registry.requirements
    ]


@pytest.mark.parametrize("city", [small_city, empty_city])
def test_a_page_has_one_heading_a_sentence_unique_ids_and_well_formed_markup(
    city: Callable[[], Registry],
) -> None:
    for page in pages_of(view_of(city())):
        reader = Reader(page)
        assert reader.tags.count("h1") == 1, page.path
        assert 'class="lead"' in page.body, page.path
        assert len(reader.ids) == len(set(reader.ids)), page.path
        assert page.title and page.description
        assert ".." not in page.description, page.path


def test_links_between_pages_and_anchors_resolve() -> None:
    view = view_of(small_city())
    pages = {page.path: page for page in (*(page for _, page in section_pages(view)), *record_pages(view))}
    ids = {path: set(Reader(page).ids) for path, page in pages.items()}
    for page in pages_of(view):
        for href in Reader(page).hrefs:
            if "://" in href or href.startswith("mailto:"):
                continue
            address, _, anchor = href.partition("#")
            path = posixpath.normpath(posixpath.join("/" + page.path, address)).lstrip("/") if address else page.path
            path = path + "/" if path and not path.endswith("/") and "." not in path.rsplit("/", 1)[-1] else path
            if path.startswith(("api/", "schemas/", "css/", "js/", "calendar/")):
                continue
            assert path in pages, (page.path, href)
            assert not anchor or unquote(anchor) in ids[path], (page.path, href)


def test_hostile_text_in_records_stays_text() -> None:
    registry = small_city()
    hostile_block = Block("x", "order", "clause", HOSTILE, "1", HOSTILE, HOSTILE, (Note(HOSTILE, "defect", ("p.1",)),))
    everyone = {
        key: dataclasses.replace(item, short_name=HOSTILE, name=HOSTILE) for key, item in registry.organizations.items()
    }
    archive = everyone["archive"]
    letter = dataclasses.replace(factory.exemption("agreement"), reason=HOSTILE)
    everyone["archive"] = dataclasses.replace(archive, exemptions=(*archive.exemptions, letter))
    demands = {
        key: dataclasses.replace(
            item,
            title=HOSTILE,
            statement=HOSTILE,
            remedy=HOSTILE,
            unchecked=HOSTILE,
            clauses=("x",),
            parameters={**item.parameters, HOSTILE: Parameter((HOSTILE,), "registry-setting", HOSTILE)},
        )
        for key, item in registry.requirements.items()
    }
    city = registry.city
    assert city.officer is not None
    registry = small_city(
        act=dataclasses.replace(
            act(hostile_block),
            issuer=HOSTILE,
            publications=(Publication(HOSTILE, "website", f"javascript:{HOSTILE}", None, "p.1", HOSTILE),),
        ),
        organizations=everyone,
        requirements=demands,
        city=dataclasses.replace(
            city,
            municipality=dataclasses.replace(city.municipality, name=HOSTILE, short_name=HOSTILE),
            city_hall=dataclasses.replace(city.city_hall, name=HOSTILE, short_name=HOSTILE, site=HOSTILE),
            officer=dataclasses.replace(city.officer, name=HOSTILE, position=HOSTILE),
            materials=(Material(HOSTILE, f"javascript:{HOSTILE}", HOSTILE, HOSTILE),),
            time_zone=HOSTILE,
        ),
        drafts=(Draft("account", "a", HOSTILE, (HOSTILE,), Origin("account", "a", HOSTILE, {})),),
    )
    for page in pages_of(view_of(registry, site=Site(HOSTILE))):
        for markup in MARKUP_OF_HOSTILE:
            assert markup not in without_data(page), (page.path, markup)
        reader = Reader(page)
        assert not [href for href in reader.hrefs if href.startswith("javascript:")], page.path
        if page.path not in ("contribute/fields/", "api/", "open-data/", "search/"):
            assert "alert(1)" in reader.text, page.path
            assert "{{ 7*7 }}" in reader.text and "49 {% raw" not in reader.text, page.path


# Editions


def test_drafts_are_listed_with_what_is_missing_and_never_in_public() -> None:
    draft = Draft("account", "school-3-vk", "Школа № 3", ("Адрес страницы",), factory.origin("accounts", "school-3-vk"))
    page = drafts.build(view_of(small_city(drafts=(draft,))))
    assert {"Школа № 3", "Адрес страницы", "Аккаунт"} <= {word.strip() for word in Reader(page).words}
    with pytest.raises(ValueError, match="internal"):
        drafts.build(view_of(small_city(drafts=(draft,)), "public"))
    for page in pages_of(view_of(small_city(drafts=(draft,)), "public")):
        assert "Школа № 3" not in page.body


def test_public_pages_say_of_a_withheld_clause_only_that_it_is_judged() -> None:
    view = real_view()
    assert view.registry.withheld_clauses
    page = act_page.build(view)
    for clause in view.registry.withheld_clauses:
        block = part_of_act(page, clause)
        assert "результаты" in block and "во внутренней редакции" in block
        judged = [item for item in view.registry.requirements.values() if clause in item.clauses]
        assert ('class="tally"' in block) == bool(judged)


def test_public_pages_have_no_word_of_internal_requirements() -> None:
    hidden = [item for item in real_view("internal").registry.requirements.values() if item.internal]
    assert {item.id for item in hidden} >= set(INTERNAL_CHECKS)
    bodies = {page.path: page.body for page in pages_of(real_view())}
    for item in hidden:
        assert item.rule is not None
        reasons = finding_text.reasons_of(item.rule)
        phrases = [item.title, item.statement, *(re.split(r"[{}]", text)[0] for text in reasons.values())]
        for path, body in bodies.items():
            assert f"requirements/{item.id}/" not in body, path
            assert not [phrase for phrase in phrases if len(phrase) > 15 and phrase in body], (path, item.id)


def test_the_same_view_gives_the_same_bytes() -> None:
    first, second = ([page.body for page in pages_of(view_of(small_city()))] for _ in range(2))
    assert first == second


def test_reading_pages_name_no_file_and_no_field() -> None:
    """What a record is called in its folder is for those who edit it: an empty registry's hints are links."""
    empty = view_of(empty_city())
    pages = [consultation.build(empty), act_page.build(empty)]
    small = view_of(small_city())
    pages += [compliance.build(small), consultation.build(small), act_page.build(small)]
    pages += [requirement.build(small, item) for item in small.registry.requirements.values()]
    for page in pages:
        outside = re.sub(r"<details[^>]*><summary>Основание.*?</details>", "", page.body, flags=re.DOTALL)
        text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", "", outside, flags=re.DOTALL)
        assert text.strip()
        assert not re.findall(r"data/[\w./-]*\.ya?ml|(?<![\w/.-])[a-z]+(?:_[a-z]+)+(?![\w/.-])", text), page.path
