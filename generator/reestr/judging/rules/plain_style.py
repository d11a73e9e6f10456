"""plain-style (clause 2.5, recommended): texts of posts avoid officialese and the language of press releases.

Met: no draft text in the content plans of this month and the next holds more than `max_per_text` phrases of the word
list. Advice: one does: «в целях обеспечения безопасности осуществляется проверка». Unconfirmed: the plans hold no texts
to examine. The list finds phrases only; whether a text reads well is for a person to decide.
"""

from __future__ import annotations

import datetime

from reestr.judging.finding import AGAIN, Deadline, Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule, Parameters, before_next, earliest, without_page
from reestr.judging.rules.officialese import phrases_in
from reestr.registry.calendar import last_day, month_after, month_of
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Plan

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED, Outcome.NOT_APPLICABLE))
PARAMETERS: Parameters = {"word_list": list, "max_per_text": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the draft texts of an organization's content plans."""
    if not context.standing(organization).accounts:
        return without_page(context, organization)
    maximum = context.number("max_per_text")
    texts = 0
    month = month_of(context.as_of)
    read: list[Evidence] = []
    marked: list[Evidence] = []
    days: list[str] = []
    found: dict[str, None] = {}
    plans = _plans(context, organization)
    phrases = context.texts("word_list") if plans else ()
    for plan in plans:
        read.append(Evidence(plan.origin, "/entries"))
        for index, entry in enumerate(plan.entries):
            if not entry.text:
                continue
            texts += 1
            month = plan.month
            hits = phrases_in(entry.text, phrases)
            if len(hits) > maximum:
                marked.append(Evidence(plan.origin, f"/entries/{index}/text"))
                days.append(f"{entry.date:%d.%m.%Y}")
                found.update(dict.fromkeys(hits))
    holds_until = _holds_until(context, organization)
    if not texts:
        return Verdict(Outcome.UNCONFIRMED, "no-texts", tuple(read) or (organization.at(),), holds_until=holds_until)
    if marked:
        values: dict[str, object] = {"number": len(days), "days": tuple(days), "phrases": tuple(found)}
        return Verdict(Outcome.ADVICE, "officialese", tuple(marked), values, holds_until)
    # The rule content-plan asks for the plan that will hold the next texts.
    deadlines = (Deadline(last_day(month), AGAIN, "", covered_by="content-plan"),)
    return Verdict(Outcome.MET, "met", tuple(read), {"number": texts}, holds_until, deadlines)


def _plans(context: Context, organization: Organization) -> list[Plan]:
    """Return the plans of this month and the next that were made by the date of judging."""
    as_of = context.as_of
    months = (month_of(as_of), month_after(month_of(as_of)))
    return [
        plan
        for plan in context.registry.plans.get(organization.id, ())
        if plan.entries and plan.month in months and (plan.prepared_on is None or plan.prepared_on <= as_of)
    ]


def _holds_until(context: Context, organization: Organization) -> datetime.date | None:
    plans = context.registry.plans.get(organization.id, ())
    begins = before_next(context.as_of, *(plan.prepared_on for plan in plans))
    return earliest(begins, last_day(month_of(context.as_of)))


RULE = OrganizationRule(judge, OUTCOMES, PARAMETERS)
