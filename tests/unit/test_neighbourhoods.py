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
from reestr.judging.finding import Finding
from reestr.judging.run import assess
from reestr.publishing.neighbourhoods import Neighbourhoods
from reestr.publishing.open_data import organization_files
from reestr.publishing.site.pages.organization import organization as organization_page
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.records.record import RecordKey
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry

from tests.unit.project import BASE, PRIMERSK, ROOT, VYMYSHLENSK

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


def view_of(registry: Registry, edition: Edition, day: datetime.date) -> View:
    return View(registry, assess(registry, day), edition, day, SITE)


@pytest.mark.long
@pytest.mark.parametrize("edition", ["internal", "public"])
@pytest.mark.parametrize(
    "data", [BASE, PRIMERSK / "data", VYMYSHLENSK / "data", ROOT / "data"], ids=["base", "primersk", "second", "city"]
)
def test_an_organization_shows_only_what_is_near(data: Path, edition: Edition) -> None:
    loaded = load(data, edition)
    registry = loaded.registry
    assert registry is not None
    day = registry.city.frozen_on or datetime.date(2026, 11, 16)
    view = view_of(registry, edition, day)
    neighbourhoods = Neighbourhoods(view, loaded.footprints)
    for organization in registry.organizations:
        alone = view_of(near_only(registry, neighbourhoods.of(organization)), edition, day)
        of_all, of_near = (item.assessment.by_organization.get(organization, ()) for item in (view, alone))
        assert told(of_near) == told(of_all), organization
        assert alone.tasks.by_organization[organization] == view.tasks.by_organization[organization]
        assert shown(alone, organization) == shown(view, organization), organization
