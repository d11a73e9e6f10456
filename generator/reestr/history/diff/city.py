"""Changes of the city's own records: settings and officer, the act, the requirements, the networks."""

from __future__ import annotations

from collections.abc import Iterator

from reestr.history.diff.lookup import differing
from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.registry.city import Act, City, Network, Requirement

_SETTINGS = (
    ("municipality", "municipality"),
    ("city_hall", "city_hall"),
    ("regional_centre", "regional_centre"),
    ("time_zone", "time_zone"),
    ("non_working_days", "non_working_days"),
    ("frozen_on", "frozen_on"),
    ("fictional", "fictional"),
    ("materials", "materials"),
)
_ACT = ("number", "date", "issuer", "title", "effective_on", "publications", "blocks")
_REQUIREMENT = (
    ("title", "title"),
    ("clauses", "clauses"),
    ("obliged", "obliged"),
    ("force", "force"),
    ("statement", "statement"),
    ("rule", "rule"),
    ("reasons", "reasons"),
    ("tasks", "tasks"),
    ("subject", "subject"),
    ("unchecked", "unchecked"),
    ("internal", "edition"),
    ("remedy", "remedy"),
)
_NETWORK = (
    ("name", "name"),
    ("short_name", "short_name"),
    ("required", "required"),
    ("clause", "clause"),
    ("hosts", "hosts"),
    ("canonical_host", "canonical_host"),
    ("ignore_case", "ignore_case"),
    ("observation", "observation"),
)


def settings_changes(before: City | None, after: City | None) -> Iterator[Change]:
    """Yield the changes of the registry's settings. The officer is reported separately, as the accountable person."""
    if before is None or after is None:
        return
    if before.officer != after.officer:
        yield of_city("officer-changed", after)
    fields = differing(before, after, _SETTINGS)
    if fields:
        yield of_city("settings-changed", after, fields=fields)


def of_city(key: str, city: City, **values: object) -> Change:
    """Return a change of the city's settings."""
    return Change(key, Subject("city"), None, city.municipality.short_name, values)


def act_changes(before: Act | None, after: Act | None) -> Iterator[Change]:
    """Yield the changes of the act's text as the registry has it."""
    if before is not None and after is not None and any(getattr(before, name) != getattr(after, name) for name in _ACT):
        yield Change("act-changed", Subject("act"), None, after.citation)


def requirement_changes(before: Requirement | None, after: Requirement | None) -> Iterator[Change]:
    """Yield the addition or removal of a requirement, the changes of its parameters, and the change of
    the rest of it.
    """
    if after is None:
        if before is not None:
            yield of_requirement("requirement-removed", before)
        return
    if before is None:
        yield of_requirement("requirement-added", after)
        return
    for name in sorted({*before.parameters, *after.parameters}):
        old, new = before.parameters.get(name), after.parameters.get(name)
        if old == new:
            continue
        # For a long list, and for the basis of a number, the report only says that it changed.
        # Of norms, the sentence tells no number: several may have changed at once.
        values = (old and old.value, new and new.value)
        if values[0] != values[1] and all(map(_is_number, values)):
            yield of_requirement("parameter-changed", after, parameter=name, before=values[0], after=values[1])
        else:
            yield of_requirement("parameter-corrected", after, parameter=name)
    fields = differing(before, after, _REQUIREMENT)
    if fields:
        yield of_requirement("requirement-corrected", after, fields=fields)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def of_requirement(key: str, requirement: Requirement, **values: object) -> Change:
    """Return a change of a requirement; `values` always has its `clause`."""
    values["clause"] = requirement.clause
    return Change(key, Subject("requirement", requirement.id), None, requirement.title, values)


def network_changes(before: Network | None, after: Network | None) -> Iterator[Change]:
    """Yield the addition, removal or change of a network."""
    network = after or before
    if network is None:
        return
    fields = _described_otherwise(before, after) if before is not None and after is not None else ()
    key = "network-removed" if after is None else "network-added" if before is None else "network-changed"
    if fields or key != "network-changed":
        yield of_network(key, network, fields=fields)


def _described_otherwise(before: Network, after: Network) -> tuple[str, ...]:
    """Return the fields of the record that differ. The forms are compared as they are written."""
    fields = differing(before, after, _NETWORK)
    same = before.origin.fields.get("forms") == after.origin.fields.get("forms")
    return fields if same else (*fields, "forms")


def of_network(key: str, network: Network, **values: object) -> Change:
    """Return a change of a network."""
    return Change(key, Subject("network", network.id), None, network.name, values)
