"""Finds set phrases in a text, ignoring letter case, line breaks and the difference between «е» and «ё»."""

from __future__ import annotations

import re
from functools import cache


def phrases_in(text: str, phrases: tuple[str, ...]) -> list[str]:
    """Return the phrases that occur in a text as whole words, once for each occurrence, in the order of the list."""
    plain = _plain(text)
    found: list[str] = []
    for phrase in phrases:
        wanted = _plain_phrase(phrase)
        # A plain substring search is many times faster and usually enough to rule a phrase out.
        if wanted in plain:
            found.extend([phrase] * len(_whole_words(wanted).findall(plain)))
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


_plain_phrase = cache(_plain)


@cache
def _whole_words(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
