"""Nights of the organizations' sites, from the request to the record: facts are entered, refusals change nothing."""

from __future__ import annotations

import datetime
import json
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reestr.cli.reports.observation_text import incident_in_words
from reestr.intake.observation import night
from reestr.intake.observation.archive import locked, read_day
from reestr.intake.observation.guarded_fetch import GuardedFetcher
from reestr.intake.observation.http_calls import form_poster
from reestr.intake.observation.observing import Progress
from reestr.intake.observation.verifying import verify_archive
from reestr.records.loading.load import load
from reestr.records.loading.record_sources import FolderFiles, prefix_of
from reestr.registry.registry import Registry

from tests.observation.nights import at, change, city_in
from tests.unit.loopback_site import LoopbackSite, html, redirect, running_site
from tests.unit.project import ROOT, reestr_here

LIBRARY = "organizations/library-1.yaml"
PAGES = ("https://vk.com/primersk.library1", "https://ok.ru/group/50000000000001")
BOTH = "".join(f'<a href="{url}">мы</a>' for url in PAGES)
TERM = 365


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with running_site() as running:
        running.answers["/contacts"] = html(BOTH)
        yield running


@pytest.fixture
def project(tmp_path: Path, site: LoopbackSite) -> Path:
    made = city_in(tmp_path)
    shutil.copy(ROOT / "data/requirements/listed-on-site.yaml", made / "data/requirements")
    requirement = made / "data/requirements/listed-on-site.yaml"
    change(requirement, clauses=["p.1"])
    page = {"url": site.url("/contacts"), "checked_on": "2026-03-01", "lists": ["library-1-vk", "library-1-ok"]}
    change(made / "data" / LIBRARY, accounts_page=page)
    return made


def registry(project: Path) -> Registry:
    loaded = load(project / "data")
    assert loaded.registry is not None, [item.message for item in loaded.diagnostics]
    return loaded.registry


def run(
    project: Path,
    fetcher: GuardedFetcher,
    day: str = "2026-03-16",
    progress: Progress | None = None,
    **options: Any,
) -> night.NightReport:
    files = FolderFiles(project / "data", prefix_of(project / "data"))
    surroundings = night.Surroundings(lambda: at(day), lambda seconds: None, form_poster(), fetcher)
    wanted = night.NightOptions(**{"archive": project / "observations", **options})
    with locked(wanted.archive):
        return night.observe_night(registry(project), files, (), wanted, surroundings, progress)


def text(project: Path) -> str:
    return (project / "data" / LIBRARY).read_text(encoding="utf-8")


def latest(project: Path) -> Any:
    return json.loads((project / "observations/latest.json").read_text(encoding="utf-8"))


def test_a_first_night_enters_what_the_site_names(project: Path, site: LoopbackSite) -> None:
    before = text(project)
    report = run(project, site.fetcher())
    (sites,) = report.networks
    assert (sites.network, sites.pages, dict(sites.outcomes), sites.counted, sites.requests) == (
        "sites",
        1,
        {"seen": 1},
        1,
        1,
    )
    (line,) = read_day(project / "observations", "2026-03-16.jsonl.gz")
    after = text(project)
    # Nothing but lines of the program was added.
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert added[0] == "  machine:"
    page = registry(project).organizations["library-1"].accounts_page
    assert page is not None and page.machine is not None and page.machine.answers is not None
    assert page.checked_on == datetime.date(2026, 3, 1)
    assert page.machine.lists == ("library-1-ok", "library-1-vk")
    assert page.machine.on == datetime.date(2026, 3, 16)
    assert line.kept.sha256 is not None
    assert page.machine.answers.hashes == (line.kept.sha256[:32],)
    assert latest(project)["sites"] == {
        "library-1": {"outcome": "seen", "at": "2026-03-16T02:10:00+10:00", "reason": None}
    }


def test_a_second_night_changes_no_record(project: Path, site: LoopbackSite) -> None:
    run(project, site.fetcher())
    after = text(project)
    assert run(project, site.fetcher()).writes == ()
    assert site.requests.count("/contacts") == 1
    assert run(project, site.fetcher(), "2026-03-17").writes == ()
    assert (text(project), site.requests.count("/contacts")) == (after, 2)
    assert latest(project)["sites"]["library-1"]["at"].startswith("2026-03-17")


def test_what_the_site_drops_is_a_fact(project: Path, site: LoopbackSite) -> None:
    run(project, site.fetcher())
    site.answers["/contacts"] = html(f'<a href="{PAGES[0]}">мы</a>')
    (write,) = run(project, site.fetcher(), "2026-03-17").writes
    assert write.path.name == "library-1.yaml"
    page = registry(project).organizations["library-1"].accounts_page
    assert page is not None and page.machine is not None
    assert page.machine.lists == ("library-1-vk",)


FAULTS = {
    "site-error": html(BOTH, status="500 Error"),
    "forbidden": html(BOTH, status="403 Forbidden"),
    "too-many": html(BOTH, status="429 Too Many Requests", more="Retry-After: 3600\r\n"),
    "cut-off": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + BOTH.encode(),
    "malformed": b"\0\1\2",
    "not-html": html("{}", kind="application/json"),
    "no-text": html("<script>draw()</script>"),
    "inside": redirect("http://169.254.169.254/"),
    "redirects": redirect("/contacts"),
    "too-large": html(BOTH + "a" * 2_000_000),
}


@pytest.mark.parametrize("reason", sorted(FAULTS))
def test_no_fault_changes_a_record(project: Path, site: LoopbackSite, reason: str) -> None:
    run(project, site.fetcher())
    after = text(project)
    site.answers["/contacts"] = FAULTS[reason]
    names = {"169.254.169.254": ("169.254.169.254",)}
    report = run(project, site.fetcher(names=names), "2026-03-17")
    assert (dict(report.networks[0].refusals), report.writes, report.all_refused) == ({reason: 1}, (), True)
    assert text(project) == after
    assert latest(project)["sites"]["library-1"]["reason"] == reason


ACCOUNT = """\
organization: library-2
network: vk
url: https://vk.com/library2
status: active
opened_on: "2024-03-01"
"""
FAKE = """\
pretends_to_be: library-1
network: vk
url: https://vk.com/primersk_library
found_on: "2026-03-02"
basis: Организация сообщила, что страница не её.
"""


def test_a_site_that_names_a_false_page_is_an_incident(project: Path, site: LoopbackSite) -> None:
    (project / "data/fakes").mkdir()
    (project / "data/fakes/library-1-false.yaml").write_text(FAKE, encoding="utf-8")
    site.answers["/contacts"] = html(BOTH + "vk.com/primersk_library")
    url = site.url("/contacts")
    (incident,) = run(project, site.fetcher()).incidents
    assert (incident.kind, incident.fake, incident.url) == ("fake-on-site", "library-1-false", url)
    said = {"kind": "fake-on-site", "fake": "library-1-false", "url": url}
    assert latest(project)["incidents"] == [said]
    assert incident_in_words(incident) == (
        f"library-1-false: на поддельную страницу ссылается сайт организации, {url}."
    )
    # A refusal says nothing of it, the site without it does.
    site.answers["/contacts"] = FAULTS["site-error"]
    assert run(project, site.fetcher(), "2026-03-17").incidents == ()
    assert latest(project)["incidents"] == [said]
    site.answers["/contacts"] = html(BOTH)
    assert run(project, site.fetcher(), "2026-03-18").incidents == ()
    assert latest(project)["incidents"] == []


def test_a_night_that_is_stopped_goes_on_where_it_was(project: Path, site: LoopbackSite) -> None:
    """Answers are kept one by one; the run after it asks for the rest, and its result is that of a whole night."""
    second = project / "data/organizations/library-2.yaml"
    second.write_text(text(project), encoding="utf-8")
    change(second, accounts_page={"url": site.url("/second")}, branch_of="library-1", kpp="790143001")
    account = project / "data/accounts/library-2-vk.yaml"
    account.write_text(ACCOUNT, encoding="utf-8")

    class StoppedError(Exception):
        pass

    def progress(done: int, total: int) -> None:
        if done == 1:
            raise StoppedError

    site.answers["/second"] = html("vk.com/library2")
    with pytest.raises(StoppedError):
        run(project, site.fetcher(), progress=progress)
    before = site.requests.count("/contacts"), site.requests.count("/second")
    assert before == (1, 0)
    report = run(project, site.fetcher())
    assert (site.requests.count("/contacts"), site.requests.count("/second")) == (1, 1)
    assert (dict(report.networks[0].outcomes), report.networks[0].counted) == ({"seen": 2}, 2)


def test_half_of_the_time_is_entered_again(project: Path, site: LoopbackSite) -> None:
    run(project, site.fetcher())
    first = datetime.date(2026, 3, 16)
    for days, writes in ((TERM // 2, 0), (TERM // 2 + 1, 1)):
        day = first + datetime.timedelta(days=days)
        assert len(run(project, site.fetcher(), day.isoformat()).writes) == writes


def test_some_organizations(project: Path, site: LoopbackSite) -> None:
    report = run(project, site.fetcher(), organizations=frozenset({"accounting"}))
    assert (report.networks[0].pages, report.writes, site.requests) == (0, (), [])


def test_a_dry_run_writes_no_record(project: Path, site: LoopbackSite) -> None:
    before = text(project)
    assert len(run(project, site.fetcher(), dry_run=True).writes) == 1
    assert text(project) == before
    assert not (project / "observations/latest.json").exists()


# --- what a stranger can check


def test_the_archive_agrees_with_the_record(project: Path, site: LoopbackSite) -> None:
    run(project, site.fetcher())
    found = verify_archive(project / "observations", registry(project))
    assert (found.files, found.lines, found.facts, found.faults) == (1, 1, 1, ())


def test_an_account_that_moved_later_still_agrees(project: Path, site: LoopbackSite) -> None:
    run(project, site.fetcher())
    account = next((project / "data/accounts").rglob("library-1-vk.yaml"))
    change(account, url="https://vk.com/another", previous_urls=[{"url": PAGES[0], "until": "2026-03-20"}])
    assert verify_archive(project / "observations", registry(project)).faults == ()


@pytest.mark.parametrize("lists", [(), ("library-1-vk",)])
def test_a_record_that_says_something_else_is_told(project: Path, site: LoopbackSite, lists: tuple[str, ...]) -> None:
    run(project, site.fetcher())
    now = registry(project)
    library = now.organizations["library-1"]
    page = library.accounts_page
    assert page is not None and page.machine is not None
    forged = replace(library, accounts_page=replace(page, machine=replace(page.machine, lists=lists)))
    changed = replace(now, organizations={**now.organizations, "library-1": forged})
    (fault,) = verify_archive(project / "observations", changed).faults
    assert fault.kind == "other-listing"
    assert "library-1-ok" in fault.text and "записано" in fault.text


# --- the command


def test_the_command_reads_no_site_inside(project: Path, site: LoopbackSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in records or environment permits the test's own server to the command."""
    before = text(project)
    result = reestr_here("observe", "sites", folder=project)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Сайты организаций: прочитали 0 из 1\u00a0страницы." in result.stdout
    assert "у сайта необычный порт: 1" in result.stdout and "запросов: 0" in result.stdout
    assert "Впишите адрес без номера порта" in result.stdout
    assert text(project) == before
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **named: inside)
    change(project / "data" / LIBRARY, accounts_page={"url": "http://library-1.example.org/contacts"})
    result = reestr_here("observe", "sites", "--format", "json", folder=project)
    assert result.returncode == 1
    (sites,) = json.loads(result.stdout)["networks"]
    assert (sites["network"], sites["refusals"]) == ("sites", {"inside": 1})
    assert (site.requests, "machine" in text(project)) == ([], False)


def test_without_a_site_there_is_nothing_to_read(project: Path) -> None:
    change(project / "data" / LIBRARY, accounts_page=None, site=None, has_site=False)
    result = reestr_here("observe", "sites", folder=project)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Сайты организаций: читать нечего." in result.stdout
