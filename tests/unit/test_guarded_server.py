"""The live server accepts only its own name and valid paths, and sends no control characters to the terminal."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any, cast

import pytest
from mkdocs.livereload import LiveReloadServer
from reestr.publishing.site.plugin.guarded_server import guarded, is_own_host
from reestr.publishing.site.plugin.prompt_watching import watch_promptly
from watchdog.observers import Observer


@pytest.fixture
def server(tmp_path: Any) -> LiveReloadServer:
    (tmp_path / "index.html").write_text("внутренняя страница", encoding="utf-8")
    return guarded(LiveReloadServer(lambda: None, "127.0.0.1", 8000, str(tmp_path)))


def _asked(server: LiveReloadServer, path: str, host: str | None) -> tuple[str, bytes]:
    said: list[str] = []
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
    if host is not None:
        environ["HTTP_HOST"] = host
    application = server.get_app()
    assert application is not None
    body = b"".join(application(environ, lambda status, headers: said.append(status)))  # type: ignore[arg-type]
    return said[0], body


OWN = ("127.0.0.1:8000", "localhost:8000", "LOCALHOST", "127.0.0.1", "[::1]:8000", "10.0.0.7")
OTHERS = ("evil.example.org", "evil.example.org:8000", "localhost.evil.org", "127.0.0.1.nip.io:8000", "", None, "[x]")


@pytest.mark.parametrize("host", OWN)
def test_its_own_names_are_answered(server: LiveReloadServer, host: str) -> None:
    status, body = _asked(server, "/", host)
    assert status == "200 OK"
    assert "внутренняя" in body.decode()


@pytest.mark.parametrize("host", OTHERS)
def test_another_name_gets_nothing(server: LiveReloadServer, host: str | None) -> None:
    status, body = _asked(server, "/", host)
    assert status.startswith("421")
    assert "внутренняя" not in body.decode()


@pytest.mark.parametrize("path", ["/\0", "/a\0b/", "/\x1b[31m", "/\r\n", "/\x7f"])
def test_a_path_that_cannot_be_is_refused(
    server: LiveReloadServer, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, _ = _asked(server, path, "localhost")
    assert status.startswith("400")
    assert not caplog.records


def test_a_name_that_was_asked_for_is_its_own() -> None:
    assert is_own_host("office:8000", ("office", "localhost"))
    assert not is_own_host("office.example.org", ("office",))


def test_a_request_line_is_told_in_visible_characters(
    server: LiveReloadServer, caplog: pytest.LogCaptureFixture
) -> None:
    handler = cast(Any, object.__new__(cast(Any, server.RequestHandlerClass)))
    handler.requestline = "GET /\x1b]0;owned\x07 HTTP/1.1"
    with caplog.at_level(logging.DEBUG, logger="mkdocs"):
        handler.log_request(404)
        handler.log_message("code %d, message %s", 400, "\x1b[2J")
    told = "".join(record.getMessage() for record in caplog.records)
    assert "owned" in told and "400" in told
    assert "\x1b" not in told and "\x07" not in told


@pytest.mark.process
@pytest.mark.parametrize("refused", [False, True])
def test_a_changed_record_is_told_and_a_read_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    record = tmp_path / "organizations" / "school.yaml"
    record.parent.mkdir()
    record.write_text("id: school", encoding="utf-8")
    server = LiveReloadServer(lambda: None, "127.0.0.1", 8000, str(tmp_path), polling_interval=0.02)
    if refused:

        def start(self: object) -> None:
            raise OSError("too many watches")

        monkeypatch.setattr(Observer, "start", start)
    watch_promptly(server, tmp_path)
    told = threading.Event()
    monkeypatch.setattr(server._rebuild_cond, "notify_all", told.set)
    server.observer.start()
    try:
        record.read_bytes()
        assert not told.wait(0.2)
        record.write_text("id: other", encoding="utf-8")
        assert told.wait(20)
    finally:
        server.observer.stop()
