"""What every check asks of the requirement that names it: whom it judges, and the parameters it works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reestr.judging.catalogue import CHECKS
from reestr.judging.check import Check, CityCheck, OrganizationCheck


@dataclass(frozen=True, slots=True)
class CheckRule:
    """`subject` is what a check's verdicts are about; `parameters` are those it needs, each with its JSON type."""

    subject: str
    parameters: Mapping[str, str] = field(default_factory=dict)


_JSON_TYPES: Mapping[type, str] = {int: "integer", bool: "boolean", list: "array"}


def _rule(check: Check) -> CheckRule:
    subject = (
        "city"
        if isinstance(check, CityCheck)
        else "organization"
        if isinstance(check, OrganizationCheck)
        else "account"
    )
    return CheckRule(subject, {parameter: _JSON_TYPES[kind] for parameter, kind in check.parameters.items()})


CHECK_RULES: Mapping[str, CheckRule] = MappingProxyType({name: _rule(check) for name, check in CHECKS.items()})
"""Name of a check -> what it asks."""
