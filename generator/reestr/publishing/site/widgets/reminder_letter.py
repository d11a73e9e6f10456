"""The letters that remind organizations, as pages of the internal edition show them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.documents.reminder import letter_text, reminder
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.site.widgets.mending import in_address
from reestr.publishing.view import View
from reestr.registry.organization import Organization

_WORDS = ("show", "copy", "mail")


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """The letter as text, the address that opens a message to the organization ("" without one), and the labels."""

    text: str
    mailto: str
    words: Mapping[str, str]


def shown_letter(view: View, organization: Organization) -> ShownLetter | None:
    """Return the letter to an organization; None in the public edition, and if there is nothing to remind of."""
    if not view.internal:
        return None
    if organization.id not in view.letters:
        view.letters[organization.id] = _shown(view, organization)
    found: ShownLetter | None = view.letters[organization.id]
    return found


def _shown(view: View, organization: Organization) -> ShownLetter | None:
    letter = reminder(view, organization)
    if letter is None:
        return None
    # The text itself is copied: mail programs cut long addresses.
    to = f"mailto:{in_address(letter.email)}?subject={in_address(letter.title)}" if letter.email else ""
    return ShownLetter(letter_text(letter), to, {name: wording.text(f"reminders.{name}") for name in _WORDS})


@dataclass(frozen=True, slots=True)
class AddressedLetter:
    """The letter to an organization, how many of its requirements are breached, and when it was reminded before."""

    organization: Organization
    letter: ShownLetter
    breaches: int
    reminded: tuple[datetime.date, ...]


def addressed_letters(view: View) -> list[AddressedLetter]:
    """Return the letters to all organizations that have to be reminded, those with the most breaches first; none in the
    public edition.
    """
    if not view.internal:
        return []
    counts = Counter(whose for _, whose in view.breaches)
    found = []
    for organization in view.registry.organizations.values():
        letter = shown_letter(view, organization)
        if letter is not None:
            days = sorted({item.on for item in organization.reminders if item.on <= view.as_of})
            found.append(AddressedLetter(organization, letter, counts[organization.id], tuple(days)))
    return sorted(found, key=lambda item: (-item.breaches, by_name(item.organization)))
