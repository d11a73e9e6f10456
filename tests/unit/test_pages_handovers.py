"""The page of changes without notices: consistent with the verdicts, in the internal edition only."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from reestr.publishing.site.pages import SECTIONS, handovers
from reestr.registry.paperwork import PreparedNotice

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, rules, small_city, view_of
from tests.unit.requirement_factory import requirement as rule

LONG_AGO, YESTERDAY = factory.ago(60), factory.ago(1)


def _city(*, notices: Any = (), prepared: Any = (), **changes: Any) -> Any:
    persons = (
        factory.responsible("2025-02-01"),
        factory.responsible(LONG_AGO.isoformat()),
        factory.responsible(YESTERDAY.isoformat()),
    )
    school = factory.organization("school", short_name="Школа <b>№ 5</b>", responsible=persons, **changes)
    told = {
        item.id: item for item in rules("change-notified", "centre-notified", subject="organization", internal=True)
    }
    registry = small_city(
        organizations={"school": school},
        accounts={"school-vk": factory.account("school-vk")},
        requirements=told,
        notices={item.id: item for item in notices},
    )
    return dataclasses.replace(registry, prepared_notices=prepared)


def test_every_change_is_listed_for_each_who_was_not_told() -> None:
    view = view_of(_city())
    page = handovers.build(view)
    text = Reader(page).text
    assert page.body.count("<tr>") == 1 + 4
    assert "60" in text and "центр управления регионом" in text and "мэрия города" in text
    assert text.count("нарушено") == 2 and text.count("срок не наступил") == 2
    assert "Школа <b>№ 5</b>" in text
    assert f"--prepare --from {LONG_AGO}" in text


def test_what_was_told_is_not_listed_and_what_was_late_is_said() -> None:
    sent = [
        factory.notice("city-hall", LONG_AGO, LONG_AGO, "a"),
        factory.notice("regional-centre", LONG_AGO, factory.ago(5), "b"),
        factory.notice("city-hall", YESTERDAY, factory.AS_OF, "c"),
    ]
    page = handovers.build(view_of(_city(notices=sent)))
    text = Reader(page).text
    assert page.body.count("<tr>") == 1 + 1
    assert "reestr handover school --prepare" in text and "--from" not in text
    assert "Уведомили позже срока" in text


def test_a_prepared_notice_is_linked_and_to_be_sent() -> None:
    draft = PreparedNotice("draft", "school", YESTERDAY, "city-hall", factory.origin("notice", "draft"))
    page = handovers.build(view_of(_city(prepared=(draft,))))
    assert f"--sent city-hall --from {YESTERDAY}" in Reader(page).text
    assert "готово" in page.body and draft.origin.file in page.body


@pytest.mark.parametrize("changes", [{"closed": True}, {"responsible": ()}])
def test_who_has_nobody_to_tell_of_is_not_listed(changes: dict[str, Any]) -> None:
    city = _city()
    school = dataclasses.replace(city.organizations["school"], **changes)
    page = handovers.build(view_of(dataclasses.replace(city, organizations={"school": school})))
    assert "Обо всех сменах" in page.body


def test_the_term_is_shown_with_its_basis() -> None:
    text = Reader(handovers.build(view_of(_city()))).text
    days = rule("change-notified").number("term_working_days")
    assert f"{days} рабочих дня" in text and "Настройка этого реестра" in text


def test_the_page_is_internal() -> None:
    with pytest.raises(ValueError, match="internal"):
        handovers.build(view_of(_city(), "public"))
    (section,) = [item for item in SECTIONS if item.path == handovers.PATH]
    assert section.shown(view_of(_city())) and not section.shown(view_of(_city(), "public"))
