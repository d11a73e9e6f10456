"""The norms of a parameter in words: each value, from when until when it holds, whom it binds, which clause says so."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from reestr import wording
from reestr.registry.calendar import registry_day
from reestr.registry.city import Parameter, Requirement
from reestr.registry.norms import ALWAYS, Norm, Period, act_of, editions
from reestr.registry.registry import Registry

Columns = tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class NormLine:
    """One norm: its value, and in words its days and whom it binds ("" for all on every day)."""

    value: object
    words: str
    clause: str
    explanation: str


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A parameter in the editions of its requirement: the norms of each of them, in the order of the columns."""

    name: str
    parameter: Parameter
    cells: tuple[tuple[NormLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions of a requirement side by side: the days of each one, and the parameters that differ."""

    columns: Columns
    days: tuple[str, ...]
    rows: tuple[EditionRow, ...]


def norm_lines(registry: Registry, parameter: Parameter) -> tuple[NormLine, ...]:
    """Return the norms of a parameter in the order of its record; () for one with a single value."""
    return tuple(_line(registry, norm, period_words(norm.period)) for norm in parameter.norms)


def period_words(period: Period) -> str:
    """Return the days of a period in words; "" for one without a first and a last day."""
    words = []
    if period.since is not None:
        words.append(wording.text("interface.norms.from", day=period.since.isoformat()))
    if period.until is not None:
        words.append(wording.text("interface.norms.until", day=period.until.isoformat()))
    return " ".join(words)


def in_force_words(registry: Registry, requirement: Requirement) -> str:
    """Return when a requirement is in force, in words; "" where neither its record nor the end of an act limits it."""
    acts = {act_of(clause) for clause in requirement.clauses}
    limited = {"from", "until"} & set(requirement.origin.fields) or acts != {""} or registry.act.until is not None
    if not limited:
        return ""
    # An act that ends before the requirement begins leaves no day: the record's own days are shown then.
    own = Period(*(registry_day(str(requirement.origin.fields.get(key, ""))) for key in ("from", "until")))
    periods = [period for period in requirement.in_force if period.has_days] or [own]
    return "; ".join(filter(None, map(period_words, _joined(periods))))


def _joined(periods: Iterable[Period]) -> list[Period]:
    """Return the periods with those that overlap made one, as those of two acts that say the same."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda item: item.since or datetime.date.min):
        if found and found[-1].meets(period):
            last = found.pop()
            until = None if last.until is None or period.until is None else max(last.until, period.until)
            period = Period(last.since, until)
        found.append(period)
    return found


def editions_of(registry: Registry, requirement: Requirement) -> Editions | None:
    """Return the editions of a requirement in which something differs, oldest first; None where it has only one."""
    norms = [norm for parameter in requirement.parameters.values() for norm in parameter.norms]
    in_force = requirement.in_force or (ALWAYS,)
    pieces = editions([*in_force, *(norm.period for norm in norms)])
    columns = tuple(item for item in pieces if any(item.within(period) == item for period in in_force))
    dated = {name: item for name, item in requirement.parameters.items() if len(_in_columns(item, columns)) > 1}
    if len(columns) < 2 or not dated:
        return None
    rows = tuple(
        EditionRow(
            name,
            parameter,
            tuple(
                tuple(_line(registry, norm, "") for norm in parameter.norms if column.within(norm.period) == column)
                for column in columns
            ),
        )
        for name, parameter in dated.items()
    )
    return Editions(columns, tuple(map(period_words, columns)), rows)


def _in_columns(parameter: Parameter, columns: Iterable[Period]) -> set[tuple[Norm, ...]]:
    """Return the different sets of norms that a parameter has in the columns."""
    return {tuple(norm for norm in parameter.norms if column.within(norm.period) == column) for column in columns}


def _line(registry: Registry, norm: Norm, days: str) -> NormLine:
    words = [days] if days else []
    if norm.networks:
        names = tuple(_network(registry, name) for name in norm.networks)
        words.append(wording.text("interface.norms.networks", names=names))
    if norm.categories:
        names = tuple(_category(registry, name) for name in norm.categories)
        words.append(wording.text("interface.norms.categories", names=names))
    return NormLine(norm.value, "; ".join(words), norm.clause, norm.explanation)


def _network(registry: Registry, name: str) -> str:
    known = registry.networks.get(name)
    return name if known is None else known.name


def _category(registry: Registry, name: str) -> str:
    return next((item.title for item in registry.city.categories if item.id == name), name)
