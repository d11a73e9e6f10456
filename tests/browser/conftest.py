"""The built example city, served on this machine, for the tests that look at it in a browser."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without writing a line for every request."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def built(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public site of the example city."""
    target = tmp_path_factory.mktemp("built") / "site"
    config = project_root / "examples" / "primersk" / "mkdocs.yml"
    command = [sys.executable, "-m", "generator", "build", "--config", str(config), "--output", str(target)]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Where the built site is served, with a final slash."""
    handler = functools.partial(QuietHandler, directory=str(built))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh context of a wide window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()
