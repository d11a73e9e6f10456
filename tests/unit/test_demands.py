"""A change of a responsible person requires an order and a notice to city hall."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from reestr.cli.reports import diagnostics_ci
from reestr.cli.reports.handover_diagnostics import as_diagnostics
from reestr.history.git import FileChange
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.judging.handover_requirements import IncompleteHandover, MissingItem, incomplete_handovers
from reestr.records.diagnostics import Severity
from reestr.records.redaction import Edition
from reestr.registry.city import Appointment
from reestr.registry.organization import Organization, Responsible
from reestr.registry.paperwork import PreparedNotice
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.project import BASE, tree
from tests.unit.requirement_factory import requirement

ORDER = Appointment("приказ", "12-о", factory.date("2026-02-02"))
FIRST = factory.responsible("2025-02-01", ORDER)
ENDED = replace(FIRST, until=factory.date("2026-02-01"))
NEXT = factory.responsible("2026-02-02", ORDER)
DAY = factory.date("2026-02-02")
NOTICE = factory.notice("city-hall", DAY, factory.date("2026-02-03"))
DRAFT = PreparedNotice("draft", "school", DAY, "city-hall", factory.origin("notices", "draft"))


def _city(*persons: Responsible, notices: Any = (), prepared: Any = (), **changes: Any) -> Registry:
    organization = factory.organization(responsible=persons, **changes)
    return replace(factory.registry([], organizations=[organization], notices=notices), prepared_notices=prepared)


def _found(before: Registry, after: Registry) -> list[tuple[tuple[MissingItem, ...], bool]]:
    return [(demand.lacks, demand.advice) for demand in incomplete_handovers(before, after)]


@pytest.mark.parametrize(("notices", "prepared"), [((NOTICE,), ()), ((), (DRAFT,))], ids=["sent", "prepared"])
def test_a_change_with_its_order_and_its_notice_lacks_nothing(notices: Any, prepared: Any) -> None:
    assert _found(_city(FIRST), _city(ENDED, NEXT, notices=notices, prepared=prepared)) == []


def test_a_change_without_a_notice_lacks_it() -> None:
    (demand,) = incomplete_handovers(_city(FIRST), _city(ENDED, NEXT))
    assert (demand.lacks, demand.change_on, demand.path, demand.advice) == (
        (MissingItem.NOTICE,),
        DAY,
        "/responsible/1",
        False,
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(NOTICE, change_on=factory.date("2026-02-03")),
        replace(NOTICE, to="regional-centre"),
        replace(NOTICE, organization="school-2"),
    ],
)
def test_another_notice_does_not_do(other: Any) -> None:
    assert _found(_city(FIRST), _city(ENDED, NEXT, notices=(other,))) == [((MissingItem.NOTICE,), False)]


@pytest.mark.parametrize("order", [None, Appointment("приказ", None, DAY), Appointment("приказ", "12-о", None)])
def test_a_change_needs_the_number_and_the_date_of_the_order(order: Appointment | None) -> None:
    after = _city(ENDED, replace(NEXT, order=order), notices=(NOTICE,))
    assert _found(_city(FIRST), after) == [((MissingItem.ORDER,), False)]


def test_a_change_needs_its_day() -> None:
    after = _city(ENDED, replace(NEXT, since=None), notices=(NOTICE,))
    assert _found(_city(FIRST), after) == [((MissingItem.DAY,), False)]


def test_a_person_written_over_the_one_before_is_a_change() -> None:
    assert _found(_city(FIRST), _city(NEXT)) == [((MissingItem.HISTORY, MissingItem.NOTICE), False)]


def test_the_first_person_is_told_of_to_nobody_and_an_order_is_only_recommended() -> None:
    assert _found(_city(), _city(NEXT)) == []
    assert _found(_city(), _city(replace(NEXT, order=None))) == [((MissingItem.ORDER,), True)]


def test_corrections_and_ends_of_terms_are_no_changes() -> None:
    assert _found(_city(FIRST), _city(replace(FIRST, role="завуч"))) == []
    assert _found(_city(FIRST), _city(ENDED)) == []
    assert _found(_city(FIRST), _city(FIRST)) == []
    assert _found(_city(FIRST), _city()) == []


def test_what_is_brought_with_a_new_record_is_its_history() -> None:
    before = replace(_city(FIRST), organizations={})
    assert _found(before, _city(ENDED, NEXT)) == []


def test_nobody_need_be_told_before_the_act_took_effect_or_where_no_page_is_kept() -> None:
    early = factory.responsible("2020-01-01", ORDER)
    old = replace(FIRST, since=factory.date("2019-01-01"))
    assert _found(_city(old), _city(old, early)) == []
    exempt = {"exemptions": (factory.exemption(),)}
    after = replace(_city(ENDED, NEXT, **exempt), accounts={})
    after = replace(after)
    assert _found(_city(FIRST, **exempt), after) == []
    assert _found(_city(FIRST), _city(ENDED, NEXT, closed=True)) == []


def _hostile() -> tuple[IncompleteHandover, ...]:
    organization: dict[str, Any] = {"short_name": "x::error::%0A{on}\n::set-output"}
    person = replace(NEXT, name="Тайное Имя", order=None)
    return incomplete_handovers(_city(FIRST, **organization), _city(ENDED, person, **organization))


def test_a_demand_is_worded_with_the_fix_and_without_the_name() -> None:
    (item,) = as_diagnostics(_hostile())
    assert item.severity is Severity.ERROR
    assert "02.02.2026" in item.message and "уведомления" in item.message and "приказа" in item.message
    assert "reestr handover school --prepare" in item.help and "order:" in item.help
    assert "Тайное" not in item.message + item.help
    rendered = diagnostics_ci.github([item], str)
    assert len(rendered.splitlines()) == 1 and "title=person-changed" in rendered


def test_advice_is_a_warning() -> None:
    (item,) = as_diagnostics(incomplete_handovers(_city(), _city(replace(NEXT, order=None))))
    assert item.severity is Severity.WARNING
    assert "назначено" in item.message and "reestr" not in item.help


def test_the_place_is_the_new_entry(tmp_path: Any) -> None:
    (demand,) = incomplete_handovers(_city(FIRST), _with_lines(_city(ENDED, NEXT)))
    assert (demand.file, demand.line) == (demand.organization.origin.file, 31)


def _with_lines(registry: Registry) -> Registry:
    organizations: dict[str, Organization] = {
        key: replace(item, origin=replace(item.origin, lines={"/responsible": 20, "/responsible/1": 31}))
        for key, item in registry.organizations.items()
    }
    return replace(registry, organizations=organizations)


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_a_past_state_knows_its_prepared_notices_in_the_internal_edition_alone(edition: Edition) -> None:
    files = {name.removeprefix("data/"): content for name, content in tree(BASE).items()}
    files["notices/draft.yaml"] = b'organization: library-1\nchange_on: "2026-02-02"\nto: city-hall\ndraft: true\n'
    state = CommitRecords(edition)
    state.apply([FileChange(name, None, name) for name in files], files)
    registry = state.registry(["library-1"])
    assert registry is not None
    known = [(item.organization, item.change_on, item.to) for item in registry.prepared_notices]
    assert known == ([("library-1", DAY, "city-hall")] if edition == "internal" else [])


def test_of_two_persons_entered_at_once_the_second_is_a_change() -> None:
    first, second = replace(ENDED, order=None), replace(NEXT, order=None)
    assert _found(_city(), _city(first, second)) == [
        ((MissingItem.ORDER,), True),
        ((MissingItem.ORDER, MissingItem.NOTICE), False),
    ]


def test_a_second_person_of_an_organization_that_had_one_needs_a_notice_wherever_the_entry_is() -> None:
    early = factory.responsible("2025-01-20", ORDER)
    assert _found(_city(FIRST), _city(early, FIRST)) == [((MissingItem.HISTORY, MissingItem.NOTICE), False)]


@pytest.mark.parametrize(("force", "lacks"), [("mandatory", 1), ("recommended", 0)])
def test_a_notice_is_demanded_unless_the_act_only_recommends_it(force: str, lacks: int) -> None:
    duty = replace(requirement("change-notified"), force=force)
    after = replace(_city(ENDED, NEXT), requirements={duty.id: duty})
    assert _found(_city(FIRST), after) == [((MissingItem.NOTICE,), False)] * lacks


def test_each_organization_is_asked_under_the_name_it_had() -> None:
    before, after = _city(FIRST), _city(ENDED, NEXT)
    school = replace(after.organizations["school"], id="gymnasium")
    closed = replace(school, id="club", closed=True)
    renamed = replace(after, organizations={"new": replace(school, id="new"), "club": closed, "gymnasium": school})
    found = incomplete_handovers(before, renamed, {"gymnasium": "school", "club": "school"})
    assert [demand.organization.id for demand in found] == ["gymnasium"]
    assert incomplete_handovers(before, renamed) == ()
