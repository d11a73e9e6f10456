"""Secrets leave in the body of a request to the network alone: every byte that leaves a run is searched for them."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.observation import certificates, faults
from tests.observation.fake_ok import FakeOK
from tests.observation.fake_vk import FakeVK
from tests.observation.live import SECRETS
from tests.observation.nights import NAME, NUMBER, city_in
from tests.observation.serving import FakeNetwork, Fault
from tests.observation.world import Community, Post, World
from tests.unit.project import reestr_here, tree

pytestmark = pytest.mark.process

GROUP = 50000000000001
_FAULTS: dict[str, faults.Change | None] = {
    "nothing": None,
    "the error repeats the token": faults.echoing(SECRETS["REESTR_VK_TOKEN"]),
    "the answer repeats the token": lambda reply, call: replace(
        reply, body=reply.body.replace("Библиотека".encode(), call.parameters["access_token"].encode())
    ),
    "HTML": faults.html(),
    "500": faults.http_status(403),
    "a redirect": faults.redirect("http://127.0.0.1:9/"),
    "a cut body": faults.shortened(),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    yield city_in(tmp_path / "city")


def _served(project: Path, monkeypatch: pytest.MonkeyPatch, **settings: object) -> tuple[FakeVK, FakeOK]:
    posts = tuple(Post(nth, datetime.now(UTC) - timedelta(days=nth), attachments=("photo",)) for nth in range(1, 30))
    text = "Library. Библиотека"
    vk = FakeVK(world=World([Community(NUMBER, NAME, description=text, posts=posts)]), **settings)  # type: ignore[arg-type]  # of a fake network
    ok = FakeOK(world=World([Community(GROUP, description=text, posts=posts)]), **settings)  # type: ignore[arg-type]  # as above
    monkeypatch.setenv("REESTR_VK_API", vk.address)
    monkeypatch.setenv("REESTR_OK_API", ok.address)
    return vk, ok


def _told(text: bytes) -> list[str]:
    return [name for name, value in SECRETS.items() if value.encode() in text]


def _search(project: Path) -> None:
    for name, content in tree(project).items():
        packed = gzip.decompress(content) if name.endswith(".gz") else content
        assert not _told(packed), name
        assert not _told(name.encode()), name


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", _FAULTS)
def test_nothing_that_a_run_says_or_writes_holds_a_secret(
    name: str, form: str, project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:

    caplog.set_level(logging.DEBUG)
    vk, ok = _served(project, monkeypatch)
    change = _FAULTS[name]
    with vk, ok:
        if change is not None:
            vk.misbehave(Fault(change))
            ok.misbehave(Fault(change, only=lambda call: "the error" not in name))
        for more in (["--dry-run"], [], ["--fail-on", "incidents"]):
            done = reestr_here("observe", "vk", "ok", "--format", form, *more, folder=project)
            assert done.returncode in (0, 1), done.stderr
            assert not _told(done.stdout.encode())
            assert not _told(done.stderr.encode())
        _only_in_bodies(vk)
        _only_in_bodies(ok)
    assert not _told(caplog.text.encode())
    _search(project)
    verified = reestr_here("observe", "--verify", "observations", folder=project)
    assert not _told(verified.stdout.encode() + verified.stderr.encode())


def _only_in_bodies(network: FakeNetwork) -> None:
    assert network.calls
    for call in network.calls:
        # The last part of a request is its body.
        line_and_headers = b"\r\n".join(call.raw.split(b"\r\n")[:-1]) if b"\r\n" in call.raw else b""
        assert not _told(line_and_headers)
        assert call.headers["host"] == network.address.removeprefix("http://").removeprefix("https://")


def test_a_certificate_that_fails_tells_no_secret(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vk, ok = _served(project, monkeypatch, certificate=certificates.unknown_authority())
    with vk, ok:
        done = reestr_here("observe", "vk", "ok", folder=project)
        assert done.returncode == 1
        assert vk.calls == ok.calls == []
    assert "сертификат" in done.stdout + done.stderr
    assert not _told((done.stdout + done.stderr).encode())
    _search(project)


@pytest.mark.parametrize(
    "base",
    [
        "http://example.org",
        "https://user:secret@example.org",
        "ftp://127.0.0.1",
        "https://example.org/path",
        "127.0.0.1:80",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org:80",
        "https://",
        "http://[::1",
        "http://10.0.0.1",
    ],
)
def test_another_base_must_be_https_or_this_machine(base: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REESTR_VK_API", base)
    done = reestr_here("observe", "vk", folder=project)
    assert done.returncode == 2
    assert "REESTR_VK_API" in done.stderr
    assert not _told((done.stdout + done.stderr).encode())
    assert not (project / "observations").exists()


def test_without_a_token_nothing_is_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vk, ok = _served(project, monkeypatch)
    for name in SECRETS:
        monkeypatch.delenv(name)
    with vk, ok:
        done = reestr_here("observe", "vk", folder=project)
        assert (done.returncode, vk.calls, ok.calls) == (2, [], [])
    assert "REESTR_VK_TOKEN" in done.stderr
