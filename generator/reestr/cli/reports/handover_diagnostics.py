"""Converts what a change of a responsible person lacks to diagnostics, so that every renderer can show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reestr import wording
from reestr.judging.handover_requirements import IncompleteHandover, MissingItem
from reestr.records.diagnostics import Diagnostic, Location, Severity
from reestr.registry.words import IN_GENERAL, CityWords

CODE = "person-changed"


def place_of(demand: IncompleteHandover) -> Location:
    """Return the place of the new entry; a record of a past state has no lines and gives only its file."""
    return Location(demand.file, demand.line)


def as_diagnostics(
    demands: Iterable[IncompleteHandover],
    locate: Callable[[IncompleteHandover], Location] = place_of,
    words: CityWords = IN_GENERAL,
) -> tuple[Diagnostic, ...]:
    """Return one diagnostic for each missing item, at the new entry: an error, or a warning for advice.

    No diagnostic names a person.
    """
    return tuple(_one(demand, locate(demand), words) for demand in demands)


def _one(demand: IncompleteHandover, location: Location, words: CityWords) -> Diagnostic:
    kind = "appointed" if demand.advice else "changed"
    undated = "" if demand.change_on is not None else "-undated"
    values = {"organization": demand.organization.title, "id": demand.organization.id, "on": demand.change_on or ""}
    lacks = [wording.text(f"handover.lacks.{lack}", words=words) for lack in demand.lacks]
    return Diagnostic(
        code=CODE,
        severity=Severity.WARNING if demand.advice else Severity.ERROR,
        message=wording.text(f"handover.demand.{kind}{undated}", **values, lacks=lacks),
        help=" ".join(
            (*(wording.text(f"handover.fix.{lack}", **values) for lack in demand.lacks), _command(demand, values))
        ).strip(),
        location=location,
        path=demand.path,
    )


def _command(demand: IncompleteHandover, values: Mapping[str, object]) -> str:
    return wording.text("handover.fix.command", **values) if MissingItem.NOTICE in demand.lacks else ""
