"""Hand-made timelines (commits, changes, removed records) for tests of code that reads a past."""

from __future__ import annotations

import datetime

from reestr.history.timeline.model import Change, Commit, CommitChanges, RemovedRecord, Rename, Timeline, VerdictChange
from reestr.judging.finding import Outcome, Subject
from reestr.judging.run import assess
from reestr.publishing.view import Site, View
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import of_schema_kinds

ZONE = datetime.timezone(datetime.timedelta(hours=5))


def commit(day: str, number: int = 1) -> Commit:
    """A commit of a day at noon; another number is another commit."""
    at = datetime.datetime.combine(factory.date(day), datetime.time(12, 0), ZONE)
    return Commit(f"{number:02x}{day.replace('-', '')}".ljust(40, "0"), at, factory.date(day))


def of_organization(key: str, identifier: str = "school", title: str = "", **values: object) -> Change:
    """A change of an organization."""
    return Change(key, Subject("organization", identifier), identifier, title or f"Школа {identifier}", values)


def of_account(key: str, identifier: str = "school-vk", **values: object) -> Change:
    """A change of an account `<organization>-<network>`."""
    owner, _, network = identifier.rpartition("-")
    title = f"{network}.example/{owner}"
    return Change(key, Subject("account", identifier), owner, title, {"network": network, **values})


def turned(before: Outcome, after: Outcome, organization: str = "school") -> VerdictChange:
    """A verdict that became another."""
    return VerdictChange("page-passport", organization, before, after)


def of_commit(at: Commit, *changes: Change, verdicts: tuple[VerdictChange, ...] = ()) -> CommitChanges:
    """What a commit changed."""
    return CommitChanges(at, changes, verdicts)


def beginning() -> CommitChanges:
    """The commit that brought a school with a page."""
    return of_commit(commit("2025-12-01"), of_organization("organization-added"), of_account("account-added-undated"))


def removed_record(kind: str, identifier: str, removed: Commit, organization: str | None = None) -> RemovedRecord:
    """What is left of a record."""
    title = f"https://vk.example/{identifier}" if kind == "account" else f"Бывшая {identifier}"
    addresses = (title,) if kind == "account" else ()
    network = "vk" if kind == "account" else None
    return RemovedRecord(kind, identifier, title, organization, network, addresses, commit("2025-12-01"), removed)


def rename(old: str, new: str, at: Commit, kind: str = "organization") -> Rename:
    """A record that got another id."""
    return Rename(kind, old, new, at)


def view_of(registry: Registry, timeline: Timeline, url: str = "", commit_url: str = "") -> View:
    """A view of a registry with a past."""
    registry = of_schema_kinds(registry)
    site = Site("Реестр", url, "", commit_url)
    return View(registry, assess(registry, factory.AS_OF), "public", factory.AS_OF, site, timeline)
