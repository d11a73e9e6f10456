"""The past of the present records: changes of each organization, removed records, earlier ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reestr.history.timeline.model import Change, CommitChanges, Gap, RemovedRecord, Rename, Timeline, VerdictChange
from reestr.judging.finding import Subject
from reestr.records.record import RecordKey


@dataclass(frozen=True, slots=True)
class Past:
    """A timeline as seen from the present records.

    `of_organization` has the commits that changed an organization or its accounts, newest first, also for removed
    organizations; their ids are the present ones. `removed_records` are the removed records whose id no present record
    has. `redirects` map each earlier id of a record to its present id or to the id of the removed record; an id that a
    present record has is never redirected. `earlier_ids` are the reverse, oldest first. `removed_accounts` are grouped
    by organization. `uncommitted` are the files changed since the last commit.
    """

    of_organization: Mapping[str, tuple[CommitChanges, ...]] = field(default_factory=dict)
    removed_records: Mapping[RecordKey, RemovedRecord] = field(default_factory=dict)
    redirects: Mapping[RecordKey, str] = field(default_factory=dict)
    earlier_ids: Mapping[RecordKey, tuple[str, ...]] = field(default_factory=dict)
    removed_accounts: Mapping[str, tuple[RemovedRecord, ...]] = field(default_factory=dict)
    uncommitted: frozenset[str] = frozenset()

    def removed_of(self, kind: str) -> tuple[RemovedRecord, ...]:
        """Return the removed records of a kind, by id."""
        return tuple(item for (of_kind, _), item in self.removed_records.items() if of_kind == kind)

    def id_now(self, kind: str, identifier: str) -> str:
        """Return the present id of the record with this id or this earlier id."""
        return self.redirects.get((kind, identifier), identifier)


def first_commit(timeline: Timeline) -> CommitChanges | None:
    """Return the first commit of the registry; None if it is unknown, as in a shallow clone."""
    return timeline.commits[0] if timeline.commits and Gap.SHALLOW not in timeline.gaps else None


def read_past(timeline: Timeline, known: Collection[RecordKey]) -> Past:
    """Return the past of the records `known`, by kind and id.

    Linear in the number of changes, except for sorting ids.
    """
    redirects = {key: new for key, new in last_ids(timeline.renames).items() if key not in known}
    removed_records = _last_removed(timeline, known, redirects)
    redirects = {
        (kind, old): new
        for (kind, old), new in redirects.items()
        if (kind, old) not in removed_records and ((kind, new) in known or (kind, new) in removed_records)
    }
    earlier_ids: dict[RecordKey, list[str]] = {}
    for (kind, old), new in redirects.items():
        earlier_ids.setdefault((kind, new), []).append(old)
    removed_accounts: dict[str, list[RemovedRecord]] = {}
    for (kind, _), record in removed_records.items():
        if kind == "account" and record.organization is not None:
            owner = redirects.get(("organization", record.organization), record.organization)
            removed_accounts.setdefault(owner, []).append(record)
    return Past(
        _by_organization(timeline),
        removed_records,
        redirects,
        {key: tuple(ids) for key, ids in earlier_ids.items()},
        {owner: tuple(records) for owner, records in removed_accounts.items()},
        frozenset(timeline.uncommitted),
    )


def last_ids(renames: Sequence[Rename]) -> dict[RecordKey, str]:
    """Return the present id for each id that a record gave up, through any number of renamings; oldest id first.

    An id that a record took (again) after it was given up is not redirected. Linear in the number of renamings.
    """
    given_up: dict[RecordKey, None] = {}
    for rename in renames:
        given_up.pop((rename.kind, rename.new), None)
        given_up.setdefault((rename.kind, rename.old))
    last: dict[RecordKey, str] = {}
    # The present id of the record that has an id at the moment reached on the way back.
    ahead: dict[RecordKey, str] = {}
    for rename in reversed(renames):
        end = ahead.get((rename.kind, rename.new), rename.new)
        ahead[rename.kind, rename.old] = end
        last.setdefault((rename.kind, rename.old), end)
    return {key: last[key] for key in given_up}


def _last_removed(
    timeline: Timeline, known: Collection[RecordKey], redirects: Mapping[RecordKey, str]
) -> dict[RecordKey, RemovedRecord]:
    """Return the last removed record of each id that no present record has. Renamed records are not included."""
    latest: dict[RecordKey, RemovedRecord] = {}
    for record in timeline.removed_records:
        latest[(record.kind, record.id)] = record
    renamed = {(item.kind, item.old): item for item in timeline.renames}
    return {
        key: record
        for key, record in sorted(latest.items())
        if key not in known and not (key in redirects and _is_later(renamed[key], record))
    }


def _is_later(rename: Rename, record: RemovedRecord) -> bool:
    return rename.commit.at >= record.removed.at


def _by_organization(timeline: Timeline) -> dict[str, tuple[CommitChanges, ...]]:
    """Return the commits that changed each organization, newest first, under its present id."""
    renames: dict[str, list[Rename]] = {}
    for rename in timeline.renames:
        renames.setdefault(rename.commit.id, []).append(rename)
    now: dict[RecordKey, str] = {}
    found: dict[str, list[CommitChanges]] = {}
    for item in reversed(timeline.commits):
        changes: dict[str, list[Change]] = {}
        verdicts: dict[str, list[VerdictChange]] = {}
        for change in item.changes:
            if change.organization is not None:
                owner = now.get(("organization", change.organization), change.organization)
                changes.setdefault(owner, []).append(_of_now(change, owner, now))
        for verdict in item.verdicts:
            owner = now.get(("organization", verdict.organization), verdict.organization)
            verdicts.setdefault(owner, []).append(verdict)
        for owner in dict.fromkeys((*changes, *verdicts)):
            own = CommitChanges(item.commit, tuple(changes.get(owner, ())), tuple(verdicts.get(owner, ())))
            found.setdefault(owner, []).append(own)
        for rename in renames.get(item.commit.id, ()):
            name = now.pop((rename.kind, rename.new), rename.new)
            now[(rename.kind, rename.old)] = name
    return {owner: tuple(commits) for owner, commits in found.items()}


def _of_now(change: Change, owner: str, now: Mapping[RecordKey, str]) -> Change:
    subject = now.get((change.subject.kind, change.subject.id))
    if subject is None and owner == change.organization:
        return change
    return replace(change, organization=owner, subject=Subject(change.subject.kind, subject or change.subject.id))
