"""Renders the report of a night, or of the check of an archive, as JSON.

This is the contract of `reestr observe --format json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reestr.intake.observation.night import NightReport
    from reestr.intake.observation.verifying import Verification


def render(report: NightReport, prefix: str, data: Path, *, dry_run: bool) -> str:
    """Return one JSON object. Files are named with the data folder's prefix."""
    from reestr.intake.observation.latest import incident_json

    value = {
        "day": report.day.isoformat(),
        "dry_run": dry_run,
        "networks": [
            {
                "network": item.network,
                "pages": item.pages,
                "outcomes": dict(item.outcomes),
                "refusals": dict(item.refusals),
                "counted": item.counted,
                "later": item.later,
                "requests": item.requests,
                "quota": None if item.quota is None else {"used": item.quota[0], "limit": item.quota[1]},
            }
            for item in report.networks
        ],
        "incidents": [incident_json(item) for item in report.incidents],
        "changed": [prefix + write.path.relative_to(data).as_posix() for write in report.writes],
        "left": {prefix + name: reason for name, reason in report.left.items()},
        "numbers": dict(report.numbers),
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def render_verification(found: Verification) -> str:
    """Return one JSON object: what was checked, how many facts could not be, and `faults`."""
    value = {
        "files": found.files,
        "answers": found.lines,
        "facts": found.facts,
        "unchecked": found.unchecked,
        "faults": [
            {"kind": fault.kind, "message": fault.text, **{name: str(item) for name, item in fault.values.items()}}
            for fault in found.faults
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
