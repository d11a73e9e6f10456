"""What is kept of an organization hangs on the records near it, so nothing of it may show any other.

A page, file or rule that reads another record fails here: either it does without, or `Kind.references` of that record
or `Neighbourhoods` must say that it is near.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from reestr.history.past import Past
from reestr.history.timeline.model import NO_PAST, Timeline
from reestr.history.timeline.read_history import timeline
from reestr.judging.finding import Finding
from reestr.judging.run import assess
from reestr.publishing.neighbourhoods import Neighbourhoods, _texts
from reestr.publishing.open_data import organization_files
from reestr.publishing.site.pages.organization import organization as organization_page
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.records.record import RecordKey
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry

from tests.unit.project import BASE, ROOT, VYMYSHLENSK

SITE = Site("Реестр", "https://example.org/", "https://forge.example/edit/", "https://forge.example/commit/")
_Item = TypeVar("_Item")


def near_only(registry: Registry, near: frozenset[RecordKey]) -> Registry:
    """The registry without all records of organizations that are not near."""

    def of(kind: str, items: Mapping[str, _Item]) -> dict[str, _Item]:
        return {name: item for name, item in items.items() if (kind, name) in near}

    return dataclasses.replace(
        registry,
        organizations=of("organization", registry.organizations),
        accounts=of("account", registry.accounts),
        activity={
            name: kept
            for name, years in registry.activity.items()
            if (kept := tuple(year for year in years if ("activity", f"{name}/{year.year}") in near))
        },
        plans={
            name: left
            for name, plans in registry.plans.items()
            if (left := tuple(plan for plan in plans if ("plan", plan.origin.id) in near))
        },
        assignments=of("assignment", registry.assignments),
        notices=of("notice", registry.notices),
        fakes=of("fake", registry.fakes),
        drafts=tuple(draft for draft in registry.drafts if (draft.kind, draft.id) in near),
        prepared_notices=tuple(item for item in registry.prepared_notices if ("notice", item.origin.id) in near),
        pending_networks={
            name: networks for name, networks in registry.pending_networks.items() if ("organization", name) in near
        },
    )


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Findings without the identity of the records they come from."""
    return [repr((finding, finding.verdict)) for finding in findings]


def shown(view: View, organization: str) -> list[object]:
    """The page and the files of an organization."""
    item = view.registry.organizations[organization]
    files = [dataclasses.astuple(file) for file in organization_files(view)(item)]
    page = organization_page(view, item)
    return [(page.path, page.title, page.description, page.body, page.head), *files]


def view_of(registry: Registry, edition: Edition, day: datetime.date, past: Timeline = NO_PAST) -> View:
    return View(registry, assess(registry, day), edition, day, SITE, past)


def past_near_only(view: View, alone: View, organization: str, near: frozenset[RecordKey]) -> None:
    """Give a view of the records near an organization the past that the key of the organization holds."""
    past = view.past
    names = set(_texts(past.of_organization.get(organization, ())))
    kinds = ("organization", "account", "requirement")
    redirects = {
        (kind, name): past.redirects[kind, name] for kind in kinds for name in names if (kind, name) in past.redirects
    }
    present = {(kind, past.id_now(kind, name)) for kind in kinds for name in names}
    known = {name: title for name, title in view.titles.organizations.items() if name in names}
    alone.__dict__["titles"] = dataclasses.replace(view.titles, organizations=known)
    alone.__dict__["past"] = Past(
        {organization: past.of_organization.get(organization, ())},
        {key: record for key, record in past.removed_records.items() if key in present},
        redirects,
        {key: ids for key, ids in past.earlier_ids.items() if key in near},
        {organization: past.removed_accounts.get(organization, ())},
        past.uncommitted,
    )
    # What is linked only if it exists may lie on the page of another organization.
    for kind, name in present:
        if kind == "organization" and name in view.registry.organizations:
            alone.registry.organizations.setdefault(name, view.registry.organizations[name])  # type: ignore[attr-defined]
        if kind == "account" and name in view.registry.accounts:
            alone.registry.accounts.setdefault(name, view.registry.accounts[name])  # type: ignore[attr-defined]


def timeline_near_only(view: View, organization: str, near: frozenset[RecordKey]) -> Timeline:
    """The part of a timeline that the key of an organization holds."""
    past = view.timeline
    own = [
        tuple(
            change
            for change in item.changes
            if change.organization and view.past.id_now("organization", change.organization) == organization
        )
        for item in past.commits
    ]
    commits = tuple(
        dataclasses.replace(item, changes=changes, verdicts=())
        for number, (item, changes) in enumerate(zip(past.commits, own, strict=True))
        if changes or number == 0
    )
    changed = {name: item for name, item in past.changed.items() if tuple(name.split("/", 1)) in near}
    return dataclasses.replace(past, commits=commits, weeks=(), removed_records=(), renames=(), changed=changed)


@pytest.mark.long
@pytest.mark.parametrize("edition", ["internal", "public"])
@pytest.mark.parametrize("data", [BASE, VYMYSHLENSK / "data", ROOT / "data"], ids=["base", "second", "city"])
def test_an_organization_shows_only_what_is_near(data: Path, edition: Edition) -> None:
    check(data, edition, NO_PAST)


@pytest.mark.process
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_an_organization_shows_only_its_own_past(primersk: Path, edition: Edition) -> None:
    check(
        primersk / "data",
        edition,
        timeline(primersk / "data", edition, "Asia/Vladivostok", datetime.date(2026, 11, 16)),
    )


def check(data: Path, edition: Edition, past: Timeline) -> None:
    loaded = load(data, edition)
    registry = loaded.registry
    assert registry is not None
    day = registry.city.frozen_on or datetime.date(2026, 11, 16)
    view = view_of(registry, edition, day, past)
    neighbourhoods = Neighbourhoods(view, loaded.footprints)
    for organization in registry.organizations:
        near = neighbourhoods.of(organization)
        alone = view_of(near_only(registry, near), edition, day, timeline_near_only(view, organization, near))
        past_near_only(view, alone, organization, near)
        of_all, of_near = (item.assessment.by_organization.get(organization, ()) for item in (view, alone))
        assert told(of_near) == told(of_all), organization
        assert alone.tasks.by_organization[organization] == view.tasks.by_organization[organization]
        assert shown(alone, organization) == shown(view, organization), organization


@pytest.mark.process
def test_the_key_of_an_organization_changes_with_its_past(primersk: Path) -> None:
    loaded = load(primersk / "data", "public")
    past = timeline(primersk / "data", "public", "Asia/Vladivostok", datetime.date(2026, 11, 16))
    assert loaded.registry is not None
    view = view_of(loaded.registry, "public", datetime.date(2026, 11, 16), past)
    # Without the last commit.
    earlier = dataclasses.replace(view, timeline=dataclasses.replace(past, commits=past.commits[:-1]))
    keys = [
        {name: near.key(name, near.common_key("")) for name in loaded.registry.organizations}
        for near in (Neighbourhoods(item, loaded.footprints) for item in (view, earlier))
    ]
    touched = {change.organization for change in past.commits[-1].changes} | {
        verdict.organization for verdict in past.commits[-1].verdicts
    }
    differing = {name for name in keys[0] if keys[0][name] != keys[1][name]}
    assert differing == {name for name in touched if name in keys[0]}
    assert differing
