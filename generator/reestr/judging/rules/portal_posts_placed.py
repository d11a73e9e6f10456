"""portal-posts-placed (clauses 1.5.3, 1.6.5-a): each item sent through «Госпаблики» appeared in the account in time.

Met: the account's `result` in every assignment of kind `portal-post` has the post's `url` and `done_on` no later than
`due_on`. Breach: `result: {not_done_on: …}` after `due_on`, or the post is later. The term is the item's own.
Unconfirmed: `due_on` is past and there is no result, or a result without the address of the post.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context
from reestr.judging.rules.assignments import assigned_items, judge_assigned
from reestr.registry.account import Account

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))


def judge(context: Context, account: Account) -> Verdict:
    """Judge the «Госпаблики» items assigned to an account."""
    assignments = context.registry.assignments_by_account.get(account.id, ())
    return judge_assigned(context, assigned_items(assignments, "portal-post"), account.at())


RULE = AccountRule(judge, OUTCOMES)
