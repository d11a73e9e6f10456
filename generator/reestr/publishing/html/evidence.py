"""The evidence of verdicts as a list of places in records; made without a template, since every verdict has one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from markupsafe import Markup, escape

from reestr.publishing.html.links import Links
from reestr.publishing.view import Site
from reestr.records import schemas
from reestr.records.json_pointer import steps_of
from reestr.registry.origin import Evidence, Origin


def evidence_list(items: Iterable[Evidence], link: Links, site: Site) -> Markup:
    """Return the evidence as a list: the field, the file and lines, with a link to edit the record.

    Places of one field in one file share a line. "" without evidence.
    """
    gathered: dict[tuple[Origin, str], list[int]] = {}
    for item in items:
        lines = gathered.setdefault((item.origin, _escaped_title(item.origin.kind, item.path)), [])
        line = item.origin.line(item.path)
        if line not in lines:
            lines.append(line)
    if not gathered:
        return Markup("")
    rows = [
        f"<li>{title}: {_file(link.edit(site, origin), origin.file)}:{', '.join(map(str, lines))}</a></li>"
        for (origin, title), lines in gathered.items()
    ]
    return Markup('<ul class="evidence">' + "".join(rows) + "</ul>")


def evidence_by_record(items: Iterable[Evidence], link: Links, site: Site) -> Markup:
    """Return the evidence of many verdicts as a list of the records, each with its fields and their lines.

    "" without evidence.
    """
    gathered: dict[Origin, dict[str, list[int]]] = {}
    for item in items:
        lines = gathered.setdefault(item.origin, {}).setdefault(_escaped_title(item.origin.kind, item.path), [])
        line = item.origin.line(item.path)
        if line not in lines:
            lines.append(line)
    if not gathered:
        return Markup("")
    rows = []
    for origin, fields in gathered.items():
        places = "; ".join([f"{title} — {', '.join(map(str, lines))}" for title, lines in fields.items()])
        rows.append(f"<li>{_file(link.edit(site, origin), origin.file)}</a>: {places}</li>")
    return Markup('<ul class="evidence">' + "".join(rows) + "</ul>")


# A page shows the same few files again and again.
@lru_cache(1 << 8)
def _file(address: str, file: str) -> str:
    return f'<a href="{escape(address)}">{escape(file)}'


@cache
def _escaped_title(kind: str, path: str) -> str:
    return str(escape(field_title(kind, path)))


@cache
def field_title(kind: str, path: str) -> str:
    """Return the Russian name of the field at a JSON pointer; for "", that of the kind of record."""
    return schemas.title(kind, steps_of(path))
