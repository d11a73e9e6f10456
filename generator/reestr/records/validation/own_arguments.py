"""The schema of a requirement whose rule comes from another package: with the arguments that this rule brings."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from reestr import wording
from reestr.judging.catalogue import FAMILIES
from reestr.judging.rule import Argument, RuleFamily
from reestr.records import schemas
from reestr.records.installed_rules import WrongRuleError, install_all, is_known
from reestr.registry.lists import CityLists

_TYPES: Mapping[str, str] = {"text": "string", "whole": "integer", "flag": "boolean"}
_LONGEST = 500


def own_family(data: object) -> RuleFamily | None:
    """Return the rule of another package that a requirement's data name, None for any other.

    A package that cannot be used is told where the rules are checked.
    """
    rule = data.get("rule") if isinstance(data, Mapping) else None
    name = rule.get("name") if isinstance(rule, Mapping) else None
    if not isinstance(name, str):
        return None
    try:
        family = FAMILIES[name] if is_known(name) else None
    except WrongRuleError:
        return None
    return family if family is not None and family.words is not None else None


@lru_cache(1 << 6)
def schema_with_arguments(name: str, lists: CityLists | None) -> Mapping[str, Any]:
    """Return the schema of a requirement with the arguments of an installed rule. Raises KeyError for another name."""
    content = schemas.bundled("requirement", lists)
    known = content["properties"]["rule"]["properties"]
    family = FAMILIES[name]
    known |= {key: _schema(key, argument, family) for key, argument in family.arguments.items() if key not in known}
    return content


def with_installed_arguments(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of requirements, as in its file, with the arguments of every installed rule, for editors.

    A package that cannot be used is left out here: `reestr validate` tells it where it is needed.
    """
    try:
        install_all()
    except WrongRuleError:
        return schema
    content = copy.deepcopy(dict(schema))
    known = content["properties"]["rule"]["properties"]
    for family in FAMILIES.values():
        if family.words is not None:
            for key, argument in family.arguments.items():
                known.setdefault(key, _schema(key, argument, family))
    return content


def _schema(name: str, argument: Argument, family: RuleFamily) -> Mapping[str, Any]:
    assert family.words is not None
    said = {"title": name, "description": family.words.arguments[name]}
    said["x-error"] = wording.text(f"validation.own-argument.{argument.type}", said=said["description"])
    if argument.type == "texts":
        return {**said, "type": "array", "items": _text(argument, said["x-error"]), "minItems": 1, "uniqueItems": True}
    if argument.type == "text":
        return {**said, **_text(argument, said["x-error"])}
    return {**said, "type": _TYPES[argument.type]}


def _text(argument: Argument, error: str) -> Mapping[str, Any]:
    plain = {"type": "string", "minLength": 1, "maxLength": _LONGEST, "x-error": error}
    return {**plain, "enum": list(argument.values), "x-labels": {}} if argument.values else plain
