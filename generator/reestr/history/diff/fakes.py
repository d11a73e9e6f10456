"""What changed in known false pages: found, reported, seen again, gone."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.history.diff.lookup import RegistryLookup, differing, lost
from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.registry.addresses import without_scheme
from reestr.registry.fake import Fake

_OTHERS = (
    ("pretends_to_be", "pretends_to_be"),
    ("network", "network"),
    ("url", "url"),
    ("numeric_id", "numeric_id"),
    ("found_on", "found_on"),
    ("basis", "basis"),
    ("document", "document"),
)


def fake_changes(lookup: RegistryLookup, before: Fake | None, after: Fake | None) -> Iterator[Change]:
    """The changes between two states of a false page, of which one may be missing.

    They are told among those of the organization that the page pretends to be, under its title.
    """
    fake = after or before
    if fake is None:
        return
    address = without_scheme(fake.url)

    def change(key: str, **values: object) -> Change:
        known = lookup.organizations.get(fake.pretends_to_be)
        title = known.title if known is not None else fake.pretends_to_be
        return Change(key, Subject("fake", fake.id), fake.pretends_to_be, title, {"address": address, **values})

    if after is None:
        yield change("fake-removed")
        return
    if before is None:
        yield change("fake-found", on=after.found_on.isoformat())
    earlier = () if before is None else before.reports
    for report in lost(after.reports, earlier):
        yield change("fake-reported", recipient=report.to, on=report.on.isoformat())
    if after.gone_on is not None and (before is None or before.gone_on != after.gone_on):
        yield change("fake-gone", on=after.gone_on.isoformat())
    elif before is not None and before.gone_on is not None and after.gone_on is None:
        yield change("fake-returned")
    elif before is not None and before.seen_on != after.seen_on:
        day = after.seen_on
        yield change("fake-seen", on=day.isoformat()) if day else change("fake-corrected", fields=("seen_on",))
    fields = differing(before, after, _OTHERS) if before is not None else ()
    if list(lost(earlier, after.reports)):
        fields = (*fields, "reported")
    if fields:
        yield change("fake-corrected", fields=fields)
