"""The page of all tasks and an organization's next tasks: groups by nearness, empty states, links."""

from __future__ import annotations

import dataclasses
import re

import pytest
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


def test_tasks_stand_under_how_near_they_are_the_officers_before_the_organizations() -> None:
    text = _text(tasks.build(view_of(_city())))
    officer, _, organizations = text.partition("Дела организаций")
    assert re.search(r"Просрочено 1 27 окт Сверить записи Школа school", officer)
    assert "В ближайшие 7 дней" not in officer.partition("Дела мэрии")[2]
    assert re.search(r"Просрочено 1 5 ноя Составить контент-план на ноябрь 2026 г. Школа school", organizations)
    assert re.search(r"В ближайшие 7 дней 1 18 ноя Разместить присланное через «Госпаблики»: «Памятка»", organizations)
    assert re.search(r"В ближайший месяц 1 5 дек Составить контент-план на декабрь 2026 г.", organizations)


def test_what_many_owe_is_said_once_and_each_has_its_own_day_where_they_differ() -> None:
    schools = [factory.organization(f"school-{number}", reviewed_on=factory.ago(200 + number)) for number in range(15)]
    wanted = rules("registry-current", obliged=("officer",))
    text = _text(tasks.build(view_of(factory.registry(wanted, organizations=schools, accounts=[]))))
    groups = text.partition("Дела мэрии")[2].partition("Сроки в своём календаре")[0]
    assert groups.count("Сверить записи") == 1
    assert "13 окт Сверить записи Школа school-14 13.10.2026 , Школа school-13 14.10.2026" in groups
    assert "и ещё 3 организации" in groups


def test_a_table_has_the_most_urgent_rows_and_says_how_many_there_are() -> None:
    schools = [factory.organization(f"school-{number}", reviewed_on=factory.ago(200)) for number in range(ROWS + 5)]
    wanted = rules("registry-current", obliged=("officer",))
    page = tasks.build(view_of(factory.registry(wanted, organizations=schools, accounts=[])))
    assert page.body.count("<tr>") == ROWS + 1
    assert "Показаны 1000 самых срочных дел из 1005" in _text(page)


def test_each_task_of_the_officer_leads_to_the_records_it_is_written_down_in() -> None:
    page = tasks.build(view_of(_city()))
    assert "https://forge.example/edit/main/data/organizations/school.yaml" in Reader(page).hrefs
    assert "organization/school" in _text(page)


def test_an_empty_city_and_one_with_nothing_to_do_say_so() -> None:
    assert "Дел нет" in _text(tasks.build(view_of(empty_city())))
    assert "Дел нет" in _text(tasks.build(view_of(factory.registry([]))))
    late = factory.organization(reviewed_on=factory.ago(200))
    wanted = rules("registry-current", obliged=("officer",))
    text = _text(tasks.build(view_of(factory.registry(wanted, organizations=[late]))))
    assert "Организациям делать нечего" in text


def test_an_organization_shows_what_is_next_with_its_pages_and_where_the_day_comes_from() -> None:
    text = _text(_of_school(view_of(_city())))
    assert re.search(r"Ближайшие дела 5 ноя Составить контент-план на ноябрь 2026 г. просрочено Срок — настройка", text)
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
