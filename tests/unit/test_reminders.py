"""Letters that remind: what they say, that nothing internal is in them, and the record that they were sent."""

from __future__ import annotations

import datetime
import email
import email.policy
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from reestr.judging.run import assess
from reestr.publishing.documents.reminder import letter_docx, letter_eml, letter_text, reminder, reminders
from reestr.publishing.site.pages.organization import organization as page_of
from reestr.publishing.view import Site, View
from reestr.records import reader
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry.organization import OrganizationAnswer, Reminder
from reestr.registry.registry import Registry

from tests.unit.project import PRIMERSK, copy_of_primersk, reestr_here, tree

DAY = datetime.date(2026, 11, 16)
SITE = Site("Реестр", "https://reestr.example/")


def _view(registry: Registry, edition: str) -> View:
    return View(registry, assess(registry, DAY), edition, DAY, SITE)


def _loaded(edition: Edition) -> View:
    registry = load(PRIMERSK / "data", edition).registry
    assert registry is not None
    return _view(registry, edition)


@pytest.fixture(scope="module")
def internal() -> View:
    """The example city before anybody was reminded or answered."""
    return _with(_loaded("internal"), "park", reminders=(), answers=())


def _with(view: View, identifier: str, **changes: Any) -> View:
    organization = replace(view.registry.organizations[identifier], **changes)
    organizations = {**view.registry.organizations, identifier: organization}
    return _view(replace(view.registry, organizations=organizations), view.edition)


def _text(view: View, identifier: str) -> str:
    letter = reminder(view, view.registry.organizations[identifier])
    assert letter is not None
    return letter_text(letter)


def test_a_letter_says_what_is_breached_what_is_missing_and_how_to_answer(internal: View) -> None:
    text = _text(internal, "park")
    assert text.startswith("Напоминание о ведении официальных страниц\n\nПо реестру официальных страниц на 16")
    # What to do names only what is missing, and what the secretary cannot do is not asked of her.
    assert "1. Добавьте на страницу телефоны (требование «На странице указаны сведения об организации»). ВК" in text
    assert "Отсутствует на странице: телефоны. Срок не назван — исправьте сразу." in text
    assert "отметьте увиденное в записи" not in text.partition("Не подтверждено")[0]
    assert text.index("Нарушено:") < text.index("Не подтверждено") < text.index("ответьте на это письмо")
    assert "https://reestr.example/organizations/park/#hand-in" in text and "press@primersk.example" in text


def test_an_overdue_count_is_among_the_days(internal: View) -> None:
    assert "Ближайшие сроки:" in _text(internal, "bus-company")


def test_the_letters_of_both_editions_are_the_same(internal: View) -> None:
    public = _with(_loaded("public"), "park", answers=())
    ours, theirs = (
        {item.organization.id: letter_text(item) for item in reminders(view)} for view in (internal, public)
    )
    assert ours == theirs and len(ours) > 10
    told = {name for item in reminders(internal) for name in item.requirements}
    assert not [name for name in told if internal.registry.requirements[name].internal]


def test_who_has_nothing_to_do_gets_no_letter(internal: View) -> None:
    letters = {item.organization.id for item in reminders(internal)}
    closed = [item.id for item in internal.registry.organizations.values() if item.is_closed(DAY)]
    assert closed and letters.isdisjoint(closed)
    assert any(item not in letters for item in internal.registry.organizations)


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ([], "Напоминание о"),
        (["2026-11-09"], "Повторное напоминание"),
        (["2026-11-02", "2026-11-09"], "Третье напоминание"),
        (["2026-10-05", "2026-10-12", "2026-11-02"], "Напоминание № 4"),
        # A letter of a later day was not sent yet.
        (["2026-11-09", "2026-12-01"], "Повторное напоминание"),
    ],
)
def test_the_third_reminder_says_so(internal: View, days: list[str], title: str) -> None:
    sent = tuple(Reminder(datetime.date.fromisoformat(day), ("page-passport",)) for day in days)
    text = _text(_with(internal, "park", reminders=sent), "park")
    assert text.startswith(title)
    assert ("Об этом уже напоминали" in text) is bool(days)


def test_reminders_of_something_else_do_not_count(internal: View) -> None:
    sent = (Reminder(datetime.date(2026, 11, 2), ("two-posts-a-week",)),)
    assert _text(_with(internal, "park", reminders=sent), "park").startswith("Напоминание о")


def test_an_answer_is_told_and_an_accepted_disagreement_needs_no_reminder(internal: View) -> None:
    answer = OrganizationAnswer(
        "page-passport", "park-vk", "disagree", datetime.date(2026, 11, 3), None, None, None, None, None, None, None
    )
    text = _text(_with(internal, "park", answers=(answer,)), "park")
    assert "Ваш ответ: Не согласны (03.11.2026). Решения пока нет." in text
    accepted = replace(answer, accepted=True, decided_on=datetime.date(2026, 11, 5))
    text = _text(_with(internal, "park", answers=(accepted,)), "park")
    assert "телефоны" not in text.partition("Не подтверждено")[0]


def test_a_week_that_is_over_has_no_day_and_the_next_one_has(internal: View) -> None:
    text = _text(internal, "school-3")
    breach = text.partition("Нарушено:")[2].partition("Ближайшие сроки:")[0]
    assert "Меньше было: 2026-W44" in breach and "Срок" not in breach
    assert "— 22.11.2026: Выпустить не меньше 2" in text.replace("\u00a0", " ")


def test_forms_of_a_letter_have_the_same_words_and_always_the_same_bytes(internal: View) -> None:
    letter = reminder(internal, internal.registry.organizations["park"])
    assert letter is not None
    message = email.message_from_bytes(letter_eml(letter), policy=email.policy.default)
    assert message["To"] == "info@park.primersk.example" and message["X-Unsent"] == "1"
    assert message["Date"] is None and message.get_content().rstrip() == letter_text(letter).rstrip()
    paper = docx.Document(io.BytesIO(letter_docx(letter, DAY)))
    words = "\n\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert letter_text(letter).split("\n\n", 1)[1].rstrip() in words
    assert letter_docx(letter, DAY) == letter_docx(letter, DAY) and letter_eml(letter) == letter_eml(letter)


def test_the_letter_is_on_the_page_of_the_internal_edition_only(internal: View) -> None:
    park = internal.registry.organizations["park"]
    body = page_of(internal, park).body
    assert "Письмо-напоминание" in body and 'data-copy="Скопировать письмо"' in body
    assert "mailto:info@park.primersk.example?subject=" in body and "object at" not in body
    assert "Письмо-напоминание" not in page_of(replace(internal, edition="public"), park).body


class TestCommand:
    """Letters as text or files, and the record that they were sent."""

    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        return copy_of_primersk(tmp_path)

    def test_letters_are_printed_or_written_and_edited_ones_are_kept(self, project: Path) -> None:
        done = reestr_here("remind", "--organization", "park", folder=project)
        assert (
            done.returncode == 0 and done.stdout.startswith("Третье напоминание") and "--sent 2026-11-16" in done.stderr
        )
        for form in ("docx", "eml"):
            done = reestr_here("remind", "--format", form, "--output", "письма", folder=project)
            assert done.returncode == 0, done.stderr
            assert len(list((project / "письма").glob(f"*.{form}"))) > 10
        (project / "письма" / "park.eml").write_text("правка", encoding="utf-8")
        done = reestr_here("remind", "--format", "eml", "--output", "письма", folder=project)
        assert done.returncode == 2 and "park.eml" in done.stderr

    def test_what_was_sent_is_recorded_once(self, project: Path) -> None:
        before = tree(project / "data")
        sent = ("remind", "--organization", "park", "--sent", "2026-11-09")
        assert reestr_here(*sent, folder=project).returncode == 2
        assert reestr_here(*sent, "--dry-run", folder=project).returncode == 0
        assert tree(project / "data") == before
        assert reestr_here(*sent, "--yes", folder=project).returncode == 0
        changed = {name for name, content in tree(project / "data").items() if content != before[name]}
        (name,) = changed
        assert name.endswith("park.yaml")
        # As YAML 1.1 the key `on` would be a yes.
        document, _ = reader.read((project / "data" / name).read_bytes(), name)
        assert document is not None
        told = ["page-passport", "open-information", "description-and-design"]
        days = ["2026-10-05", "2026-11-02", "2026-11-09"]
        assert document.data["reminders"] == [{"on": day, "requirements": told} for day in days]
        again = reestr_here(*sent, "--yes", folder=project)
        assert again.returncode == 0 and "уже записано" in again.stdout
        assert reestr_here("validate", folder=project).returncode == 0
        assert reestr_here("remind", "--organization", "park", folder=project).stdout.startswith("Напоминание № 4")

    def test_a_wrong_name_or_day_is_refused(self, project: Path) -> None:
        done = reestr_here("remind", "--organization", "parc", folder=project)
        assert done.returncode == 2 and "park" in done.stderr
        done = reestr_here("remind", "--sent", "2026-11-17", "--yes", folder=project)
        assert done.returncode == 2 and "17.11.2026" in done.stderr
