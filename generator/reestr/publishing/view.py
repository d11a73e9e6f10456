"""The input and output of a build: a view of the registry; pages and files before they are written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reestr.history.narrative import Titles
from reestr.history.past import Past, read_past
from reestr.history.timeline.breaches import BreachKey, BreachSince, breaches_since
from reestr.history.timeline.model import NO_PAST, Timeline
from reestr.judging.finding import Finding, Outcome
from reestr.judging.run import Assessment
from reestr.judging.tasks.collecting import tasks_of
from reestr.judging.tasks.task import Tasks
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.forge import Forge
from reestr.records.latest_observation import LatestObservation
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site. `body` is HTML put into the theme's shell.

    `path` is its folder below the site's root with a final slash (`organizations/school-1/`), "" for the home page.
    `origin` is the record the page shows, for the "edit this record" link. `written` marks a hand-written page, which
    does not change with the day. `head` is HTML for the page's <head>; `canonical` the path of the page that this one
    leads to.
    """

    path: str
    title: str
    description: str
    body: str
    origin: Origin | None = None
    written: bool = False
    head: str = ""
    canonical: str | None = None

    @property
    def depth(self) -> int:
        """Return the number of folders between the page and the site's root."""
        return self.path.count("/")

    @property
    def root(self) -> str:
        """Return the path from the page to the site's root: "", "../", "../../"; put before every internal link."""
        return "../" * self.depth


@dataclass(frozen=True, slots=True)
class File:
    """Any other file of the site; `path` is relative to the site's root, with forward slashes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LongFile:
    """A file made of pieces, which are never all in memory; `pieces` can be read once."""

    path: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class ListPart:
    """One organization's part of a file that lists all: the list's name, the bytes, the number of items in them.

    `group` separates the groups of a list that is not in the order of organizations.
    """

    name: str
    content: bytes
    count: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A build's knowledge of the site itself.

    `url` is the public address with a final slash ("" if unknown). A record's file name appended to `edit_url` gives
    the address to edit it on the forge; a commit's id appended to `commit_url` gives the address that shows it ("" if
    there is none). `forge` is what the editor at /admin/ writes to (None: there is none), `issues_url` the address at
    which the forge accepts a new issue.
    """

    name: str
    url: str = ""
    edit_url: str = ""
    commit_url: str = ""
    forge: Forge | None = None
    issues_url: str = ""


@dataclass(frozen=True)
class View:
    """The input of all pages and exports: the registry of the edition, its findings on a date, its past.

    `latest` is what the program saw last by that date, None if nothing is known of it.
    """

    registry: Registry
    assessment: Assessment
    edition: str
    as_of: datetime.date
    site: Site
    timeline: Timeline = NO_PAST
    latest: LatestObservation | None = None

    @cached_property
    def past(self) -> Past:
        """Return the past of the present records, computed once from the timeline."""
        registry = self.registry
        kinds = {
            "organization": registry.organizations,
            "account": registry.accounts,
            "requirement": registry.requirements,
        }
        known = {(kind, identifier) for kind, records in kinds.items() for identifier in records}
        return read_past(self.timeline, known)

    @cached_property
    def titles(self) -> Titles:
        """Return the titles by which changes name organizations, removed and renamed ones included, and present
        requirements.
        """
        organizations = {removed.id: removed.title for removed in self.past.removed_of("organization")}
        organizations.update((item.id, item.title) for item in self.registry.organizations.values())
        for (kind, old), new in self.past.redirects.items():
            if kind == "organization":
                organizations[old] = organizations[new]
        return Titles(
            organizations, {item.id: item.title for item in self.registry.requirements.values()}, self.registry.words
        )

    @cached_property
    def places_by_name(self) -> Mapping[str, int]:
        """Return the place of every organization in lists by name."""
        organizations = sorted(self.registry.organizations.values(), key=by_name)
        return {item.id: place for place, item in enumerate(organizations)}

    @cached_property
    def breaches(self) -> Mapping[BreachKey, tuple[Finding, ...]]:
        """Return the findings of each breach of the day, in the order of the assessment."""
        found: dict[BreachKey, list[Finding]] = {}
        for item in self.assessment.findings:
            if item.verdict.outcome is Outcome.BREACH:
                found.setdefault((item.requirement, item.organization or ""), []).append(item)
        return {breach: tuple(findings) for breach, findings in found.items()}

    @cached_property
    def breaches_since(self) -> Mapping[BreachKey, BreachSince]:
        """Return since when there are the breaches of the day, as far as the timeline tells."""
        return breaches_since(self.timeline, self.breaches, self.as_of, self.organization_ids)

    @cached_property
    def organization_ids(self) -> Mapping[str, str]:
        """Return the present ids of organizations by their earlier ones."""
        return {old: new for (kind, old), new in self.past.redirects.items() if kind == "organization"}

    @property
    def records_hash(self) -> str:
        """Return the hash of the records shown, by which a reader can check them; "" outside of Git, or if they differ
        from the commit.
        """
        return "" if self.timeline.uncommitted else self.timeline.records

    @property
    def internal(self) -> bool:
        """Return whether this is the internal edition."""
        return self.edition == "internal"

    @cached_property
    def letters(self) -> dict[str, Any]:
        """Return the place where letters to organizations are kept by id: three pages show each of them."""
        return {}

    @cached_property
    def tasks(self) -> Tasks:
        """Return all tasks, computed once."""
        return tasks_of(self.registry, self.assessment)
