"""What holds for all checks: the tables leave out no outcome and no text, and no city makes a check say more."""

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
from reestr.judging.catalogue import CHECKS, possible_outcomes
from reestr.judging.check import AccountCheck, CityCheck, OrganizationCheck
from reestr.judging.finding import Finding, Outcome
from reestr.judging.run import assess
from reestr.registry.account import Attestation, DatedStatus, Moderation, Observation
from reestr.registry.city import Appointment
from reestr.registry.organization import AccountsPage
from reestr.registry.paperwork import Addressee
from reestr.registry.registry import Registry
from reestr.wording import finding_text

from tests.depth import times
from tests.unit import test_checks_account, test_checks_city, test_checks_organization, test_checks_paperwork
from tests.unit.check_case import finding_of
from tests.unit.registry_factory import (
    AS_OF,
    FACTS,
    WEEKS,
    account,
    act,
    activity,
    ago,
    assignment,
    city,
    count,
    exemption,
    no_plan,
    not_done,
    notice,
    organization,
    plan,
    publication,
    registry,
    responsible,
    result,
)
from tests.unit.requirement_factory import PARAMETERS, requirement

CASES = (
    *test_checks_city.CASES,
    *test_checks_organization.CASES,
    *test_checks_paperwork.CASES,
    *test_checks_account.CASES,
)
RUNNER_REASONS = ("common.no-account", "common.no-account-see", "common.closed", "common.exempt")
REQUIREMENTS = sorted((Path(__file__).parents[2] / "data" / "requirements").glob("*.yaml"))
RECORDS: Mapping[str, Mapping[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in REQUIREMENTS
}


@pytest.mark.parametrize("check", CHECKS)
def test_tables_show_every_outcome_of_a_check(check: str) -> None:
    shown = {
        item.outcome
        for item in CASES
        if item.check == check and (item.reason not in RUNNER_REASONS or item.outcome in CHECKS[check].outcomes)
    }
    assert shown == CHECKS[check].outcomes


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_explains_itself(check: str) -> None:
    module = CHECKS[check].judge.__module__
    assert module == f"reestr.judging.rules.{check.replace('-', '_')}"
    documentation = importlib.import_module(module).__doc__ or ""
    assert documentation.startswith(f"{check} (clause")
    assert "Met:" in documentation


def test_catalogue_holds_the_reasons_of_the_tables_and_no_other() -> None:
    used = defaultdict(set)
    for example in CASES:
        section, _, key = example.reason.rpartition(".")
        used[section or example.check].add(key)
    catalogue = {name: set(texts) for name, texts in wording.section("findings").items() if isinstance(texts, Mapping)}
    named = catalogue.pop("facts")
    assert catalogue == used
    assert set(FACTS) < named


def test_facts_of_verdicts_have_words() -> None:
    facts = {fact for example in CASES for fact in facts_of(finding_of(example))}
    assert facts
    assert [fact for fact in facts if not wording.has(f"findings.facts.{fact}")] == []


def facts_of(finding: Finding) -> Iterator[str]:
    facts = finding.verdict.values.get("facts", ())
    assert isinstance(facts, tuple)
    yield from facts


@pytest.mark.parametrize("identifier", RECORDS)
def test_the_citys_requirements_fit_the_checks(identifier: str) -> None:
    record = RECORDS[identifier]
    name = record.get("check")
    if name is None:
        assert record["unchecked"]
        return
    check = CHECKS[name]
    kinds = {"city": CityCheck, "organization": OrganizationCheck, "account": AccountCheck}
    assert isinstance(check, kinds[record["subject"]])
    parameters = record.get("parameters", {})
    for parameter, usual in PARAMETERS.get(name, {}).items():
        value = parameters[parameter]["value"]
        assert type(tuple(value) if isinstance(value, list) else value) is type(usual)
    # A miss of what is only recommended is never a breach.
    assert record["force"] == "mandatory" or Outcome.BREACH not in check.outcomes


days = st.none() | st.integers(-40, 400).map(ago)
near = st.integers(-10, 20).map(ago)
flags = st.none() | st.booleans()
letters = st.none() | st.builds(Appointment, st.just("письмо"), st.sampled_from(("", "41")), days)
tokens = st.none() | st.just("есть")
looks = st.sampled_from((None, "officer", "organization"))
statuses = ("confirmed", "absent", "connected", "not-connected", "unknown", None)
dated = st.builds(DatedStatus, st.sampled_from(statuses), days, days)
attested = st.none() | st.builds(Attestation, flags, tokens, days)
observed = st.none() | st.builds(
    Observation, days, looks, st.dictionaries(st.sampled_from(FACTS), st.booleans(), min_size=8)
)
counted = st.builds(
    count, removed=st.integers(0, 2), gospabliki=st.integers(0, 2), text=st.integers(0, 3), photo=st.integers(0, 1)
)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """A city of one school with anything on record, on any side of every term."""
    accounts = [
        account(
            identifier,
            closed=draw(st.booleans()),
            opened_on=draw(days),
            closed_on=draw(days),
            state_mark=draw(dated),
            gospabliki=draw(dated),
            observed=draw(observed),
            moderation=draw(st.none() | st.builds(Moderation, tokens, days, tokens)),
            credentials=draw(attested),
            two_factor=draw(attested),
            reviewed_on=draw(days),
        )
        for identifier in draw(st.lists(st.sampled_from(("school-vk", "school-ok", "school-tg")), unique=True))
    ]
    networks = st.sampled_from(((), ("vk",), ("ok",)))
    exempted = st.builds(
        exemption,
        st.sampled_from(("annex", "agreement")),
        networks,
        clause=st.sampled_from((None, "annex-1", "p.1")),
        letter=letters,
        since=days,
        until=days,
    )
    persons = st.builds(responsible, st.none() | near.map(datetime.date.isoformat), letters, st.none() | near.map(str))
    history = tuple(draw(st.lists(persons, max_size=3)))
    changes = st.sampled_from([item.since for item in history if item.since] or [AS_OF])
    school = organization(
        has_site=draw(flags),
        since=draw(days),
        closed=draw(st.booleans()) and draw(st.booleans()),
        exemptions=tuple(draw(st.lists(exempted, max_size=2))),
        responsible=history,
        responsible_known=bool(history) or draw(st.booleans()),
        accounts_page=draw(
            st.none() | st.builds(AccountsPage, tokens, days, st.sampled_from(((), ("school-vk", "school-ok"))))
        ),
        reviewed_on=draw(days),
    )
    done = st.none() | st.builds(result, st.none() | near, tokens, tokens) | st.builds(not_done, near)
    tasks = [
        assignment("portal-post", draw(near), Addressee(None, "school-vk", draw(done)), id="post"),
        assignment("information-request", draw(near), Addressee("school", None, draw(done)), id="ask"),
        assignment("centre-request", draw(near), id="centre", answered_on=draw(days), answer_document=draw(tokens)),
    ]
    plans = [
        plan(
            month,
            draw(st.none() | near.map(str)),
            *draw(st.lists(st.sampled_from((None, "в целях в целях")), max_size=2)),
        )
        for month in draw(st.lists(st.sampled_from(("2026-10", "2026-11", "2026-12")), unique=True))
    ]
    if draw(st.booleans()):
        plans = [item for item in plans if item.month != "2026-11"] + [no_plan("2026-11", draw(near))]
    drafted = st.frozensets(st.sampled_from(("vk", "ok", "tg")))
    return registry(
        [requirement(check) for check in CHECKS],
        of_city=city(officer=None) if draw(st.booleans()) else city(),
        of_act=act(publications=tuple(publication(day) for day in draw(st.lists(days, max_size=2)))),
        organizations=(school,),
        accounts=accounts,
        years=activity(draw(st.dictionaries(st.sampled_from(WEEKS), counted))),
        plans=plans,
        assignments=draw(st.lists(st.sampled_from(tasks), unique_by=lambda item: item.id)),
        notices=[
            notice(to, draw(changes), draw(near), to)
            for to in draw(st.lists(st.sampled_from(("city-hall", "regional-centre")), unique=True))
        ],
        pending={"school": draw(drafted)},
    )


@settings(max_examples=times(60), deadline=None)
@given(registries(), near)
def test_no_city_makes_a_check_say_more_than_it_declares(built: Registry, as_of: datetime.date) -> None:
    findings = assess(built, as_of).findings
    assert {finding.requirement for finding in findings} == set(CHECKS)
    for finding in findings:
        assert finding.outcome in possible_outcomes(finding.requirement)
        assert finding.verdict.evidence
        assert "{" not in finding_text.reason(finding)
    assert assess(built, as_of).findings == findings


def test_outcomes_the_runner_adds() -> None:
    assert possible_outcomes("officer-appointed") == CHECKS["officer-appointed"].outcomes
    assert Outcome.EXEMPT not in possible_outcomes("registry-current")
    assert {Outcome.EXEMPT, Outcome.NOT_APPLICABLE} < possible_outcomes("extras")


def test_a_check_declares_the_parameters_it_reads() -> None:
    """The tables reach every branch with these parameters alone: a check that read another would fail there."""
    declared = {name: dict(check.parameters) for name, check in CHECKS.items() if check.parameters}
    used = {name: {key: type(value) for key, value in usual.items()} for name, usual in PARAMETERS.items()}
    assert declared == {
        name: {key: list if kind is tuple else kind for key, kind in kinds.items()} for name, kinds in used.items()
    }
