"""Facts about an account for the register: only those known on the given day and not too old to count."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from reestr.judging.finding import Verdict
from reestr.judging.rule import Context
from reestr.judging.rules.description_and_design import FACTS
from reestr.judging.rules.observation import last_look
from reestr.judging.rules.two_posts_a_week import judged_numbers
from reestr.publishing.documents.cells import DocumentCell, MissingValue, Percent
from reestr.publishing.view import View
from reestr.registry.account import Account, DatedStatus

DESIGN_CHECK = "description-and-design"
PASSPORT_CHECK = "page-passport"
EXTRAS_CHECK = "extras"
ACTIVITY_CHECK = "two-posts-a-week"


def status_on(status: DatedStatus, day: datetime.date) -> str | None:
    """Return a status as known on a day; None if it began or was first seen later."""
    dates = [date for date in status.days if date is not None]
    begun = status.since is None or status.since <= day
    return status.status if begun and (not dates or min(dates) <= day) else None


def seen(view: View, account: Account, check: str) -> Mapping[str, bool]:
    """Return the facts seen on a page that count for a rule; none if the last look was later or too long ago."""
    requirement = view.registry.leading_requirement(check)
    if requirement is None:
        return {}
    look = last_look(Context(view.registry, requirement, view.as_of), account)
    return {} if isinstance(look, Verdict) else look.facts


def design(view: View, account: Account) -> DocumentCell:
    """Return how much of the design was seen; unknown if a part of it was not looked at."""
    facts = seen(view, account, DESIGN_CHECK)
    parts = [facts[name] for name in FACTS if name in facts]
    return Percent(sum(parts), len(FACTS)) if len(parts) == len(FACTS) else MissingValue.UNKNOWN


def activity(view: View, account: Account) -> tuple[DocumentCell, int, int]:
    """Return the share of counted weeks that meet the norm, the number of counted weeks, and the number of judged
    weeks.

    A week without a count is in neither part of the share.
    """
    requirement = view.registry.leading_requirement(ACTIVITY_CHECK)
    if requirement is None:
        return MissingValue.UNKNOWN, 0, 0
    norm = requirement.number("posts_per_week")
    judged = [number for _, number, _ in judged_numbers(Context(view.registry, requirement, view.as_of), account)]
    numbers = [number for number in judged if number is not None]
    full = sum(number >= norm for number in numbers)
    share = Percent(full, len(numbers)) if numbers else MissingValue.UNKNOWN if judged else MissingValue.NOTHING
    return share, len(numbers), len(judged)
