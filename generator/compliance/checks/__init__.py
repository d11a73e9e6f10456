"""The checks, one module each, and the one mapping that names them all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.compliance.check import AccountCheck, Check, CityCheck, OrganizationCheck
from generator.compliance.checks import (
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
from generator.model.finding import Outcome

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "officer-appointed": CityCheck(officer_appointed.judge, officer_appointed.OUTCOMES),
        "accounts-exist": OrganizationCheck(accounts_exist.judge, accounts_exist.OUTCOMES),
        "accounts-controlled": AccountCheck(accounts_controlled.judge, accounts_controlled.OUTCOMES),
        "responsible-appointed": OrganizationCheck(responsible_appointed.judge, responsible_appointed.OUTCOMES),
        "act-published": CityCheck(act_published.judge, act_published.OUTCOMES),
        "page-status": AccountCheck(page_status.judge, page_status.OUTCOMES),
        "exemption-grounds": OrganizationCheck(exemption_grounds.judge, exemption_grounds.OUTCOMES, of_exempt=True),
        "portal-connected": AccountCheck(portal_connected.judge, portal_connected.OUTCOMES),
        "registry-current": OrganizationCheck(registry_current.judge, registry_current.OUTCOMES, of_exempt=True),
        "centre-answered": CityCheck(centre_answered.judge, centre_answered.OUTCOMES),
        "centre-notified": OrganizationCheck(centre_notified.judge, centre_notified.OUTCOMES),
        "portal-posts-placed": AccountCheck(portal_posts_placed.judge, portal_posts_placed.OUTCOMES),
        "content-plan": OrganizationCheck(content_plan.judge, content_plan.OUTCOMES),
        "listed-on-site": OrganizationCheck(listed_on_site.judge, listed_on_site.OUTCOMES),
        "credentials-accounted": AccountCheck(credentials_accounted.judge, credentials_accounted.OUTCOMES),
        "two-factor": AccountCheck(two_factor.judge, two_factor.OUTCOMES),
        "requests-answered": OrganizationCheck(requests_answered.judge, requests_answered.OUTCOMES),
        "change-notified": OrganizationCheck(change_notified.judge, change_notified.OUTCOMES),
        "moderation": AccountCheck(moderation.judge, moderation.OUTCOMES),
        "page-passport": AccountCheck(page_passport.judge, page_passport.OUTCOMES),
        "open-information": AccountCheck(open_information.judge, open_information.OUTCOMES),
        "two-posts-a-week": AccountCheck(two_posts_a_week.judge, two_posts_a_week.OUTCOMES),
        "varied-content": AccountCheck(varied_content.judge, varied_content.OUTCOMES),
        "description-and-design": AccountCheck(description_and_design.judge, description_and_design.OUTCOMES),
        "extras": AccountCheck(extras.judge, extras.OUTCOMES),
        "plain-style": OrganizationCheck(plain_style.judge, plain_style.OUTCOMES),
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
