"""Removes names from the stream of `git fast-export` on its way to `git fast-import`.

A changed commit states its first id in its message (`FIRST_ID`), because ids of feeds and addresses of pages are made
from it. A commit stays the same to the byte if neither it nor a commit before it changes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO

from reestr.history.forgetting.spellings import Spellings
from reestr.history.git import FIRST_ID

_COMMANDS = (b"blob", b"commit ", b"reset ", b"tag ", b"done", b"feature ", b"progress ", b"checkpoint")
_PERSONS = (b"author ", b"committer ", b"tagger ")


@dataclass
class Filtered:
    """What a stream contained: mark -> old id of each commit, marks of changed commits, number of changed files."""

    commits: dict[bytes, str] = field(default_factory=dict)
    changed: set[bytes] = field(default_factory=set)
    blobs: int = 0


class StreamFilter:
    """Copies one stream to another without the names.

    `special` are the ids of commits that Git writes differently even if they contain no name: a signed commit loses its
    signature. `emptied` are the ids of files that lose their content in any case.
    """

    def __init__(
        self,
        source: IO[bytes],
        target: IO[bytes],
        spellings: Spellings,
        special: Collection[str],
        emptied: Collection[str] = (),
    ) -> None:
        self._source = source
        self._target = target
        self._spellings = spellings
        self._special = special
        self._emptied = emptied
        self._changed_blobs: set[bytes] = set()
        self._ahead: bytes | None = None
        self.result = Filtered()

    def run(self) -> Filtered:
        """Copy the whole stream, and return what it contained."""
        while line := self._line():
            if line == b"blob\n":
                self._blob(line)
            elif line.startswith(b"commit "):
                self._commit(line)
            elif line.startswith(b"tag "):
                self._tag(line)
            else:
                self._target.write(line)
        return self.result

    def _line(self) -> bytes:
        line, self._ahead = self._ahead, None
        return self._source.readline() if line is None else line

    def _head(self, first: bytes) -> tuple[list[bytes], bytes]:
        """Return the lines of a command before its data, and the data."""
        lines = [first]
        while not (line := self._line()).startswith(b"data "):
            lines.append(line)
        return lines, self._source.read(int(line[5:]))

    def _write(self, lines: list[bytes], data: bytes) -> None:
        self._target.writelines(lines)
        self._target.write(b"data %d\n" % len(data))
        self._target.write(data)

    def _blob(self, first: bytes) -> None:
        lines, data = self._head(first)
        is_emptied = bool(self._emptied) and _value(lines, b"original-oid ").decode() in self._emptied
        cleaned = b"" if is_emptied else self._spellings.cleaned_bytes(data)
        if cleaned != data:
            self._changed_blobs.add(_value(lines, b"mark "))
            self.result.blobs += 1
        self._write(lines, cleaned)

    def _commit(self, first: bytes) -> None:
        lines, message = self._head(first)
        tail = []
        while (line := self._line()) and not line.startswith(_COMMANDS):
            tail.append(line)
        self._ahead = line
        mark, original = _value(lines, b"mark "), _value(lines, b"original-oid ").decode()
        cleaned_lines, cleaned_tail = self._persons(lines), [self._path(line) for line in tail]
        cleaned_message = self._spellings.cleaned_bytes(message)
        self.result.commits[mark] = original
        if (
            (cleaned_lines, cleaned_tail, cleaned_message) != (lines, tail, message)
            or original in self._special
            or any(self._is_changed(line) for line in tail)
        ):
            self.result.changed.add(mark)
            cleaned_message = _with_first_id(cleaned_message, original)
        self._write(cleaned_lines, cleaned_message)
        self._target.writelines(cleaned_tail)

    def _tag(self, first: bytes) -> None:
        lines, message = self._head(first)
        self._write(self._persons(lines), self._spellings.cleaned_bytes(message))

    def _persons(self, lines: list[bytes]) -> list[bytes]:
        return [self._spellings.cleaned_bytes(line) if line.startswith(_PERSONS) else line for line in lines]

    def _path(self, line: bytes) -> bytes:
        return self._spellings.cleaned_bytes(line) if line.startswith((b"M ", b"D ")) else line

    def _is_changed(self, line: bytes) -> bool:
        words = line.split()
        if line.startswith((b"from ", b"merge ")):
            return words[1] in self.result.changed
        return line.startswith((b"M ", b"N ")) and words[2 if words[0] == b"M" else 1] in self._changed_blobs


def _value(lines: list[bytes], name: bytes) -> bytes:
    return next(line for line in lines if line.startswith(name)).removeprefix(name).strip()


def _with_first_id(message: bytes, original: str) -> bytes:
    """Return the message with the first id of the commit as a Git trailer; an existing trailer is kept."""
    trailer = f"{FIRST_ID}: ".encode()
    if any(line.startswith(trailer) for line in message.split(b"\n")):
        return message
    text = message.rstrip() or b"-"
    last = text.rpartition(b"\n\n")[2].split(b"\n")
    is_trailers = b"\n\n" in text and all(b": " in line and b" " not in line.partition(b": ")[0] for line in last)
    return text + (b"\n" if is_trailers else b"\n\n") + trailer + original.encode() + b"\n"
