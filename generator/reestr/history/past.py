"""What a timeline means for the records there are now: whose change it was, what is gone, what is called otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reestr.history.timeline.model import Change, Commit, Gap, Rename, Step, Timeline, Tombstone, VerdictChange
from reestr.judging.finding import Subject
from reestr.records.record import Key


@dataclass(frozen=True, slots=True)
class OwnStep:
    """What one commit did to one organization and its accounts; ids are those of now."""

    commit: Commit
    changes: tuple[Change, ...]
    verdicts: tuple[VerdictChange, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A timeline seen from the records of now.

    `of_organization` are the steps of each organization, newest first, also of one that is gone. `tombstones` are the
    records that are gone and whose id no record bears. `led` are ids that records had before -> the id of now, or of
    the tombstone; an id that a record bears leads nowhere. `before` are the same the other way round, oldest first.
    `removed_accounts` are those of each organization, `uncommitted` the files changed since the last commit.
    """

    of_organization: Mapping[str, tuple[OwnStep, ...]] = field(default_factory=dict)
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


def beginning(timeline: Timeline) -> Step | None:
    """The commit with which the registry began; None where it is not known, as in a shallow clone."""
    return timeline.steps[0] if timeline.steps and Gap.SHALLOW not in timeline.gaps else None


def read_past(timeline: Timeline, known: Collection[Key]) -> Past:
    """The past of the records `known`, by kind and id; linear in the number of changes, but for the order of ids."""
    led = {key: new for key, new in last_ids(timeline.renames).items() if key not in known}
    tombstones = _tombstones(timeline, known, led)
    led = {key: new for key, new in led.items() if key not in tombstones}
    led = {key: new for key, new in led.items() if (key[0], new) in known or (key[0], new) in tombstones}
    before: dict[Key, list[str]] = {}
    for (kind, old), new in led.items():
        before.setdefault((kind, new), []).append(old)
    removed: dict[str, list[Tombstone]] = {}
    for (kind, _), stone in tombstones.items():
        if kind == "account" and stone.organization is not None:
            owner = led.get(("organization", stone.organization), stone.organization)
            removed.setdefault(owner, []).append(stone)
    return Past(
        _by_organization(timeline),
        tombstones,
        led,
        {key: tuple(ids) for key, ids in before.items()},
        {owner: tuple(stones) for owner, stones in removed.items()},
        frozenset(timeline.uncommitted),
    )


def last_ids(renames: Sequence[Rename]) -> dict[Key, str]:
    """Where each id that a record gave up leads, over as many renamings as followed; the first given up stands first.

    An id that a record took, or took back, after it was given up leads nowhere. Linear in the number of renamings.
    """
    given_up: dict[Key, None] = {}
    for rename in renames:
        given_up.pop((rename.kind, rename.new), None)
        given_up.setdefault((rename.kind, rename.old))
    last: dict[Key, str] = {}
    # Where a record goes that bears an id at the moment reached on the way back.
    ahead: dict[Key, str] = {}
    for rename in reversed(renames):
        end = ahead.get((rename.kind, rename.new), rename.new)
        ahead[rename.kind, rename.old] = end
        last.setdefault((rename.kind, rename.old), end)
    return {key: last[key] for key in given_up}


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


def _by_organization(timeline: Timeline) -> dict[str, tuple[OwnStep, ...]]:
    """The steps of each organization, from the newest to the oldest: on the way back each renaming is undone."""
    renames: dict[str, list[Rename]] = {}
    for rename in timeline.renames:
        renames.setdefault(rename.commit.id, []).append(rename)
    now: dict[Key, str] = {}
    found: dict[str, list[OwnStep]] = {}
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
            own = OwnStep(step.commit, tuple(changes.get(owner, ())), tuple(verdicts.get(owner, ())))
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
