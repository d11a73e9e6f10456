"""The live server shows changes; while a record is wrong, the last valid build stays with a message."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.project import copy_of_base
from tests.unit.test_build_latest import LATEST, LIBRARY, REFUSED

pytestmark = pytest.mark.process

PATIENCE_SECONDS = 40


class Served:
    """A project under `reestr serve`, in its own process."""

    def __init__(self, project: Path, port: int) -> None:
        self.project = project
        self.address = f"http://127.0.0.1:{port}/"

    def page(self, path: str = "") -> str:
        """The page as it is answered now."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE_SECONDS) as answer:
            content: bytes = answer.read()
        return content.decode()

    def wait_for(self, text: str, path: str = "", *, gone: bool = False) -> str:
        """The page once it holds the text, or holds it no more."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                page = self.page(path)
            except OSError:
                page = None
            if page is not None and (text in page) is not gone:
                return page
            time.sleep(0.2)
        pytest.fail(f"{text!r} did not {'go' if gone else 'come'} within {PATIENCE_SECONDS} s")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    project = copy_of_base(tmp_path)
    (project / "observations").mkdir()
    (project / "observations/latest.json").write_text("{}", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "reestr", "serve", "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.DEVNULL) as process:
        yield Served(project, port)
        process.terminate()


def test_changes_of_records_and_pages_are_shown_and_errors_do_not_stop_the_server(served: Served) -> None:
    served.wait_for("</html>")
    record = served.project / "data" / "organizations" / "library-1.yaml"
    right = record.read_text(encoding="utf-8")
    record.write_text(right.replace("\nshort_name: ", "\nshort_name: Переименованная "), encoding="utf-8")
    served.wait_for("Переименованная", "organizations/")

    record.write_text(right + "\n\tbroken\n", encoding="utf-8")
    broken = served.wait_for("В записях есть ошибки", "organizations/")
    assert "Переименованная" in broken
    assert record.name in broken

    record.write_text(right, encoding="utf-8")
    served.wait_for("В записях есть ошибки", "organizations/", gone=True)

    (served.project / "docs" / "about.md").write_text("# Написано от руки\n", encoding="utf-8")
    served.wait_for("Написано от руки", "about/")

    # A night ends: it replaces the file as a whole.
    seen = served.project / "observations/latest.json"
    seen.with_suffix(".new").write_text(json.dumps(LATEST), encoding="utf-8")
    seen.with_suffix(".new").replace(seen)
    served.wait_for(REFUSED, LIBRARY.removesuffix("index.html"))
