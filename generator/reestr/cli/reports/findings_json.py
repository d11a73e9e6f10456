"""Renders findings as JSON: the contract of `reestr assess --format json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from reestr.judging.finding import Finding
from reestr.judging.run import Assessment
from reestr.publishing.documents.manifest import Provenance, records_value
from reestr.publishing.figures.counts import checked, of_mandatory
from reestr.publishing.open_data.findings_json import finding_json, outcome_counts
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry

# Findings of a large city take hundreds of megabytes as one text, so they are yielded in batches.
_PIECE = 1_000


def render(registry: Registry, assessment: Assessment, edition: Edition, provenance: Provenance) -> Iterator[str]:
    """Yield one JSON object in pieces: `as_of`, `edition`, `records` (where they come from), `findings` (one a line, in
    the order of judging) and a `summary` by outcome.

    The summary counts outcomes of all findings, by requirement and by organization; the city's own findings belong to
    no organization.
    """
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    yield f'{{\n"as_of": {encode(assessment.as_of.isoformat())},\n"edition": {encode(edition)},\n'
    yield f'"records": {encode(records_value(provenance))},\n"findings": ['
    findings = assessment.findings
    for start in range(0, len(findings), _PIECE):
        yield ("," if start else "") + "\n"
        yield ",\n".join(
            [finding_json(finding, registry, assessment.as_of) for finding in findings[start : start + _PIECE]]
        )
    yield f'\n],\n"summary": {encode(_summary(registry, assessment))}\n}}\n'


def _summary(registry: Registry, assessment: Assessment) -> dict[str, object]:
    mandatory = of_mandatory(registry, assessment.findings)
    return {
        "findings": len(assessment.findings),
        "outcomes": outcome_counts(assessment.findings),
        "mandatory_outcomes": {outcome.value: count for outcome, count in mandatory.items()},
        "mandatory_checked": checked(mandatory),
        "by_requirement": _counted(assessment.by_requirement),
        "by_organization": _counted(assessment.by_organization),
    }


def _counted(groups: Mapping[str, tuple[Finding, ...]]) -> dict[str, dict[str, int]]:
    return {key: outcome_counts(findings) for key, findings in sorted(groups.items())}
