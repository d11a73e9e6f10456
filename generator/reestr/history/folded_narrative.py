"""The sentences about a commit with nothing left out of sight: what goes beyond the limits follows, to be unfolded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reestr.history.narrative import (
    Limits,
    Naming,
    Reference,
    Sentence,
    Titles,
    first_narrative,
    group_sentence,
    grouped,
    organization_reference,
    verdict_groups,
    verdict_sentence,
)
from reestr.history.timeline.model import Commit, CommitChanges, VerdictChange

MOST = 200
"""The maximum number of names and of sentences that unfold; the open data have the others."""


@dataclass(frozen=True, slots=True)
class FoldedSentence:
    """A sentence with its first names, the names that unfold, and the number of names that are left to the data."""

    sentence: Sentence
    names: tuple[Reference, ...] = ()
    left: int = 0

    @property
    def folded(self) -> int:
        """Return the number of names that are not in the sentence."""
        return len(self.names) + self.left

    @property
    def has_names(self) -> bool:
        """Return whether the names that unfold follow others of the sentence."""
        return self.folded > 0 and isinstance(self.sentence[-1], Reference)


@dataclass(frozen=True, slots=True)
class FoldedPart:
    """Sentences that are shown, those that unfold, and the number of those that are left to the data."""

    shown: tuple[FoldedSentence, ...] = ()
    further: tuple[FoldedSentence, ...] = ()
    left: int = 0

    @property
    def folded(self) -> int:
        """Return the number of sentences that are not shown."""
        return len(self.further) + self.left


@dataclass(frozen=True, slots=True)
class FoldedNarrative:
    """All sentences about one commit. `number` counts its changes, `unreadable` the files that are not readable
    records.
    """

    commit: Commit
    number: int
    changes: FoldedPart
    verdicts: FoldedPart
    unreadable: int = 0


def folded_narrative(changes: CommitChanges, limits: Limits, titles: Titles, *, begins: bool) -> FoldedNarrative:
    """Return the sentences about a commit; those about the first one of a registry are one sentence."""
    if begins:
        first = tuple(FoldedSentence(sentence) for sentence in first_narrative(changes).sentences)
        return FoldedNarrative(changes.commit, len(changes.changes), FoldedPart(first), FoldedPart())
    groups = grouped(changes.changes, titles.words)
    sentences = [
        _folded(group_sentence(group, Naming.ORGANIZATIONS, len(group.changes), titles), limits.names)
        for group in groups
    ]
    verdicts = sorted(verdict_groups(changes.verdicts), key=len, reverse=True)
    turned = [_of_verdicts(group, titles) for group in verdicts]
    return FoldedNarrative(
        changes.commit,
        len(changes.changes),
        _part(sentences, limits.sentences),
        _part(turned, limits.verdicts),
        len(changes.unreadable),
    )


def _part(sentences: Sequence[FoldedSentence], shown: int) -> FoldedPart:
    return FoldedPart(
        tuple(sentences[:shown]), tuple(sentences[shown : shown + MOST]), max(len(sentences) - shown - MOST, 0)
    )


def _folded(sentence: Sentence, names: int) -> FoldedSentence:
    """Take the names after the first ones out of a sentence, at whose end they stand."""
    places = [place for place, part in enumerate(sentence) if isinstance(part, Reference)]
    if len(places) <= names:
        return FoldedSentence(sentence)
    others = [part for part in sentence[places[names] :] if isinstance(part, Reference)]
    # The comma before the first of them goes, too.
    return FoldedSentence(sentence[: places[names] - 1], tuple(others[:MOST]), max(len(others) - MOST, 0))


def _of_verdicts(group: Sequence[VerdictChange], titles: Titles) -> FoldedSentence:
    sentence = verdict_sentence(group, Naming.ORGANIZATIONS, titles)
    if len(group) == 1:
        return FoldedSentence(sentence)
    names = [organization_reference(verdict.organization, titles) for verdict in group]
    return FoldedSentence(sentence, tuple(names[:MOST]), max(len(names) - MOST, 0))
