"""The index of the open data: the registry, the date, and the list of files."""

from __future__ import annotations

from collections.abc import Iterator

from reestr import __version__
from reestr.publishing.figures.counts import checked, of_mandatory
from reestr.publishing.open_data.json_file import json_file
from reestr.publishing.open_data.openapi import described_files, is_served
from reestr.publishing.view import File, View
from reestr.wording.general_words import in_city_words


def _records(view: View) -> dict[str, object]:
    """Return where the records come from: all null outside of Git."""
    head = view.timeline.head
    return {
        "commit": head and head.id,
        "committed_at": head and head.at.isoformat(),
        "uncommitted_files": None if head is None else len(view.timeline.uncommitted),
        "sha256": view.records_hash or None,
    }


def index_file(view: View) -> Iterator[File]:
    """Yield `index.json`."""
    registry = view.registry
    place, act, licence = registry.city.municipality, registry.act, registry.city.licence
    mandatory = of_mandatory(registry, view.assessment.findings)
    content: dict[str, object] = {
        "version": "v1",
        "generator": f"reestr {__version__}",
        "name": view.site.name,
        "url": view.site.url or None,
        "municipality": {
            "name": place.name,
            "short_name": place.short_name,
            "region": place.region,
            "oktmo": place.oktmo,
        },
        "licence": licence and {"name": licence.name, "url": licence.url, "spdx": licence.spdx},
        "records": _records(view),
        "act": {"id": act.id, "citation": act.citation, "title": act.title, "sample": act.sample},
        "networks": [
            {
                "id": item.id,
                "name": item.name,
                "short_name": item.short_name,
                "required": item.is_demanded(view.as_of),
                "host": item.canonical_host,
            }
            for item in registry.networks.values()
        ],
        "counts": {
            "organizations": len(registry.organizations),
            "accounts": len(registry.accounts),
            "findings": len(view.assessment.findings),
            "requirements": len(registry.requirements),
        },
        "outcomes": {outcome.value: count for outcome, count in view.assessment.summary.items()},
        "mandatory_outcomes": {outcome.value: count for outcome, count in mandatory.items()},
        "mandatory_checked": checked(mandatory),
        "files": [
            {"path": path, "media_type": kind, "title": in_city_words(title, registry.words)}
            for path, kind, title in described_files()
            if is_served(view, path)
        ],
    }
    yield json_file(view, "index.json", content)
