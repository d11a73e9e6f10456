"""attested: what nobody can see on a page is attested by a named person, and the attestation has not expired.

`field` is the field of the account's record that holds the attestation: `security.two_factor` (the sign-in asks for a
code), `security.credentials` (logins and passwords are accounted for; never the secrets themselves), or `moderation`
(comments are moderated by published rules). With `renewed: calendar` it must be renewed in each month, quarter,
half-year or year (`renewed_every`); otherwise it counts for a number of days.

Met: `security.two_factor: {enabled: true, by: директор, attested_on: 2026-09-01}`, not expired. Breach: `enabled:
false` on a known day that still counts. Unconfirmed: unknown, undated, unsigned or expired.

Of moderation. Met: `moderation: {rules_url: …, attested_on: 2026-09-01, by: …}`. Advice: attested, but without an
address of the rules. Never a breach: no record can state that comments are not moderated. The verdict names the number
of comments removed this year; zero proves nothing, since there may have been nothing to remove.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import (
    NETWORKS,
    AccountRule,
    Argument,
    Context,
    Parameters,
    Rule,
    RuleFamily,
    before_next,
    earliest,
    known_by,
)
from reestr.judging.rules.terms import EVERY, Term, evidence_term, renewal_term
from reestr.registry.account import Account, ActivityYear, Attestation
from reestr.registry.calendar import week_end
from reestr.registry.origin import Evidence
from reestr.registry.rule_calls import RuleCall

_RENEWED_EVERY = "renewed_every"
_MODERATION = "moderation"
_PERIOD = "attestation_period_days"


@dataclass(frozen=True, slots=True)
class _Measure:
    """An attested measure: how to read it, its pointer, the field of its day, the parameter of its term."""

    of: Callable[[Account], Attestation | None]
    path: str
    date_field: str
    period: str


_MEASURES = {
    "security.two_factor": _Measure(lambda account: account.two_factor, "/security/two_factor", "attested_on", _PERIOD),
    "security.credentials": _Measure(
        lambda account: account.credentials, "/security/credentials", "on", "evidence_period_days"
    ),
}


def judge(measure: _Measure, term_name: str, context: Context, account: Account) -> Verdict:
    """Judge an attestation: given -> met, denied -> breach; unknown, undated, unsigned or too old -> unconfirmed."""
    attestation = measure.of(account)
    if attestation is None or attestation.given is None:
        return Verdict(Outcome.UNCONFIRMED, "unknown", (account.at(),))
    if attestation.on is None:
        return Verdict(Outcome.UNCONFIRMED, "undated", (account.at(measure.path),))
    on = known_by(context.as_of, attestation.on)
    place = account.at(f"{measure.path}/{measure.date_field}")
    if on is None:
        begins = before_next(context.as_of, attestation.on)
        return Verdict(Outcome.UNCONFIRMED, "unknown", (place,), holds_until=begins)
    term = _term(context, on, term_name)
    values: dict[str, object] = {"on": on.isoformat()}
    if not term.runs:
        return _expired(context, place, values, term, term_name)
    if not attestation.given:
        return Verdict(Outcome.BREACH, "denied", (place,), values, term.holds_until)
    if attestation.by is None:
        return Verdict(Outcome.UNCONFIRMED, "by-nobody", (account.at(measure.path),), values, term.holds_until)
    values["by"] = attestation.by
    return Verdict(Outcome.MET, "met", (place,), values, term.holds_until, term.deadlines)


def judge_moderation(term_name: str, context: Context, account: Account) -> Verdict:
    """Judge the attestation that comments in an account are moderated."""
    moderation = account.moderation
    on = known_by(context.as_of, moderation.attested_on) if moderation is not None else None
    if moderation is None or on is None:
        begins = before_next(context.as_of, moderation.attested_on) if moderation is not None else None
        place = account.at("/moderation" if moderation else "")
        return Verdict(Outcome.UNCONFIRMED, "never", (place,), holds_until=begins)
    attested = account.at("/moderation/attested_on")
    values: dict[str, object] = {"on": on.isoformat()}
    term = _term(context, on, term_name)
    if not term.runs:
        return _expired(context, attested, values, term, term_name)
    if moderation.by is None:
        place = account.at("/moderation")
        return Verdict(Outcome.UNCONFIRMED, "by-nobody", (place,), values, term.holds_until)
    if not moderation.rules_url:
        place = account.at("/moderation")
        return Verdict(Outcome.ADVICE, "no-rules", (place,), values, term.holds_until, term.deadlines)
    evidence: tuple[Evidence, ...] = (account.at("/moderation/rules_url"), attested)
    removed, counted_until, year = _removed(context, account)
    holds_until = earliest(term.holds_until, counted_until)
    if not removed or year is None:
        return Verdict(Outcome.MET, "met", evidence, values, holds_until, term.deadlines)
    values.update(removed=removed, year=year.year)
    evidence = (*evidence, Evidence(year.origin, "/weeks"))
    return Verdict(Outcome.MET, "met-removed", evidence, values, holds_until, term.deadlines)


def _term(context: Context, on: datetime.date, name: str) -> Term:
    return renewal_term(context, on, name) if name == _RENEWED_EVERY else evidence_term(context, on, name)


def _expired(context: Context, place: Evidence, values: dict[str, object], term: Term, name: str) -> Verdict:
    if name == _RENEWED_EVERY:
        values["every"] = context.text(name)
        return Verdict(Outcome.UNCONFIRMED, "not-renewed", (place,), values, deadlines=term.deadlines)
    values["period"] = context.number(name)
    return Verdict(Outcome.UNCONFIRMED, "expired", (place,), values, deadlines=term.deadlines)


def _removed(context: Context, account: Account) -> tuple[int, datetime.date | None, ActivityYear | None]:
    """Return the number of comments removed this year, the last day it stays true, and the record of the counts.

    Counted are removals on all grounds in the weeks that were over on the date of judging.
    """
    number, holds_until, found = 0, None, None
    for year in context.registry.activity.get(account.id, ()):
        if year.year < context.as_of.year:
            continue
        if year.year > context.as_of.year:
            # Counts of future weeks: they count from the first day of their year on.
            holds_until = earliest(holds_until, datetime.date(context.as_of.year, 12, 31))
            continue
        found = year
        for week, count in year.weeks.items():
            if not count.removed:
                continue
            if week_end(week) < context.as_of:
                number += sum(removed for _, removed in count.removed)
                holds_until = earliest(holds_until, datetime.date(context.as_of.year, 12, 31))
            else:
                holds_until = earliest(holds_until, week_end(week))
    return number, holds_until, found


def _bind(rule: RuleCall) -> Rule:
    field = rule.text("field")
    measure = _MEASURES.get(field)
    calendar = rule.text("renewed") == "calendar"
    name = _RENEWED_EVERY if calendar else _PERIOD if measure is None else measure.period
    parameters: Parameters = {name: EVERY if calendar else int}
    if measure is None:
        outcomes = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
        return AccountRule(partial(judge_moderation, name), outcomes, parameters)
    outcomes = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED))
    return AccountRule(partial(judge, measure, name), outcomes, parameters)


FAMILY = RuleFamily(
    "attested",
    _bind,
    {
        "field": Argument("text", (*_MEASURES, _MODERATION), required=True),
        "renewed": Argument("text", ("calendar",)),
        "networks": NETWORKS,
    },
    variant="field",
)
