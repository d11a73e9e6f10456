"""Writes what MkDocs does not: the pages of records, the files of organizations, the open data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from reestr.publishing.build import Build
from reestr.publishing.neighbourhoods import Neighbourhoods
from reestr.publishing.parts_files import ListsInFiles, PartPlace, PartPlaces, PartsFile
from reestr.publishing.site import output_folder
from reestr.publishing.site.kept_organizations import KeptOrganizations
from reestr.publishing.site.page_shell import Shell
from reestr.publishing.view import ListPart, Page
from reestr.records.shards import in_shards, jobs_wanted
from reestr.registry.organization import Organization

_Step = Callable[[int, int], None]
_Made = tuple[PartPlaces, dict[str, tuple[str, ...]]]

PORTION = 16
"""The number of organizations that a process takes at a time, in registries of up to some 16,000."""

ENOUGH = 200
"""With fewer organizations to write a second process costs more than it does."""

_MOST_PORTIONS = 1000
_DEPTH = 2


def portions(identifiers: Sequence[str]) -> list[Sequence[str]]:
    """Return the organizations in runs of equal length."""
    size = max(PORTION, -(-len(identifiers) // _MOST_PORTIONS))
    return [identifiers[start : start + size] for start in range(0, len(identifiers), size)]


class SiteWriter:
    """Writes into a folder; `shell` renders the theme's page around the content of a page of some depth.

    With `kept`, what the last build made of an organization is linked if it would be the same again.
    """

    def __init__(
        self,
        build: Build,
        target: Path,
        shell: Callable[[int], Shell],
        step: _Step | None,
        kept: KeptOrganizations | None = None,
    ) -> None:
        self._build = build
        self._view = build.view
        self._target = target
        self._make_shell = shell
        self._shells: dict[int, Shell] = {}
        self._step = step
        self._kept = kept

    def write_all(self, written: Iterable[Page]) -> None:
        """Write everything; `written` are the hand-written pages. Raises what rendering and writing raise."""
        # Rendered once, before the processes part.
        shell, everybody, kept = self._shell(_DEPTH), tuple(self._view.registry.organizations), self._kept
        keys: dict[str, bytes] = {}
        same: list[str] = []
        if kept is not None:
            near = Neighbourhoods(self._view, self._build.footprints)
            common = near.common_key(repr((shell.pieces, self._build.later)))
            keys = {identifier: near.key(identifier, common) for identifier in everybody}
            same = kept.same(keys)
        known = frozenset(same)
        runs = portions([identifier for identifier in everybody if identifier not in known])
        jobs = jobs_wanted() if len(everybody) - len(same) >= ENOUGH else 1
        files = [PartsFile() for _ in range(jobs)]

        def write_portions(process: int, numbers: Iterator[int]) -> _Made:
            places: PartPlaces = {}
            names: dict[str, tuple[str, ...]] = {}
            for number in numbers:
                for identifier in runs[number]:
                    organization = self._view.registry.organizations[identifier]
                    places[identifier], names[identifier] = self._write_organization(organization, files[process])
                if self._step is not None and process == 0:
                    self._step(number, len(runs))
            files[process].flush()
            return places, names

        def meanwhile() -> None:
            if kept is not None:
                kept.link(same, self._target)
            self.write_city_pages()

        try:
            made = in_shards(jobs, len(runs), write_portions, meanwhile)
            places = [found for found, _ in made]
            if kept is None:
                lists = ListsInFiles(everybody, files, places)
            else:
                lists = ListsInFiles(everybody, [*files, kept], [*places, kept.places(same)])
            for file in self._build.city_files(written, lists):
                output_folder.write_file(self._target, file)
            if kept is not None:
                names = {identifier: kept.files(identifier) for identifier in same}
                for _, found in made:
                    names.update(found)
                kept.keep(keys, names, lists)
        finally:
            for parts in files:
                parts.close()

    def write_one(self, organization: str) -> bool:
        """Write the page and the files of one organization; return whether there is such an organization."""
        item = self._view.registry.organizations.get(organization)
        if item is None:
            return False
        parts = PartsFile()
        try:
            self._write_organization(item, parts)
        finally:
            parts.close()
        return True

    def write_city_pages(self) -> None:
        """Write the pages of records that are not an organization's."""
        for page in self._build.city_record_pages():
            self._write_page(page)

    def _write_organization(
        self, organization: Organization, parts: PartsFile
    ) -> tuple[list[PartPlace], tuple[str, ...]]:
        """Write the page and the files of an organization; return the places of its parts, and the files' names."""
        places, names = [], [self._write_page(self._build.organization_page(organization))]
        for file in self._build.organization_files(organization):
            if isinstance(file, ListPart):
                if file.count:
                    places.append(parts.add(file))
            else:
                output_folder.write_file(self._target, file)
                names.append(file.path)
        return places, tuple(names)

    def _write_page(self, page: Page) -> str:
        """Write a page and return the name of its file."""
        url, name = self._view.site.url, f"{page.path}index.html"
        stands_for = page.path if page.canonical is None else page.canonical
        subject = page.path if page.origin is None else page.origin.record
        content = self._shell(page.depth).stamp(
            page.title, page.description, url and url + stands_for, page.body, page.head, subject
        )
        output_folder.write(self._target, name, content)
        return name

    def _shell(self, depth: int) -> Shell:
        shell = self._shells.get(depth)
        if shell is None:
            shell = self._shells[depth] = self._make_shell(depth)
        return shell
