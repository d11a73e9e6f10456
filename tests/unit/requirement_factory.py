"""Requirements for tests: every check of the first act with the parameters that its rule needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reestr import wording
from reestr.judging.catalogue import bound
from reestr.judging.rule import Rule
from reestr.registry.city import Parameter, Requirement
from reestr.registry.rule_calls import CALLS_BY_CHECK, call

from tests.unit.registry_factory import origin

RULES: Mapping[str, Rule] = {check: bound(call) for check, call in CALLS_BY_CHECK.items()}
"""The checks of the first act, each with the rule that judges it."""

_WORDS: Mapping[str, Any] = wording.section("former_checks")

PARAMETERS: Mapping[str, Mapping[str, object]] = {
    "accounts-exist": {"grace_days": 30},
    "accounts-controlled": {"control_period_days": 90, "grace_days": 14},
    "portal-connected": {"grace_days": 30, "evidence_period_days": 365},
    "page-status": {"grace_days": 30, "evidence_period_days": 365},
    "registry-current": {"review_period_days": 180},
    "centre-notified": {"term_working_days": 3},
    "change-notified": {"term_working_days": 3},
    "content-plan": {"grace_days": 5},
    "listed-on-site": {"evidence_period_days": 365, "grace_days": 30},
    "credentials-accounted": {"evidence_period_days": 365},
    "two-factor": {"attestation_period_days": 180},
    "moderation": {"attestation_period_days": 180},
    "page-passport": {"observation_period_days": 180, "grace_days": 14},
    "open-information": {"observation_period_days": 180, "grace_days": 14},
    "description-and-design": {"observation_period_days": 180, "grace_days": 14},
    "extras": {"observation_period_days": 180},
    "two-posts-a-week": {
        "posts_per_week": 2,
        "weeks_judged": 4,
        "count_grace_days": 7,
        "counts_gospabliki": True,
        "counts_reposts": False,
        "machine_first": False,
    },
    "varied-content": {"formats": 3, "weeks": 4, "machine_first": False},
    "plain-style": {"word_list": ("в целях", "осуществляется", "ввиду того что"), "max_per_text": 1},
}


def requirement(identifier: str, **parameters: object) -> Requirement:
    """A requirement judged by the check of its id; `parameters` replace the usual ones."""
    values = {**PARAMETERS.get(identifier, {}), **parameters}
    return Requirement(
        id=identifier,
        title=identifier,
        clauses=("p.3-1",),
        obliged=("organization",),
        force="mandatory",
        statement=identifier,
        rule=CALLS_BY_CHECK.get(identifier, call(identifier)),
        subject=None,
        unchecked=None,
        parameters={name: Parameter(value, "registry-setting", "") for name, value in values.items()},
        internal=False,
        remedy=None,
        order=1,
        origin=origin("requirements", identifier),
        reasons=_WORDS.get(identifier, {}).get("reasons", {}),
        tasks=_WORDS.get(identifier, {}).get("tasks", {}),
    )
