"""The page about the open data: the files, their formats and content, and how to cite them."""

from __future__ import annotations

from reestr.publishing.open_data.trust_txt import trust_file_state
from reestr.publishing.site.widgets import structured_data
from reestr.publishing.site.widgets.feed_links import changes_feed, feed_head
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records import schemas
from reestr.records.kinds import KINDS

PATH = "open-data/"


def build(view: View) -> Page:
    """Return the page that lists the files of open data and the schemas of the records."""
    kinds = [(kind, str(schemas.schema(kind)["title"]), str(schemas.schema(kind)["description"])) for kind in KINDS]
    example = next(iter(view.registry.organizations.values()), None)
    feed = changes_feed(view)
    return section_page(
        view,
        "open-data",
        PATH,
        head=feed_head(feed, PATH),
        schemas=kinds,
        example=example,
        feed=feed,
        trust=trust_file_state(view),
        structured_data=structured_data.of_open_data(view),
    )
