"""Copies of this process (forks) that do a work each, several at a time."""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

SURVIVED, KILLED, NOT_SWAPPED = 0, 1, 2
"""How a copy ends. NOT_SWAPPED: the change cannot be put into a running process."""


Work = tuple[int, Callable[[], int], int]
"""The number of a change, the work of its copy, and the processor time in seconds that the copy may use."""


def forked(work: Callable[[], int], seconds: int = 0) -> int:
    """Return how a copy of this process ends that does the work; whatever stops it counts as KILLED."""
    return end(fork(work, seconds))


def fork(work: Callable[[], int], seconds: int = 0) -> int:
    """Start a copy of this process that does the work, and return its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _work(work, seconds)
    return child


def end(child: int) -> int:
    """Wait for a copy and return how it ended."""
    _, status = os.waitpid(child, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED


def all_ended(works: Iterable[Work], processes: int) -> Iterator[tuple[int, int]]:
    """Start a copy for each work, so many at a time, and yield the number of each and how it ended, in that order."""
    running: dict[int, int] = {}
    for number, work, seconds in works:
        while len(running) >= processes:
            yield from _ended(running)
        running[fork(work, seconds)] = number
    while running:
        yield from _ended(running)


def _ended(running: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Wait until a copy ends, and yield its number and how it ended; a process that is no such copy is passed over."""
    child, status = os.wait()
    if child in running:
        yield running.pop(child), os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED


def _work(work: Callable[[], int], seconds: int) -> NoReturn:
    code = KILLED
    try:
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
            # What waits for ever uses no processor; a busy machine may need this long for the work.
            signal.alarm(60 + 30 * seconds)
            write_to(os.devnull)
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def write_to(path: Path | str) -> None:
    """Write what this process prints into a file."""
    stream = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(stream, 1)
    os.dup2(stream, 2)
