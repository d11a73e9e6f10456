"""All rules by name: those of this package, and those that other packages bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from reestr.judging.rule import AccountRule, Rule, RuleFamily, fits
from reestr.judging.rules import (
    appointed,
    assigned,
    attested,
    counted,
    exempted,
    inspected,
    listed,
    notified,
    observed,
    planned,
    present,
    published,
    reviewed,
    status,
    varied,
    worded,
)
from reestr.registry.city import Requirement
from reestr.registry.errors import ReestrError
from reestr.registry.rule_calls import RuleCall

_FAMILIES: dict[str, RuleFamily] = {
    family.name: family
    for family in (
        appointed.FAMILY,
        present.FAMILY,
        exempted.FAMILY,
        published.FAMILY,
        inspected.FAMILY,
        status.FAMILY,
        reviewed.FAMILY,
        assigned.FAMILY,
        notified.FAMILY,
        planned.FAMILY,
        listed.FAMILY,
        attested.FAMILY,
        observed.FAMILY,
        counted.FAMILY,
        varied.FAMILY,
        worded.FAMILY,
    )
}

FAMILIES: Mapping[str, RuleFamily] = MappingProxyType(_FAMILIES)
"""Every rule by the name that requirements give in `rule`."""


class RuleNameError(ReestrError):
    """Two rules have the same name."""


def install(family: RuleFamily) -> None:
    """Add the rule of another package. Installing the same one again changes nothing.

    Raises RuleNameError if another rule has its name.
    """
    known = _FAMILIES.setdefault(family.name, family)
    if known is not family:
        raise RuleNameError(f"two rules have the name {family.name!r}")


def rule_of(requirement: Requirement) -> Rule:
    """Return the rule that judges a requirement, with its arguments.

    Raises KeyError where the requirement names no rule that exists, ValueError where it names none.
    """
    if requirement.rule is None:
        raise ValueError(f"no rule judges {requirement.id}")
    return bound(requirement.rule)


@lru_cache(1 << 10)
def bound(rule: RuleCall) -> Rule:
    """Return a rule with its arguments. Raises KeyError for a rule that does not exist."""
    made = FAMILIES[rule.name].bind(rule)
    networks = rule.texts("networks")
    return replace(made, networks=frozenset(networks)) if networks and isinstance(made, AccountRule) else made


def can_judge(requirement: Requirement) -> bool:
    """Return whether a rule judges the requirement and it states every parameter that the rule reads.

    A requirement of a past state may name a rule that no longer exists, or lack a parameter that is needed now.
    """
    if requirement.rule is None or requirement.rule.name not in FAMILIES:
        return False
    try:
        rule = bound(requirement.rule)
    except (KeyError, TypeError):
        return False
    given = requirement.parameters
    kinds = {**rule.parameters, **dict.fromkeys(rule.settings, bool)}
    return all(name in given for name in rule.parameters) and all(
        fits(value, kind) for name, kind in kinds.items() if name in given for value in given[name].values
    )
