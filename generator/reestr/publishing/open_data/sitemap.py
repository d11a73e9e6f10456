"""Files for search engines: the list of all pages, and whether they may be indexed at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from reestr.publishing.further_pages import further_paths
from reestr.publishing.view import File, Page, View

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_files(view: View, pages: Sequence[Page]) -> Iterator[File]:
    """Yield `robots.txt`, and `sitemap.xml` (sitemaps.org 0.9) if the site's address is known.

    The internal edition forbids indexing and lists nothing.
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
    content = "".join(
        ['<?xml version="1.0" encoding="UTF-8"?>\n', f'<urlset xmlns="{_NAMESPACE}">\n', *entries, "</urlset>\n"]
    )
    yield File("sitemap.xml", content.encode())


def _paths(view: View, pages: Iterable[Page]) -> Iterator[str]:
    yield from (page.path for page in pages)
    yield from further_paths(view)
    yield from (f"requirements/{identifier}/" for identifier in view.registry.requirements)
    yield from (f"acts/{identifier}/" for identifier in view.registry.act.others)
    yield from (f"organizations/{identifier}/" for identifier in view.registry.organizations)
