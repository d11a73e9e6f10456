"""What a commit changed, in a few plain sentences: what is alike is told together, what is routine last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.history.change_text import change_text
from reestr.history.timeline.model import Change, Step

ROUTINE = frozenset(
    (
        "organization-reviewed",
        "listing-checked",
        "account-reviewed",
        "mark-checked",
        "portal-checked",
        "observed-by-officer",
        "observed-by-organization",
        "moderation-attested",
        "two-factor-attested",
        "credentials-attested",
        "weeks-counted",
        "plan-added",
        "plan-changed",
        "result-done",
    )
)
"""What is done again and again: it is told after what happens once."""

_BEGUN = ("organization-added", "account-added", "requirement-added")
_UNDATED = "-undated"


@dataclass(frozen=True, slots=True)
class Told:
    """Changes told in one sentence: `text` is about all of them, whose names are told beside it."""

    key: str
    text: str
    changes: tuple[Change, ...]

    @property
    def routine(self) -> bool:
        """Whether such a thing is done again and again."""
        return plain(self.key) in ROUTINE


def told(changes: Sequence[Change]) -> list[Told]:
    """The changes gathered by what they say, those that happen once first, in the order given."""
    by_key: dict[str, list[Change]] = {}
    for change in changes:
        by_key.setdefault(plain(change.key), []).append(change)
    found: list[Told] = []
    for key, alike in by_key.items():
        if len(alike) > 1 and wording.has(f"past.many.{key}"):
            found.append(Told(key, wording.text(f"past.many.{key}", count=len(alike)), tuple(alike)))
        else:
            found += _by_text(alike)
    return sorted(found, key=lambda item: item.routine)


def _by_text(changes: Sequence[Change]) -> list[Told]:
    by_text: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_text.setdefault((change.key, change_text(change)), []).append(change)
    return [Told(key, text, tuple(alike)) for (key, text), alike in by_text.items()]


def began(step: Step) -> str:
    """How the first commit is told: by what it brought in."""
    parts = [wording.text(f"past.began.{key}", count=count) for key, count in began_counts(step).items()]
    return wording.text("past.began.sentence", parts=parts or (wording.text("past.began.nothing"),))


def began_counts(step: Step) -> Mapping[str, int]:
    """How many records of which kind the first commit brought in, by the key of the change; no zeros."""
    counts = dict.fromkeys(_BEGUN, 0)
    for change in step.changes:
        key = plain(change.key)
        if key in counts:
            counts[key] += 1
    return {key: count for key, count in counts.items() if count}


def plain(key: str) -> str:
    """The key of a change whether or not its day is known."""
    return key.removesuffix(_UNDATED)
