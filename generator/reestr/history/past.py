"""What a timeline means for the records there are now: whose change it was, what is gone, what is called otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from reestr.history.timeline.model import Change, CommitChanges, Gap, Rename, Timeline, Tombstone, VerdictChange
from reestr.judging.finding import Subject

Key = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class Past:
    """A timeline seen from the records of now.

    `of_organization` are the commits that changed each organization or its accounts, newest first, under the ids of now. `tombstones` are the
    records that are gone and whose id no record bears. `led` are ids that records had before -> the id of now, or of
    the tombstone; an id that a record bears leads nowhere. `before` are the same the other way round, oldest first.
    `removed_accounts` are those of each organization, `uncommitted` the files changed since the last commit.
    """

    of_organization: Mapping[str, tuple[CommitChanges, ...]] = field(default_factory=dict)
    tombstones: Mapping[Key, Tombstone] = field(default_factory=dict)
    led: Mapping[Key, str] = field(default_factory=dict)
    before: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    removed_accounts: Mapping[str, tuple[Tombstone, ...]] = field(default_factory=dict)
    uncommitted: frozenset[str] = frozenset()

    def gone(self, kind: str) -> tuple[Tombstone, ...]:
        """The tombstones of a kind, by id."""
        return tuple(item for (of_kind, _), item in self.tombstones.items() if of_kind == kind)

    def id_now(self, kind: str, identifier: str) -> str:
        """The id that a record has now which once had this one."""
        return self.led.get((kind, identifier), identifier)


def beginning(timeline: Timeline) -> CommitChanges | None:
    """The commit with which the registry began; None where it is not known, as in a shallow clone."""
    return timeline.steps[0] if timeline.steps and Gap.SHALLOW not in timeline.gaps else None


def read_past(timeline: Timeline, known: Collection[Key]) -> Past:
    """The past of the records `known`, by kind and id; linear in the number of changes."""
    led = _led(timeline, known)
    tombstones = _tombstones(timeline, known, led)
    led = {key: new for key, new in led.items() if key not in tombstones}
    led = {key: new for key, new in led.items() if (key[0], new) in known or (key[0], new) in tombstones}
    before: dict[Key, tuple[str, ...]] = {}
    for (kind, old), new in led.items():
        before[(kind, new)] = (*before.get((kind, new), ()), old)
    removed: dict[str, tuple[Tombstone, ...]] = {}
    for (kind, _), stone in tombstones.items():
        if kind == "account" and stone.organization is not None:
            owner = led.get(("organization", stone.organization), stone.organization)
            removed[owner] = (*removed.get(owner, ()), stone)
    return Past(_by_organization(timeline), tombstones, led, before, removed, frozenset(timeline.uncommitted))


def _led(timeline: Timeline, known: Collection[Key]) -> dict[Key, str]:
    """Every id that was another's before, over as many renamings as there were; in the order of the first of them."""
    led: dict[Key, str] = {}
    for rename in timeline.renames:
        for (kind, old), new in led.items():
            if kind == rename.kind and new == rename.old:
                led[(kind, old)] = rename.new
        # A record that takes its old id back leads nowhere.
        led.pop((rename.kind, rename.new), None)
        led[(rename.kind, rename.old)] = rename.new
    return {key: new for key, new in led.items() if key not in known}


def _tombstones(timeline: Timeline, known: Collection[Key], led: Mapping[Key, str]) -> dict[Key, Tombstone]:
    """The last record to bear each id that nobody bears; one that only went on under another id has none."""
    latest: dict[Key, Tombstone] = {}
    for stone in timeline.tombstones:
        latest[(stone.kind, stone.id)] = stone
    renamed = {(item.kind, item.old): item for item in timeline.renames}
    return {
        key: stone
        for key, stone in sorted(latest.items())
        if key not in known and not (key in led and _is_later(renamed[key], stone))
    }


def _is_later(rename: Rename, stone: Tombstone) -> bool:
    return rename.commit.at >= stone.removed.at


def _by_organization(timeline: Timeline) -> dict[str, tuple[CommitChanges, ...]]:
    """The steps of each organization, from the newest to the oldest: on the way back each renaming is undone."""
    renames: dict[str, list[Rename]] = {}
    for rename in timeline.renames:
        renames.setdefault(rename.commit.id, []).append(rename)
    now: dict[Key, str] = {}
    found: dict[str, list[CommitChanges]] = {}
    for step in reversed(timeline.steps):
        changes: dict[str, list[Change]] = {}
        verdicts: dict[str, list[VerdictChange]] = {}
        for change in step.changes:
            if change.organization is not None:
                owner = now.get(("organization", change.organization), change.organization)
                changes.setdefault(owner, []).append(_of_now(change, owner, now))
        for verdict in step.verdicts:
            owner = now.get(("organization", verdict.organization), verdict.organization)
            verdicts.setdefault(owner, []).append(verdict)
        for owner in dict.fromkeys((*changes, *verdicts)):
            own = CommitChanges(step.commit, tuple(changes.get(owner, ())), tuple(verdicts.get(owner, ())))
            found.setdefault(owner, []).append(own)
        for rename in renames.get(step.commit.id, ()):
            name = now.pop((rename.kind, rename.new), rename.new)
            now[(rename.kind, rename.old)] = name
    return {owner: tuple(steps) for owner, steps in found.items()}


def _of_now(change: Change, owner: str, now: Mapping[Key, str]) -> Change:
    subject = now.get((change.subject.kind, change.subject.id))
    if subject is None and owner == change.organization:
        return change
    return replace(change, organization=owner, subject=Subject(change.subject.kind, subject or change.subject.id))
