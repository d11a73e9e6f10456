"""MAX, Telegram and RuTube, which a city may take: records like ours, their real addresses, the owner's INN in them."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
import yaml
from reestr.intake.new_city.starting_point import OFFERED_NETWORKS, offered_network
from reestr.publishing.open_data.address_checker import check_file
from reestr.records.loading.city_records import network
from reestr.records.validation import schema
from reestr.records.validation.network_rules import rules_of
from reestr.registry.addresses import Address, Refusal, form_faults, read_address
from reestr.registry.origin import Origin

from tests.unit import registry_factory as make
from tests.unit.pages_factory import view_of

RECORDS: dict[str, dict[str, Any]] = {name: yaml.safe_load(offered_network(name)) for name in OFFERED_NETWORKS}
RULES = tuple(rules_of(name, record) for name, record in RECORDS.items())


@pytest.mark.parametrize("name", OFFERED_NETWORKS)
def test_an_offered_network_is_a_record_that_no_act_demands(name: str) -> None:
    record = RECORDS[name]
    assert schema.fits("network", record)
    assert record["required"] is False
    rules = rules_of(name, record)
    assert [form_faults(form, rules.canonical_host) for form in rules.forms] == [()] * len(rules.forms)
    for text, kind in (("good", Address), ("bad", Refusal)):
        assert all(isinstance(read_address(item, RULES), kind) for item in record["examples"][text])


@pytest.mark.parametrize(
    ("text", "canonical", "inn"),
    [
        ("https://max.ru/glavbash", "https://max.ru/glavbash", None),
        ("max.ru/@GlavBash", "https://max.ru/glavbash", None),
        ("https://max.ru/ID590417093305_biz", "https://max.ru/id590417093305_biz", "590417093305"),
        ("https://max.ru/id420105283818_1_bot?start=a", "https://max.ru/id420105283818_1_bot", "420105283818"),
        ("https://web.max.ru/join/AbCdEfGhIjKlMnOpQrStUv-_", "https://max.ru/join/AbCdEfGhIjKlMnOpQrStUv-_", None),
        ("https://t.me/s/Primersk_News", "https://t.me/primersk_news", None),
        ("telegram.me/joinchat/AlErxAY3tx0MPBGYuGtpDA", "https://t.me/+AlErxAY3tx0MPBGYuGtpDA", None),
        ("https://t.me/+6re5Frc7sM0yNWIx", "https://t.me/+6re5Frc7sM0yNWIx", None),
        ("https://rutube.ru/channel/25868408/videos/page-2/", "https://rutube.ru/channel/25868408", None),
        ("https://rutube.ru/u/Primersk/", "https://rutube.ru/u/Primersk", None),
    ],
)
def test_a_real_address_has_one_form(text: str, canonical: str, inn: str | None) -> None:
    found = read_address(text, RULES)
    assert isinstance(found, Address)
    assert (found.canonical, found.inn) == (canonical, inn)


@pytest.mark.parametrize(
    ("text", "reason", "page"),
    [
        ("https://max.ru/c/-71185634522473/AZ8oBFuhI1A", "content", None),
        ("https://max.ru/u/f9LHodD0cOKlhlHdQBcCTxnF2xJzOrOZrDbcKvHWJZ8", "person", None),
        ("https://max.ru/id1", "not-a-page", None),
        ("https://max.ru/id59041709330_biz", "not-a-page", None),
        ("https://t.me/primersk/15075", "content", "https://t.me/primersk"),
        ("https://t.me/s/primersk/15075", "content", "https://t.me/primersk"),
        ("https://t.me/c/1234567/4", "content", None),
        ("https://t.me/+79000000001", "person", None),
        ("https://t.me/primersk_bot", "content", None),
        ("https://t.me/share/url", "not-a-page", None),
        ("https://rutube.ru/video/0123456789abcdef0123456789abcdef/", "content", None),
        ("https://rutube.ru/", "not-a-page", None),
    ],
)
def test_what_is_no_page_is_refused(text: str, reason: str, page: str | None) -> None:
    found = read_address(text, RULES)
    assert isinstance(found, Refusal)
    assert (found.reason, found.suggestion) == (reason, page)


def test_the_index_names_owners_by_their_inn_only_where_a_network_writes_one() -> None:
    school = make.organization(inn="7707083893")
    branch = make.organization("branch", inn="7707083893", branch_of="school")
    city = make.registry((), organizations=(school, branch))
    (plain,) = check_file(view_of(city))
    assert "owners" not in json.loads(plain.content)
    max_ = network(RECORDS["max"], Origin("network", "max", "", {}))
    (index,) = check_file(view_of(dataclasses.replace(city, networks={**city.networks, "max": max_})))
    assert json.loads(index.content)["owners"] == {"7707083893": {"id": "school", "name": "Школа school"}}
