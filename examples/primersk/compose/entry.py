"""An entry of the chronicle, with the fictional people and the time zones that sign it."""

from __future__ import annotations

from dataclasses import dataclass

from examples.primersk.compose.invented import DOMAIN, person
from examples.primersk.compose.repository import Person
from examples.primersk.compose.state import Action

OFFICER = Person("Образцова Примера Примеровна", f"press@{DOMAIN}")
EDUCATION = Person(person(156), f"education@{DOMAIN}")
CULTURE = Person(person(158), f"culture@{DOMAIN}")
SECRETARY = Person(person(160), f"info@school-6.{DOMAIN}")
ENGINEER = Person(person(157), f"engineer@{DOMAIN}")
FORGE = Person("Кузница Примерска", f"forge@{DOMAIN}")
"""The forge's own signature on commits that are merged by a button."""

CITY, CAPITAL, EAST, UNIVERSAL = "+05:00", "+03:00", "+10:00", "+00:00"
"""The zone of the city, and those from which its people sometimes work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit.

    `branch` is where it is made, "" for the main line; `merges` names the branch that it merges, `reverts` the title of
    the commit that it reverts. `committer` is the person who committed another's work, `later` when.
    """

    when: str
    who: Person
    title: str
    actions: tuple[Action, ...] = ()
    branch: str = ""
    merges: str = ""
    reverts: str = ""
    committer: Person | None = None
    later: str = ""

    @property
    def day(self) -> str:
        """Return the local day on which it was written."""
        return self.when[:10]
