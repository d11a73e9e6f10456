"""The registry: every organization in one filterable table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.artifact import Page, View
from generator.model.finding import Outcome, worst
from generator.model.organization import Organization
from generator.pages.environment import render

PATH = "organizations/"


@dataclass(frozen=True, slots=True)
class Row:
    """An organization in the list: how many accounts it has in use, and what its findings come to."""

    organization: Organization
    closed: bool
    exempt: bool
    accounts: int
    worst: Outcome
    breaches: int
    unconfirmed: int


def organizations(view: View) -> Page:
    """The list of all organizations, the worst nowhere first: by name, as people look for them."""
    rows = sorted(
        (_row(view, organization) for organization in view.registry.organizations.values()),
        key=lambda row: (row.organization.title.casefold(), row.organization.id),
    )
    body = render("organizations", PATH, view=view, rows=rows)
    return Page(PATH, "Реестр организаций", "Все организации реестра: страницы, сфера, итог проверки.", body)


def _row(view: View, organization: Organization) -> Row:
    counts = Counter(finding.outcome for finding in view.assessment.by_organization.get(organization.id, ()))
    return Row(
        organization,
        organization.is_closed(view.as_of),
        view.registry.is_exempt(organization, view.as_of),
        len(view.registry.active_accounts(organization.id, view.as_of)),
        worst(counts),
        counts[Outcome.BREACH],
        counts[Outcome.UNCONFIRMED],
    )
