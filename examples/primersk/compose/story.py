"""The vocabulary of the stories: what can be special about an organization, and how a patch changes its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Patch = Mapping[str, Any]
"""Fields that differ from the record of an organization in good order; None removes a field."""

FROZEN_ON = "2026-11-16"
"""The Monday on which the city is judged: the last full week is 2026-W46."""

APPOINTED_ON = "2025-02-03"
"""When most organizations appointed their first responsible person."""


@dataclass(frozen=True, slots=True)
class Term:
    """The term of one responsible person; an unnumbered order is one that the registry does not know."""

    start: str
    until: str | None = None
    order: bool = True
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of a change of the responsible person."""

    change_on: str
    to: str
    sent_on: str


@dataclass(frozen=True, slots=True)
class Story:
    """One organization's deviations from good order. `vk` or `ok` None: it has no such account on record.

    `vk_weeks`, `ok_weeks` name a pattern of `activity.PATTERNS`, `plans` one of `plans.PATTERNS`.
    """

    organization: Patch = field(default_factory=dict)
    vk: Patch | None = field(default_factory=dict)
    ok: Patch | None = field(default_factory=dict)
    vk_weeks: str = "steady"
    ok_weeks: str = "steady"
    plans: str = "steady"
    terms: tuple[Term, ...] = (Term(APPOINTED_ON),)
    notices: tuple[Told, ...] = ()


def patched(data: Mapping[str, Any], patch: Patch) -> dict[str, Any]:
    """Return the data with the fields of the patch; mappings are merged, lists replaced."""
    result = dict(data)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            result[key] = patched(result[key], value)
        else:
            result[key] = value
    return result
