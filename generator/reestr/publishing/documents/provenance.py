"""The origin of a document's records: what an auditor needs to obtain the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reestr.history.timeline.model import Commit

Later = Literal["", "limited", "as-they-are"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The commit the records were read from (None outside of Git), the files changed since, and the records' hash.

    `data_hash` is the SHA-256 (hex) of the names and bytes of all record files (see `load.snapshot`); `folder` is where
    they lie, from the root of the repository or, outside of Git, of the project.

    `later` says how records of a later day than that of judging were taken: "limited" to what they date, or
    "as-they-are" on request; "" where they are not later.
    """

    commit: Commit | None
    uncommitted: tuple[str, ...]
    data_hash: str
    folder: str = "data"
    later: Later = ""
