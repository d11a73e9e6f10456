"""exemption-grounds (clause 1.3): whoever keeps no page in a required network has a ground for it that is in force.

Met: `{ground: annex, clause: annex-4}`, or `{ground: agreement, letter: {number: "41", date: 2026-02-02}}` in force.
Breach: an annex row that the act does not have, or a ground that has run out while there is still no page.
Unconfirmed: an agreement without the letter's number and date: the letter may exist, the registry does not know it.
Without a claim there is nothing to judge here; the missing page is for accounts-exist.
"""

from __future__ import annotations

from reestr.judging.check import Context, Days, OrganizationCheck
from reestr.judging.finding import RANK, Outcome, Verdict
from reestr.registry.organization import Exemption, Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the grounds for every required network without a page: the best ground of each, the worst network."""
    if not organization.exemptions:
        return Verdict(Outcome.NOT_APPLICABLE, "none-claimed", (organization.at(),))
    verdicts: list[Verdict] = []
    for network in context.registry.networks_without_page(organization.id, context.as_of):
        grounds = [
            _judge_ground(context, organization, exemption, f"/exemptions/{index}")
            for index, exemption in enumerate(organization.exemptions)
            if exemption.covers(network.id)
        ]
        if grounds:
            verdicts.append(max(grounds, key=_rank))
    if not verdicts:
        return Verdict(Outcome.NOT_APPLICABLE, "not-used", (organization.at("/exemptions"),))
    return min(verdicts, key=_rank)


def _rank(verdict: Verdict) -> int:
    return RANK[verdict.outcome]


def _judge_ground(context: Context, organization: Organization, exemption: Exemption, path: str) -> Verdict:
    letter = exemption.letter
    if exemption.ground == "agreement" and exemption.letter_date is None:
        return Verdict(Outcome.UNCONFIRMED, "no-letter", (organization.at(path),))
    if exemption.until is not None and exemption.until < context.as_of:
        place = organization.at(f"{path}/until")
        return Verdict(Outcome.BREACH, "expired", (place,), {"until": exemption.until.isoformat()})
    begins = [day for day in (exemption.since, letter.date if letter is not None else None) if day is not None]
    if begins and max(begins) > context.as_of:
        return Verdict(Outcome.NOT_DUE, "not-begun", (organization.at(path),), {"since": max(begins).isoformat()})
    if exemption.ground == "annex":
        block = context.registry.act.blocks.get(exemption.clause or "")
        if block is None or block.kind != "annex-row":
            return Verdict(Outcome.BREACH, "no-row", (organization.at(path),))
        return Verdict(Outcome.MET, "annex", (organization.at(f"{path}/clause"),), {"row": block.number or block.id})
    assert letter is not None and letter.date is not None
    values = {"number": letter.number, "on": letter.date.isoformat()}
    return Verdict(Outcome.MET, "agreement", (organization.at(f"{path}/letter"),), values)


def _days(context: Context, organization: Organization) -> Days:
    # An annex row with a letter: its date counts here, whether or not it has a number.
    return (item.letter.date if item.letter is not None else None for item in organization.exemptions)


CHECK = OrganizationCheck(judge, OUTCOMES, of_exempt=True, days=_days)
