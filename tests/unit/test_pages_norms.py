"""What the site shows of norms that change: steps of charts, shares of months, editions side by side."""

from __future__ import annotations

import dataclasses
import datetime

from reestr.publishing.site.pages.organization import weekly_norm
from reestr.publishing.site.pages.requirement import build
from reestr.publishing.site.widgets.heatmap import heatmap
from reestr.publishing.site.widgets.norm_lines import editions_of, norm_lines, period_words
from reestr.publishing.site.widgets.trend import trend
from reestr.registry.city import Parameter
from reestr.registry.norms import Norm, Period, editions

from tests.unit.pages_factory import view_of
from tests.unit.registry_factory import AS_OF, WEEKS, account, activity, ago, count, date, network, registry
from tests.unit.test_checks_norms import in_force, of

OLD = Norm(2, Period(None, date("2026-10-31")), "p.1")
NEW = Norm(4, Period(date("2026-11-01")), "reg-12#5", explanation="По областному акту.")
GROWN = of("two-posts-a-week/posts_per_week", OLD, NEW)
YEAR = activity(dict.fromkeys(WEEKS, count(text=3)))


def test_the_line_of_the_norm_has_its_step_and_weeks_their_own_norm() -> None:
    view = view_of(registry((GROWN,), years=YEAR))
    norm = weekly_norm(view)
    assert norm is not None
    assert norm.posts == 4
    made = heatmap(account(), YEAR, AS_OF, norm.of(view.registry, account()))
    # The bars and the line are drawn to one scale, of the highest norm: the old one lies at half its height.
    assert 'd="M0 53H500V45H520"' in made.chart
    assert made.title == "Публикации за 52 недели; пунктир — норма недели: 2, 4 публикаций"
    # Three publications met the old norm and miss the new one.
    assert "в норме — 2 недели" in made.summary.replace("\N{NO-BREAK SPACE}", " ")
    assert "меньше нормы — 2 недели" in made.summary.replace("\N{NO-BREAK SPACE}", " ")


def test_a_chart_has_no_line_where_no_norm_held() -> None:
    begun = of("two-posts-a-week/posts_per_week", Norm(4, Period(date("2026-11-02"))))
    view = view_of(registry((begun,), years=YEAR))
    norm = weekly_norm(view)
    assert norm is not None
    assert 'd="M500 45H520"' in heatmap(account(), YEAR, AS_OF, norm).chart


def test_the_trend_counts_a_week_by_its_norm_and_leaves_out_weeks_without_one() -> None:
    view = view_of(registry((GROWN,), years=YEAR))
    (october, november) = trend(view, weekly_norm(view)).active[-2:]
    assert (october.part, october.whole, november.part, november.whole) == (1, 1, 1, 3)
    begun = view_of(registry((in_force("two-posts-a-week", Period(date("2026-11-02"))),), years=YEAR))
    (october, november) = trend(begun, weekly_norm(begun)).active[-2:]
    assert (october.whole, november.whole) == (0, 2)


def test_the_trend_asks_only_for_the_networks_of_each_day() -> None:
    later = dataclasses.replace(network("max", "MAX"), required_periods=(Norm(True, Period(date("2026-11-01"))),))
    view = view_of(registry((), networks=(network("vk", "ВКонтакте"), later)))
    (october, november) = trend(view, None).present[-2:]
    assert (october.part, october.whole, november.part, november.whole) == (1, 1, 0, 1)


def test_a_requirement_shows_its_editions_side_by_side() -> None:
    view = view_of(registry((GROWN,)))
    shown = editions_of(view.registry, GROWN)
    assert shown is not None
    assert shown.days == ("по 31.10.2026", "с 01.11.2026")
    ((first, second),) = [row.cells for row in shown.rows]
    assert ([line.value for line in first], [line.value for line in second]) == ([2], [4])
    page = build(view, GROWN).body
    assert "Редакции требования" in page
    assert "По областному акту." in page


def test_a_requirement_without_days_shows_no_editions() -> None:
    plain = of("two-posts-a-week")
    view = view_of(registry((plain,)))
    assert editions_of(view.registry, plain) is None
    assert "Редакции требования" not in build(view, plain).body


def test_editions_of_norms_for_some_have_all_that_hold_in_them() -> None:
    flagship = Norm(10, Period(date("2026-06-01")), categories=("flagship",), networks=("vk",))
    item = of("two-posts-a-week/posts_per_week", Norm(2), flagship)
    view = view_of(registry((item,)))
    shown = editions_of(view.registry, item)
    assert shown is not None
    assert [[line.value for line in cell] for cell in shown.rows[0].cells] == [[2], [2, 10]]
    assert shown.rows[0].cells[1][1].words == "сети: ВКонтакте; категории: flagship"


def test_both_norms_of_a_contradiction_are_shown_with_the_choice() -> None:
    both = (Norm(2, clause="p.1"), Norm(3, clause="reg-12#5"))
    parameter = Parameter(None, "decree", "", both, "reg-12", "Областной акт принят позже.", "registry-setting")
    usual = of("two-posts-a-week")
    item = dataclasses.replace(usual, parameters={**usual.parameters, "posts_per_week": parameter})
    view = view_of(registry((item,)))
    assert [line.value for line in norm_lines(view.registry, parameter)] == [2, 3]
    page = build(view, item).body
    assert "Нормы двух актов расходятся. Оценки ставятся по этому: reg-12." in page
    assert "Областной акт принят позже." in page


def test_editions_cut_periods_at_every_change() -> None:
    first, second = Period(date("2026-01-01"), date("2026-06-30")), Period(date("2026-06-01"))
    assert editions((first, second)) == (
        Period(date("2026-01-01"), date("2026-05-31")),
        Period(date("2026-06-01"), date("2026-06-30")),
        Period(date("2026-07-01")),
    )
    assert editions((Period(None, ago(1)),)) == (Period(None, ago(1)),)
    assert editions((Period(),)) == (Period(),)
    assert period_words(Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))) == "с 01.01.2026 по 30.06.2026"
