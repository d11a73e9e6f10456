"""centre-answered (clause 1.5.2): each request of the regional centre was answered by its date.

Met: an assignment of kind `centre-request` with `answer: {on: …, document: …}`, `on` no later than `due_on`. Breach:
`due_on` is past and there is no answer, or the answer is later. The term is the request's own. A missing answer is a
breach only in this rule: these records are city hall's own log of its letters, kept by the officer who answers, so an
answer that is not in the log was not sent. Unconfirmed: the answer names no document.
"""

from __future__ import annotations

from collections.abc import Iterator

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import CityRule, Context
from reestr.judging.rules.assignments import AssignedItem, judge_assigned
from reestr.registry.city import City
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))


def judge(context: Context, city: City) -> Verdict:
    """Judge the answers to all requests of the regional centre."""
    return judge_assigned(context, _centre_requests(context), Evidence(city.origin))


def _centre_requests(context: Context) -> Iterator[AssignedItem]:
    """Yield every request of the regional centre with its recorded answer."""
    for assignment in context.registry.assignments.values():
        if assignment.kind == "centre-request":
            answered = assignment.answered_on is not None or assignment.answer_document is not None
            place = assignment.at("/answer" if answered else "/due_on")
            yield AssignedItem(
                assignment, answered, assignment.answered_on, assignment.answer_document, place, "overdue"
            )


RULE = CityRule(judge, OUTCOMES, dated=OUTCOMES)
