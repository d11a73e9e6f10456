"""The exemptions: every organization that may have no pages, the ground, and whether it holds on the page's date."""

from __future__ import annotations

from dataclasses import dataclass

from reestr.judging.finding import Finding
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.registry.lists import ACT_ROW, FORMER
from reestr.registry.organization import Exemption, Organization

PATH = "exemptions/"
"""The rule that judges whether an organization may have no pages (clause 1.3)."""


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """One exemption of an organization; `state` is "holds", "unproven", "to-come" or "over" on the date of the page.

    `networks` are pairs (id, name); none means all.
    """

    organization: Organization
    exemption: Exemption
    networks: tuple[tuple[str, str], ...]
    state: str
    closed: bool
    finding: Finding | None


def build(view: View) -> Page:
    """Return the list of all exemptions, past ones included, by the organization's name."""
    registry = view.registry
    requirement = registry.leading_requirement("exempted")
    findings = view.assessment.by_requirement.get(requirement.id, ()) if requirement else ()
    verdicts = {finding.organization: finding for finding in findings}
    organizations = sorted(registry.organizations.values(), key=by_name)
    rows = [
        _row(view, organization, exemption, verdicts.get(organization.id))
        for organization in organizations
        for exemption in organization.exemptions
    ]
    fully = sum(registry.is_exempt(organization, view.as_of) for organization in organizations)
    lists = registry.city.lists
    roles = tuple(item.role for item in lists.grounds)
    return section_page(
        view,
        "exemptions",
        PATH,
        rows=rows,
        fully=fully,
        holding=sum(row.state == "holds" and not row.closed for row in rows),
        requirement=requirement,
        act=registry.act,
        grounds=None if lists is FORMER or roles == (ACT_ROW, "agreement") else [item.title for item in lists.grounds],
    )


def _row(view: View, organization: Organization, exemption: Exemption, finding: Finding | None) -> ExemptionRow:
    known = view.registry.networks
    return ExemptionRow(
        organization,
        exemption,
        tuple((network, known[network].name if network in known else network) for network in exemption.networks),
        _state(view, exemption),
        organization.is_closed(view.as_of),
        finding,
    )


def _state(view: View, exemption: Exemption) -> str:
    if exemption.holds_on(view.as_of):
        return "holds"
    if exemption.runs_on(view.as_of) and exemption.letter_date is None:
        return "unproven"
    until = exemption.term.until
    return "over" if until is not None and until < view.as_of else "to-come"
