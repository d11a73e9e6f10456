"""Writes what MkDocs does not: the pages of records, the files of organizations, the open data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from reestr.publishing.build import Build
from reestr.publishing.parts_files import ListsInFiles, PartPlaces, PartsFile
from reestr.publishing.site import output_folder
from reestr.publishing.site.page_shell import Shell
from reestr.publishing.view import ListPart, Page
from reestr.records.shards import in_shards, jobs_wanted

_Step = Callable[[int, int], None]

PORTION = 16
"""The number of organizations that a process takes at a time, in registries of up to some 16,000."""

ENOUGH = 200
"""With fewer organizations a second process costs more than it does."""

_MOST_PORTIONS = 1000


def portions(identifiers: Sequence[str]) -> list[Sequence[str]]:
    """Return the organizations in runs of equal length."""
    size = max(PORTION, -(-len(identifiers) // _MOST_PORTIONS))
    return [identifiers[start : start + size] for start in range(0, len(identifiers), size)]


class SiteWriter:
    """Writes into a folder; `shell` renders the theme's page around the content of a page of some depth."""

    def __init__(self, build: Build, target: Path, shell: Callable[[int], Shell], step: _Step | None) -> None:
        self._build = build
        self._view = build.view
        self._target = target
        self._make_shell = shell
        self._shells: dict[int, Shell] = {}
        self._step = step

    def write_all(self, written: Iterable[Page]) -> None:
        """Write everything; `written` are the hand-written pages. Raises what rendering and writing raise."""
        runs = portions(tuple(self._view.registry.organizations))
        jobs = jobs_wanted() if len(self._view.registry.organizations) >= ENOUGH else 1
        files = [PartsFile(number) for number in range(jobs)]
        # Rendered once, before the processes part.
        self._shell(2)

        def write_portions(process: int, numbers: Iterator[int]) -> PartPlaces:
            for number in numbers:
                self._write_portion(runs[number], number, files[process])
                if self._step is not None and process == 0:
                    self._step(number, len(runs))
            files[process].flush()
            return files[process].places

        try:
            places = in_shards(jobs, len(runs), write_portions, self._write_city_pages)
            for file in self._build.city_files(written, ListsInFiles(files, places)):
                output_folder.write_file(self._target, file)
        finally:
            for parts in files:
                parts.close()

    def _write_portion(self, identifiers: Iterable[str], number: int, parts: PartsFile) -> None:
        registry = self._view.registry
        for identifier in identifiers:
            organization = registry.organizations[identifier]
            self._write_page(self._build.organization_page(organization))
            for file in self._build.organization_files(organization):
                if isinstance(file, ListPart):
                    parts.add(number, file)
                else:
                    output_folder.write_file(self._target, file)

    def _write_city_pages(self) -> None:
        for page in self._build.city_record_pages():
            self._write_page(page)

    def _write_page(self, page: Page) -> None:
        url = self._view.site.url
        stands_for = page.path if page.canonical is None else page.canonical
        subject = page.path if page.origin is None else page.origin.record
        content = self._shell(page.depth).stamp(
            page.title, page.description, url and url + stands_for, page.body, page.head, subject
        )
        output_folder.write(self._target, f"{page.path}index.html", content)

    def _shell(self, depth: int) -> Shell:
        shell = self._shells.get(depth)
        if shell is None:
            shell = self._shells[depth] = self._make_shell(depth)
        return shell
