"""The narrative of changes: its sentences, their order, the names in them, and the omissions."""

from __future__ import annotations

from typing import Any

import pytest
from reestr import wording
from reestr.history.narrative import (
    ROUTINE,
    Limits,
    Naming,
    Reference,
    Titles,
    commit_narrative,
    first_narrative,
    group_sentence,
    grouped,
    plain,
)
from reestr.history.timeline.model import CommitChanges
from reestr.judging.finding import Outcome, Subject

from tests.unit.past_factory import beginning, commit, of_account, of_commit, of_organization, turned

DAY = commit("2026-02-09")
WEEKS: dict[str, Any] = {"number": 2, "first": "2026-W04", "last": "2026-W05"}
TITLES = Titles({"school": "Школа", "lyceum": "Лицей"}, {"page-passport": "Паспорт страницы"})
COUNTED = [of_account("weeks-counted", account, **WEEKS) for account in ("school-vk", "school-ok", "lyceum-vk")]


def texts(changes: CommitChanges, naming: Naming, limits: Limits | None = None) -> list[str]:
    """The sentences about changes, then those about verdicts, as plain text."""
    narrative = commit_narrative(changes, naming, limits or Limits(9, 9, 9), TITLES)
    return [plain(sentence).replace("\N{NO-BREAK SPACE}", " ") for sentence in narrative.sentences + narrative.verdicts]


def test_equal_changes_are_one_group_and_routine_groups_are_last() -> None:
    groups = grouped([*COUNTED, of_organization("organization-reopened"), of_account("account-reopened")])
    assert [(group.key, len(group.changes)) for group in groups] == [
        ("organization-reopened", 1),
        ("account-reopened", 1),
        ("weeks-counted", 3),
    ]
    assert [group.is_routine for group in groups] == [False, False, True]


def test_an_unknown_day_makes_no_other_group() -> None:
    changes = [of_account("account-added", on="2026-02-01"), of_account("account-added-undated", "school-ok")]
    (group,) = grouped(changes)
    assert (group.key, group.changes) == ("account-added", tuple(changes))


@pytest.mark.parametrize(
    ("naming", "expected"),
    [
        (Naming.ORGANIZATIONS, "сданы числа публикаций — 3 страницы: Школа, Лицей"),
        (
            Naming.RECORDS,
            "сданы числа публикаций — 3 страницы: vk.example/school, ok.example/school, vk.example/lyceum",
        ),
        (Naming.ACCOUNTS, "сданы числа публикаций — 3 страницы"),
    ],
)
def test_a_sentence_about_many_names_what_its_medium_asks_for(naming: Naming, expected: str) -> None:
    assert texts(of_commit(DAY, *COUNTED), naming) == [expected]


def test_a_sentence_about_one_names_it_but_an_organization_not_under_its_own_title() -> None:
    changes = of_commit(DAY, of_organization("organization-reopened"), of_account("account-reopened"))
    named, account = texts(changes, Naming.RECORDS)
    bare, same = texts(changes, Naming.ACCOUNTS)
    assert named == f"Школа school: {bare}"
    assert account == same and account.startswith("vk.example/school: ")


def test_names_of_records_and_outcomes_are_parts_of_a_sentence() -> None:
    (group,) = grouped([of_account("account-reopened")])
    reference, *_ = group_sentence(group, Naming.RECORDS)
    assert reference == Reference(Subject("account", "school-vk"), "school", "vk.example/school")
    verdicts = (turned(Outcome.MET, Outcome.BREACH), turned(Outcome.MET, Outcome.BREACH, "lyceum"))
    for naming in Naming:
        (sentence,) = commit_narrative(of_commit(DAY, verdicts=verdicts), naming, Limits(1, 1, 1), TITLES).verdicts
        assert [part for part in sentence if isinstance(part, Outcome)] == [Outcome.MET, Outcome.BREACH]
        assert Reference(Subject("requirement", "page-passport"), None, "Паспорт страницы") in sentence


def test_a_requirement_that_is_gone_is_called_by_its_id() -> None:
    verdicts = (turned(Outcome.MET, Outcome.BREACH),)
    (sentence,) = commit_narrative(
        of_commit(DAY, verdicts=verdicts), Naming.RECORDS, Limits(1, 1, 1), Titles()
    ).verdicts
    assert not any(isinstance(part, Reference) for part in sentence)
    assert "page-passport" in plain(sentence)


def test_what_is_beyond_the_limits_is_counted() -> None:
    verdicts = (
        turned(Outcome.MET, Outcome.ADVICE),
        turned(Outcome.MET, Outcome.BREACH),
        turned(Outcome.MET, Outcome.BREACH, "lyceum"),
    )
    changes = of_commit(DAY, *COUNTED, of_organization("organization-reopened"), verdicts=verdicts)
    narrative = commit_narrative(changes, Naming.ORGANIZATIONS, Limits(1, 1, 1), TITLES)
    assert (len(narrative.sentences), narrative.left) == (1, 3)
    # The verdicts that most organizations share stand first.
    assert (len(narrative.verdicts), narrative.verdicts_left) == (1, 1)
    assert Outcome.BREACH in narrative.verdicts[0]
    (_, counted) = texts(
        of_commit(DAY, *COUNTED, of_organization("organization-reopened")), Naming.RECORDS, Limits(2, 1, 0)
    )
    assert counted.endswith(": vk.example/school и ещё 2")


def test_the_first_commit_is_one_sentence_of_figures() -> None:
    narrative = first_narrative(beginning())
    assert [plain(sentence).replace("\N{NO-BREAK SPACE}", " ") for sentence in narrative.sentences] == [
        "Реестр начат: 1 организация, 1 официальная страница."
    ]
    assert plain(first_narrative(of_commit(DAY)).sentences[0]) == "Реестр начат: записей ещё нет."


def test_every_routine_change_has_a_text() -> None:
    assert [key for key in ROUTINE if not wording.has(f"changes.{key}")] == []
