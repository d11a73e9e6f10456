"""The facts of the past: changes of each commit, verdicts of each week, removed and renamed records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reestr.judging.finding import RANK, Outcome, Subject

# Only these outcomes are judgements; the others mean that there is nothing to judge, or not yet.
_SAYS_SOMETHING = frozenset((Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE, Outcome.MET))


class Gap(StrEnum):
    """Why the past is unknown, wholly or in part. The site and the terminal report each gap."""

    NO_GIT = "no-git"
    NO_REPOSITORY = "no-repository"
    REFUSED = "refused"
    BROKEN = "broken"
    NO_COMMITS = "no-commits"
    UNTRACKED = "untracked"
    SHALLOW = "shallow"
    DIRTY = "dirty"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the main line: its full id, the moment it was committed (aware), the day in the registry's zone.

    `first_id` is the id it had before the history was written anew (`reestr forget`), None where it never was.
    """

    id: str
    at: datetime.datetime
    day: datetime.date
    first_id: str | None = None

    @property
    def lasting_id(self) -> str:
        """What the commit is known by outside for ever: in feeds and as a place of a page."""
        return self.first_id or self.id

    @property
    def short(self) -> str:
        """Return the short id, as people quote it."""
        return self.id[:10]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the registry. `key` names its text below `changes.` of the catalogue; `values` fill the text in.

    `organization` is the organization concerned, None for the city's own records. `title` is the subject's title at the
    time. A change contains nothing that its edition may not show.
    """

    key: str
    subject: Subject
    organization: str | None
    title: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """The effect of a commit on one organization's verdict; both verdicts are judged on the same day."""

    requirement: str
    organization: str
    before: Outcome
    after: Outcome

    @property
    def is_worse(self) -> bool:
        """Return whether the verdict became worse, or became a breach from no judgement."""
        return self.after is Outcome.BREACH or (self._says_something and RANK[self.after] < RANK[self.before])

    @property
    def is_better(self) -> bool:
        """Return whether the verdict became better, or is no longer a breach."""
        return self.before is Outcome.BREACH or (self._says_something and RANK[self.after] > RANK[self.before])

    @property
    def _says_something(self) -> bool:
        return self.before in _SAYS_SOMETHING and self.after in _SAYS_SOMETHING


@dataclass(frozen=True, slots=True)
class CommitChanges:
    """The changes of one commit, in the whole registry or in one organization.

    `unreadable` are its files that are not readable records.
    """

    commit: Commit
    changes: tuple[Change, ...]
    verdicts: tuple[VerdictChange, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to report."""
        return not (self.changes or self.verdicts or self.unreadable)


@dataclass(frozen=True, slots=True)
class WeekState:
    """The verdicts at the end of a week (its Sunday), by requirement. No `counts` if records were unreadable.

    `broken` are the breaches that the end of the week before did not have, `mended` those that are no more: pairs of a
    requirement and an organization, "" for the city itself. What happened in unreadable weeks is in the next readable
    one.
    `spheres` are the verdicts about organizations by the sphere each had in that week; "" is no sphere.
    """

    week: str
    commit: str
    counts: Mapping[str, Mapping[Outcome, int]] | None
    broken: tuple[tuple[str, str], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    spheres: Mapping[str, Mapping[Outcome, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BreachCount:
    """The number of breaches of one requirement by one organization, with its title at the time; "" is the city."""

    organization: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class RequirementState:
    """The verdicts on one requirement at the end of a month: its title then, their number by outcome, the breaches."""

    id: str
    title: str
    is_mandatory: bool
    counts: Mapping[Outcome, int]
    breaches: tuple[BreachCount, ...]


@dataclass(frozen=True, slots=True)
class MonthState:
    """The registry on the last day of a month (`2026-10`), by the last commit that changed the records until then.

    `records` is the hash of the records in that commit, "" if the repository lacks the content of a file.
    `organizations` is the number of organizations that were not closed, `accounts` that of pages in use. No
    `requirements` if records were unreadable.
    """

    month: str
    day: datetime.date
    commit: Commit
    records: str
    organizations: int
    accounts: int
    requirements: tuple[RequirementState, ...] | None


@dataclass(frozen=True, slots=True)
class RemovedRecord:
    """A removed record: its title, and the days it was added and removed.

    `kind` is "organization", "account" or "requirement"; `addresses` are its last official addresses.
    """

    kind: str
    id: str
    title: str
    organization: str | None
    network: str | None
    addresses: tuple[str, ...]
    added: Commit
    removed: Commit


@dataclass(frozen=True, slots=True)
class Rename:
    """A record whose id changed in a commit. `past.read_past` follows renames to the last id."""

    kind: str
    old: str
    new: str
    commit: Commit


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything known of the past up to the date of a view, oldest first.

    `changed` is the last commit that changed a record, by the record's name (`account/school-1-vk`). `months` are the
    months that are over. `head` is the commit the records were read from, None outside of Git; `records` the hash of
    the records in it, "" if unknown. `uncommitted` are the files changed since.
    """

    commits: tuple[CommitChanges, ...] = ()
    weeks: tuple[WeekState, ...] = ()
    months: tuple[MonthState, ...] = ()
    removed_records: tuple[RemovedRecord, ...] = ()
    renames: tuple[Rename, ...] = ()
    changed: Mapping[str, Commit] = field(default_factory=dict)
    head: Commit | None = None
    records: str = ""
    uncommitted: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


NO_PAST = Timeline()
