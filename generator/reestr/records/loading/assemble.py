"""Builds the registry from schema-valid records, restricted to an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from reestr.records.kinds import KINDS
from reestr.records.loading import city_lists, paperwork_records
from reestr.records.record import Record, RecordsByKind
from reestr.records.redaction import Edition, for_edition
from reestr.registry.account import ActivityYear
from reestr.registry.city import Network, Requirement
from reestr.registry.lists import CityLists
from reestr.registry.norms import ALWAYS, NEVER, Norm, Period, act_of
from reestr.registry.organization import Exemption, Organization
from reestr.registry.origin import Origin
from reestr.registry.paperwork import Plan, PreparedNotice
from reestr.registry.registry import Draft, Registry

Origins = Mapping[str, Mapping[str, Origin]]
Activity = dict[str, list[ActivityYear]]
Built = dict[str, dict[str, Any]]
MissingFields = Callable[[str, Mapping[str, Any], CityLists | None], tuple[str, ...]]


def registry(
    records: RecordsByKind, origins: Origins, activity: Activity, edition: Edition, missing: MissingFields
) -> Registry:
    """Return the registry of an edition.

    All records must have passed every check, `registry.yaml` and `act.yaml` must exist.

    `missing` returns the fields that a draft lacks. The public edition has no drafts and no internal fields; all it
    knows of drafts is the networks in which an account is being entered.
    """

    lists = city_lists.lists_of(records["registry"][""].data)
    built: Built = {}
    for kind, known in KINDS.items():
        # Years of counts were already built while they were read.
        if kind == "activity":
            continue
        items = built[kind] = {}
        for record_id, record in records.get(kind, {}).items():
            data = None if record.draft else for_edition(kind, record.data, edition, lists)
            if data is not None:
                items[record_id] = known.build(data, replace(origins[kind][record_id], fields=data))
    return put_together(
        built,
        activity,
        pending_networks(records.get("account", {}).values(), _is_complete(records.get("organization", {}))),
        drafts=_drafts(records, origins, missing, lists) if edition == "internal" else (),
        prepared=prepared_notices(records.get("notice", {}).values(), lambda record: origins["notice"][record.id])
        if edition == "internal"
        else (),
        withheld_clauses=_withheld(records, edition),
    )


def put_together(
    built: Built,
    activity: Mapping[str, list[ActivityYear]],
    pending: Mapping[str, frozenset[str]],
    *,
    drafts: tuple[Draft, ...] = (),
    prepared: tuple[PreparedNotice, ...] = (),
    withheld_clauses: frozenset[str] = frozenset(),
) -> Registry:
    """Return the registry of registry records by kind and id.

    Raises KeyError without `registry.yaml` and `act.yaml`.
    """

    def of(kind: str) -> dict[str, Any]:
        return dict(sorted(built.get(kind, {}).items()))

    collections = {kind.collection: of(kind.name) for kind in KINDS.values() if kind.collection}
    plans: dict[str, list[Plan]] = {}
    for plan in of("plan").values():
        plans.setdefault(plan.organization, []).append(plan)
    acts = of("act")
    main = acts.pop("")
    periods = {"": main.period, main.id: main.period, **{name: act.period for name, act in acts.items()}}
    requirements = {name: _while_acts_last(item, periods) for name, item in of("requirement").items()}
    collections["requirements"] = dict(sorted(requirements.items(), key=lambda item: (item[1].order, item[0])))
    collections["networks"] = {
        name: _demanded_while_acts_last(item, periods)
        for name, item in sorted(of("network").items(), key=_by_requiredness)
    }
    city = built["registry"][""]
    collections["organizations"] = {
        name: _with_grounds(item, city.lists, periods) if item.exemptions else item
        for name, item in collections["organizations"].items()
    }
    return Registry(
        city=city,
        act=replace(main, others=acts) if acts else main,
        **collections,
        activity={
            account: tuple(sorted(years, key=lambda item: item.year))
            for account, years in sorted(activity.items())
            if account in collections["accounts"]
        },
        plans={organization: tuple(items) for organization, items in plans.items()},
        drafts=drafts,
        withheld_clauses=withheld_clauses,
        pending_networks=pending,
        prepared_notices=prepared,
    )


def _with_grounds(item: Organization, lists: CityLists, acts: Mapping[str, Period]) -> Organization:
    """Return an organization whose exemptions know what their grounds ask for, and the days on which there are such."""
    exemptions = tuple(_granted(exemption, lists, acts) for exemption in item.exemptions)
    return item if exemptions == item.exemptions else replace(item, exemptions=exemptions)


def _granted(exemption: Exemption, lists: CityLists, acts: Mapping[str, Period]) -> Exemption:
    ground = lists.find("grounds", exemption.ground)
    if ground is None:
        return exemption
    granted = ground.period
    if ground.clause is not None:
        granted = granted.within(acts.get(act_of(ground.clause), ALWAYS))
    return replace(exemption, proof=ground.role, granted=ALWAYS if granted == ALWAYS else granted)


def _while_acts_last(requirement: Requirement, acts: Mapping[str, Period]) -> Requirement:
    """Return a requirement that is in force on its own days only while one of its acts is, and so with its norms."""
    own = requirement.in_force or (ALWAYS,)
    of_acts = dict.fromkeys(acts.get(act_of(clause), ALWAYS) for clause in requirement.clauses)
    both = [period.within(act) for period in own for act in of_acts]
    in_force = () if ALWAYS in both else tuple(period for period in both if period.has_days) or (NEVER,)
    parameters = {
        name: replace(item, norms=_of_acts(item.norms, acts)) if item.norms else item
        for name, item in requirement.parameters.items()
    }
    return replace(requirement, in_force=in_force, parameters=parameters)


def _demanded_while_acts_last(network: Network, acts: Mapping[str, Period]) -> Network:
    periods = network.required_periods
    return replace(network, required_periods=_of_acts(periods, acts)) if periods else network


def _of_acts(norms: tuple[Norm, ...], acts: Mapping[str, Period]) -> tuple[Norm, ...]:
    """Return norms that hold only while the act of their clause is in force."""
    return tuple(
        replace(norm, period=norm.period.within(acts.get(act_of(norm.clause), ALWAYS))) if norm.clause else norm
        for norm in norms
    )


def _by_requiredness(item: tuple[str, Any]) -> tuple[bool, str]:
    # Required networks first; VKontakte before Odnoklassniki, the customary order.
    return not item[1].required, item[1].name


def _drafts(records: RecordsByKind, origins: Origins, missing: MissingFields, lists: CityLists) -> tuple[Draft, ...]:
    return tuple(
        Draft(
            kind=kind,
            id=record_id,
            title=str(record.data.get("name") or record.data.get("title") or record_id),
            missing=missing(kind, record.data, lists),
            origin=origins[kind][record_id],
        )
        for kind in sorted(records)
        for record_id, record in sorted(records[kind].items())
        if record.draft
    )


def prepared_notices(notices: Iterable[Record], origin: Callable[[Record], Origin]) -> tuple[PreparedNotice, ...]:
    """Return the drafts among notices, by id."""
    drafts = sorted((record for record in notices if record.draft), key=lambda record: record.id)
    return tuple(paperwork_records.prepared_notice(record.data, origin(record)) for record in drafts)


def pending_networks(accounts: Iterable[Record], is_organization: Callable[[str], bool]) -> dict[str, frozenset[str]]:
    """Return the networks in which an organization has a draft account.

    Accounts that are already closed do not count.
    """
    networks: dict[str, set[str]] = {}
    for record in accounts:
        if record.draft and record.data.get("status") != "closed" and is_organization(record.data["organization"]):
            networks.setdefault(record.data["organization"], set()).add(record.data["network"])
    return {organization: frozenset(names) for organization, names in sorted(networks.items())}


def _is_complete(organizations: Mapping[str, Record]) -> Callable[[str], bool]:
    return lambda name: name in organizations and not organizations[name].draft


def _withheld(records: RecordsByKind, edition: Edition) -> frozenset[str]:
    if edition == "internal":
        return frozenset()
    return frozenset(
        clause
        for record in records.get("requirement", {}).values()
        if record.data["edition"] == "internal"
        for clause in record.data["clauses"]
    )
