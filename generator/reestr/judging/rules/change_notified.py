"""change-notified (clause 1.6.4): city hall was notified of each change of the responsible person.

Met: a notice `to: city-hall` with `change_on` = `from` of the new entry, sent within the term. Breach: the term is over
and no notice was sent. Advice: sent late; the decree says only "promptly", and the term in working days is the
registry's setting.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule, Parameters
from reestr.judging.rules.notifications import judge_notifications
from reestr.registry.organization import Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.ADVICE, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))
PARAMETERS: Parameters = {"term_working_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the notices of changes to city hall."""
    return judge_notifications(context, organization, "city-hall")


RULE = OrganizationRule(judge, OUTCOMES, PARAMETERS, dated=OUTCOMES)
