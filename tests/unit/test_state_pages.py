"""The state of a day on the site: what it says, and that what proves it stands nowhere else."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping

from reestr.history.timeline.model import BreachCount, Commit, MonthState, RequirementState, Timeline
from reestr.judging.finding import Outcome
from reestr.publishing.open_data import export_files
from reestr.publishing.site.pages import record_pages, section_pages
from reestr.publishing.site.pages.state import build, month_pages
from reestr.publishing.view import Page, View

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, small_city
from tests.unit.past_factory import beginning, commit, of_commit, of_organization, removed_record, rename, view_of

HASH = "ab" * 32
LAST = commit("2026-03-09")
ALLOWED = {"", "state/", "open-data/", "api/v1/index.json", "api/v1/changes.json"}
"""Where a new commit that changes no record may show: `changes.json` is the log of commits itself."""


def month(*states: RequirementState, number: int = 1) -> MonthState:
    day = datetime.date(2026, number + 1, 1) - datetime.timedelta(days=1)
    return MonthState(f"2026-{number:02d}", day, commit("2026-01-20"), HASH, 3, 5, states or None)


def state(breaches: tuple[BreachCount, ...] = ()) -> RequirementState:
    counts = {Outcome.MET: 7, Outcome.UNCONFIRMED: 2, Outcome.EXEMPT: 4}
    if breaches:
        counts[Outcome.BREACH] = sum(item.number for item in breaches)
    return RequirementState("accounts-exist", "Прежнее название", True, counts, breaches)


def seen(*months: MonthState, head: Commit | None = LAST, **changes: object) -> View:
    past = Timeline(commits=(beginning(),), months=months, head=head, records=HASH if head else "")
    past = dataclasses.replace(past, **changes)  # type: ignore[arg-type]  # the tests name the fields
    return view_of(small_city(), past, "https://reestr.example/")


def everything(view: View) -> Mapping[str, str]:
    pages: list[Page] = [page for _, page in section_pages(view)]
    found = {page.path: f"{page.body}{page.head}{page.description}" for page in (*pages, *record_pages(view))}
    return found | {file.path: file.content.decode("utf-8", "replace") for file in export_files(view, pages)}


def test_a_new_commit_touches_only_what_says_which_commit_it_is() -> None:
    one = everything(seen(month(state())))
    other = everything(seen(month(state()), head=commit("2026-03-10", 7)))
    assert one.keys() == other.keys()
    # The list of sums changes with the two files of its folder, and names no commit.
    assert {path for path in one if one[path] != other[path]} == ALLOWED | {"api/v1/SHA256SUMS"}
    for path in ALLOWED:
        assert LAST.id in one[path] and commit("2026-03-10", 7).id in other[path], path
    assert {path for path, text in one.items() if HASH in text} == ALLOWED - {"api/v1/changes.json"} | {
        "state/2026-01/"
    }


def test_today_is_what_the_view_says() -> None:
    view = seen()
    text = Reader(build(view)).text
    assert "В реестре 3 действующие организации" in text.replace("\u00a0", " ")
    counts = view.assessment.summary
    assert f"Кто нарушает {counts[Outcome.BREACH]}" in text
    assert "git checkout " + LAST.id in text
    assert "Ни один месяц" in text


def test_without_git_there_is_nothing_to_check_by_and_it_says_so() -> None:
    view = seen(head=None)
    assert "вне Git" in Reader(build(view)).text
    records = json.loads(everything(view)["api/v1/index.json"])["records"]
    assert set(records.values()) == {None}


def test_edited_records_have_no_hash() -> None:
    view = seen(uncommitted=("registry.yaml",))
    assert HASH not in everything(view)["state/"]
    assert json.loads(everything(view)["api/v1/index.json"])["records"] == {
        "commit": LAST.id,
        "committed_at": LAST.at.isoformat(),
        "uncommitted_files": 1,
        "sha256": None,
    }


def test_a_month_shows_that_day_with_the_titles_of_that_day() -> None:
    breaches = (
        BreachCount("school-2", "Школа, как она звалась", 2),
        BreachCount("gone", "Клуб", 1),
        BreachCount("first", "Архив, как он звался", 1),
        BreachCount("unheard", "Ошибка", 1),
    )
    at = commit("2026-02-09")
    view = seen(
        month(state(breaches)),
        month(state(), number=2),
        renames=(rename("first", "archive", at),),
        removed_records=(removed_record("organization", "gone", at),),
    )
    january, february = month_pages(view)
    page = Reader(january)
    assert january.path == "state/2026-01/"
    assert "Прежнее название, 5 из 14" in page.text
    assert "Школа, как она звалась (2)" in page.text and "../../organizations/school-2/" in page.hrefs
    assert "../../organizations/archive/" in page.hrefs and "../../organizations/gone/" in page.hrefs
    assert "../../organizations/unheard/" not in page.hrefs and "Ошибка" in page.text
    assert "Нарушено 5 из 12 проверенных обязательных; ещё 2 не подтверждено" in page.text.replace("\u00a0", " ")
    assert "../../state/2026-02/" in page.hrefs and "../../state/2026-01/" in Reader(february).hrefs
    assert "Никто." in Reader(february).text


def test_a_month_with_unreadable_records_claims_nothing() -> None:
    (page,) = month_pages(seen(month()))
    text = Reader(page).text
    assert "неизвестны" in text and "Нарушено" not in text
    assert HASH in text


def test_a_page_of_a_month_does_not_change_with_the_day() -> None:
    view = seen(month(state()))
    later = dataclasses.replace(view, as_of=view.as_of + datetime.timedelta(days=1))
    assert list(month_pages(view)) == list(month_pages(later))


def test_the_city_itself_may_be_in_breach() -> None:
    (page,) = month_pages(seen(month(state((BreachCount("", "", 1),)))))
    hall = factory.registry([]).words.hall.nominative
    assert hall[:1].upper() + hall[1:] in Reader(page).text


def test_a_commit_of_a_record_is_told_where_the_record_is() -> None:
    """Otherwise the first test would pass whatever a page says."""
    changed = of_commit(LAST, of_organization("organization-reviewed", "school-2", on="2026-03-09"))
    view = seen(commits=(beginning(), changed), changed={"organization/school-2": LAST})
    assert LAST.id[:10] in everything(view)["changes/"]
