"""Compares what was handed in with the registry: whose page it is, whether the week can still be handed in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reestr.intake.weeks.entries import HandedIn, WeekEntry, week_problem, word
from reestr.intake.weeks.lines import UNSPECIFIED, field_title
from reestr.intake.workbook.cell_values import latin
from reestr.intake.workbook.rows_out import open_weeks
from reestr.records.validation import suggestions
from reestr.records.validation.formats import is_date, is_week
from reestr.registry.account import Account, ActivityYear, WeekCount
from reestr.registry.addresses import Address, read_address, without_scheme
from reestr.registry.calendar import week_end, week_monday, week_of
from reestr.registry.lists import CityLists
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry
from reestr.wording import date_short, week_in_words

_MOST_GUESSES = 20
"""For so many unknown addresses the nearest known one is looked for: that takes time for each of them."""

_GOSPABLIKI = "gospabliki"


@dataclass(frozen=True, slots=True)
class TakenWeek:
    """A week of a page as it will be recorded.

    `recorded` says that a person's count with the same numbers is in the records already, `corrects` that one with
    other numbers is replaced. `machine` is the number that the program counted, None if it did not.
    """

    account: Account
    organization: Organization
    week: str
    counts: Mapping[str, int]
    entry: WeekEntry
    recorded: bool = False
    corrects: bool = False
    machine: int | None = None


def checked(found: HandedIn, registry: Registry, today: datetime.date, *, correct: bool) -> tuple[TakenWeek, ...]:
    """Return the weeks that can be taken in, in the order of the organizations, pages and weeks.

    What cannot is added to the problems. Two different counts of one week are a problem, of the input as of the
    records; `correct` lets the input replace those of the records. `today` is the day in the city.
    """
    pages = _Pages(registry)
    taken: dict[tuple[str, str], TakenWeek] = {}
    for entry in found.entries:
        account = pages.find(entry, found)
        week = None if account is None else _week(entry, today, registry, found)
        if account is None or week is None:
            continue
        earlier = taken.get((account.id, week))
        if earlier is not None:
            if dict(earlier.counts) == dict(entry.counts):
                found.repeated += 1
            else:
                page = without_scheme(account.url)
                others = (earlier.entry.where,)
                values = {"one": earlier.entry.counts, "other_one": entry.counts}
                said = {name: said_counts(counts) for name, counts in values.items()}
                found.tell(
                    week_problem("two-counts", entry.where, other=others, page=page, week=week_in_words(week), **said)
                )
            continue
        item = _taken(entry, account, week, registry, found, correct)
        if item is not None:
            taken[account.id, week] = item
    order = {identifier: place for place, identifier in enumerate(registry.organizations)}
    return tuple(sorted(taken.values(), key=lambda item: (order[item.organization.id], item.account.id, item.week)))


def said_counts(counts: Mapping[str, int], lists: CityLists | None = None) -> str:
    """Return the counts in words, as «3 (тексты — 2, фотографии — 1)»; zero as a word."""
    if not counts:
        return word("nothing")
    if set(counts) == {UNSPECIFIED}:
        return str(counts[UNSPECIFIED])
    parts = [f"{field_title(name, lists).lower()} — {number}" for name, number in counts.items()]
    return f"{sum(counts.values())} ({', '.join(parts)})"


class _Pages:
    """The pages of the registry by their addresses."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._networks = tuple(registry.networks.values())
        self._by_address = {item.url: item for item in registry.accounts.values()}
        self._by_number = {
            (item.network, item.numeric_id): item for item in registry.accounts.values() if item.numeric_id
        }
        self._earlier = {old.url: item for item in registry.accounts.values() for old in item.previous_addresses}
        self._fakes = {item.url for item in registry.fakes.values()}
        self._guesses = 0

    def find(self, entry: WeekEntry, found: HandedIn) -> Account | None:
        """Return the official page of an entry; None, with a problem told, if the registry does not have it."""
        given = suggestions.shown(entry.address)
        address = read_address(entry.address, self._networks)
        if not isinstance(address, Address):
            meant = read_address(latin(entry.address), self._networks)
            known = self._known(meant) if isinstance(meant, Address) else None
            if known is not None and not entry.address.isascii():
                found.tell(week_problem("look-alike", entry.where, given=given, known=known.url))
            elif address.reason == "look-alike":
                found.tell(week_problem("look-alike-host", entry.where, given=given))
            else:
                found.tell(week_problem("not-a-page", entry.where, given=given))
            return None
        account = self._known(address)
        if account is not None:
            return account
        if address.canonical in self._fakes:
            found.tell(week_problem("fake", entry.where, given=given))
        elif (moved := self._earlier.get(address.canonical)) is not None:
            found.tell(week_problem("moved", entry.where, given=given, known=moved.url))
        else:
            near = self._nearest(address.canonical)
            ready = "" if near is None else word("perhaps", known=near)
            found.tell(week_problem("foreign", entry.where, given=given, ready=ready))
        return None

    def _known(self, address: Address) -> Account | None:
        by_address = self._by_address.get(address.canonical)
        if by_address is not None or address.numeric_id is None:
            return by_address
        return self._by_number.get((address.network, address.numeric_id))

    def _nearest(self, address: str) -> str | None:
        self._guesses += 1
        return suggestions.nearest(address, self._by_address) if self._guesses <= _MOST_GUESSES else None


def _week(entry: WeekEntry, today: datetime.date, registry: Registry, found: HandedIn) -> str | None:
    """Return the week of an entry; None, with a problem told, if it is none or cannot be handed in on the day."""
    given = suggestions.shown(entry.week)
    if is_week(entry.week):
        week = entry.week
    else:
        text = entry.week if is_date(entry.week) else suggestions.date_meant(entry.week)
        if text is None or not (is_date(entry.week) or suggestions.is_clear_date(entry.week)):
            found.tell(week_problem("week", entry.where, given=given))
            return None
        day = datetime.date.fromisoformat(text)
        week = week_of(day)
        if day.weekday():
            monday = week_monday(week).isoformat()
            found.tell(week_problem("not-monday", entry.where, given=given, monday=monday, week=week_in_words(week)))
            return None
    if week_end(week) >= today:
        values = {"week": week_in_words(week), "sunday": date_short(week_end(week).isoformat())}
        frozen = registry.city.frozen_on
        if frozen is not None:
            found.tell(week_problem("after-frozen", entry.where, **values, day=date_short(frozen.isoformat())))
        else:
            found.tell(week_problem("not-over", entry.where, **values))
        return None
    weeks = open_weeks(today)
    if week < weeks[0]:
        found.tell(week_problem("closed-week", entry.where, week=week_in_words(week), first=week_in_words(weeks[0])))
        return None
    return week


def _taken(
    entry: WeekEntry, account: Account, week: str, registry: Registry, found: HandedIn, correct: bool
) -> TakenWeek | None:
    """Return a week to record; None, with a problem told, if its page was not in use or has another count already."""
    organization = registry.organizations[account.owner_on(week_end(week))]
    page, days = without_scheme(account.url), _days(week)
    values = {"page": page, "week": week_in_words(week), "organization": organization.title}
    if organization.is_closed(week_end(week)):
        found.tell(week_problem("closed-organization", entry.where, **values))
        return None
    if not any(account.is_active(day) for day in days):
        found.tell(week_problem("closed-page", entry.where, **values))
        return None
    year = next((item for item in registry.activity.get(account.id, ()) if str(item.year) == week[:4]), None)
    hand, machine = _recorded(year, week)
    same = hand is not None and _counts_of(hand) == dict(entry.counts)
    if hand is not None and not same and not correct:
        assert year is not None
        place = f"{year.origin.file}:{year.origin.line(f'/weeks/{week}')}"
        said = {
            "one": said_counts(_counts_of(hand), registry.city.lists),
            "other_one": said_counts(entry.counts, registry.city.lists),
        }
        found.tell(week_problem("other-count", entry.where, other=(place,), **values, **said))
        return None
    return TakenWeek(account, organization, week, entry.counts, entry, same, hand is not None and not same, machine)


def _recorded(year: ActivityYear | None, week: str) -> tuple[WeekCount | None, int | None]:
    if year is None:
        return None, None
    machine = year.machine.get(week)
    return year.weeks.get(week), None if machine is None else machine.own + machine.gospabliki


def _counts_of(count: WeekCount) -> dict[str, int]:
    numbers = (*count.formats, (UNSPECIFIED, count.unspecified), (_GOSPABLIKI, count.gospabliki))
    return {name: number for name, number in numbers if number}


def _days(week: str) -> Sequence[datetime.date]:
    return [week_monday(week) + datetime.timedelta(days=number) for number in range(7)]


def pages_of(weeks: Iterable[TakenWeek]) -> int:
    """Return the number of different pages."""
    return len({item.account.id for item in weeks})
