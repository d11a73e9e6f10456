"""centre-notified (clause 1.5.2): the regional centre was notified of each change of a responsible person.

Met: a notice `to: regional-centre` with `change_on` = `from` of the new entry, sent within the term. Breach: the term
is over and no notice was sent. Advice: sent late; the decree says only "promptly", and the term in working days is the
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
    """Judge the notices of changes to the regional centre."""
    return judge_notifications(context, organization, "regional-centre")


RULE = OrganizationRule(judge, OUTCOMES, PARAMETERS, dated=OUTCOMES)
