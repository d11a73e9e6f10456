"""`reestr observe`: exit codes, reports, what it refuses, and that no token leaves it."""

from __future__ import annotations

import datetime
import email.utils
import errno
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from reestr.intake.observation.archive import locked

from tests.observation import fake_vk, faults
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, city_in
from tests.observation.serving import Fault, Reply
from tests.observation.test_guard_of_names import OTHER
from tests.observation.test_night import LIBRARY
from tests.observation.world import RealClock, World
from tests.unit.project import reestr_here, tree
from tests.unit.repository import Repository

pytestmark = pytest.mark.process

_SETTINGS = ("REESTR_VK_TOKEN", "REESTR_VK_API", "REESTR_ARCHIVE", "REESTR_OK_APPLICATION_KEY", "REESTR_OK_SECRET_KEY")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city on a frozen day, with nothing of ours in the environment."""
    for name in _SETTINGS:
        monkeypatch.delenv(name, raising=False)
    project = city_in(tmp_path / "city")
    settings = project / "data/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'frozen_on: "2026-03-24"\n', encoding="utf-8")
    return project


@pytest.fixture
def network(city: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeVK]:
    """The network, with its address and token in the environment."""
    with FakeVK(clock=RealClock(), world=World((LIBRARY, OTHER)), per_second=1000) as fake:
        monkeypatch.setenv("REESTR_VK_API", fake.address)
        monkeypatch.setenv("REESTR_VK_TOKEN", fake_vk.TOKEN)
        yield fake


def observed(city: Path, *arguments: str) -> CompletedProcess[str]:
    return reestr_here("observe", *arguments, folder=city)


def test_a_night_is_told_and_the_other_base_is_named_first(city: Path, network: FakeVK) -> None:
    done = observed(city, "vk")
    assert done.returncode == 0
    assert network.address in done.stderr and "REESTR_VK_API" in done.stderr
    assert "ВКонтакте: увидели 1 из 1" in done.stdout and "Записано: 2" in done.stdout
    assert f"{ACCOUNT}: {NUMBER}" in done.stdout
    assert (city / "observations/latest.json").is_file()
    assert reestr_here("validate", folder=city).returncode == 0
    assert observed(city, "--verify", "observations").returncode == 0


def test_the_report_for_programs(city: Path, network: FakeVK) -> None:
    report = json.loads(observed(city, "vk", "--format", "json").stdout)
    assert report["changed"] == [f"data/accounts/{ACCOUNT}.yaml", f"data/activity/{ACCOUNT}/2026.yaml"]
    (seen,) = report["networks"]
    assert (seen["outcomes"], seen["counted"], seen["quota"]) == ({"seen": 1}, 1, {"used": 1, "limit": 5000})
    checked = json.loads(observed(city, "--verify", "observations", "--format", "json").stdout)
    assert (checked["answers"], checked["faults"]) == (2, [])


def test_a_dry_run_shows_the_difference_alone(city: Path, network: FakeVK) -> None:
    before = tree(city / "data")
    done = observed(city, "vk", "--dry-run")
    assert done.returncode == 0
    assert f'+numeric_id: "{NUMBER}"' in done.stdout and "2026-W12: {machine: {photo: 1" in done.stdout
    assert tree(city / "data") == before


def test_an_incident_is_no_failure_unless_one_asks_for_a_mail(city: Path, network: FakeVK) -> None:
    assert observed(city, "vk").returncode == 0
    network.world.take_name(NAME, 999)
    (city / "observations/2026-03-24.jsonl.gz").unlink()
    done = observed(city, "vk")
    assert (done.returncode, "ведёт на другую страницу, её номер 999" in done.stdout) == (0, True)
    assert observed(city, "vk", "--fail-on", "incidents").returncode == 1


def test_a_token_that_is_refused_fails_with_advice_and_changes_nothing(
    city: Path, network: FakeVK, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REESTR_VK_TOKEN", "old-token-0123456789")
    before = tree(city / "data")
    done = observed(city, "vk")
    assert done.returncode == 1
    assert "ключ доступа не принят: 1" in done.stdout and "Ни одной страницы увидеть не удалось" in done.stderr
    assert tree(city / "data") == before
    assert len(network.calls) == 1


def test_a_wrong_clock_is_told_and_nothing_is_written(city: Path, network: FakeVK) -> None:
    sent = email.utils.format_datetime(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=30), usegmt=True)
    network.misbehave(Fault(lambda reply, call: replace(reply, dated=sent)))
    before = tree(city / "data")
    done = observed(city, "vk")
    assert done.returncode == 1
    assert "расходятся больше чем на сутки" in done.stderr and "timedatectl" in done.stderr
    assert len(network.calls) == 1 and tree(city / "data") == before
    assert sorted(path.name for path in (city / "observations").iterdir()) == [".lock", "quota.json"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("vk",), "REESTR_VK_TOKEN"),
        ((), "REESTR_VK_TOKEN, REESTR_OK_APPLICATION_KEY, REESTR_OK_SECRET_KEY"),
        (("vkontakte",), "Можно: vk, ok, sites"),
        (("--organization", "librari-1"), "«librari-1» в реестре нет. Возможно, это «library-1».\n"),
        (("--organization", "zzz"), "«zzz» в реестре нет.\n"),
        (("--weeks", "0"), "от 1 до 53"),
        (("--weeks", "0053999999"), "от 1 до 53"),
        (("--weeks", "9" * 5000), "от 1 до 53"),
        (("--weeks", "много"), "от 1 до 53"),
        (("--archive", "data/archive"), "среди записей"),
        (("--verify", "observations", "--dry-run"), "--verify"),
    ],
)
def test_wrong_use_is_told_with_code_2(city: Path, arguments: tuple[str, ...], said: str) -> None:
    before = tree(city)
    done = observed(city, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert tree(city) == before


@pytest.mark.parametrize(
    "base",
    ["ftp://example.org", "https://example.org/method", "https://u:p@example.org", "example.org", "http://[", "//x"],
)
def test_a_base_that_is_no_address_is_refused(city: Path, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REESTR_VK_TOKEN", fake_vk.TOKEN)
    monkeypatch.setenv("REESTR_VK_API", base)
    done = observed(city, "vk")
    assert done.returncode == 2 and "REESTR_VK_API" in done.stderr


def test_a_network_that_no_program_reads_says_so(city: Path, network: FakeVK) -> None:
    file = city / "data/networks/ok.yaml"
    text = file.read_text(encoding="utf-8")
    begin, end = text.index("observation:"), text.index("\nexamples:")
    file.write_text(text[:begin] + "observation:\n  why_not: Так решил город.\n" + text[end:], encoding="utf-8")
    done = observed(city, "ok")
    assert done.returncode == 2 and "«Одноклассники» программа читать не умеет" in done.stderr
    # Then only one network is left, and it is not an omission that the other was not asked.
    assert "пропущена" not in observed(city).stderr


def test_a_collector_that_is_not_installed_is_named(city: Path, network: FakeVK) -> None:
    file = city / "data/networks/vk.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("collector: vk", "collector: vk-of-ours"), encoding="utf-8"
    )
    done = observed(city, "vk")
    assert done.returncode == 2 and "сборщик «vk-of-ours» сети «ВКонтакте» не установлен" in done.stderr


def test_the_environment_may_name_the_archive(
    city: Path, network: FakeVK, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REESTR_ARCHIVE", str(tmp_path / "kept"))
    assert observed(city, "vk").returncode == 0
    assert (tmp_path / "kept/latest.json").is_file() and not (city / "observations").exists()
    assert observed(city, "vk", "--archive", "here").returncode == 0
    assert (city / "here/latest.json").is_file()


def test_secrets_may_stand_in_a_file_that_only_the_user_reads(
    city: Path, network: FakeVK, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REESTR_VK_TOKEN")
    file = city / ".reestr-secrets"
    file.write_text(f"# token of the city's application\nREESTR_VK_TOKEN = '{fake_vk.TOKEN}'\n", encoding="utf-8")
    file.chmod(0o644)
    assert "chmod 600" in observed(city, "vk").stderr
    file.chmod(0o600)
    assert observed(city, "vk").returncode == 0
    file.write_text("token abc\n", encoding="utf-8")
    done = observed(city, "vk")
    assert done.returncode == 2 and "строка 1" in done.stderr and "abc" not in done.stderr


def test_secrets_that_git_would_take_are_refused(city: Path) -> None:
    repository = Repository(city)
    repository.git("init")
    file = city / ".reestr-secrets"
    file.write_text(f"REESTR_VK_TOKEN={fake_vk.TOKEN}\n", encoding="utf-8")
    file.chmod(0o600)
    done = observed(city, "vk")
    assert done.returncode == 2 and ".gitignore" in done.stderr and fake_vk.TOKEN not in done.stderr
    (city / ".gitignore").write_text("/.reestr-secrets\n/observations/\n", encoding="utf-8")
    assert ".gitignore" not in observed(city, "vk", "--dry-run", "--organization", "accounting-office").stderr


def test_an_archive_that_git_would_take_is_told_with_the_line_that_helps(city: Path, network: FakeVK) -> None:
    Repository(city).git("init")
    said = "Добавьте в .gitignore строку /observations/ "
    assert said in observed(city, "vk", "--dry-run").stderr
    (city / ".gitignore").write_text("/observations/\n", encoding="utf-8")
    assert said not in observed(city, "vk", "--dry-run").stderr
    outside = city.parent / "archive"
    assert "gitignore" not in observed(city, "vk", "--dry-run", "--archive", str(outside)).stderr


def test_a_second_run_at_once_is_refused(city: Path, network: FakeVK) -> None:
    with locked(city / "observations"):
        done = observed(city, "vk")
    assert done.returncode == 1 and "Архив занят" in done.stderr
    assert network.calls == []


def test_records_with_errors_are_put_right_first(city: Path, network: FakeVK) -> None:
    (city / f"data/accounts/{ACCOUNT}.yaml").write_text("url: [\n", encoding="utf-8")
    done = observed(city, "vk")
    assert done.returncode == 1 and "reestr validate" in done.stderr
    done = observed(city, "--verify", "observations")
    assert done.returncode == 2 and "reestr validate" in done.stderr
    assert network.calls == []


def test_an_archive_that_is_a_file_fails(city: Path, network: FakeVK) -> None:
    (city / "observations").write_text("", encoding="utf-8")
    done = observed(city, "vk")
    assert done.returncode == 1 and "observations" in done.stderr
    assert network.calls == []


def test_a_full_disk_is_told_with_the_folder_of_the_archive(
    city: Path, network: FakeVK, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = tree(city / "data")
    done = observed(city, "vk")
    assert done.returncode == 1 and f"«{city}/observations»: No space left on device" in done.stderr
    assert tree(city / "data") == before


@pytest.mark.parametrize("name", ["2026-03-24.jsonl.gz", "quota.json"])
def test_a_damaged_file_of_the_archive_is_named(city: Path, network: FakeVK, name: str) -> None:
    observed(city, "vk")
    file = city / "observations" / name
    file.write_bytes(b"damaged" + file.read_bytes())
    before = tree(city)
    done = observed(city, "vk")
    assert done.returncode == 1 and name in done.stderr
    assert tree(city) == before


_SAYING_IT = (
    faults.vk_error(15, f"Access denied for {fake_vk.TOKEN}"),
    faults.vk_error(100, f"access_token={fake_vk.TOKEN} is invalid"),
    faults.vk_error(5, f"User authorization failed: {fake_vk.TOKEN}"),
    lambda reply, call: Reply(f"<html>{fake_vk.TOKEN}</html>".encode()),
    lambda reply, call: Reply(b"", 302, (("Location", f"/elsewhere?access_token={fake_vk.TOKEN}"),)),
    lambda reply, call: Reply(json.dumps({"response": {"items": fake_vk.TOKEN}, fake_vk.TOKEN: 1}).encode()),
    lambda reply, call: Reply(b"{}", 403, (("Set-Cookie", fake_vk.TOKEN), ("Retry-After", fake_vk.TOKEN))),
)
"""Answers in which the network repeats the token: as an error, a page, a header, a name."""


def test_a_planted_token_is_in_no_byte_that_leaves(
    city: Path, network: FakeVK, capfd: pytest.CaptureFixture[str]
) -> None:
    said = ""
    for change in (None, *_SAYING_IT):
        network.behave()
        if change is not None:
            network.misbehave(Fault(change))
        (city / "observations/2026-03-24.jsonl.gz").unlink(missing_ok=True)
        for arguments in (("vk", "--dry-run"), ("vk",), ("vk", "--format", "json"), ("--verify", "observations")):
            done = observed(city, *arguments)
            said += done.stdout + done.stderr
    assert any(fake_vk.TOKEN in call.parameters.get("access_token", "") for call in network.calls)
    # Servers and proxies write the first line of a request into their logs.
    assert all(fake_vk.TOKEN.encode() not in call.raw.partition(b"\r\n")[0] for call in network.calls)
    assert fake_vk.TOKEN not in said + "".join(capfd.readouterr())
    for name, content in tree(city).items():
        packed = gzip.decompress(content) if name.endswith(".gz") else content
        assert fake_vk.TOKEN.encode() not in packed, name


@pytest.mark.parametrize(
    "arguments", [["--help"], ["observe", "--help"], ["validate"], ["build", "--output", "site-built"]]
)
def test_the_libraries_of_observing_are_loaded_for_observing_alone(city: Path, arguments: list[str]) -> None:
    program = (
        "import sys\nfrom reestr.cli import run\n"
        f"code = run({arguments!r})\n"
        "print(code, sorted({'urllib3', 'tenacity', 'rfc8785', 'lxml'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=city, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.stderr.splitlines()[-1:] == ["0 []"], done.stderr
