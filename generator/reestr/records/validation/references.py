"""What a record refers to exists, and a published record refers to no draft."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.privacy import is_private
from reestr.records.validation.record_set import Between, Path

Reference = tuple[Path, str, str]
"""Path of a reference, the kind it points to ("block" for a clause of the act) and the id it gives."""

_FEW = 6


def check_references(between: Between) -> Iterator[Diagnostic]:
    """Judge every reference of every record."""
    for kind, references in _REFERENCES.items():
        for record in between.all(kind):
            for path, target, name in references(record):
                yield from _judge(between, record, path, target, name)


def references(record: Record) -> tuple[Reference, ...]:
    """Everything a record refers to, as far as it is filled in."""
    return tuple(_REFERENCES[record.kind](record)) if record.kind in _REFERENCES else ()


def _judge(between: Between, record: Record, path: Path, target: str, name: str) -> Iterator[Diagnostic]:
    if target == "block":
        if between.blocks is not None and name not in between.blocks:
            yield _unknown(between, record, path, target, name, between.blocks)
        return
    found = between.find(target, name)
    if found is None:
        if between.is_missing(target, name):
            yield _unknown(between, record, path, target, name, between.records.get(target, {}))
    elif found.draft and not record.draft and record.kind != "activity":
        # Counts of a draft account wait with it: they have no mark of their own.
        yield between.diagnostic(
            "refers-to-draft",
            record,
            path,
            related=(between.related(wording.text("diagnostics.refers-to-draft.related"), found),),
            field=_called(record, path),
            given=field_messages.given(name, is_private(record.kind, record.data, path)),
            kind=wording.text(f"validation.kinds.{target}"),
        )


def _unknown(
    between: Between, record: Record, path: Path, target: str, name: str, known: Collection[str]
) -> Diagnostic:
    private = is_private(record.kind, record.data, path)
    where = "act.yaml" if target == "block" else wording.text(f"validation.folders.{target}")
    return between.diagnostic(
        "unknown-reference",
        record,
        path,
        variant="block" if target == "block" else "" if path else "owner",
        field=_called(record, path),
        given=field_messages.given(name, private),
        kind=wording.text(f"validation.kinds.{target}"),
        where=where,
        ready="" if private else _offer(name, known),
    )


def _offer(name: str, known: Collection[str]) -> str:
    """The id that was probably meant, or all there are while they are few."""
    near = suggestions.nearest(name, known)
    if near is not None or not 0 < len(known) <= _FEW:
        return suggestions.ready(near)
    return " " + wording.text("validation.there-are", names=sorted(known))


def _called(record: Record, path: Path) -> str:
    return field_messages.called(record.kind, path)


def _of_registry(record: Record) -> Iterator[Reference]:
    appointment = record.data.get("officer", {}).get("appointed_by", {})
    if "clause" in appointment:
        yield ("officer", "appointed_by", "clause"), "block", appointment["clause"]


def _of_requirement(record: Record) -> Iterator[Reference]:
    yield from _listed(("clauses",), "block", record.data["clauses"])


def _of_network(record: Record) -> Iterator[Reference]:
    yield from _single(record, "clause", "block")


def _of_organization(record: Record) -> Iterator[Reference]:
    yield from _single(record, "successor", "organization")
    for index, exemption in enumerate(record.data.get("exemptions", ())):
        if "clause" in exemption:
            yield ("exemptions", index, "clause"), "block", exemption["clause"]
        yield from _listed(("exemptions", index, "networks"), "network", exemption.get("networks", ()))
    page = record.data.get("accounts_page", {})
    yield from _listed(("accounts_page", "lists"), "account", page.get("lists", ()))


def _of_account(record: Record) -> Iterator[Reference]:
    yield from _single(record, "organization", "organization")
    yield from _single(record, "network", "network")
    yield from _single(record, "replaced_by", "account")


def _of_activity(record: Record) -> Iterator[Reference]:
    yield (), "account", record.id.partition("/")[0]


def _of_plan(record: Record) -> Iterator[Reference]:
    yield (), "organization", record.id.partition("/")[0]
    for index, entry in enumerate(record.data.get("entries", ())):
        yield from _listed(("entries", index, "networks"), "network", entry.get("networks", ()))


def _of_assignment(record: Record) -> Iterator[Reference]:
    for index, addressee in enumerate(record.data.get("addressees", ())):
        for target in ("organization", "account"):
            if target in addressee:
                yield ("addressees", index, target), target, addressee[target]


def _of_notice(record: Record) -> Iterator[Reference]:
    yield from _single(record, "organization", "organization")


def _single(record: Record, name: str, target: str) -> Iterator[Reference]:
    if name in record.data:
        yield (name,), target, record.data[name]


def _listed(path: Path, target: str, names: Any) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield (*path, index), target, name


_REFERENCES: Mapping[str, Callable[[Record], Iterator[Reference]]] = MappingProxyType(
    {
        "registry": _of_registry,
        "requirement": _of_requirement,
        "network": _of_network,
        "organization": _of_organization,
        "account": _of_account,
        "activity": _of_activity,
        "plan": _of_plan,
        "assignment": _of_assignment,
        "notice": _of_notice,
    }
)
