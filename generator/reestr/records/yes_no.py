"""Words for yes and no in records and in cells of a register."""

from __future__ import annotations

from reestr.wording.plain_text import folded

# A dash is not among them: it can mean «no» or «nothing is known».
YES = frozenset(("да", "есть", "+", "истина", "yes", "y", "on", "true"))
NO = frozenset(("нет", "ложь", "no", "n", "off", "false"))


def yes_or_no(text: str) -> bool | None:
    """Return True for a word of `YES`, False for one of `NO`, None for any other text; ignores case,
    blanks and quotes.
    """
    word = folded(text)
    return True if word in YES else False if word in NO else None
