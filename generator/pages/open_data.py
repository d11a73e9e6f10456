"""The open data: what files there are, in which formats, what each holds, and how to cite them."""

from __future__ import annotations

from generator import record_schemas
from generator.artifact import Page, View
from generator.pages import structured_data
from generator.pages.feeds import changes_feed, feed_head
from generator.pages.section_page import section_page

PATH = "open-data/"


def build(view: View) -> Page:
    """The page that lists the files of open data and the schemas of the records."""
    schemas = [
        (kind, str(record_schemas.schema(kind)["title"]), str(record_schemas.schema(kind)["description"]))
        for kind in record_schemas.KINDS
    ]
    example = next(iter(view.registry.organizations.values()), None)
    feed = changes_feed(view)
    return section_page(
        view,
        "open-data",
        PATH,
        head=feed_head(feed, PATH),
        schemas=schemas,
        example=example,
        feed=feed,
        structured_data=structured_data.of_open_data(view),
    )
