"""Posts a form to an API and returns the whole answer, or the reason why there is none; follows no redirect."""

from __future__ import annotations

import datetime
import email.utils
import socket
import threading
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import urllib3
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import DecodeError, HTTPError, NewConnectionError, SSLError, TimeoutError
from urllib3.exceptions import ProtocolError as BrokenOffError

from reestr import __version__
from reestr.intake.observation.machine_clock import MachineClock, WrongClockError, differing_date, machine_now
from reestr.registry.errors import ReestrError

USER_AGENT = f"reestr/{__version__} (registry of official accounts; reestr observe)"

_PIECE = 1 << 14


@dataclass(frozen=True, slots=True)
class HttpTerms:
    """The bounds of one answer, in seconds and in bytes after unpacking.

    `whole` bounds all of it, headers included, so that a server which sends a byte now and then holds nobody up. A
    hundred posts of VKontakte have some 400 kB.
    """

    connect: float = 5.0
    silent: float = 10.0
    whole: float = 30.0
    largest: int = 8 << 20


class HttpFailureError(ReestrError):
    """There is no answer. `reason` is a stable key: `timeout`, `tls`, `connection`, `cut-off`, `too-large`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An answer: its status, its body, and the seconds after which the server wants to be asked again (None: not
    said).
    """

    status: int
    body: bytes
    retry_after: float | None = None


PostForm = Callable[[str, Mapping[str, str]], HttpResponse]
"""Posts form fields to an address. Raises HttpFailureError; WrongClockError if the answer's date says so."""


def form_poster(terms: HttpTerms = HttpTerms(), clock: MachineClock = machine_now) -> PostForm:
    """Return a function that posts forms over connections which stay open; certificates are checked, and `clock` is
    compared with the date of every answer.

    It serves one caller at a time.
    """
    pool = urllib3.PoolManager(
        num_pools=4,
        retries=False,
        timeout=urllib3.Timeout(connect=terms.connect, read=terms.silent),
        headers={"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"},
    )
    guard = _Guard(terms.whole)
    pool.pool_classes_by_scheme = {
        "http": guard.pool_class(HTTPConnectionPool),
        "https": guard.pool_class(HTTPSConnectionPool),
    }

    def post(url: str, fields: Mapping[str, str]) -> HttpResponse:
        # What the library's errors say may hold the address: none of them leaves this function.
        with guard:
            try:
                return _post(pool, url, fields, terms.largest, clock)
            except (HttpFailureError, WrongClockError):
                raise
            except Exception as error:
                raise HttpFailureError("timeout" if guard.fired else _reason(error)) from None

    return post


def _reason(error: Exception) -> str:
    if isinstance(error, SSLError):
        return "tls"
    # A refused connection and a name that nobody knows are timeouts only to the library.
    if isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError):
        return "timeout"
    if isinstance(error, BrokenOffError | DecodeError):
        return "cut-off"
    if isinstance(error, HTTPError | OSError | ValueError):
        return "connection"
    raise error


class _Guard:
    """Closes every open connection when one exchange takes too long in all; the libraries know pauses only."""

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._seconds = seconds
        self._open: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self._timer: threading.Timer | None = None

    def pool_class(self, plain: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
        """Return a class of pools whose connections are guarded."""
        opened, inner = self._open, plain.ConnectionCls

        def connect(connection: HTTPConnection) -> None:
            inner.connect(connection)
            opened.add(connection)

        guarded = type("GuardedConnection", (inner,), {"connect": connect})
        return type("GuardedPool", (plain,), {"ConnectionCls": guarded})

    def __enter__(self) -> None:
        self.fired = False
        self._timer = threading.Timer(self._seconds, self._fire)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _fire(self) -> None:
        self.fired = True
        for connection in list(self._open):
            if connection.sock is not None:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)


def _post(
    pool: urllib3.PoolManager, url: str, fields: Mapping[str, str], largest: int, clock: MachineClock
) -> HttpResponse:
    response = pool.request(
        "POST", url, fields=dict(fields), encode_multipart=False, redirect=False, preload_content=False
    )
    parts, length = [], 0
    try:
        while part := response.read1(_PIECE):
            parts.append(part)
            length += len(part)
            if length > largest:
                raise HttpFailureError("too-large")
    except BaseException:
        response.close()
        raise
    response.release_conn()
    here = clock()
    there = differing_date(response.headers.get("Date"), here)
    if there is not None:
        raise WrongClockError(here, there)
    return HttpResponse(response.status, b"".join(parts), _seconds(response.headers.get("Retry-After")))


def _seconds(text: str | None) -> float | None:
    """Return the seconds that a Retry-After header (RFC 9110, 10.2.3) asks to wait: a number or a date."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip()[:6])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())
