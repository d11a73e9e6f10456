"""Runs `reestr` in processes that have imported it already: a fork of one that waits, instead of a new interpreter.

Each command still has a process, a working folder, an environment and streams of its own. What Python reads only when
it starts (the locale, its own variables) is that of the waiting process: a command with another one is started anew.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
_LONGEST_REQUEST = 1 << 20


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
        server = _server(tuple(sorted(_of_the_start(os.environ).items())))
        # A stream socket: the length goes first, with the descriptors.
        socket.send_fds(server, [len(request).to_bytes(4, "big")], [output.fileno(), errors.fileno()])
        server.sendall(request)
        code = int.from_bytes(_exactly(server, 4), "big", signed=True)
        return subprocess.CompletedProcess(["reestr", *arguments], code, _text(output), _text(errors))


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    # As `subprocess` in text mode: every kind of line end is one.
    return stream.read().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _of_the_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


@cache
def _server(environment_of_the_start: tuple[tuple[str, str], ...]) -> socket.socket:
    """Start the waiting process of this test process; the argument is only the key."""
    ours, its = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.prepared_command", str(its.fileno())],
        cwd=ROOT,
        pass_fds=(its.fileno(),),
        stdin=subprocess.DEVNULL,
    )
    its.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _exactly(connection: socket.socket, number: int) -> bytes:
    received = b""
    while len(received) < number:
        piece = connection.recv(number - len(received))
        if not piece:
            raise EOFError
        received += piece
    return received


def _serve(connection: socket.socket) -> None:
    """Fork for every request, one after the other, until the other side closes."""
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


def _become(request: tuple[list[str], str, dict[str, str]], descriptors: Sequence[int]) -> None:
    """Be `python -m reestr` with these arguments, folder, environment and streams; never return."""
    import runpy

    arguments, folder, environment = request
    for stream, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, stream)
        os.close(descriptor)
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
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
