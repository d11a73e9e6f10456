"""Diagnostics as JSON: the contract of `reestr validate --format json`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.diagnostics import Diagnostic, Severity


def render(diagnostics: Sequence[Diagnostic], files: int) -> str:
    """One JSON object: `diagnostics` and a `summary` of files, errors and warnings."""
    errors = sum(item.severity is Severity.ERROR for item in diagnostics)
    value = {
        "diagnostics": [_item(item) for item in diagnostics],
        "summary": {"files": files, "errors": errors, "warnings": len(diagnostics) - errors},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _item(item: Diagnostic) -> dict[str, object]:
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
    }
