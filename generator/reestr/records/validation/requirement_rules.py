"""Checks the requirements against the act and the rules: each clause is read or declared unchecked, each requirement
names a rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.check_rules import CHECK_RULES, CheckRule
from reestr.records.validation.record_set import RecordSet

# Blocks with content; letterheads, headings, stamps and signatures require nothing.
_SAYING = frozenset(("clause", "paragraph", "preamble", "annex-row"))


def check_clauses(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that every clause is cited by a requirement or states why none judges it."""
    act = between.find("act", "")
    if act is None or not between.is_whole("requirement"):
        return
    cited = {clause for requirement in between.all("requirement") for clause in requirement.data["clauses"]}
    for index, block in enumerate(act.data["blocks"]):
        if block["kind"] in _SAYING and block["id"] not in cited and "unchecked" not in block:
            yield between.diagnostic("clause-unread", act, ("blocks", index, "id"), id=block["id"])


def check_checks(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that every requirement names an existing rule for its subject, with exactly the rule's parameters."""
    for requirement in between.all("requirement"):
        name = requirement.data.get("check")
        if name is None:
            continue
        rule = CHECK_RULES.get(name)
        if rule is None:
            yield between.diagnostic(
                "unknown-check",
                requirement,
                ("check",),
                given=suggestions.shown(name),
                ready=suggestions.ready(suggestions.nearest(name, CHECK_RULES)),
                known=suggestions.listed(sorted(CHECK_RULES), limit=40),
            )
            continue
        if requirement.data["subject"] != rule.subject:
            yield between.diagnostic(
                "wrong-subject",
                requirement,
                ("subject",),
                given=suggestions.shown(requirement.data["subject"]),
                check=name,
                ready=suggestions.ready(rule.subject),
            )
        yield from _parameters(between, requirement, name, rule)


def _parameters(between: RecordSet, requirement: Record, check: str, rule: CheckRule) -> Iterator[Diagnostic]:
    given = requirement.data.get("parameters", {})
    missing = [item for item in rule.parameters if item not in given]
    if missing:
        yield between.diagnostic(
            "missing-parameter", requirement, ("check",), check=check, names=", ".join(missing), first=missing[0]
        )
    for name in given:
        if name not in rule.parameters:
            # A number that no rule reads would appear on the site as if verdicts depended on it.
            yield between.diagnostic(
                "unknown-parameter",
                requirement,
                ("parameters", name),
                variant="" if rule.parameters else "none",
                check=check,
                given=suggestions.shown(name),
                ready=suggestions.ready(suggestions.nearest(name, rule.parameters)),
                known=suggestions.listed(sorted(rule.parameters), limit=40),
            )
    for name, expected in rule.parameters.items():
        if name in given and field_messages.type_name(given[name]["value"]) != expected:
            yield between.diagnostic(
                "missing-parameter",
                requirement,
                ("parameters", name, "value"),
                variant="type",
                check=check,
                names=name,
                expected=wording.text(f"validation.expected.{expected}"),
            )


def check_files(between: RecordSet, prefix: str) -> Iterator[Diagnostic]:
    """Check that a registry has its settings and its act."""
    for file, kind in (("registry.yaml", "registry"), ("act.yaml", "act")):
        if between.is_missing(kind, ""):
            yield make(
                "missing-file", Location(prefix + file), file=file, kind=wording.text(f"validation.kinds.{kind}")
            )
