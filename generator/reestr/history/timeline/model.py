"""The facts of the past: what each commit changed, the verdicts of each week, removed and renamed records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reestr.judging.finding import RANK, Outcome, Subject

# A verdict with one of these says something; the others say that there is nothing to judge, or not yet.
_SAYS_SOMETHING = frozenset((Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE, Outcome.MET))


class Gap(StrEnum):
    """Why the past is not known, or not all of it; the site and the terminal report each."""

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
        """The id as people quote it."""
        return self.id[:10]


@dataclass(frozen=True, slots=True)
class Change:
    """One change in registry terms; `key` names its text below `changes.` of the catalogue, `values` fill it in.

    `organization` is the organization concerned, None for the city's own records. `title` is what the subject was
    called at the time. Nothing in it says more than the edition it was made for may say.
    """

    key: str
    subject: Subject
    organization: str | None
    title: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """What a change of records did to one organization's verdict, both being judged on the same day."""

    requirement: str
    organization: str
    before: Outcome
    after: Outcome

    @property
    def is_worse(self) -> bool:
        """Whether the verdict became worse, or a breach where it said nothing before."""
        return self.after is Outcome.BREACH or (self._says_something and RANK[self.after] < RANK[self.before])

    @property
    def is_better(self) -> bool:
        """Whether the verdict became better, or is no breach any more."""
        return self.before is Outcome.BREACH or (self._says_something and RANK[self.after] > RANK[self.before])

    @property
    def _says_something(self) -> bool:
        return self.before in _SAYS_SOMETHING and self.after in _SAYS_SOMETHING


@dataclass(frozen=True, slots=True)
class CommitChanges:
    """What one commit changed, in the whole registry or in one organization; `unreadable` are the files that could not
    be read as records in it."""

    commit: Commit
    changes: tuple[Change, ...]
    verdicts: tuple[VerdictChange, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to report."""
        return not (self.changes or self.verdicts or self.unreadable)


@dataclass(frozen=True, slots=True)
class WeekState:
    """The verdicts at the end of a week (its Sunday), by requirement; no `counts` where records were unreadable."""

    week: str
    commit: str
    counts: Mapping[str, Mapping[Outcome, int]] | None


@dataclass(frozen=True, slots=True)
class RemovedRecord:
    """A record that was removed: its title, and from when until when the registry held it.

    `kind` is "organization", "account" or "requirement"; `addresses` are the official addresses it had last.
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
    """A record whose id became another in a commit; `past.read_past` follows renames to the last id."""

    kind: str
    old: str
    new: str
    commit: Commit


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is known of the past up to the date of a view, oldest first.

    `changed` is the last commit that changed a record, by the record's name (`account/school-1-vk`); `head` the commit
    the records were read from, None outside of Git; `uncommitted` the files changed since.
    """

    commits: tuple[CommitChanges, ...] = ()
    weeks: tuple[WeekState, ...] = ()
    removed_records: tuple[RemovedRecord, ...] = ()
    renames: tuple[Rename, ...] = ()
    changed: Mapping[str, Commit] = field(default_factory=dict)
    head: Commit | None = None
    uncommitted: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


NO_PAST = Timeline()
