"""Carries a requirement over from the check that it named before to the rule that judges the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reestr import wording
from reestr.registry.rule_calls import CALLS_BY_CHECK


def carried(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data of a record as if `reestr fix` had put the rule in the place of its check; others as they are."""
    fields = words(kind, ("check",), data) if "check" in data else None
    if fields is None:
        return data
    return {**{name: value for name, value in data.items() if name != "check"}, **fields}


def words(kind: str, path: Sequence[str | int], data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the fields that take the place of a requirement's `check`: the rule, and the words that went with it.

    None for any other field, for an unknown check, and where the record already has one of the fields.
    """
    if kind != "requirement" or tuple(path) != ("check",) or not isinstance(data.get("check"), str):
        return None
    check = data["check"]
    call = CALLS_BY_CHECK.get(check)
    if call is None:
        return None
    arguments = {name: list(value) if isinstance(value, tuple) else value for name, value in call.arguments}
    own = wording.section("former_checks").get(check, {})
    assert isinstance(own, Mapping)
    fields = {"rule": {"name": call.name, **arguments}, **own}
    return None if any(name in data for name in fields) else fields
