"""Runs a command and measures wall and CPU seconds, peak memory and bytes written."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a command: seconds of wall clock and of CPU (its children's included), peak memory in MiB, bytes
    written.
    """

    wall: float
    cpu: float
    memory: float
    size: int = 0


class CommandFailedError(Exception):
    """A measured command failed; carries its output."""


def run(command: Sequence[str], folder: Path, made: Path | None = None) -> Cost:
    """Run a command in a folder; `made` is the folder whose bytes are counted afterwards. Raises CommandFailedError.

    Python may cache compiled files, as for users: the first command of a run pays for that.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode != 0:
        raise CommandFailedError(
            f"{' '.join(command)}: {process.returncode}\n{output.decode(errors='replace')[-2000:]}"
        )
    size = len(output) if made is None else _size(made)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
