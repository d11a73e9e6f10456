"""Verdicts on telling somebody of a change of the responsible person (clauses 1.5.2 and 1.6.4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.compliance.check import Context
from generator.compliance.checks.terms import known_by
from generator.model.calendar import add_working_days
from generator.model.finding import Outcome, Verdict
from generator.model.organization import Organization
from generator.model.origin import Evidence

# Worst first: the reason of the verdict is the first state that occurs.
_OUTCOMES = {
    "not-sent": Outcome.BREACH,
    "late": Outcome.ADVICE,
    "open": Outcome.NOT_DUE,
    "met": Outcome.MET,
}


def judge_notices(context: Context, organization: Organization, to: str) -> Verdict:
    """Judge whether every change of the responsible person was told to `to` in `term_working_days`.

    The first entry of the history is an appointment, not a change; a change before the act took effect (if that day is
    unknown, before its date) did not have to be told. The decree says only "promptly": a late notice is advice.
    """
    states: dict[str, list[tuple[datetime.date, datetime.date, tuple[Evidence, ...]]]] = {}
    for since, place in _changes(context, organization):
        state, day, notice = _told(context, organization, since, to)
        states.setdefault(state, []).append((since, day, (place, *notice)))
    for state, outcome in _OUTCOMES.items():
        found = states.get(state)
        if found:
            change_on, day, _ = found[0]
            values = {"change": change_on.isoformat(), "on": day.isoformat(), "number": len(found)}
            return Verdict(outcome, state, tuple(item for _, _, evidence in found for item in evidence), values)
    return Verdict(
        Outcome.NOT_APPLICABLE, "no-change", (organization.at("/responsible" if organization.responsible else ""),)
    )


def untold(
    context: Context, organization: Organization, to: str
) -> Iterator[tuple[datetime.date, datetime.date, Evidence]]:
    """The changes of the responsible person that nobody told `to` of: the day of each, the last day of its term, where
    it is on record."""
    for since, place in _changes(context, organization):
        state, term, _ = _told(context, organization, since, to)
        if state in ("open", "not-sent"):
            yield since, term, place


def _changes(context: Context, organization: Organization) -> Iterator[tuple[datetime.date, Evidence]]:
    """The changes that have to be told, known by the date of judging: the day of each and where it is on record."""
    begin = context.registry.act.binding_from
    for index, responsible in enumerate(organization.responsible):
        since = known_by(context.as_of, responsible.since)
        if index and since is not None and since >= begin:
            yield since, organization.at(f"/responsible/{index}/from")


def _told(
    context: Context, organization: Organization, change_on: datetime.date, to: str
) -> tuple[str, datetime.date, tuple[Evidence, ...]]:
    """How a change was told, the day of the notice or, while there is none, the last day of the term, the notice."""
    term = add_working_days(
        change_on, context.requirement.number("term_working_days"), context.registry.city.non_working_days
    )
    sent = min(
        (
            notice
            for notice in context.registry.notices_by_organization.get(organization.id, ())
            if notice.to == to and notice.change_on == change_on and notice.sent_on <= context.as_of
        ),
        key=lambda notice: notice.sent_on,
        default=None,
    )
    if sent is None:
        return ("open" if context.as_of <= term else "not-sent"), term, ()
    return ("met" if sent.sent_on <= term else "late"), sent.sent_on, (sent.at("/sent_on"),)
