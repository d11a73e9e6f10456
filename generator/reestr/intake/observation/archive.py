"""Keeps every answer as evidence: a file a day, one answer a line, only ever appended to.

`ARCHIVE/YYYY-MM-DD.jsonl.gz` is a sequence of gzip members, one a line, so that a stop at any byte damages the last
line at most; that line is cut off before the next one is written. A line is the canonical JSON (RFC 8785) of `{answer,
at, outcome, reason, request, sha256, status}`; `sha256` is the hash of the canonical JSON of `answer`.
"""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import rfc8785

from reestr.intake.observation.collector import ApiRequest, KeptAnswer
from reestr.registry.errors import ReestrError

LATEST = "latest.json"
"""The file of what changes every night; a build reads it."""

QUOTA = "quota.json"
"""The file of how often each network was asked today."""

_LOCK = ".lock"
_DAY_FILE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.jsonl\.gz\Z")
_PIECE = 1 << 16
# A page of a hundred posts has some 15 kB; a line beyond this was not written here.
_LONGEST_LINE = 1 << 25


class DamagedArchiveError(ReestrError):
    """A file of the archive cannot be read; carries its name and the number of the line, counted from 1."""

    def __init__(self, file: str, line: int) -> None:
        self.file, self.line = file, line
        super().__init__(f"{file}:{line}")


class ArchiveBusyError(ReestrError):
    """Another run is writing this archive."""


class UnkeepableAnswerError(ReestrError):
    """An answer has no canonical JSON: a number beyond 2^53, a text with half a character."""


@dataclass(frozen=True, slots=True)
class ArchivedLine:
    """A line as a file has it: its number, counted from 1, and the answer, with the hash that the line states."""

    number: int
    kept: KeptAnswer


def canonical(value: Any) -> bytes:
    """Return the canonical JSON (RFC 8785) of a value. Raises UnkeepableAnswerError if it has none."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError):
        raise UnkeepableAnswerError from None


def hash_of(answer: Any) -> str:
    """Return the SHA-256 (hex) of an answer's canonical JSON. Raises UnkeepableAnswerError."""
    return hashlib.sha256(canonical(answer)).hexdigest()


def file_of(day: datetime.date) -> str:
    """Return the name of a day's file."""
    return f"{day.isoformat()}.jsonl.gz"


def day_files(folder: Path) -> tuple[str, ...]:
    """Return the names of the days' files in an archive, the earliest first. Raises OSError if there is no folder."""
    return tuple(sorted(name for name in os.listdir(folder) if _DAY_FILE.match(name)))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an archive for one run; the system lets go of it when the process ends, however it ends.

    Creates the folder. Raises ArchiveBusyError if another run holds it, OSError if it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveBusyError from None
        yield
    finally:
        os.close(descriptor)


class Archive:
    """The file of one day, open for reading and appending. Hold the folder (`locked`) while there is one."""

    def __init__(self, folder: Path, day: datetime.date) -> None:
        """Open or begin the day's file. A damaged last line, left by a stop, is cut off.

        Raises DamagedArchiveError if an earlier line is damaged, OSError.
        """
        self.day = day
        self.file = file_of(day)
        self._path = folder / self.file
        self._places: dict[bytes, tuple[int, int]] = {}
        if self._path.exists():
            self._take_in()

    def _take_in(self) -> None:
        size, whole = self._path.stat().st_size, 0
        with self._path.open("rb") as stream:
            for number, (start, end, line) in enumerate(_members(stream), 1):
                if line is None:
                    if end < size:
                        raise DamagedArchiveError(self.file, number)
                    break
                self._remember(_parsed(line, self.file, number), start, end)
                whole = end
        if whole < size:
            os.truncate(self._path, whole)

    def _remember(self, kept: KeptAnswer, start: int, end: int) -> None:
        # A refusal says nothing about the page: it is asked again.
        if kept.outcome != "refused":
            self._places[_key(kept.request)] = (start, end)

    def remembered(self, request: ApiRequest) -> KeptAnswer | None:
        """Return the last answer of the day to a request, None if it was not answered: refusals are asked again."""
        place = self._places.get(_key(request))
        if place is None:
            return None
        with self._path.open("rb") as stream:
            stream.seek(place[0])
            line = zlib.decompress(stream.read(place[1] - place[0]), wbits=31)
        return _parsed(line, self.file, 0)

    def append(self, kept: KeptAnswer) -> KeptAnswer:
        """Write one answer to the disk and return it with its hash and file.

        Raises UnkeepableAnswerError; OSError if it cannot be written, the file is then as it was.
        """
        answer = canonical(kept.answer)
        sha256 = None if kept.answer is None else hashlib.sha256(answer).hexdigest()
        kept = replace(kept, sha256=sha256, file=self.file)
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        # `answer` is the first of the names, so the whole line is canonical, too.
        line = b'{"answer":' + answer + b"," + canonical(_without_answer(kept))[1:]
        member = packer.compress(line + b"\n") + packer.flush()
        start = _append(self._path, member)
        self._remember(kept, start, start + len(member))
        return kept


def read_day(folder: Path, file: str) -> Iterator[ArchivedLine]:
    """Yield every line of a day's file, in its order.

    Raises DamagedArchiveError, also for a last line that a stop has cut off; OSError.
    """
    with (folder / file).open("rb") as stream:
        for number, (_, _, line) in enumerate(_members(stream), 1):
            if line is None:
                raise DamagedArchiveError(file, number)
            yield ArchivedLine(number, _parsed(line, file, number))


def _append(path: Path, member: bytes) -> int:
    """Append bytes and bring them to the disk, all or none; return where they begin."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        start = os.fstat(descriptor).st_size
        try:
            done = 0
            while done < len(member):
                done += os.write(descriptor, member[done:])
            os.fsync(descriptor)
            if start == 0:
                _sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(descriptor, start)
            raise
        return start
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Bring a new file's name to the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _members(stream: BinaryIO) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield where each gzip member begins and ends, and its bytes; None for one that is damaged, and then no more.

    A member that only breaks off ends where the file ends; after another fault the end is where it was found.
    """
    start, waiting = 0, b""
    while waiting or (waiting := stream.read(_PIECE)):
        unpacker, parts, length, end = zlib.decompressobj(31), [], 0, start
        while not unpacker.eof:
            if not waiting and not (waiting := stream.read(_PIECE)):
                yield start, end, None
                return
            try:
                part = unpacker.decompress(waiting, _LONGEST_LINE)
            except zlib.error:
                yield start, end, None
                return
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            end += len(waiting) - len(rest)
            waiting = rest
            parts.append(part)
            length += len(part)
            if length > _LONGEST_LINE:
                yield start, end, None
                return
        yield start, end, b"".join(parts)
        start = end


def _key(request: ApiRequest) -> bytes:
    texts = json.dumps([request.network, request.method, sorted(request.parameters.items())])
    return hashlib.sha256(texts.encode()).digest()


def _without_answer(kept: KeptAnswer) -> dict[str, Any]:
    request = kept.request
    return {
        "request": {"network": request.network, "method": request.method, "parameters": dict(request.parameters)},
        "at": f"{kept.at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "status": kept.status,
        "outcome": kept.outcome,
        "reason": kept.reason,
        "sha256": kept.sha256,
    }


def _parsed(line: bytes, file: str, number: int) -> KeptAnswer:
    """Return the answer of a line. Raises DamagedArchiveError if it is not such a line."""
    try:
        data = json.loads(line.decode("utf-8"))
        asked: Mapping[str, Any] = data["request"]
        parameters = {str(key): str(value) for key, value in asked["parameters"].items()}
        if data["outcome"] not in ("seen", "gone", "refused"):
            raise ValueError
        return KeptAnswer(
            request=ApiRequest(str(asked["network"]), str(asked["method"]), parameters),
            at=datetime.datetime.strptime(data["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC),
            status=data["status"],
            outcome=data["outcome"],
            reason=data["reason"],
            answer=data["answer"],
            sha256=data["sha256"],
            file=file,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedArchiveError(file, number) from None
