"""Addresses in a page: on a narrow screen they break between their words, so that people can compare them."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from reestr.registry.addresses import without_scheme

LONGEST_WORD = 24
"""Characters of a word of an address that fit a line of any telephone; a longer one breaks elsewhere, too."""

# Between the words of an address; nothing where it begins or ends with such a sign. As js/breakable.js has it.
_BETWEEN_WORDS = re.compile(r"(?<=[/_])(?=[^/_])")
_TOO_LONG = re.compile(rf"[^/_\s]{{{LONGEST_WORD + 1},}}")
_PART_OF_LONG = re.compile(rf"[^.-]{{1,{LONGEST_WORD}}}[.-]*|[.-]+")
_PLACE = "\x00"


@lru_cache(maxsize=16_384)
def address_text(url: str) -> Markup:
    """Return an address without its scheme, with a place to break a line after each of `/` and `_`, which nobody takes
    for a sign of a broken word; within a word of more than 24 characters also after `-` and `.`.
    """
    return _broken(without_scheme(url))


def _broken(text: str) -> Markup:
    # Places are found before escaping: a character reference must not be cut.
    long = _TOO_LONG.sub(lambda word: _PLACE.join(_PART_OF_LONG.findall(word[0])), text)
    return Markup(str(escape(_BETWEEN_WORDS.sub(_PLACE, long))).replace(_PLACE, "<wbr>"))


_LONG_WORD = re.compile(r"[^\s]{20,}")


def with_breakable_addresses(text: str) -> Markup:
    """Return a text as HTML, with places to break a line in its long addresses."""
    parts, done = [], 0
    for word in _LONG_WORD.finditer(text):
        if "/" in word[0]:
            parts += [escape(text[done : word.start()]), _broken(word[0])]
            done = word.end()
    return Markup("").join([*parts, escape(text[done:])])
