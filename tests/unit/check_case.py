"""One row of the tables that specify the rules: a registry, and the expected verdict on one subject in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reestr.judging.finding import Finding, Outcome
from reestr.judging.run import assess
from reestr.registry.registry import Registry
from reestr.wording import finding_text

from tests.unit.registry_factory import AS_OF, WORDS, registry
from tests.unit.requirement_factory import requirement


@dataclass(frozen=True)
class Case:
    """What `check` says of `subject`: outcome, reason, the evidence as `record#pointer`, words of the text."""

    check: str
    name: str
    outcome: Outcome
    reason: str
    evidence: tuple[str, ...]
    words: str
    subject: str
    as_of: datetime.date
    registry: Registry
    by_later_records: bool = False

    def __str__(self) -> str:
        return f"{self.check}-{self.name}"


def case(
    check: str,
    name: str,
    outcome: str,
    reason: str,
    *evidence: str,
    words: str = "",
    subject: str = "",
    as_of: datetime.date = AS_OF,
    parameters: Mapping[str, object] | None = None,
    beside: tuple[str, ...] = (),
    by_later_records: bool = False,
    **records: Any,
) -> Case:
    """One case; `records` are those of `registry_factory.registry`, `parameters` replace the usual ones.

    `beside` are checks that other requirements of the act name; `by_later_records` says that the records are later ones
    than those of the day.
    """
    built = registry((requirement(check, **(parameters or {})), *map(requirement, beside)), **records)
    return Case(check, name, Outcome(outcome), reason, evidence, words, subject, as_of, built, by_later_records)


def finding_of(example: Case) -> Finding:
    """The finding that a case is about."""
    findings = assess(example.registry, example.as_of, by_later_records=example.by_later_records).findings
    return next(item for item in findings if item.check == example.check and str(item.subject) == example.subject)


def assert_specified(example: Case) -> None:
    """Judge the registry of a case and compare."""
    finding = finding_of(example)
    evidence = tuple(f"{item.origin.record}#{item.path}" for item in finding.verdict.evidence)
    assert (finding.outcome, finding.verdict.reason) == (example.outcome, example.reason)
    if example.evidence:
        assert evidence == example.evidence
    sentence = finding_text.reason(finding, WORDS).replace("\N{NO-BREAK SPACE}", " ")
    assert sentence
    assert example.words in sentence
