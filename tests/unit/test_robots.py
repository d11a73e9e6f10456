"""What a site's robots.txt forbids is not fetched; a server that fails forbids everything (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from reestr.intake.observation.guarded_fetch import FetchDeadline, FetchLimits, FetchRefusedError
from reestr.intake.observation.robots import RobotsGate

from tests.unit.loopback_site import LoopbackSite, html, redirect, running_site


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with running_site() as running:
        yield running


def refused(site: LoopbackSite, path: str = "/about", gate: RobotsGate | None = None) -> str | None:
    """The reason why a page may not be fetched; None if it may."""
    fetcher = site.fetcher()
    try:
        (gate or RobotsGate(fetcher)).check(fetcher.location(site.url(path)), FetchDeadline(60))
    except FetchRefusedError as error:
        return error.reason
    return None


class Waiting:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    def clock(self) -> float:
        return sum(self.waited)


@pytest.mark.parametrize(
    ("delay", "waited"),
    [("3", 3.0), ("0.5", 0.5), ("600", 10.0), ("inf", None), ("nan", None), ("-5", None), ("soon", None), ("0", None)],
)
def test_a_site_is_given_the_pause_it_asks_for_up_to_a_limit(
    site: LoopbackSite, delay: str, waited: float | None
) -> None:
    site.answers["/robots.txt"] = text(f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /admin\n")
    waiting, fetcher = Waiting(), site.fetcher()
    gate = RobotsGate(fetcher, waiting.sleep, waiting.clock)
    # The pause is no part of the time that an answer may take.
    deadline = FetchDeadline(5, waiting.clock)
    for path in ("/about", "/contacts"):
        gate.check(fetcher.location(site.url(path)), deadline)
    assert waiting.waited == [] if waited is None else waiting.waited == [waited, waited]
    assert refused(site, "/admin", gate) == "robots" and len(waiting.waited) < 3


def text(rules: str) -> bytes:
    return html(rules, kind="text/plain")


@pytest.mark.parametrize(
    ("rules", "path", "why"),
    [
        ("", "/about", None),
        ("User-agent: *\nDisallow:\n", "/about", None),
        ("User-agent: *\nDisallow: /\n", "/about", "robots"),
        ("User-agent: *\nDisallow: /admin\n", "/about", None),
        ("User-agent: *\nDisallow: /*?page=\n", "/about?page=2", "robots"),
        ("User-agent: *\nDisallow: /about$\n", "/about/us", None),
        ("User-agent: *\nDisallow: /\nAllow: /about\n", "/about", None),
        ("User-agent: reestr\nDisallow: /\n\nUser-agent: *\nDisallow:\n", "/about", "robots"),
        ("User-agent: Reestr\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/about", None),
        ("User-agent: Yandex\nDisallow: /\n", "/about", None),
        ("\ufeffUser-agent: *\r\nDisallow: /о-нас\r\n", "/%D0%BE-%D0%BD%D0%B0%D1%81", "robots"),
        ("<html><body>нет такой страницы</body></html>", "/about", None),
        ("User-agent: *\nDisallow: /" + "*a" * 200 + "*b$\n", "/" + "a" * 1500, None),
        ("\0" * 1000, "/about", None),
    ],
)
def test_rules(site: LoopbackSite, rules: str, path: str, why: str | None) -> None:
    site.answers["/robots.txt"] = text(rules)
    assert refused(site, path) == why


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("404 Not Found", None),
        ("403 Forbidden", None),
        ("410 Gone", None),
        ("429 Too Many Requests", "too-many"),
        ("500 Error", "site-error"),
        ("503 Busy", "site-error"),
    ],
)
def test_a_site_without_readable_rules(site: LoopbackSite, status: str, why: str | None) -> None:
    site.answers["/robots.txt"] = html("User-agent: *\nDisallow: /\n", status=status)
    assert refused(site) == why


def test_a_redirect_without_end(site: LoopbackSite) -> None:
    site.answers["/robots.txt"] = redirect("/robots.txt")
    assert refused(site) is None


def test_a_redirect_to_the_rules(site: LoopbackSite) -> None:
    site.answers |= {"/robots.txt": redirect("/rules"), "/rules": text("User-agent: *\nDisallow: /about\n")}
    assert refused(site) == "robots"


def test_rules_that_lead_inside(site: LoopbackSite) -> None:
    site.answers["/robots.txt"] = redirect("http://127.0.0.1/")
    assert refused(site) == "inside"


def test_rules_without_end(site: LoopbackSite) -> None:
    site.answers["/robots.txt"] = text("# long\n" * 100_000)
    assert refused(site) == "too-large"


def test_rules_that_break_off(site: LoopbackSite) -> None:
    site.answers["/robots.txt"] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *"
    assert refused(site) == "cut-off"


def test_the_rules_of_a_site_are_asked_for_once(site: LoopbackSite) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /closed\n")
    gate = RobotsGate(site.fetcher())
    assert [refused(site, path, gate) for path in ("/a", "/closed", "/b")] == [None, "robots", None]
    assert site.requests == ["/robots.txt"]


def test_a_server_that_failed_is_not_asked_again(site: LoopbackSite) -> None:
    site.answers["/robots.txt"] = html("", status="500 Error")
    gate = RobotsGate(site.fetcher(limits=FetchLimits(seconds=60)))
    assert [refused(site, "/a", gate), refused(site, "/b", gate)] == ["site-error", "site-error"]
    assert site.requests == ["/robots.txt"]
