"""Lists the hashes of the open data, so that a reader can check what was downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from reestr.publishing.open_data.json_file import FOLDER
from reestr.publishing.view import File

NAME = "SHA256SUMS"


class Sums:
    """The hashes of the files below `api/v1/` while they are made."""

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}

    def noted(self, files: Iterable[File]) -> Iterator[File]:
        """Yield the files, and note the hashes of those of the open data."""
        for file in files:
            if file.path.startswith(FOLDER):
                self._hashes[file.path.removeprefix(FOLDER)] = hashlib.sha256(file.content).hexdigest()
            yield file

    def file(self) -> File:
        """Return `SHA256SUMS` of the files noted, sorted by name, as `sha256sum` in their folder writes it."""
        lines = "".join(f"{self._hashes[name]}  {name}\n" for name in sorted(self._hashes))
        return File(FOLDER + NAME, lines.encode())
