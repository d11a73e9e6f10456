"""worded: texts of posts avoid officialese and the language of press releases.

Met: no draft text in the content plans of this month and the next holds more than `max_per_text` phrases of the word
list. Advice: one does: «в целях обеспечения безопасности осуществляется проверка». Unconfirmed: the plans hold no texts
to examine. The list finds phrases only; whether a text reads well is for a person to decide.
"""

from __future__ import annotations

import datetime
import re
from functools import cache

from reestr.judging.finding import AGAIN, Deadline, Outcome, Verdict
from reestr.judging.rule import (
    Context,
    OrganizationRule,
    Parameters,
    RuleFamily,
    before_next,
    earliest,
    without_page,
)
from reestr.registry.calendar import last_day, month_after, month_of
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Plan

_OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED, Outcome.NOT_APPLICABLE))
_PARAMETERS: Parameters = {"word_list": list, "max_per_text": int}


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
    # The rule `planned` asks for the plan that will hold the next texts.
    deadlines = (Deadline(last_day(month), AGAIN, "", covered_by="planned"),)
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


def phrases_in(text: str, phrases: tuple[str, ...]) -> list[str]:
    """Return the phrases that occur in a text as whole words, once for each occurrence, in the order of the list.

    Letter case, line breaks and the difference between «е» and «ё» do not matter.
    """
    plain = _plain(text)
    found: list[str] = []
    for phrase in phrases:
        wanted = _plain_phrase(phrase)
        # A plain substring search is many times faster and usually enough to rule a phrase out.
        if wanted in plain:
            found.extend([phrase] * len(_whole_words(wanted).findall(plain)))
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


_plain_phrase = cache(_plain)


@cache
def _whole_words(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


_RULE = OrganizationRule(judge, _OUTCOMES, _PARAMETERS)
FAMILY = RuleFamily("worded", lambda rule: _RULE)
