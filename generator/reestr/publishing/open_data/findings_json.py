"""A finding as JSON, for the report of `assess`, the file of its organization and the list of all.

Each says what the others and the requirement's own entry do not say for it (decision 37).

Findings are nearly all of the output, forty for each organization. Their text is assembled directly, at half the cost
of building values first.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from functools import lru_cache
from json.encoder import encode_basestring as _quoted

from reestr.judging.finding import Finding, Outcome
from reestr.publishing.figures.counts import SHORTFALLS
from reestr.publishing.html.answers import answer_of
from reestr.registry.origin import Evidence, Origin
from reestr.registry.registry import Registry
from reestr.wording.finding_text import reason


def finding_json(finding: Finding, registry: Registry, day: datetime.date) -> str:
    """Return the finding as one JSON object: its reason in the words of the city, its evidence, and the answer that its
    organization has given to it, if one stands on that day.
    """
    evidence = ",".join([_evidence_json(item) for item in finding.verdict.evidence])
    return (
        f'{{"requirement":{_quoted(finding.requirement)},"clause":{_quoted(finding.clause)},'
        f'"subject":{_quoted(str(finding.subject))},"organization":{_organization(finding)},'
        f'"outcome":{_quoted(finding.verdict.outcome)},"reason":{_quoted(reason(finding, registry.words))},'
        f'"evidence":[{evidence}]{_answer(finding, registry, day)}}}'
    )


def own_finding_json(finding: Finding, registry: Registry, day: datetime.date) -> str:
    """Return the finding as it stands in the file of its organization, without what that file or the requirement says:
    the organization, the clauses, the files of the records, and the record of evidence that is the finding's subject.
    """
    subject = str(finding.subject)
    evidence = ",".join([_own_evidence_json(item, subject) for item in finding.verdict.evidence])
    return (
        f'{{"requirement":{_quoted(finding.requirement)},"subject":{_quoted(subject)},'
        f'"outcome":{_quoted(finding.verdict.outcome)},"reason":{_quoted(reason(finding, registry.words))},'
        f'"evidence":[{evidence}]{_answer(finding, registry, day)}}}'
    )


def listed_finding_json(finding: Finding, registry: Registry, day: datetime.date) -> str:
    """Return the finding as it stands in the list of all: its reason where it asks for something, and no evidence.

    One on the city, which has no file of its own, has both.
    """
    of_city = finding.organization is None
    why = evidence = ""
    if of_city or finding.outcome in SHORTFALLS:
        why = f',"reason":{_quoted(reason(finding, registry.words))}'
    if of_city:
        evidence = f',"evidence":[{",".join([_evidence_json(item) for item in finding.verdict.evidence])}]'
    return (
        f'{{"requirement":{_quoted(finding.requirement)},"subject":{_quoted(str(finding.subject))},'
        f'"organization":{_organization(finding)},"outcome":{_quoted(finding.verdict.outcome)}{why}{evidence}'
        f"{_answer(finding, registry, day)}}}"
    )


def files_of(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the file of each record that is evidence: by the record, in the order of the findings."""
    return {place.origin.record: place.origin.file for item in findings for place in item.verdict.evidence}


def _organization(finding: Finding) -> str:
    return "null" if finding.organization is None else _quoted(finding.organization)


def _answer(finding: Finding, registry: Registry, day: datetime.date) -> str:
    """Return the member `answer`, "" without an answer that stands on the day."""
    answer = answer_of(finding, registry, day)
    if answer is None:
        return ""
    document = answer.document
    known = answer.is_decided(day)
    value = {
        "kind": answer.kind,
        "on": answer.on.isoformat(),
        "until": _day(answer.until),
        "text": answer.text,
        "document": None if document is None else {"number": document.number, "date": _day(document.date)},
        "accepted": answer.accepted if known else None,
        "decided_on": _day(answer.decided_on) if known else None,
        "decision": answer.decision if known else None,
        "expires": _day(answer.expires),
    }
    return f',"answer":{json.dumps(value, ensure_ascii=False, separators=(",", ":"))}'


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def outcome_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return the number of findings with each outcome, worst first, including zeros."""
    counts = {outcome.value: 0 for outcome in Outcome}
    for finding in findings:
        counts[finding.verdict.outcome.value] += 1
    return counts


def _evidence_json(evidence: Evidence) -> str:
    origin, path = evidence.origin, evidence.path
    record, file = _names(origin)
    return f'{{{record}"path":{_pointer(path)},{file}"line":{origin.line(path)}}}'


def _own_evidence_json(evidence: Evidence, subject: str) -> str:
    origin, path = evidence.origin, evidence.path
    record = "" if origin.record == subject else _names(origin)[0]
    return f'{{{record}"path":{_pointer(path)},"line":{origin.line(path)}}}'


# One record is evidence for many findings, and all records have the same few fields.
@lru_cache(1 << 8)
def _names(origin: Origin) -> tuple[str, str]:
    return f'"record":{_quoted(origin.record)},', f'"file":{_quoted(origin.file)},'


@lru_cache(1 << 12)
def _pointer(path: str) -> str:
    return _quoted(path)
