"""The index of the site's search: names, identifiers, addresses, clauses and pages, column by column.

The file serves only this site's scripts (`theme/js/search/`): it is not open data, and its form may change with any
version. Columns instead of objects save field names, which is most of the bytes. In a city of more organizations than
`ORGANIZATIONS_IN_ONE_FILE` a second file holds the columns that a query of words seldom needs.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from reestr import wording
from reestr.publishing.open_data.address_checker import address_rules
from reestr.publishing.open_data.json_file import encode, head
from reestr.publishing.view import File, Page, View
from reestr.records import schemas
from reestr.registry.addresses import without_scheme
from reestr.registry.city import Act, Block
from reestr.registry.words import CityWords
from reestr.wording.clause_text import clause_name, clause_words

FOLDER = "search/"
"""The folder of the page with all results; the index lies beside it."""

PATH = FOLDER + "index.json"
"""The address of the index below the site's root."""

REST = FOLDER + "rest.json"
"""The address of the columns that are fetched only by a query that needs them."""

ORGANIZATIONS_IN_ONE_FILE = 2_000
"""The largest number of organizations with all columns in one file: about 250 kB, compressed, with all names unlike."""

_FIRST_COLUMNS = ("id", "title", "name", "sphere", "spheres", "closed")

SearchColumns = Mapping[str, Sequence[object]]

_SearchItem = TypeVar("_SearchItem")

_HEADING = re.compile(r"<h([23])\b([^<>]*)>")
_ID = re.compile(r"""\bid=["']?([^"'\s>]+)""")
_UNSPOKEN = re.compile(r"<(\w++)(?=[^<>]*\baria-hidden=)(?:[^\w<>][^<>]*)?>[^<]*</\1>")
_TAG = re.compile(r"<[^<>]*>")


def search_file(view: View, pages: Sequence[Page]) -> Iterator[File]:
    """Yield `search/index.json`: the records of the view, and `pages` with their headings.

    In a large city, `search/rest.json` has the accounts, and all of the organizations but their names, spheres and
    states. Both files then hold the same `parts`, a digest of the columns that the second one goes with.
    """
    organizations, accounts = _organizations(view), _accounts(view)
    records: dict[str, object] = {"organizations": organizations, "accounts": accounts}
    rest: dict[str, object] = {}
    if len(view.registry.organizations) > ORGANIZATIONS_IN_ONE_FILE:
        others = {name: column for name, column in organizations.items() if name not in _FIRST_COLUMNS}
        rest = {"organizations": others, "accounts": accounts}
        content = encode([organizations["id"], rest])
        parts = {"parts": hashlib.sha256(content).hexdigest()[:16]}
        records = {**parts, "organizations": {name: organizations[name] for name in _FIRST_COLUMNS}}
        rest = {**parts, **rest}
    sections: dict[str, object] = {
        **head(view),
        "words": _words(view.registry.words),
        **address_rules(view.registry.networks.values()),
        **records,
        "requirements": _requirements(view),
        "clauses": _clauses(view.registry.act),
        "pages": _pages(page for page in pages if page.path != FOLDER),
    }
    yield _file(PATH, sections)
    if rest:
        yield _file(REST, rest)


def _file(path: str, sections: Mapping[str, object]) -> File:
    lines = [encode(name) + b":" + encode(value) for name, value in sections.items()]
    return File(path, b"{" + b",\n".join(lines) + b"}\n")


def _organizations(view: View) -> SearchColumns:
    items = tuple(view.registry.organizations.values())
    spheres: dict[str, int] = {}
    return {
        "id": [item.id for item in items],
        "title": [item.title for item in items],
        "name": [item.name if item.short_name else "" for item in items],
        "sphere": [spheres.setdefault(item.sphere or "", len(spheres)) for item in items],
        "spheres": [sphere and schemas.label("organization", "/sphere", sphere) for sphere in spheres],
        "inn": [item.inn or "" for item in items],
        "ogrn": [item.ogrn or "" for item in items],
        "address": [item.address or "" for item in items],
        "site": [without_scheme(item.site or "") for item in items],
        "closed": _places(items, lambda item: item.is_closed(view.as_of)),
    }


def _accounts(view: View) -> SearchColumns:
    registry = view.registry
    items = tuple(registry.accounts.values())
    organizations = {identifier: place for place, identifier in enumerate(registry.organizations)}
    networks = {identifier: place for place, identifier in enumerate(registry.networks)}
    previous = [(place, one.url) for place, item in enumerate(items) for one in item.previous_addresses]
    return {
        "id": [item.id for item in items],
        "organization": [organizations[item.organization] for item in items],
        "network": [networks[item.network] for item in items],
        "url": [without_scheme(item.url) for item in items],
        "number": [item.numeric_id or "" for item in items],
        "name": [item.name or "" for item in items],
        "former": _places(items, lambda item: not item.is_trusted(view.as_of)),
        "lost": [
            (place, loss.how)
            for place, item in enumerate(items)
            if item.is_active(view.as_of) and (loss := item.loss_on(view.as_of)) is not None
        ],
        "previous": [(place, without_scheme(url)) for place, url in previous],
    }


def _requirements(view: View) -> SearchColumns:
    items = tuple(view.registry.requirements.values())
    act = view.registry.act
    return {
        "id": [item.id for item in items],
        "title": [item.title for item in items],
        "clause": [
            "; ".join(
                _clause_name(act.blocks[key], act) if key in act.blocks else clause_words(key, act)
                for key in item.clauses
            )
            for item in items
        ],
        "text": [item.statement for item in items],
    }


def _clauses(act: Act) -> SearchColumns:
    items = tuple(act.blocks.values())
    return {
        "id": [item.id for item in items],
        "number": [item.number or "" if item.kind == "clause" else "" for item in items],
        "title": [_clause_name(item, act) for item in items],
        "text": [item.text for item in items],
    }


def _clause_name(block: Block, act: Act) -> str:
    """Return the name of a block shown without its text; one without a number is called by its kind."""
    return clause_name(block, act) or schemas.label("act", "/blocks/*/kind", block.kind)


def _words(words: CityWords) -> Mapping[str, Any]:
    """Return the words of the script, the only one that speaks of the act in those of the city."""
    said: Mapping[str, Any] = wording.section("search")["words"]  # type: ignore[assignment]  # the catalogue's own shape
    clauses = wording.text("search.words.kinds.clauses", words=words)
    return {**said, "kinds": {**said["kinds"], "clauses": clauses}}


def _pages(pages: Iterable[Page]) -> SearchColumns:
    items = sorted((page for page in pages if page.canonical is None), key=lambda page: page.path)
    return {
        "path": [page.path for page in items],
        "title": [page.title for page in items],
        "text": [page.description for page in items],
        "headings": [[part for heading in headings_of(page.body) for part in heading] for page in items],
    }


def headings_of(body: str) -> Iterator[tuple[str, str]]:
    """Yield the headings of a page below its title that can be linked to: id and text, in order.

    `body` is HTML from our templates or Markdown. Regular expressions read it, since a parser would take longer for a
    matrix of ten thousand rows than the rest of this file; other markup is left out.
    """
    for found in _HEADING.finditer(body):
        identifier = _ID.search(found[2])
        end = body.find(f"</h{found[1]}>", found.end())
        if end < 0:
            return
        text = _TAG.sub(" ", _UNSPOKEN.sub(" ", body[found.end() : end]))
        words = " ".join(html.unescape(text).split())
        if identifier is not None and words:
            yield html.unescape(identifier[1]), words


def _places(items: Iterable[_SearchItem], chosen: Callable[[_SearchItem], bool]) -> list[int]:
    return [place for place, item in enumerate(items) if chosen(item)]
