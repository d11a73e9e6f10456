"""A finding in words: the text the catalogue has for its reason."""

from __future__ import annotations

from generator import wording
from generator.model.finding import Finding


def reason(finding: Finding) -> str:
    """Why the finding has its outcome, one or two sentences of plain text."""
    verdict = finding.verdict
    if verdict.reason.startswith("common."):
        return wording.text(f"findings.{verdict.reason}", **verdict.values)
    return wording.text(f"findings.{finding.requirement}.{verdict.reason}", **verdict.values)
