"""exempted: an organization without a page in a required network has a valid ground for it.

The grounds are a list of the city, which says what proves each (`proof`) and on which days there is such a ground.
Met: `{ground: annex, clause: annex-4}` with a row of the act, or `{ground: agreement, letter: {number: "41", date:
2026-02-02}}` in force. Breach: a row that the act does not have, or a ground that has expired while there is still no
page and no requirement of the rule `present` judges the missing page; where one does, not applicable. Unconfirmed: a
letter without number and date; it may exist, but the registry does not know it. Without a claimed ground there is
nothing to judge here; `present` judges the missing page.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from reestr.judging.finding import AGREEMENT, RANK, Deadline, Outcome, Role, Verdict
from reestr.judging.rule import Context, OrganizationRule, RuleFamily, before_next, told_by
from reestr.registry.lists import ACT_ROW
from reestr.registry.organization import Exemption, Organization

_OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the grounds for every page that is missing, in one network or in all of which one is enough: the best
    ground of each page, then the worst page.
    """
    if not organization.exemptions:
        return Verdict(Outcome.NOT_APPLICABLE, "none-claimed", (organization.at(),))
    verdicts: list[Verdict] = []
    ends: list[datetime.date] = []
    for networks in context.registry.missing_pages(organization, context.as_of):
        claimed = [
            (index, exemption)
            for index, exemption in enumerate(organization.exemptions)
            if any(exemption.covers(network.id) for network in networks)
        ]
        grounds = [
            _judge_ground(context, organization, exemption, f"/exemptions/{index}") for index, exemption in claimed
        ]
        if grounds:
            verdicts.append(max(grounds, key=_rank))
        in_force = [item for _, item in claimed if item.holds_on(context.as_of)]
        untils = [until for item in in_force if (until := item.term.until) is not None]
        if untils and len(untils) == len(in_force):
            ends.append(max(untils))
    if not verdicts:
        return Verdict(Outcome.NOT_APPLICABLE, "not-used", (organization.at("/exemptions"),))
    verdict = _worst(context, verdicts)
    if verdict.due_on is not None:
        ends.append(verdict.due_on)
    deadlines = _both(organization, min(ends)) if ends else ()
    return replace(verdict, holds_until=_holds_until(context, organization), deadlines=deadlines)


def _worst(context: Context, verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on the worst network. Once a ground has expired, the missing page itself is what falls short:
    where `present` judges it, it is not judged again here.
    """
    duty = told_by(context, "present")
    others = [verdict for verdict in verdicts if verdict.reason != "expired"]
    if duty is None or others:
        return min(others if duty is not None else verdicts, key=_rank)
    values = {**verdicts[0].values, "requirement": duty.title}
    return Verdict(Outcome.NOT_APPLICABLE, "expired-see", verdicts[0].evidence, values)


def _both(organization: Organization, end: datetime.date) -> tuple[Deadline, ...]:
    """Return the deadline of an agreement's end twice: for the organization and for the officer who agreed to it."""
    evidence = (organization.at("/exemptions"),)
    return tuple(Deadline(end, role, AGREEMENT, evidence=evidence, role=role) for role in Role)


def _holds_until(context: Context, organization: Organization) -> datetime.date | None:
    """Return the day before the next letter. A letter counts here even without a number; the standing of the
    organization (see `judging/rule.py`) knows the other days.
    """
    letters = (exemption.letter for exemption in organization.exemptions)
    return before_next(context.as_of, *(letter.date for letter in letters if letter is not None))


def _rank(verdict: Verdict) -> int:
    return RANK[verdict.outcome]


def _judge_ground(context: Context, organization: Organization, exemption: Exemption, path: str) -> Verdict:
    letter = exemption.letter
    term, ground = exemption.term, {"ground": exemption.ground}
    is_row = exemption.proof == ACT_ROW
    if not is_row and exemption.letter_date is None:
        if exemption.proof == "agreement":
            return Verdict(Outcome.UNCONFIRMED, "no-letter", (organization.at(path),))
        return Verdict(Outcome.UNCONFIRMED, "no-document", (organization.at(path),), ground)
    if term.until is not None and term.until < context.as_of:
        place = organization.at(f"{path}/until" if term.until == exemption.until else path)
        deadlines = (Deadline(term.until, "", AGREEMENT),)
        values = {"until": term.until.isoformat()}
        return Verdict(Outcome.BREACH, "expired", (place,), values, deadlines=deadlines)
    begins = [day for day in (term.since, letter.date if letter is not None else None) if day is not None]
    if begins and max(begins) > context.as_of:
        return Verdict(Outcome.NOT_DUE, "not-begun", (organization.at(path),), {"since": max(begins).isoformat()})
    if is_row:
        found = context.registry.act.find(exemption.clause or "")
        block = None if found is None else found[1]
        if block is None or block.kind != "annex-row":
            return Verdict(Outcome.BREACH, "no-row", (organization.at(path),))
        return Verdict(Outcome.MET, "annex", (organization.at(f"{path}/clause"),), {"row": block.number or block.id})
    assert letter is not None and letter.date is not None
    signed: dict[str, object] = {"number": letter.number, "on": letter.date.isoformat()}
    if exemption.proof != "agreement":
        signed |= ground
    reason = "agreement" if exemption.proof == "agreement" else "document"
    return Verdict(Outcome.MET, reason, (organization.at(f"{path}/letter"),), signed)


_RULE = OrganizationRule(judge, _OUTCOMES, of_exempt=True)
FAMILY = RuleFamily("exempted", lambda rule: _RULE)
