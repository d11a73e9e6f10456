"""Changes of an organization: its lifetime, names, exemptions, responsible persons and passport."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reestr.history.diff.lookup import RegistryLookup, dated_key, differing, lost_items, removed
from reestr.history.timeline.model import Change
from reestr.registry.organization import Organization, Responsible

# Attributes that no other change reports, with their fields in the schema.
_PASSPORT = (
    ("legal_form", "legal_form"),
    ("sphere", "sphere"),
    ("inn", "inn"),
    ("ogrn", "ogrn"),
    ("site", "site"),
    ("has_site", "site"),
    ("address", "address"),
    ("coordinates", "coordinates"),
    ("contact", "contacts"),
    ("since", "since"),
    ("successor", "successor"),
    ("notes", "notes"),
)


def organization_changes(
    lookup: RegistryLookup, before: Organization | None, after: Organization | None
) -> Iterator[Change]:
    """Yield the changes between two states of an organization, one of which may be missing.

    They never name a person.
    """
    if after is None:
        if before is not None:
            yield lookup.of_organization("organization-removed", before)
        return
    if before is None:
        yield lookup.of_organization("organization-added", after)
        return
    yield from _life(lookup, before, after)
    yield from _exemptions(lookup, before, after)
    yield from _responsible(lookup, before, after)
    yield from _answers(lookup, before, after)
    yield from _listing(lookup, before, after)
    if after.reviewed_on is not None and before.reviewed_on != after.reviewed_on:
        yield lookup.of_organization("organization-reviewed", after, on=after.reviewed_on.isoformat())
    fields = (*differing(before, after, _PASSPORT), *removed(before, after, (("reviewed_on", "reviewed_on"),)))
    if fields:
        yield lookup.of_organization("organization-corrected", after, fields=fields)


def _listing(lookup: RegistryLookup, before: Organization, after: Organization) -> Iterator[Change]:
    old, new = before.accounts_page, after.accounts_page
    if new is None:
        if old is not None:
            yield lookup.of_organization("listing-removed", after)
        return
    seen_before = None if old is None else old.machine
    if seen_before != new.machine:
        key, values = dated_key("listing-seen", None if new.machine is None else new.machine.on)
        yield lookup.of_organization(key, after, **values)
    if old is None or old != replace(new, machine=old.machine):
        looked = new.checked_on if old is None or old.checked_on != new.checked_on else None
        key, values = dated_key("listing-checked", looked)
        yield lookup.of_organization(key, after, **values)


def _life(lookup: RegistryLookup, before: Organization, after: Organization) -> Iterator[Change]:
    if before.title != after.title:
        yield lookup.of_organization("organization-renamed", after, before=before.title, after=after.title)
    elif before.name != after.name:
        yield lookup.of_organization("organization-corrected", after, fields=("name",))
    elif before.short_name != after.short_name:
        yield lookup.of_organization("organization-corrected", after, fields=("short_name",))
    if after.closed and (not before.closed or before.closed_on != after.closed_on):
        key, values = dated_key("organization-closed", after.closed_on)
        yield lookup.of_organization(key, after, **values)
    elif before.closed and not after.closed:
        yield lookup.of_organization("organization-reopened", after)


def _exemptions(lookup: RegistryLookup, before: Organization, after: Organization) -> Iterator[Change]:
    gone = list(lost_items(before.exemptions, after.exemptions))
    new = list(lost_items(after.exemptions, before.exemptions))
    for item in new:
        same = next((old for old in gone if (old.ground, old.networks) == (item.ground, item.networks)), None)
        if same is not None:
            gone.remove(same)
            yield lookup.of_organization("exemption-changed", after)
        elif item.until is not None:
            yield lookup.of_organization("exemption-granted-until", after, until=item.until.isoformat())
        else:
            yield lookup.of_organization("exemption-granted", after)
    for _ in gone:
        yield lookup.of_organization("exemption-withdrawn", after)


def _responsible(lookup: RegistryLookup, before: Organization, after: Organization) -> Iterator[Change]:
    gone = list(lost_items(before.responsible, after.responsible))
    new = list(lost_items(after.responsible, before.responsible))
    corrected: list[Responsible] = []
    for item in list(new):
        same = next((old for old in gone if old.since == item.since), None)
        if same is not None:
            new.remove(item)
            gone.remove(same)
            corrected.append(item)
    for item in new:
        key, values = dated_key("responsible-changed" if before.responsible else "responsible-appointed", item.since)
        yield lookup.of_organization(key, after, **values, role=item.role or "")
    # The day before a new person's first day is the predecessor's last: one change reports both.
    if not new:
        for item in corrected:
            key, values = dated_key("responsible-corrected", item.since)
            yield lookup.of_organization(key, after, **values, role=item.role or "")
    for item in gone:
        yield lookup.of_organization("responsible-removed", after, role=item.role or "")
    if after.responsible_known and not after.responsible and not before.responsible_known:
        yield lookup.of_organization("responsible-nobody", after)


def _answers(lookup: RegistryLookup, before: Organization, after: Organization) -> Iterator[Change]:
    """Yield what the organization answered to verdicts, and what was decided on its answers."""
    gone = list(lost_items(before.answers, after.answers))
    for item in lost_items(after.answers, before.answers):
        on = item.on.isoformat()
        named = (item.requirement, item.account, item.on)
        same = next((old for old in gone if (old.requirement, old.account, old.on) == named), None)
        if same is None:
            until = {} if item.kind != "will-fix" or item.until is None else {"until": item.until.isoformat()}
            yield lookup.of_organization(f"answer-{item.kind}", after, on=on, **until)
            continue
        gone.remove(same)
        if same.decided_on is None and item.decided_on is not None:
            key = "answer-accepted" if item.accepted else "answer-refused"
            yield lookup.of_organization(key, after, on=on, decided=item.decided_on.isoformat())
        else:
            yield lookup.of_organization("answer-changed", after, on=on)
    for item in gone:
        yield lookup.of_organization("answer-removed", after, on=item.on.isoformat())
