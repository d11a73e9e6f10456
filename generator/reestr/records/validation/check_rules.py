"""What each rule of judging requires of a requirement: the subject, and the parameters with their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reestr.judging.catalogue import RULES
from reestr.judging.rule import CityRule, OrganizationRule, Rule


@dataclass(frozen=True, slots=True)
class CheckRule:
    """`subject` is what the rule's verdicts are about; `parameters` are the required ones, each with its JSON type."""

    subject: str
    parameters: Mapping[str, str] = field(default_factory=dict)


_JSON_TYPES: Mapping[type, str] = {int: "integer", bool: "boolean", list: "array"}


def _rule(rule: Rule) -> CheckRule:
    subject = (
        "city" if isinstance(rule, CityRule) else "organization" if isinstance(rule, OrganizationRule) else "account"
    )
    return CheckRule(subject, {parameter: _JSON_TYPES[kind] for parameter, kind in rule.parameters.items()})


CHECK_RULES: Mapping[str, CheckRule] = MappingProxyType({name: _rule(rule) for name, rule in RULES.items()})
"""Name of a rule -> what it requires."""
