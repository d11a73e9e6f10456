"""Time on pages: the past year, tasks due this week, dated events, plans as calendars."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from reestr.judging.run import assess
from reestr.publishing.site.pages import compliance
from reestr.publishing.site.pages.home import home
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.site.widgets.chart import line_chart
from reestr.publishing.site.widgets.heatmap import Heatmap, WeeklyNorm, heatmap
from reestr.publishing.site.widgets.month import planned_months
from reestr.publishing.site.widgets.organization_events import events_of, latest_events
from reestr.publishing.site.widgets.task_list import Due, due_this_week
from reestr.publishing.site.widgets.trend import Share, month_ends, trend
from reestr.publishing.view import View
from reestr.registry.account import DatedStatus, PreviousAddress
from reestr.registry.calendar import week_end
from reestr.registry.paperwork import Addressee
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import rules, view_of
from tests.unit.requirement_factory import RULES

NORM = WeeklyNorm(2, True)
DAY = datetime.timedelta(days=1)


# The course of the last twelve months


@pytest.mark.parametrize("as_of", ["2026-11-16", "2026-01-31", "2024-02-29", "2026-03-01"])
def test_a_year_ends_with_the_day_itself_and_holds_eleven_month_ends_before_it(as_of: str) -> None:
    days = month_ends(factory.date(as_of))
    assert len(days) == 12 and list(days) == sorted(set(days))
    assert days[-1] == factory.date(as_of)
    assert all((day + DAY).day == 1 for day in days[:-1])


def _present(registry: Registry) -> dict[str, tuple[int, int]]:
    course = trend(view_of(registry), NORM)
    return {f"{share.day:%Y-%m}": (share.part, share.whole) for share in course.present}


def test_presence_follows_the_dates_of_opening_and_closing() -> None:
    ok = factory.account("school-ok", opened_on=factory.date("2026-03-10"))
    vk = factory.account(closed=True, closed_on=factory.date("2026-08-31"))
    present = _present(factory.registry([], accounts=[vk, ok]))
    assert present["2026-02"] == (0, 1)
    assert present["2026-03"] == (1, 1)
    assert present["2026-07"] == (1, 1)
    # The last day of August is the first on which the page is no longer in use.
    assert present["2026-08"] == (0, 1)


def test_only_who_was_obliged_on_a_day_is_counted() -> None:
    agreed = factory.exemption(since=factory.date("2026-05-01"), until=factory.date("2026-06-30"))
    school = factory.organization(
        exemptions=(agreed,), since=factory.date("2026-02-01"), closed=True, closed_on=factory.date("2026-10-01")
    )
    present = _present(factory.registry([], organizations=[school]))
    assert present["2026-01"] == (0, 0)
    assert present["2026-04"] == (1, 1)
    assert present["2026-05"] == present["2026-06"] == (0, 0)
    assert present["2026-07"] == (1, 1)
    assert present["2026-10"] == (0, 0)


def test_a_network_that_is_not_required_does_not_help() -> None:
    accounts = [factory.account(), factory.account("school-tg")]
    assert set(_present(factory.registry([], accounts=accounts)).values()) == {(0, 1)}


def test_weeks_count_in_the_month_they_end_in_and_only_if_somebody_counted_them() -> None:
    weeks = {"2026-W44": factory.count(text=2), "2026-W45": factory.count(text=1), "2026-W46": factory.count()}
    course = trend(view_of(factory.registry([], years=factory.activity(weeks))), NORM)
    active = {f"{share.day:%Y-%m}": (share.part, share.whole) for share in course.active}
    assert week_end("2026-W44") == factory.date("2026-11-01")
    assert active["2026-11"] == (1, 3)
    assert active["2026-10"] == (0, 0)


def test_reposts_count_where_the_norm_says_so() -> None:
    years = factory.activity({"2026-W46": factory.count(gospabliki=1, text=1)})
    view = view_of(factory.registry([], years=years))
    assert trend(view, WeeklyNorm(2, True)).active[-1].part == 1
    assert trend(view, WeeklyNorm(2, False)).active[-1].part == 0


def test_weeks_that_are_no_full_week_of_a_page_are_left_out() -> None:
    weeks = {week: factory.count(text=3) for week in factory.WEEKS}
    opened = factory.account(opened_on=factory.date("2026-10-28"))
    view = view_of(factory.registry([], accounts=[opened], years=factory.activity(weeks)))
    # Opened on the Wednesday of W44: W45 is its first full week.
    assert sum(share.whole for share in trend(view, NORM).active) == 2


def test_pages_without_a_date_of_opening_are_said_to_be_taken_as_always_there() -> None:
    view = view_of(factory.registry([], accounts=[factory.account(opened_on=None), factory.account("school-ok")]))
    assert trend(view, NORM).undated == 1
    assert "нет даты начала" in compliance.build(view).body


def test_a_share_of_nothing_is_no_zero_and_leaves_a_gap_in_the_line() -> None:
    day = factory.AS_OF
    chart = line_chart([Share(day, 1, 2), Share(day, 0, 0), Share(day, 2, 2), Share(day, 0, 3)])
    assert chart.line == "M50 50M250 0L350 100"
    assert chart.dots.count("h0") == 3
    assert chart.first == Share(day, 1, 2) and chart.last == Share(day, 0, 3)
    nothing = line_chart([Share(day, 0, 0)])
    assert (nothing.line, nothing.first, nothing.last) == ("", None, None)


# What is due


def _due(registry: Registry) -> list[Due]:
    return due_this_week(view_of(registry))


def _one(check: str, **parts: object) -> Registry:
    return factory.registry(rules(check), **parts)  # type: ignore[arg-type]  # the tests name the parts


def test_a_look_by_the_officer_is_due_again_on_the_last_day_of_its_period() -> None:
    on = factory.ago(90 - 3)
    found = _due(_one("accounts-controlled", accounts=[factory.account(observed=factory.observation(on))]))
    assert [(item.day, item.number) for item in found] == [(factory.AS_OF + 3 * DAY, 1)]


@pytest.mark.parametrize("days", [-1, 7])
def test_what_was_due_yesterday_or_is_due_next_week_is_not_listed(days: int) -> None:
    on = factory.AS_OF + days * DAY - 90 * DAY
    assert _due(_one("accounts-controlled", accounts=[factory.account(observed=factory.observation(on))])) == []


def test_many_organizations_with_one_thing_on_one_day_make_one_entry() -> None:
    names = [f"school-{number}" for number in range(1, 6)]
    registry = _one(
        "registry-current",
        organizations=[factory.organization(name, reviewed_on=factory.ago(180)) for name in names],
        accounts=[],
    )
    (item,) = _due(registry)
    assert item.number == 5
    assert [organization.id for organization, _ in item.named] == names[:3]
    assert item.day == factory.AS_OF


def test_the_count_of_last_week_is_due_while_it_may_still_be_handed_in() -> None:
    counted = factory.activity({"2026-W46": factory.count(text=2)})
    (item,) = _due(_one("two-posts-a-week", years=counted))
    assert item.number == 1, "the other account of the same school is not counted"
    assert item.day == week_end("2026-W46") + 7 * DAY


def test_a_page_that_opened_in_the_middle_of_last_week_owes_no_count_of_it() -> None:
    opened = factory.account(opened_on=factory.date("2026-11-11"))
    assert _due(_one("two-posts-a-week", accounts=[opened])) == []


def test_an_item_of_the_portal_is_due_where_it_was_not_placed_yet() -> None:
    due_on = factory.AS_OF + 2 * DAY
    done = Addressee(None, "school-ok", factory.result(factory.ago(1), "https://ok.example/1"))
    task = factory.assignment("portal-post", due_on, Addressee(None, "school-vk", None), done)
    (item,) = _due(_one("portal-posts-placed", assignments=[task]))
    assert (item.day, item.number) == (due_on, 1)


def test_an_item_seen_to_be_missing_before_its_day_may_still_be_placed() -> None:
    due_on = factory.AS_OF + 2 * DAY
    task = factory.assignment("portal-post", due_on, Addressee(None, "school-vk", factory.not_done(factory.ago(1))))
    assert [item.day for item in _due(_one("portal-posts-placed", assignments=[task]))] == [due_on]


def test_nothing_is_due_in_a_page_that_is_closed_or_not_sent_yet() -> None:
    due_on = factory.AS_OF + 2 * DAY
    closed = factory.account(closed=True, closed_on=factory.ago(3))
    task = factory.assignment("portal-post", due_on, Addressee(None, "school-vk", None))
    assert _due(_one("portal-posts-placed", accounts=[closed], assignments=[task])) == []
    to_come = factory.assignment(
        "portal-post", due_on, Addressee(None, "school-vk", None), issued_on=factory.AS_OF + DAY
    )
    assert _due(_one("portal-posts-placed", assignments=[to_come])) == []


def test_an_exemption_that_ends_this_week_is_announced() -> None:
    until = factory.AS_OF + 6 * DAY
    school = factory.organization(exemptions=(factory.exemption("agreement", until=until),))
    (item,) = _due(_one("exemption-grounds", organizations=[school], accounts=[]))
    assert item.day == until


def test_the_plan_of_the_month_that_begins_is_due_in_its_first_days() -> None:
    (rule,) = rules("content-plan")
    first = datetime.date(2026, 11, 30)
    registry = factory.registry([rule])
    view = View(registry, assess(registry, first), "public", first, view_of(registry).site)
    (item,) = due_this_week(view)
    assert item.day == datetime.date(2026, 12, rule.number("grace_days"))


def test_a_closed_organization_owes_nothing() -> None:
    closed = factory.organization(closed=True, closed_on=factory.ago(5), reviewed_on=factory.ago(178))
    task = factory.assignment("portal-post", factory.AS_OF + DAY, Addressee(None, "school-vk", None))
    assert _due(factory.registry(rules(*RULES), organizations=[closed], assignments=[task])) == []


def test_what_is_due_is_a_link_on_the_home_page() -> None:
    until = factory.AS_OF + DAY
    school = factory.organization(exemptions=(factory.exemption("agreement", until=until),))
    body = home(view_of(_one("exemption-grounds", organizations=[school], accounts=[]))).body
    assert 'href="requirements/exemption-grounds/">Продлить освобождение' in body


def test_a_quiet_week_says_until_when_it_is_quiet() -> None:
    text = re.sub("<[^>]*>", "", home(view_of(factory.registry([]))).body)
    assert "До 22\N{NO-BREAK SPACE}ноября 2026\N{NO-BREAK SPACE}г. ни один известный срок не истекает" in text


# What happened


def test_events_are_newest_first_and_none_lies_after_the_day_of_the_page() -> None:
    school = factory.organization(
        since=factory.date("2025-02-01"),
        responsible=(
            factory.responsible("2025-03-01", until="2026-01-31"),
            factory.responsible("2026-12-01"),
        ),
    )
    accounts = [
        factory.account(
            opened_on=factory.date("2025-04-01"),
            state_mark=DatedStatus("confirmed", factory.date("2025-05-01"), None),
            gospabliki=DatedStatus("not-connected", None, factory.date("2025-06-01")),
            previous_addresses=(PreviousAddress("https://vk.example/old", factory.date("2025-07-01")),),
        )
    ]
    view = view_of(factory.registry([], organizations=[school], accounts=accounts))
    events = events_of(view, view.registry.organizations["school"])
    assert [event.key for event in events] == ["moved", "marked", "opened", "responsible", "entered"]
    assert "vk.example/old" in events[0].text


def test_a_closed_page_says_what_took_its_place() -> None:
    accounts = [
        factory.account(closed=True, closed_on=factory.date("2026-06-30"), replaced_by="school-ok"),
        factory.account("school-ok"),
    ]
    view = view_of(factory.registry([], accounts=accounts))
    (event,) = [item for item in latest_events(view, 99) if item.key == "replaced"]
    assert "vk.example/school" in event.text and "ok.example/school" in event.text


def test_the_latest_events_are_those_of_the_whole_registry() -> None:
    names = [f"school-{number}" for number in range(1, 30)]
    members = [
        factory.organization(name, since=factory.date("2025-01-01") + number * DAY, responsible=())
        for number, name in enumerate(names)
    ]
    view = view_of(factory.registry([], organizations=members, accounts=[]))
    assert [event.organization.id for event in latest_events(view, 3)] == names[:-4:-1]


# The plan of a month


def test_a_month_is_whole_weeks_with_every_entry_on_its_day() -> None:
    registry = factory.registry([], plans=[factory.plan("2026-11", "2026-10-20", "первая", "вторая")])
    view = view_of(registry)
    (month,) = planned_months(view, registry.organizations["school"])
    days = [day for week in month.weeks for day in week]
    assert all(len(week) == 7 and week[0].date.weekday() == 0 for week in month.weeks)
    assert [day.date.day for day in days if day.inside] == list(range(1, 31))
    assert {day.date.day: len(day.entries) for day in days if day.entries} == {20: 1, 21: 1}
    assert month.number == 2


def test_past_months_and_months_without_a_plan_are_no_calendar() -> None:
    plans = [factory.plan("2026-10", None, "старый"), factory.no_plan("2026-11", factory.ago(1))]
    registry = factory.registry([], plans=plans)
    assert planned_months(view_of(registry), registry.organizations["school"]) == ()


# The weeks of an account


def _shown(**counts: int) -> Heatmap:
    weeks = {name.replace("_", "-"): factory.count(text=number) for name, number in counts.items()}
    years = factory.activity(weeks)
    return heatmap(factory.account(), years, factory.AS_OF, NORM)


def _weeks(**counts: int) -> str:
    return str(_shown(**counts).chart)


def test_bars_stand_as_high_as_their_weeks_against_the_line_of_the_norm() -> None:
    chart = _weeks(**{"2026_W46": 2, "2026_W45": 4, "2026_W44": 1, "2026_W43": 0, "2026_W42": 100})
    norm = re.search(r'class="norm-line" d="M0 (\d+)H', chart)
    assert norm is not None and norm[1] == "45"
    assert re.search(r'class="w-full" d="[^"]*M515 60v-15', chart), "two publications reach the line just so"
    assert re.search(r'class="w-full" d="[^"]*M505 60v-30', chart)
    assert re.search(r'class="w-low" d="M495 60v-7"', chart)
    assert re.search(r'class="w-zero" d="M485 60v-3"', chart), "no publication is seen, too"
    assert re.search(r'class="w-full" d="M475 60v-60', chart), "what is higher ends at the edge"


def test_the_chart_says_in_words_how_many_weeks_are_in_which_state() -> None:
    shown = _shown(**{"2026_W46": 2, "2026_W45": 0})
    for part in ("в норме — 1", "без публикаций — 1", "нет данных — 50"):
        assert part in shown.summary
    assert 'aria-hidden="true"' in shown.chart, "the words stand below the chart, once"


# Rules of other cities


def test_pages_know_requirements_by_their_checks_not_by_the_names_of_their_files() -> None:
    (rule,) = rules("two-posts-a-week")
    renamed = replace(rule, id="posts")
    years = factory.activity({"2026-W46": factory.count(text=2)})
    registry = factory.registry([renamed], years=years)
    body = organization(view_of(registry), registry.organizations["school"]).body
    assert "пунктир — норма, 2 в неделю" in body
