"""What differs between two texts that look the same: blanks, Unicode forms, letters of two alphabets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reestr import wording
from reestr.registry.look_alikes import DRAWN_LIKE
from reestr.wording.plain_text import composed, without_invisible

_LATIN = {ord(twin): latin for latin, twins in DRAWN_LIKE.items() for twin in twins if twin.isalpha()}


def unseen_difference(before: str, after: str) -> str:
    """In Russian, what differs where a reader sees no difference; "" where the texts are equal or visibly differ."""
    if before == after or _look(before) != _look(after):
        return ""
    return wording.text("comparison.unseen.said", what=list(_kinds(before, after)))


def _look(text: str) -> list[tuple[str, bool]]:
    """A text as it is seen: each letter as the Latin one that is drawn like it, and whether it is a capital one."""
    return [(letter.lower().translate(_LATIN), letter.isupper()) for letter in composed(without_invisible(text))]


def _kinds(before: str, after: str) -> Iterator[str]:
    """What differs, step by step: what is told once is taken away before the next is looked at."""
    old, new = without_invisible(before), without_invisible(after)
    if (old == before) != (new == after) or (old == new):
        yield wording.text("comparison.unseen.invisible")
    one, other = (unicodedata.normalize("NFC", text) for text in (old, new))
    if (one == old) != (other == new) or (one == other and old != new):
        yield wording.text("comparison.unseen.form")
    if [letter for letter in one if letter.isspace()] != [letter for letter in other if letter.isspace()]:
        yield wording.text("comparison.unseen.blanks")
    both = zip(composed(one), composed(other), strict=True)
    pairs = [f"{was} (U+{ord(was):04X}) → {now} (U+{ord(now):04X})" for was, now in dict.fromkeys(both) if was != now]
    if pairs:
        yield wording.text("comparison.unseen.letters", pairs=pairs)
