"""Writes pages of records and other files of a served site when a browser asks for them first.

While somebody edits records, the site is made again after every change, and of thousands of pages few are looked at.
"""

from __future__ import annotations

import os
import posixpath
import threading
from collections.abc import Sequence
from pathlib import Path

from reestr.publishing.site.writing import SiteWriter
from reestr.publishing.view import Page

_ORGANIZATIONS = "organizations/"
_CITY_PAGES = ("requirements/", "acts/")


class ServedSite:
    """The files of one build that are not written yet.

    `building` is held while the site is built. `prepare` may be called by several threads.
    """

    building = threading.RLock()

    def __init__(self, writer: SiteWriter, written: Sequence[Page], target: Path) -> None:
        self._writer = writer
        self._written = tuple(written)
        self._target = target
        self._has_city_pages = False
        self._is_whole = False

    def prepare(self, address: str) -> None:
        """Write what is asked for at an address below the site's root, if there is such a thing; the address may be
        anything.
        """
        name = posixpath.normpath("/" + address).lstrip("/")
        with self.building:
            if self._is_whole or self._has(name):
                return
            organization = name.removeprefix(_ORGANIZATIONS).partition("/")[0]
            if name.startswith(_ORGANIZATIONS) and self._writer.write_one(organization):
                return
            if name.startswith(_CITY_PAGES) and not self._has_city_pages:
                self._has_city_pages = True
                self._writer.write_city_pages()
                if self._has(name):
                    return
            self._is_whole = True
            self._writer.write_all(self._written)

    def _has(self, name: str) -> bool:
        path = os.path.join(self._target, name)
        return os.path.isfile(path) or os.path.isfile(os.path.join(path, "index.html"))
