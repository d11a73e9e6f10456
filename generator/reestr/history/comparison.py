"""The comparison of two states of a registry, as one object that every report of changes renders."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from reestr.history.timeline.model import Change, VerdictChange
from reestr.registry.words import IN_GENERAL, CityWords


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between `base` and `head` (short commit ids; an empty `head` is the working folder).

    The verdicts of both states are those on `as_of`, None if there were none to compare. `unreadable` are files of the
    head that are not readable records. `organizations` and `requirements` map ids to titles, `files` a record's name to
    its file. `words` are those of the city in the head.
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
    words: CityWords = IN_GENERAL

    def title(self, organization: str) -> str:
        """Return the title of an organization, or its id if no title is known."""
        return self.organizations.get(organization, organization)

    def requirement_title(self, requirement: str) -> str:
        """Return the title of a requirement, or its id if no title is known."""
        return self.requirements.get(requirement, requirement)
