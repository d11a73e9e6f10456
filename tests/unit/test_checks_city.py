"""The rules for the city as a whole, case by case."""

from __future__ import annotations

from functools import partial

import pytest
from reestr.registry.city import Appointment, Contact, Officer

from tests.unit.check_case import Case, assert_specified, case
from tests.unit.registry_factory import act, ago, assignment, city, date, publication

officer = partial(case, "officer-appointed", subject="city")
published = partial(case, "act-published", subject="city")
centre = partial(case, "centre-answered", subject="city")


def request(due: int, answered: int | None, document: str | None = "исх. 7", identifier: str = "ask") -> object:
    """A request of the regional centre due and answered so many days ago."""
    answered_on = None if answered is None else ago(answered)
    return assignment("centre-request", ago(due), id=identifier, answered_on=answered_on, answer_document=document)


def named(appointed_by: Appointment | None) -> Officer:
    return Officer("Иванова Мария Петровна", "начальник отдела", appointed_by, Contact())


CASES: tuple[Case, ...] = (
    officer("named by an act", "met", "met", "registry#/officer/appointed_by", words="№ 101 от 20.01.2025"),
    officer("nobody", "breach", "absent", "registry#", of_city=city(officer=None)),
    officer("an empty record", "breach", "absent", of_city=city(officer=Officer(None, None, None, Contact()))),
    officer("without an act", "unconfirmed", "act-unknown", "registry#/officer", of_city=city(officer=named(None))),
    officer(
        "an act without a date",
        "unconfirmed",
        "act-unknown",
        of_city=city(officer=named(Appointment("постановление", "101"))),
    ),
    officer("the day before the act", "unconfirmed", "act-unknown", as_of=date("2025-01-19")),
    published(
        "everywhere",
        "met",
        "met",
        "act#/publications/0/published_on",
        "act#/publications/1/published_on",
        words="последняя — 27.01.2025",
    ),
    published(
        "one date unknown",
        "unconfirmed",
        "date-unknown",
        "act#/publications/1",
        words="дата публикации: ЭСМИГ",
        of_act=act(publications=(publication(ago(9)), publication(None, "ЭСМИГ"))),
    ),
    published("no outlet", "unconfirmed", "none", "act#", of_act=act(publications=())),
    published("the day before the last", "not-due", "announced", as_of=date("2025-01-26"), words="27.01.2025"),
    centre("nothing asked", "not-applicable", "none", "registry#"),
    centre("in time", "met", "met", "assignments/ask#/answer", assignments=(request(3, 3),)),
    centre("a day late", "breach", "late", assignments=(request(3, 2),), words="14.11.2026, позже срока 13.11.2026"),
    centre("a day over", "breach", "overdue", "assignments/ask#/due_on", assignments=(request(1, None, None),)),
    centre(
        "the last day", "not-due", "open", assignments=(request(0, None, None),), words="до 16.11.2026 включительно"
    ),
    centre("no document", "unconfirmed", "unproven", assignments=(request(3, 3, None),)),
    centre("no date of the answer", "unconfirmed", "unproven", assignments=(request(3, None),)),
    centre("answered tomorrow", "not-due", "open", assignments=(request(-3, -1),)),
    centre("asked tomorrow", "not-applicable", "none", as_of=ago(15), assignments=(request(3, 3),)),
    centre(
        "the worst of several",
        "breach",
        "overdue",
        "assignments/b#/due_on",
        assignments=(request(3, 3, identifier="a"), request(2, None, None, "b"), request(5, 1, identifier="c")),
        words="Таких запросов: 1",
    ),
)


@pytest.mark.parametrize("example", CASES, ids=str)
def test_city_check(example: Case) -> None:
    assert_specified(example)
