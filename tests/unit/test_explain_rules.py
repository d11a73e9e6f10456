"""What `reestr explain rule` and docs/acts.md say of the rules is so: each example can be written down, each record
judged.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr import wording
from reestr.cli.reports import explain_rule
from reestr.judging.catalogue import FAMILIES, bound
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.records.loading.load import Loaded, load
from reestr.records.reader import read
from reestr.registry.rule_calls import RuleCall, call

from tests.unit.project import ROOT, copy_of_base, reestr_here

#: The part of docs/acts.md that is made of the words of the rules.
BEGIN, END = "<!-- rules: made by tests/unit/test_explain_rules.py -->", "<!-- /rules -->"
BASE_REQUIREMENT = "requirements/accounts-exist.yaml"
VALUES: Mapping[str, object] = {
    "renewed_every": "quarter", "word_list": ["в целях", "осуществляется"], "max_per_text": 1, "formats": 3, "weeks": 4,
    "counts_gospabliki": True, "counts_reposts": False, "machine_first": False, "posts_per_week": 2, "weeks_judged": 4,
    "count_grace_days": 7, "grace_days": 5, "evidence_period_days": 365, "term_working_days": 3,
}  # fmt: skip


def _entry(name: str) -> Any:
    return wording.section("rules")[name]


def _data(content: bytes) -> dict[str, Any]:
    document, problems = read(content, "")
    assert document is not None, problems
    return document.data


def _city(folder: Path, rule: RuleCall, *parts: Mapping[str, Any], whole: bool = False) -> Loaded:
    """The base case with one requirement, judged by a rule, and the records that an example shows."""
    data = copy_of_base(folder) / "data"
    made = bound(rule)
    base = _data((data / BASE_REQUIREMENT).read_bytes())
    subject = type(made).__name__.removesuffix("Rule").lower()
    names = (*made.parameters, *made.settings)
    parameters = {
        name: {"value": VALUES.get(name, 90), "basis": "registry-setting", "explanation": "Проба."} for name in names
    }
    arguments = {name: list(value) if isinstance(value, tuple) else value for name, value in rule.arguments}
    base = {**base, "rule": {"name": rule.name, **arguments}, "subject": subject, "parameters": parameters}
    (data / BASE_REQUIREMENT).write_text(yaml.safe_dump(base, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for part in parts:
        file = data / part["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        before = _data(file.read_bytes()) if file.is_file() and not whole else {}
        after = {**before, **_data(part["text"].encode())}
        file.write_text(yaml.safe_dump(after, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load(data)


def _shown(name: str) -> RuleCall:
    shown = _entry(name)["shown"]
    return call(name, **{key: tuple(item) if isinstance(item, list) else item for key, item in shown.items()})


@pytest.mark.parametrize("name", FAMILIES)
def test_every_example_of_a_rule_can_be_written_down(name: str, tmp_path: Path) -> None:
    for number, example in enumerate(explain_rule.examples(name)):
        loaded = _city(tmp_path / str(number), example)
        assert [item.code for item in loaded.diagnostics if item.path.startswith(("/rule", "/param", "/subj"))] == []
        assert loaded.registry is not None, loaded.diagnostics
        assert loaded.registry.requirements["accounts-exist"].rule == example
    shown = {argument for example in explain_rule.examples(name) for argument, _ in example.arguments}
    assert shown == set(FAMILIES[name].arguments)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_rule_is_met_by_the_one_record_and_not_by_the_other(name: str, tmp_path: Path) -> None:
    entry = _entry(name)
    outcomes = {}
    for side in ("passes", "fails"):
        beside = [entry["beside"]] if "beside" in entry else []
        loaded = _city(tmp_path / side, _shown(name), *beside, entry[side], whole=entry.get("whole", False))
        registry = loaded.registry
        assert registry is not None and registry.city.frozen_on is not None, loaded.diagnostics
        findings = assess(registry, registry.city.frozen_on).by_requirement["accounts-exist"]
        folder, _, rest = entry[side]["file"].removesuffix(".yaml").partition("/")
        record = rest.partition("/")[0] if folder in ("accounts", "organizations", "activity") else "library-1"
        own = [item for item in findings if item.subject.id in (record, "")]
        outcomes[side] = {
            item.outcome for item in own or [item for item in findings if item.organization == "library-1"]
        }
    assert outcomes["passes"] == {Outcome.MET}
    assert len(outcomes["fails"]) == 1
    assert outcomes["fails"] <= {Outcome.BREACH, Outcome.ADVICE, Outcome.UNCONFIRMED}


def test_every_rule_and_parameter_has_words_and_no_other() -> None:
    entries = set(wording.section("rules")) - {"parameters", "installed"}
    assert entries == set(FAMILIES)
    read = {
        parameter
        for name in FAMILIES
        for example in explain_rule.examples(name)
        for parameter in (*bound(example).parameters, *bound(example).settings)
    }
    assert read == set(wording.section("rules")["parameters"])  # type: ignore[call-overload]  # a mapping


@pytest.mark.parametrize("name", FAMILIES)
def test_a_rule_is_explained_on_the_terminal(name: str) -> None:
    done = reestr_here("explain", "rule", name, folder=ROOT)
    assert done.returncode == 0, done.stderr
    for part in (*FAMILIES[name].arguments, "Исполнено, если", "Не исполнено, если"):
        assert part in done.stdout


def test_rules_are_listed_and_nearest_names_are_told() -> None:
    assert len(reestr_here("explain", "rule", folder=ROOT).stdout.splitlines()) == len(FAMILIES)
    wrong = reestr_here("explain", "rule", "atested", folder=ROOT)
    assert wrong.returncode == 2 and "attested" in wrong.stderr
    assert reestr_here("explain", "duplicate-key", "more", folder=ROOT).returncode == 2


def test_the_guide_shows_the_rules_as_they_are() -> None:
    """After a change of the words: `REESTR_TEST_UPDATE_GOLDEN=1 .venv/bin/python -m pytest` with this file."""
    file = ROOT / "docs/acts.md"
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert end
    made = f"{before}{BEGIN}\n{explain_rule.markdown()}{END}{after}"
    if os.environ.get("REESTR_TEST_UPDATE_GOLDEN"):
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made
    assert [name for name in FAMILIES if f"### `{name}`" not in made] == []
