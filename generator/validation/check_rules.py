"""What every check asks of the requirement that names it: whom it judges, and the parameters it works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.compliance.check import Check, CityCheck, OrganizationCheck
from generator.compliance.checks import CHECKS


@dataclass(frozen=True, slots=True)
class CheckRule:
    """`subject` is what a check's verdicts are about; `parameters` are those it needs, each with its JSON type."""

    subject: str
    parameters: Mapping[str, str] = field(default_factory=dict)


# A check reads its parameters while it judges: one that lacks would stop the judging of the whole city.
_WHOLE_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "accounts-exist": ("grace_days",),
    "accounts-controlled": ("control_period_days", "grace_days"),
    "portal-connected": ("grace_days",),
    "page-status": ("grace_days", "evidence_period_days"),
    "registry-current": ("review_period_days",),
    "centre-notified": ("term_working_days",),
    "change-notified": ("term_working_days",),
    "content-plan": ("grace_days",),
    "listed-on-site": ("evidence_period_days", "grace_days"),
    "credentials-accounted": ("evidence_period_days",),
    "two-factor": ("attestation_period_days",),
    "moderation": ("attestation_period_days",),
    "page-passport": ("observation_period_days", "grace_days"),
    "open-information": ("observation_period_days", "grace_days"),
    "description-and-design": ("observation_period_days", "grace_days"),
    "extras": ("observation_period_days",),
    "two-posts-a-week": ("posts_per_week", "weeks_judged", "count_grace_days"),
    "varied-content": ("formats", "weeks"),
    "plain-style": ("max_per_text",),
}
_OTHERS: Mapping[str, Mapping[str, str]] = {
    "two-posts-a-week": {"counts_gospabliki": "boolean"},
    "plain-style": {"word_list": "array"},
}


def _rule(name: str, check: Check) -> CheckRule:
    subject = (
        "city"
        if isinstance(check, CityCheck)
        else "organization"
        if isinstance(check, OrganizationCheck)
        else "account"
    )
    numbers = dict.fromkeys(_WHOLE_NUMBERS.get(name, ()), "integer")
    return CheckRule(subject, MappingProxyType({**numbers, **_OTHERS.get(name, {})}))


CHECK_RULES: Mapping[str, CheckRule] = MappingProxyType({name: _rule(name, check) for name, check in CHECKS.items()})
"""Name of a check -> what it asks."""
