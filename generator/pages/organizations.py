"""The registry: every organization in one filterable table."""

from __future__ import annotations

from dataclasses import dataclass

from generator.artifact import Page, View
from generator.model.finding import Outcome, worst
from generator.model.organization import Organization
from generator.pages.counts import by_outcome
from generator.pages.environment import interface, render
from generator.pages.ordering import by_name

PATH = "organizations/"


@dataclass(frozen=True, slots=True)
class Row:
    """An organization in the list: how many accounts it has in use, and what the findings it answers for come to."""

    organization: Organization
    closed: bool
    exempt: bool
    accounts: int
    worst: Outcome
    breaches: int
    unconfirmed: int


def organizations(view: View) -> Page:
    """The list of all organizations by name, as people look for them."""
    rows = sorted(
        (_row(view, organization) for organization in view.registry.organizations.values()),
        key=lambda row: by_name(row.organization),
    )
    title, lead = interface("pages.organizations.title"), interface("pages.organizations.lead")
    closed = sum(row.closed for row in rows)
    body = render("organizations", PATH, view=view, title=title, lead=lead, rows=rows, closed=closed)
    return Page(PATH, title, lead, body)


def _row(view: View, organization: Organization) -> Row:
    requirements = view.registry.requirements
    findings = [
        finding
        for finding in view.assessment.by_organization.get(organization.id, ())
        if requirements[finding.requirement].is_organizations_duty
    ]
    counts = by_outcome(findings)
    return Row(
        organization,
        organization.is_closed(view.as_of),
        view.registry.is_exempt(organization, view.as_of),
        len(view.registry.active_accounts(organization.id, view.as_of)),
        worst(finding.outcome for finding in findings),
        counts[Outcome.BREACH],
        counts[Outcome.UNCONFIRMED],
    )
