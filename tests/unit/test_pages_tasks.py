"""The page of all tasks and an organization's next tasks: groups by nearness, empty states, links."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from reestr.publishing.further_pages import PER_PAGE
from reestr.publishing.site.pages import tasks
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.site.pages.tasks import ROWS
from reestr.publishing.view import Page, Site, View
from reestr.registry.paperwork import Addressee, Assignment
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, empty_city, rules, view_of

HOSTILE = "<script>alert(1)</script>\"'>{{ 7*7 }}{% raw %}"


def _text(page: Page) -> str:
    return Reader(page).text.replace("\N{NO-BREAK SPACE}", " ")


def _of_school(view: View) -> Page:
    return organization(view, view.registry.organizations["school"])


def _item(name: str, due_in: int, title: str = "Памятка") -> Assignment:
    to = Addressee(None, "school-vk", None)
    origin = factory.origin("assignment", name)
    return factory.assignment("portal-post", factory.ago(-due_in), to, id=name, title=title, origin=origin)


def _city(*, due_in: int = 2, title: str = "Памятка") -> Registry:
    """A school that has an item to place and information to give, and an officer who has records to review."""
    wanted = [
        *rules("registry-current", obliged=("officer",)),
        *rules("portal-posts-placed", obliged=("organization",)),
        *rules("content-plan", subject="organization", obliged=("organization-responsible",)),
    ]
    placed = _item("task", due_in, title)
    school = factory.organization(reviewed_on=factory.ago(200))
    return factory.registry(wanted, organizations=[school], assignments=[placed])


def _breached(number: int, **changes: Any) -> Registry:
    """Schools whose counts of the last full week are below the norm."""
    schools = [factory.organization(f"school-{place}", **changes) for place in range(number)]
    pages = [factory.account(f"{school.id}-vk", organization=school.id) for school in schools]
    years = [year for page in pages for year in factory.activity({"2026-W46": factory.count(text=1)}, page.id)]
    return factory.registry(rules("two-posts-a-week"), organizations=schools, accounts=pages, years=years)


def test_the_officers_tasks_stand_by_how_near_they_are_and_the_organizations_by_organization() -> None:
    text = _text(tasks.build(view_of(_city())))
    officer, _, organizations = text.partition("Дела организаций")
    assert re.search(r"Просрочено 27 окт Сверить записи Школа school 27.10.2026", officer)
    assert "В ближайшие 7 дней" not in officer.partition("Дела мэрии")[2]
    assert "Школа school просрочено 1 , на неделе 1" in organizations
    assert re.search(
        r"5 ноя Составить контент-план на ноябрь 2026 г. просрочено 18 ноя Разместить .* 5 дек Составить", organizations
    )


def test_what_the_officer_owes_to_many_is_said_once_and_each_has_its_own_day() -> None:
    schools = [factory.organization(f"school-{number}", reviewed_on=factory.ago(200 + number)) for number in range(15)]
    wanted = rules("registry-current", obliged=("officer",))
    text = _text(tasks.build(view_of(factory.registry(wanted, organizations=schools, accounts=[]))))
    groups = text.partition("Дела мэрии")[2].partition("Сроки в своём календаре")[0]
    assert groups.count("Сверить записи") == 1
    assert "13 окт Сверить записи 15 организаций Школа school-14 13.10.2026" in groups
    assert "Школа school-0 27.10.2026" in groups and "и ещё" not in groups


def test_what_does_not_fit_leads_to_the_page_that_has_it() -> None:
    schools = [factory.organization(f"school-{number}", reviewed_on=factory.ago(200)) for number in range(ROWS + 5)]
    wanted = rules("registry-current", obliged=("officer",))
    page = tasks.build(view_of(factory.registry(wanted, organizations=schools, accounts=[])))
    assert page.body.count('href="../organizations/school-') == ROWS
    assert "Остальные 5 — на странице требования" in _text(page)


def test_many_organizations_stand_on_pages_with_addresses_of_their_own() -> None:
    view = view_of(_breached(PER_PAGE * 2 + 5))
    pages = [tasks.build(view), *tasks.further_pages(view)]
    assert [page.path for page in pages] == ["tasks/", "tasks/2/", "tasks/3/"]
    assert [page.body.count('<details class="entry"') for page in pages] == [PER_PAGE, PER_PAGE, 5]
    shown = [name for page in pages for name in Reader(page).ids if name.startswith("tasks-school-")]
    assert len(set(shown)) == len(shown) == PER_PAGE * 2 + 5
    assert pages[2].title == f"Дела организаций: {PER_PAGE * 2 + 1}–{PER_PAGE * 2 + 5} из {PER_PAGE * 2 + 5}"
    assert {"../../tasks/", "../../tasks/2/"} <= set(Reader(pages[2]).hrefs)


def test_a_breach_comes_first_and_says_since_when_and_never_that_it_has_no_day() -> None:
    registry = _breached(1, reviewed_on=factory.ago(1))
    body = _text(tasks.build(view_of(registry))).partition("Дела организаций")[2].partition("Сроки в своём")[0]
    told = "! Публикуйте не меньше 2 публикаций в неделю vk.example/school-0: с какого дня нарушено, неизвестно"
    assert re.search(f"нарушено 1 .* {told}", body)
    assert "Отметка снимется: " in body and "16.11–22.11" in body and "без срока" not in body.lower()


def test_an_organization_with_a_breach_that_nothing_repairs_is_listed_too() -> None:
    """Enough posts in this week: no task is left, the breach of the last one stays."""
    registry = _breached(1)
    weeks = {"2026-W46": factory.count(text=1), "2026-W47": factory.count(text=5)}
    activity = {"school-0-vk": factory.activity(weeks, "school-0-vk")}
    page = tasks.build(view_of(dataclasses.replace(registry, activity=activity)))
    assert "Школа school-0 нарушено 1" in _text(page)


def test_each_task_of_the_officer_leads_to_the_records_it_is_written_down_in() -> None:
    page = tasks.build(view_of(_city()))
    assert "https://forge.example/edit/main/data/organizations/school.yaml" in Reader(page).hrefs


def test_the_letter_of_each_organization_is_linked_in_the_internal_edition_only() -> None:
    registry = _breached(2)
    internal = tasks.build(view_of(registry))
    public = tasks.build(dataclasses.replace(view_of(registry), edition="public"))
    assert "#letter" not in public.body
    assert internal.body.count('#letter">Письмо-напоминание</a>') == 2


def test_an_empty_city_and_one_with_nothing_to_do_say_so() -> None:
    assert "Дел нет" in _text(tasks.build(view_of(empty_city())))
    assert "Дел нет" in _text(tasks.build(view_of(factory.registry([]))))
    late = factory.organization(reviewed_on=factory.ago(200))
    wanted = rules("registry-current", obliged=("officer",))
    text = _text(tasks.build(view_of(factory.registry(wanted, organizations=[late]))))
    assert "Организациям делать нечего" in text


def test_an_organization_shows_what_is_next_with_its_pages_and_where_the_day_comes_from() -> None:
    text = _text(_of_school(view_of(_city())))
    assert re.search(
        r"Ближайшие дела 5 ноя Составить контент-план на ноябрь 2026 г. просрочено Срок предложен реестром, в", text
    )
    assert "ВКонтакте. Если уже размещено" in text
    assert "Срок назван в самом поручении." in text
    assert "Сверить записи" not in text.partition("Ближайшие дела")[2].partition("Остальные требования")[0]


def test_further_tasks_unfold() -> None:
    items = [_item(f"item-{day}", day) for day in range(1, 9)]
    body = _of_school(view_of(factory.registry(rules("portal-posts-placed"), assignments=items))).body
    seen, _, folded = body.partition("<summary>Ещё 5\N{NO-BREAK SPACE}дел</summary>")
    folded, _, _ = folded.partition("</details>")
    assert (seen.count("Разместить присланное"), folded.count("Разместить присланное")) == (3, 5)


def test_who_has_no_pages_and_no_tasks_is_spared_the_section() -> None:
    exempt = factory.organization(exemptions=(factory.exemption(),))
    registry = factory.registry(rules("exemption-grounds"), organizations=[exempt], accounts=[])
    assert "Ближайшие дела" not in _of_school(view_of(registry)).body
    assert "Ни один срок впереди не известен" in _of_school(view_of(factory.registry([]))).body


@pytest.mark.parametrize(
    ("url", "subscribed"),
    [
        ("https://reestr.example/city/", ["webcal://reestr.example/city/calendar/organizations/school.ics"]),
        ("http://localhost:8000/", []),
        ("", []),
    ],
)
def test_a_calendar_is_one_press_away_where_the_site_has_an_address_that_telephones_reach(
    url: str, subscribed: list[str]
) -> None:
    page = _of_school(view_of(_city(), site=Site("Реестр", url)))
    hrefs = Reader(page).hrefs
    assert [href for href in hrefs if href.startswith("webcal:")] == subscribed
    assert "../../calendar/organizations/school.ics" in hrefs
    officer = Reader(tasks.build(view_of(_city(), site=Site("Реестр", url)))).hrefs
    assert "../calendar/officer.ics" in officer


def test_hostile_texts_of_records_stay_texts() -> None:
    registry = _city(title=HOSTILE)
    school = dataclasses.replace(registry.organizations["school"], name=HOSTILE)
    view = view_of(dataclasses.replace(registry, organizations={"school": school}))
    for page in (tasks.build(view), _of_school(view)):
        assert "<script>" not in page.body.replace('<script type="application/ld+json">', "")
        assert "{{ 7*7 }}" in page.body
