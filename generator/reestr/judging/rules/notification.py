"""Verdicts on telling somebody of a change of the responsible person (clauses 1.5.2 and 1.6.4)."""

from __future__ import annotations

from reestr.judging.check import Context, Days
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.tellings import Telling, last_day, tellings
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

# Worst first: the reason of the verdict is the first state that occurs.
_OUTCOMES = {
    "not-sent": Outcome.BREACH,
    "late": Outcome.ADVICE,
    "open": Outcome.NOT_DUE,
    "met": Outcome.MET,
}


def judge_notices(context: Context, organization: Organization, to: str) -> Verdict:
    """Judge whether every change of the responsible person was told to `to` in `term_working_days`.

    The decree says only "promptly": a late notice is advice. See `tellings` for the changes that count.
    """
    states: dict[str, list[Telling]] = {}
    for telling in tellings(context, organization, to):
        states.setdefault(telling.state, []).append(telling)
    for state, outcome in _OUTCOMES.items():
        found = states.get(state)
        if found:
            first = found[0]
            values = {"change": first.change_on.isoformat(), "on": first.day.isoformat(), "number": len(found)}
            evidence = tuple(item for telling in found for item in _evidence(organization, telling))
            return Verdict(outcome, state, evidence, values)
    return Verdict(
        Outcome.NOT_APPLICABLE, "no-change", (organization.at("/responsible" if organization.responsible else ""),)
    )


def _evidence(organization: Organization, telling: Telling) -> tuple[Evidence, ...]:
    change = organization.at(f"/responsible/{telling.index}/from")
    return (change,) if telling.notice is None else (change, telling.notice.at("/sent_on"))


def notice_days(context: Context, organization: Organization) -> Days:
    """The days that verdicts on notices hang on: the changes, the ends of their terms, the notices."""
    for person in organization.responsible:
        yield person.since
        if person.since is not None:
            yield last_day(context, person.since)
    for notice in context.registry.notices_by_organization.get(organization.id, ()):
        yield notice.sent_on
