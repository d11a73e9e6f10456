"""Checks that the city's words are in its records: those of its act and its parts, and those of its city hall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Fix, Severity
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.record_set import RecordSet
from reestr.registry.words import ACT_IN_GENERAL, noun
from reestr.wording.nouns import declined, fields_of, former_parts

_SINCE = 2
"""The form of records from which on the words must be there; an earlier record says «акт» and «администрация»."""


def check_words(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that the act and the city hall have their words.

    Missing words are an error in records of the present form, else advice: records of a past day are read too.
    """
    act, city = between.find("act", ""), between.find("registry", "")
    severity = _severity(None if city is None else city.data.get("program"))
    if act is not None and "words" not in act.data:
        name = act.data["document"]
        words = declined(name)
        fix = None if words is None else Fix("set", ("words",), fields_of(words))
        yield between.diagnostic("words-missing", act, ("document",), severity=severity, fix=fix, name=name)
    if city is not None and "words" not in city.data["city_hall"]:
        path = ("city_hall", "short_name")
        name = city.data["city_hall"]["short_name"]
        words = declined(name)
        fix = None if words is None else Fix("set", ("city_hall", "words"), fields_of(words))
        yield between.diagnostic("words-missing", city, path, severity=severity, fix=fix, variant="hall", name=name)


def check_parts(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that the act names its parts, and that each block stands in one of them."""
    act, city = between.find("act", ""), between.find("registry", "")
    if act is None:
        return
    if "parts" not in act.data:
        severity = _severity(None if city is None else city.data.get("program"))
        words = noun(act.data["words"]) if "words" in act.data else declined(act.data["document"]) or ACT_IN_GENERAL
        parts = former_parts((block["part"] for block in act.data["blocks"]), words)
        fix = None if parts is None else Fix("set", ("parts",), parts)
        yield between.diagnostic("parts-missing", act, ("blocks", 0, "part"), severity=severity, fix=fix)
        return
    known = {part["id"] for part in act.data["parts"]}
    for index, block in enumerate(act.data["blocks"]):
        if block["part"] not in known:
            path = ("blocks", index, "part")
            yield between.diagnostic(
                "unknown-reference",
                act,
                path,
                variant="part",
                field=field_messages.called("act", path),
                given=suggestions.shown(block["part"]),
                kind=wording.text("validation.kinds.block"),
                where="act.yaml",
                ready=suggestions.ready(suggestions.nearest(block["part"], known)),
            )


def _severity(program: Mapping[str, Any] | None) -> Severity:
    return Severity.ERROR if program is not None and program["form"] >= _SINCE else Severity.WARNING
