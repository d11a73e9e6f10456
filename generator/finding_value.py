"""A finding as plain values ready for JSON: the one form shared by the report of `assess` and the open data."""

from __future__ import annotations

from collections.abc import Iterable

from generator.finding_text import reason
from generator.model.finding import Finding, Outcome
from generator.model.origin import Evidence


def finding_value(finding: Finding) -> dict[str, object]:
    """The finding with its reason in words and the places it rests on."""
    return {
        "requirement": finding.requirement,
        "clause": finding.clause,
        "subject": str(finding.subject),
        "organization": finding.organization,
        "outcome": finding.outcome.value,
        "reason": reason(finding),
        "evidence": [_evidence_value(item) for item in finding.verdict.evidence],
    }


def outcome_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings have each outcome, worst first; an outcome nobody has is counted as zero."""
    counts = {outcome.value: 0 for outcome in Outcome}
    for finding in findings:
        counts[finding.outcome.value] += 1
    return counts


def _evidence_value(evidence: Evidence) -> dict[str, object]:
    origin = evidence.origin
    return {"record": origin.record, "path": evidence.path, "file": origin.file, "line": evidence.line}
