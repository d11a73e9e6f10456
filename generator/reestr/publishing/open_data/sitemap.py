"""Files for search engines: the list of all pages, and whether they may be indexed at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from reestr.publishing.further_pages import further_paths
from reestr.publishing.view import File, Page, View

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

_PART = "sitemap-{}.xml"

MOST_ENTRIES = 50_000
MOST_BYTES = 52_428_800
"""The largest sitemap, uncompressed (sitemaps.org, "Sitemap file location and limits")."""


def sitemap_files(view: View, pages: Sequence[Page]) -> Iterator[File]:
    """Yield `robots.txt`, and `sitemap.xml` (sitemaps.org 0.9) if the site's address is known.

    Where one file cannot hold all pages, `sitemap.xml` lists `sitemap-1.xml` and so on, which do. The internal edition
    forbids indexing and lists nothing.
    """
    if view.internal:
        yield File("robots.txt", b"User-agent: *\nDisallow: /\n")
        return
    if not view.site.url:
        yield File("robots.txt", b"User-agent: *\nDisallow:\n")
        return
    yield File("robots.txt", f"User-agent: *\nDisallow:\nSitemap: {view.site.url}sitemap.xml\n".encode())
    # A generated page shows the state of that day. For a hand-written page the date is unknown.
    on_the_day = f"<lastmod>{view.as_of.isoformat()}</lastmod>"
    by_hand = {page.path for page in pages if page.written}
    entries = [
        f"<url><loc>{escape(view.site.url + quote(path))}</loc>{'' if path in by_hand else on_the_day}</url>\n"
        for path in _paths(view, pages)
    ]
    # The page of a month that is over does not change with the day.
    entries += [f"<url><loc>{escape(view.site.url)}state/{item.month}/</loc></url>\n" for item in view.timeline.months]
    parts = tuple(_parts(entries, len(_written("urlset", ()))))
    if len(parts) == 1:
        yield File("sitemap.xml", _written("urlset", parts[0]))
        return
    for number, part in enumerate(parts, 1):
        yield File(_PART.format(number), _written("urlset", part))
    listed = (
        f"<sitemap><loc>{escape(view.site.url + _PART.format(number))}</loc>{on_the_day}</sitemap>\n"
        for number in range(1, len(parts) + 1)
    )
    yield File("sitemap.xml", _written("sitemapindex", listed))


def _parts(entries: Iterable[str], around: int) -> Iterator[Sequence[str]]:
    """Yield the entries of each file; one that is full is followed by another. `around` is the bytes of its frame."""
    part: list[str] = []
    size = around
    for entry in entries:
        length = len(entry.encode())
        if part and (len(part) == MOST_ENTRIES or size + length > MOST_BYTES):
            yield part
            part, size = [], around
        part.append(entry)
        size += length
    yield part


def _written(element: str, entries: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{_NAMESPACE}">\n'
    return "".join([head, *entries, f"</{element}>\n"]).encode()


def _paths(view: View, pages: Iterable[Page]) -> Iterator[str]:
    yield from (page.path for page in pages)
    yield from further_paths(view)
    yield from (f"requirements/{identifier}/" for identifier in view.registry.requirements)
    yield from (f"acts/{identifier}/" for identifier in view.registry.act.others)
    yield from (f"organizations/{identifier}/" for identifier in view.registry.organizations)
