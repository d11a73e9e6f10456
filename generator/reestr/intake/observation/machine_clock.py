"""Compares the machine's clock with the Date header of an answer (RFC 9110, 6.6.1): a wrong clock would write days that
have not come, or are long past, into the records.
"""

from __future__ import annotations

import datetime
import email.utils
from collections.abc import Callable

from reestr.registry.errors import ReestrError

LARGEST_DIFFERENCE = datetime.timedelta(days=1)
"""Clocks that differ by no more are taken as right: such a difference moves no post by more than one day."""

MachineClock = Callable[[], datetime.datetime]
"""Gives the machine's moment, aware."""


class WrongClockError(ReestrError):
    """The machine's clock and that of a network differ too much; carries both moments, aware."""

    def __init__(self, here: datetime.datetime, there: datetime.datetime) -> None:
        self.here, self.there = here, there
        super().__init__(f"{here.isoformat()}, {there.isoformat()}")


def machine_now() -> datetime.datetime:
    """Return the machine's moment."""
    return datetime.datetime.now(datetime.UTC)


def differing_date(header: str | None, here: datetime.datetime) -> datetime.datetime | None:
    """Return the moment that a Date header states if it differs too much from `here`; None otherwise, also for a header
    that is absent or states no moment.
    """
    if header is None:
        return None
    try:
        there = email.utils.parsedate_to_datetime(header)
        if there.tzinfo is None or abs(there - here) <= LARGEST_DIFFERENCE:
            return None
    except (ValueError, OverflowError):
        return None
    return there
