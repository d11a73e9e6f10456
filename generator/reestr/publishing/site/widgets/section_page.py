"""Makes the page of a section: title and lead from the catalogue, body from a template."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.html.environment import render
from reestr.publishing.site.widgets.contents_beside import with_contents
from reestr.publishing.view import Page, View
from reestr.registry.origin import Origin

_TEXTS = frozenset({"act", "contribute", "fields", "method", "open-data"})
"""Sections that are read from top to bottom; the pages of the guide are so too."""


def section_page(
    view: View, name: str, path: str, *, origin: Origin | None = None, head: str = "", **values: object
) -> Page:
    """Return the page of a section from the template of the same name; `origin` is the record it shows, if any.

    The template receives `title`, `lead` and `view` besides `values`; the texts are `sections.<name>` of the catalogue.
    """
    words = view.registry.words
    title = wording.text(f"sections.{name}.title", words=words)
    lead = wording.text(f"sections.{name}.lead", on=view.as_of.isoformat(), words=words)
    body = render(name.replace("-", "_"), path, words, view=view, title=title, lead=lead, **values)
    if name in _TEXTS or name.startswith("guide-"):
        body = with_contents(body)
    return Page(path, title, lead, body, origin, head=head)
