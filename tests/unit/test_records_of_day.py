"""A past day is judged by the records of that day, or only by what later records date."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reestr.history.records_of_day import records_of_day
from reestr.history.timeline.model import Gap
from reestr.history.timeline.read_history import timeline
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.site.widgets.organization_events import events_of
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry import calendar
from reestr.registry.city import City

from tests.unit.pages_factory import view_of
from tests.unit.project import copy_of_base, reestr
from tests.unit.repository import Repository, repository

pytestmark = pytest.mark.process

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
LIBRARY = "organizations/library-1.yaml"
VK, OK = "accounts/library-1-vk.yaml", "accounts/library-1-ok.yaml"
SUCCESSOR = """\
name: Муниципальное бюджетное учреждение «Библиотечный центр»
short_name: Библиотечный центр
legal_form: municipal-budgetary-institution
sphere: culture
inn: "7900000408"
ogrn: "1027900000402"
has_site: false
address: г. Примерск, ул. Лесная, д. 40
contacts: {email: library-2@example.org, phones: ["+7 (42622) 2-00-40"]}
since: "2026-03-05"
reviewed_on: "2026-03-05"
"""
FORMER = 'previous_owners:\n  - {organization: library-1, until: "2026-03-04"}\n'


def assessed(folder: Path, *arguments: str) -> dict[str, Any]:
    done = reestr("assess", "--format", "json", *arguments, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def outcomes(value: dict[str, Any], requirement: str) -> dict[str, str]:
    return {item["organization"]: item["outcome"] for item in value["findings"] if item["requirement"] == requirement}


def handed_over(data: Path, former: str = "") -> dict[str, str]:
    """The records after both pages of library 1 have passed to library 2 on 5 March 2026."""
    library, _, _ = (data / LIBRARY).read_text(encoding="utf-8").partition("accounts_page:")
    closed = f'{library}status: closed\nclosed_on: "2026-03-05"\nsuccessor: library-2\n'
    pages = {name: (data / name).read_text(encoding="utf-8") for name in (VK, OK)}
    return {
        LIBRARY: closed,
        "organizations/library-2.yaml": SUCCESSOR,
        **{
            name: text.replace("organization: library-1", "organization: library-2") + former
            for name, text in pages.items()
        },
    }


def city_of(data: Path, **changes: Any) -> City:
    registry = load(data).registry
    assert registry is not None
    return dataclasses.replace(registry.city, **{"frozen_on": None, **changes})


@pytest.fixture(scope="module")
def judged_on(primersk: Path) -> Callable[[str], dict[str, Any]]:
    """Judges the example on a day, each day once: the command knows no editions."""
    return cache(lambda day: assessed(primersk, "--as-of", day))


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_the_example_is_judged_as_its_site_judged_it(
    primersk: Path, judged_on: Callable[[str], dict[str, Any]], edition: Edition
) -> None:
    """Requirement by requirement; the public edition has some requirements less."""
    data = primersk / "data"
    city = city_of(data)
    weeks = timeline(data, edition, city.time_zone, datetime.date(2026, 11, 16)).weeks
    chosen = [week for week in weeks if week.week in ("2026-W31", "2026-W35", "2026-W40", "2026-W46")]
    assert len(chosen) == 4
    for week in chosen:
        value = judged_on(calendar.week_end(week.week).isoformat())
        assert week.counts
        found = {
            name: {key: count for key, count in row.items() if count}
            for name, row in value["summary"]["by_requirement"].items()
        }
        shown = {name: {outcome.value: count for outcome, count in row.items()} for name, row in week.counts.items()}
        assert {name: found[name] for name in shown} == shown
        assert value["records"]["commit"] == week.commit
        if edition == "internal":
            assert found.keys() == shown.keys()


def test_a_day_before_the_last_commit_has_the_records_of_its_end(tmp_path: Path) -> None:
    """In the city's zone, Asia/Vladivostok: 4 March 23:50 there is the last moment that counts for 4 March."""
    city = repository(tmp_path / "city")
    unfrozen(city.folder)
    first = city.commit({}, "2026-03-04T13:50:00+00:00")
    second = city.commit(handed_over(city.data), "2026-03-04T14:10:00+00:00")
    before = assessed(city.folder, "--as-of", "2026-03-04")
    assert (before["records"]["commit"], before["records"]["later_than_as_of"]) == (first, None)
    assert outcomes(before, "accounts-exist")["library-1"] == "met"
    assert "library-2" not in outcomes(before, "accounts-exist")
    after = assessed(city.folder, "--as-of", "2026-03-05")
    assert after["records"]["commit"] == second
    assert outcomes(after, "accounts-exist")["library-2"] == "met"
    today = assessed(city.folder, "--as-of", "2026-03-04", "--records", "today")
    assert (today["records"]["commit"], today["records"]["later_than_as_of"]) == (second, "as-they-are")
    text = reestr("assess", "--as-of", "2026-03-04", folder=city.folder).stdout.replace("\n", " ").replace("\xa0", " ")
    assert f"Записи: коммит {first[:10]} от 04.03.2026." in text
    text = reestr("assess", "--as-of", "2026-03-04", "--records", "today", folder=city.folder).stdout
    assert "--records today" in text


def unfrozen(project: Path) -> None:
    """A project whose registry goes on: days are those of the calendar."""
    settings = project / "data" / "registry.yaml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if not line.startswith("frozen_on")), encoding="utf-8")


def before_the_first(folder: Path) -> tuple[Path, Gap | None]:
    project, _ = without_git(folder)
    city = Repository(project)
    city.git("init", "--quiet")
    city.commit({}, "2026-03-10T10:00:00+10:00")
    return project, None


def without_git(folder: Path) -> tuple[Path, Gap | None]:
    project = copy_of_base(folder)
    Repository(project).write(handed_over(project / "data"))
    return project, Gap.NO_REPOSITORY


def shallow(folder: Path) -> tuple[Path, Gap | None]:
    city = repository(folder / "whole")
    unfrozen(city.folder)
    city.commit({}, "2026-03-01T10:00:00+10:00")
    city.commit(handed_over(city.data), "2026-03-10T10:00:00+10:00")
    clone = folder / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", city.folder.resolve().as_uri(), str(clone)],
        check=True,
        capture_output=True,
    )
    return clone, Gap.SHALLOW


def without_commits(folder: Path) -> tuple[Path, Gap | None]:
    project, _ = without_git(folder)
    Repository(project).git("init", "--quiet")
    return project, Gap.NO_COMMITS


def broken(folder: Path) -> tuple[Path, Gap | None]:
    project, _ = before_the_first(folder)
    for path in (project / ".git" / "objects").iterdir():
        shutil.rmtree(path)
    return project, None


MISSING: list[Callable[[Path], tuple[Path, Gap | None]]] = [
    before_the_first,
    without_git,
    shallow,
    without_commits,
    broken,
]


@pytest.mark.parametrize("made", MISSING)
def test_without_records_of_the_day_nothing_is_claimed_by_later_ones(
    tmp_path: Path, made: Callable[[Path], tuple[Path, Gap | None]]
) -> None:
    project, gap = made(tmp_path / "city")
    value = assessed(project, "--as-of", "2026-03-04")
    assert value["records"]["later_than_as_of"] == "limited"
    found = outcomes(value, "accounts-exist")
    assert (found["library-1"], found["library-2"]) == ("unconfirmed", "not-applicable")
    assert not [item for item in value["findings"] if item["outcome"] == "breach"]
    told = {item["reason"] for item in value["findings"] if item["outcome"] == "unconfirmed"}
    assert any(reason.startswith("Записей на эту дату нет") for reason in told)
    if gap is not None:
        city = city_of(project / "data")
        assert records_of_day(project / "data", city, datetime.date(2026, 3, 4), NOW).gap is gap


def test_an_account_that_names_its_former_owner_is_judged_for_it(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path / "city")
    unfrozen(project)
    Repository(project).write(handed_over(project / "data", FORMER))
    value = assessed(project, "--as-of", "2026-03-04", "--records", "today")
    assert outcomes(value, "accounts-exist")["library-1"] == "met"
    assert outcomes(value, "accounts-exist")["library-2"] == "not-applicable"
    value = assessed(project, "--as-of", "2026-03-05", "--records", "today")
    assert outcomes(value, "accounts-exist") == {
        **outcomes(value, "accounts-exist"),
        "library-1": "not-applicable",
        "library-2": "met",
    }


def test_every_paper_and_the_site_take_the_records_of_the_day(tmp_path: Path) -> None:
    city = repository(tmp_path / "city")
    unfrozen(city.folder)
    first = city.commit({}, "2026-03-04T10:00:00+10:00")
    city.commit(handed_over(city.data), "2026-03-10T10:00:00+10:00")
    day = ("--as-of", "2026-03-05")
    for command, file in (("centre", "out/manifest.json"), ("state", "state.html")):
        output = file.partition("/")[0]
        done = reestr("report", command, *day, "--output", output, folder=city.folder)
        assert (done.returncode, done.stderr) == (0, "")
        text = (city.folder / file).read_text(encoding="utf-8")
        assert first in text
        assert "Библиотечный центр" not in text


def test_errors_of_an_earlier_commit_quote_its_lines(tmp_path: Path) -> None:
    city = repository(tmp_path / "city")
    unfrozen(city.folder)
    right = (city.data / LIBRARY).read_text(encoding="utf-8")
    city.commit({LIBRARY: right.replace("sphere: culture", "sphere: kultura")}, "2026-03-04T10:00:00+10:00")
    city.commit({LIBRARY: right}, "2026-03-10T10:00:00+10:00")
    done = reestr("build", "--as-of", "2026-03-05", "--output", "out", folder=city.folder)
    assert (done.returncode, "sphere: kultura" in done.stderr) == (1, True), done.stderr
    assert not (city.folder / "out").exists()


def test_a_frozen_city_holds_the_records_of_its_day(tmp_path: Path) -> None:
    """Its commits are those of its authors: later ones are no later records."""
    city = repository(tmp_path / "city")
    city.commit(handed_over(city.data), "2026-05-10T10:00:00+10:00")
    frozen = city_of(city.data, frozen_on=datetime.date(2026, 3, 16))
    assert not records_of_day(city.data, frozen, datetime.date(2026, 3, 16), NOW).is_past
    assert records_of_day(city.data, frozen, datetime.date(2026, 3, 15), NOW).is_past


def test_commits_never_go_back_in_time(tmp_path: Path) -> None:
    """One that is dated before its parent counts as made on the parent's day, as in the history of the site."""
    city = repository(tmp_path / "city")
    unfrozen(city.folder)
    base = city.commit({}, "2026-03-01T10:00:00+10:00")
    city.commit({LIBRARY: (city.data / LIBRARY).read_text(encoding="utf-8") + "\n"}, "2026-03-08T10:00:00+10:00")
    city.commit(handed_over(city.data), "2026-02-20T10:00:00+10:00")
    unfrozen_city = city_of(city.data)
    found = records_of_day(city.data, unfrozen_city, datetime.date(2026, 3, 5), NOW)
    assert found.commit is not None and found.commit.id == base
    assert not records_of_day(city.data, unfrozen_city, datetime.date(2026, 3, 8), NOW).is_past


def test_both_organizations_pages_tell_that_a_page_passed_on(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path / "city")
    Repository(project).write(handed_over(project / "data", FORMER))
    registry = load(project / "data").registry
    assert registry is not None
    view = view_of(registry)
    former, now = registry.organizations["library-1"], registry.organizations["library-2"]
    text = organization(view, former).body.replace("\N{NO-BREAK SPACE}", " ")
    assert "Перешли к другим организациям" in text
    assert 'с <time datetime="2026-03-05">' in text
    assert 'href="../../organizations/library-2/#account-library-1-vk"' in text
    assert "Получена от" in organization(view, now).body
    passed = [event for event in events_of(view, former) if event.key == "passed-on"]
    received = [event for event in events_of(view, now) if event.key == "received"]
    assert {event.day for event in passed + received} == {datetime.date(2026, 3, 5)}
    assert len(passed) == len(received) == 2
    assert "Библиотека № 1" in received[0].text and "Библиотечный центр" in passed[0].text
