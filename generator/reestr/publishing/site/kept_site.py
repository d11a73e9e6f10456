"""Keeps what the site in a folder is made of, so that nothing is written twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reestr.publishing.site.kept_organizations import FileStamp, KeptOrganizations, stamp
from reestr.records import fingerprint
from reestr.records.kept_files import KeptFiles

_SITE = "site"


@dataclass(frozen=True, slots=True)
class SiteRemarks:
    """What a user must be told of a site although it was built: see `Provenance.later`, `Build.notices`, `Gap`."""

    later: str
    notices: tuple[str, ...]
    gaps: tuple[str, ...]


class KeptSite:
    """What is kept of the last build into the folder `target`, below the folder `kept`.

    `stamps` are those of its files, once `up_to_date` has been asked.
    """

    def __init__(self, kept: Path, target: Path) -> None:
        self.target = target
        place = hashlib.blake2b(os.fsencode(os.path.realpath(target)), digest_size=8).hexdigest()
        self.files = KeptFiles(kept / f"site-{place}", fingerprint.of_program())
        self.stamps: Mapping[str, FileStamp] = {}

    def up_to_date(self, key: bytes) -> SiteRemarks | None:
        """Return the remarks on the site if one with this key stands in the folder unchanged; None otherwise."""
        found = self.files.load(_SITE)
        if not isinstance(found, tuple):
            return None
        known, remarks, self.stamps = found
        if known != key or dict(stamps_of(self.target)) != self.stamps:
            return None
        return SiteRemarks(*remarks)

    def organizations(self) -> KeptOrganizations:
        """Return what the last build made of organizations."""
        return KeptOrganizations(self.files, self.target, self.stamps)

    def keep(self, key: bytes, remarks: SiteRemarks) -> None:
        """Keep the key and the remarks of the site that stands in the folder now."""
        told = (remarks.later, remarks.notices, remarks.gaps)
        self.files.keep(_SITE, (key, told, dict(stamps_of(self.target))))


def stamps_of(folder: Path) -> Iterator[tuple[str, FileStamp]]:
    """Yield name and stamp of everything below a folder but folders; nothing if there is no such folder."""
    below = [""]
    while below:
        place = below.pop()
        try:
            with os.scandir(folder / place) as entries:
                for entry in entries:
                    name = place + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        below.append(f"{name}/")
                    else:
                        yield name, stamp(entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            continue
