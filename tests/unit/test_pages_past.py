"""The past on pages: changes, an organization's history, last changes, removed records."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from reestr import wording
from reestr.history.folded_narrative import MOST
from reestr.history.timeline.model import Change, Commit, CommitChanges, Gap, Timeline, WeekState
from reestr.judging.finding import Outcome
from reestr.publishing.open_data.address_checker import check_file
from reestr.publishing.open_data.badges import badge_files
from reestr.publishing.open_data.changes import change_files, former_file
from reestr.publishing.open_data.documents import address_file, record_files
from reestr.publishing.open_data.sitemap import sitemap_files
from reestr.publishing.site.pages import record_pages
from reestr.publishing.site.pages.changes import LIMITS, WEEKS, month_pages
from reestr.publishing.site.pages.changes import build as changes_page
from reestr.publishing.site.pages.organization import organization as organization_page
from reestr.publishing.site.pages.requirement import build as requirement_page
from reestr.publishing.site.widgets.organization_history import history_of
from reestr.publishing.view import Page, View
from reestr.registry.origin import Origin

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, rules, without_data
from tests.unit.past_factory import (
    beginning,
    commit,
    of_account,
    of_commit,
    of_organization,
    removed_record,
    rename,
    turned,
    view_of,
)

HOSTILE = "<script>alert(1)</script> & {{ 7*7 }} \"'"
ONE, TWO = commit("2026-02-09"), commit("2026-03-16")


def past_of(*commits: CommitChanges, **more: object) -> Timeline:
    return dataclasses.replace(Timeline(commits=(beginning(), *commits)), **more)  # type: ignore[arg-type]  # named by tests


def view(timeline: Timeline, commit_url: str = "") -> View:
    return view_of(factory.registry([*rules("page-passport")]), timeline, "", commit_url)


def text(page: Page) -> str:
    return Reader(page).text.replace("\u00a0", " ")


# The page of changes


def test_the_first_commit_is_told_in_one_sentence() -> None:
    page = changes_page(view(past_of()))
    assert "Реестр начат: 1 организация, 1 официальная страница." in text(page)
    week = page.body.partition('<details class="changed-week"')[2].partition("</details>")[0]
    assert week.count("<li>") == 1


def test_changes_stand_by_day_newest_first_with_their_commits_as_evidence() -> None:
    timeline = past_of(
        of_commit(ONE, of_organization("organization-reopened")),
        of_commit(TWO, of_account("account-reopened")),
    )
    body = changes_page(view(timeline)).body
    assert body.index("day-2026-03-16") < body.index("day-2026-02-09") < body.index("day-2025-12-01")
    assert f"<code>{ONE.short}" in body.replace('<code class="commit">', "<code>")
    linked = changes_page(view(timeline, "https://forge.example/commit/")).body
    assert f'href="https://forge.example/commit/{ONE.id}"' in linked


def test_what_many_did_at_once_is_one_line_and_the_names_it_has_no_room_for_unfold() -> None:
    names = [f"school-{number}" for number in range(40)]
    registry = factory.registry([], organizations=[factory.organization(name) for name in names], accounts=[])
    changes = tuple(of_organization("organization-reviewed", name, on="2026-02-09") for name in names)
    page = changes_page(view_of(registry, past_of(of_commit(ONE, *changes))))
    seen, _, folded = page.body.partition('<details class="unfolds">')
    folded = folded.partition("</details>")[0]
    address = 'href="../organizations/school-'
    assert (seen.count(address), folded.count(address)) == (LIMITS.names, 40 - LIMITS.names)
    assert f"<summary>и ещё {40 - LIMITS.names}</summary>" in folded
    assert "Сверено 40 записей организаций: Школа school-0, " in text(page).replace(" ,", ",")


def test_what_does_not_even_fold_is_in_the_open_data() -> None:
    changes = tuple(
        of_organization("organization-reviewed", f"s-{place}", on="2026-02-09") for place in range(MOST + 9)
    )
    page = changes_page(view(past_of(of_commit(ONE, *changes))))
    assert f"и ещё {9 - LIMITS.names} — в открытых данных" in text(page)
    assert page.body.count('href="../api/v1/changes.csv"') == 2


def test_every_sentence_and_verdict_beyond_the_first_ones_unfolds() -> None:
    keys = ("reopened", "renamed", "corrected")
    changes = [
        of_organization(f"organization-{key}", f"s-{place}", before="а", after=str(place), fields=("name",))
        for place in range(LIMITS.sentences)
        for key in keys
    ]
    outcomes = (Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE)
    verdicts = tuple(
        turned(before, after, f"s-{place}")
        for before in outcomes
        for after in outcomes
        if before is not after
        for place in range(2)
    )
    page = changes_page(view(past_of(of_commit(ONE, *changes, verdicts=verdicts))))
    assert "и ещё" in text(page) and "у кого" in text(page)
    assert "в открытых данных" not in text(page)
    for place in range(LIMITS.sentences):
        assert f"s-{place}: " in text(page) or f"s-{place} " in text(page)
    assert page.body.count("<summary>у кого</summary>") == len(outcomes) * (len(outcomes) - 1)


def test_an_organization_with_two_pages_is_named_once() -> None:
    weeks: dict[str, Any] = {"number": 2, "first": "2026-W04", "last": "2026-W05"}
    changes = (of_account("weeks-counted", "school-vk", **weeks), of_account("weeks-counted", "school-ok", **weeks))
    page = changes_page(view(past_of(of_commit(ONE, *changes))))
    assert "Сданы числа публикаций — 2 страницы" in text(page)
    assert page.body.count("Школа school") == 1


def test_what_happens_once_stands_before_what_is_done_again_and_again() -> None:
    changes = (of_account("account-reviewed", on="2026-02-09"), of_account("account-closed", on="2026-02-08"))
    shown = text(changes_page(view(past_of(of_commit(ONE, *changes)))))
    assert shown.index("закрыта") < shown.index("сверена")


def test_a_change_of_records_shows_what_it_did_to_verdicts() -> None:
    verdicts = (turned(Outcome.MET, Outcome.BREACH), turned(Outcome.NOT_APPLICABLE, Outcome.MET, "other"))
    page = changes_page(view(past_of(of_commit(ONE, of_organization("organization-reopened"), verdicts=verdicts))))
    assert "выполнено" in text(page) and "нарушено" in text(page) and "не относится" in text(page)
    assert 'href="../requirements/page-passport/"' in page.body


@pytest.mark.parametrize("gap", Gap)
def test_what_is_not_known_of_the_past_is_said(gap: Gap) -> None:
    page = changes_page(view(Timeline(gaps=(gap,))))
    assert wording.text(f"past.gaps.{gap.value}").replace("\u00a0", " ") in text(page)
    assert "Изменений не видно" in text(page)
    if gap is Gap.SHALLOW:
        assert "fetch-depth" in text(page)


def test_the_last_weeks_stand_on_the_page_and_every_week_on_the_page_of_its_month() -> None:
    days = [f"2026-{month:02d}-{day:02d}" for month in range(1, 11) for day in range(1, 29, 3)]
    commits = [of_commit(commit(day), of_organization("organization-reopened")) for day in days]
    old = of_commit(commit("2024-05-13"), of_organization("organization-reopened"))
    made = view(
        Timeline(commits=(of_commit(commit("2024-05-06"), of_organization("organization-added")), old, *commits))
    )
    page = changes_page(made)
    assert page.body.count('<details class="changed-week"') == WEEKS
    assert page.body.count('<details class="changed-week" id="week-2026-W44" open>') == page.body.count(" open>") == 1
    months = {item.path: item for item in month_pages(made)}
    assert list(months)[:2] == ["changes/2026-10/", "changes/2026-09/"] and list(months)[-1] == "changes/2024-05/"
    assert {f"../{path}" for path in months} <= {f"../{href[3:]}" for href in Reader(page).hrefs}
    shown = [name for item in months.values() for name in Reader(item).ids if name.startswith("commit-")]
    assert len(shown) == len(set(shown)) == len(days) + 2
    # A week stands in the month in which it began.
    assert "day-2026-10-01" in months["changes/2026-09/"].body
    assert "Июль 2026" in text(months["changes/2026-08/"]) and "Сентябрь 2026" in text(months["changes/2026-08/"])


def test_a_week_says_how_many_breaches_began_and_ended_in_it_with_time_too() -> None:
    counts = {"page-passport": {Outcome.MET: 1}}
    pairs = (("page-passport", "school"), ("page-passport", "other"))
    weeks = (
        WeekState("2025-W49", "c0ffee", counts, pairs[:1]),
        WeekState("2026-W07", "c0ffee", counts, pairs[1:], pairs[:1]),
        WeekState("2026-W12", "c0ffee", None),
    )
    changes = (of_commit(ONE, of_organization("organization-reopened")), of_commit(TWO, of_account("account-reopened")))
    shown = text(changes_page(view(past_of(*changes, weeks=weeks))))
    assert "9–15 февраля 2026 г. 1 изменение, новых нарушений 1, больше не нарушено 1" in shown
    assert "16–22 марта 2026 г. 1 изменение 16 марта" in shown
    # What was breached when the history began is not new.
    assert shown.count("новых нарушений") == 1


def test_a_step_without_a_word_has_no_day() -> None:
    assert "day-2026-02-09" not in changes_page(view(past_of(of_commit(ONE)))).body


def test_names_of_records_are_text() -> None:
    corrected = of_organization("organization-corrected", title=HOSTILE, fields=("name",))
    renamed = of_organization("organization-renamed", title=HOSTILE, before=HOSTILE, after=HOSTILE)
    registry = factory.registry([], organizations=[factory.organization(short_name=HOSTILE)], accounts=[])
    stone = dataclasses.replace(removed_record("organization", "club", TWO), title=HOSTILE)
    timeline = past_of(
        of_commit(ONE, corrected, renamed), removed_records=(stone,), renames=(rename("old", "school", ONE),)
    )
    made = view_of(registry, timeline)
    for page in (changes_page(made), *record_pages(made)):
        assert "script" not in Reader(dataclasses.replace(page, body=without_data(page))).tags
        assert "<script>" not in page.head


# The history of one organization


def history(registry_changes: tuple[Change, ...], **organization: Any) -> list[tuple[str, str, str]]:
    registry = factory.registry([], organizations=[factory.organization(**organization)], accounts=[])
    made = view_of(registry, Timeline(commits=(of_commit(ONE, *registry_changes),)))
    (only,) = made.registry.organizations.values()
    return [
        (line.day.isoformat(), line.text, "edit" if line.edit else "recorded" if line.recorded else "")
        for line in history_of(made, only).lines
    ]


def test_a_dated_fact_and_the_commit_that_entered_it_are_one_line() -> None:
    person = factory.responsible("2026-02-02")
    appointed = of_organization("responsible-changed", on="2026-02-02", role="методист")
    lines = history((appointed,), responsible=(person,), since=None)
    assert lines == [("2026-02-02", "назначен ответственный за страницы: методист", "recorded")]


def test_a_dated_fact_of_which_git_knows_nothing_stands_as_the_record_has_it() -> None:
    assert history((), responsible=(), since=factory.date("2025-02-01")) == [("2025-02-01", "внесена в реестр", "")]


def test_an_edit_that_no_date_tells_of_stands_on_the_day_of_its_commit() -> None:
    other = of_organization("responsible-changed", on="2026-01-01", role="завуч")
    corrected = of_organization("organization-corrected", fields=("address",))
    lines = history((other, corrected), responsible=(factory.responsible("2026-02-02"),), since=None)
    assert [(day, kind) for day, _, kind in lines] == [
        ("2026-02-09", "edit"),
        ("2026-02-09", "edit"),
        ("2026-02-02", ""),
    ]


def test_a_page_closed_and_replaced_at_once_is_told_once() -> None:
    old = factory.account(closed=True, closed_on=factory.date("2026-02-06"), replaced_by="school-ok", opened_on=None)
    registry = factory.registry([], accounts=[old, factory.account("school-ok", opened_on=None)])
    changes = (of_account("account-closed", on="2026-02-06"), of_account("account-replaced", next="ok.example/school"))
    made = view_of(registry, Timeline(commits=(of_commit(ONE, *changes),)))
    lines = [line for line in history_of(made, made.registry.organizations["school"]).lines if line.recorded]
    assert [line.text for line in lines] == ["страница vk.example/school закрыта, вместо неё — ok.example/school"]


def test_routine_edits_are_gathered_one_line_for_a_commit() -> None:
    weeks: dict[str, Any] = {"number": 2, "first": "2026-W04", "last": "2026-W05"}
    changes = (of_account("weeks-counted", **weeks), of_account("weeks-counted", "school-ok", **weeks))
    made = view(Timeline(commits=(of_commit(ONE, *changes),)))
    found = history_of(made, made.registry.organizations["school"])
    assert [line.text for line in found.routine] == ["сданы числа публикаций — 2\u00a0страницы"]
    page = organization_page(made, made.registry.organizations["school"])
    assert page.body.count("<summary>Подсчёты, осмотры, сверки") == 1


# When a record was changed last


def _changed(timeline: Timeline) -> tuple[str, str]:
    registry = factory.registry([*rules("page-passport")])
    school = factory.organization(origin=Origin("organization", "school", "records/organizations/school.yaml", {}))
    registry = dataclasses.replace(registry, organizations={"school": school})
    made = view_of(registry, timeline)
    rule = made.registry.requirements["page-passport"]
    return text(organization_page(made, school)), text(requirement_page(made, rule))


def test_every_record_says_when_it_was_changed_last() -> None:
    names = ("organization/school", "account/school-vk", "requirement/page-passport")
    organization, rule = _changed(past_of(changed=dict.fromkeys(names, ONE)))
    assert organization.count(f"Последнее изменение: 09.02.2026 , {ONE.short}") == 2
    assert rule.count(f"Последнее изменение: 09.02.2026 , {ONE.short}") == 1


def test_an_edit_that_is_not_committed_is_said_so() -> None:
    uncommitted = ("organizations/school.yaml",)
    organization, rule = _changed(past_of(changed={"organization/school": ONE}, uncommitted=uncommitted))
    assert "Запись изменена, правка ещё не внесена в Git. Прежнее изменение: 09.02.2026" in organization
    assert "не внесена в Git" not in rule
    new, _ = _changed(past_of(uncommitted=uncommitted))
    assert "Запись ещё не внесена в Git." in new and "Прежнее" not in new


def test_without_a_history_nothing_is_said_of_changes() -> None:
    organization, rule = _changed(Timeline())
    assert "изменение" not in organization and "изменение" not in rule


def test_open_data_says_it_too() -> None:
    made = view(past_of(changed={"organization/school": ONE}))
    files = {file.path: file.content for file in record_files(made)}
    said = json.loads(files["api/v1/organizations.json"])["organizations"][0]["changed"]
    assert said == {"id": ONE.id, "at": "2026-02-09T12:00:00+05:00", "date": "2026-02-09"}


# What is gone, and what is called otherwise


@pytest.fixture
def lost() -> View:
    stones = (
        removed_record("organization", "club", TWO),
        removed_record("account", "club-vk", TWO, "club"),
        removed_record("account", "school-fans", TWO, "school"),
        removed_record("requirement", "extras", TWO),
    )
    renames = (rename("shcool", "school", ONE), rename("shcool-vk", "school-vk", ONE, "account"))
    return view_of(
        factory.registry([*rules("page-passport")]),
        past_of(
            of_commit(TWO, of_organization("organization-removed", "club", "Бывшая club")),
            removed_records=stones,
            renames=renames,
        ),
        "https://reestr.example/city/",
    )


def _pages(of: View) -> dict[str, Page]:
    return {page.path: page for page in record_pages(of)}


def test_what_is_gone_keeps_its_page(lost: View) -> None:
    pages = _pages(lost)
    club = text(pages["organizations/club/"])
    assert "Ранее в реестре" in club and "с 1 декабря 2025 г. до 16 марта 2026 г." in club
    assert "vk.example/club-vk" in club and 'id="account-club-vk"' in pages["organizations/club/"].body
    assert "16.03.2026 убрана из реестра" in club
    assert "Ранее в реестре" in text(pages["requirements/extras/"])
    assert all(page.origin is None for page in (pages["organizations/club/"], pages["requirements/extras/"]))


def test_a_removed_page_stays_named_on_the_page_of_its_organization(lost: View) -> None:
    school = _pages(lost)["organizations/school/"]
    assert 'id="account-school-fans"' in school.body
    assert "была в реестре с 01.12.2025 до 16.03.2026 , больше не официальная" in text(school)


def test_an_earlier_id_leads_to_the_record_from_below_any_folder(lost: View) -> None:
    page = _pages(lost)["organizations/shcool/"]
    assert page.head == '<meta http-equiv="refresh" content="0; url=../school/">\n'
    assert page.canonical == "organizations/school/"
    assert 'href="../school/"' in page.body
    assert 'id="account-shcool-vk"' in _pages(lost)["organizations/school/"].body


def test_badges_say_that_a_record_is_gone_and_follow_one_that_is_renamed(lost: View) -> None:
    badges = {file.path: file.content.decode() for file in badge_files(lost)}
    assert badges["badges/accounts/shcool-vk.svg"] == badges["badges/accounts/school-vk.svg"]
    for name in ("accounts/club-vk", "accounts/school-fans", "organizations/club"):
        assert "нет в реестре" in badges[f"badges/{name}.svg"].lower()
        assert "16.03.2026" in badges[f"badges/{name}.svg"]


def test_addresses_of_what_is_gone_are_known_as_such(lost: View) -> None:
    (file,) = address_file(lost)
    entry = json.loads(file.content)["addresses"]["https://vk.example/school-fans"]
    assert [(item["status"], item["until"]) for item in entry] == [("removed", "2026-03-16")]
    (index,) = check_file(lost)
    former = json.loads(index.content)["former"]
    assert {url: (item["id"], item["organization"]["name"], item["until"]) for url, item in former.items()} == {
        "https://vk.example/club-vk": ("club-vk", "Бывшая club", "2026-03-16"),
        "https://vk.example/school-fans": ("school-fans", "Школа school", "2026-03-16"),
    }


def test_open_data_lists_what_is_gone_and_counts_it_nowhere(lost: View) -> None:
    (file,) = former_file(lost)
    content = json.loads(file.content)
    assert [item["id"] for item in content["former"]] == ["club-vk", "school-fans", "club", "extras"]
    assert {item["old"]: item["id"] for item in content["renamed"]} == {"shcool": "school", "shcool-vk": "school-vk"}
    files = {item.path: json.loads(item.content) for item in record_files(lost) if item.path.endswith(".json")}
    assert [item["id"] for item in files["api/v1/organizations.json"]["organizations"]] == ["school"]
    assert files["api/v1/organizations/club.json"]["organization"] is None
    assert files["api/v1/organizations/shcool.json"] == files["api/v1/organizations/school.json"]
    sitemap = {item.path: item.content.decode() for item in sitemap_files(lost, ())}["sitemap.xml"]
    assert "club" not in sitemap and "shcool" not in sitemap


def test_the_log_of_changes_is_whole_but_for_the_beginning(lost: View) -> None:
    log, table = change_files(lost)
    commits = json.loads(log.content)["steps"]
    assert commits[0]["changes"][0] == {
        "key": "organization-removed",
        "kind": "organization",
        "id": "club",
        "organization": "club",
        "title": "Бывшая club",
        "text": "убрана из реестра",
    }
    assert (commits[-1]["began"], commits[-1]["changes"]) == ({"organization-added": 1, "account-added": 1}, [])
    assert len(table.content.decode("utf-8-sig").splitlines()) == 2


def test_names_of_files_that_an_edition_may_not_show_are_not_in_the_log() -> None:
    secret = "notices/school-2026-02-02-city-hall.yaml"
    read_badly = CommitChanges(ONE, (of_organization("organization-reopened"),), (), (secret,))
    for file in change_files(view(past_of(read_badly, uncommitted=(secret,)))):
        assert b"notices" not in file.content
    assert "notices" not in changes_page(view(past_of(read_badly, uncommitted=(secret,)))).body


def test_a_commit_is_an_id_and_a_moment() -> None:
    assert Commit("ab" * 20, TWO.at, TWO.day).short == "ab" * 5
