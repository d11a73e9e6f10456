"""Runs `reestr` in processes that have imported it already: a fork of one that waits, instead of a new interpreter.

Each command still has a process, a working folder, an environment and streams of its own. What Python reads only when
it starts (the locale, its own variables) is that of the waiting process: a command with another one is started anew.

`run_prepared` runs a command for a test; `write_program` writes a program for scripts that a test runs.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
_LONGEST_REQUEST = 1 << 20
_LONGEST_ADDRESS = 100


def run_prepared(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str] | None:
    """Run `reestr` with the whole environment given and return what came of it.

    Return None if a fork will not do: no such system, or the environment differs in what Python reads when it starts.
    """
    if not hasattr(os, "fork") or _of_the_start(environment) != _of_the_start(os.environ):
        return None
    # What starts a process announces it (PEP 578); tests/tiers.py listens.
    sys.audit("subprocess.Popen", "reestr", list(arguments), str(folder), None)
    request = json.dumps([list(arguments), os.fspath(folder), dict(environment)]).encode("utf-8", "surrogateescape")
    if len(request) > _LONGEST_REQUEST:
        return None
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        server = _server(tuple(sorted(_of_the_start(os.environ).items()))).connection
        # A stream socket: the length goes first, with the descriptors.
        socket.send_fds(server, [len(request).to_bytes(4, "big")], [output.fileno(), errors.fileno()])
        server.sendall(request)
        code = int.from_bytes(_exactly(server, 4), "big", signed=True)
        return subprocess.CompletedProcess(["reestr", *arguments], code, _text(output), _text(errors))


def write_program(path: Path, first: str = "") -> None:
    """Write an executable `reestr` for scripts of this test process: it runs commands in forks, too.

    `first` are lines of a shell that come before it. It reads the program from this repository, whatever is installed.
    """
    words = " ".join(f'"{word}"' for word in program_command())
    path.write_text(f'#!/bin/sh\n{first}PYTHONPATH="{ROOT / "generator"}" exec {words} "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def program_command() -> list[str]:
    """Return the command, without its arguments, that lets a fork be `reestr`: for a child of this test process.

    The fork is not in the session of that child's terminal: Ctrl+C does not reach it.
    """
    if not hasattr(os, "fork"):
        return [sys.executable, "-m", "reestr"]
    waiting = _server(tuple(sorted(_of_the_start(os.environ).items())))
    settings = waiting.folder / "program.json"
    import_path = str(ROOT / "generator")
    content = {
        "address": waiting.address,
        "path": import_path,
        "read_at_start": _READ_AT_START,
        "started": {**_of_the_start(os.environ), "PYTHONPATH": import_path},
    }
    settings.write_text(json.dumps(content), encoding="utf-8")
    return [sys.executable, "-SE", str(ROOT / "tests" / "prepared_program.py"), str(settings)]


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    # As `subprocess` in text mode: every kind of line end is one.
    return stream.read().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _of_the_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


@dataclass(frozen=True, slots=True)
class _Server:
    """The waiting process: the socket of this test process, and the address for programs of scripts."""

    connection: socket.socket
    folder: Path
    address: str


@cache
def _server(environment_of_the_start: tuple[tuple[str, str], ...]) -> _Server:
    """Start the waiting process of this test process; the argument is only the key."""
    ours, its = socket.socketpair()
    alive, never_written = os.pipe()
    # The address of a socket holds a hundred bytes: the folder of temporary files may have a longer name.
    folder = Path(tempfile.mkdtemp(prefix="reestr-"))
    listener = socket.socket(socket.AF_UNIX)
    address = str(folder / "s")
    if len(os.fsencode(address)) > _LONGEST_ADDRESS:
        address = f"\0{folder.name}"
    listener.bind(address)
    listener.listen(16)
    passed = (its.fileno(), listener.fileno(), alive)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.prepared_command", *map(str, passed)],
        cwd=ROOT,
        pass_fds=passed,
        stdin=subprocess.DEVNULL,
    )
    for given in (its, listener):
        given.close()
    os.close(alive)

    def end() -> None:
        ours.close()
        os.close(never_written)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return _Server(ours, folder, address)


def _exactly(connection: socket.socket, number: int) -> bytes:
    received = b""
    while len(received) < number:
        piece = connection.recv(number - len(received))
        if not piece:
            raise EOFError
        received += piece
    return received


def _serve(connection: socket.socket, listener: socket.socket, alive: int) -> None:
    """Fork for every request, one after the other, until the other side closes.

    A second process waits for the programs of scripts, which may be part of a command of the first.
    """
    # All that commands import; each of them is still free to import more.
    import docx  # noqa: F401
    import jsonschema_rs  # noqa: F401
    import openpyxl  # noqa: F401
    import xlsxwriter  # noqa: F401
    from mkdocs.commands import build  # noqa: F401
    from reestr.cli.app import COMMANDS
    from reestr.publishing.site.plugin import mkdocs_plugin  # noqa: F401

    for source in COMMANDS.values():
        import_module(f"reestr.cli.commands.{source.module}")
    if os.fork() == 0:
        connection.close()
        _serve_programs(listener, alive)
        os._exit(0)
    listener.close()
    os.close(alive)
    while True:
        try:
            head, descriptors, _, _ = socket.recv_fds(connection, 4, 2)
            if not head:
                return
            request = _exactly(connection, int.from_bytes(head + _exactly(connection, 4 - len(head)), "big"))
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            connection.close()
            _become(json.loads(request.decode("utf-8", "surrogateescape")), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        connection.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))


def _serve_programs(listener: socket.socket, alive: int) -> None:
    """Fork for every connection; return when the test process has ended, which closes the other end of `alive`."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while alive not in select.select([listener.fileno(), alive], [], [])[0]:
        connection, _ = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            os.close(alive)
            head, descriptors, _, _ = socket.recv_fds(connection, 4, 3)
            request = _exactly(connection, int.from_bytes(head + _exactly(connection, 4 - len(head)), "big"))
            _become(json.loads(request.decode("utf-8", "surrogateescape")), descriptors, connection)
        connection.close()


def _become(
    request: tuple[list[str], str, dict[str, str]], descriptors: Sequence[int], told: socket.socket | None = None
) -> None:
    """Be `python -m reestr` with these arguments, folder, environment and last streams; never return.

    The exit code is sent to `told` before the process ends.
    """
    import runpy

    arguments, folder, environment = request
    for stream, descriptor in enumerate(descriptors, start=3 - len(descriptors)):
        os.dup2(descriptor, stream)
        os.close(descriptor)
    # The objects were made for other files: whether these can be searched and are terminals, only new ones know.
    for name, stream, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        made: io.TextIOWrapper = getattr(sys, name)
        fresh: io.TextIOWrapper = open(stream, mode, encoding=made.encoding, errors=made.errors, closefd=False)  # type: ignore[assignment]  # noqa: SIM115
        if mode == "w":
            fresh.reconfigure(line_buffering=name == "stderr" or fresh.isatty())
        setattr(sys, name, fresh)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["reestr", *arguments]
    code = 1
    try:
        runpy.run_module("reestr", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        import atexit as at_exit

        at_exit._run_exitfuncs()
        for written in (sys.stdout, sys.stderr):
            written.flush()
        if told is not None:
            told.sendall(code.to_bytes(4, "big", signed=True))
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), socket.socket(fileno=int(sys.argv[2])), int(sys.argv[3]))
