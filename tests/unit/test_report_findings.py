"""The report of `assess`: the contract of its JSON; a table that fits the terminal and needs no colour."""

from __future__ import annotations

import json
import re

import pytest
from reestr.cli.reports import findings_json, findings_text
from reestr.judging.finding import Outcome
from reestr.judging.run import Assessment, assess
from reestr.publishing.documents.manifest import Provenance
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry

from tests.unit import registry_factory as make
from tests.unit.papers_factory import COMMIT
from tests.unit.requirement_factory import requirement

FROM = Provenance(COMMIT, (), "0" * 64)


@pytest.fixture
def registry() -> Registry:
    schools = [
        make.organization("a", short_name="Школа № 1"),
        make.organization("b", name="Очень длинное название \x1b[31m" + "школы " * 20),
        make.organization("c", short_name="学校" * 30, since=make.ago(400)),
    ]
    accounts = [make.account("a-vk"), make.account("a-ok"), make.account("b-vk", observed=None)]
    return make.registry(
        [requirement("accounts-exist"), requirement("page-passport"), requirement("officer-appointed")],
        organizations=schools,
        accounts=accounts,
    )


@pytest.fixture
def assessment(registry: Registry) -> Assessment:
    return assess(registry, make.AS_OF)


def test_json_follows_the_contract(registry: Registry, assessment: Assessment) -> None:
    value = json.loads("".join(findings_json.render(registry, assessment, "internal", FROM)))
    assert list(value) == ["as_of", "edition", "records", "findings", "summary"]
    assert value["records"]["commit"] == COMMIT.id
    assert value["as_of"] == make.AS_OF.isoformat()
    assert len(value["findings"]) == len(assessment.findings)
    for item in value["findings"]:
        assert {"requirement", "clause", "subject", "outcome", "reason", "evidence"} <= set(item)
        for place in item["evidence"]:
            assert set(place) == {"record", "path", "file", "line"}


def test_the_summary_adds_up(registry: Registry, assessment: Assessment) -> None:
    summary = json.loads("".join(findings_json.render(registry, assessment, "internal", FROM)))["summary"]
    assert summary["findings"] == sum(summary["outcomes"].values()) == len(assessment.findings)
    assert set(summary["outcomes"]) == {outcome.value for outcome in Outcome}
    assert set(summary["by_organization"]) == {"a", "b", "c"}
    # All requirements are mandatory here; what is not confirmed is not checked.
    assert summary["mandatory_outcomes"] == summary["outcomes"]
    known = ("breach", "advice", "met")
    assert summary["mandatory_checked"] == sum(summary["outcomes"][outcome] for outcome in known)
    for outcome, count in summary["outcomes"].items():
        assert sum(row[outcome] for row in summary["by_requirement"].values()) == count


def test_json_of_no_findings_is_json() -> None:
    value = json.loads("".join(findings_json.render(make.registry([]), Assessment(make.AS_OF, ()), "internal", FROM)))
    assert value["findings"] == []


@pytest.mark.parametrize("width", [80, 100])
def test_the_table_fits_and_names_everybody(registry: Registry, assessment: Assessment, width: int) -> None:
    text = findings_text.render(registry, assessment, "internal", FROM, width=width)
    lines = text.splitlines()
    wide = [sum(2 if "\u4e00" <= character <= "\u9fff" else 1 for character in line) for line in lines]
    assert max(wide) <= width
    assert "Школа № 1" in text
    assert "16\xa0ноября 2026" in text
    assert "не подтверждено" in text


def test_control_characters_are_visible_and_colour_comes_only_when_asked(
    registry: Registry, assessment: Assessment
) -> None:
    plain = findings_text.render(registry, assessment, "internal", FROM)
    assert "\x1b" not in plain
    assert "<U+001B>" in plain
    coloured = findings_text.render(registry, assessment, "internal", FROM, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_the_worst_come_first(registry: Registry, assessment: Assessment) -> None:
    text = findings_text.render(registry, assessment, "internal", FROM)
    below = text[text.index("По обязанностям") :]
    assert below.index("Очень длинное") < below.index("Школа № 1")


@pytest.mark.parametrize(("edition", "named"), [("public", "Редакция открытая"), ("internal", "Редакция внутренняя")])
def test_the_report_names_its_edition(registry: Registry, assessment: Assessment, edition: Edition, named: str) -> None:
    assert named in findings_text.render(registry, assessment, edition, FROM)
