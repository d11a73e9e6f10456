"""All rules by name. To add a rule, write its module and register it here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reestr.judging.rule import Rule
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

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "officer-appointed": officer_appointed.RULE,
        "accounts-exist": accounts_exist.RULE,
        "accounts-controlled": accounts_controlled.RULE,
        "responsible-appointed": responsible_appointed.RULE,
        "act-published": act_published.RULE,
        "page-status": page_status.RULE,
        "exemption-grounds": exemption_grounds.RULE,
        "portal-connected": portal_connected.RULE,
        "registry-current": registry_current.RULE,
        "centre-answered": centre_answered.RULE,
        "centre-notified": centre_notified.RULE,
        "portal-posts-placed": portal_posts_placed.RULE,
        "content-plan": content_plan.RULE,
        "listed-on-site": listed_on_site.RULE,
        "credentials-accounted": credentials_accounted.RULE,
        "two-factor": two_factor.RULE,
        "requests-answered": requests_answered.RULE,
        "change-notified": change_notified.RULE,
        "moderation": moderation.RULE,
        "page-passport": page_passport.RULE,
        "open-information": open_information.RULE,
        "two-posts-a-week": two_posts_a_week.RULE,
        "varied-content": varied_content.RULE,
        "description-and-design": description_and_design.RULE,
        "extras": extras.RULE,
        "plain-style": plain_style.RULE,
    }
)
"""Every rule by the name that requirements give as their `check`, in the order of the act's clauses."""
