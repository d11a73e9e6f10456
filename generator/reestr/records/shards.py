"""Divides work among processes that are forked from this one, and ends them all together."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, Generic, NoReturn, TypeVar

from reestr.registry.errors import ReestrError

JOBS = "REESTR_JOBS"
"""The environment variable with the number of processes; by default as many as there are processors."""

MOST_TASKS = 1024
"""As many numbers fit into the smallest pipe that there may be, so that no process waits for another to write them."""

_Result = TypeVar("_Result")
_NUMBER = struct.Struct("<I")
_INTERRUPTED = 130


class ShardLostError(ReestrError):
    """A process ended without a result, such as one that the system killed for want of memory."""


class WrongJobsError(ReestrError):
    """The number of processes is no number from 1 on; carries the text."""


def jobs_wanted() -> int:
    """Return the number of processes to use: what the environment says, else one per processor.

    It is 1 where processes cannot be forked safely: on other systems, and while other threads run. Raises
    WrongJobsError.
    """
    text = os.environ.get(JOBS, "")
    if text and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise WrongJobsError(text)
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return int(text) if text else len(os.sched_getaffinity(0))


def in_shards(
    jobs: int, count: int, work: Callable[[int, Iterator[int]], _Result], meanwhile: Callable[[], None]
) -> list[_Result]:
    """Call `work` in each of `jobs` processes with the number of the process and the tasks that it takes.

    The tasks are numbered from 0 to `count` - 1, at most `MOST_TASKS`; each is taken by the process that is free first.
    This process does `meanwhile` before it takes tasks itself. Returns the results of all processes, its own first. An
    exception of any process is raised here, after all processes have ended; one from another process has its traceback
    as a note. Raises ShardLostError.
    """
    if jobs == 1:
        meanwhile()
        return [work(0, iter(range(count)))]
    if count > MOST_TASKS:
        raise ValueError(f"{count} tasks are too many")
    queue, into = os.pipe()
    running: list[_Shard[_Result]] = []
    try:
        os.write(into, b"".join(map(_NUMBER.pack, range(count))))
        os.close(into)
        running.extend(_Shard(process, queue, work) for process in range(1, jobs))
        meanwhile()
        results = [work(0, _taken(queue))]
        while running:
            results.append(running[0].result())
            del running[0]
        return results
    finally:
        os.close(queue)
        for shard in running:
            shard.end()


def _taken(queue: int) -> Iterator[int]:
    """Yield the tasks that this process takes from the pipe, which all processes read and none writes any more."""
    while number := os.read(queue, _NUMBER.size):
        yield _NUMBER.unpack(number)[0]


class _Shard(Generic[_Result]):
    """One forked process, which leaves its result in a file without a name."""

    def __init__(self, process: int, queue: int, work: Callable[[int, Iterator[int]], _Result]) -> None:
        parent = os.getpid()
        self._answer: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # read after the process has ended
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if self._pid == 0:
            _be_shard(self._answer, lambda: work(process, _while_alive(parent, _taken(queue))))

    def result(self) -> _Result:
        """Wait for the process and return what it made, or raise what it raised."""
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        self._answer.seek(0)
        content = self._answer.read()
        self._answer.close()
        if status != 0 or not content:
            raise ShardLostError(f"status {status}")
        made, error = pickle.loads(content)
        if error is not None:
            raise error
        result: _Result = made
        return result

    def end(self) -> None:
        """Kill the process if it still runs, and wait until it is gone."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        self._answer.close()


def _while_alive(parent: int, numbers: Iterator[int]) -> Iterator[int]:
    """Yield the numbers; end this process between two of them if the parent has been killed."""
    for number in numbers:
        if os.getppid() != parent:
            os._exit(_INTERRUPTED)
        yield number


def _be_shard(answer: IO[bytes], work: Callable[[], object]) -> NoReturn:
    """Do the work and end without anything that the parent would do at its own end."""
    status = 1
    try:
        try:
            content = pickle.dumps((work(), None))
        except Exception as error:
            content = pickle.dumps((None, _sent(error)))
        answer.write(content)
        answer.flush()
        status = 0
    except KeyboardInterrupt:
        status = _INTERRUPTED
    finally:
        os._exit(status)


def _sent(error: Exception) -> Exception:
    """Return an exception as another process can raise it, with its traceback as a note."""
    told = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
        sent = error.with_traceback(None)
    except Exception:
        sent = ShardLostError(f"{type(error).__name__}: {error}")
    sent.add_note(told)
    return sent
