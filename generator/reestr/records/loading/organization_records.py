"""Builds organizations, accounts and counts of publications from schema-valid records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from sys import intern

from reestr.records import schemas
from reestr.records.loading.parse import (
    EMPTY,
    Data,
    answers,
    appointment,
    contact,
    date,
    notes,
    optional_answers,
    optional_date,
    texts,
)
from reestr.registry.account import (
    Account,
    ActivityYear,
    Attestation,
    ControlLoss,
    DatedStatus,
    MachineCount,
    MachineLook,
    Moderation,
    Observation,
    Pause,
    PreviousAddress,
    PreviousOwner,
    WeekCount,
)
from reestr.registry.city import FormerCategory
from reestr.registry.lists import GOSPABLIKI, UNKNOWN
from reestr.registry.organization import (
    AccountsPage,
    Coordinates,
    Exemption,
    MachineListing,
    Organization,
    OrganizationAnswer,
    Reminder,
    Responsible,
)
from reestr.registry.origin import Origin

# The fields of a week that every city has; the others are the formats of own publications.
_NOT_OWN = GOSPABLIKI
_REMOVED = "removed"
_MACHINE = "machine"
_NAMED = frozenset(schemas.key_order("activity", ("weeks", schemas.ANY), UNKNOWN))
_NAMED_OF_MACHINE = frozenset(schemas.key_order("activity", ("weeks", schemas.ANY, _MACHINE), UNKNOWN))
_OF_HAND = frozenset(("unspecified", "source", "counted_on", _REMOVED))
_OF_WEEK = _OF_HAND | {_MACHINE}
_OF_MACHINE = frozenset(("reposts", "posts", "on", "file", "sha256"))


def organization(data: Data, origin: Origin) -> Organization:
    """Return a file of `organizations/` as an Organization."""
    place = data.get("coordinates")
    site = data.get("site")
    return Organization(
        id=origin.id,
        name=data["name"],
        short_name=data.get("short_name"),
        legal_form=data["legal_form"],
        sphere=data.get("sphere"),
        inn=data.get("inn"),
        ogrn=data.get("ogrn"),
        site=site,
        has_site=True if site else data.get("has_site"),
        address=data.get("address"),
        coordinates=Coordinates(place["latitude"], place["longitude"]) if place else None,
        contact=contact(data.get("contacts")),
        since=optional_date(data, "since"),
        closed=data.get("status") == "closed",
        closed_on=optional_date(data, "closed_on"),
        successor=data.get("successor"),
        exemptions=tuple(_exemption(item) for item in data.get("exemptions", ())),
        responsible=tuple(_responsible(item) for item in data.get("responsible", ())),
        responsible_known="responsible" in data,
        accounts_page=_accounts_page(data.get("accounts_page")),
        reviewed_on=optional_date(data, "reviewed_on"),
        notes=notes(data.get("notes")),
        origin=origin,
        kpp=data.get("kpp"),
        branch_of=data.get("branch_of"),
        category=data.get("category"),
        previous_categories=_former_categories(data),
        answers=tuple(_answer(item) for item in data.get("answers", ())),
        reminders=tuple(Reminder(date(item, "on"), texts(item, "requirements")) for item in data.get("reminders", ())),
    )


def account(data: Data, origin: Origin) -> Account:
    """Return a file of `accounts/` as an Account."""
    security = data.get("security", EMPTY)
    return Account(
        id=origin.id,
        organization=data["organization"],
        network=data["network"],
        url=data["url"],
        numeric_id=data.get("numeric_id"),
        name=data.get("name"),
        closed=data.get("status") == "closed",
        opened_on=optional_date(data, "opened_on"),
        closed_on=optional_date(data, "closed_on"),
        replaced_by=data.get("replaced_by"),
        previous_addresses=tuple(
            PreviousAddress(
                item["url"], optional_date(item, "until"), optional_date(item, "taken_since"), item.get("taken_by")
            )
            for item in data.get("previous_urls", ())
        ),
        state_mark=_status(data.get("state_mark"), "confirmed_on"),
        gospabliki=_status(data.get("gospabliki"), "connected_on"),
        observed=_observation(data.get("observed")),
        moderation=_moderation(data.get("moderation")),
        credentials=_attestation(security.get("credentials"), "accounted", "on"),
        two_factor=_attestation(security.get("two_factor"), "enabled", "attested_on"),
        reviewed_on=optional_date(data, "reviewed_on"),
        notes=notes(data.get("notes")),
        origin=origin,
        previous_owners=tuple(
            PreviousOwner(item["organization"], date(item, "until")) for item in data.get("previous_owners", ())
        ),
        pauses=tuple(Pause(date(item, "from"), date(item, "until")) for item in data.get("pauses", ())),
        control_lost=tuple(
            ControlLoss(
                item["how"],
                date(item, "since"),
                optional_date(item, "until"),
                item.get("found_by"),
                item.get("numeric_id"),
                optional_answers(item),
            )
            for item in data.get("control_lost", ())
        ),
        machine=_machine_look(data.get("observed_by_machine")),
        category=data.get("category"),
        previous_categories=_former_categories(data),
    )


def activity(data: Data, origin: Origin) -> ActivityYear:
    """Return a file of `activity/` as an ActivityYear."""
    account_id, _, year = origin.id.rpartition("/")
    default = data.get("source")
    others = _others(data["weeks"])
    return ActivityYear(
        account=account_id,
        year=int(year),
        source=default,
        counted_by=data.get("counted_by"),
        weeks={
            intern(week): _week(_counts(counts) if week in others or _MACHINE in counts else counts, default)
            for week, counts in data["weeks"].items()
            if is_hand_counted(counts)
        },
        machine={
            intern(week): _machine_count(counts[_MACHINE])
            for week, counts in data["weeks"].items()
            if _MACHINE in counts
        },
        # The raw form of the weeks would take ten times the memory.
        origin=replace(origin, fields={**data, "weeks": others} if others else _without_weeks(data)),
    )


def is_hand_counted(week: Data) -> bool:
    """Return whether a person counted a week of a record; `{}` is a person's count of zero.

    A week with nothing but `machine` was counted by the program alone.
    """
    return _MACHINE not in week or len(week) > 1


def _others(weeks: Mapping[str, Data]) -> Mapping[str, Data]:
    """Return the fields of weeks that the registry's type does not hold, for weeks that have any."""
    if not _has_others():
        return EMPTY
    found = {week: _other_fields(counts) for week, counts in weeks.items()}
    return {week: others for week, others in found.items() if others}


@cache
def _has_others() -> bool:
    """Return whether the schema of a week has a field that the registry's type does not hold."""
    week = schemas.field("activity", "/weeks/*")
    removed = next(field for field in week.fields if field.name == _REMOVED)
    return (
        not _OF_WEEK >= _NAMED
        or any(field.form != "whole" for field in removed.fields)
        or not _OF_MACHINE >= _NAMED_OF_MACHINE
    )


def _other_fields(counts: Data) -> Data:
    others = {name: value for name, value in counts.items() if name in _NAMED - _OF_WEEK}
    removed = {name: value for name, value in counts.get(_REMOVED, EMPTY).items() if not isinstance(value, int)}
    machine = {
        name: value for name, value in counts.get(_MACHINE, EMPTY).items() if name in _NAMED_OF_MACHINE - _OF_MACHINE
    }
    groups = ((_REMOVED, removed), (_MACHINE, machine))
    return {**others, **{name: group for name, group in groups if group}}


def _counts(week: Data) -> Data:
    """Return the fields of a week that the type of a hand count holds."""
    found = {name: value for name, value in week.items() if name not in _NAMED or name in _OF_HAND}
    if _REMOVED in found:
        found[_REMOVED] = {name: value for name, value in found[_REMOVED].items() if isinstance(value, int)}
    return found


def _without_weeks(data: Data) -> Data:
    return {name: value for name, value in data.items() if name != "weeks"}


# Weeks with equal counts share one object: of a million weeks of 10,000 organizations few differ.
_SHARED_WEEKS: dict[tuple[object, ...], WeekCount] = {}


def _week(counts: Data, source: str | None) -> WeekCount:
    removed = counts.get("removed")
    if removed is not None:
        return _week_count(counts, source, tuple(removed.items()))
    key = (source, *counts.items())
    shared = _SHARED_WEEKS.get(key)
    if shared is None:
        shared = _SHARED_WEEKS[key] = _week_count(counts, source, ())
    return shared


def _week_count(counts: Data, source: str | None, removed: tuple[tuple[str, int], ...]) -> WeekCount:
    return WeekCount(
        formats=tuple([(name, number) for name, number in counts.items() if name not in _NAMED and name != _NOT_OWN]),
        gospabliki=counts.get(_NOT_OWN, 0),
        removed=removed,
        source=counts.get("source", source),
        counted_on=optional_date(counts, "counted_on"),
        unspecified=counts.get("unspecified", 0),
    )


def _machine_count(counts: Data) -> MachineCount:
    return MachineCount(
        formats=tuple(
            [(name, number) for name, number in counts.items() if name not in _NAMED_OF_MACHINE and name != _NOT_OWN]
        ),
        gospabliki=counts.get(_NOT_OWN, 0),
        reposts=counts.get("reposts", 0),
        posts=tuple(counts["posts"]),
        on=date(counts, "on"),
        answers=answers(counts),
    )


def _accounts_page(data: Data | None) -> AccountsPage | None:
    if not data:
        return None
    seen = data.get(_MACHINE)
    return AccountsPage(
        data.get("url"),
        optional_date(data, "checked_on"),
        texts(data, "lists"),
        "lists" in data,
        MachineListing(date(seen, "on"), texts(seen, "lists"), answers(seen)) if seen else None,
    )


def _answer(data: Data) -> OrganizationAnswer:
    decision = data.get("decision", EMPTY)
    return OrganizationAnswer(
        requirement=data["requirement"],
        account=data.get("account"),
        kind=data["kind"],
        on=date(data, "on"),
        until=optional_date(data, "until"),
        text=data.get("text"),
        document=appointment(data.get("document")),
        accepted=decision.get("accepted"),
        decided_on=optional_date(decision, "on"),
        decision=decision.get("text"),
        expires=optional_date(data, "expires"),
    )


def _former_categories(data: Data) -> tuple[FormerCategory, ...]:
    return tuple(
        FormerCategory(item.get("category"), date(item, "until")) for item in data.get("previous_categories", ())
    )


def _exemption(data: Data) -> Exemption:
    return Exemption(
        ground=data["ground"],
        clause=data.get("clause"),
        letter=appointment(data.get("letter")),
        networks=texts(data, "networks"),
        since=optional_date(data, "from"),
        until=optional_date(data, "until"),
        reason=data.get("reason"),
    )


def _responsible(data: Data) -> Responsible:
    return Responsible(
        role=data.get("role"),
        name=data.get("name"),
        contact=contact(data.get("contact")),
        order=appointment(data.get("order")),
        since=optional_date(data, "from"),
        until=optional_date(data, "until"),
    )


def _status(data: Data | None, since: str) -> DatedStatus:
    if data is None:
        return DatedStatus()
    status = data.get("status")
    return DatedStatus(
        status=None if status == "unknown" else status,
        since=optional_date(data, since),
        checked_on=optional_date(data, "checked_on"),
    )


def _observation(data: Data | None) -> Observation | None:
    if data is None:
        return None
    facts = {name: value for name, value in data.items() if isinstance(value, bool)}
    return Observation(on=optional_date(data, "on"), by=data.get("by"), facts=facts)


def _machine_look(data: Data | None) -> MachineLook | None:
    if data is None:
        return None
    facts = {name: value for name, value in data.items() if isinstance(value, bool)}
    return MachineLook(date(data, "on"), facts, data.get("members"), optional_date(data, "members_on"), answers(data))


def _moderation(data: Data | None) -> Moderation | None:
    if data is None:
        return None
    return Moderation(data.get("rules_url"), optional_date(data, "attested_on"), data.get("by"))


def _attestation(data: Data | None, given: str, on: str) -> Attestation | None:
    if data is None:
        return None
    return Attestation(given=data.get(given), by=data.get("by"), on=optional_date(data, on))
