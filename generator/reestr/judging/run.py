"""Judging: every requirement of the registry against every subject it speaks of, on one date."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reestr.judging.catalogue import CHECKS
from reestr.judging.check import AccountCheck, Check, CityCheck, Context, OrganizationCheck, without_page
from reestr.judging.finding import Finding, Outcome, Subject, Verdict, worst
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry


@dataclass(frozen=True)
class Assessment:
    """All findings of a registry on one date, by requirement in display order, then by organization and account id."""

    as_of: datetime.date
    findings: tuple[Finding, ...]

    @cached_property
    def by_organization(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings that concern each organization, its accounts' included."""
        return _grouped((finding.organization, finding) for finding in self.findings if finding.organization)

    @cached_property
    def by_requirement(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings of each requirement."""
        return _grouped((finding.requirement, finding) for finding in self.findings)

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Outcome]:
        """The worst outcome of each (organization, requirement): the cells of the compliance matrix."""
        gathered: dict[tuple[str, str], list[Outcome]] = {}
        for finding in self.findings:
            if finding.organization:
                gathered.setdefault((finding.organization, finding.requirement), []).append(finding.outcome)
        return {key: outcomes[0] if len(outcomes) == 1 else worst(outcomes) for key, outcomes in gathered.items()}

    @cached_property
    def summary(self) -> Mapping[Outcome, int]:
        """How many findings have each outcome; every outcome is named."""
        counts = Counter(finding.outcome for finding in self.findings)
        return {outcome: counts[outcome] for outcome in Outcome}


def assess(registry: Registry, as_of: datetime.date) -> Assessment:
    """Judge the registry on a date. Pure: the same registry and date give the same findings in the same order.

    Raises KeyError for a requirement that names no existing check (the loader has refused it before).
    """
    return Assessment(as_of, tuple(_findings(registry, as_of)))


def _findings(registry: Registry, as_of: datetime.date) -> Iterator[Finding]:
    requirements = sorted(registry.requirements.values(), key=lambda item: (item.order, item.id))
    for requirement in requirements:
        if requirement.check is not None:
            context = Context(registry, requirement, as_of)
            for subject, organization, verdict in _judge(CHECKS[requirement.check], context):
                yield Finding(requirement.id, requirement.check, requirement.clause, subject, organization, verdict)


def _judge(check: Check, context: Context) -> Iterator[tuple[Subject, str | None, Verdict]]:
    """What a check says of each of its subjects, with the organization each verdict concerns."""
    if isinstance(check, CityCheck):
        yield Subject("city"), None, check.judge(context, context.registry.city)
        return
    for organization in context.registry.organizations.values():
        for subject, verdict in judge_organization(check, context, organization):
            yield subject, organization.id, verdict


def judge_organization(
    check: OrganizationCheck | AccountCheck, context: Context, organization: Organization
) -> Iterator[tuple[Subject, Verdict]]:
    """What a check says of one organization or of each of its accounts; never nothing."""
    if isinstance(check, AccountCheck):
        yield from _judge_accounts(check, context, organization)
        return
    verdict = _excused(context, organization, check.of_exempt) or check.judge(context, organization)
    yield Subject("organization", organization.id), verdict


def _judge_accounts(
    check: AccountCheck, context: Context, organization: Organization
) -> Iterator[tuple[Subject, Verdict]]:
    accounts = context.registry.active_accounts(organization.id, context.as_of)
    if accounts and not organization.is_closed(context.as_of):
        for account in accounts:
            yield Subject("account", account.id), check.judge(context, account)
        return
    verdict = _excused(context, organization, of_exempt=False) or without_page(context, organization)
    yield Subject("organization", organization.id), verdict


def _excused(context: Context, organization: Organization, of_exempt: bool) -> Verdict | None:
    """The verdict on an organization that is not judged: closed, or exempt and without accounts (clause 1.3)."""
    if organization.is_closed(context.as_of):
        return Verdict(Outcome.NOT_APPLICABLE, "common.closed", (organization.at("/status"),))
    if not of_exempt and context.registry.is_excused(organization, context.as_of):
        return Verdict(Outcome.EXEMPT, "common.exempt", (organization.at("/exemptions"),))
    return None


def _grouped(pairs: Iterator[tuple[str, Finding]]) -> Mapping[str, tuple[Finding, ...]]:
    groups: dict[str, list[Finding]] = {}
    for key, finding in pairs:
        groups.setdefault(key, []).append(finding)
    return {key: tuple(findings) for key, findings in groups.items()}
