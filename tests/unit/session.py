"""Runs a command in a pseudo-terminal and types an answer to each question."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.prepared_command import program_command

_CTRL_C = "\x03"


def session(folder: Path, arguments: Sequence[str], typed: Sequence[str]) -> tuple[int, str]:
    """A conversation with the command in a terminal of its own: its exit code and what was on the screen."""
    command = [sys.executable, "-m", "reestr"] if _CTRL_C in "".join(typed) else program_command()
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover
        os.chdir(folder)
        os.environ.update(COLUMNS="80", TERM="dumb")
        os.execv(sys.executable, [*command, *arguments])
    screen = ""
    waiting = list(typed)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        readable, _, _ = select.select([terminal], [], [], 0.1)
        if readable:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            screen += piece.decode("utf-8", "replace")
        elif waiting and screen.endswith(": "):
            os.write(terminal, waiting.pop(0).encode())
            time.sleep(0.05)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), screen
