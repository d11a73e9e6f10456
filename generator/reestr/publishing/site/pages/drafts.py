"""The drafts, in the internal edition only: incomplete records and what each of them lacks."""

from __future__ import annotations

from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records import schemas

PATH = "drafts/"


def build(view: View) -> Page:
    """Return the list of drafts. Raises ValueError for a public view: drafts are never published."""
    if not view.internal:
        raise ValueError("drafts belong to the internal edition")
    rows = [(str(schemas.schema(draft.kind)["title"]), draft) for draft in view.registry.drafts]
    return section_page(view, "drafts", PATH, rows=rows)
