"""Fetches one page of a stranger's site over HTTP: bounded in bytes, time and redirects, and only from outside.

A name is resolved once for each connection; if any of its addresses lies inside, nothing is connected to. The
connection goes to the checked address itself, so that a second answer of the name server changes nothing. The
certificate is checked against the name. Proxies of the environment are not used: they would resolve the name again.
"""

from __future__ import annotations

import http.client
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    LocationParseError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.exceptions import SSLError as WrappedSSLError
from urllib3.util import Url, parse_url

from reestr.intake.observation.outside_addresses import is_outside
from reestr.registry.errors import ReestrError

PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, each with the one port it may have."""

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers drop some of these and read others as slashes; an address that contains them is not followed anywhere.
_MISLEADING = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\.?|\[[0-9A-Fa-f:.]+\]")
_LONGEST_ADDRESS = 2048
# A name with more addresses than this is still tried at the first ones only.
_ATTEMPTS = 4
_PIECE = 1 << 16


class FetchRefusedError(ReestrError):
    """A page was not fetched; carries the stable key of the reason and the HTTP status, None without an answer.

    The reasons: `address`, `scheme`, `userinfo`, `port`, `dns`, `inside`, `connection`, `tls`, `timeout`, `redirects`,
    `too-large`, `cut-off`, `malformed`.
    """

    def __init__(self, reason: str, status: int | None = None) -> None:
        self.reason, self.status = reason, status
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The limits of one fetch with its redirects: seconds in all, bytes of one decoded body, redirects."""

    seconds: float = 10.0
    body: int = 2_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class InsidePermission:
    """Endpoints inside that may be connected to all the same: pairs of address and port.

    Only tests have such servers. Nothing reads a permission from data, settings or the environment.
    """

    endpoints: frozenset[tuple[str, int]] = frozenset()

    def allows(self, address: str, port: int) -> bool:
        """Return whether an endpoint may be connected to although it lies inside."""
        return (address, port) in self.endpoints

    def knows(self, port: int) -> bool:
        """Return whether any permitted endpoint has this port."""
        return any(port == known for _, known in self.endpoints)


@dataclass(frozen=True, slots=True)
class PageLocation:
    """An address that may be fetched: in ASCII, without fragment, the host in lower case, an IPv6 one in brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The scheme and host of the address, with the port if it is not the scheme's own."""
        shown = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{shown}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.origin}{self.target}"


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """An answer of a site: where it came from, its HTTP status, its media type and charset in lower case, its body.

    The body is decoded from its transfer and content encoding. `media_type` and `charset` are "" if it states none.
    `measured` says that the answer told how long it is: the end of another may have been lost on the way unnoticed.
    `date` is the answer's Date header; None without one, and for an answer that some cache kept on the way.
    """

    location: PageLocation
    status: int
    media_type: str
    charset: str
    body: bytes
    measured: bool
    date: str | None = None


class FetchDeadline:
    """The moment at which a fetch must be over."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def extend(self, seconds: float) -> None:
        """Put the moment off by what was waited for nobody's answer."""
        self._end += seconds

    def left(self) -> float:
        """Return the seconds that remain, more than 0. Raises FetchRefusedError (`timeout`) if there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise FetchRefusedError("timeout")
        return left


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host in the resolver's order, each once. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def read_location(text: str, permitted_ports: Callable[[int], bool] = lambda port: False) -> PageLocation:
    """Return the address that may be fetched.

    Raises FetchRefusedError: `address` (unreadable), `scheme`, `userinfo`, `port` (neither the scheme's own nor
    permitted).
    """
    if len(text) > _LONGEST_ADDRESS or _MISLEADING.search(text):
        raise FetchRefusedError("address")
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise FetchRefusedError("address")
    if scheme[1].lower() not in PORTS:
        raise FetchRefusedError("scheme")
    if "@" in re.split(r"[/?#]", text[scheme.end() :].lstrip("/"), maxsplit=1)[0]:
        raise FetchRefusedError("userinfo")
    try:
        parsed: Url = parse_url(text)
    except LocationParseError:
        raise FetchRefusedError("address") from None
    if parsed.scheme is None or parsed.host is None or not _HOST.fullmatch(parsed.host):
        raise FetchRefusedError("address")
    port = PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if port != PORTS[parsed.scheme] and not permitted_ports(port):
        raise FetchRefusedError("port")
    return PageLocation(parsed.scheme, parsed.host.lower(), port, parsed.request_uri)


@dataclass(frozen=True)
class GuardedFetcher:
    """Fetches pages from outside.

    `user_agent` names the program. `resolve` returns the addresses of a host; `tls` is what certificates are checked
    with, the system's authorities if it is None; `inside` is for tests alone.
    """

    user_agent: str
    limits: FetchLimits = FetchLimits()
    resolve: Callable[[str, int], Sequence[str]] = addresses_of
    tls: ssl.SSLContext | None = None
    inside: InsidePermission = InsidePermission()

    def location(self, text: str) -> PageLocation:
        """Return the address that may be fetched. Raises FetchRefusedError as `read_location` does."""
        return read_location(text, self.inside.knows)

    def fetch(
        self,
        location: PageLocation,
        accept: str,
        deadline: FetchDeadline,
        *,
        body_limit: int | None = None,
        before_redirect: Callable[[PageLocation], None] = lambda location: None,
    ) -> FetchedPage:
        """Return the answer at the end of all redirects, whatever its status.

        `before_redirect` is called with each address that a redirect leads to, and may raise. Raises FetchRefusedError.
        """
        limit = self.limits.body if body_limit is None else body_limit
        for _ in range(self.limits.redirects + 1):
            page, leads_to = self._once(location, accept, deadline, limit)
            if leads_to is None:
                return page
            location = self.location(leads_to)
            before_redirect(location)
        raise FetchRefusedError("redirects", page.status)

    def _once(
        self, location: PageLocation, accept: str, deadline: FetchDeadline, limit: int
    ) -> tuple[FetchedPage, str | None]:
        """Return one answer and, if it redirects, the address it leads to."""
        addresses = self._checked_addresses(location, deadline)
        connection = self._connected(location, addresses, deadline)
        try:
            return _exchange(connection, location, self._headers(location, accept), deadline, limit)
        finally:
            connection.close()

    def _headers(self, location: PageLocation, accept: str) -> dict[str, str]:
        return {
            "Host": location.origin.removeprefix(f"{location.scheme}://"),
            "User-Agent": self.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }

    def _checked_addresses(self, location: PageLocation, deadline: FetchDeadline) -> tuple[str, ...]:
        """Return the addresses of a host, all of which lie outside or are permitted. Raises FetchRefusedError."""
        host = location.host.strip("[]")
        addresses = tuple(_within(deadline, lambda: self.resolve(host, location.port)))
        if not addresses:
            raise FetchRefusedError("dns")
        for address in addresses:
            permitted = self.inside.allows(address, location.port)
            if not (permitted or (is_outside(address) and location.port == PORTS[location.scheme])):
                raise FetchRefusedError("inside")
        return addresses

    def _connected(self, location: PageLocation, addresses: Sequence[str], deadline: FetchDeadline) -> HTTPConnection:
        """Return a connection to the first address that answers; with https, the certificate is the host's."""
        refusal = FetchRefusedError("connection")
        for address in addresses[:_ATTEMPTS]:
            connection = self._connection(location, address, deadline.left())
            try:
                with _refusals(deadline):
                    connection.connect()
            except FetchRefusedError as error:
                connection.close()
                if error.reason != "connection":
                    raise
                refusal = error
            else:
                return connection
        raise refusal

    def _connection(self, location: PageLocation, address: str, seconds: float) -> HTTPConnection:
        if location.scheme == "http":
            return HTTPConnection(address, location.port, timeout=seconds)
        name = location.host.strip("[]")
        return HTTPSConnection(
            address, location.port, timeout=seconds, ssl_context=self._certificates, server_hostname=name
        )

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        """What certificates are checked with; reading the system's authorities takes longer than a request."""
        return self.tls or ssl.create_default_context()


def _exchange(
    connection: HTTPConnection, location: PageLocation, headers: dict[str, str], deadline: FetchDeadline, limit: int
) -> tuple[FetchedPage, str | None]:
    with _refusals(deadline), _cut_off(connection, deadline):
        connection.request("GET", location.target, headers=headers, preload_content=False)
        answer = connection.getresponse()
        leads_to = answer.headers.get("Location")
        if answer.status in _REDIRECTS and leads_to is not None:
            page = FetchedPage(location, answer.status, "", "", b"", True)
            return page, _joined(location, leads_to)
        parts: list[bytes] = []
        length = 0
        while part := answer.read(_PIECE):
            parts.append(part)
            length += len(part)
            if length > limit:
                raise FetchRefusedError("too-large", answer.status)
        media_type, charset = _content_type(answer.headers.get("Content-Type", ""))
        measured = "Content-Length" in answer.headers or "Transfer-Encoding" in answer.headers
        date = None if "Age" in answer.headers else answer.headers.get("Date")
        return FetchedPage(location, answer.status, media_type, charset, b"".join(parts), measured, date), None


@contextmanager
def _refusals(deadline: FetchDeadline) -> Iterator[None]:
    """Raise FetchRefusedError for everything that fails in a connection; after the deadline it is a timeout."""
    try:
        yield
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        deadline.left()
        raise FetchRefusedError(_reason(error)) from None


def _reason(error: Exception) -> str:
    # urllib3 derives it from its timeout.
    if isinstance(error, NewConnectionError):
        return "connection"
    if isinstance(error, (ConnectTimeoutError, ReadTimeoutError, TimeoutError)):
        return "timeout"
    if isinstance(error, (ssl.SSLError, WrappedSSLError)):
        return "tls"
    causes = (error, *error.args)
    if any(isinstance(cause, (IncompleteRead, http.client.IncompleteRead, ConnectionError)) for cause in causes):
        return "cut-off"
    return "malformed"


@contextmanager
def _cut_off(connection: HTTPConnection, deadline: FetchDeadline) -> Iterator[None]:
    """Break a connection at the deadline: a server that sends a byte now and then would outlast every timeout.

    Raises FetchRefusedError (`timeout`) if it was broken, also if what was read until then looks whole.
    """
    sock, broken = connection.sock, threading.Event()

    def cut() -> None:
        broken.set()
        # The plain socket's own: that of a TLS socket would first take its object apart under the reader.
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(deadline.left(), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if broken.is_set():
            raise FetchRefusedError("timeout") from None


def _within(deadline: FetchDeadline, resolve: Callable[[], Collection[str]]) -> Collection[str]:
    """Return what `resolve` returns, before the deadline: the system's resolver knows no limit of ours."""
    answers: queue.SimpleQueue[Collection[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve())
        except (OSError, UnicodeError):
            answers.put(())

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=deadline.left())
    except queue.Empty:
        raise FetchRefusedError("timeout") from None


def _joined(location: PageLocation, leads_to: str) -> str:
    """Return the whole address of a redirect. Headers are read as Latin-1; servers write UTF-8 into them."""
    with suppress(UnicodeError):
        leads_to = leads_to.encode("latin-1").decode("utf-8")
    try:
        return urljoin(location.url, leads_to.strip(" \t"))
    except ValueError:
        raise FetchRefusedError("address") from None


def _content_type(text: str) -> tuple[str, str]:
    """Return the media type and the charset of a Content-Type header, in lower case."""
    media_type, *parameters = text.lower().split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return media_type.strip(), value.strip().strip("\"'")
    return media_type.strip(), ""
