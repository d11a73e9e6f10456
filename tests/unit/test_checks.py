"""All rules: the tables cover every outcome and text, and no city gives another one."""

from __future__ import annotations

import datetime
import importlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr import wording
from reestr.judging.catalogue import FAMILIES, bound
from reestr.judging.finding import Finding, Outcome
from reestr.judging.rule import AccountRule, CityRule, OrganizationRule
from reestr.judging.run import assess
from reestr.registry.registry import Registry
from reestr.registry.rule_calls import CALLS_BY_CHECK, call_of
from reestr.wording import finding_text

from tests.depth import times
from tests.unit import (
    test_checks_account,
    test_checks_city,
    test_checks_machine,
    test_checks_norms,
    test_checks_organization,
    test_checks_paperwork,
)
from tests.unit.check_case import finding_of
from tests.unit.possible_outcomes import possible_outcomes
from tests.unit.random_registry import registries
from tests.unit.registry_factory import (
    FACTS,
    ago,
)
from tests.unit.requirement_factory import PARAMETERS, RULES, requirement

CASES = (
    *test_checks_city.CASES,
    *test_checks_organization.CASES,
    *test_checks_paperwork.CASES,
    *test_checks_account.CASES,
    *test_checks_machine.CASES,
    *test_checks_norms.CASES,
)
RUNNER_REASONS = (
    *("common.no-account", "common.no-account-see", "common.closed", "common.exempt", "common.to-come"),
    *("common.blocked", "common.hijacked", "common.other-page", "common.gone"),
    *("common.later-records", "common.owner-undated"),
    *("common.not-yet", "common.no-longer", "common.no-norm"),
)
#: Reasons that no check of the first act gives; `test_rule_arguments.py` has the cases.
OF_OTHER_ARGUMENTS: Mapping[str, set[str]] = {
    "common": {"other-networks"},
    "present.one": {"met", "missing"},
    "assigned": {"met", "not-done", "unknown", "overdue", "late", "unproven", "open", "none"},
    "notified": {"met", "not-sent", "late", "open", "no-change"},
    "attested": {"not-renewed"},
}
REQUIREMENTS = sorted((Path(__file__).parents[2] / "data" / "requirements").glob("*.yaml"))
RECORDS: Mapping[str, Mapping[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in REQUIREMENTS
}


@pytest.mark.parametrize("check", RULES)
def test_tables_show_every_outcome_of_a_check(check: str) -> None:
    shown = {
        item.outcome
        for item in CASES
        if item.check == check and (item.reason not in RUNNER_REASONS or item.outcome in RULES[check].outcomes)
    }
    assert shown == RULES[check].outcomes


@pytest.mark.parametrize("name", FAMILIES)
def test_a_rule_explains_itself(name: str) -> None:
    documentation = importlib.import_module(f"reestr.judging.rules.{name}").__doc__ or ""
    assert documentation.startswith(f"{name}: ")
    assert "Met:" in documentation


def test_catalogue_holds_the_reasons_of_the_tables_and_no_other() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for example in CASES:
        section, _, key = example.reason.rpartition(".")
        rule = CALLS_BY_CHECK[example.check]
        variant = FAMILIES[rule.name].variant_of(rule)
        special = variant and wording.has(f"findings.{rule.name}.{variant}.{key}")
        used[section or (f"{rule.name}.{variant}" if special else rule.name)].add(key)
    catalogue: dict[str, set[str]] = {}
    for name, texts in wording.section("findings").items():
        if name not in ("facts", "counts", "looks", "periods"):
            assert isinstance(texts, Mapping)
            plain = {key for key, text in texts.items() if isinstance(text, str)}
            catalogue |= {name: plain} if plain else {}
            catalogue |= {f"{name}.{key}": set(item) for key, item in texts.items() if isinstance(item, Mapping)}
    assert {name: keys - used[name] for name, keys in catalogue.items() if keys - used[name]} == OF_OTHER_ARGUMENTS
    assert {name: keys - catalogue[name] for name, keys in used.items() if keys - catalogue[name]} == {}
    named = wording.section("findings")["facts"]
    assert isinstance(named, Mapping)
    assert set(FACTS) < set(named)


def test_facts_of_verdicts_have_words() -> None:
    facts = {fact for example in CASES for fact in facts_of(finding_of(example))}
    assert facts
    assert [fact for fact in facts if not wording.has(f"findings.facts.{fact}")] == []


def facts_of(finding: Finding) -> Iterator[str]:
    facts = finding.verdict.values.get("facts", ())
    assert isinstance(facts, tuple)
    yield from facts


@pytest.mark.parametrize("identifier", RECORDS)
def test_the_citys_requirements_fit_the_rules(identifier: str) -> None:
    record = RECORDS[identifier]
    call = call_of(record)
    if call is None:
        assert record["unchecked"]
        return
    assert call == CALLS_BY_CHECK[identifier]
    kinds = {"city": CityRule, "organization": OrganizationRule, "account": AccountRule}
    assert isinstance(bound(call), kinds[record["subject"]])
    parameters = record.get("parameters", {})
    for parameter, usual in PARAMETERS.get(identifier, {}).items():
        value = parameters[parameter]["value"]
        assert type(tuple(value) if isinstance(value, list) else value) is type(usual)


near = st.integers(-10, 20).map(ago)


@settings(max_examples=times(60), deadline=None)
@given(registries(), near)
def test_no_city_makes_a_check_say_more_than_it_declares(built: Registry, as_of: datetime.date) -> None:
    findings = assess(built, as_of).findings
    assert {finding.requirement for finding in findings} == set(RULES)
    for finding in findings:
        assert finding.outcome in possible_outcomes(built.requirements[finding.requirement])
        assert finding.verdict.evidence
        assert "{" not in finding_text.reason(finding, built.words)
    assert assess(built, as_of).findings == findings


def test_outcomes_the_runner_adds() -> None:
    assert possible_outcomes(requirement("officer-appointed")) == RULES["officer-appointed"].outcomes
    assert Outcome.EXEMPT not in possible_outcomes(requirement("registry-current"))
    assert {Outcome.EXEMPT, Outcome.NOT_APPLICABLE} < possible_outcomes(requirement("extras"))


def test_a_check_declares_the_parameters_it_reads() -> None:
    """The tables reach every branch with these parameters alone: a check that read another would fail there."""
    declared = {
        name: {**check.parameters, **dict.fromkeys(check.settings, bool)}
        for name, check in RULES.items()
        if check.parameters
    }
    used = {name: {key: type(value) for key, value in usual.items()} for name, usual in PARAMETERS.items()}
    assert declared == {
        name: {key: list if kind is tuple else kind for key, kind in kinds.items()} for name, kinds in used.items()
    }
