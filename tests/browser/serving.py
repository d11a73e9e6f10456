"""Serves a built site on this machine for tests in a browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kinds_of_pages import kinds_of_pages
from tests.weight import file_of


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without writing a line for every request; a browser may keep what it has got."""

    def end_headers(self) -> None:
        """A built site is never changed: without this, every page asks again for every file of the theme."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Served:
    """A built site: its folder, where it is served, with a final slash, and one page of every kind that stays open: a
    browser leaves at once a page at an earlier address.
    """

    folder: Path
    address: str
    kinds: tuple[str, ...]


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve a folder on a port of its own for as long as it is looked at."""
    kinds = tuple(
        path
        for path in kinds_of_pages(folder)
        if b'<meta http-equiv="refresh"' not in (folder / file_of(path)).read_bytes()
    )
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}/", kinds)
        server.shutdown()
