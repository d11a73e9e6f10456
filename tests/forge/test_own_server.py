"""The files for a server of the city's own: scripts with a small repository, units, and nginx."""

from __future__ import annotations

import base64
import configparser
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from reestr.intake.new_city import forges

from tests import tools
from tests.forge.machine import Machine
from tests.forge.test_workflow_steps import LIBRARY, edit
from tests.once import Once
from tests.unit.project import ROOT, copy_of_base

FOLDER = ROOT / "docs/server"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.make(copy_of_base(tmp_path / "city"))
    return made


def build(machine: Machine, clone: Path, shown: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(FOLDER / "build-site"), str(clone), str(shown)],
        env=machine.environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.process
def test_the_site_follows_the_repository_and_wrong_records_leave_the_earlier_one(machine: Machine) -> None:
    clone, shown = machine.check_out(), machine.home / "www/site"
    assert build(machine, clone, shown).returncode == 0
    page = shown / "organizations/library-1/index.html"
    assert "Библиотека № 1" in page.read_text(encoding="utf-8")
    city = machine.home / "city"
    edit(LIBRARY, "short_name: Библиотека № 1", "short_name: Библиотека № 5")(city)
    machine.commit(city, "main")
    assert build(machine, clone, shown).returncode == 0
    assert "Библиотека № 5" in page.read_text(encoding="utf-8")
    edit(LIBRARY, "municipal-budgetary-institution", "ooo")(city)
    machine.commit(city, "main")
    done = build(machine, clone, shown)
    assert done.returncode == 1 and LIBRARY in done.stdout
    assert "Библиотека № 5" in page.read_text(encoding="utf-8")
    assert [path.name for path in shown.parent.iterdir()] == ["site"]


@pytest.mark.process
def test_a_folder_without_a_remote_is_built_as_it_is(machine: Machine) -> None:
    clone = machine.check_out()
    machine.git("remote", "remove", "origin", folder=clone)
    assert build(machine, clone, machine.home / "www/site").returncode == 0


@pytest.mark.process
def test_a_failure_is_told_by_mail(tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name, text in {
        "journalctl": 'echo "$@"; echo "data/x.yaml:3: Неверно"',
        "sendmail": f'echo "$@" > "{tmp_path}/arguments"; cat > "{tmp_path}/mail"',
    }.items():
        (bin_folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (bin_folder / name).chmod(0o755)
    settings = {
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "REESTR_SENDMAIL": str(bin_folder / "sendmail"),
        "REESTR_MAIL_TO": "officer@city.example",
    }
    subprocess.run(["bash", str(FOLDER / "tell-failure"), "reestr-site.service"], env=settings, check=True)
    assert (tmp_path / "arguments").read_text(encoding="utf-8") == "-t\n"
    head, _, body = (tmp_path / "mail").read_text(encoding="utf-8").partition("\n\n")
    assert {"To: officer@city.example", "From: officer@city.example"} <= set(head.splitlines())
    subject = re.search(r"=\?utf-8\?B\?(.+)\?=", head)
    assert subject is not None and base64.b64decode(subject[1]).decode() == "Реестр: сбой reestr-site.service"
    assert "--unit=reestr-site.service" in body and "data/x.yaml:3: Неверно" in body
    done = subprocess.run(["bash", str(FOLDER / "tell-failure"), "x"], env={"PATH": settings["PATH"]}, check=False)
    assert done.returncode != 0


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # names of systemd have capitals
    read.read(FOLDER / name, encoding="utf-8")
    return read


def test_the_units_belong_together() -> None:
    service = unit("reestr-site.service")
    program, clone, shown = service["Service"]["ExecStart"].split()
    assert os.access(FOLDER / Path(program).name, os.X_OK)
    assert service["Service"]["ReadWritePaths"].split() == [clone, str(Path(shown).parent)]
    assert f"root {shown};" in (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    assert unit("reestr-site.timer")["Timer"]["Persistent"] == "true"
    for name in ("reestr-site.service", "reestr-observe.service"):
        assert unit(name)["Unit"]["OnFailure"] == "reestr-failed@%n.service"
    failed = unit("reestr-failed@.service")["Service"]
    assert os.access(FOLDER / Path(failed["ExecStart"].split()[0]).name, os.X_OK)
    assert failed["EnvironmentFile"] == service["Service"]["EnvironmentFile"] == "/etc/reestr/site.env"
    lines = (FOLDER / "site.env.example").read_text(encoding="utf-8").splitlines()
    names = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert names == {"REESTR_SITE_URL", "REESTR_MAIL_TO", "REESTR_MAIL_FROM", "REESTR_ARCHIVE"}


def test_the_page_for_a_server_names_every_file_and_place() -> None:
    page = (ROOT / "docs/own-server.md").read_text(encoding="utf-8")
    stems = (
        "reestr-site.",
        "reestr-failed@.service",
        "reestr-observe.",
        "observe",
        "build-site",
        "tell-failure",
        "nginx.conf",
    )
    for path in FOLDER.iterdir():
        assert any(stem in path.name and stem in page for stem in (*stems, "site.env.example")), path.name
    for place in ("/srv/reestr/city.git", "/srv/reestr/site-clone", "/var/www/reestr", "/etc/reestr/site.env"):
        assert place in page and place in "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir())


def test_a_city_gets_the_files_with_its_own_time_zone() -> None:
    made = dict(forges.forge_files("none", "Asia/Omsk", "birobidzhan"))
    assert {f"server/{path.name}" for path in FOLDER.iterdir()} | {"docs/own-server.md"} == set(made)
    assert b"OnCalendar=*-*-* 00:17:00 Asia/Omsk" in made["server/reestr-site.timer"]
    assert b"OnCalendar=*-*-* 02:10:00 Asia/Omsk" in made["server/reestr-observe.timer"]


@pytest.mark.deep
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    analyze = tools.program("systemd-analyze", "systemd")
    names = [path.name for path in FOLDER.iterdir() if path.suffix in (".service", ".timer", ".path")]
    for name in names:
        text = (FOLDER / name).read_text(encoding="utf-8")
        # The programs are not installed here; whether their names fit is told above.
        (tmp_path / name).write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text), encoding="utf-8")
    given = [str(tmp_path / name.replace("@.", "@x.")) for name in names]
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *given], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("reestr-site.timer", "reestr-observe.timer"):
        calendar = unit(name)["Timer"]["OnCalendar"]
        subprocess.run([analyze, "calendar", calendar], check=True, capture_output=True)


@pytest.mark.deep
def test_nginx_serves_the_site(tmp_path: Path, once: Once, primersk: Path) -> None:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or tools.missing("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = tmp_path / "site"
    shutil.copytree(once.site(primersk), site)
    own = (FOLDER / "nginx.conf").read_text(encoding="utf-8").replace("/var/www/reestr/site", str(site))
    own = own.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    temporary = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Root's nginx would otherwise read as somebody who may not enter this folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    outside = f"{user}daemon off;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
    inside = f"access_log off;\n{temporary}{own}"
    (tmp_path / "nginx.conf").write_text(f"{outside}http {{\n{inside}}}\n", encoding="utf-8")
    command = [nginx, "-p", str(tmp_path), "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            wait_for(port)
            address = f"http://127.0.0.1:{port}/"
            expected = {
                "": "text/html; charset=utf-8",
                "organizations/": "text/html; charset=utf-8",
                "css/reestr.css": "text/css; charset=utf-8",
                "js/reestr-page.js": "application/javascript; charset=utf-8",
                "state.json": "application/json; charset=utf-8",
                "fonts/golos-text-latin.woff2": "font/woff2",
                **{
                    path.relative_to(site).as_posix(): "text/calendar; charset=utf-8"
                    for path in sorted(site.rglob("*.ics"))[:1]
                },
            }
            assert any(kind.startswith("text/calendar") for kind in expected.values())
            for path, kind in expected.items():
                with urllib.request.urlopen(address + path) as answer:
                    assert answer.headers["Content-Type"] == kind, path
                    assert answer.headers["Cache-Control"] == "no-cache"
            for missing in ("no-such-page/", ".reestr-build"):
                with pytest.raises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(address + missing)
                assert refused.value.code == 404
                if missing == "no-such-page/":
                    assert "Такой страницы нет" in refused.value.read().decode()
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nginx does not listen")
