"""Serves a fake network over real HTTP on loopback, from threads of the test process; faults change its replies."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qsl, urlsplit

from tests.observation.world import Clock, RealClock


@dataclass(frozen=True)
class Call:
    """One request as it reached the server."""

    method: str
    """The called method of the network, such as `wall.get`."""
    parameters: dict[str, str]
    """All parameters, the secret ones too."""
    headers: dict[str, str]
    at: datetime
    raw: bytes
    """The request line, the headers and the body."""


@dataclass(frozen=True)
class Reply:
    """What is sent back."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json; charset=utf-8"),)
    chunks: Callable[[], Iterator[bytes]] | None = None
    """Makes a body piece by piece, in place of `body`."""
    pace: float = 0
    """Seconds between two pieces of the body."""
    piece: int = 1 << 16
    """Bytes of a piece."""
    declared: int | None = None
    """The length that the header claims, if it is not the true one; the connection is closed after it."""
    dated: str | None = None
    """The Date header, if it is not the machine's own moment."""


@dataclass(frozen=True)
class Fault:
    """A misbehaviour of the network: for which calls, how often, and what becomes of the reply."""

    change: Callable[[Reply, Call], Reply]
    method: str | None = None
    """The method concerned; None: every one."""
    only: Callable[[Call], bool] = lambda call: True
    after: int = 0
    """So many calls of this kind are answered well before."""
    times: int | None = None
    """How many calls are answered badly; None: all."""


@dataclass
class _Armed:
    fault: Fault
    seen: int = 0

    def hits(self, call: Call) -> bool:
        """Tell whether the fault concerns this call, and count it."""
        if self.fault.method not in (None, call.method) or not self.fault.only(call):
            return False
        self.seen += 1
        after, times = self.fault.after, self.fault.times
        return self.seen > after and (times is None or self.seen <= after + times)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Two runs at once, and a test that opens many connections.
    request_queue_size = 128

    def __init__(self, network: FakeNetwork) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.network = network

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, format: str, *arguments: object) -> None:
        """Write nothing: the calls are kept."""

    def version_string(self) -> str:
        return "fake"

    def _answer(self, body: bytes) -> None:
        network = cast("_Server", self.server).network
        address = urlsplit(self.path)
        parameters = dict(parse_qsl(address.query, keep_blank_values=True))
        parameters |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        call = Call(
            network.method_of(address.path, parameters),
            parameters,
            {name.lower(): value for name, value in self.headers.items()},
            network.clock.now(),
            b"\r\n".join((self.requestline.encode("latin-1", "replace"), bytes(self.headers), body)),
        )
        self._send(network, network.reply(call))

    def _send(self, network: FakeNetwork, reply: Reply) -> None:
        if reply.status == 0:
            self.close_connection = True
            return
        self.send_response_only(reply.status)
        self.send_header("Date", reply.dated if reply.dated is not None else self.date_time_string())
        for name, value in reply.headers:
            self.send_header(name, value)
        length = reply.declared if reply.declared is not None else len(reply.body)
        if reply.chunks:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        if reply.declared is not None:
            self.close_connection = True
        self.end_headers()
        try:
            for piece in reply.chunks() if reply.chunks else _pieces(reply):
                self.wfile.write(piece)
                if reply.pace:
                    self.wfile.flush()
                    network.clock.sleep(reply.pace)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


def _pieces(reply: Reply) -> Iterator[bytes]:
    for start in range(0, len(reply.body), reply.piece):
        yield reply.body[start : start + reply.piece]


@dataclass
class FakeNetwork:
    """A server on loopback; use it as a context. Subclasses know the methods of one network."""

    clock: Clock = field(default_factory=RealClock)
    latency: float = 0
    """Seconds that every answer takes, by the clock."""
    certificate: ssl.SSLContext | None = None
    """Serve HTTPS with this; None: HTTP."""
    calls: list[Call] = field(default_factory=list)
    _armed: list[_Armed] = field(default_factory=list)
    _events: list[tuple[str, int, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._server = _Server(self)
        if self.certificate:
            self._server.socket = self.certificate.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True, name=type(self).__name__
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """The address of the server, without a path."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://127.0.0.1:{self._server.server_port}"

    def misbehave(self, *faults: Fault) -> None:
        """Answer with these faults from now on; the first that concerns a call decides."""
        with self._lock:
            self._armed += [_Armed(fault) for fault in faults]

    def behave(self) -> None:
        """Forget all faults."""
        with self._lock:
            self._armed.clear()

    def before(self, method: str, nth: int, event: Callable[[], None]) -> None:
        """Do something to the world just before the nth call (from 1) of a method is answered."""
        self._events.append((method, nth, event))

    def count(self, method: str) -> int:
        """Count the calls of a method so far."""
        return sum(call.method == method for call in self.calls)

    def method_of(self, path: str, parameters: dict[str, str]) -> str:
        """Return the method that a request calls."""
        raise NotImplementedError

    def honest(self, call: Call) -> Reply:
        """Answer as the network does when all is well."""
        raise NotImplementedError

    def reply(self, call: Call) -> Reply:
        """Answer a call: events first, then the world's answer, then the faults."""
        with self._lock:
            self.calls.append(call)
            nth = self.count(call.method)
            for method, number, event in self._events:
                if (method, number) == (call.method, nth):
                    event()
            reply = self.honest(call)
            changes = [armed.fault.change for armed in self._armed if armed.hits(call)]
        if self.latency:
            self.clock.sleep(self.latency)
        return changes[0](reply, call) if changes else reply


def with_header(reply: Reply, name: str, value: str) -> Reply:
    """Set a header of a reply."""
    others = tuple(one for one in reply.headers if one[0].lower() != name.lower())
    return replace(reply, headers=(*others, (name, value)))
