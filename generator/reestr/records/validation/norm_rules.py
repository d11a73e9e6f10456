"""Checks the days of acts, requirements, norms, networks and categories, and whether norms contradict each other."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.json_pointer import FieldPath
from reestr.records.kinds import KINDS
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.record_set import RecordSet
from reestr.registry.norms import ALWAYS, Norm, Period, act_of

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DatedNorm:
    """A norm of a record, or a period in which a network is demanded or a category exists, with its place."""

    record: Record
    path: FieldPath
    norm: Norm

    @property
    def clause(self) -> str:
        """Return the clause that says so, "" if none is named."""
        return self.norm.clause


def dated_norms(between: RecordSet) -> Iterator[DatedNorm]:
    """Yield the norms of all parameters, the periods of all networks and the categories, in the order of records."""
    for requirement in between.all("requirement"):
        for name, parameter in requirement.data.get("parameters", {}).items():
            for index, item in enumerate(parameter.get("norms", ())):
                yield DatedNorm(requirement, ("parameters", name, "norms", index), _norm(item["value"], item))
    for network in between.all("network"):
        for index, item in enumerate(network.data.get("required_periods", ())):
            yield DatedNorm(network, ("required_periods", index), _norm(True, item))
    for city in between.all("registry"):
        for index, item in enumerate(city.data.get("categories", ())):
            yield DatedNorm(city, ("categories", index), _norm(item["id"], item))


def check_norms(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that the norms of a parameter, and the periods of a network, follow each other: none begins after its own
    end, none of one act overlaps another that binds the same, none leaves days between without a norm.
    """
    groups: dict[tuple[str, str, FieldPath], list[DatedNorm]] = {}
    for item in dated_norms(between):
        period = item.norm.period
        # Other records' dates are in the tables of kinds, whose pointers do not reach into the parameters.
        if item.record.kind == "requirement" and not period.has_days:
            yield between.diagnostic(
                "dates-out-of-order",
                item.record,
                (*item.path, "until"),
                field=field_messages.called(item.record.kind, (*item.path, "until")),
                other=field_messages.called(item.record.kind, (*item.path, "from")),
                day=_text(period.until),
                other_day=_text(period.since),
            )
        elif item.record.kind != "registry":
            groups.setdefault((item.record.kind, item.record.id, item.path[:-1]), []).append(item)
    for items in groups.values():
        yield from _overlaps(between, items)
        if items[0].record.kind == "requirement":
            yield from _gaps(between, items)


def check_networks_of_norms(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that the networks and clauses which norms of parameters name exist."""
    networks = between.records.get("network", {})
    for item in dated_norms(between):
        if item.record.kind != "requirement":
            continue
        for index, name in enumerate(item.norm.networks):
            if between.is_missing("network", name):
                yield _unknown(between, item.record, (*item.path, "networks", index), "", name, networks)
        blocks = between.blocks
        if item.clause and blocks is not None and item.clause not in blocks:
            yield _unknown(between, item.record, (*item.path, "clause"), "block", item.clause, blocks)


def _overlaps(between: RecordSet, items: list[DatedNorm]) -> Iterator[Diagnostic]:
    judged_by = _parameter(items[0]).get("judged_by", {}).get("act", "")
    main = _main_act(between)
    for first, second in combinations(items, 2):
        if not _bind_the_same(first.norm, second.norm):
            continue
        acts = [act_of(item.clause) or main for item in (first, second)]
        related = (between.related(wording.text("diagnostics.overlapping-norms.related"), first.record, first.path),)
        of_network = first.record.kind == "network"
        if acts[0] == acts[1]:
            yield between.diagnostic(
                "overlapping-norms",
                second.record,
                second.path,
                related=related,
                variant="network" if of_network else "",
                field=field_messages.called(second.record.kind, second.path[:-1]),
            )
        elif not of_network and first.norm.value != second.norm.value and judged_by not in acts:
            yield between.diagnostic(
                "contradicting-norms",
                second.record,
                second.path,
                related=related,
                parameter=str(second.path[1]),
                first=suggestions.shown(first.norm.value),
                second=suggestions.shown(second.norm.value),
                acts=f"{acts[0]}, {acts[1]}",
                act=acts[1],
            )


def _bind_the_same(first: Norm, second: Norm) -> bool:
    """Return whether two norms are equally exact and somebody is bound by both on some day."""
    return (
        first.exactness == second.exactness
        and first.period.meets(second.period)
        and (not first.networks or not set(first.networks).isdisjoint(second.networks))
        and (not first.categories or not set(first.categories).isdisjoint(second.categories))
    )


def _gaps(between: RecordSet, items: list[DatedNorm]) -> Iterator[Diagnostic]:
    """Yield the days between two norms on which none binds those whom both bind."""
    bound: dict[tuple[tuple[str, ...], tuple[str, ...]], list[DatedNorm]] = {}
    for item in items:
        bound.setdefault((item.norm.networks, item.norm.categories), []).append(item)
    general = [item.norm.period for item in bound.get(((), ()), ())]
    for same in bound.values():
        same.sort(key=lambda item: item.norm.period.since or datetime.date.min)
        last: datetime.date | None = None
        for index, item in enumerate(same):
            since = item.norm.period.since
            if index and last is not None and since is not None and since > last + _DAY:
                gap = Period(last + _DAY, since - _DAY)
                # Whom no exact norm binds, a general one may bind.
                if same[0].norm.exactness == (False, False) or not any(_holds(period, gap) for period in general):
                    yield between.diagnostic(
                        "norm-gap",
                        item.record,
                        (*item.path, "from"),
                        field=field_messages.called(item.record.kind, item.path[:-1]),
                        since=_text(gap.since),
                        until=_text(gap.until),
                    )
            until = item.norm.period.until or datetime.date.max - _DAY
            last = until if last is None else max(last, until)


def _holds(period: Period, gap: Period) -> bool:
    return period.within(gap) == gap


def check_force(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that every requirement is in force on some day: its own days and those of one of its acts meet."""
    if not between.is_whole("act"):
        return
    acts = {act.id: _days_of_act(act.data) for act in between.all("act")}
    for requirement in between.all("requirement"):
        own = _period(requirement.data)
        named = {act_of(clause) for clause in requirement.data["clauses"]}
        if own.has_days and named <= set(acts) and not any(own.within(acts[name]).has_days for name in named):
            path: FieldPath = ("from",) if "from" in requirement.data else ("clauses",)
            yield between.diagnostic("never-in-force", requirement, path, id=requirement.id)


def check_acts(between: RecordSet) -> Iterator[Diagnostic]:
    """Check the ids of the acts, that no two replace each other, and that a replaced act has ended by then."""
    main = _main_act(between)
    by_id = {act.data["id"]: act for act in between.all("act")}
    for act in between.all("act"):
        if act.id and act.data["id"] != act.id:
            yield between.diagnostic("act-id", act, ("id",), given=act.data["id"], ready=suggestions.ready(act.id))
        elif act.id and act.id == main:
            yield between.diagnostic("act-id", act, ("id",), variant="main", given=act.id, ready="")
        for index, name in enumerate(act.data.get("replaces", ())):
            path: FieldPath = ("replaces", index)
            replaced = by_id.get(name)
            if replaced is None:
                if between.is_whole("act"):
                    yield _unknown(between, act, path, "act", name, by_id)
            elif act.data["id"] in replaced.data.get("replaces", ()):
                if (act.data["date"], act.data["id"]) <= (replaced.data["date"], name):
                    yield between.diagnostic("acts-replace-each-other", act, path, first=act.data["id"], second=name)
            else:
                yield from _succession(between, act, path, replaced)
    for item in dated_norms(between):
        choice = _parameter(item).get("judged_by") if item.path[-1] == 0 else None
        if choice is not None and choice["act"] not in by_id and between.is_whole("act"):
            path = (*item.path[:2], "judged_by", "act")
            yield _unknown(between, item.record, path, "act", choice["act"], by_id)


def _succession(between: RecordSet, act: Record, path: FieldPath, replaced: Record) -> Iterator[Diagnostic]:
    begins, ends = act.data.get("effective_on"), replaced.data.get("until")
    if begins is not None and (ends is None or ends >= begins):
        yield between.diagnostic(
            "replaced-act-in-force",
            replaced,
            ("until",) if ends is not None else ("id",),
            related=(between.related(wording.text("diagnostics.replaced-act-in-force.related"), act, path),),
            id=replaced.data["id"],
            by=act.data["id"],
            day=begins,
            until=_text(datetime.date.fromisoformat(begins) - _DAY),
        )


def check_categories(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that categories are those of `registry.yaml`, and that each one with a norm of its own has a member.

    A sample binds nobody, so that a new city with its norms need not have members yet.
    """
    city = between.find("registry", "")
    if city is None:
        return
    known = [item["id"] for item in city.data.get("categories", ())]
    members = set()
    for kind in ("organization", "account"):
        for record in between.all(kind):
            for path, name in _categories(record):
                members.add(name)
                if name not in known:
                    yield _unknown_category(between, record, path, name, known)
            former = record.data.get("previous_categories", ())
            for index, (earlier, item) in enumerate(itertools.pairwise(former), start=1):
                if item["until"] <= earlier["until"]:
                    way: FieldPath = ("previous_categories", index, "until")
                    yield between.diagnostic(
                        "categories-out-of-order", record, way, day=item["until"], other_day=earlier["until"]
                    )
    act = between.find("act", "")
    whole = between.is_whole("organization") and between.is_whole("account")
    asked = whole and not (act is not None and act.data.get("sample", False))
    for item in dated_norms(between):
        for index, name in enumerate(item.norm.categories):
            path = (*item.path, "categories", index)
            if name not in known:
                yield _unknown_category(between, item.record, path, name, known)
            elif asked and name not in members:
                yield between.diagnostic("category-of-nobody", item.record, path, given=suggestions.shown(name))


def _categories(record: Record) -> Iterator[tuple[FieldPath, str]]:
    """Yield the present and the former categories of an organization or a page, each with its place."""
    if "category" in record.data:
        yield ("category",), record.data["category"]
    for index, item in enumerate(record.data.get("previous_categories", ())):
        if "category" in item:
            yield ("previous_categories", index, "category"), item["category"]


def _unknown_category(between: RecordSet, record: Record, path: FieldPath, name: str, known: list[str]) -> Diagnostic:
    return between.diagnostic(
        "unknown-category",
        record,
        path,
        field=field_messages.called(record.kind, path),
        given=suggestions.shown(name),
        ready=suggestions.ready(suggestions.nearest(name, known)),
    )


def _unknown(
    between: RecordSet, record: Record, path: FieldPath, variant: str, name: str, known: Collection[str]
) -> Diagnostic:
    """Return the diagnostic of a name of no network, clause (variant "block") or act (variant "act")."""
    kind = {"": "network", "block": "block", "act": "act"}[variant]
    return between.diagnostic(
        "unknown-reference",
        record,
        path,
        variant=variant,
        field=field_messages.called(record.kind, path),
        given=suggestions.shown(name),
        kind=wording.text(f"validation.kinds.{kind}"),
        where=KINDS["act" if variant else "network"].place,
        ready=suggestions.ready(suggestions.nearest(name, known)),
    )


def _main_act(between: RecordSet) -> str:
    act = between.find("act", "")
    return "" if act is None else str(act.data["id"])


def _parameter(item: DatedNorm) -> Mapping[str, Any]:
    """Return the parameter that a norm belongs to; empty for a period of a network or category."""
    if item.record.kind != "requirement":
        return {}
    found: Mapping[str, Any] = item.record.data["parameters"][item.path[1]]
    return found


def _days_of_act(data: Mapping[str, Any]) -> Period:
    return Period(_day(data.get("effective_on")), _day(data.get("until")))


def _norm(value: object, data: Mapping[str, Any]) -> Norm:
    networks, categories = tuple(data.get("networks", ())), tuple(data.get("categories", ()))
    return Norm(value, _period(data), data.get("clause", ""), networks, categories)


def _period(data: Mapping[str, Any]) -> Period:
    if "from" not in data and "until" not in data:
        return ALWAYS
    return Period(_day(data.get("from")), _day(data.get("until")))


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def _text(day: datetime.date | None) -> str:
    return "" if day is None else day.isoformat()
