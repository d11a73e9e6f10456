"""The days that verdicts on content plans hang on: the plans' own, and the beginnings of months (clause 1.6.1)."""

from __future__ import annotations

import datetime

from reestr.judging.check import Context, Days
from reestr.registry.organization import Organization


def plan_days(context: Context, organization: Organization) -> Days:
    """See above; of the months, the one of judging and the next: a term within them is added by whoever asks."""
    first = context.as_of.replace(day=1)
    yield first
    yield (first + datetime.timedelta(days=31)).replace(day=1)
    for plan in context.registry.plans.get(organization.id, ()):
        yield plan.prepared_on
        yield plan.absent_on
