"""Lists the hashes of the open data, so that a reader can check what was downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from reestr.publishing.open_data.json_file import FOLDER
from reestr.publishing.open_data.lists import Lists
from reestr.publishing.view import File, ListPart, LongFile

NAME = "SHA256SUMS"

_LIST = "sums"


def with_sums(made: Iterable[File | ListPart]) -> Iterator[File | ListPart]:
    """Yield what is made for an organization, and after each file of the open data the part of the list of sums."""
    for item in made:
        yield item
        if isinstance(item, File) and item.path.startswith(FOLDER):
            yield ListPart(_LIST, _line(item.path, hashlib.sha256(item.content).hexdigest()), 1)


class Sums:
    """The hashes of the city's files below `api/v1/` while they are made."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def noted(self, files: Iterable[File | LongFile]) -> Iterator[File | LongFile]:
        """Yield the files, and note the hashes of those of the open data.

        A long file must be read to its end before the next one is asked for.
        """
        for file in files:
            if not file.path.startswith(FOLDER):
                yield file
                continue
            whole = hashlib.sha256()
            if isinstance(file, File):
                whole.update(file.content)
                yield file
            else:
                yield LongFile(file.path, _hashed(file.pieces, whole))
            self._lines.append(_line(file.path, whole.hexdigest()))

    def file(self, lists: Lists) -> File:
        """Return `SHA256SUMS` of the files noted and those of organizations, as `sha256sum` writes it, by name."""
        lines: list[bytes] = [*self._lines]
        for content, _ in lists.of(_LIST):
            lines += content.splitlines(keepends=True)
        return File(FOLDER + NAME, b"".join([line for _, line in sorted((line[66:], line) for line in lines)]))


def _hashed(pieces: Iterable[bytes], whole: hashlib._Hash) -> Iterator[bytes]:
    for piece in pieces:
        whole.update(piece)
        yield piece


def _line(path: str, digest: str) -> bytes:
    return f"{digest}  {path.removeprefix(FOLDER)}\n".encode()
