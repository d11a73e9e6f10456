"""The history of verdicts: every judged week, gaps for unknown ones, shares that add up."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Mapping
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as some
from reestr.history.timeline.model import Timeline, WeekState
from reestr.judging.finding import Outcome
from reestr.publishing.open_data.charts import chart_files
from reestr.publishing.site.pages import compliance
from reestr.publishing.site.widgets.trend import trend
from reestr.publishing.site.widgets.verdict_history import (
    COLUMN,
    FEWEST_WEEKS,
    HEIGHT,
    LAYERS,
    WEEKS,
    by_sphere,
    course,
)
from reestr.publishing.view import View
from reestr.registry import calendar
from reestr.registry.city import DataLicence

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import rules, view_of

Counts = Mapping[Outcome, int]


def seen(*weeks: Counts | None) -> View:
    """The view of a small city whose last weeks had these verdicts of one requirement."""
    view = view_of(factory.registry(rules("accounts-exist", subject="organization")))
    names = calendar.last_full_weeks(view.as_of, len(weeks))
    states = tuple(
        WeekState(name, "c0ffee", None if counts is None else {"accounts-exist": counts})
        for name, counts in zip(names, weeks, strict=True)
    )
    return dataclasses.replace(view, timeline=Timeline(weeks=states))


def test_without_a_past_there_is_no_course() -> None:
    few = seen(*[{Outcome.MET: 1}] * (FEWEST_WEEKS - 2))
    for view in (seen(), few):
        assert course(view) is None
        assert "Как менялись оценки" not in compliance.build(view).body
    assert course(seen(*[{Outcome.MET: 1}] * (FEWEST_WEEKS - 1))) is not None


def test_the_last_moment_is_the_date_of_the_view_with_its_own_verdicts() -> None:
    view = seen({Outcome.MET: 3, Outcome.BREACH: 1, Outcome.EXEMPT: 7}, *[{Outcome.MET: 4}] * 6)
    drawn = course(view)
    assert drawn is not None
    assert [moment.whole for moment in drawn.moments[:-1]] == [4] * 7
    assert drawn.moments[-1].day == view.as_of
    summary = view.assessment.summary
    assert drawn.moments[-1].counts == {outcome: summary[outcome] for outcome in LAYERS}
    assert drawn.moments[-1].whole == 1
    assert "Как менялись оценки" in compliance.build(view).body


def test_a_requirement_is_drawn_by_itself() -> None:
    view = seen({Outcome.MET: 3}, *[{Outcome.BREACH: 1}] * 6)
    assert course(view, "accounts-exist") is not None
    assert course(view, "page-passport") is None


def test_a_week_that_nobody_knows_is_a_gap() -> None:
    more = [{Outcome.MET: 1}] * 6
    drawn = course(seen({Outcome.MET: 1}, None, {Outcome.EXEMPT: 5}, *more))
    assert drawn is not None
    # One stretch before the gap, one after it.
    assert drawn.line.count("M") == drawn.band.count("M") == 2
    assert [moment.known for moment in drawn.moments[:4]] == [True, False, False, True]
    assert "неизвестно" in compliance.build(seen({Outcome.MET: 1}, None, *more)).body


def test_a_year_is_drawn_however_long_the_past_is() -> None:
    drawn = course(seen(*[{Outcome.MET: 1}] * 200))
    assert drawn is not None
    assert len(drawn.moments) == WEEKS + 1
    assert drawn.width == COLUMN * (WEEKS + 1)


@given(
    some.lists(
        some.none() | some.fixed_dictionaries({outcome: some.integers(0, 5_000) for outcome in LAYERS}),
        min_size=FEWEST_WEEKS,
        max_size=60,
    )
)
def test_the_line_is_the_breaches_and_the_band_the_unconfirmed_above_it(weeks: list[Counts | None]) -> None:
    drawn = course(seen(*weeks))
    if drawn is None:
        # The date of the view is known, whatever the weeks were.
        assert sum(any((counts or {}).values()) for counts in weeks) < FEWEST_WEEKS - 1
        return
    found: dict[int, tuple[int, int]] = {}
    for run in drawn.band.split("M")[1:]:
        x = int(run.split(" ")[0])
        steps = [int(step) for step in re.findall(r"V(\d+)", run)]
        there, back = steps[: len(steps) // 2], steps[len(steps) // 2 :][::-1]
        for high, low in zip(there, back, strict=True):
            found[x] = (low, high)
            x += COLUMN
    known = {place * COLUMN: moment for place, moment in enumerate(drawn.moments) if moment.known}
    assert found.keys() == known.keys()
    lines = {}
    for run in drawn.line.split("M")[1:]:
        lines.update({int(end) - COLUMN: int(low) for low, end in re.findall(r"V(\d+)H(\d+)", run)})
    for x, moment in known.items():
        low, high = found[x]
        assert lines[x] == low and 0 <= high <= low <= HEIGHT
        assert (
            abs((HEIGHT - low) * drawn.top * moment.whole - moment.breaches * 100 * HEIGHT) <= drawn.top * moment.whole
        )


def test_spheres_have_one_scale_and_what_nobody_knew_is_a_gap() -> None:
    view = seen({Outcome.MET: 1}, None, *[{Outcome.MET: 1}] * FEWEST_WEEKS)
    organizations = [
        factory.organization("school", sphere="education"),
        factory.organization("library", sphere="culture"),
        factory.organization("other", sphere=None),
    ]
    registry = factory.registry(rules("accounts-exist", subject="organization"), organizations=organizations)
    view = dataclasses.replace(view_of(registry), timeline=view.timeline)
    assert by_sphere(view) == ()
    counts = {"education": {Outcome.MET: 3, Outcome.BREACH: 1}, "culture": {Outcome.UNCONFIRMED: 1, Outcome.MET: 1}}
    states = [dataclasses.replace(week, spheres=counts if week.counts else {}) for week in view.timeline.weeks]
    charts = by_sphere(dataclasses.replace(view, timeline=Timeline(weeks=tuple(states))))
    assert [item.sphere for item in charts] == ["culture", "education"]
    assert {item.chart.top for item in charts} == {100}
    assert [moment.known for moment in charts[1].chart.moments[:3]] == [True, False, True]
    assert charts[1].chart.first.breaches == 1 and charts[0].chart.first.unconfirmed == 1


def test_a_picture_names_its_source_and_licence_and_its_data_are_the_chart() -> None:
    view = seen({Outcome.MET: 3, Outcome.BREACH: 1}, None, *[{Outcome.MET: 1}] * FEWEST_WEEKS)
    files = {file.path: file.content.decode("utf-8-sig") for file in chart_files(view)}
    names = ("course", "present", "requirement-accounts-exist")
    assert sorted(files) == [f"api/v1/charts/{name}.{ending}" for name in names for ending in ("csv", "svg")]
    picture = files["api/v1/charts/course.svg"]
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert "Источник: Реестр, https://reestr.example/. Лицензия: не названа." in picture
    licensed = dataclasses.replace(view.registry.city, licence=DataLicence("A & B", "https://licence.example", None))
    named = dataclasses.replace(view, registry=dataclasses.replace(view.registry, city=licensed))
    assert "Лицензия: A &amp; B." in next(iter(chart_files(named))).content.decode()
    long = dataclasses.replace(view.registry.city, licence=DataLicence("слово " * 60, "https://licence.example", None))
    named = dataclasses.replace(view, registry=dataclasses.replace(view.registry, city=long))
    drawn = ElementTree.fromstring(next(iter(chart_files(named))).content)
    texts = [item.text or "" for item in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert sum(text.count("слово") for text in texts) == 60 and max(map(len, texts)) <= 100
    rows = list(csv.DictReader(io.StringIO(files["api/v1/charts/course.csv"])))
    assert [(row["breach"], row["whole"]) for row in rows[:2]] == [("1", "4"), ("", "")]


def test_the_shares_of_the_year_can_be_taken_and_lead_to_their_rows() -> None:
    view = view_of(factory.registry(rules("accounts-exist", subject="organization")))
    files = {file.path: file.content.decode("utf-8-sig") for file in chart_files(view)}
    assert sorted(files) == ["api/v1/charts/present.csv", "api/v1/charts/present.svg"]
    drawn = trend(view, None).present
    rows = list(csv.DictReader(io.StringIO(files["api/v1/charts/present.csv"])))
    assert [(row["day"], int(row["part"]), int(row["whole"])) for row in rows] == [
        (share.day.isoformat(), share.part, share.whole) for share in drawn
    ]
    picture = files["api/v1/charts/present.svg"]
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert f"{drawn[-1].part} / {drawn[-1].whole}" in picture and "Лицензия: не названа." in picture
    body = compliance.build(view).body
    assert 'href="../api/v1/charts/present.csv"' in body
    assert f'<a href="../organizations/">{drawn[-1].part} из {drawn[-1].whole}</a>' in body
