"""A stranger's site is fetched within its limits, never from inside; every fault of a site is refused by its reason."""

from __future__ import annotations

import ast
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import reestr
import trustme
from hypothesis import given
from hypothesis import strategies as st
from reestr.intake.observation.guarded_fetch import (
    FetchDeadline,
    FetchedPage,
    FetchLimits,
    FetchRefusedError,
    GuardedFetcher,
    InsidePermission,
    PageLocation,
    read_location,
)

from tests.unit.loopback_site import LOOPBACK, LoopbackSite, Play, html, redirect, running_site

HELLO = b"<html><body>hello</body></html>"


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with running_site() as running:
        yield running


def fetch(fetcher: GuardedFetcher, url: str) -> FetchedPage:
    return fetcher.fetch(fetcher.location(url), "text/html", FetchDeadline(fetcher.limits.seconds))


def reason(fetcher: GuardedFetcher, url: str) -> str:
    with pytest.raises(FetchRefusedError) as caught:
        fetch(fetcher, url)
    return caught.value.reason


# --- what is fetched


def test_a_page(site: LoopbackSite) -> None:
    site.answers["/about"] = html(HELLO, kind='Text/HTML; Charset="Windows-1251"')
    page = fetch(site.fetcher(), site.url("/about#top"))
    assert (page.status, page.media_type, page.charset, page.body) == (200, "text/html", "windows-1251", HELLO)
    assert (page.location.url, page.measured) == (site.url("/about"), True)


def test_the_program_names_itself_and_sends_nothing_else(site: LoopbackSite) -> None:
    site.answers["/"] = html(HELLO)
    fetch(site.fetcher(), site.url())
    assert site.heads == [
        "GET / HTTP/1.1\r\n"
        f"Host: school.example:{site.port}\r\n"
        "User-Agent: reestr/test (+https://city.example/)\r\n"
        "Accept: text/html\r\n"
        "Accept-Encoding: gzip, deflate\r\n"
        "Connection: close\r\n\r\n"
    ]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden", "503 Busy", "200 "])
def test_every_status_is_an_answer(site: LoopbackSite, status: str) -> None:
    site.answers["/"] = html(HELLO, status=status)
    assert fetch(site.fetcher(), site.url()).status == int(status.split()[0])


def test_compressed_pages(site: LoopbackSite) -> None:
    site.answers["/gzip"] = html(gzip.compress(HELLO), more="Content-Encoding: gzip\r\n")
    site.answers["/deflate"] = html(zlib.compress(HELLO), more="Content-Encoding: deflate\r\n")
    assert fetch(site.fetcher(), site.url("/gzip")).body == HELLO
    assert fetch(site.fetcher(), site.url("/deflate")).body == HELLO


def test_a_chunked_page(site: LoopbackSite) -> None:
    site.answers["/"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    page = fetch(site.fetcher(), site.url())
    assert (page.body, page.measured, page.media_type, page.charset) == (b"hello", True, "", "")


def test_an_answer_that_does_not_say_how_long_it_is(site: LoopbackSite) -> None:
    site.answers["/"] = b"HTTP/1.0 200 OK\r\n\r\nhello"
    page = fetch(site.fetcher(), site.url())
    assert (page.body, page.measured) == (b"hello", False)


# --- addresses


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://school.example", "http://school.example/"),
        ("HTTP://School.Example:80/a/../b?x=1#y", "http://school.example/b?x=1"),
        ("https://school.example:443/", "https://school.example/"),
        ("http://школа-1.рф/о%20нас?я", "http://xn---1-6kc3bfr2e.xn--p1ai/%D0%BE%20%D0%BD%D0%B0%D1%81?%D1%8F"),
        ("http://my_school.example./", "http://my_school.example./"),
        ("http://[2a02:6b8::1]/", "http://[2a02:6b8::1]/"),
    ],
)
def test_an_address_is_read(text: str, url: str) -> None:
    assert read_location(text).url == url


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "address"),
        ("school.example", "address"),
        ("//school.example/", "address"),
        ("http://", "address"),
        ("http:///path", "address"),
        ("http://school.example:x/", "address"),
        ("http://school.example:99999/", "address"),
        ("http://school example/", "address"),
        ("http://school.example/\r\nHost: x", "address"),
        ("http://school.example\\@inside/", "address"),
        ("http://school%2fexample/", "address"),
        ("http://[fe80::1%25eth0]/", "address"),
        ("http://[::1", "address"),
        ("http://１２７.0.0.1/", "address"),
        ("http://-/", "address"),
        ("http://школа_1.рф/", "address"),
        ("http://school.example/" + "a" * 2048, "address"),
        ("ftp://school.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("gopher://school.example/", "scheme"),
        ("http://user@school.example/", "userinfo"),
        ("http://@school.example/", "userinfo"),
        ("http://:@school.example/", "userinfo"),
        ("http://a@b@school.example/", "userinfo"),
        ("http://user:secret@school.example/", "userinfo"),
        ("http://vk.com@school.example/", "userinfo"),
        ("http://school.example:22/", "port"),
        ("http://school.example:443/", "port"),
        ("https://school.example:80/", "port"),
        ("http://school.example:8080/", "port"),
        ("http://school.example:0/", "port"),
    ],
)
def test_an_address_that_is_not_fetched(text: str, why: str) -> None:
    with pytest.raises(FetchRefusedError) as caught:
        read_location(text)
    assert caught.value.reason == why


@given(st.text(alphabet=st.sampled_from("htps:/\\@[]%.?#&0127aя-_ \t\r\n\0\u2028。"), max_size=40), st.booleans())
def test_any_text_is_an_address_or_refused(text: str, begun: bool) -> None:
    """What is read as an address names the host that another parser reads in it, and nothing else happens."""
    try:
        location = read_location(f"http://{text}" if begun else text)
    except FetchRefusedError:
        return
    assert location.url.isascii() and location.url.isprintable() and " " not in location.url
    parts = urlsplit(location.url)
    assert (parts.hostname, parts.username, parts.port) == (location.host.strip("[]"), None, None)
    assert read_location(location.url) == location


# --- inside


def test_without_permission_nothing_inside_is_connected_to(site: LoopbackSite) -> None:
    closed = site.fetcher(permitted=False)
    assert reason(closed, "http://school.example/") == "inside"
    with pytest.raises(FetchRefusedError, match="inside"):
        closed.fetch(PageLocation("http", "school.example", site.port, "/"), "text/html", FetchDeadline(60))
    assert site.requests == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "0x7f.1", "2130706433", "127.1", "0", "localhost", "[::ffff:7f00:1]", "169.254.169.254"],
)
def test_inside_by_another_spelling(host: str) -> None:
    # The system's resolver is asked: it reads the numbers of these hosts and connects to nothing.
    refused = reason(GuardedFetcher("reestr/test"), f"http://{host}/")
    assert refused in ("inside", "dns")
    if host in ("127.0.0.1", "[::1]", "0x7f.1", "2130706433", "169.254.169.254"):
        assert refused == "inside"


@pytest.mark.parametrize("addresses", [("77.88.8.8", "10.0.0.1"), ("::1", "77.88.8.8"), ("fe80::1%eth0",), ("x",)])
def test_one_address_inside_is_enough(site: LoopbackSite, addresses: tuple[str, ...]) -> None:
    assert reason(site.fetcher(names={"mixed.example": addresses}), "http://mixed.example/") == "inside"


def test_a_permission_is_for_one_port_of_one_address(site: LoopbackSite) -> None:
    site.answers["/"] = html(HELLO)
    other = InsidePermission(frozenset({(LOOPBACK, site.port + 1)}))
    fetcher = GuardedFetcher("reestr/test", resolve=lambda host, port: (LOOPBACK,), inside=other)
    with pytest.raises(FetchRefusedError, match="inside"):
        fetcher.fetch(PageLocation("http", "school.example", site.port, "/"), "text/html", FetchDeadline(60))
    assert reason(fetcher, "http://school.example/") == "inside"
    assert site.requests == []


def test_a_permitted_port_opens_no_port_outside(site: LoopbackSite) -> None:
    fetcher = site.fetcher(names={"other.example": ("77.88.8.8",)})
    assert reason(fetcher, site.url(host="other.example")) == "inside"


def test_a_name_that_changes_its_address_is_checked_at_each_connection(site: LoopbackSite) -> None:
    """The first answer is permitted and connected to as it was checked; the second is inside and refused."""
    site.answers["/"] = redirect("/next")
    answers = iter([(LOOPBACK,), ("127.0.0.2",)])
    asked = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return next(answers)

    permission = InsidePermission(frozenset({(LOOPBACK, site.port)}))
    fetcher = GuardedFetcher("reestr/test", FetchLimits(seconds=60), resolve, inside=permission)
    assert reason(fetcher, site.url()) == "inside"
    assert asked == ["school.example", "school.example"]
    assert site.requests == ["/"]


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/", "http://[::1]/", "http://inside.example/"])
def test_a_redirect_to_the_inside(site: LoopbackSite, target: str) -> None:
    site.answers["/"] = redirect(target)
    names = {"inside.example": ("10.0.0.7",), "169.254.169.254": ("169.254.169.254",), "::1": ("::1",)}
    assert reason(site.fetcher(names=names), site.url()) == "inside"


def test_proxies_of_the_environment_are_not_used(site: LoopbackSite, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    site.answers["/"] = html(HELLO)
    assert fetch(site.fetcher(), site.url()).body == HELLO


def test_the_program_itself_permits_nothing_inside() -> None:
    """No module of the package makes a permission or passes one: only a test can."""
    package = Path(reestr.__file__).parent
    made = []
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                permits = named == "InsidePermission" and (node.args or node.keywords)
                if permits or any(keyword.arg == "inside" for keyword in node.keywords):
                    made.append(f"{path.relative_to(package)}:{node.lineno}")
    assert made == []
    assert InsidePermission() == GuardedFetcher("reestr").inside
    assert not InsidePermission().allows(LOOPBACK, 80)


# --- redirects


def test_redirects_are_followed(site: LoopbackSite) -> None:
    site.answers |= {
        "/": redirect("/one", "301 Moved"),
        "/one": redirect("two?x=ю", "307 Temporary"),
        "/two?x=%D1%8E": redirect(site.url("/three", host=LOOPBACK), "308 Permanent"),
        "/three": html(HELLO),
    }
    seen: list[str] = []
    fetcher = site.fetcher()
    page = fetcher.fetch(
        fetcher.location(site.url()),
        "text/html",
        FetchDeadline(60),
        before_redirect=lambda place: seen.append(place.target),
    )
    assert page.location.url == site.url("/three", host=LOOPBACK)
    assert seen == ["/one", "/two?x=%D1%8E", "/three"]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/", "redirects"),
        ("ftp://school.example/", "scheme"),
        ("http://user@school.example/", "userinfo"),
        ("http://@school.example/", "userinfo"),
        ("http://:@school.example/", "userinfo"),
        ("http://a@b@school.example/", "userinfo"),
        ("http://school.example:22/", "port"),
        ("javascript:alert(1)", "scheme"),
        ("http://[", "address"),
        ("http://a b/", "address"),
        ("http://unknown.example/", "dns"),
    ],
)
def test_a_redirect_that_is_not_followed(site: LoopbackSite, target: str, why: str) -> None:
    site.answers["/"] = redirect(target)
    assert reason(site.fetcher(), site.url()) == why


def test_the_fourth_redirect_is_not_followed(site: LoopbackSite) -> None:
    for number in range(9):
        site.answers[f"/{number}"] = redirect(f"/{number + 1}")
    assert reason(site.fetcher(), site.url("/0")) == "redirects"
    assert site.requests == ["/0", "/1", "/2", "/3"]


def test_a_redirect_without_an_address_is_an_answer(site: LoopbackSite) -> None:
    site.answers["/"] = html(HELLO, status="302 Found")
    assert fetch(site.fetcher(), site.url()).status == 302


# --- size


def test_a_body_beyond_the_limit(site: LoopbackSite) -> None:
    limits = FetchLimits(seconds=60, body=1000)
    site.answers |= {"/fits": html(b"a" * 1000), "/long": html(b"a" * 1001)}
    assert len(fetch(site.fetcher(limits=limits), site.url("/fits")).body) == 1000
    assert reason(site.fetcher(limits=limits), site.url("/long")) == "too-large"


def test_fifty_megabytes_are_not_read(site: LoopbackSite) -> None:
    sent = []

    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        with suppress(OSError):
            for _ in range(800):
                connection.sendall(b"a" * 65536)
                sent.append(65536)

    site.answers["/"] = pour
    assert reason(site.fetcher(), site.url()) == "too-large"
    assert sum(sent) < 52428800


def test_a_small_answer_that_unpacks_to_much(site: LoopbackSite) -> None:
    packed = gzip.compress(b"\0" * 50_000_000)
    assert len(packed) < 100_000
    site.answers["/"] = html(packed, more="Content-Encoding: gzip\r\n")
    assert reason(site.fetcher(), site.url()) == "too-large"


# --- time


def slow(head: bytes, piece: bytes) -> Play:
    """Return a server that sends a piece again and again until the other side is gone."""
    gone = threading.Event()

    def play(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(head)
            while not gone.wait(0.02):
                connection.sendall(piece)

    return play


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"1"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
        (b"HTTP/1.0 200 OK\r\n\r\n", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silent", "headers", "header", "body", "chunks", "chunk-size", "endless", "continue"],
)
def test_slow_bytes(site: LoopbackSite, head: bytes, piece: bytes) -> None:
    site.answers["/"] = slow(head, piece)
    refused = reason(site.fetcher(limits=FetchLimits(seconds=0.3)), site.url())
    # So many headers are refused by themselves, whichever comes first.
    assert refused in (("timeout", "malformed") if b"X-More" in piece else ("timeout",))


def test_a_name_server_that_does_not_answer() -> None:
    never = threading.Event()

    def resolve(host: str, port: int) -> tuple[str, ...]:
        never.wait(30)
        return ()

    fetcher = GuardedFetcher("reestr/test", FetchLimits(seconds=0.2), resolve)
    assert reason(fetcher, "http://school.example/") == "timeout"
    never.set()


def test_the_time_is_that_of_all_redirects_together(site: LoopbackSite) -> None:
    def late(connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(redirect("/"))

    site.answers["/"] = late
    assert reason(site.fetcher(limits=FetchLimits(seconds=0.5, redirects=100)), site.url()) == "timeout"
    assert 1 <= len(site.requests) <= 2


def test_a_deadline_in_the_past() -> None:
    clock = iter([0.0, 9.0, 10.0])
    deadline = FetchDeadline(10, lambda: next(clock))
    assert deadline.left() == 1.0
    with pytest.raises(FetchRefusedError, match="timeout"):
        deadline.left()


# --- broken answers


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "cut-off"),
        (b"\0\0\0\0", "malformed"),
        (b"<html>no head</html>", "malformed"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "malformed"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70000 + b"\r\n\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: 1\r\n" % n for n in range(200)) + b"\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "cut-off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "cut-off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", "cut-off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", "malformed"),
    ],
)
def test_a_broken_answer(site: LoopbackSite, answer: bytes, why: str, caplog: pytest.LogCaptureFixture) -> None:
    site.answers["/"] = answer
    assert reason(site.fetcher(), site.url()) == why
    assert caplog.text == ""


def test_a_connection_that_is_reset(site: LoopbackSite) -> None:
    def reset(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    site.answers["/"] = reset
    assert reason(site.fetcher(), site.url()) == "cut-off"


def test_nobody_answers() -> None:
    with running_site() as site:
        fetcher, url = site.fetcher(), site.url()
    assert reason(fetcher, url) == "connection"


def test_the_next_address_is_tried(site: LoopbackSite) -> None:
    site.answers["/"] = html(HELLO)
    permission = InsidePermission(frozenset({(LOOPBACK, site.port), ("127.0.0.9", site.port)}))
    fetcher = GuardedFetcher(
        "reestr/test", FetchLimits(seconds=60), lambda host, port: ("127.0.0.9", LOOPBACK), inside=permission
    )
    assert fetch(fetcher, site.url()).body == HELLO


@pytest.mark.parametrize("host", ["unknown.example", "a..b", "a" * 70 + ".example"])
def test_a_name_that_nobody_knows(site: LoopbackSite, host: str) -> None:
    assert reason(site.fetcher(), f"http://{host}/") == "dns"


def test_a_name_that_python_cannot_ask_for() -> None:
    assert reason(GuardedFetcher("reestr/test"), "http://" + "a" * 70 + "/") == "dns"


# --- certificates


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def serving(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_a_certificate_of_the_name(authority: trustme.CA) -> None:
    with running_site(serving(authority, "school.example")) as site:
        site.answers["/"] = html(HELLO)
        page = fetch(site.fetcher(tls=trusting(authority)), site.url(scheme="https"))
        assert (page.body, page.location.scheme) == (HELLO, "https")


def test_a_certificate_of_another_name(authority: trustme.CA) -> None:
    """The connection goes to an address, the certificate must be the name's."""
    with running_site(serving(authority, "other.example", LOOPBACK)) as site:
        assert reason(site.fetcher(tls=trusting(authority)), site.url(scheme="https")) == "tls"
        assert site.requests == []


def test_a_certificate_of_an_unknown_authority(authority: trustme.CA) -> None:
    with running_site(serving(authority, "school.example")) as site:
        assert reason(site.fetcher(), site.url(scheme="https")) == "tls"
        assert site.requests == []


def test_a_server_that_knows_no_tls(site: LoopbackSite) -> None:
    site.answers["/"] = html(HELLO)
    assert reason(site.fetcher(limits=FetchLimits(seconds=0.5)), site.url(scheme="https")) in ("tls", "timeout")


def test_slow_bytes_under_tls(authority: trustme.CA) -> None:
    with running_site(serving(authority, "school.example")) as site:
        site.answers["/"] = slow(b"HTTP/1.0 200 OK\r\n\r\n", b"a")
        fetcher = site.fetcher(tls=trusting(authority), limits=FetchLimits(seconds=1))
        assert reason(fetcher, site.url(scheme="https")) == "timeout"


def test_a_handshake_that_does_not_end() -> None:
    listener = socket.create_server((LOOPBACK, 0))
    port = listener.getsockname()[1]
    permission = InsidePermission(frozenset({(LOOPBACK, port)}))
    fetcher = GuardedFetcher("reestr/test", FetchLimits(seconds=0.5), lambda host, port: (LOOPBACK,), inside=permission)
    with listener:
        assert reason(fetcher, f"https://school.example:{port}/") == "timeout"
