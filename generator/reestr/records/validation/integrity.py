"""Runs all rules between records: one table of rules, applied to all records at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from reestr.records.diagnostics import Diagnostic
from reestr.records.kinds import KINDS
from reestr.records.record import RecordsByKind
from reestr.records.validation.contradictions import (
    check_activity,
    check_exemptions,
    check_listed_accounts,
    check_notices,
    check_pauses,
    check_replacements,
    check_second_accounts,
)
from reestr.records.validation.fakes import check_fakes
from reestr.records.validation.limits import LIMIT_BETWEEN, limited
from reestr.records.validation.record_set import Locate, RecordSet
from reestr.records.validation.references import check_references
from reestr.records.validation.requirement_rules import check_checks, check_clauses, check_files
from reestr.records.validation.uniqueness import (
    check_addresses,
    check_branches,
    check_hosts,
    check_identifiers,
    check_names,
)

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
    check_notices,
    check_second_accounts,
    check_fakes,
    check_clauses,
    check_checks,
)
"""The rules between records."""


def check(
    records: RecordsByKind,
    locate: Locate,
    complete: bool,
    *,
    placed: Mapping[str, Collection[str]] | None = None,
) -> list[Diagnostic]:
    """Return every contradiction between valid records.

    `records` are the valid ones by kind and id. `placed` are the ids of all files found, valid or not: with it, a
    reference to a missing record differs from one to a faulty record. Without it, such references are checked only if
    `complete` says that no file is faulty.
    """
    between = RecordSet(records, locate, complete, placed)
    found = [diagnostic for rule in RULES for diagnostic in limited(rule(between), LIMIT_BETWEEN, "between")]
    found += check_files(between, _prefix(records))
    return found


def _prefix(records: RecordsByKind) -> str:
    """Return the data folder's prefix of file names in diagnostics, "" while there is no file."""
    for kind in sorted(records):
        for record in records[kind].values():
            return record.file[: record.file.rfind(KINDS[kind].place)]
    return ""
