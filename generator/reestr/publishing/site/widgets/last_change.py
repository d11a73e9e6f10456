"""Finds the last change of a record: its commit, and whether its file has changed since without a commit."""

from __future__ import annotations

from dataclasses import dataclass

from reestr.history.timeline.model import Commit
from reestr.publishing.view import View
from reestr.registry.origin import Origin


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last commit that changed a record (None: no commit has it yet), and whether it has uncommitted changes."""

    commit: Commit | None
    uncommitted: bool


def last_change(view: View, origin: Origin) -> LastChange | None:
    """Return the last change of a record; None if no history is known."""
    commit = view.timeline.changed.get(origin.record)
    uncommitted = bool(view.past.uncommitted) and _is_among(origin.file, view.past.uncommitted)
    return LastChange(commit, uncommitted) if commit is not None or uncommitted else None


def _is_among(file: str, names: frozenset[str]) -> bool:
    """Return whether a file of the project is one of those named relative to the data folder, whatever its name."""
    parts = file.split("/")
    return any("/".join(parts[start:]) in names for start in range(len(parts)))
