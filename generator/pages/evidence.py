"""What verdicts rest on, as a list of places in records; made without a template, for every verdict has one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from generator import record_schemas
from generator.artifact import Site
from generator.model.origin import Evidence, Origin
from generator.pages.links import Links


def evidence_list(items: Iterable[Evidence], link: Links, site: Site) -> Markup:
    """The evidence as a list: name of the field, file and lines, with a link to edit the record.

    Places of one field in one file are gathered into one line. Nothing where there is no evidence.
    """
    gathered: dict[tuple[Origin, str], list[int]] = {}
    for item in items:
        lines = gathered.setdefault((item.origin, field_title(item.origin.kind, item.path)), [])
        if item.line not in lines:
            lines.append(item.line)
    if not gathered:
        return Markup("")
    rows = [
        f'<li>{escape(title)}: <a href="{escape(link.edit(site, origin))}">'
        f"{escape(origin.file)}:{', '.join(map(str, lines))}</a></li>"
        for (origin, title), lines in gathered.items()
    ]
    return Markup('<ul class="evidence">' + "".join(rows) + "</ul>")


@cache
def field_title(kind: str, path: str) -> str:
    """The Russian name of the field at a JSON pointer into a record; that of the record itself for ""."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    return record_schemas.title(kind, parts)
