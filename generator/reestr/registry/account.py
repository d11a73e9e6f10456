"""An organization's official account in one network, with what was observed, attested and counted on it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reestr.registry.city import FormerCategory, Note
from reestr.registry.origin import ArchivedAnswers, Evidence, Origin


@dataclass(frozen=True, slots=True)
class DatedStatus:
    """A fact with its dates: its `status` (None while unknown), the day it began, and the day it was last checked."""

    status: str | None = None
    since: datetime.date | None = None
    checked_on: datetime.date | None = None

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The dates that are known: the day the status began and the day it was last checked."""
        return self.since, self.checked_on


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen on the page on one day: fact name -> seen or not. A fact that was not checked is absent.

    `by` is "officer" or "organization", None while unknown. Only a check by the officer counts as control (clause p.3
    ¶2).
    """

    on: datetime.date | None
    by: str | None
    facts: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class MachineLook:
    """What the program saw on the page: fact name -> seen or not. A fact that the network's answers do not show is
    absent: it stays for a person.

    `members` is the number of members on the day `members_on`, None while unknown. A look of the program is never the
    officer's control (clause p.3 ¶2).
    """

    on: datetime.date
    facts: Mapping[str, bool]
    members: int | None = None
    members_on: datetime.date | None = None
    answers: ArchivedAnswers | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """A security measure that a named person attests (clauses 1.6.3, 2.6): taken or not (None = unknown), by whom,
    since when.
    """

    given: bool | None = None
    by: str | None = None
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Moderation:
    """The published rules for comments, and the attestation that comments are moderated (clauses 1.6.5, 2.6)."""

    rules_url: str | None
    attested_on: datetime.date | None
    by: str | None


@dataclass(frozen=True, slots=True)
class PreviousAddress:
    """An address that the page had before, up to `until`.

    If the program saw it lead to another page, `taken_since` is that day and `taken_by` the number of that page.
    """

    url: str
    until: datetime.date | None
    taken_since: datetime.date | None = None
    taken_by: str | None = None

    def is_taken(self, day: datetime.date) -> bool:
        """Return whether the address is known on a day to lead to another page."""
        return self.taken_since is not None and self.taken_since <= day


@dataclass(frozen=True, slots=True)
class ControlLoss:
    """A time in which an organization did not control its page, both days included; without `until` it goes on.

    `how` is "blocked", "hijacked", "gone" (the network says that there is no such page) or "other-page" (the address
    leads to another page, whose number is `numeric_id` if it is known). `found_by` is "machine" for what the program
    found, None for what a person recorded.
    """

    how: str
    since: datetime.date
    until: datetime.date | None
    found_by: str | None = None
    numeric_id: str | None = None
    answers: ArchivedAnswers | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a page was closed before it was opened again, both days included."""

    since: datetime.date
    until: datetime.date


@dataclass(frozen=True, slots=True)
class PreviousOwner:
    """An organization that the page belonged to before, up to `until`, that day included."""

    organization: str
    until: datetime.date


@dataclass(frozen=True, slots=True)
class Account:
    """An account record, `accounts/**/<id>.yaml`. In the public edition `credentials` and `two_factor`
    are always None.

    `organization` is the present owner; `previous_owners` are the earlier ones, the first one first.
    """

    id: str
    organization: str
    network: str
    url: str
    numeric_id: str | None
    name: str | None
    closed: bool
    opened_on: datetime.date | None
    closed_on: datetime.date | None
    replaced_by: str | None
    previous_addresses: tuple[PreviousAddress, ...]
    state_mark: DatedStatus
    gospabliki: DatedStatus
    observed: Observation | None
    moderation: Moderation | None
    credentials: Attestation | None
    two_factor: Attestation | None
    reviewed_on: datetime.date | None
    notes: tuple[Note, ...]
    origin: Origin
    previous_owners: tuple[PreviousOwner, ...] = ()
    control_lost: tuple[ControlLoss, ...] = ()
    pauses: tuple[Pause, ...] = ()
    machine: MachineLook | None = None
    category: str | None = None
    previous_categories: tuple[FormerCategory, ...] = ()

    def is_active(self, day: datetime.date) -> bool:
        """Return whether the account is in use on `day`: opened and not yet closed.

        An unknown opening day counts as opened.
        """
        if self.opened_on is not None and day < self.opened_on:
            return False
        if self.pauses and self.pause_on(day) is not None:
            return False
        return not self.closed or (self.closed_on is not None and day < self.closed_on)

    def pause_on(self, day: datetime.date) -> Pause | None:
        """Return the pause that a day lies in, None if there is none."""
        return next((item for item in self.pauses if item.since <= day <= item.until), None)

    def loss_on(self, day: datetime.date) -> ControlLoss | None:
        """Return the loss of control that lasts on a day, None if the organization controls the page.

        Of two, the one that a person recorded: it says more than what the program found.
        """
        lasting = [
            item for item in self.control_lost if item.since <= day and (item.until is None or day <= item.until)
        ]
        return min(lasting, key=lambda item: item.found_by is not None, default=None)

    def is_trusted(self, day: datetime.date) -> bool:
        """Return whether the page is in use on a day and its organization controls it."""
        return self.is_active(day) and (not self.control_lost or self.loss_on(day) is None)

    def owner_on(self, day: datetime.date) -> str:
        """The organization that the page belonged to on a day; one never said to have passed on was always its own."""
        return next((former.organization for former in self.previous_owners if day <= former.until), self.organization)

    @property
    def passings(self) -> tuple[tuple[str, str, datetime.date], ...]:
        """Each passing from one organization to another: from whom, to whom, the first day with the new one."""
        following = [*(former.organization for former in self.previous_owners), self.organization][1:]
        return tuple(
            (former.organization, owner, former.until + datetime.timedelta(days=1))
            for former, owner in zip(self.previous_owners, following, strict=True)
        )

    @property
    def owners(self) -> tuple[str, ...]:
        """Every organization that the page has belonged to, each once, the earliest first."""
        return tuple(dict.fromkeys((*(former.organization for former in self.previous_owners), self.organization)))

    def at(self, path: str = "") -> Evidence:
        """Return evidence that points into this record."""
        return Evidence(self.origin, path)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """The counts of one week: own posts by format (in the record's order), reposts of «Госпаблики» items, removals by
    ground.

    A person counted them: on the day `counted_on`, None while unknown. `unspecified` is the number of own publications
    whose formats nobody reported. `own` is the number of the account's own publications, with or without a format;
    `total` adds the reposts.
    """

    formats: tuple[tuple[str, int], ...]
    gospabliki: int
    removed: tuple[tuple[str, int], ...]
    source: str | None
    counted_on: datetime.date | None = None
    unspecified: int = 0
    own: int = field(init=False)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        own = sum(count for _, count in self.formats) + self.unspecified
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "total", own + self.gospabliki)


@dataclass(frozen=True, slots=True)
class MachineCount:
    """What the program counted in one week, on the day `on`: own posts by format, posts of «Госпаблики», reposts of
    other communities.

    `posts` are the numbers of the own posts and those of «Госпаблики» in the network, ascending, without the reposts.
    """

    formats: tuple[tuple[str, int], ...]
    gospabliki: int
    reposts: int
    posts: tuple[int, ...]
    on: datetime.date
    answers: ArchivedAnswers

    @property
    def own(self) -> int:
        """The number of the account's own publications in all formats."""
        return sum(count for _, count in self.formats)


@dataclass(frozen=True, slots=True)
class ActivityYear:
    """`activity/<account>/<year>.yaml`: counts by ISO week (`2026-W01`).

    `weeks` are those that a person counted, `machine` those that the program counted; the same week may be in both. A
    week that is absent was not counted.
    """

    account: str
    year: int
    source: str | None
    counted_by: str | None
    weeks: Mapping[str, WeekCount]
    origin: Origin
    machine: Mapping[str, MachineCount] = field(default_factory=lambda: _NO_WEEKS)


_NO_WEEKS: Mapping[str, MachineCount] = MappingProxyType({})
