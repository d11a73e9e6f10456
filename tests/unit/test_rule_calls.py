"""How a requirement names its rule: what is wrong is told at its place, with what can be written instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from reestr.judging.catalogue import FAMILIES
from reestr.records import schemas
from reestr.records.loading.load import load

from tests.unit.project import copy_of_base

FILE = "data/requirements/accounts-exist.yaml"
RULE = "rule: {name: present}"


def _diagnostics(folder: Path, rule: str, more: str = "") -> list[tuple[str, str, str]]:
    file = copy_of_base(folder) / FILE
    text = file.read_text(encoding="utf-8").replace(RULE, rule + more)
    file.write_text(text, encoding="utf-8")
    return [(item.code, item.path, f"{item.message} {item.help}") for item in load(file.parents[1]).diagnostics]


@pytest.mark.parametrize(
    ("rule", "code", "path", "said"),
    [
        ("rule: {name: presence}", "unknown-rule", "/rule/name", "present"),
        ("rule: {name: present, kind: portal-post}", "wrong-argument", "/rule/kind", "all_of, one_of"),
        ("rule: {name: exempted, networks: [vk]}", "wrong-argument", "/rule/networks", "доводов нет"),
        ("rule: {name: present, one_of: [vk, okk]}", "wrong-argument", "/rule/one_of/1", "ok"),
        ("rule: {name: present, one_of: [vk], all_of: [ok]}", "wrong-argument", "/rule/name", "all_of, one_of"),
        ("rule: {name: observed}", "wrong-argument", "/rule/name", "all_of, any_of"),
        ("rule: {name: observed, all_of: [avatr]}", "wrong-argument", "/rule/all_of/0", "avatar"),
        ("rule: {name: attested}", "wrong-argument", "/rule/name", "field"),
        ("rule: {name: appointed}", "wrong-argument", "/rule/name", "who"),
        ("rule: {name: assigned}", "wrong-argument", "/rule/name", "kind"),
        ("rule: {name: notified}", "wrong-argument", "/rule/name", "city-hall"),
        ("rule: {name: status}", "wrong-argument", "/rule/name", "state_mark"),
        ("rule: {name: observed, all_of: [avatar], any_of: [apps]}", "wrong-argument", "/rule/name", "all_of, any_of"),
        ("rule: {name: attested, field: state_mark}", "wrong-argument", "/rule/field", "moderation"),
        ("rule: {name: attested, field: security.password}", "not-in-list", "/rule/field", "security.two_factor"),
        ("rule: {name: assigned, kind: no-such-kind}", "wrong-argument", "/rule/kind", "information-request"),
        ("rule: {name: notified, to: nobody}", "wrong-argument", "/rule/to", "city-hall"),
        ("rule: present", "wrong-type", "/rule", "группа"),
        ("rule: {name: present, one_of: vk}", "wrong-type", "/rule/one_of", "[vk"),
        ("rule: {name: present, one_of: []}", "not-in-list", "/rule/one_of", "хотя бы"),
        ("rule: {name: present, level: high}", "unknown-field", "/rule/level", "level"),
        ("rule: {one_of: [vk]}", "missing-field", "/rule/name", "reestr explain rule"),
    ],
)
def test_a_wrong_rule_is_told_at_its_place(tmp_path: Path, rule: str, code: str, path: str, said: str) -> None:
    found = _diagnostics(tmp_path, rule)
    assert found
    here = [text for found_code, found_path, text in found if found_path == path]
    assert here, found
    if code != "not-in-list":
        assert (code, path) in [(item[0], item[1]) for item in found], found
    assert any(said in text for text in here), here


@pytest.mark.parametrize(
    ("words", "path", "said"),
    [
        ('\nreasons: {mising: "Нет."}', "/reasons/mising", "missing"),
        ('\nreasons: {missing: "Нет в {cities}."}', "/reasons/missing", "{networks:list}"),
        ('\nreasons: {missing: "Нет в {networks:plural:а|б}."}', "/reasons/missing", "{networks:list}"),
        ('\nreasons: {missing: "Нет в {networks:list."}', "/reasons/missing", "{networks:list}"),
        ('\ntasks: {again: "Снова {what}"}', "/tasks/again", "ничего"),
        ('\ntasks: {later: "Потом"}', "/tasks/later", "again"),
    ],
)
def test_wrong_words_are_told_at_their_place(tmp_path: Path, words: str, path: str, said: str) -> None:
    ((code, found, text),) = _diagnostics(tmp_path, RULE, words)
    assert (code, found) == ("unknown-words", path)
    assert said in text


def test_words_of_the_requirement_may_use_the_words_of_the_city(tmp_path: Path) -> None:
    said = (
        '\nreasons: {missing: "Нет страницы в {networks:list}: так решила {hall:nominative}."}\ntasks: {first: Завести}'
    )
    assert _diagnostics(tmp_path, RULE, said) == []


def test_a_period_of_the_calendar_is_one_of_its_names(tmp_path: Path) -> None:
    rule = "rule: {name: attested, field: moderation, renewed: calendar}"
    file = copy_of_base(tmp_path) / FILE
    text = file.read_text(encoding="utf-8").replace(RULE, rule).replace("subject: organization", "subject: account")
    file.write_text(text.replace("grace_days", "renewed_every").replace("value: 30", "value: week"), encoding="utf-8")
    (found,) = load(file.parents[1]).diagnostics
    assert (found.code, found.path) == ("missing-parameter", "/parameters/renewed_every/value")
    assert "quarter" in found.message


def test_the_schema_offers_every_rule_and_the_arguments_that_the_rules_take() -> None:
    name = schemas.field("requirement", "/rule/name")
    assert set(name.examples) == set(FAMILIES)
    offered = schemas.field("requirement", "/rule").examples
    assert {call["name"] for call in offered} == set(FAMILIES)  # type: ignore[index]  # a group
    taken: dict[str, set[str]] = {}
    for family in FAMILIES.values():
        for argument, what in family.arguments.items():
            taken.setdefault(argument, set()).update(what.values)
    fields = {field.name: set(field.labels) for field in schemas.field("requirement", "/rule").fields}
    del fields["name"]
    assert fields == taken
