"""Building a project's site and serving it on this machine, for the tests that look at it in a browser."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kinds_of_pages import kinds_of_pages


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without writing a line for every request."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Served:
    """A built site: its folder, where it is served, with a final slash, and one page of every kind."""

    folder: Path
    address: str
    kinds: tuple[str, ...]


def build(config: Path, target: Path, edition: str = "public") -> Path:
    """Build the site of a project as a user would; the folder it lies in."""
    given = ("--config", str(config), "--output", str(target), "--edition", edition)
    command = [sys.executable, "-m", "reestr", "build", *given]
    done = subprocess.run(command, cwd=config.parent, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return target


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve a folder on a port of its own for as long as it is looked at."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}/", tuple(kinds_of_pages(folder)))
        server.shutdown()
