"""Renders a comparison as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reestr import __version__
from reestr.history.comparison import Comparison
from reestr.history.narrative import change_text
from reestr.records.diagnostics import Diagnostic


def render(comparison: Comparison, demanded: Sequence[Diagnostic] = ()) -> str:
    """Return the whole comparison: changes with values and texts, verdicts, what the change lacks, unreadable files."""
    document = {
        "version": __version__,
        "base": comparison.base,
        "head": comparison.head or None,
        "as_of": comparison.as_of.isoformat() if comparison.as_of is not None else None,
        "changes": [
            {
                "change": change.key,
                "subject": {"kind": change.subject.kind, "id": change.subject.id},
                "organization": change.organization,
                "title": change.title,
                "values": dict(change.values),
                "text": change_text(change, comparison.words),
            }
            for change in comparison.changes
        ],
        "verdicts": [
            {
                "requirement": verdict.requirement,
                "organization": verdict.organization,
                "before": verdict.before.value,
                "after": verdict.after.value,
            }
            for verdict in comparison.verdicts
        ],
        "demands": [
            {
                "severity": item.severity.value,
                "file": item.location.file,
                "line": item.location.line,
                "message": item.message,
                "help": item.help,
            }
            for item in demanded
        ],
        "unreadable": list(comparison.unreadable),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
