"""Builds known false pages from schema-valid records."""

from __future__ import annotations

from reestr.records.loading.parse import Data, appointment, date, optional_date
from reestr.registry.fake import Fake, Report
from reestr.registry.origin import Origin


def fake(data: Data, origin: Origin) -> Fake:
    """Return a file of `fakes/` as a Fake."""
    return Fake(
        id=origin.id,
        pretends_to_be=data["pretends_to_be"],
        network=data["network"],
        url=data["url"],
        numeric_id=data.get("numeric_id"),
        found_on=date(data, "found_on"),
        basis=data["basis"],
        document=appointment(data.get("document")),
        reports=tuple(
            Report(item["to"], date(item, "on"), item.get("number"), item.get("by"))
            for item in data.get("reported", ())
        ),
        seen_on=optional_date(data, "seen_on"),
        gone_on=optional_date(data, "gone_on"),
        origin=origin,
    )
