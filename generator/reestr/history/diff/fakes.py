"""Changes of known false pages: recorded, reported, seen again, gone."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.history.diff.lookup import RegistryLookup, differing, lost_items
from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.registry.addresses import without_scheme
from reestr.registry.paperwork import Fake

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
    """Yield the changes between two states of a false page, one of which may be missing.

    They belong to the organization that the page imitates and use its title.
    """
    fake = after or before
    if fake is None:
        return

    def change(key: str, **values: object) -> Change:
        return of_fake(lookup, fake, key, **values)

    if after is None:
        yield change("fake-removed")
        return
    if before is None:
        yield change("fake-found", on=after.found_on.isoformat())
    known = [] if before is None else [(report.to, report.on) for report in before.reports]
    reports = [(report.to, report.on) for report in after.reports]
    for recipient, day in lost_items(reports, known):
        yield change("fake-reported", recipient=recipient, on=day.isoformat())
    if after.gone_on is not None and (before is None or before.gone_on != after.gone_on):
        yield change("fake-gone", on=after.gone_on.isoformat())
    elif before is not None and before.gone_on is not None and after.gone_on is None:
        yield change("fake-returned")
    elif before is not None and before.seen_on != after.seen_on:
        seen = after.seen_on
        yield change("fake-seen", on=seen.isoformat()) if seen else change("fake-corrected", fields=("seen_on",))
    fields = differing(before, after, _OTHERS) if before is not None else ()
    seen_again = before is not None and (before.seen_on, before.gone_on) != (after.seen_on, after.gone_on)
    if before is not None and before.answers != after.answers and not seen_again:
        fields = (*fields, "sha256")
    if any(lost_items(known, reports)):
        fields = (*fields, "reported")
    if fields:
        yield change("fake-corrected", fields=fields)


def of_fake(lookup: RegistryLookup, fake: Fake, key: str, **values: object) -> Change:
    """Return a change of a false page; `values` always has its `address`."""
    known = lookup.organizations.get(fake.pretends_to_be)
    title = known.title if known is not None else fake.pretends_to_be
    address = without_scheme(fake.url)
    return Change(key, Subject("fake", fake.id), fake.pretends_to_be, title, {"address": address, **values})
