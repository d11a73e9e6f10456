"""Judges every requirement of the registry against each of its subjects, on one date."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reestr.judging.catalogue import RULES
from reestr.judging.finding import Finding, Outcome, Subject, Verdict, worst
from reestr.judging.force import bounded
from reestr.judging.rule import AccountRule, CityRule, Context, OrganizationRule, Rule, without_page
from reestr.judging.standing import Standing
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry


@dataclass(frozen=True)
class Assessment:
    """All findings of a registry on one date, by requirement in display order, then by organization and account id."""

    as_of: datetime.date
    findings: tuple[Finding, ...]

    @cached_property
    def by_organization(self) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings that concern each organization, including those of its accounts."""
        return _grouped((finding.organization, finding) for finding in self.findings if finding.organization)

    @cached_property
    def by_requirement(self) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings of each requirement."""
        return _grouped((finding.requirement, finding) for finding in self.findings)

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Outcome]:
        """Return the worst outcome of each (organization, requirement): the cells of the compliance matrix."""
        gathered: dict[tuple[str, str], list[Outcome]] = {}
        for finding in self.findings:
            if finding.organization:
                gathered.setdefault((finding.organization, finding.requirement), []).append(finding.outcome)
        return {key: outcomes[0] if len(outcomes) == 1 else worst(outcomes) for key, outcomes in gathered.items()}

    @cached_property
    def summary(self) -> Mapping[Outcome, int]:
        """Return the number of findings with each outcome; every outcome is a key, also with zero."""
        counts = Counter(finding.outcome for finding in self.findings)
        return {outcome: counts[outcome] for outcome in Outcome}


def assess(registry: Registry, as_of: datetime.date, rules: Mapping[str, Rule] = RULES) -> Assessment:
    """Judge the registry on a date. Pure: the same registry and date give the same findings in the same order.

    Raises KeyError for a requirement that names no existing rule (the loader refuses such registries).
    """
    return Assessment(as_of, tuple(_findings(registry, as_of, rules)))


def _findings(registry: Registry, as_of: datetime.date, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    standings: dict[str, Standing] = {}
    requirements = sorted(registry.requirements.values(), key=lambda item: (item.order, item.id))
    for requirement in requirements:
        name = requirement.check
        if name is None:
            continue
        rule, context, clause = rules[name], Context(registry, requirement, as_of, standings), requirement.clause
        if isinstance(rule, CityRule):
            verdict = judge_city(rule, context)
            yield Finding(requirement.id, name, clause, Subject("city"), None, verdict)
            continue
        for organization in registry.organizations.values():
            for subject, verdict in judge_organization(rule, context, organization):
                yield Finding(requirement.id, name, clause, subject, organization.id, verdict)


def judge_city(rule: CityRule, context: Context) -> Verdict:
    """Return a rule's verdict on the city, bounded by the requirement's force."""
    return bounded(rule.judge(context, context.registry.city), context.requirement)


def judge_organization(
    rule: OrganizationRule | AccountRule, context: Context, organization: Organization
) -> Iterator[tuple[Subject, Verdict]]:
    """Yield a rule's verdicts on one organization or on each of its accounts, at least one, with their subjects.

    The requirement's force bounds each verdict.
    Until the earliest `holds_until` of these verdicts, both verdicts and subjects stay the same.
    """
    standing = context.standing(organization)
    if isinstance(rule, OrganizationRule):
        verdict = _excused(organization, standing, rule.of_exempt) or rule.judge(context, organization)
    elif standing.accounts and not standing.closed:
        for subject, account in zip(standing.subjects, standing.accounts, strict=True):
            verdict = bounded(rule.judge(context, account), context.requirement)
            yield subject, _limited(verdict, standing.holds_until)
        return
    else:
        verdict = _excused(organization, standing, of_exempt=False) or without_page(context, organization)
    yield standing.subject, _limited(bounded(verdict, context.requirement), standing.holds_until)


def _excused(organization: Organization, standing: Standing, of_exempt: bool) -> Verdict | None:
    """Return the verdict on an organization that is not judged: closed, or exempt and without accounts (clause 1.3)."""
    if standing.closed:
        return Verdict(Outcome.NOT_APPLICABLE, "common.closed", (organization.at("/status"),))
    if not of_exempt and standing.excused:
        return Verdict(Outcome.EXEMPT, "common.exempt", (organization.at("/exemptions"),))
    return None


def _limited(verdict: Verdict, day: datetime.date | None) -> Verdict:
    """Return the verdict with `holds_until` no later than `day`."""
    if day is None or (verdict.holds_until is not None and verdict.holds_until <= day):
        return verdict
    return replace(verdict, holds_until=day)


def _grouped(pairs: Iterator[tuple[str, Finding]]) -> Mapping[str, tuple[Finding, ...]]:
    groups: dict[str, list[Finding]] = {}
    for key, finding in pairs:
        groups.setdefault(key, []).append(finding)
    return {key: tuple(findings) for key, findings in groups.items()}
