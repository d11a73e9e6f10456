"""Tasks that renew what runs out, and what a new page or organization owes by the end of its grace: read from verdicts.

A verdict says on which day its evidence is from or until when the grace runs; the day a task is due is the last one on
which the verdict still holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reestr.judging.finding import Finding
from reestr.judging.tasks.case import Case, Source
from reestr.judging.tasks.task import Task

_DAY = datetime.timedelta(days=1)
_EVIDENCED = frozenset(("met", "met-removed", "no-rules", "expired", "stale"))


@dataclass(frozen=True, slots=True)
class Term:
    """How long the evidence of a check holds, and what says that it was never given.

    `period` is the parameter with the days of evidence, "" where it does not run out. `never` are reasons of verdicts
    by which the thing has not been done since the page or the organization is there: after the grace it is overdue.
    """

    period: str = ""
    never: frozenset[str] = frozenset()


_STATUS_NEVER = frozenset(("unknown", "undated", "denied"))

TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "accounts-exist": Term(never=frozenset(("missing", "claimed", "pending"))),
        "accounts-controlled": Term("control_period_days", frozenset(("never", "by-nobody", "by-organization"))),
        "page-status": Term("evidence_period_days", _STATUS_NEVER),
        "portal-connected": Term(never=_STATUS_NEVER),
        "registry-current": Term("review_period_days"),
        "listed-on-site": Term("evidence_period_days"),
        "credentials-accounted": Term("evidence_period_days"),
        "two-factor": Term("attestation_period_days"),
        "moderation": Term("attestation_period_days"),
        "page-passport": Term(),
        "open-information": Term(),
        "description-and-design": Term(),
    }
)
"""The checks whose verdicts say a day, with what that day means."""


def of_term(term: Term) -> Source:
    """The source of a check's tasks: one task for an organization, due when the first of its records is."""

    def tasks(case: Case) -> Iterator[Task]:
        found: list[tuple[datetime.date, bool, Finding]] = []
        for finding in case.findings:
            day, again = _last_day(case, finding, term)
            if day is not None:
                found.append((day, again, finding))
        if not found:
            return
        due_on, again, _ = min(found, key=lambda item: item[0])
        # What is overdue is done in one go, whenever each of it was due.
        until = max(due_on, case.context.as_of - _DAY)
        now = [finding for day, _, finding in found if day <= until]
        yield case.task(
            f"{now[0].check}.again" if again else f"{now[0].check}.first",
            due_on,
            case.basis(term.period if again else "grace_days"),
            [place for finding in now for place in finding.verdict.evidence],
            accounts=[account for finding in now for account in case.account(finding)],
        )

    return tasks


def _last_day(case: Case, finding: Finding, term: Term) -> tuple[datetime.date | None, bool]:
    """The last day on which a verdict holds, None where none is known; whether something is to be done again."""
    verdict = finding.verdict
    if term.period and verdict.reason in _EVIDENCED:
        on = datetime.date.fromisoformat(str(verdict.values["on"]))
        return on + datetime.timedelta(days=case.context.requirement.number(term.period)), True
    if verdict.reason == "grace":
        until = verdict.values.get("until")
        return (datetime.date.fromisoformat(str(until)) if until is not None else None), False
    if verdict.reason in term.never:
        start = _beginning(case, finding)
        # What is older than the act was not asked for on any day of its own.
        if start is not None and start >= case.context.registry.act.binding_from:
            return start + datetime.timedelta(days=case.context.requirement.number("grace_days")), False
    return None, False


def _beginning(case: Case, finding: Finding) -> datetime.date | None:
    """The day from which a thing has been owed without a break: None where there may have been one."""
    if finding.subject.kind == "account":
        return case.account(finding)[0].opened_on
    organization = case.organization
    excused = organization.exemptions or len(case.context.registry.accounts_of(organization.id)) > len(case.accounts)
    return None if excused else organization.since
