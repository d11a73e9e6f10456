"""What a check says of a subject: an outcome, the reason and the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reestr.registry.origin import Evidence

NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Outcome(StrEnum):
    """The seven outcomes, worst first: the order in which verdicts are shown and gathered."""

    BREACH = "breach"
    UNCONFIRMED = "unconfirmed"
    ADVICE = "advice"
    NOT_DUE = "not-due"
    MET = "met"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not-applicable"


RANK: Mapping[Outcome, int] = MappingProxyType({outcome: rank for rank, outcome in enumerate(Outcome)})


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes; not-applicable where there is none."""
    return min(outcomes, key=RANK.__getitem__, default=Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check returns. `reason` is a key of the catalogue below `findings.<check>.` (or `findings.common.`
    when it starts with "common."), `values` fill it in."""

    outcome: Outcome
    reason: str
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: NO_VALUES)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a finding is about: kind "city", "organization" or "account", with its id ("" for the city)."""

    kind: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on one subject for one requirement; `organization` is the organization concerned, None for the city.

    `check` is what the requirement is judged by: its texts word the reason, whatever the requirement's file is called.
    """

    requirement: str
    check: str
    clause: str
    subject: Subject
    organization: str | None
    verdict: Verdict = field(repr=False)

    @property
    def outcome(self) -> Outcome:
        """The verdict's outcome."""
        return self.verdict.outcome
