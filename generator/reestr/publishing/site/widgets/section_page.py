"""Makes the page of a section: title and lead from the catalogue, body from a template."""

from __future__ import annotations

from reestr import wording
from reestr.publishing.html.environment import render
from reestr.publishing.view import Page, View
from reestr.registry.origin import Origin


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
    return Page(path, title, lead, body, origin, head=head)
