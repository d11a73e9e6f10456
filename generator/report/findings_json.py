"""Findings as JSON: the contract of `reestr assess --format json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.compliance.run import Assessment
from generator.finding_value import finding_json, outcome_counts
from generator.model.finding import Finding


def render(assessment: Assessment) -> str:
    """One JSON object: `as_of`, `findings` (one a line, in the order of judging) and a `summary` by outcome.

    The summary counts outcomes of all findings, by requirement and by organization; the city's own findings belong
    to no organization.
    """
    return "".join(_pieces(assessment))


def _pieces(assessment: Assessment) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    yield f'{{\n"as_of": {encode(assessment.as_of.isoformat())},\n"findings": ['
    separator = "\n"
    for finding in assessment.findings:
        yield separator + finding_json(finding)
        separator = ",\n"
    yield f'\n],\n"summary": {encode(_summary(assessment))}\n}}\n'


def _summary(assessment: Assessment) -> dict[str, object]:
    return {
        "findings": len(assessment.findings),
        "outcomes": outcome_counts(assessment.findings),
        "by_requirement": _counted(assessment.by_requirement),
        "by_organization": _counted(assessment.by_organization),
    }


def _counted(groups: Mapping[str, tuple[Finding, ...]]) -> dict[str, dict[str, int]]:
    return {key: outcome_counts(findings) for key, findings in sorted(groups.items())}
