"""Changes of an account: its lifetime, its address, its attestations, observations and weekly counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from reestr.history.diff.lookup import RegistryLookup, dated_key, differing, removed
from reestr.history.timeline.model import Change
from reestr.registry.account import Account, ActivityYear, ControlLoss, DatedStatus
from reestr.registry.addresses import without_scheme
from reestr.registry.calendar import week_end, week_monday

_PASSPORT = (
    ("numeric_id", "numeric_id"),
    ("name", "name"),
    ("network", "network"),
    ("opened_on", "opened_on"),
    ("previous_addresses", "previous_urls"),
    ("notes", "notes"),
)
# These facts are reported with their own day; their removal has no text of its own.
_DATED = (
    ("observed", "observed"),
    ("machine", "observed_by_machine"),
    ("moderation", "moderation"),
    ("two_factor", "security"),
    ("credentials", "security"),
    ("reviewed_on", "reviewed_on"),
)


def account_changes(lookup: RegistryLookup, before: Account | None, after: Account | None) -> Iterator[Change]:
    """Yield the changes between two states of an account, one of which may be missing."""
    if after is None:
        if before is not None:
            yield lookup.of_account("account-removed", before)
        return
    if before is None:
        key, values = dated_key("account-added", after.opened_on)
        yield lookup.of_account(key, after, **values)
        return
    yield from _life(lookup, before, after)
    yield from _owners(lookup, before, after)
    yield from _status(lookup, after, "mark", before.state_mark, after.state_mark)
    yield from _status(lookup, after, "portal", before.gospabliki, after.gospabliki)
    if before.observed != after.observed and after.observed is not None:
        who = "officer" if after.observed.by == "officer" else "organization"
        key, values = dated_key(f"observed-by-{who}", after.observed.on)
        yield lookup.of_account(key, after, **values)
    yield from _control(lookup, before, after)
    yield from _seen_by_machine(lookup, before, after)
    yield from _attested(lookup, before, after)
    if after.reviewed_on is not None and before.reviewed_on != after.reviewed_on:
        yield lookup.of_account("account-reviewed", after, on=after.reviewed_on.isoformat())
    fields = (*differing(before, after, _PASSPORT), *removed(before, after, _DATED))
    if before.url != after.url:
        # A new address together with a recorded previous address is a move.
        fields = tuple(name for name in fields if name != "previous_urls")
    if fields:
        yield lookup.of_account("account-corrected", after, fields=fields)


def _life(lookup: RegistryLookup, before: Account, after: Account) -> Iterator[Change]:
    if before.url != after.url:
        yield lookup.of_account(
            "account-moved", after, before=without_scheme(before.url), after=without_scheme(after.url)
        )
    if after.closed and (not before.closed or before.closed_on != after.closed_on):
        key, values = dated_key("account-closed", after.closed_on)
        yield lookup.of_account(key, after, **values)
    elif before.closed and not after.closed:
        yield lookup.of_account("account-reopened", after)
    successor = lookup.accounts.get(after.replaced_by or "")
    if before.replaced_by != after.replaced_by:
        if successor is not None:
            yield lookup.of_account("account-replaced", after, next=without_scheme(successor.url))
        else:
            yield lookup.of_account("account-corrected", after, fields=("replaced_by",))


def _owners(lookup: RegistryLookup, before: Account, after: Account) -> Iterator[Change]:
    """The passing of a page from one organization to another is told to both, with its day where the record has it."""
    if before.organization != after.organization:
        former = next((item for item in after.previous_owners if item.organization == before.organization), None)
        day = former.until + datetime.timedelta(days=1) if former is not None else None
        key, values = dated_key("account-given", day)
        yield lookup.of_account(key, after, **values, other=lookup.title_of(before.organization))
        key, values = dated_key("account-passed-on", day)
        yield lookup.of_account(key, before, **values, other=lookup.title_of(after.organization))
    elif before.previous_owners != after.previous_owners:
        yield lookup.of_account("account-corrected", after, fields=("previous_owners",))


def _status(
    lookup: RegistryLookup, account: Account, name: str, before: DatedStatus, after: DatedStatus
) -> Iterator[Change]:
    """Yield the change of a status, or of only the day it was last checked."""
    if before.status != after.status:
        yield lookup.of_account(f"{name}-{after.status or 'unknown'}", account)
    elif before != after:
        yield lookup.of_account(f"{name}-checked", account)


def _control(lookup: RegistryLookup, before: Account, after: Account) -> Iterator[Change]:
    """Yield each loss of control that begins or ends; another difference between the entries is a correction."""
    known = {(loss.how, loss.since, loss.found_by): loss for loss in before.control_lost}
    kept = {key: loss for key, loss in known.items() if key in {_loss_key(item) for item in after.control_lost}}
    corrected = len(kept) < len(known)
    for loss in after.control_lost:
        old = kept.get(_loss_key(loss))
        if old is None:
            yield lookup.of_account(f"control-{loss.how}", after, on=loss.since.isoformat())
        ends = loss.until is not None and (old is None or old.until is None)
        if loss.until is not None and ends:
            back = loss.until + datetime.timedelta(days=1)
            yield lookup.of_account("control-back", after, on=back.isoformat())
        corrected |= old is not None and old != (replace(loss, until=None) if ends else loss)
    if corrected:
        yield lookup.of_account("account-corrected", after, fields=("control_lost",))


def _loss_key(loss: ControlLoss) -> tuple[str, datetime.date, str | None]:
    return loss.how, loss.since, loss.found_by


def _seen_by_machine(lookup: RegistryLookup, before: Account, after: Account) -> Iterator[Change]:
    """Yield a look of the program, or only its count of members."""
    old, new = before.machine, after.machine
    if new is None or new == old:
        return
    counted = old is None or (old.members, old.members_on) != (new.members, new.members_on)
    if old is None or old != replace(new, members=old.members, members_on=old.members_on):
        yield lookup.of_account("observed-by-machine", after, on=new.on.isoformat())
    if counted and new.members is not None:
        yield lookup.of_account("members-counted", after, number=new.members)
    elif counted and old is not None:
        yield lookup.of_account("account-corrected", after, fields=("observed_by_machine",))


def _attested(lookup: RegistryLookup, before: Account, after: Account) -> Iterator[Change]:
    if before.moderation != after.moderation and after.moderation is not None:
        key, values = dated_key("moderation-attested", after.moderation.attested_on)
        yield lookup.of_account(key, after, **values)
    # Internal fields: the public edition has neither.
    if before.two_factor != after.two_factor and after.two_factor is not None:
        key, values = dated_key("two-factor-attested", after.two_factor.on)
        yield lookup.of_account(key, after, **values)
    if before.credentials != after.credentials and after.credentials is not None:
        key, values = dated_key("credentials-attested", after.credentials.on)
        yield lookup.of_account(key, after, **values)


def activity_changes(
    lookup: RegistryLookup, before: ActivityYear | None, after: ActivityYear | None
) -> Iterator[Change]:
    """Yield the weeks of a year of counts that were added, removed or corrected; none for an unknown account."""
    year = after or before
    account = lookup.accounts.get(year.account) if year is not None else None
    if account is None:
        return
    yield from _weeks(lookup, account, "weeks", before.weeks if before else {}, after.weeks if after else {})
    old, new = before.machine if before else {}, after.machine if after else {}
    yield from _weeks(lookup, account, "weeks-machine", old, new)


def _weeks(
    lookup: RegistryLookup, account: Account, prefix: str, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[Change]:
    counted = sorted(week for week in new if week not in old)
    corrected = sorted(week for week in new if week in old and new[week] != old[week])
    withdrawn = sorted(week for week in old if week not in new)
    for key, weeks in (("counted", counted), ("corrected", corrected), ("withdrawn", withdrawn)):
        if weeks:
            first, last = week_monday(weeks[0]).isoformat(), week_end(weeks[-1]).isoformat()
            yield lookup.of_account(f"{prefix}-{key}", account, number=len(weeks), first=first, last=last)
