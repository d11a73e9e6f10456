"""A city with two acts, norms with days, categories and MAX: its records, its verdicts on a day, its pages."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import yaml
from reestr.intake.new_city.starting_point import offered_network
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.open_data.documents import act_file
from reestr.publishing.site.pages import act as act_page
from reestr.publishing.site.pages import requirement as requirement_page
from reestr.publishing.site.pages import section_pages
from reestr.records.loading.load import load
from reestr.registry.norms import NEVER, Period
from reestr.registry.registry import Registry
from reestr.wording.clause_text import cited, clause_words

from tests.unit.pages_factory import view_of
from tests.unit.project import copy_of_base

REGION = """\
id: reg-12
document: распоряжение
number: "12"
date: "2025-12-05"
issuer: правительство Примерской области
title: О страницах организаций области
effective_on: "2026-01-01"
replaces: [reg-7]
blocks:
  - {id: "3", part: order, kind: clause, number: I.3, text: "Вести страницы также в мессенджере MAX."}
  - {id: "5", part: order, kind: clause, number: "5)", text: "Создать страницы в течение двух недель."}
"""
EARLIER = """\
id: reg-7
document: распоряжение
number: "7"
date: "2020-03-02"
issuer: правительство Примерской области
title: О страницах организаций
effective_on: "2020-03-10"
until: "2025-12-31"
blocks:
  - {id: "1", part: order, kind: clause, number: "1", text: "Отвечать на обращения за семь дней."}
"""
OLD_DUTY = """\
title: Обращения разобраны за семь дней
clauses: ["reg-7#1"]
obliged: [organization]
force: informative
statement: Ответ дан.
unchecked: Прежний акт.
edition: public
order: 9
"""


@pytest.fixture
def city(tmp_path: Path) -> Registry:
    """The base case with a regional act and the one it replaced."""
    data = copy_of_base(tmp_path)
    data = data if (data / "act.yaml").is_file() else data / "data"
    (data / "acts").mkdir()
    (data / "acts" / "reg-12.yaml").write_text(REGION, encoding="utf-8")
    (data / "acts" / "reg-7.yaml").write_text(EARLIER, encoding="utf-8")
    (data / "requirements" / "seven-days.yaml").write_text(OLD_DUTY, encoding="utf-8")
    record = yaml.safe_load((data / "requirements" / "accounts-exist.yaml").read_text(encoding="utf-8"))
    record["clauses"].append("reg-12#5")
    record["parameters"]["grace_days"] = {
        "norms": [{"value": 30, "clause": "p.1"}, {"value": 14, "clause": "reg-12#5"}],
        "judged_by": {"act": "reg-12", "basis": "registry-setting", "explanation": "Областной акт требует большего."},
        "basis": "decree",
        "explanation": "Сколько дней даётся на создание страниц.",
    }
    (data / "requirements" / "accounts-exist.yaml").write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")
    network = yaml.safe_load(offered_network("max"))
    network |= {"required": True, "required_periods": [{"from": "2026-01-01", "clause": "reg-12#3"}]}
    (data / "networks" / "max.yaml").write_text(yaml.safe_dump(network, allow_unicode=True), "utf-8")
    loaded = load(data)
    assert [f"{item.location.file}: {item.message}" for item in loaded.diagnostics] == []
    assert loaded.registry is not None
    return loaded.registry


def test_each_day_is_judged_by_the_acts_of_that_day(city: Registry) -> None:
    def of(day: str) -> dict[str, tuple[Outcome, str]]:
        findings = assess(city, datetime.date.fromisoformat(day)).by_requirement["accounts-exist"]
        return {item.subject.id: (item.outcome, item.verdict.reason) for item in findings}

    assert of("2025-12-31")["library-1"] == (Outcome.MET, "met")
    # Fourteen days of grace by the regional act, not the thirty of the city's own.
    assert of("2026-01-01")["library-1"] == (Outcome.NOT_DUE, "grace-demanded")
    assert of("2026-01-15")["library-1"] == (Outcome.NOT_DUE, "grace-demanded")
    assert of("2026-01-16")["library-1"] == (Outcome.BREACH, "missing")
    # Before the city's own act took effect, nothing was in force.
    assert of("2024-01-31")["library-1"] == (Outcome.NOT_APPLICABLE, "common.not-yet")


def test_a_requirement_of_a_replaced_act_ends_with_it(city: Registry) -> None:
    duty = city.requirements["seven-days"]
    assert duty.in_force == (Period(datetime.date(2020, 3, 10), datetime.date(2025, 12, 31)),)
    assert not duty.is_in_force(datetime.date(2026, 1, 1))
    assert not NEVER.has_days and NEVER.changes == ()


def test_clauses_of_each_act_are_cited_with_it(city: Registry) -> None:
    duty = city.requirements["accounts-exist"]
    assert "распоряжение от 05.12.2025 № 12" in cited(duty, city.act)
    assert clause_words("reg-12#3", city.act) == "п. I.3 (распоряжение от 05.12.2025 № 12)"
    assert clause_words("reg-99#1", city.act) == "reg-99#1"
    assert city.act.find("p.1") == (city.act, city.act.blocks["p.1"])


def test_every_act_has_a_page_and_the_first_one_lists_them(city: Registry) -> None:
    view = view_of(city)
    main = act_page.build(view).body
    assert "Все акты" in main
    assert 'href="../acts/reg-12/"' in main
    assert "Заменён: распоряжение от 05.12.2025 № 12" in main.replace("\N{NO-BREAK SPACE}", " ")
    further = act_page.build_further(view, city.act.others["reg-12"])
    assert further.path == "acts/reg-12/"
    assert 'id="5"' in further.body and "Создать страницы в течение двух недель." in further.body
    assert 'href="../../requirements/accounts-exist/"' in further.body
    files = {file.path: json.loads(file.content) for file in act_file(view)}
    assert sorted(files) == ["api/v1/act.json", "api/v1/acts/reg-12.json", "api/v1/acts/reg-7.json"]
    blocks = {block["id"]: block["requirements"] for block in files["api/v1/acts/reg-12.json"]["act"]["blocks"]}
    assert blocks == {"3": [], "5": ["accounts-exist"]}
    page = requirement_page.build(view, city.requirements["accounts-exist"]).body
    assert 'href="../../acts/reg-12/#5"' in page
    assert "Нормы двух актов расходятся" in page
    assert all(shown.body for _, shown in section_pages(view))
