"""Addresses in a page: on a narrow screen they break between their words, so that people can compare them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from reestr.registry.addresses import without_scheme

# Between the words of an address; nothing where it begins or ends with such a sign. As js/addresses.js has it.
_BETWEEN_WORDS = re.compile(r"(?<=[/_.-])(?=[^/_.-])")


def address_text(url: str) -> Markup:
    """An address without its scheme, with a place to break a line behind each of its signs `/`, `_`, `-` and `.`."""
    return Markup("<wbr>").join(map(escape, _BETWEEN_WORDS.split(without_scheme(url))))
