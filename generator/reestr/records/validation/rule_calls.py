"""Checks how requirements name their rules: the rule, its arguments, its parameters, words of the requirement's own."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from reestr import wording
from reestr.judging.catalogue import FAMILIES, bound
from reestr.judging.finding import AGAIN, FIRST
from reestr.judging.rule import Argument, CityRule, OrganizationRule, Rule, RuleFamily
from reestr.judging.rules.assigned import addressee_of
from reestr.records.diagnostics import Diagnostic
from reestr.records.installed_rules import WrongRuleError, is_known
from reestr.records.json_pointer import FieldPath
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.record_set import RecordSet
from reestr.registry.rule_calls import RuleCall, call_of
from reestr.registry.words import CASES, NOUNS
from reestr.wording import finding_text, task_text
from reestr.wording.former_lists import former_lists

_JSON_TYPES: Mapping[type, str] = {int: "integer", bool: "boolean", list: "array"}


def subject_of(rule: Rule) -> str:
    """Return what the verdicts of a rule are about, as requirements say it in `subject`."""
    if isinstance(rule, CityRule):
        return "city"
    return "organization" if isinstance(rule, OrganizationRule) else "account"


def check_rules(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that every requirement names an existing rule for its subject, with fitting arguments and parameters."""
    for requirement in between.all("requirement"):
        call = call_of(requirement.data)
        if call is None:
            continue
        try:
            family = FAMILIES[call.name] if is_known(call.name) else None
        except WrongRuleError as problem:
            yield between.diagnostic("unknown-rule", requirement, ("rule", "name"), variant="broken", reason=problem)
            continue
        if family is None:
            yield between.diagnostic(
                "unknown-rule",
                requirement,
                ("rule", "name"),
                given=suggestions.shown(call.name),
                ready=suggestions.ready(suggestions.nearest(call.name, FAMILIES)),
                known=suggestions.listed(sorted(FAMILIES), limit=40),
            )
            continue
        wrong = list(_arguments(between, requirement, call, family))
        yield from wrong
        if not wrong:
            yield from _bound(between, requirement, call, bound(call))


def _bound(between: RecordSet, requirement: Record, call: RuleCall, rule: Rule) -> Iterator[Diagnostic]:
    subject = subject_of(rule)
    if requirement.data["subject"] != subject:
        yield between.diagnostic(
            "wrong-subject",
            requirement,
            ("subject",),
            given=suggestions.shown(requirement.data["subject"]),
            rule=call.name,
            ready=suggestions.ready(subject),
        )
    yield from _parameters(between, requirement, call.name, rule)
    yield from _words(between, requirement, call)


def _arguments(between: RecordSet, requirement: Record, call: RuleCall, family: RuleFamily) -> Iterator[Diagnostic]:
    def wrong(
        variant: str, path: FieldPath, *, known: str = "", name: str = "", given: str = "", ready: str = ""
    ) -> Diagnostic:
        return between.diagnostic(
            "wrong-argument",
            requirement,
            path,
            variant=variant,
            rule=call.name,
            known=known,
            name=name,
            given=given,
            ready=ready,
        )

    given = dict(call.arguments)
    for name, value in given.items():
        argument = family.arguments.get(name)
        if argument is None:
            ready = suggestions.ready(suggestions.nearest(name, family.arguments))
            known = suggestions.listed(sorted(family.arguments), limit=40)
            variant = "unknown" if family.arguments else "none"
            yield wrong(variant, ("rule", name), given=suggestions.shown(name), ready=ready, known=known)
            continue
        names = _names(between, argument)
        values = value if isinstance(value, tuple) else (value,)
        for place, item in enumerate(values):
            if names is not None and item not in names:
                path: FieldPath = ("rule", name, place) if isinstance(value, tuple) else ("rule", name)
                ready = suggestions.ready(suggestions.nearest(str(item), names))
                known = suggestions.listed(sorted(names), limit=40)
                yield wrong("value", path, name=name, given=suggestions.shown(item), ready=ready, known=known)
    yield from _addressee(between, requirement, call)
    for name, argument in family.arguments.items():
        if argument.required and name not in given:
            known = suggestions.listed(sorted(_names(between, argument) or ()), limit=40)
            yield wrong("missing", ("rule", "name"), name=name, known=known)
    for group in family.one_of:
        number = sum(name in given for name in group)
        if number > 1 or (number == 0 and "" not in group):
            yield wrong("one", ("rule", "name"), known=", ".join(filter(None, group)))


def _addressee(between: RecordSet, requirement: Record, call: RuleCall) -> Iterator[Diagnostic]:
    """Check that assignments are judged of those whom their kind goes to, by the list of the city."""
    kind = call.get("kind")
    item = None if between.lists is None else between.lists.find("assignments", str(kind))
    if call.name != "assigned" or item is None or addressee_of(call) == item.role:
        return
    path: FieldPath = ("rule", "of") if call.get("of") is not None else ("rule", "kind")
    yield between.diagnostic(
        "wrong-argument",
        requirement,
        path,
        variant="of",
        rule=call.name,
        known=item.role,
        name="of",
        given=suggestions.shown(kind),
        ready=suggestions.ready(item.role),
    )


def _names(between: RecordSet, argument: Argument) -> Collection[str] | None:
    """Return the values that an argument may have; None if they cannot be known here."""
    if argument.vocabulary is None:
        return argument.values or None
    if argument.vocabulary == "networks":
        return between.placed.get("network") if between.placed is not None else None
    lists = between.lists or former_lists()
    return lists.ids(argument.vocabulary) if lists.known else None


def _parameters(between: RecordSet, requirement: Record, name: str, rule: Rule) -> Iterator[Diagnostic]:
    given = requirement.data.get("parameters", {})
    kinds = {**rule.parameters, **dict.fromkeys(rule.settings, bool)}
    missing = [item for item in rule.parameters if item not in given]
    if missing:
        names = ", ".join(missing)
        yield between.diagnostic(
            "missing-parameter", requirement, ("rule", "name"), rule=name, names=names, first=missing[0]
        )
    for item in given:
        if item not in kinds:
            # A number that no rule reads would appear on the site as if verdicts depended on it.
            yield between.diagnostic(
                "unknown-parameter",
                requirement,
                ("parameters", item),
                variant="" if kinds else "none",
                rule=name,
                given=suggestions.shown(item),
                ready=suggestions.ready(suggestions.nearest(item, kinds)),
                known=suggestions.listed(sorted(kinds), limit=40),
            )
    for item, kind in kinds.items():
        if item not in given:
            continue
        for path, value in _values(given[item]):
            if isinstance(kind, tuple):
                fits, expected = value in kind, suggestions.listed(kind, limit=40)
            else:
                fits = field_messages.type_name(value) == _JSON_TYPES[kind]
                expected = wording.text(f"validation.expected.{_JSON_TYPES[kind]}")
            if not fits:
                yield between.diagnostic(
                    "missing-parameter",
                    requirement,
                    ("parameters", item, *path),
                    variant="type",
                    rule=name,
                    names=item,
                    expected=expected,
                )


def _values(parameter: Mapping[str, Any]) -> Iterator[tuple[FieldPath, object]]:
    """Yield the value of a parameter, or those of its norms, with their paths in it."""
    if "value" in parameter:
        yield ("value",), parameter["value"]
    for index, norm in enumerate(parameter.get("norms", ())):
        yield ("norms", index, "value"), norm["value"]


def _words(between: RecordSet, requirement: Record, call: RuleCall) -> Iterator[Diagnostic]:
    """Check the words of a requirement: each stands for a text of the rule and has no place for other values."""
    own: Mapping[str, Mapping[str, str]] = {
        "reasons": finding_text.reasons_of(call),
        "tasks": {**dict.fromkeys((FIRST, AGAIN, task_text.DONE), ""), **task_text.templates_of(call)},
    }
    for group, known in own.items():
        for key, text in requirement.data.get(group, {}).items():
            if key not in known:
                yield between.diagnostic(
                    "unknown-words",
                    requirement,
                    (group, key),
                    rule=call.name,
                    given=suggestions.shown(key),
                    ready=suggestions.ready(suggestions.nearest(key, known)),
                    known=suggestions.listed(sorted(known), limit=40),
                )
                continue
            places = _places(known[key]) or set()
            used = _places(text)
            if used is None or not used - _OF_CITY <= places:
                yield between.diagnostic(
                    "unknown-words",
                    requirement,
                    (group, key),
                    variant="places",
                    rule=call.name,
                    given=suggestions.shown(key),
                    known=", ".join(sorted(places)) or wording.text("diagnostics.unknown-words.none"),
                )


_OF_CITY = frozenset(f"{{{name}:{form}}}" for name in NOUNS for case in CASES for form in (case, case.capitalize()))
"""The places that any text may have: the words of the city in their cases."""


def _places(text: str) -> set[str] | None:
    """Return the places for values in a text, such as `{on:day}`; None if its braces are wrong."""
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    if any(part[3] or ((part[2] or "").startswith("plural:") and (part[2] or "").count("|") != 2) for part in parts):
        return None
    return {f"{{{name}:{form.partition(':')[0]}}}" if form else f"{{{name}}}" for _, name, form, _ in parts}
