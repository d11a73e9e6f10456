"""The letter that reminds an organization, as its page of the internal edition shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from reestr import wording
from reestr.publishing.documents.reminder import letter_text, reminder
from reestr.publishing.view import View
from reestr.registry.organization import Organization

_WORDS = ("show", "copy", "copied", "copy-failed", "mail")


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """The letter as text, the address that opens a message to the organization ("" without one), and the labels."""

    text: str
    mailto: str
    words: Mapping[str, str]


def shown_letter(view: View, organization: Organization) -> ShownLetter | None:
    """Return the letter to an organization; None in the public edition, and if there is nothing to remind of."""
    letter = reminder(view, organization) if view.internal else None
    if letter is None:
        return None
    # The text itself is copied: mail programs cut long addresses.
    to = f"mailto:{quote(letter.email, safe='@')}?subject={quote(letter.title)}" if letter.email else ""
    return ShownLetter(letter_text(letter), to, {name: wording.text(f"reminders.{name}") for name in _WORDS})
