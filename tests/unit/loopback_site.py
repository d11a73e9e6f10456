"""A site on loopback that answers byte by byte as a test tells it, and what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from reestr.intake.observation.guarded_fetch import FetchLimits, GuardedFetcher, InsidePermission

Play = Callable[[socket.socket], None]
"""What a server does with a connection after it has read the request."""

LOOPBACK = "127.0.0.1"


def html(body: str | bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """Return a whole answer."""
    content = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    return head.encode() + content


def redirect(target: str, status: str = "302 Found") -> bytes:
    """Return an answer that redirects."""
    return f"HTTP/1.1 {status}\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


@dataclass
class LoopbackSite:
    """A running server. `answers` are by path; a path without one is answered with 404."""

    port: int
    answers: dict[str, bytes | Play] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", scheme: str = "http", host: str = "school.example") -> str:
        """Return the address of a path."""
        return f"{scheme}://{host}:{self.port}{path}"

    def fetcher(
        self,
        *,
        limits: FetchLimits | None = None,
        tls: ssl.SSLContext | None = None,
        names: Mapping[str, tuple[str, ...]] | None = None,
        permitted: bool = True,
    ) -> GuardedFetcher:
        """Return a fetcher that may reach this server and finds it under `school.example`, or under `names`."""
        known = {"school.example": (LOOPBACK,), LOOPBACK: (LOOPBACK,), **(names or {})}
        endpoints = frozenset({(LOOPBACK, self.port)}) if permitted else frozenset()
        return GuardedFetcher(
            "reestr/test (+https://city.example/)",
            # Long enough for a machine under load: no test waits for it unless it shortens it.
            limits or FetchLimits(seconds=60),
            lambda host, port: known.get(host, ()),
            tls,
            InsidePermission(endpoints),
        )

    def _serve(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        with suppress(OSError), connection:
            encrypted = None if tls is None else tls.wrap_socket(connection, server_side=True)
            connection = encrypted or connection
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            text = head.decode("latin-1")
            self.requests.append(text.split(" ")[1])
            self.heads.append(text)
            answer = self.answers.get(self.requests[-1], html("нет", status="404 Not Found"))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)
            if encrypted is not None:
                encrypted.unwrap().close()


@contextmanager
def running_site(tls: ssl.SSLContext | None = None) -> Iterator[LoopbackSite]:
    """Run a server until the block ends."""
    listener = socket.create_server((LOOPBACK, 0))
    site = LoopbackSite(listener.getsockname()[1])

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=site._serve, args=(connection, tls), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield site
    finally:
        site.stopped.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
