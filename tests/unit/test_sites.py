"""What an organization's site names becomes evidence and a record; what says nothing of the page changes neither."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reestr import wording
from reestr.intake.observation import sites
from reestr.intake.observation.archive import Archive, read_day
from reestr.intake.observation.collector import ApiRequest, KeptAnswer
from reestr.intake.observation.robots import RobotsGate
from reestr.intake.observation.site_recording import with_listing
from reestr.intake.observation.sites import (
    LEAST_TEXT,
    LiveSites,
    SiteNight,
    known_pages,
    listed_accounts,
    observe_sites,
    sites_to_read,
    user_agent,
)
from reestr.registry.account import PreviousAddress
from reestr.registry.city import Network
from reestr.registry.organization import AccountsPage, MachineListing
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.loopback_site import LoopbackSite, html, redirect, running_site
from tests.unit.test_addresses import RECORDS, rules_of

DAY = factory.AS_OF
NOON = datetime.datetime(2026, 11, 30, 2, tzinfo=datetime.UTC)
VK, OK = "https://vk.com/school1", "https://ok.ru/group/123"
WORDS = "<p>" + "слово " * LEAST_TEXT + "</p>"
BOTH = f'<html><body><a href="{VK}">1</a><a href="{OK}">2</a></body></html>'


def network(identifier: str) -> Network:
    rules = rules_of(identifier, RECORDS[identifier])
    return replace(
        factory.network(identifier, identifier),
        hosts=rules.hosts,
        canonical_host=rules.canonical_host,
        forms=rules.forms,
    )


NETWORKS = (network("vk"), network("ok"))


def account(identifier: str, url: str, **changes: Any) -> Any:
    return factory.account(identifier, url=url, **changes)


def city(page: str | None, *, site: str | None = None, accounts: Any = None, **changes: Any) -> Registry:
    """A city of one school with a page of accounts and a site."""
    listing = AccountsPage(page, None, (), False) if page else None
    school = factory.organization("school", accounts_page=listing, site=site, **changes)
    own = accounts if accounts is not None else (account("school-vk", VK), account("school-ok", OK))
    return factory.registry((), organizations=(school,), accounts=own, networks=NETWORKS)


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with running_site() as running:
        yield running


def live(site: LoopbackSite, registry: Registry, folder: Path, **options: Any) -> LiveSites:
    fetcher = site.fetcher(**options)
    archive = Archive(folder, DAY)
    return LiveSites(fetcher, RobotsGate(fetcher), NETWORKS, known_pages(registry), archive, lambda: NOON)


def night(site: LoopbackSite, folder: Path, registry: Registry | None = None, **options: Any) -> SiteNight:
    registry = registry or city(site.url("/about"))
    (found,) = observe_sites(sites_to_read(registry, DAY), live(site, registry, folder, **options), NETWORKS)
    return found


# --- what is read


def test_a_page_that_names_both_accounts(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html(BOTH)
    found = night(site, tmp_path)
    assert (found.outcome, found.reason, found.lists) == ("seen", None, ("school-vk", "school-ok"))
    (line,) = read_day(tmp_path, f"{DAY.isoformat()}.jsonl.gz")
    assert line.kept.answer == {
        "url": site.url("/about"),
        "final_url": site.url("/about"),
        "links": [OK, VK],
        "others": 0,
        "sha256": hashlib.sha256(BOTH.encode()).hexdigest(),
    }
    assert found.answers is not None
    assert line.kept.sha256 is not None and len(line.kept.sha256) == 64
    assert found.answers.hashes == (line.kept.sha256[:32],)
    # What the archive holds gives the same lists again.
    assert listed_accounts(line.kept, found.site.accounts, NETWORKS) == found.lists


def test_an_account_is_found_by_its_number(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html('<a href="https://vk.com/public77">мы</a>')
    registry = city(site.url("/about"), accounts=(account("school-vk", VK, numeric_id="77"),))
    assert night(site, tmp_path, registry).lists == ("school-vk",)


def test_pages_that_the_registry_does_not_know_are_counted_and_not_kept(site: LoopbackSite, tmp_path: Path) -> None:
    former = (PreviousAddress("https://vk.com/old_school", None),)
    accounts = (account("school-vk", VK, previous_addresses=former),)
    people = "https://vk.com/director_ivanova https://ok.ru/group/99 https://vk.com/id5"
    site.answers["/about"] = html(f"<p>{people} {VK} vk.com/old_school</p>")
    found = night(site, tmp_path, city(site.url("/about"), accounts=accounts))
    (line,) = read_day(tmp_path, f"{DAY.isoformat()}.jsonl.gz")
    assert line.kept.answer["links"] == ["https://vk.com/old_school", VK]
    assert line.kept.answer["others"] == 2
    assert "ivanova" not in json.dumps(line.kept.answer)
    # A former address is not the present one.
    assert found.lists == ("school-vk",)


def test_a_page_without_the_accounts_lists_none(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html(WORDS)
    found = night(site, tmp_path)
    assert (found.outcome, found.lists) == ("seen", ())


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone(site: LoopbackSite, tmp_path: Path, status: str) -> None:
    site.answers["/about"] = html(BOTH, status=status)
    found = night(site, tmp_path)
    assert (found.outcome, found.reason, found.lists) == ("gone", "no-page", ())
    (line,) = read_day(tmp_path, f"{DAY.isoformat()}.jsonl.gz")
    assert line.kept.answer == {"url": site.url("/about"), "final_url": site.url("/about")}


def test_a_redirect_is_followed_and_told(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers |= {"/about": redirect("/new"), "/new": html(BOTH)}
    assert night(site, tmp_path).lists == ("school-vk", "school-ok")
    (line,) = read_day(tmp_path, f"{DAY.isoformat()}.jsonl.gz")
    assert line.kept.answer["final_url"] == site.url("/new")


# --- what says nothing of the page


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html(BOTH, status="401 Unauthorized"), "forbidden"),
        (html(BOTH, status="403 Forbidden"), "forbidden"),
        (html(BOTH, status="429 Too Many"), "too-many"),
        (html(BOTH, status="500 Error"), "site-error"),
        (html(BOTH, status="503 Busy"), "site-error"),
        (html(BOTH, status="204 Nothing"), "unknown"),
        (html(BOTH, status="302 Found"), "unknown"),
        (html(BOTH, kind="application/pdf"), "not-html"),
        (html(BOTH, kind="application/json"), "not-html"),
        (html(b"\0" + BOTH.encode()), "malformed"),
        (html(WORDS.encode("utf-16-le"), kind="text/html"), "malformed"),
        (html(""), "no-text"),
        (html('<div id="app"></div><script src="/app.js"></script>'), "no-text"),
        (html("<title>Проверка браузера</title><p>Подождите…</p><script>check()</script>"), "no-text"),
        (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>" + WORDS.encode(), "cut-off"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n" + WORDS.encode(), "cut-off"),
        (redirect("http://127.0.0.1/"), "inside"),
        (redirect("/about"), "redirects"),
    ],
)
def test_refusals(site: LoopbackSite, tmp_path: Path, answer: bytes, reason: str) -> None:
    site.answers["/about"] = answer
    found = night(site, tmp_path)
    assert (found.outcome, found.reason, found.lists, found.answers) == ("refused", reason, None, None)
    before = {"id": "school", "accounts_page": {"url": site.url("/about")}}
    assert with_listing(before, found, DAY, 365) is before
    (line,) = read_day(tmp_path, f"{DAY.isoformat()}.jsonl.gz")
    assert (line.kept.outcome, line.kept.reason, line.kept.answer) == ("refused", reason, None)


def test_what_robots_forbid_is_refused_and_not_asked_for(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers |= {"/about": html(BOTH), "/robots.txt": html("User-agent: *\nDisallow: /about\n")}
    assert night(site, tmp_path).reason == "robots"
    assert site.requests == ["/robots.txt"]


def test_robots_are_asked_for_the_page_that_a_redirect_leads_to(site: LoopbackSite, tmp_path: Path) -> None:
    rules = html("User-agent: *\nDisallow: /new\n")
    site.answers |= {"/about": redirect("/new"), "/new": html(BOTH), "/robots.txt": rules}
    assert night(site, tmp_path).reason == "robots"
    assert site.requests == ["/robots.txt", "/about"]


def test_a_site_inside_is_refused_and_not_connected_to(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html(BOTH)
    registry = city("http://school.example/about")
    assert night(site, tmp_path, registry, permitted=False).reason == "inside"
    assert site.requests == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://user:secret@school.example/", "userinfo"),
        ("http://school.example:8081/", "port"),
        ("http://school example/", "address"),
        ("http://unknown.example/", "dns"),
    ],
)
def test_addresses_that_are_not_asked(site: LoopbackSite, tmp_path: Path, url: str, reason: str) -> None:
    assert night(site, tmp_path, city(url)).reason == reason
    assert site.requests == []


def test_a_long_page_still_counts_if_it_ends(site: LoopbackSite, tmp_path: Path) -> None:
    page = f"<html><body>{WORDS}</body></HTML>\n".encode()
    site.answers["/about"] = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    assert night(site, tmp_path).lists == ()


# --- asking once


def test_nothing_is_asked_twice_in_a_day_but_refusals(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html("", status="503 Busy")
    assert night(site, tmp_path).outcome == "refused"
    site.answers["/about"] = html(BOTH)
    first, second = night(site, tmp_path), night(site, tmp_path)
    assert (first.lists, first.at, first.answers) == (second.lists, second.at, second.answers)
    assert site.requests.count("/about") == 2


def test_a_shared_page_is_asked_for_once(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html("", status="503 Busy")
    page = AccountsPage(site.url("/about"), None, (), False)
    schools = tuple(factory.organization(name, accounts_page=page) for name in ("one", "two"))
    accounts = (account("one-vk", VK), account("two-ok", OK))
    registry = factory.registry((), organizations=schools, accounts=accounts, networks=NETWORKS)
    sites = sites_to_read(registry, DAY)
    found = tuple(observe_sites(sites, live(site, registry, tmp_path), NETWORKS))
    assert [item.reason for item in found] == ["site-error", "site-error"]
    assert site.requests == ["/robots.txt", "/about"]


# --- which pages


def test_the_listing_page_comes_before_the_site() -> None:
    (found,) = sites_to_read(city("https://school.example/about", site="https://school.example/"), DAY)
    assert (found.url, found.listing) == ("https://school.example/about", True)


def test_without_a_listing_page_the_first_page_is_read() -> None:
    (found,) = sites_to_read(city(None, site="https://school.example/"), DAY)
    assert (found.url, found.listing) == ("https://school.example/", False)


@pytest.mark.parametrize(
    "changes",
    [
        {"closed": True},
        {"closed": True, "closed_on": DAY},
        {"since": DAY + datetime.timedelta(days=1)},
        {"has_site": False},
        {"accounts": ()},
        {"accounts": (account("school-vk", VK, closed=True),)},
    ],
)
def test_organizations_whose_site_is_not_read(changes: dict[str, Any]) -> None:
    assert sites_to_read(city("https://school.example/about", site="https://school.example/", **changes), DAY) == ()


def test_an_organization_without_a_known_site_is_not_read() -> None:
    assert sites_to_read(city(None), DAY) == ()


def test_some_organizations() -> None:
    registry = city("https://school.example/about")
    assert sites_to_read(registry, DAY, ("other",)) == ()
    assert len(sites_to_read(registry, DAY, ("school",))) == 1


# --- records


def entry(found: SiteNight, day: datetime.date = DAY) -> dict[str, Any]:
    assert found.answers is not None and found.lists is not None
    hashes = list(found.answers.hashes)
    return {"on": day.isoformat(), "lists": list(found.lists), "file": found.answers.file, "sha256": hashes}


def test_the_first_reading_is_entered(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html(BOTH)
    found = night(site, tmp_path)
    page = {"url": site.url("/about"), "checked_on": "2026-09-01", "lists": ["school-vk"]}
    after = with_listing({"id": "school", "accounts_page": page}, found, DAY, 365)
    assert after == {"id": "school", "accounts_page": {**page, "machine": entry(found)}}


@pytest.mark.parametrize(
    ("age", "lists", "changes"),
    [
        (1, ("school-vk", "school-ok"), False),
        (1, ("school-ok", "school-vk"), False),
        (182, ("school-vk", "school-ok"), False),
        (183, ("school-vk", "school-ok"), True),
        (1, ("school-vk",), True),
        (1, (), True),
        # A clock that has jumped back changes nothing.
        (-1, ("school-vk",), False),
    ],
)
def test_a_record_changes_with_the_fact_or_at_half_time(
    site: LoopbackSite, tmp_path: Path, age: int, lists: tuple[str, ...], changes: bool
) -> None:
    site.answers["/about"] = html(BOTH)
    seen = MachineListing(DAY - datetime.timedelta(days=age), lists)
    registry = city(site.url("/about"))
    school = registry.organizations["school"]
    known = replace(school, accounts_page=AccountsPage(site.url("/about"), None, (), False, seen))
    registry = factory.registry(
        (), organizations=(known,), accounts=tuple(registry.accounts.values()), networks=NETWORKS
    )
    found = night(site, tmp_path, registry)
    before = {"accounts_page": {"url": site.url("/about"), "machine": {"on": "…"}}}
    after = with_listing(before, found, DAY, 365)
    assert (after != before) is changes
    if changes:
        assert after["accounts_page"]["machine"] == entry(found)


def test_without_a_term_a_fact_stands(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/about"] = html(BOTH)
    page = AccountsPage(
        site.url("/about"),
        None,
        (),
        False,
        MachineListing(DAY - datetime.timedelta(days=9999), ("school-vk", "school-ok")),
    )
    known = factory.organization("school", accounts_page=page)
    accounts = (account("school-vk", VK), account("school-ok", OK))
    registry = factory.registry((), organizations=(known,), accounts=accounts, networks=NETWORKS)
    assert with_listing({}, night(site, tmp_path, registry), DAY, None) == {}


def test_a_first_page_is_entered_if_it_names_all_accounts(site: LoopbackSite, tmp_path: Path) -> None:
    site.answers["/"] = html(BOTH)
    found = night(site, tmp_path, city(None, site=site.url()))
    after = with_listing({"id": "school", "site": site.url()}, found, DAY, 365)
    assert after["accounts_page"] == {"url": site.url(), "machine": entry(found)}
    # The next night it is still the first page, which the program entered.
    page = AccountsPage(site.url(), None, (), False, MachineListing(DAY, ("school-vk", "school-ok")))
    (again,) = sites_to_read(
        factory.registry(
            (),
            organizations=(factory.organization("school", accounts_page=page, site=site.url()),),
            accounts=found.site.accounts,
            networks=NETWORKS,
        ),
        DAY,
    )
    assert (again.url, again.listing) == (site.url(), False)


@pytest.mark.parametrize("answer", [html(f'<a href="{VK}">мы</a>'), html(WORDS), html("", status="404 Not Found")])
def test_a_first_page_that_names_fewer_proves_nothing(site: LoopbackSite, tmp_path: Path, answer: bytes) -> None:
    site.answers["/"] = answer
    found = night(site, tmp_path, city(None, site=site.url()))
    before = {"id": "school", "site": site.url()}
    assert with_listing(before, found, DAY, 365) is before


# --- how the program names itself


def test_the_program_says_where_the_registry_is() -> None:
    assert user_agent("https://city.example/").endswith("(registry of official accounts; +https://city.example/)")
    for unknown in (None, "", "https://город.example/", "https://city.example/\r\nX: 1"):
        assert user_agent(unknown).endswith("(registry of official accounts)")


def test_kept_answers_of_another_form_list_nothing() -> None:
    accounts = (account("school-vk", VK),)
    request = ApiRequest("sites", "GET", {"url": "https://school.example/"})
    answers: tuple[Any, ...] = (None, [], {}, {"links": "x"}, {"links": [1, None, {}]}, {"links": [VK + "x"]})
    for answer in answers:
        kept = KeptAnswer(request, NOON, 200, "seen", None, answer)
        assert listed_accounts(kept, accounts, NETWORKS) == ()


def test_every_reason_has_words() -> None:
    folder = Path(sites.__file__).parent
    code = "".join((folder / f"{name}.py").read_text(encoding="utf-8") for name in ("guarded_fetch", "robots", "sites"))
    places = (r'FetchRefusedError\("', r'return "', r'"(?:gone|refused)", "', r'4[0-9]{2}: "')
    reasons = {reason for place in places for reason in re.findall(rf'{place}([a-z-]+)"', code)} - {"seen", "gone"}
    reasons.discard("refused")
    assert {"inside", "robots", "forbidden", "too-many", "no-page", "no-text", "cut-off"} <= reasons
    assert [reason for reason in sorted(reasons) if not wording.has(f"observation.reasons.{reason}")] == []
