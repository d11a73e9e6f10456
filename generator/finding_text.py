"""A finding in words: the text the catalogue has for its reason."""

from __future__ import annotations

from functools import lru_cache

from generator import wording
from generator.model.finding import Finding

_REMEMBERED = 1 << 14


def reason(finding: Finding) -> str:
    """Why the finding has its outcome, one or two sentences of plain text."""
    verdict = finding.verdict
    key = verdict.reason if verdict.reason.startswith("common.") else f"{finding.check}.{verdict.reason}"
    return _reason(key, tuple(verdict.values.items()))


# Pages and exports word every finding anew, and most findings of a city have a few hundred reasons between them.
@lru_cache(_REMEMBERED)
def _reason(key: str, items: tuple[tuple[str, object], ...]) -> str:
    values = dict(items)
    facts = values.get("facts")
    if isinstance(facts, tuple):
        values["facts"] = tuple(wording.text(f"findings.facts.{fact}") for fact in facts)
    return wording.text(f"findings.{key}", **values)
