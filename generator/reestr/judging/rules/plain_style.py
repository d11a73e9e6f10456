"""plain-style (clause 2.5, recommended): texts of posts avoid officialese and the language of press releases.

Met: no draft text in the content plans of this month and the next holds more than `max_per_text` phrases of the word
list. Advice: one does: «в целях обеспечения безопасности осуществляется проверка». Unconfirmed: the plans hold no
texts, so nobody looked. The list finds phrases only; whether a text reads well is for a person to say.
"""

from __future__ import annotations

import datetime

from reestr.judging.check import Context, OrganizationCheck, Parameters, without_page
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.officialese import phrases_in
from reestr.judging.rules.plan_days import plan_days
from reestr.registry.calendar import months_between
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Plan

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED, Outcome.NOT_APPLICABLE))
PARAMETERS: Parameters = {"word_list": list, "max_per_text": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the draft texts of an organization's content plans."""
    if not context.registry.active_accounts(organization.id, context.as_of):
        return without_page(context, organization)
    phrases = context.requirement.texts("word_list")
    maximum = context.requirement.number("max_per_text")
    texts = 0
    read: list[Evidence] = []
    marked: list[Evidence] = []
    days: list[str] = []
    found: dict[str, None] = {}
    for plan in _plans(context, organization):
        read.append(Evidence(plan.origin, "/entries"))
        for index, entry in enumerate(plan.entries):
            if not entry.text:
                continue
            texts += 1
            hits = phrases_in(entry.text, phrases)
            if len(hits) > maximum:
                marked.append(Evidence(plan.origin, f"/entries/{index}/text"))
                days.append(f"{entry.date:%d.%m.%Y}")
                found.update(dict.fromkeys(hits))
    if not texts:
        return Verdict(Outcome.UNCONFIRMED, "no-texts", tuple(read) or (organization.at(),))
    if marked:
        values: dict[str, object] = {"number": len(days), "days": tuple(days), "phrases": tuple(found)}
        return Verdict(Outcome.ADVICE, "officialese", tuple(marked), values)
    return Verdict(Outcome.MET, "met", tuple(read), {"number": texts})


def _plans(context: Context, organization: Organization) -> list[Plan]:
    """The plans of this month and the next that were made by the date of judging."""
    as_of = context.as_of
    next_month = as_of.replace(day=28) + datetime.timedelta(days=4)
    months = tuple(months_between(as_of, next_month))
    return [
        plan
        for plan in context.registry.plans.get(organization.id, ())
        if plan.entries and plan.month in months and (plan.prepared_on is None or plan.prepared_on <= as_of)
    ]


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS, days=plan_days)
