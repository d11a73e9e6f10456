"""The officer's week: what is new, mended, due, not handed in and amiss; and what cannot be known."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest
from reestr.history.timeline.breaches import BreachSince, breaches_since, breaches_then
from reestr.history.timeline.model import Gap, Timeline, WeekState
from reestr.judging.finding import Outcome
from reestr.publishing.site.pages import week
from reestr.publishing.view import Page, View
from reestr.registry.account import ControlLoss
from reestr.registry.city import Contact
from reestr.registry.registry import Registry

from tests.unit import past_factory as past
from tests.unit import registry_factory as factory
from tests.unit.pages_factory import Reader, empty_city, rules, view_of

ONE, OTHER = "two-posts-a-week", "page-status"
COUNTS = {ONE: {Outcome.MET: 1}}


def _text(page: Page) -> str:
    return Reader(page).text.replace("\N{NO-BREAK SPACE}", " ")


def _state(name: str, broken: tuple[tuple[str, str], ...] = (), mended: tuple[tuple[str, str], ...] = ()) -> WeekState:
    return WeekState(name, "c0ffee", COUNTS, broken, mended)


def _past(*weeks: WeekState, turned: tuple[str, Outcome] | None = None) -> Timeline:
    commits = [past.beginning()]
    if turned is not None:
        day, outcome = turned
        change = dataclasses.replace(past.turned(Outcome.MET, outcome), requirement=ONE)
        commits.append(past.of_commit(past.commit(day), verdicts=(change,)))
    return Timeline(commits=tuple(commits), weeks=weeks)


def _city(posts: int = 1) -> Registry:
    """A school with one page and its count of the last full week; the three weeks before are not counted."""
    contact = Contact("info@school.example", ("+7 (000) 000-00-01",))
    school = factory.organization(contact=contact)
    years = factory.activity({"2026-W46": factory.count(text=posts)})
    return factory.registry(rules(ONE), organizations=[school], accounts=[factory.account()], years=years)


def _view(registry: Registry, timeline: Timeline, edition: str = "public") -> View:
    return dataclasses.replace(view_of(registry), timeline=timeline, edition=edition)


def test_a_breach_that_the_week_before_did_not_have_is_new_with_its_day_and_whom_to_ask() -> None:
    timeline = _past(_state("2026-W45"), _state("2026-W46", ((ONE, "school"),)), turned=("2026-11-12", Outcome.BREACH))
    text = _text(week.build(_view(_city(), timeline)))
    assert "Новые нарушения 1 Школа school Публикуйте не меньше 2 публикаций в неделю нарушено с 12.11.2026" in text
    assert "нарушено с 12.11.2026 info@school.example , +7 (000) 000-00-01" in text
    assert "С 09.11.2026 ни одно нарушение не устранено" in text


def test_an_old_breach_is_not_new_and_a_mended_one_says_what_is_now() -> None:
    timeline = _past(_state("2026-W45", ((ONE, "school"), (OTHER, "school"), (ONE, "gone"))), _state("2026-W46"))
    text = _text(week.build(_view(_city(), timeline)))
    assert "Новых нарушений с 09.11.2026 нет" in text
    # A requirement and an organization that are gone are not mended.
    assert "Больше не нарушено 0" in text
    text = _text(week.build(_view(_city(posts=2), timeline)))
    assert re.search(r"Больше не нарушено 1 Школа school : «.*» .* не подтверждено", text)


def test_a_renamed_organization_has_neither_a_new_breach_nor_a_mended_one() -> None:
    timeline = dataclasses.replace(
        _past(_state("2026-W45", ((ONE, "old"),)), _state("2026-W46", ((ONE, "school"),), ((ONE, "old"),))),
        renames=(past.rename("old", "school", past.commit("2026-11-11")),),
    )
    text = _text(week.build(_view(_city(), timeline)))
    assert "Новых нарушений с 09.11.2026 нет" in text and "Больше не нарушено 0" in text


@pytest.mark.parametrize(
    ("timeline", "why"),
    [
        (Timeline(gaps=(Gap.NO_GIT,)), "Программы git на этой машине нет"),
        (_past(_state("2026-W46", ((ONE, "school"),))), "История записей короче недели"),
        (_past(WeekState("2026-W45", "c0ffee", None), _state("2026-W46")), "История записей короче недели"),
    ],
)
def test_without_a_past_it_says_what_it_cannot_know_and_how_much_is_breached(timeline: Timeline, why: str) -> None:
    text = _text(week.build(_view(_city(), timeline)))
    assert f"Что нарушено на этой неделе и что исправлено, неизвестно. {why}" in text
    assert "Всего сейчас нарушено: 1" in text and "Больше не нарушено" not in text


def test_a_week_not_handed_in_is_named_with_how_many_are_missing() -> None:
    registry = dataclasses.replace(_city(), activity={})
    text = _text(week.build(_view(registry, _past(_state("2026-W45")))))
    assert re.search(r"Неделя не сдана 1 Школа school 1 страница, 4 недели info@school.example", text)
    assert "Прошлая неделя подсчитана у всех" in _text(week.build(_view(_city(), _past(_state("2026-W45")))))


def test_without_pages_nothing_is_counted_and_without_the_duty_nothing_is_said_of_it() -> None:
    pageless = factory.registry(rules(ONE), accounts=[])
    text = _text(week.build(_view(pageless, Timeline())))
    assert "Сдавать нечего: действующих страниц в реестре нет" in text and "под контролем" not in text
    free = factory.registry(rules(OTHER))
    assert "Неделя не сдана" not in _text(week.build(_view(free, Timeline())))


def test_pages_out_of_control_are_incidents_and_new_ones_say_so() -> None:
    registry = _city()
    for day, is_new in (("2026-11-10", True), ("2026-10-10", False)):
        lost = ControlLoss("hijacked", factory.date(day), None)
        account = factory.account(control_lost=(lost,))
        text = _text(week.build(_view(dataclasses.replace(registry, accounts={account.id: account}), Timeline())))
        assert ("новое Школа school : страница взломана" in text) is is_new
        assert "Происшествия 1" in text


def test_letters_stand_in_the_internal_edition_only_and_each_is_led_to() -> None:
    timeline = _past(_state("2026-W45"), _state("2026-W46", ((ONE, "school"),)))
    internal, public = (week.build(_view(_city(), timeline, edition)) for edition in ("internal", "public"))
    assert "letter-school" in Reader(internal).ids and "#letter-school" in Reader(internal).hrefs
    assert "reestr-copy" in internal.body and "Напоминание" in internal.body
    assert "reestr-copy" not in public.body and "letter-school" not in public.body


def test_what_is_beyond_the_first_rows_unfolds() -> None:
    names = [f"school-{number}" for number in range(week.NAMED + 2)]
    schools = [factory.organization(name) for name in names]
    pages = [factory.account(f"{name}-vk", organization=name) for name in names]
    years = [year for page in pages for year in factory.activity({"2026-W46": factory.count(text=1)}, page.id)]
    registry = factory.registry(rules(ONE), organizations=schools, accounts=pages, years=years)
    body = week.build(_view(registry, _past(_state("2026-W45")))).body
    seen, _, folded = body.partition("<details><summary>")
    folded = folded.partition("</details>")[0]
    assert (seen.count("Публикуйте не меньше"), folded.count("Публикуйте не меньше")) == (
        week.SHOWN,
        week.NAMED - week.SHOWN,
    )
    assert f"и ещё {week.NAMED + 2 - week.SHOWN}" in folded and 'Остальные 2 — <a href="../tasks/">' in folded


def test_an_empty_city_says_so() -> None:
    assert "Организаций в реестре нет" in _text(week.build(view_of(empty_city())))


@pytest.mark.parametrize(
    ("day", "sunday"),
    [("2026-11-16", "2026-11-08"), ("2026-11-15", "2026-11-08"), ("2026-11-14", "2026-11-01")],
)
def test_the_state_of_at_least_a_week_ago_is_what_the_day_is_compared_with(day: str, sunday: str) -> None:
    assert week.sunday_before(factory.date(day)) == factory.date(sunday)


# Since when


def test_a_breach_began_on_the_day_of_its_commit_or_within_its_week() -> None:
    pair, day = (ONE, "school"), datetime.date(2026, 11, 16)
    weeks = (_state("2026-W44"), _state("2026-W45", (pair,)), _state("2026-W46"))

    def since(timeline: Timeline) -> BreachSince | None:
        return breaches_since(timeline, [pair], day, {}).get(pair)

    first, last = datetime.date(2026, 11, 2), datetime.date(2026, 11, 8)
    assert since(_past(*weeks)) == BreachSince(first, last)
    made = datetime.date(2026, 11, 4)
    assert since(_past(*weeks, turned=("2026-11-04", Outcome.BREACH))) == BreachSince(made, made)
    # A turn of an earlier week belongs to a breach that was mended since.
    assert since(_past(*weeks, turned=("2026-10-28", Outcome.BREACH))) == BreachSince(first, last)
    assert since(_past(_state("2026-W46", (pair,)))) == BreachSince(None, datetime.date(2026, 11, 15))
    assert since(_past(_state("2026-W46"))) == BreachSince(day, day)
    assert since(Timeline()) is None
    unread = (_state("2026-W44"), WeekState("2026-W45", "c0ffee", None), _state("2026-W46", (pair,)))
    assert since(_past(*unread)) == BreachSince(first, datetime.date(2026, 11, 15))


def test_the_breaches_of_a_past_day_are_known_only_if_its_week_was_judged() -> None:
    pair = (ONE, "school")
    timeline = _past(_state("2026-W44", (pair,)), _state("2026-W45", (), (pair,)))
    assert breaches_then(timeline, datetime.date(2026, 11, 1), {"school": "new"}) == frozenset(((ONE, "new"),))
    assert breaches_then(timeline, datetime.date(2026, 11, 8), {}) == frozenset()
    assert breaches_then(timeline, datetime.date(2026, 11, 15), {}) is None
    assert breaches_then(timeline, datetime.date(2026, 10, 25), {}) is None
