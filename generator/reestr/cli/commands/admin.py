"""`reestr admin`: runs the /admin/ editor on this machine, on a working copy."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import click

from reestr import wording
from reestr.cli.options import data_option
from reestr.cli.russian import RussianCommand
from reestr.publishing.forge import LOCAL
from reestr.publishing.site.admin.decap import configuration
from reestr.publishing.site.admin.decap_page import PROGRAM, config_file, page, program_folder
from reestr.records.loading import record_sources
from reestr.records.validation.listed_names import lists_in

_SERVER = "reestr-admin-local.cjs"
_ADDRESS = re.compile(r"([\w.-]+):([0-9]{1,5})", re.ASCII)


def _text(key: str) -> str:
    return wording.text(f"forms.local.{key}")


@click.command("admin", cls=RussianCommand, help=_text("about"), epilog=_text("epilog"))
@data_option
@click.option("--address", default="127.0.0.1:8001", metavar="HOST:PORT", show_default=True, help=_text("address"))
@click.option(
    "--program",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=_text("program"),
)
def admin(data: Path, address: str, program: Path | None) -> int:
    """Serve the editor until interrupted; saved records are written to the files at once."""
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    program = program_folder(Path()) if program is None else program
    for name in (PROGRAM, _SERVER):
        if not (program / name).is_file():
            raise click.UsageError(wording.text("forms.settings.no-program", file=program / name))
    node = shutil.which("node")
    if node is None:
        raise click.UsageError(_text("no-node"))
    host, port = _place(address)
    with tempfile.TemporaryDirectory(prefix="reestr-admin-") as folder:
        _write_page(Path(folder), data, program)
        command = [node, str(program / _SERVER), folder, str(record_sources.project_of(data)), host, str(port)]
        return _serve(command, f"http://{host}:{port}/admin/", data)


def _place(address: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match[2]) > 65535:
        raise click.UsageError(wording.text("forms.local.address-wrong", value=address))
    host, port = match[1], int(match[2])
    if host not in ("127.0.0.1", "localhost"):
        # Everyone who reaches the server could write into the working copy.
        raise click.UsageError(wording.text("forms.local.not-here", host=host))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.UsageError(wording.text("forms.local.address-taken", address=address)) from None
        return host, int(probe.getsockname()[1])


def _write_page(folder: Path, data: Path, program: Path) -> None:
    files = record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data))
    names, _ = files.find()
    config = configuration(LOCAL, record_sources.prefix_of(data), names, lists=lists_in(files))
    (folder / "index.html").write_bytes(page(LOCAL, record_sources.project_of(data).name))
    (folder / "config.yml").write_bytes(config_file(config))
    shutil.copyfile(program / PROGRAM, folder / PROGRAM)


def _serve(command: list[str], address: str, data: Path) -> int:
    """Run the server process: Ctrl+C reaches both processes, and neither outlives the other."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None and server.stderr is not None
            if server.stdout.readline().strip() != "ready":
                raise click.ClickException(wording.text("forms.local.failed", reason=server.stderr.read().strip()))
            click.echo(wording.text("forms.local.ready", address=address, folder=data))
            for _ in server.stdout:
                pass
            return server.wait()
        finally:
            server.terminate()
