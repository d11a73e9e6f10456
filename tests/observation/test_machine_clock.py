"""A machine's clock that is wrong by more than a day, ahead or behind, is found by the dates of the answers."""

from __future__ import annotations

import datetime
import email.utils
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reestr.intake.observation import night
from reestr.intake.observation.archive import locked
from reestr.intake.observation.http_calls import form_poster
from reestr.intake.observation.machine_clock import WrongClockError, differing_date, machine_now
from reestr.records.loading.load import load
from reestr.records.loading.record_sources import FolderFiles, prefix_of

from tests.observation.fake_vk import FakeVK
from tests.observation.live import TERMS
from tests.observation.nights import at, change, city_in
from tests.unit.loopback_site import LoopbackSite, html, running_site
from tests.unit.project import tree

LINK = '<a href="https://vk.com/primersk.library1">мы</a>'


def dated(moment: datetime.datetime, more: str = "") -> bytes:
    return html(LINK, more=f"Date: {email.utils.format_datetime(moment, usegmt=True)}\r\n{more}")


def away(days: float) -> Callable[[], datetime.datetime]:
    return lambda: machine_now() + datetime.timedelta(days=days)


@pytest.mark.parametrize("days", [-400, -1.1, 1.1, 30])
def test_a_network_tells_that_the_clock_is_wrong(days: float) -> None:
    with FakeVK() as network, pytest.raises(WrongClockError):
        form_poster(TERMS, away(days))(f"{network.address}/method/wall.get", {})


@pytest.mark.parametrize("days", [-0.9, 0, 0.9])
def test_a_smaller_difference_is_none(days: float) -> None:
    with FakeVK() as network:
        assert form_poster(TERMS, away(days))(f"{network.address}/method/wall.get", {}).status == 200


@pytest.mark.parametrize(
    "header", [None, "", "yesterday", "Mon, 99 Nov 2026 99:00:00 GMT", "Mon, 30 Nov 2026 12:00:00", "x" * 9000]
)
def test_an_answer_that_states_no_moment_says_nothing(header: str | None) -> None:
    assert differing_date(header, datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)) is None


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with running_site() as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, site: LoopbackSite) -> Path:
    made = city_in(tmp_path)
    page = {"url": site.url("/contacts"), "checked_on": "2026-03-01", "lists": []}
    change(made / "data/organizations/library-1.yaml", accounts_page=page)
    return made


def run(project: Path, site: LoopbackSite, days: float) -> night.NightReport:
    data = project / "data"
    registry = load(data).registry
    assert registry is not None
    surroundings = night.Surroundings(
        lambda: at("2026-03-16"), lambda seconds: None, form_poster(), site.fetcher(), away(days)
    )
    options = night.NightOptions(project / "observations")
    with locked(options.archive):
        return night.observe_night(registry, FolderFiles(data, prefix_of(data)), (), options, surroundings)


@pytest.mark.parametrize("days", [-2, 2])
def test_where_no_network_is_asked_the_sites_tell(days: float, project: Path, site: LoopbackSite) -> None:
    site.answers["/contacts"] = dated(machine_now())
    before = tree(project / "data")
    with pytest.raises(WrongClockError):
        run(project, site, days)
    assert tree(project / "data") == before
    assert [path.name for path in (project / "observations").iterdir()] == [".lock"]
    run(project, site, 0)
    assert tree(project / "data") != before


def test_a_page_that_a_cache_kept_states_no_moment_of_today(project: Path, site: LoopbackSite) -> None:
    site.answers["/contacts"] = dated(machine_now() - datetime.timedelta(days=3), "Age: 259200\r\n")
    assert run(project, site, 0).networks[0].outcomes == {"seen": 1}
