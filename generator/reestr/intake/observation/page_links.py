"""Reads the HTML of a stranger's page and returns which pages of networks it names, by our own canonical addresses.

The parser (libxml2, through lxml) tells of elements and text one after the other and builds no tree: neither the depth
nor the number of elements costs more than the bytes do. Nothing of the page is run, fetched or kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from reestr.registry.addresses import MAXIMUM_LENGTH, Address, NetworkRules, read_address

# Their content is not shown to anybody.
_UNSEEN = frozenset(("script", "style", "template", "title"))
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Punctuation that ends a sentence, not an address.
_PUNCTUATION = ".,;:!?)'"


@dataclass(frozen=True, slots=True)
class NetworkLinks:
    """What a page shows: the pages of networks that it links to or whose address stands in its text, and how much text.

    `pages` are in the order of their canonical addresses, each once. `text` is the number of characters that are
    neither blanks nor parts of scripts and styles.
    """

    pages: tuple[Address, ...]
    text: int


def read_links(body: bytes, charset: str, url: str, networks: Sequence[NetworkRules]) -> NetworkLinks:
    """Return what a page names. Never raises, whatever the bytes.

    `charset` is what the answer's header stated, "" if nothing: then the page's own statement counts. `url` is the
    address that relative links begin at.
    """
    reader = _PageReader(url, frozenset(host for network in networks for host in network.hosts))
    # lxml reports what it cannot parse at the end; what it told of until then stands.
    with suppress(etree.LxmlError):
        # A byte order mark outweighs what the server says, as in browsers.
        parser = _parser(reader, "" if body.startswith(_BYTE_ORDER_MARKS) else charset)
        parser.feed(body)
        parser.close()
    found: dict[str, Address] = {}
    for text in reader.candidates:
        address = read_address(text, networks)
        if isinstance(address, Address):
            found.setdefault(address.canonical, address)
    return NetworkLinks(tuple(found[key] for key in sorted(found)), reader.characters)


def _parser(reader: _PageReader, charset: str) -> etree.HTMLParser:
    try:
        return etree.HTMLParser(target=reader, encoding=charset or None)
    except (LookupError, ValueError):
        return etree.HTMLParser(target=reader)


class _PageReader:
    """Collects the texts that may be addresses of network pages while the parser reads."""

    def __init__(self, url: str, hosts: frozenset[str]) -> None:
        self._base, self._has_base = url, False
        self._hosts = hosts
        self._unseen = 0
        self._pieces: list[str] = []
        names = "|".join(re.escape(host) for host in sorted(hosts, key=len, reverse=True))
        self._written = re.compile(
            rf"(?<![A-Za-z0-9.@/-])(?:https?://)?(?:{names})/[A-Za-z0-9._~/@!$&'()*+=-]{{1,200}}",
            re.IGNORECASE | re.ASCII,
        )
        self.candidates: dict[str, None] = {}
        self.characters = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the link of an element."""
        self._take_written()
        if tag in _UNSEEN:
            self._unseen += 1
        target = attributes.get("href")
        if self._unseen or target is None or len(target) > MAXIMUM_LENGTH:
            return
        if tag == "base" and not self._has_base:
            self._base, self._has_base = _joined(self._base, target), True
        elif tag in ("a", "area"):
            self._take_link(_joined(self._base, target))

    def end(self, tag: str) -> None:
        """Note the end of what is not shown."""
        self._take_written()
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1

    def data(self, text: str) -> None:
        """Take a piece of text; the parser may cut a text anywhere."""
        if not self._unseen:
            self._pieces.append(text)

    def close(self) -> None:
        """Take the text at the end of the page."""
        self._take_written()

    def _take_link(self, address: str) -> None:
        with suppress(ValueError):
            if urlsplit(address).hostname in self._hosts:
                self.candidates[address] = None

    def _take_written(self) -> None:
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        self.characters += sum(map(len, text.split()))
        if self._hosts:
            for match in self._written.finditer(text):
                self.candidates[match[0].rstrip(_PUNCTUATION)] = None


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target.strip())
    except ValueError:
        return ""
