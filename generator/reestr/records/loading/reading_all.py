"""Reads many record files: what was read before is kept, and several processes read the rest if it is much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from reestr.records.loading.file_reading import FileRead, FileReader
from reestr.records.validation.placement import RecordPlace

if TYPE_CHECKING:
    from reestr.records.loading.kept_readings import KeptReadings

ENOUGH = 1_500
"""With fewer files to read a second process costs more than it does."""

_MOST_RUNS = 200

PlacedFile = tuple[str, RecordPlace]


def read_files(
    reader: FileReader,
    placed: Sequence[PlacedFile],
    content_of: Callable[[str], bytes],
    kept: KeptReadings | None = None,
    jobs: int = 1,
) -> Iterator[tuple[RecordPlace, FileRead]]:
    """Yield what each file holds, in their order; `kept` has what was read before, and gets what is read now."""
    known = {} if kept is None else _known(placed, content_of, kept)
    unread = [item for item in placed if item[0] not in known] if known else placed
    if jobs > 1 and len(unread) >= ENOUGH:
        fresh = iter(_read_in_shards(reader, unread, content_of, jobs))
    else:
        fresh = (reader.read_file(file, place, content_of) for file, place in unread)
    for file, place in placed:
        read = known.get(file)
        if read is None:
            read = next(fresh)
            if kept is not None:
                kept.keep(file, read)
        yield place, read
    if kept is not None:
        kept.end(file for file, _ in placed)


def _known(placed: Sequence[PlacedFile], content_of: Callable[[str], bytes], kept: KeptReadings) -> dict[str, FileRead]:
    found = {}
    for file, _ in placed:
        read = kept.known(file, content_of)
        if read is not None:
            found[file] = read
    return found


def _read_in_shards(
    reader: FileReader, placed: Sequence[PlacedFile], content_of: Callable[[str], bytes], jobs: int
) -> Iterator[FileRead]:
    """Yield what each file holds, in their order."""
    # Imported here: a command that reads a small registry needs none of it.
    from reestr.records.shards import in_shards

    size = -(-len(placed) // _MOST_RUNS)

    def work(process: int, runs: Iterator[int]) -> list[tuple[int, list[FileRead]]]:
        return [
            (run, [reader.read_file(file, place, content_of) for file, place in placed[run * size : (run + 1) * size]])
            for run in runs
        ]

    results = in_shards(jobs, -(-len(placed) // size), work, _nothing)
    for _, reads in sorted((item for result in results for item in result), key=lambda item: item[0]):
        yield from reads


def _nothing() -> None:
    """Leave all of the work to the processes."""
