"""What a run concludes from each thing that a network can do wrong: refused with its reason, or the same facts.

Nothing here may become a fact of the page: `seen` only if the posts are the true ones, `gone` only where the network
says so of this very page.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from reestr.intake.observation.archive import day_files, read_day
from reestr.intake.observation.collector import PageAddress
from reestr.intake.observation.http_calls import HttpTerms

from tests.observation import certificates, faults
from tests.observation.fake_ok import FakeOK
from tests.observation.fake_vk import TOKEN, FakeVK
from tests.observation.live import collector_for, live
from tests.observation.serving import FakeNetwork, Fault
from tests.observation.world import Community, Post, RealClock, SimulatedClock, World

pytestmark = pytest.mark.process

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=14)
COMMUNITY = Community(
    101,
    "school1",
    description="Описание школы",
    posts=tuple(Post(nth, NOW - timedelta(days=nth), attachments=("photo",)) for nth in range(1, 31)),
)

TRUE_POSTS = [str(nth) for nth in range(1, 15)]


@dataclass(frozen=True)
class Case:
    """A fault, and what must come of the page and of its wall."""

    name: str
    change: faults.Change
    page: tuple[str, str | None]
    wall: tuple[str, str | None]


def _both(name: str, change: faults.Change, outcome: str, reason: str | None) -> Case:
    return Case(name, change, (outcome, reason), (outcome, reason))


COMMON = [
    _both("429", faults.http_status(429), "refused", "too-many"),
    _both("429, asked to wait 3 seconds", faults.http_status(429, "3"), "refused", "too-many"),
    _both("429, asked to wait an hour", faults.http_status(429, "3600"), "refused", "too-many"),
    _both("429, Retry-After that is no time", faults.http_status(429, "soon"), "refused", "too-many"),
    _both("429, Retry-After of a hundred digits", faults.http_status(429, "9" * 100), "refused", "too-many"),
    _both("500", faults.http_status(500), "refused", "internal"),
    _both("502, asked to wait 3 seconds", faults.http_status(502, "3"), "refused", "internal"),
    _both("503", faults.http_status(503), "refused", "internal"),
    _both("503, asked to wait a day", faults.http_status(503, "86400"), "refused", "internal"),
    _both("401", faults.http_status(401), "refused", "token"),
    _both("403", faults.http_status(403), "refused", "access"),
    _both("404", faults.http_status(404), "refused", "unknown"),
    _both("204", faults.http_status(204), "refused", "unknown"),
    _both("a body cut in the middle", faults.cut(), "refused", "cut-off"),
    _both("a body cut to nothing", faults.cut(0), "refused", "cut-off"),
    _both("half of the JSON", faults.shortened(), "refused", "malformed"),
    _both("no body", faults.body(b""), "refused", "malformed"),
    _both("a connection closed without a word", faults.hang_up(), "refused", "cut-off"),
    _both("HTML", faults.html(), "refused", "malformed"),
    _both("windows-1251", faults.encoded("cp1251"), "refused", "malformed"),
    _both("UTF-16", faults.encoded("utf-16"), "refused", "malformed"),
    _both("broken letters", faults.broken_letters(), "refused", "malformed"),
    _both("null", faults.body(b"null"), "refused", "malformed"),
    _both("a number", faults.body(b"1"), "refused", "malformed"),
    _both("NaN", faults.body(b'{"response": NaN}'), "refused", "malformed"),
    _both("an empty object", faults.body(b"{}"), "refused", "malformed"),
    _both("lists within lists", faults.deep(), "refused", "malformed"),
    _both("50 MB", faults.huge(50), "refused", "too-large"),
    _both("a number of 5,000 digits", faults.body(b'{"response": ' + b"9" * 5_000 + b"}"), "refused", "malformed"),
    _both(
        "a mark of the byte order",
        lambda reply, call: replace(reply, body=b"\xef\xbb\xbf" + reply.body),
        "refused",
        "malformed",
    ),
    _both("packed with gzip", faults.zipped(), "seen", None),
    _both("half of what was packed", faults.zipped(lambda packed: packed[: len(packed) // 2]), "refused", "malformed"),
    _both(
        "packed and spoilt", faults.zipped(lambda packed: packed[:20] + b"spoilt" + packed[26:]), "refused", "cut-off"
    ),
    _both("said to be packed", faults.zipped(lambda packed: b"{}"), "refused", "cut-off"),
    _both("few bytes that unpack to 100 MB", faults.bomb(), "refused", "too-large"),
    _both("numbers as texts", faults.numbers_as_texts(), "seen", None),
    _both("unknown fields", faults.unknown_fields(), "seen", None),
    _both("a redirect", faults.redirect("http://127.0.0.1:1/"), "refused", "redirect"),
]

VK = [
    *COMMON,
    *(
        _both(f"VK's error {code}", faults.vk_error(code), outcome, reason)
        for code, outcome, reason in (
            (1, "refused", "unknown"),
            (5, "refused", "token"),
            (6, "refused", "too-many"),
            (9, "refused", "flood"),
            (10, "refused", "internal"),
            (14, "refused", "captcha"),
            (15, "refused", "access"),
            (18, "gone", "deleted"),
            (29, "refused", "rate-limit"),
            (30, "refused", "access"),
            (100, "refused", "parameter"),
            (203, "refused", "access"),
            (777, "refused", "unknown"),
        )
    ),
    _both("an error without a number", faults.body(b'{"error": {"error_msg": "no"}}'), "refused", "malformed"),
    _both("an error that is a text", faults.body(b'{"error": "18"}'), "refused", "malformed"),
    _both("an error's number as a text", faults.body(b'{"error": {"error_code": "15"}}'), "refused", "access"),
    _both("the token in the error's text", faults.echoing(TOKEN), "refused", "token"),
]

OK = [
    *COMMON,
    *(
        _both(f"OK's error {code}", faults.ok_error(code), "refused", reason)
        for code, reason in (
            (1, "unknown"),
            (2, "internal"),
            (8, "flood"),
            (10, "rights"),
            (11, "rate-limit"),
            (100, "parameter"),
            (102, "token"),
            (104, "token"),
            (160, "parameter"),
            (200, "rights"),
            (402, "captcha"),
            (453, "rights"),
            (456, "access"),
            (9999, "internal"),
        )
    ),
    # Of a list it says nothing about one group; of the topics of one group it does.
    Case("OK's error 300", faults.ok_error(300), ("refused", "not-found"), ("gone", "deleted")),
]


def _network(kind: type[FakeNetwork], **settings: object) -> FakeNetwork:
    world = World([COMMUNITY])
    if kind is FakeVK:
        return FakeVK(world=world, **settings)  # type: ignore[arg-type]  # the settings of a fake network
    return FakeOK(world=world, **settings)  # type: ignore[arg-type]  # as above


def _conclusions(network: FakeNetwork, folder: Path) -> tuple[object, object]:
    """Return what a new run concludes of the page and, in another, of the wall; a `seen` one must be the true one."""
    collector = collector_for(network)
    run = live(network, folder)
    [page] = collector.find_pages([PageAddress("https://example.org/club101", number="101")], run)
    if page.outcome == "seen":
        assert page.community is not None
        assert (page.community.number, page.community.name) == ("101", "school1")
        assert page.community.fields["description"] == "Описание школы"
    run = live(network, folder)
    wall = collector.read_wall("101", SINCE, run)
    assert [post.number for post in wall.posts] == (TRUE_POSTS if wall.outcome == "seen" else [])
    return (page.outcome, page.reason), (wall.outcome, wall.reason)


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(kind, case, id=f"{kind.__name__}: {case.name}")
        for kind, all in ((FakeVK, VK), (FakeOK, OK))
        for case in all
    ],
)
def test_a_fault_is_never_a_fact_and_passes_without_a_trace(
    kind: type[FakeNetwork], case: Case, tmp_path: Path
) -> None:
    with _network(kind, clock=SimulatedClock(NOW)) as network:
        network.misbehave(Fault(case.change))
        assert _conclusions(network, tmp_path) == (case.page, case.wall)
        for file in day_files(tmp_path):
            for line in read_day(tmp_path, file):
                expected = {case.page[0], case.wall[0]}
                assert line.kept.outcome in expected
        # The next day all is well again, whatever the quota says of the bad one.
        network.behave()
        network.clock.sleep(86_400)
        page, wall = _sound(network, tmp_path)
    assert (page, wall) == (("seen", None), ("seen", None))


def _sound(network: FakeNetwork, folder: Path) -> tuple[object, object]:
    collector = collector_for(network)
    run = live(network, folder)
    [page] = collector.find_pages([PageAddress("https://example.org/club101", number="101")], run)
    wall = collector.read_wall("101", SINCE, run)
    assert [post.number for post in wall.posts] == TRUE_POSTS
    return (page.outcome, page.reason), (wall.outcome, wall.reason)


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
def test_a_fault_that_passes_within_the_night_leaves_the_true_facts(kind: type[FakeNetwork], tmp_path: Path) -> None:
    passing = faults.vk_error(6) if kind is FakeVK else faults.ok_error(2)
    for nth, change in enumerate((passing, faults.http_status(503), faults.http_status(429, "5"), faults.cut())):
        with _network(kind, clock=SimulatedClock(NOW)) as network:
            network.misbehave(Fault(change, times=1))
            assert _conclusions(network, tmp_path / str(nth)) == (("seen", None), ("seen", None))


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
def test_a_server_that_sends_a_byte_now_and_then_holds_nobody_up(kind: type[FakeNetwork], tmp_path: Path) -> None:
    with _network(kind, clock=RealClock()) as network:
        network.misbehave(Fault(faults.slow(3600)))
        # Not repeated at leisure: the pauses between the attempts are real here.
        collector, run = collector_for(network), live(network, tmp_path, HttpTerms(silent=0.2, whole=0.2))
        run.sleep = lambda seconds: None
        wall = collector.read_wall("101", SINCE, run)
    assert (wall.outcome, wall.reason, wall.posts) == ("refused", "timeout", ())


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
def test_a_server_that_says_nothing_holds_nobody_up(kind: type[FakeNetwork], tmp_path: Path) -> None:
    with _network(kind, clock=RealClock(), latency=3600) as network:
        collector, run = collector_for(network), live(network, tmp_path, HttpTerms(silent=0.2, whole=5))
        run.sleep = lambda seconds: None
        wall = collector.read_wall("101", SINCE, run)
    assert (wall.outcome, wall.reason) == ("refused", "timeout")


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
def test_a_network_out_of_reach_is_left_alone_after_three_pages(kind: type[FakeNetwork], tmp_path: Path) -> None:
    with _network(kind, clock=SimulatedClock(NOW)) as network:
        closed = network.address
    collector, run = collector_for(network), live(network, tmp_path, base=closed)
    walls = [collector.read_wall(str(number), SINCE, run) for number in range(1, 50)]
    assert {(wall.outcome, wall.reason) for wall in walls} == {("refused", "connection")}
    assert run.asked <= 3 * 4


def _unknown_authority(folder: Path) -> tuple[ssl.SSLContext, Path]:
    return certificates.unknown_authority(), certificates.good(folder)[1]


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
@pytest.mark.parametrize("made", [_unknown_authority, certificates.run_out, certificates.another_name])
def test_a_certificate_that_fails_is_refused_and_learns_no_secret(
    kind: type[FakeNetwork],
    made: Callable[[Path], tuple[ssl.SSLContext, Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served, trusted = made(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with _network(kind, clock=SimulatedClock(NOW), certificate=served) as network:
        collector, run = collector_for(network), live(network, tmp_path)
        wall = collector.read_wall("101", SINCE, run)
        assert network.calls == []
    assert (wall.outcome, wall.reason) == ("refused", "tls")


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
def test_a_certificate_that_holds_is_taken(
    kind: type[FakeNetwork], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, trusted = certificates.good(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with _network(kind, clock=SimulatedClock(NOW), certificate=served) as network:
        assert _sound(network, tmp_path) == (("seen", None), ("seen", None))


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_takes_no_secret_elsewhere(kind: type[FakeNetwork], status: int, tmp_path: Path) -> None:
    with _network(kind, clock=SimulatedClock(NOW)) as network, _network(kind) as elsewhere:
        network.misbehave(Fault(faults.redirect(f"{elsewhere.address}/method/wall.get", status)))
        assert _conclusions(network, tmp_path) == (("refused", "redirect"), ("refused", "redirect"))
        assert elsewhere.calls == []


def test_an_error_about_a_deleted_page_condemns_no_other_page_of_the_same_request(tmp_path: Path) -> None:
    addresses = [PageAddress(f"https://vk.com/club{number}", number=str(number)) for number in (101, 102, 103)]
    with FakeVK(world=World([COMMUNITY, Community(102), Community(103)]), clock=SimulatedClock(NOW)) as network:
        bad = Fault(faults.vk_error(18), only=lambda call: "102" in call.parameters["group_ids"].split(","))
        network.misbehave(bad)
        readings = collector_for(network).find_pages(addresses, live(network, tmp_path))
    assert [(one.outcome, one.reason) for one in readings] == [("seen", None), ("gone", "deleted"), ("seen", None)]


@pytest.mark.parametrize("kind", [FakeVK, FakeOK])
def test_a_network_that_counts_strictly_is_never_asked_too_often(kind: type[FakeNetwork], tmp_path: Path) -> None:
    with _network(kind, clock=SimulatedClock(NOW), per_second=5) as network:
        collector, run = collector_for(network), live(network, tmp_path)
        for number in range(1, 40):
            collector.read_wall(str(number), SINCE, run)
        bodies = [line.kept.reason for file in day_files(tmp_path) for line in read_day(tmp_path, file)]
        assert len(network.calls) == len(bodies) == 39
    assert not {"too-many", "rate-limit"} & set(bodies)
