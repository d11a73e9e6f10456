"""The theme's page without its content: rendered once per depth, then filled in for every record page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import quote

from markupsafe import escape

# Letters and digits only, so that no filter of a theme changes them.
sentinels = SimpleNamespace(
    title="reestrsentineltitle",
    description="reestrsentineldescription",
    url="reestrsentinelurl",
    content="reestrsentinelcontent",
    head="reestrsentinelhead",
    subject="reestrsentinelsubject",
)
_SENTINEL = re.compile("(" + "|".join(vars(sentinels).values()) + ")")


@dataclass(frozen=True, slots=True, init=False)
class Shell:
    """A rendered page split at its placeholders."""

    pieces: tuple[str, ...]

    def __init__(self, html: str) -> None:
        """Take the theme's rendering of a page made of placeholders.

        Raises ValueError if the content is missing from it.
        """
        pieces = tuple(_SENTINEL.split(html))
        if sentinels.content not in pieces:
            raise ValueError("the theme's main.html does not show page.content")
        object.__setattr__(self, "pieces", pieces)

    def stamp(self, title: str, description: str, url: str, body: str, head: str = "", subject: str = "") -> bytes:
        """Return the page.

        Title, description and address are text and are escaped; the body and the additions to <head> are HTML.

        `subject` names the page in an address that reports an error. A theme that does not support the last two leaves
        them out.
        """
        values = {
            sentinels.title: str(escape(title)),
            sentinels.description: str(escape(description)),
            sentinels.url: str(escape(url)),
            sentinels.content: body,
            sentinels.head: head,
            sentinels.subject: quote(subject, safe="/"),
        }
        return "".join(values.get(piece, piece) for piece in self.pieces).encode()
