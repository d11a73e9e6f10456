"""What the register says of an account on a day: only what was known by then, and is not too old to count."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from reestr.judging.finding import Verdict
from reestr.judging.rule import Context
from reestr.judging.rules.description_and_design import FACTS
from reestr.judging.rules.observation import last_look
from reestr.judging.rules.two_posts_a_week import judged_numbers
from reestr.publishing.documents.cells import Cell, Missing, Percent
from reestr.publishing.view import View
from reestr.registry.account import Account, DatedStatus

DESIGN_CHECK = "description-and-design"
PASSPORT_CHECK = "page-passport"
EXTRAS_CHECK = "extras"
ACTIVITY_CHECK = "two-posts-a-week"


def status_on(status: DatedStatus, day: datetime.date) -> str | None:
    """A status as it was known on a day; None for one that began, or was first seen, only later."""
    dates = [date for date in status.days if date is not None]
    begun = status.since is None or status.since <= day
    return status.status if begun and (not dates or min(dates) <= day) else None


def seen(view: View, account: Account, check: str) -> Mapping[str, bool]:
    """The facts seen on a page that count for a check; none where the last look was later or too long ago."""
    requirement = view.registry.leading_requirement(check)
    if requirement is None:
        return {}
    look = last_look(Context(view.registry, requirement, view.as_of), account)
    return {} if isinstance(look, Verdict) else look.facts


def design(view: View, account: Account) -> Cell:
    """How much of the design was seen; unknown while one part of it was not looked at."""
    facts = seen(view, account, DESIGN_CHECK)
    parts = [facts[name] for name in FACTS if name in facts]
    return Percent(sum(parts), len(FACTS)) if len(parts) == len(FACTS) else Missing.UNKNOWN


def activity(view: View, account: Account) -> tuple[Cell, int, int]:
    """The share of judged weeks with as many publications as the norm asks, of those that were counted; how many were
    counted; how many are judged. A week that nobody counted is in neither part of the share."""
    requirement = view.registry.leading_requirement(ACTIVITY_CHECK)
    if requirement is None:
        return Missing.UNKNOWN, 0, 0
    norm = requirement.number("posts_per_week")
    judged = [number for _, number, _ in judged_numbers(Context(view.registry, requirement, view.as_of), account)]
    numbers = [number for number in judged if number is not None]
    full = sum(number >= norm for number in numbers)
    share = Percent(full, len(numbers)) if numbers else Missing.UNKNOWN if judged else Missing.NOTHING
    return share, len(numbers), len(judged)
