"""The checks, one module each, and the one mapping that names them all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reestr.judging.check import Check, CityCheck, OrganizationCheck
from reestr.judging.finding import Outcome
from reestr.judging.rules import (
    accounts_controlled,
    accounts_exist,
    act_published,
    centre_answered,
    centre_notified,
    change_notified,
    content_plan,
    credentials_accounted,
    description_and_design,
    exemption_grounds,
    extras,
    listed_on_site,
    moderation,
    officer_appointed,
    open_information,
    page_passport,
    page_status,
    plain_style,
    portal_connected,
    portal_posts_placed,
    registry_current,
    requests_answered,
    responsible_appointed,
    two_factor,
    two_posts_a_week,
    varied_content,
)

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "officer-appointed": officer_appointed.CHECK,
        "accounts-exist": accounts_exist.CHECK,
        "accounts-controlled": accounts_controlled.CHECK,
        "responsible-appointed": responsible_appointed.CHECK,
        "act-published": act_published.CHECK,
        "page-status": page_status.CHECK,
        "exemption-grounds": exemption_grounds.CHECK,
        "portal-connected": portal_connected.CHECK,
        "registry-current": registry_current.CHECK,
        "centre-answered": centre_answered.CHECK,
        "centre-notified": centre_notified.CHECK,
        "portal-posts-placed": portal_posts_placed.CHECK,
        "content-plan": content_plan.CHECK,
        "listed-on-site": listed_on_site.CHECK,
        "credentials-accounted": credentials_accounted.CHECK,
        "two-factor": two_factor.CHECK,
        "requests-answered": requests_answered.CHECK,
        "change-notified": change_notified.CHECK,
        "moderation": moderation.CHECK,
        "page-passport": page_passport.CHECK,
        "open-information": open_information.CHECK,
        "two-posts-a-week": two_posts_a_week.CHECK,
        "varied-content": varied_content.CHECK,
        "description-and-design": description_and_design.CHECK,
        "extras": extras.CHECK,
        "plain-style": plain_style.CHECK,
    }
)
"""Every check by its requirement's id, in the order of the act's clauses."""


def possible_outcomes(requirement_id: str) -> frozenset[Outcome]:
    """Every outcome a requirement can have: those of its check and those the runner gives without asking the check.

    Raises KeyError for a requirement that has no check.
    """
    check = CHECKS[requirement_id]
    if isinstance(check, CityCheck):
        return check.outcomes
    if isinstance(check, OrganizationCheck) and check.of_exempt:
        return check.outcomes | {Outcome.NOT_APPLICABLE}
    return check.outcomes | {Outcome.NOT_APPLICABLE, Outcome.EXEMPT}
