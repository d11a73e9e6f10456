"""Makes the history of one organization: dated facts of its records and the commits that edited them.

A fact and the commit that entered it take one line.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr.history.narrative import ChangeGroup, Naming, group_sentence, grouped, plain, plain_key
from reestr.history.timeline.model import Change, Commit, CommitChanges
from reestr.publishing.site.widgets.organization_events import OrganizationEvent, events_of
from reestr.publishing.view import View
from reestr.registry.organization import Organization
from reestr.registry.words import CityWords

SHOWN = 25
"""The maximum number of lines; the open data has the rest."""

ROUTINE_SHOWN = 30
"""The maximum number of commits with routine edits below them."""

# The change that entered a dated fact: its key -> the keys of possible events, and the value with the day.
_ENTERED_BY: Mapping[str, tuple[frozenset[str], str]] = {
    "organization-added": (frozenset(("entered",)), ""),
    "organization-closed": (frozenset(("organization-closed",)), "on"),
    "responsible-appointed": (frozenset(("responsible",)), "on"),
    "responsible-changed": (frozenset(("responsible",)), "on"),
    "exemption-granted": (frozenset(("exempt",)), ""),
    "exemption-granted-until": (frozenset(("exempt",)), ""),
    "account-added": (frozenset(("opened",)), "on"),
    "account-closed": (frozenset(("closed", "replaced")), "on"),
    "account-replaced": (frozenset(("replaced",)), ""),
    "account-given": (frozenset(("received",)), "on"),
    "account-passed-on": (frozenset(("passed-on",)), "on"),
    "account-moved": (frozenset(("moved",)), ""),
    "mark-confirmed": (frozenset(("marked",)), ""),
    "portal-connected": (frozenset(("connected",)), ""),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of a history: a dated fact with the commit that entered it, if known (`recorded`), or an edit with its
    commit (`edit`).
    """

    day: datetime.date
    text: str
    recorded: Commit | None = None
    edit: Commit | None = None


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """The lines, newest first, and the routine edits, one line for each commit.

    `left` and `routine_left` count the lines beyond the limits.
    """

    lines: Sequence[HistoryLine]
    left: int
    routine: Sequence[HistoryLine]
    routine_left: int

    @property
    def has_edits(self) -> bool:
        """Return whether any commit is known."""
        return bool(self.routine) or any(line.edit or line.recorded for line in self.lines)


def history_of(view: View, organization: Organization) -> OwnHistory:
    """Return the history of an organization up to the view's date."""
    return _merged(
        events_of(view, organization), view.past.of_organization.get(organization.id, ()), view.registry.words
    )


def former_history(commits: Sequence[CommitChanges], words: CityWords) -> OwnHistory:
    """Return the history of a removed organization, of which no record has dated facts any more."""
    return _merged([], commits, words)


def _merged(events: Sequence[OrganizationEvent], commits: Sequence[CommitChanges], words: CityWords) -> OwnHistory:
    entered: dict[int, Commit] = {}
    lines: list[tuple[datetime.date, int, HistoryLine]] = []
    routine: list[HistoryLine] = []
    for number, item in enumerate(commits):
        rest: list[Change] = []
        for change in item.changes:
            event = _event_of(change, events, entered)
            if event is not None:
                entered[event] = item.commit
            elif not _is_said_by(change, events, entered, item.commit):
                rest.append(change)
        groups = grouped(rest, words)
        usual = [_text(group) for group in groups if group.is_routine]
        if usual:
            routine.append(HistoryLine(item.commit.day, "; ".join(usual), edit=item.commit))
        lines += [
            (item.commit.day, -number, HistoryLine(item.commit.day, _text(group), edit=item.commit))
            for group in groups
            if not group.is_routine
        ]
    lines += [
        (event.day, -len(commits) - number, HistoryLine(event.day, event.text, recorded=entered.get(number)))
        for number, event in enumerate(events)
    ]
    ordered = [line for _, _, line in sorted(lines, key=lambda item: item[:2], reverse=True)]
    return OwnHistory(
        ordered[:SHOWN],
        max(0, len(ordered) - SHOWN),
        routine[:ROUTINE_SHOWN],
        max(0, len(routine) - ROUTINE_SHOWN),
    )


def _event_of(change: Change, events: Sequence[OrganizationEvent], entered: Mapping[int, Commit]) -> int | None:
    """Return the index of the first dated fact that a change entered; None if no record dates it."""
    return next((number for number in _candidates(change, events) if number not in entered), None)


def _is_said_by(
    change: Change, events: Sequence[OrganizationEvent], entered: Mapping[int, Commit], commit: Commit
) -> bool:
    """Return whether the same commit entered an equivalent fact: closed and replaced by another
    account, for example.
    """
    return any(entered.get(number) == commit for number in _candidates(change, events))


def _candidates(change: Change, events: Sequence[OrganizationEvent]) -> Iterator[int]:
    keys, dated = _ENTERED_BY.get(plain_key(change.key), (frozenset(), ""))
    for number, event in enumerate(events):
        account = event.account.id if event.account is not None else ""
        about = change.subject.id if change.subject.kind == "account" else ""
        if event.key in keys and account == about:
            on = change.values.get(dated) if dated else None
            if on is None or on == event.day.isoformat():
                yield number


def _text(group: ChangeGroup) -> str:
    return plain(group_sentence(group, Naming.ACCOUNTS))
