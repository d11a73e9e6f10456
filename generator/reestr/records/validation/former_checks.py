"""Carries a requirement over from the check that it named before to the rule that judges the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from reestr import wording
from reestr.registry.rule_calls import CALLS_BY_CHECK

_CHECK = re.compile(rb"^check:[ \t]*([a-z0-9-]+)[ \t]*$", re.MULTILINE)


def carried(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data of a record with the rule in the place of the check that a requirement of before named."""
    fields = words(kind, ("check",), data) if "check" in data else None
    if fields is None:
        return data
    return {**{name: value for name, value in data.items() if name != "check"}, **fields}


def carried_text(content: bytes) -> bytes:
    """Return the file of a requirement with the lines of the rule in the place of the check's; any other file as it is.

    Past states keep their checks in Git for good, and are read by the present rules.
    """
    found = _CHECK.search(content)
    fields = None if found is None else words("requirement", ("check",), {"check": found[1].decode()})
    if found is None or fields is None:
        return content
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    return content[: found.start()] + "\n".join(lines).encode() + content[found.end() :]


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
