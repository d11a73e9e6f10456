"""Two states of a registry side by side: one object, which every report of changes renders in its own way."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from reestr.history.timeline.model import Change, VerdictChange


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

    def title(self, organization: str) -> str:
        """The title of an organization; its id where none is known."""
        return self.organizations.get(organization, organization)

    def requirement_title(self, requirement: str) -> str:
        """The title of a requirement; its id where none is known."""
        return self.requirements.get(requirement, requirement)
