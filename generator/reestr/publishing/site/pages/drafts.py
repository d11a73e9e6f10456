"""The drafts, for the internal edition alone: records not yet complete and what each of them lacks."""

from __future__ import annotations

from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records import schemas

PATH = "drafts/"


def build(view: View) -> Page:
    """The list of drafts. Raises ValueError for a public view: a draft is never published."""
    if not view.internal:
        raise ValueError("drafts belong to the internal edition")
    rows = [(str(schemas.schema(draft.kind)["title"]), draft) for draft in view.registry.drafts]
    return section_page(view, "drafts", PATH, rows=rows)
