"""Addresses in a page: on a narrow screen they break between their words, so that people can compare them."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from reestr.registry.addresses import without_scheme

# Between the words of an address; nothing where it begins or ends with such a sign. As js/addresses.js has it.
_BETWEEN_WORDS = re.compile(r"(?<=[/_.-])(?=[^/_.-])")


@lru_cache(maxsize=16_384)
def address_text(url: str) -> Markup:
    """Return an address without its scheme, with a place to break a line after each of `/`, `_`, `-` and `.`."""
    # Escaping comes first: no character reference contains one of the signs.
    return Markup(_BETWEEN_WORDS.sub("<wbr>", escape(without_scheme(url))))


_LONG_WORD = re.compile(r"[^\s]{20,}")


def with_breakable_addresses(text: str) -> Markup:
    """Return a text as HTML, with places to break a line in its long addresses."""
    return Markup(_LONG_WORD.sub(_breakable, escape(text)))


def _breakable(word: re.Match[str]) -> str:
    return _BETWEEN_WORDS.sub("<wbr>", word[0]) if "/" in word[0] else word[0]
