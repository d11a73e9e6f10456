"""Changes of verdicts, and weekly verdict counts. Both judge again only what may have changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from reestr.history.timeline.model import BreachCount, RequirementState, VerdictChange
from reestr.history.timeline.records_over_time import CommitRecords, TouchedRecords
from reestr.judging.catalogue import can_judge, rule_of
from reestr.judging.finding import Outcome, worst
from reestr.judging.rule import AccountRule, CityRule, Context, OrganizationRule, Standing, earliest
from reestr.judging.run import judge_city, judge_organization
from reestr.registry.city import Requirement
from reestr.registry.registry import Registry

_AFFECT_ALL = frozenset(("registry", "act", "network"))


def verdict_changes(state: CommitRecords, touched: TouchedRecords, day: datetime.date) -> tuple[VerdictChange, ...]:
    """Return each organization's verdicts (the worst of its accounts') that a change affected, judged on the same day.

    Organizations and requirements added or removed by the change have no verdict to compare. `state` is the state after
    the change.
    """
    everybody = bool(touched.kinds)
    requirements = None if not everybody or touched.kinds & _AFFECT_ALL else touched.requirements
    concerned = None if everybody else touched.organizations
    if concerned is not None and not concerned:
        return ()
    before = state.registry(concerned, touched.records_before)
    after = state.registry(concerned)
    if before is None or after is None:
        return ()
    # A changed requirement concerns all organizations, some of whose records may have changed with it.
    old, new = _cells(before, requirements, day), _cells(after, requirements, day)
    if requirements is not None:
        others = {item for item in after.requirements if item not in requirements}
        narrow = state.registry(touched.organizations)
        narrow_before = state.registry(touched.organizations, touched.records_before)
        if narrow is not None and narrow_before is not None and touched.organizations:
            old |= _cells(narrow_before, others, day)
            new |= _cells(narrow, others, day)
    return tuple(
        VerdictChange(requirement, organization, old[requirement, organization], outcome)
        for (requirement, organization), outcome in sorted(new.items())
        if (requirement, organization) in old and old[requirement, organization] is not outcome
    )


def _cells(
    registry: Registry, requirements: Collection[str] | None, day: datetime.date
) -> dict[tuple[str, str], Outcome]:
    """Return the worst outcome of each (requirement, organization)."""
    cells: dict[tuple[str, str], Outcome] = {}
    standings: dict[str, Standing] = {}
    for requirement in judgeable(registry):
        rule = rule_of(requirement)
        if isinstance(rule, CityRule) or (requirements is not None and requirement.id not in requirements):
            continue
        context = Context(registry, requirement, day, standings)
        for organization in registry.organizations.values():
            outcomes = [verdict.outcome for _, verdict in judge_organization(rule, context, organization)]
            cells[requirement.id, organization.id] = worst(outcomes)
    return cells


def judgeable(registry: Registry) -> Iterator[Requirement]:
    """Yield the requirements that the present rules can judge.

    An old requirement may name a rule that no longer exists, or lack a parameter that the rule needs now.
    """
    for requirement in registry.requirements.values():
        if can_judge(requirement):
            yield requirement


Counts = Mapping[str, Mapping[Outcome, int]]
"""The number of verdicts with each outcome, by requirement; outcomes that do not occur are left out."""


@dataclass(slots=True)
class _Judged:
    """The last judgement of a requirement: the outcomes of each organization, the last day on which all of them hold,
    the sphere each had then, and which organizations breach it ("" is the city).
    """

    outcomes: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)
    holds_until: dict[str, datetime.date | None] = field(default_factory=dict)
    counts: Counter[Outcome] = field(default_factory=Counter)
    breaches: set[str] = field(default_factory=set)
    spheres: dict[str, str] = field(default_factory=dict)
    by_sphere: dict[str, Counter[Outcome]] = field(default_factory=dict)

    def replace(self, organization: str, outcomes: tuple[Outcome, ...], sphere: str) -> None:
        """Count these verdicts of an organization instead of its earlier ones."""
        self.remove(organization)
        self.outcomes[organization], self.spheres[organization] = outcomes, sphere
        self.counts.update(outcomes)
        self.by_sphere.setdefault(sphere, Counter()).update(outcomes)
        if Outcome.BREACH in outcomes:
            self.breaches.add(organization)

    def remove(self, organization: str) -> None:
        """Count no verdict of an organization."""
        earlier = self.outcomes.pop(organization, ())
        self.holds_until.pop(organization, None)
        self.breaches.discard(organization)
        self.counts.subtract(earlier)
        if organization in self.spheres:
            self.by_sphere[self.spheres.pop(organization)].subtract(earlier)


@dataclass(slots=True)
class Weekly:
    """Judges successive states at the ends of weeks; judges again only what a commit changed or what has expired."""

    _judged: dict[str, _Judged] = field(default_factory=dict)
    _standings: dict[str, Standing] = field(default_factory=dict)
    _organizations: set[str] = field(default_factory=set)
    _requirements: set[str] = field(default_factory=set)
    _everything: bool = True

    def touch(self, touched: TouchedRecords) -> None:
        """Note the changes of a commit."""
        self._organizations |= touched.organizations
        self._requirements |= touched.requirements
        self._everything = self._everything or bool(touched.kinds & _AFFECT_ALL)

    def judge(self, registry: Registry, day: datetime.date) -> Counts:
        """Return the number of verdicts of the registry on a day by outcome. Days must not decrease."""
        requirements = {item.id: item for item in judgeable(registry)}
        for gone in [name for name in self._judged if name not in requirements]:
            del self._judged[gone]
        counts: dict[str, dict[Outcome, int]] = {}
        self._standings = {
            identifier: standing
            for identifier, standing in self._standings.items()
            if not self._everything
            and identifier not in self._organizations
            and (standing.holds_until is None or standing.holds_until >= day)
        }
        for requirement in requirements.values():
            rule = rule_of(requirement)
            context = Context(registry, requirement, day, self._standings)
            if isinstance(rule, CityRule):
                outcome = judge_city(rule, context).outcome
                found = Counter((outcome,))
                breaches = {""} if outcome is Outcome.BREACH else set[str]()
                self._judged[requirement.id] = _Judged(counts=found, breaches=breaches)
            else:
                found = self._judge(rule, context)
            counts[requirement.id] = {outcome: found[outcome] for outcome in Outcome if found[outcome]}
        self._organizations.clear()
        self._requirements.clear()
        self._everything = False
        return counts

    def breaches(self) -> set[tuple[str, str]]:
        """Return the breaches of the last judgement: pairs of a requirement and an organization, "" for the city."""
        return {(name, organization) for name, judged in self._judged.items() for organization in judged.breaches}

    def spheres(self) -> Counts:
        """Return the number of verdicts about organizations of the last judged day by outcome, by sphere."""
        found: dict[str, Counter[Outcome]] = {}
        for judged in self._judged.values():
            for sphere, counted in judged.by_sphere.items():
                found.setdefault(sphere, Counter()).update(counted)
        return {
            sphere: {outcome: counted[outcome] for outcome in Outcome if counted[outcome]}
            for sphere, counted in sorted(found.items())
            if any(counted.values())
        }

    def requirement_states(self, registry: Registry) -> tuple[RequirementState, ...]:
        """Return the verdicts of the last judged day with the breaches of each organization.

        `registry` is the registry of that day.
        """
        states = []
        for requirement in judgeable(registry):
            judged = self._judged[requirement.id]
            breaches = [
                BreachCount(identifier, registry.organizations[identifier].title, number)
                for identifier, outcomes in sorted(judged.outcomes.items())
                if (number := outcomes.count(Outcome.BREACH))
            ]
            if isinstance(rule_of(requirement), CityRule) and judged.counts[Outcome.BREACH]:
                breaches = [BreachCount("", "", judged.counts[Outcome.BREACH])]
            counts = {outcome: judged.counts[outcome] for outcome in Outcome if judged.counts[outcome]}
            states.append(
                RequirementState(requirement.id, requirement.title, requirement.is_mandatory, counts, tuple(breaches))
            )
        return tuple(states)

    def _judge(self, rule: OrganizationRule | AccountRule, context: Context) -> Counter[Outcome]:
        name, day = context.requirement.id, context.as_of
        judged = self._judged.setdefault(name, _Judged())
        outcomes, holds_until = judged.outcomes, judged.holds_until
        organizations = context.registry.organizations
        anew = self._everything or name in self._requirements
        for identifier in [item for item in outcomes if item not in organizations]:
            judged.remove(identifier)
        for identifier, organization in organizations.items():
            if not anew and identifier in outcomes and identifier not in self._organizations:
                last = holds_until[identifier]
                if last is None or last >= day:
                    continue
            verdicts = [verdict for _, verdict in judge_organization(rule, context, organization)]
            judged.replace(identifier, tuple([item.outcome for item in verdicts]), organization.sphere or "")
            holds_until[identifier] = earliest(*[verdict.holds_until for verdict in verdicts])
        return judged.counts
