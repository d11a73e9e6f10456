"""What to do about a breach in words: the title of its block on the organization's page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from reestr import wording
from reestr.judging.catalogue import FAMILIES
from reestr.judging.finding import Finding
from reestr.registry.rule_calls import RuleCall
from reestr.registry.words import CityWords

_ANY = "mending.titles.any"
_JOINED = ("facts", "networks", "accounts")
"""Values that several findings have together: what one page lacks and what another one lacks."""


def mend_title(findings: Sequence[Finding], requirement: str, words: CityWords) -> str:
    """Return what to do about the breaches of one requirement, naming only what they lack; the first gives the words.

    `requirement` is its title, for a rule or a reason that has no words of its own.
    """
    first = findings[0]
    values = {**first.verdict.values, "requirement": requirement}
    for name in _JOINED:
        parts = [part for item in findings for part in _parts(item.verdict.values.get(name))]
        if parts:
            values[name] = tuple(dict.fromkeys(parts))
    return _title(_key(first.rule, first.verdict.reason), tuple(values.items()), words)


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


@cache
def _key(rule: RuleCall, reason: str) -> str:
    """Return the key of the most special title: of the rule with its variant, of the rule, of any rule."""
    family = FAMILIES[rule.name]
    if family.words is not None:
        return _ANY
    variant = family.variant_of(rule)
    names = (f"{rule.name}.{variant}.{reason}" if variant else "", f"{rule.name}.{reason}")
    return next((key for name in names if name and wording.has(key := f"mending.titles.{name}")), _ANY)


@lru_cache(1 << 10)
def _title(key: str, items: tuple[tuple[str, object], ...], words: CityWords) -> str:
    values = dict(items)
    facts = values.get("facts")
    if isinstance(facts, tuple):
        values["facts"] = tuple(_fact(str(fact), words) for fact in facts)
    return wording.text(key, words=words, **values)


def _fact(name: str, words: CityWords) -> str:
    """Return a fact of a page in the accusative."""
    own = f"mending.facts.{name}"
    return wording.text(own if wording.has(own) else f"findings.facts.{name}", words=words)
