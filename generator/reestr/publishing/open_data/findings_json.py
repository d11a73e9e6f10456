"""A finding as JSON, in one form for the report of `assess` and the open data.

Findings are nearly all of the output, forty for each organization. Their text is assembled directly, at half the cost
of building values first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from json.encoder import encode_basestring as _quoted

from reestr.judging.finding import Finding, Outcome
from reestr.registry.origin import Evidence, Origin
from reestr.registry.words import CityWords
from reestr.wording.finding_text import reason


def finding_json(finding: Finding, words: CityWords) -> str:
    """Return the finding as one JSON object, with its reason in the words of the city and its evidence."""
    verdict = finding.verdict
    organization = "null" if finding.organization is None else _quoted(finding.organization)
    evidence = ",".join([_evidence_json(item) for item in verdict.evidence])
    return (
        f'{{"requirement":{_quoted(finding.requirement)},"clause":{_quoted(finding.clause)},'
        f'"subject":{_quoted(str(finding.subject))},"organization":{organization},'
        f'"outcome":{_quoted(verdict.outcome)},"reason":{_quoted(reason(finding, words))},"evidence":[{evidence}]}}'
    )


def outcome_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return the number of findings with each outcome, worst first, including zeros."""
    counts = {outcome.value: 0 for outcome in Outcome}
    for finding in findings:
        counts[finding.verdict.outcome.value] += 1
    return counts


def _evidence_json(evidence: Evidence) -> str:
    origin, path = evidence.origin, evidence.path
    record, file = _names(origin)
    return f'{record}"path":{_pointer(path)},{file}"line":{origin.line(path)}}}'


# One record is evidence for many findings, and all records have the same few fields.
@lru_cache(1 << 8)
def _names(origin: Origin) -> tuple[str, str]:
    return f'{{"record":{_quoted(origin.record)},', f'"file":{_quoted(origin.file)},'


@lru_cache(1 << 12)
def _pointer(path: str) -> str:
    return _quoted(path)
