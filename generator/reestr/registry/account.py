"""An organization's official account in one network, with what was observed, attested and counted on it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from reestr.registry.city import Note
from reestr.registry.origin import Evidence, Origin


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
    """An address that the page had before."""

    url: str
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class Account:
    """An account record, `accounts/**/<id>.yaml`.

    In the public edition `credentials` and `two_factor` are always None.
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

    def is_active(self, day: datetime.date) -> bool:
        """Return whether the account is in use on `day`: opened and not yet closed.

        An unknown opening day counts as opened.
        """
        if self.opened_on is not None and day < self.opened_on:
            return False
        return not self.closed or (self.closed_on is not None and day < self.closed_on)

    def at(self, path: str = "") -> Evidence:
        """Return evidence that points into this record."""
        return Evidence(self.origin, path)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """The counts of one week: own posts by format (in the record's order), reposts of «Госпаблики» items, removals by
    ground.

    `own` is the number of the account's own publications in all formats; `total` adds the reposts.
    """

    formats: tuple[tuple[str, int], ...]
    gospabliki: int
    removed: tuple[tuple[str, int], ...]
    source: str | None
    own: int = field(init=False)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        own = sum(count for _, count in self.formats)
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "total", own + self.gospabliki)


@dataclass(frozen=True, slots=True)
class ActivityYear:
    """`activity/<account>/<year>.yaml`: counts by ISO week (`2026-W01`). A week that is absent was not counted."""

    account: str
    year: int
    source: str | None
    counted_by: str | None
    weeks: Mapping[str, WeekCount]
    origin: Origin
