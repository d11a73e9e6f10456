"""When a record was changed last: the commit, and whether it was changed since without one."""

from __future__ import annotations

from dataclasses import dataclass

from reestr.history.timeline.model import Commit
from reestr.publishing.view import View
from reestr.registry.origin import Origin


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last commit that changed a record (None: none has it yet), and whether an edit waits to be committed."""

    commit: Commit | None
    uncommitted: bool


def last_change(view: View, origin: Origin) -> LastChange | None:
    """The last change of a record; None where nothing is known of any."""
    commit = view.timeline.changed.get(origin.record)
    uncommitted = bool(view.past.uncommitted) and _is_among(origin.file, view.past.uncommitted)
    return LastChange(commit, uncommitted) if commit is not None or uncommitted else None


def _is_among(file: str, names: frozenset[str]) -> bool:
    """Whether a file of the project is one of those named below the data folder, whatever that is called."""
    parts = file.split("/")
    return any("/".join(parts[start:]) in names for start in range(len(parts)))
