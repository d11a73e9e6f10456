"""What an organization answers to a verdict: shown beside it up to its last day, changing nothing."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.documents.manifest import Provenance
from reestr.publishing.documents.state_report import state_html
from reestr.publishing.site.pages.organization import organization as organization_page
from reestr.publishing.site.pages.requirement import build as requirement_page
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load, load_files
from reestr.records.loading.record_sources import FolderFiles, OverlaidFiles
from reestr.registry.city import Appointment
from reestr.registry.organization import OrganizationAnswer
from reestr.registry.registry import Registry
from reestr.wording.answer_text import answered

from tests.unit.project import BASE, PRIMERSK

DAY = datetime.date(2026, 11, 16)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


PROMISE = OrganizationAnswer(
    requirement="page-passport",
    account="park-vk",
    kind="will-fix",
    on=_day("2026-11-02"),
    until=_day("2026-11-30"),
    text="Телефон меняем.",
    document=Appointment(number="01-7", date=_day("2026-11-02")),
    accepted=None,
    decided_on=None,
    decision=None,
    expires=_day("2026-12-01"),
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    found = load(PRIMERSK / "data", "public").registry
    assert found is not None
    return found


def _view(registry: Registry, *answers: OrganizationAnswer, day: datetime.date = DAY) -> View:
    park = replace(registry.organizations["park"], answers=answers)
    changed = replace(registry, organizations={**registry.organizations, "park": park})
    return View(changed, assess(changed, day), "public", day, Site("Реестр"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            "Исправим до 30.11.2026 (ответ от 02.11.2026), письмо от 02.11.2026 № 01-7: Телефон меняем. "
            "Решения пока нет.",
        ),
        ({"document": None, "text": None}, "Исправим до 30.11.2026 (ответ от 02.11.2026). Решения пока нет."),
        (
            {"kind": "disagree", "until": None, "document": None, "text": None, "accepted": False,
             "decided_on": _day("2026-11-05"), "decision": "телефона нет"},
            "Не согласны (02.11.2026). Отклонено 05.11.2026: телефона нет.",
        ),
        (
            {"document": None, "text": None, "accepted": True, "decided_on": _day("2026-11-05")},
            "Исправим до 30.11.2026 (ответ от 02.11.2026). Принято 05.11.2026.",
        ),
        # A decision of a later day is not known yet.
        (
            {"document": None, "text": None, "accepted": True, "decided_on": _day("2026-11-17")},
            "Исправим до 30.11.2026 (ответ от 02.11.2026). Решения пока нет.",
        ),
        (
            {"document": None, "text": None, "until": _day("2026-11-10")},
            "Исправим до 10.11.2026 (ответ от 02.11.2026). Этот день прошёл. Решения пока нет.",
        ),
    ],
)  # fmt: skip
def test_an_answer_in_words(changes: dict[str, object], said: str) -> None:
    assert answered(replace(PROMISE, **changes), DAY) == said  # type: ignore[arg-type]


def test_it_stands_beside_the_verdict_on_every_page_and_changes_no_verdict(registry: Registry) -> None:
    without, view = _view(registry), _view(registry, PROMISE)
    assert view.assessment == without.assessment
    said = "Исправим до 30.11.2026"
    park = view.registry.organizations["park"]
    body = organization_page(view, park).body
    verdict = body.partition('id="page-passport"')[2].partition("</article>")[0]
    assert said in verdict and body.count(said) == 2
    requirement = view.registry.requirements["page-passport"]
    assert requirement_page(view, requirement).body.count(said) == 1
    paper = state_html(view, Provenance(None, (), "0" * 64), {})
    assert paper.count(said) == 1
    for page in (
        organization_page(without, without.registry.organizations["park"]).body,
        requirement_page(without, requirement).body,
    ):
        assert said not in page


def test_of_two_answers_the_latest_stands_and_the_other_page_has_none(registry: Registry) -> None:
    second = replace(PROMISE, kind="disagree", until=None, on=_day("2026-11-09"))
    view = _view(registry, PROMISE, second)
    body = requirement_page(view, view.registry.requirements["page-passport"]).body
    assert "Не согласны (09.11.2026)" in body and "Исправим до" not in body
    assert view.registry.organizations["park"].answer("page-passport", "park-ok", DAY) is None


@pytest.mark.parametrize(
    ("day", "stands"), [("2026-11-01", False), ("2026-11-02", True), ("2026-12-01", True), ("2026-12-02", False)]
)
def test_it_stands_from_its_day_to_its_last_one(registry: Registry, day: str, stands: bool) -> None:
    view = _view(registry, PROMISE, day=_day(day))
    body = organization_page(view, view.registry.organizations["park"]).body
    assert ('class="answered"' in body) is stands
    assert ("по 01.12.2026" in body) is (day != "2026-11-01")


def test_words_of_an_answer_are_text(registry: Registry) -> None:
    hostile = replace(PROMISE, text="<script>alert(1)</script>")
    view = _view(registry, hostile)
    for body in (
        organization_page(view, view.registry.organizations["park"]).body,
        requirement_page(view, view.registry.requirements["page-passport"]).body,
    ):
        assert "<script>alert" not in body and "&lt;script&gt;alert" in body


def test_nobody_answers_in_public_about_what_only_the_internal_edition_shows() -> None:
    files = FolderFiles(BASE, "data/")
    requirement = files.content("requirements/officer-appointed.yaml")
    organization = files.content("organizations/library-1.yaml")
    answer = b'answers:\n  - {requirement: officer-appointed, kind: disagree, on: "2026-03-02"}\n'
    changed = {
        "requirements/officer-appointed.yaml": requirement.replace(b"edition: public", b"edition: internal"),
        "organizations/library-1.yaml": organization + answer,
    }
    found = load_files(OverlaidFiles(files, changed)).diagnostics
    assert [item.code for item in found] == ["answer-misplaced"] and "внутренней редакции" in found[0].message


def test_a_breach_is_still_a_breach(registry: Registry) -> None:
    accepted = replace(PROMISE, kind="disagree", until=None, accepted=True, decided_on=_day("2026-11-05"))
    view = _view(registry, accepted)
    breaches = [
        item
        for item in view.assessment.by_organization["park"]
        if item.requirement == "page-passport" and item.outcome is Outcome.BREACH
    ]
    assert len(breaches) == 1
