"""Renders diagnostics for continuous integration: GitHub's annotations, a Markdown summary, SARIF 2.1.0, GitLab's
Code Quality.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import quote

from reestr import __version__, wording
from reestr.cli.reports.diagnostics_json import Edits, no_edits
from reestr.records.diagnostics import Diagnostic, Location, Severity
from reestr.records.diagnostics_text import MOST_SHOWN, most_important

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def github(diagnostics: Sequence[Diagnostic], shown_file: Callable[[str], str]) -> str:
    """Return workflow commands, errors first: GitHub shows only ten annotations of a step.

    Every value is escaped as the runner demands (`%`, CR, LF; in properties `:` and `,` too), so that no record can
    issue a command of its own.
    """
    lines = []
    shown = most_important(diagnostics)
    for item in sorted(shown, key=lambda one: one.severity is not Severity.ERROR):
        location = item.location
        properties = ",".join(
            (
                f"file={_property(shown_file(location.file))}",
                f"line={location.line}",
                f"col={location.column}",
                f"title={_property(item.code)}",
            )
        )
        lines.append(f"::{item.severity.value} {properties}::{_data(f'{item.message} {item.help}')}\n")
    if len(diagnostics) > len(shown):
        rest = wording.text("report.rest", rest=len(diagnostics) - len(shown))
        lines.append(annotation("notice", "", wording.text("report.title"), rest))
    return "".join(lines)


def markdown(diagnostics: Sequence[Diagnostic], files: int, shown_file: Callable[[str], str]) -> str:
    """Return a step summary: figures, then a table of the problems. Text of records stays text."""
    errors = sum(item.severity is Severity.ERROR for item in diagnostics)
    key = "wrong" if errors else "warned" if diagnostics else "right"
    figures = {"files": files, "errors": errors, "warnings": len(diagnostics) - errors}
    lines = [f"### {wording.text('report.title')}", "", wording.text(f"report.{key}", **figures)]
    if diagnostics:
        lines += ["", wording.text("report.table-head"), "|---|---|---|"]
        lines += [_row(item, shown_file) for item in most_important(diagnostics)]
    if len(diagnostics) > MOST_SHOWN:
        rest = len(diagnostics) - MOST_SHOWN
        lines += ["", wording.text("report.more", rest=rest)]
    return "\n".join(lines) + "\n"


def sarif(diagnostics: Sequence[Diagnostic], shown_file: Callable[[str], str], edits: Edits = no_edits) -> str:
    """Return a SARIF 2.1.0 log (OASIS standard) with one rule per code, and certain fixes except for
    internal fields.
    """
    codes = sorted({item.code for item in diagnostics})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": wording.text(f"diagnostics.{code}.meaning")},
            "defaultConfiguration": {"level": "error"},
        }
        for code in codes
    ]
    results = [
        {
            "ruleId": item.code,
            "ruleIndex": codes.index(item.code),
            "level": item.severity.value,
            "message": {"text": f"{item.message} {item.help}"},
            "locations": [_sarif_location(item.location, shown_file)],
            "relatedLocations": [
                {**_sarif_location(related.location, shown_file), "message": {"text": related.message}}
                for related in item.related
            ],
            **_sarif_fixes(item, shown_file, edits),
        }
        for item in diagnostics
    ]
    driver = {"name": "reestr", "version": __version__, "rules": rules}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def gitlab(diagnostics: Sequence[Diagnostic], shown_file: Callable[[str], str]) -> str:
    """Return a Code Quality report, which GitLab shows at the lines of a merge request.

    The fingerprint of a problem does not name its line: a problem that another line moves is the same problem.
    """
    seen: Counter[str] = Counter()
    items = []
    for item in diagnostics:
        file = shown_file(item.location.file)
        known = "\n".join((item.code, file, item.path, item.message))
        seen[known] += 1
        items.append(
            {
                "description": f"{item.message} {item.help}",
                "check_name": item.code,
                "fingerprint": hashlib.sha256(f"{known}\n{seen[known]}".encode()).hexdigest(),
                "severity": "major" if item.severity is Severity.ERROR else "minor",
                "location": {"path": file, "lines": {"begin": item.location.line}},
            }
        )
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def annotation(level: str, file: str, title: str, message: str) -> str:
    """Return a workflow command of a level ("error", "warning", "notice") about a whole file; "" about none."""
    place = f"file={_property(file)}," if file else ""
    return f"::{level} {place}title={_property(title)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _row(item: Diagnostic, shown_file: Callable[[str], str]) -> str:
    place = f"{shown_file(item.location.file)}:{item.location.line}:{item.location.column}"
    return f"| {markdown_text(place)} | {markdown_text(item.message)} | {markdown_text(item.help)} |"


def markdown_text(text: str) -> str:
    """Return text that GitHub's Markdown shows literally: special characters become numeric references."""
    return "".join(
        character if character.isalnum() or character in " .,;:/«»—–-…()№?!+%" else f"&#{ord(character)};"
        for character in text.replace("\n", " ")
    )


def _sarif_location(location: Location, shown_file: Callable[[str], str]) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(shown_file(location.file))},
            "region": {"startLine": location.line, "startColumn": location.column},
        }
    }


def _sarif_fixes(item: Diagnostic, shown_file: Callable[[str], str], edits: Edits) -> dict[str, object]:
    edit = None if item.private else edits(item)
    if edit is None:
        return {}
    names = ("startLine", "startColumn", "endLine", "endColumn")
    replacement = {
        "deletedRegion": dict(zip(names, edit[:4], strict=True)),
        "insertedContent": {"text": edit[4]},
    }
    change = {
        "artifactLocation": {"uri": _uri(shown_file(item.location.file))},
        "replacements": [replacement],
    }
    return {"fixes": [{"description": {"text": item.help}, "artifactChanges": [change]}]}


def _uri(file: str) -> str:
    return quote(file)
