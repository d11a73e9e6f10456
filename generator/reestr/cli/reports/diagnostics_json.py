"""Renders diagnostics as JSON: the contract of `reestr validate --format json`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeAlias

from reestr.records.diagnostics import Diagnostic, Severity

Edits: TypeAlias = "Callable[[Diagnostic], tuple[int, int, int, int, str] | None]"
"""Returns the edit for the fix of a diagnostic: line and column of its beginning and end, from 1, and the new text."""


def no_edits(diagnostic: Diagnostic) -> None:
    """Return None for every diagnostic: the files are not available."""
    return None


def render(diagnostics: Sequence[Diagnostic], files: int, edits: Edits = no_edits) -> str:
    """Return one JSON object: `diagnostics` and a `summary` of files, errors and warnings.

    The `fix` of a problem in an internal field is left out: it would reveal the value.
    """
    errors = sum(item.severity is Severity.ERROR for item in diagnostics)
    value = {
        "diagnostics": [_item(item, edits) for item in diagnostics],
        "summary": {"files": files, "errors": errors, "warnings": len(diagnostics) - errors},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _item(item: Diagnostic, edits: Edits) -> dict[str, object]:
    return {
        "code": item.code,
        "severity": item.severity.value,
        "message": item.message,
        "help": item.help,
        "file": item.location.file,
        "line": item.location.line,
        "column": item.location.column,
        "path": item.path,
        "related": [
            {
                "message": related.message,
                "file": related.location.file,
                "line": related.location.line,
                "column": related.location.column,
            }
            for related in item.related
        ],
        "fix": None if item.private else _fix(edits(item)),
    }


def _fix(edit: tuple[int, int, int, int, str] | None) -> dict[str, object] | None:
    names = ("line", "column", "end_line", "end_column", "text")
    return None if edit is None else dict(zip(names, edit, strict=True))
