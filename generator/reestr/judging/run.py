"""Judges every requirement of the registry against each of its subjects, on one date."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reestr.judging import later_records
from reestr.judging.catalogue import rule_of
from reestr.judging.finding import Finding, Outcome, Subject, Verdict, worst
from reestr.judging.force import bounded
from reestr.judging.rule import AccountRule, CityRule, Context, OrganizationRule, Rule, Standing, earliest, without_page
from reestr.registry.account import Account
from reestr.registry.norms import NoNormError
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
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


def assess(registry: Registry, as_of: datetime.date, *, by_later_records: bool = False) -> Assessment:
    """Judge the registry on a date. Pure: the same registry and date give the same findings in the same order.

    With `by_later_records` the records are those of a later day: whatever they do not date is unconfirmed on the date
    (see `later_records`).

    Raises KeyError for a requirement that names no existing rule (the loader refuses such registries).
    """
    return Assessment(as_of, tuple(_findings(registry, as_of, by_later_records)))


def _findings(registry: Registry, as_of: datetime.date, by_later_records: bool) -> Iterator[Finding]:
    standings: dict[str, Standing] = {}
    requirements = sorted(registry.requirements.values(), key=lambda item: (item.order, item.id))
    for requirement in requirements:
        call, clause, words = requirement.rule, requirement.clause, requirement.reasons
        if call is None:
            continue
        rule = rule_of(requirement)
        context = Context(registry, requirement, as_of, standings, by_later_records)
        if isinstance(rule, CityRule):
            verdict = judge_city(rule, context)
            yield Finding(requirement.id, call, clause, Subject("city"), None, verdict, words)
            continue
        for organization in registry.organizations.values():
            for subject, verdict in judge_organization(rule, context, organization):
                yield Finding(requirement.id, call, clause, subject, organization.id, verdict, words)


def judge_city(rule: CityRule, context: Context) -> Verdict:
    """Return a rule's verdict on the city, bounded by the requirement's force and norms."""
    verdict = _not_in_force(context)
    if verdict is None:
        verdict = bounded(_judged(rule, context, context.registry.city), context.requirement)
        verdict = later_records.of_city(context, rule, verdict)
    return _limited(verdict, context.norms_hold_until)


def judge_organization(
    rule: OrganizationRule | AccountRule, context: Context, organization: Organization
) -> Iterator[tuple[Subject, Verdict]]:
    """Yield a rule's verdicts on one organization or on each of its accounts, at least one, with their subjects.

    The requirement's force bounds each verdict, and so do the days on which its norms change.
    Until the earliest `holds_until` of these verdicts, both verdicts and subjects stay the same.
    """
    standing = context.standing(organization)
    ends = context.norms_hold_until
    until = standing.holds_until if ends is None else earliest(standing.holds_until, ends)
    idle = _not_in_force(context)
    if isinstance(rule, OrganizationRule):
        verdict = idle or _excused(organization, standing, rule.of_exempt)
        verdict = verdict or _judged(rule, context.of(organization), organization)
        verdict = later_records.of_organization(context, rule, organization, verdict)
    elif standing.accounts and not (standing.closed or standing.to_come):
        judged = False
        for subject, account in zip(standing.subjects, standing.accounts, strict=True):
            if rule.networks and account.network not in rule.networks:
                continue
            judged = True
            verdict = idle or _not_controlled(account, context.as_of) or _judged(rule, context.of(account), account)
            verdict = bounded(later_records.of_account(context, account, verdict), context.requirement)
            yield subject, _limited(verdict, until)
        if judged:
            return
        verdict = Verdict(Outcome.NOT_APPLICABLE, "common.other-networks", (organization.at(),))
    else:
        verdict = idle or _excused(organization, standing, of_exempt=False) or without_page(context, organization)
    yield standing.subject, _limited(bounded(verdict, context.requirement), until)


def _not_in_force(context: Context) -> Verdict | None:
    """Return the verdict by a requirement that is not in force on the date of judging; None if it is."""
    if context.in_force:
        return None
    requirement, as_of = context.requirement, context.as_of
    place = (Evidence(requirement.origin),)
    periods = [period for period in requirement.in_force if period.has_days]
    begins = [period.since for period in periods if period.since is not None and period.since > as_of]
    if begins:
        return Verdict(Outcome.NOT_APPLICABLE, "common.not-yet", place, {"on": min(begins).isoformat()})
    ends = [period.until for period in periods if period.until is not None]
    if ends:
        return Verdict(Outcome.NOT_APPLICABLE, "common.no-longer", place, {"on": max(ends).isoformat()})
    return Verdict(Outcome.NOT_APPLICABLE, "common.no-norm", place)


def _judged(rule: Rule, context: Context, subject: Any) -> Verdict:
    """Return the verdict of a rule; not applicable if a norm that it asks for binds nobody like the subject then."""
    try:
        return rule.judge(context, subject)
    except NoNormError:
        return Verdict(Outcome.NOT_APPLICABLE, "common.no-norm", (Evidence(context.requirement.origin, "/parameters"),))


def _not_controlled(account: Account, as_of: datetime.date) -> Verdict | None:
    """Return the verdict on a page that its organization does not control: whoever does is not judged."""
    loss = account.loss_on(as_of)
    if loss is None:
        return None
    place = account.at(f"/control_lost/{account.control_lost.index(loss)}/since")
    return Verdict(Outcome.NOT_APPLICABLE, f"common.{loss.how}", (place,), {"on": loss.since.isoformat()})


def _excused(organization: Organization, standing: Standing, of_exempt: bool) -> Verdict | None:
    """Return the verdict on an organization that is not judged: closed, not there yet, or exempt and without accounts
    (clause 1.3)."""
    if standing.closed:
        return Verdict(Outcome.NOT_APPLICABLE, "common.closed", (organization.at("/status"),))
    if standing.to_come:
        values = {"on": organization.since.isoformat() if organization.since is not None else ""}
        return Verdict(Outcome.NOT_APPLICABLE, "common.to-come", (organization.at("/since"),), values)
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
