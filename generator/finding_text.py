"""A finding in words: the text the catalogue has for its reason."""

from __future__ import annotations

from generator import wording
from generator.model.finding import Finding


def reason(finding: Finding) -> str:
    """Why the finding has its outcome, one or two sentences of plain text."""
    verdict = finding.verdict
    key = verdict.reason if verdict.reason.startswith("common.") else f"{finding.requirement}.{verdict.reason}"
    facts = verdict.values.get("facts")
    if not isinstance(facts, tuple):
        return wording.text(f"findings.{key}", **verdict.values)
    named = tuple(wording.text(f"findings.facts.{fact}") for fact in facts)
    return wording.text(f"findings.{key}", **{**verdict.values, "facts": named})
