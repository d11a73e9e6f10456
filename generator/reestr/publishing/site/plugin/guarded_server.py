"""Guards MkDocs' live server: it accepts only requests under its own name, for valid paths, and logs them safely."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.livereload import LiveReloadServer

from reestr.wording.plain_text import visible

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def guarded(server: LiveReloadServer, prepare: Callable[[str], None] = lambda address: None) -> LiveReloadServer:
    """Return the same server behind the guard. `prepare` gets the address below the site's root before it is answered.

    A page of another site whose name resolves to this machine (DNS rebinding) could read what is served here, even the
    internal edition; the browser sends that name as Host. A numeric address cannot be another site's name.
    """
    host = str(server.server_address[0])

    def prepared(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace").decode("utf-8", "replace")
        if path.startswith(server.mount_path):
            prepare(path[len(server.mount_path) :])
        return server.serve_request(environ, start_response)

    server.set_app(_application(prepared, (host, "localhost")))
    server.RequestHandlerClass = _quiet(server.RequestHandlerClass)
    return server


def is_own_host(value: str, names: Iterable[str]) -> bool:
    """Return whether a Host header names this machine: one of its names or a numeric address, with or
    without a port.
    """
    host = value.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    if host.lower() in names:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _application(inner: Application, names: Iterable[str]) -> Application:
    known = tuple(name.lower() for name in names)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_own_host(str(environ.get("HTTP_HOST", "")), known):
            return _refused(start_response, "421 Misdirected Request")
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in str(environ.get("PATH_INFO", ""))):
            return _refused(start_response, "400 Bad Request")
        return inner(environ, start_response)

    return application


def _refused(start_response: Callable[..., Any], status: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [status.encode()]


def _quiet(handler: Any) -> Any:
    class Handler(handler):  # type: ignore[misc]  # the base is known only when serving
        """Logs request lines in visible characters, so that no request can send commands to the terminal."""

        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            """See BaseHTTPRequestHandler."""
            self.requestline: str = visible(self.requestline)
            super().log_request(code, size)

        def log_message(self, format: str, *args: Any) -> None:
            """See BaseHTTPRequestHandler."""
            super().log_message("%s", visible(format % args))

    return Handler
