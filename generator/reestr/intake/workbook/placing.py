"""Chooses the file of a new record: beside similar records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from reestr.records.kinds import KINDS
from reestr.records.record import Record, RecordsByKind


def new_file(
    kind: str, identifier: str, data: Mapping[str, Any], records: RecordsByKind, placed: Mapping[str, str]
) -> str:
    """Return the name of the file of a new record, below the data folder.

    `placed` has the files of new organizations.

    An organization goes where most of its sphere are; an account to its organization's other accounts, otherwise to a
    folder named like the organization's; counts have a fixed place.
    """
    top = KINDS[kind].folder
    if KINDS[kind].owner:
        return f"{top}/{identifier}.yaml"
    items = records[kind].values()
    if kind == "organization":
        alike = [item for item in items if item.data.get("sphere") == data.get("sphere")]
        folder = _most(alike) or _only(items)
    else:
        owner = data.get("organization")
        folder = _most(item for item in items if item.data.get("organization") == owner)
        known = records["organization"].get(str(owner))
        file = known.file if known is not None else placed.get(str(owner), "")
        if folder is None and "/" in file:
            sibling = top + file.rpartition("/")[0].removeprefix(KINDS["organization"].folder)
            folder = sibling if any(item.file.startswith(f"{sibling}/") for item in items) else None
        folder = folder or _only(items)
    return f"{folder or top}/{identifier}.yaml"


def _most(items: Iterable[Record]) -> str | None:
    counts = Counter(item.file.rpartition("/")[0] for item in items)
    return min(counts, key=lambda folder: (-counts[folder], folder)) if counts else None


def _only(items: Iterable[Record]) -> str | None:
    """Return the folder that all of them share, None if there is none."""
    folders = {item.file.rpartition("/")[0] for item in items}
    return folders.pop() if len(folders) == 1 else None
