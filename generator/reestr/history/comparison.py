"""Two states of a registry side by side: one object, which every report of changes renders in its own way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from reestr.history.timeline.model import Change, VerdictChange
from reestr.judging.finding import RANK, Outcome

# A verdict says something of these; the others say that there is nothing to judge, or not yet.
_TELLING = frozenset((Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE, Outcome.MET))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between `base` and `head` (short commit ids; an empty `head` is the working folder).

    Verdicts of both are those on `as_of`, None where there was nothing to judge by. `unreadable` are files of the head
    that could not be read as records.
    `organizations` and `requirements` give titles by id, `files` the file of a record by its name.
    """

    base: str
    head: str
    as_of: datetime.date | None
    changes: tuple[Change, ...]
    verdicts: tuple[VerdictChange, ...]
    unreadable: tuple[str, ...]
    organizations: Mapping[str, str]
    requirements: Mapping[str, str]
    files: Mapping[str, str]

    @property
    def worse(self) -> tuple[VerdictChange, ...]:
        """The verdicts that came to say something worse than before."""
        return tuple(item for item in self.verdicts if is_worse(item))

    @property
    def better(self) -> tuple[VerdictChange, ...]:
        """The verdicts that came to say something better than before."""
        return tuple(item for item in self.verdicts if is_better(item))

    def by_organization(self) -> Iterator[tuple[str | None, tuple[Change, ...], tuple[VerdictChange, ...]]]:
        """The city's own changes first (None), then each organization concerned with its changes and verdicts."""
        changes: dict[str | None, list[Change]] = {}
        for change in self.changes:
            changes.setdefault(change.organization, []).append(change)
        verdicts: dict[str | None, list[VerdictChange]] = {}
        for verdict in self.verdicts:
            verdicts.setdefault(verdict.organization, []).append(verdict)
        for organization in sorted({*changes, *verdicts}, key=lambda item: (item is not None, item or "")):
            yield organization, tuple(changes.get(organization, ())), tuple(verdicts.get(organization, ()))

    def verdicts_alike(self) -> Iterator[tuple[str, Outcome, Outcome, tuple[str, ...]]]:
        """The verdicts by what happened to them: requirement, before, after, the organizations; the worst first."""
        told = [item for item in self.verdicts if item.before is not None and item.after is not None]
        told.sort(key=_order)
        for (requirement, before, after), found in groupby(told, key=_kind):
            yield requirement, before, after, tuple(item.organization for item in found)


def is_worse(verdict: VerdictChange) -> bool:
    """Whether a verdict went from bad to worse, or from saying nothing to a breach."""
    before, after = verdict.before, verdict.after
    if after is Outcome.BREACH:
        return True
    return before in _TELLING and after in _TELLING and _rank(after) < _rank(before)


def is_better(verdict: VerdictChange) -> bool:
    """Whether a verdict became better, or is no breach any more."""
    before, after = verdict.before, verdict.after
    if before is Outcome.BREACH:
        return True
    return before in _TELLING and after in _TELLING and _rank(after) > _rank(before)


def _rank(outcome: Outcome | None) -> int:
    return RANK[outcome] if outcome is not None else len(RANK)


def _kind(verdict: VerdictChange) -> tuple[str, Outcome, Outcome]:
    assert verdict.before is not None and verdict.after is not None
    return verdict.requirement, verdict.before, verdict.after


def _order(verdict: VerdictChange) -> tuple[bool, int, int, str, str]:
    worse = is_worse(verdict)
    return not worse, _rank(verdict.after), _rank(verdict.before), verdict.requirement, verdict.organization
