"""Checks what must hold between records: all such rules stand in one table and run over all records at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.json_pointer import FieldPath
from reestr.records.kinds import BLOCK, KINDS, references
from reestr.records.record import Record, RecordsByKind
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.act_rules import check_clauses, check_files, check_need
from reestr.records.validation.act_words import check_parts, check_words
from reestr.records.validation.address_owners import check_address_owners
from reestr.records.validation.contradictions import (
    check_activity,
    check_answers,
    check_exemptions,
    check_listed_accounts,
    check_notices,
    check_pauses,
    check_replacements,
    check_second_accounts,
)
from reestr.records.validation.fakes import check_fakes
from reestr.records.validation.listed_names import check_lists
from reestr.records.validation.norm_rules import (
    check_acts,
    check_categories,
    check_force,
    check_networks_of_norms,
    check_norms,
)
from reestr.records.validation.record_set import Locate, RecordSet
from reestr.records.validation.rule_calls import check_rules
from reestr.records.validation.uniqueness import (
    check_addresses,
    check_branches,
    check_hosts,
    check_identifiers,
    check_names,
)
from reestr.records.validation.withholding import LIMIT_BETWEEN, is_private, limited
from reestr.registry.lists import CityLists

_FEW = 6


def check_references(between: RecordSet) -> Iterator[Diagnostic]:
    """Check every reference of every record."""
    for kind in KINDS:
        for record in between.all(kind):
            for path, target, name in references(kind, record.id, record.data):
                yield from _judge(between, record, path, target, name)


def _judge(between: RecordSet, record: Record, path: FieldPath, target: str, name: str) -> Iterator[Diagnostic]:
    if target == BLOCK:
        if between.blocks is not None and name not in between.blocks:
            yield _unknown(between, record, path, target, name, between.blocks)
        return
    found = between.find(target, name)
    if found is None:
        if between.is_missing(target, name):
            yield _unknown(between, record, path, target, name, between.records.get(target, {}))
    elif found.draft and not record.draft and record.kind != "activity":
        # Counts of a draft account count as drafts too: they have no mark of their own.
        yield between.diagnostic(
            "refers-to-draft",
            record,
            path,
            related=(between.related(wording.text("diagnostics.refers-to-draft.related"), found),),
            field=_called(record, path),
            given=field_messages.given(name, is_private(record.kind, record.data, path, between.lists)),
            kind=wording.text(f"validation.kinds.{target}"),
        )


def _unknown(
    between: RecordSet, record: Record, path: FieldPath, target: str, name: str, known: Collection[str]
) -> Diagnostic:
    private = is_private(record.kind, record.data, path, between.lists)
    where = KINDS["act" if target == BLOCK else target].place
    variant = target if target == BLOCK else "" if path else "owner"
    act, mark, _ = name.partition("#")
    if target == BLOCK and mark:
        # A clause of a further act: the act is unknown, or its own file lacks the clause.
        if any(block.startswith(f"{act}#") for block in known):
            where = f"acts/{act}.yaml"
        else:
            variant = "act"
    return between.diagnostic(
        "unknown-reference",
        record,
        path,
        variant=variant,
        field=_called(record, path),
        given=field_messages.given(name, private),
        kind=wording.text(f"validation.kinds.{target}"),
        where=where,
        ready="" if private else _offer(name, known),
    )


def _offer(name: str, known: Collection[str]) -> str:
    """Return the id that was probably meant, or all existing ids if there are few."""
    near = suggestions.nearest(name, known)
    if near is not None or not 0 < len(known) <= _FEW:
        return suggestions.ready(near)
    return " " + wording.text("validation.there-are", names=sorted(known))


def _called(record: Record, path: FieldPath) -> str:
    return field_messages.called(record.kind, path)


RULES: tuple[Callable[[RecordSet], Iterator[Diagnostic]], ...] = (
    check_references,
    check_addresses,
    check_identifiers,
    check_branches,
    check_names,
    check_hosts,
    check_exemptions,
    check_replacements,
    check_activity,
    check_pauses,
    check_listed_accounts,
    check_answers,
    check_notices,
    check_second_accounts,
    check_fakes,
    check_clauses,
    check_need,
    check_rules,
    check_address_owners,
    check_acts,
    check_force,
    check_norms,
    check_networks_of_norms,
    check_categories,
    check_words,
    check_parts,
    check_lists,
)
"""The rules between records."""


def check(
    records: RecordsByKind,
    locate: Locate,
    complete: bool,
    *,
    placed: Mapping[str, Collection[str]] | None = None,
    lists: CityLists | None = None,
) -> list[Diagnostic]:
    """Return every contradiction between valid records.

    `records` are the valid ones by kind and id. `placed` are the ids of all files found, valid or not: with it, a
    reference to a missing record differs from one to a faulty record. Without it, such references are checked only if
    `complete` says that no file is faulty.
    """
    between = RecordSet(records, locate, complete, placed, lists)
    found = [diagnostic for rule in RULES for diagnostic in limited(rule(between), LIMIT_BETWEEN, "between")]
    found += check_files(between, _prefix(records))
    return found


def _prefix(records: RecordsByKind) -> str:
    """Return the data folder's prefix of file names in diagnostics, "" while there is no file."""
    for kind in sorted(records):
        for record in records[kind].values():
            return record.file[: record.file.rfind(KINDS[kind].place)]
    return ""
