"""What the form on an organization's page needs to hand in weekly counts: its pages, the open weeks.

Without a script the form is a text to copy; `js/reestr-weeks.js` makes fields of it, with the words of `weeks.json`.
`reestr weeks` reads the result.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from reestr import wording
from reestr.intake.weeks.lines import MARK, TOTAL, VERSION
from reestr.intake.workbook.rows_out import open_weeks
from reestr.publishing.site.widgets.mending import keeper_email
from reestr.publishing.view import View
from reestr.registry.account import Account, ActivityYear
from reestr.registry.calendar import week_end, week_monday
from reestr.registry.organization import Organization
from reestr.wording import week_in_words

_DONE = "="
"""A person's count of the page is in the registry already."""

_CLOSED = "-"
"""The page was not the organization's in that week, or not in use."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """The form: the weeks in words, the text to copy for the first of them, and what the script needs, as JSON.

    `week` is None if every open week is handed in; `until` is then the last day that the counts cover. `email` is None
    if the registry names no address to write to.
    """

    week: str | None
    until: datetime.date
    lines: str
    email: str | None
    data: Markup

    @property
    def title(self) -> str:
        """Return the words on the folded form, or that nothing is missing."""
        if self.week is None:
            return wording.text("weeks.form.all-done", until=self.until.isoformat())
        return wording.text("weeks.form.title", week=self.week)

    @property
    def lead(self) -> str:
        """Return what the form asks for."""
        return wording.text("weeks.form.lead")

    @property
    def unscripted(self) -> str:
        """Return what to do with the lines where no script makes fields of them."""
        to = "to" if self.email else "to-nobody"
        return wording.text("weeks.form.unscripted", to=wording.text(f"weeks.form.{to}", email=self.email))


def hand_in(view: View, organization: Organization) -> HandIn | None:
    """Return the form of an organization; None if none of its pages has an open week to be counted."""
    weeks = open_weeks(view.as_of)[::-1]
    states_of = [
        (account, _states(view, account, organization, weeks)) for account in view.registry.accounts_of(organization.id)
    ]
    known = [(account, states) for account, states in states_of if any(state != _CLOSED for state in states)]
    if not known or organization.is_closed(view.as_of):
        return None
    accounts = [account for account, _ in known]
    rows = [(week, [states[place] for _, states in known]) for place, week in enumerate(weeks)]
    missing = [(week, states) for week, states in rows if any(state not in (_DONE, _CLOSED) for state in states)]
    email = keeper_email(view.registry.city)
    until = week_end(weeks[0])
    if not missing:
        return HandIn(None, until, "", email, Markup(""))
    week, states = missing[0]
    lines = [
        f"{MARK}{VERSION}; {account.url}; {week_monday(week)}; {state or f'{TOTAL}='}"
        for account, state in zip(accounts, states, strict=True)
        if state not in (_DONE, _CLOSED)
    ]
    pages = [[view.registry.networks[item.network].name, item.url] for item in accounts]
    data = {
        "pages": pages,
        "weeks": [[week_monday(week).isoformat(), week_in_words(week), *states] for week, states in missing],
        "subject": wording.text("weeks.form.subject", organization=organization.title),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return HandIn(week_in_words(week), until, "\n".join(lines), email, Markup(text))


def _states(view: View, account: Account, organization: Organization, weeks: Sequence[str]) -> Sequence[str]:
    """Return what is known of a page in each week: a mark, what the program counted as the lines say it, or ""."""
    years = {str(year.year): year for year in view.registry.activity.get(account.id, ())}
    return [_state(account, organization, week, years.get(week[:4])) for week in weeks]


def _state(account: Account, organization: Organization, week: str, year: ActivityYear | None) -> str:
    days = _days(week)
    if account.owner_on(days[-1]) != organization.id or not any(account.is_active(day) for day in days):
        return _CLOSED
    if year is None:
        return ""
    if week in year.weeks:
        return _DONE
    machine = year.machine.get(week)
    if machine is None:
        return ""
    counts = {**dict(machine.formats), "gospabliki": machine.gospabliki}
    return ",".join(f"{name}={number}" for name, number in counts.items() if number) or f"{TOTAL}=0"


@cache
def _days(week: str) -> Sequence[datetime.date]:
    return tuple(week_monday(week) + datetime.timedelta(days=number) for number in range(7))
