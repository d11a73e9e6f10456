"""Puts the list of a page's own sections beside its text, where a wide window has room for it."""

from __future__ import annotations

from markupsafe import Markup, escape

from reestr import wording
from reestr.publishing.html.environment import escaped

_HEADING = '<h2 id="'
_FEWEST = 3
"""A page with fewer sections is seen at one look and has no list."""


def with_contents(body: str) -> str:
    """Return the HTML of a page's content with the list of its sections, each a heading of level 2 that
    begins with its id.

    The list is hidden in a narrow window and on paper (`pages.css`), where the headings follow each other anyway.
    """
    sections = []
    for section in body.split(_HEADING)[1:]:
        place, _, rest = section.partition('"')
        heading = rest.partition(">")[2].partition("</h2>")[0]
        sections.append((place, escape(Markup(heading).striptags())))
    if len(sections) < _FEWEST:
        return body
    label = escaped(wording.text("interface.on-this-page"))
    entries = "".join(f'<li><a href="#{place}">{title}</a></li>\n' for place, title in sections)
    return (
        f'<div class="with-contents">\n<div class="text">\n{body}\n</div>\n'
        f'<nav class="beside" aria-label="{label}"><p>{label}</p>\n<ul>\n{entries}</ul>\n</nav>\n</div>\n'
    )
