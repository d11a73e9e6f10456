"""Makes the page of a section: title and lead from the catalogue, body from a template."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.html.environment import render
from reestr.publishing.view import Page, View
from reestr.registry.origin import Origin
from reestr.registry.words import CityWords


def section_page(
    view: View,
    name: str,
    path: str,
    *,
    origin: Origin | None = None,
    head: str = "",
    words: CityWords | None = None,
    **values: object,
) -> Page:
    """Return the page of a section from the template of the same name; `origin` is the record it shows, if any.

    `words` are those of its texts where the page is about another act than the city's main one. The template
    receives `title`, `lead` and `view` besides `values`; the texts are `sections.<name>` of the catalogue.
    """
    words = words or view.registry.words
    title = wording.text(f"sections.{name}.title", words=words)
    lead = wording.text(f"sections.{name}.lead", on=view.as_of.isoformat(), words=words)
    body = render(name.replace("-", "_"), path, words, view=view, title=title, lead=lead, **values)
    return Page(path, title, lead, body, origin, head=head)
