"""The poster of an organization's official pages, to be hung up in its hall: made in the reader's browser."""

from __future__ import annotations

from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "poster/"


def build(view: View) -> Page:
    """Return the page that `theme/js/poster.js` fills for the organization that its address names (`?organization=`).

    One page for all organizations adds no file and no bytes for each of them (decision 36).
    """
    return section_page(view, "poster", PATH, networks=tuple(view.registry.networks.values()))
