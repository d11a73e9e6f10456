"""Weekly counts of publications: which weeks of an account are judged, and their counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reestr.judging.rule import Context, Settings, before_next
from reestr.registry.account import Account, ActivityYear, MachineCount, WeekCount
from reestr.registry.calendar import first_full_week, last_full_weeks, week_end, week_monday
from reestr.registry.norms import NoNormError
from reestr.registry.origin import Evidence


def judged_weeks(as_of: datetime.date, account: Account, count: int) -> tuple[str, ...]:
    """Return the last `count` weeks that are over, oldest first, without weeks before the page's first full week and
    those in which the page was for a day closed, out of its organization's control, or another organization's.
    """
    weeks = last_full_weeks(as_of, count)
    if account.opened_on is not None:
        first = first_full_week(account.opened_on)
        # ISO weeks compare as texts. Most pages are older than all judged weeks.
        if weeks and first > weeks[0]:
            weeks = tuple(week for week in weeks if week >= first)
    if account.control_lost or account.previous_owners or account.pauses:
        weeks = tuple(week for week in weeks if _is_answered_for(account, week, as_of))
    return weeks


def _is_answered_for(account: Account, week: str, as_of: datetime.date) -> bool:
    """Return whether the owner on the date of judging had and controlled the page on each day of a week."""
    owner, monday = account.owner_on(as_of), week_monday(week)
    days = [monday + datetime.timedelta(days=number) for number in range(7)]
    return all(account.owner_on(day) == owner and account.is_trusted(day) for day in days)


SETTINGS: Settings = {"machine_first": False}
"""Whether a verdict takes the program's count of a week that a person counted, too."""


@dataclass(frozen=True, slots=True)
class WeekTaken:
    """A week with the counts of it that were known on the date of judging, None for those that were not.

    A verdict takes one of them: the program's if `by_machine`. `place` is where the count that it takes stands or is
    missing; `days` are the days of counting in the record, also those after the date of judging.
    """

    week: str
    hand: WeekCount | None
    machine: MachineCount | None
    by_machine: bool
    place: Evidence
    days: tuple[datetime.date, ...] = ()

    @property
    def formats(self) -> tuple[tuple[str, int], ...] | None:
        """The own publications by format that the verdict takes; None if nobody counted the week."""
        count = self.machine if self.by_machine else self.hand
        return None if count is None else count.formats

    @property
    def unspecified(self) -> int:
        """The number of own publications without a known format in the count that the verdict takes."""
        return 0 if self.by_machine or self.hand is None else self.hand.unspecified

    def number(self, gospabliki: bool, reposts: bool = False) -> int | None:
        """Return the number of publications that the verdict takes; None if nobody counted the week.

        The arguments say whether publications of «Госпаблики» and reposts of other communities count. A hand count does
        not tell such reposts apart.
        """
        return self._of_machine(gospabliki, reposts) if self.by_machine else self._of_hand(gospabliki)

    def disagreement(self, gospabliki: bool, reposts: bool) -> tuple[int, int] | None:
        """Return the numbers of the person and of the program if both counted and the numbers differ."""
        hand, machine = self._of_hand(gospabliki), self._of_machine(gospabliki, reposts)
        return (hand, machine) if hand is not None and machine is not None and hand != machine else None

    def _of_hand(self, gospabliki: bool) -> int | None:
        count = self.hand
        return None if count is None else count.total if gospabliki else count.own

    def _of_machine(self, gospabliki: bool, reposts: bool) -> int | None:
        count = self.machine
        if count is None:
            return None
        return count.own + (count.gospabliki if gospabliki else 0) + (count.reposts if reposts else 0)


def counts(context: Context, account: Account, weeks: tuple[str, ...]) -> Iterator[WeekTaken]:
    """Yield each week with the counts known on the date of judging.

    Which of two counts a verdict takes says the setting `machine_first`; of one count, it takes that.
    """
    years = {str(record.year): record for record in context.registry.activity.get(account.id, ())}
    machine_first = context.setting(SETTINGS, "machine_first")
    for week in weeks:
        record = years.get(week[:4])
        if record is None:
            yield WeekTaken(week, None, None, False, account.at())
        else:
            yield taken(record, week, context.as_of, machine_first)


def taken(record: ActivityYear, week: str, as_of: datetime.date, machine_first: bool) -> WeekTaken:
    """Return a week of a year of counts as it is known on a day; counts of later days are left out."""
    hand, machine = record.weeks.get(week), record.machine.get(week) if record.machine else None
    days: tuple[datetime.date, ...] = ()
    if machine is not None or (hand is not None and hand.counted_on is not None):
        known = (None if hand is None else hand.counted_on, None if machine is None else machine.on)
        days = tuple(day for day in known if day is not None)
        hand = None if hand is not None and hand.counted_on is not None and hand.counted_on > as_of else hand
        machine = machine if machine is not None and machine.on <= as_of else None
    by_machine = machine is not None and (machine_first or hand is None)
    path = f"/weeks/{week}/machine" if by_machine else "" if hand is None else f"/weeks/{week}"
    return WeekTaken(week, hand, machine, by_machine, Evidence(record.origin, path), days)


def number_taken(
    record: ActivityYear, week: str, as_of: datetime.date, machine_first: bool, gospabliki: bool, reposts: bool
) -> int | None:
    """Return the number of publications of a week that a verdict takes on a day; None if nobody counted it by then."""
    if record.machine:
        return taken(record, week, as_of, machine_first).number(gospabliki, reposts)
    count = record.weeks.get(week)
    if count is None or (count.counted_on is not None and count.counted_on > as_of):
        return None
    return count.total if gospabliki else count.own


def norm_of_week(context: Context, name: str, week: str) -> int | None:
    """Return the norm by which a week is judged: that of its Monday. None if none held then.

    A norm that begins within a week counts from the next full week, as the duty of a new page does.
    """
    monday = week_monday(week)
    if not context.requirement.is_in_force(monday):
        return None
    try:
        return context.number(name, monday)
    except NoNormError:
        return None


def sources(context: Context, weeks: Sequence[WeekTaken], gospabliki: bool, reposts: bool = False) -> dict[str, object]:
    """Return the values of the sentences that say whose counts a verdict takes, why, and where the two disagree.

    `by_machine` is the number of weeks of which it takes the program's count, `machine_first` the setting that decides
    about two counts, `disagreements` are weeks with the numbers of the person and of the program. {} if the program
    counted none of the weeks: then nothing needs saying.
    """
    if not any(week.machine is not None for week in weeks):
        return {}
    differing = [(week_text(week.week), *pair) for week in weeks if (pair := week.disagreement(gospabliki, reposts))]
    values: dict[str, object] = {
        "by_machine": sum(week.by_machine for week in weeks),
        "machine_first": context.setting(SETTINGS, "machine_first"),
    }
    if differing:
        values["disagreements"] = tuple(differing)
    return values


def next_count(as_of: datetime.date, weeks: Iterable[WeekTaken]) -> datetime.date | None:
    """Return the day before a count of a later day becomes known; None if the record has none."""
    return before_next(as_of, *(day for week in weeks for day in week.days))


@cache
def week_text(week: str) -> str:
    """Return a week as the records name it, with its first and last day: `2026-W47 (16.11–22.11)`."""
    monday, sunday = week_monday(week), week_end(week)
    return f"{week} ({monday:%d.%m}–{sunday:%d.%m})"
