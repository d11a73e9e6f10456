"""The index and page of the address checker: owners of addresses, size, no drafts, complete when empty."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from reestr.publishing.open_data.address_checker import PATH, check_file
from reestr.publishing.site.pages import check
from reestr.publishing.view import Page, View
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry.account import Account, DatedStatus, PreviousAddress
from reestr.registry.city import Contact, Network, Officer
from reestr.registry.registry import Registry

from tests.unit import registry_factory as make
from tests.unit.pages_factory import Reader, empty_city, real_view, view_of
from tests.unit.project import copy_of_base
from tests.unit.test_addresses import NETWORKS

RECORDS = {
    rules.id: Network(
        rules.id,
        rules.id,
        rules.id,
        True,
        None,
        rules.hosts,
        rules.canonical_host,
        rules.forms,
        make.origin("networks"),
    )
    for rules in NETWORKS
}


def registry(*accounts: Account, organizations: tuple[str, ...] = ("school",)) -> Registry:
    """Organizations with these accounts, in the real networks."""
    made = make.registry([], organizations=[make.organization(one) for one in organizations], accounts=list(accounts))
    return dataclasses.replace(made, networks=RECORDS)


def account(identifier: str, url: str, organization: str = "school", **changes: Any) -> Account:
    network = "ok" if "ok.ru" in url else "vk"
    return make.account(identifier, url=url, organization=organization, network=network, **changes)


def index_of(view: View) -> dict[str, Any]:
    (file,) = check_file(view)
    assert file.path == PATH
    content: dict[str, Any] = json.loads(file.content)
    return content


def index(*accounts: Account, organizations: tuple[str, ...] = ("school",)) -> dict[str, Any]:
    return index_of(view_of(registry(*accounts, organizations=organizations)))


def test_accounts_stand_in_the_order_of_their_organizations() -> None:
    found = index(
        account("a-ok", "https://ok.ru/group/5", "kindergarten", numeric_id="5"),
        account("b-vk", "https://vk.com/school15", numeric_id="5"),
        account("school-ok", "https://ok.ru/school", numeric_id=None),
        organizations=("bank", "kindergarten", "school"),
    )
    assert found["organizations"]["id"] == "kindergarten school"
    assert found["organizations"]["accounts"] == [1, 2]
    assert found["accounts"]["id"] == "a-ok b-vk -ok"
    assert found["accounts"]["address"] == "group/5 school15 school"
    assert [found["networks"][place]["id"] for place in found["accounts"]["network"]] == ["ok", "vk", "ok"]
    assert found["accounts"]["numeric_id"].split() == ["=", "5", "-"]


def test_what_nobody_knows_is_unknown_and_not_no() -> None:
    marks = ("confirmed", "absent", "unknown", None)
    accounts = [
        account(f"a{at}", f"https://vk.com/a{at}", state_mark=DatedStatus(mark)) for at, mark in enumerate(marks)
    ]
    accounts.append(account("b", "https://vk.com/b", opened_on=None))
    found = index(*accounts)["accounts"]
    assert found["state_mark"][:4] == [True, False, None, None]
    assert found["opened_on"].split()[4] == "-"


def test_closed_accounts_name_their_day_and_what_replaced_them() -> None:
    found = index(
        account("a", "https://vk.com/a1", closed=True, closed_on=make.ago(3), replaced_by="c"),
        account("b", "https://vk.com/b1", closed=True, closed_on=None, replaced_by="of-a-draft"),
        account("c", "https://vk.com/c1"),
    )
    assert found["closed"] == {"account": [0, 1], "on": [make.ago(3).isoformat(), None], "replaced_by": [2, None]}


def test_earlier_addresses_lead_to_their_account() -> None:
    earlier = (PreviousAddress("https://vk.com/old", make.ago(9)), PreviousAddress("https://vk.com/older", None))
    found = index(account("a", "https://vk.com/a1"), account("b", "https://vk.com/b1", previous_addresses=earlier))
    assert found["previous"] == {
        "account": [1, 1],
        "address": ["old", "older"],
        "until": [make.ago(9).isoformat(), None],
        "taken": [None, None],
    }


def test_the_rules_are_those_of_the_records() -> None:
    (vk,) = [item for item in index()["networks"] if item["id"] == "vk"]
    assert vk["hosts"] == list(RECORDS["vk"].hosts)
    assert [form["path"] for form in vk["forms"]] == [form.path for form in RECORDS["vk"].forms]
    assert {key for form in vk["forms"] for key in form} == {"path", "page", "numeric_id", "refuse", "ignore_case"}


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_addresses_of_drafts_are_in_no_edition(tmp_path: Path, edition: Edition) -> None:
    project = copy_of_base(tmp_path)
    record = next((project / "data" / "accounts").rglob("*.yaml"))
    text = record.read_text(encoding="utf-8").replace("url: https://vk.com/", "url: https://vk.com/draft_of_")
    record.with_name("a-draft.yaml").write_text(f"{text}draft: true\n", encoding="utf-8")
    loaded = load(project / "data", edition).registry
    assert loaded is not None
    assert bool(loaded.drafts) == (edition == "internal")
    (file,) = check_file(view_of(loaded, edition))
    assert b"draft_of_" not in file.content


def test_the_index_of_a_thousand_organizations_is_small() -> None:
    chance = random.Random(1)
    kinds = (("school", "Школа"), ("detskiy-sad", "Детский сад"), ("muzey", "Музей"), ("dom-kultury", "Дом культуры"))
    words = ("Солнышко", "Берёзка", "Радуга", "Надежда", "Ромашка", "Мечта", "Юность", "Прогресс", "Маяк", "Исток")
    organizations, accounts = [], []
    for number in range(1000):
        slug, kind = chance.choice(kinds)
        identifier = f"{slug}-{number}"
        name = f"{kind} № {number} «{chance.choice(words)} {chance.choice(words).lower()}»"
        organizations.append(make.organization(identifier, short_name=name))
        tail = "".join(chance.choice("aeiouklmnprst") for _ in range(chance.randrange(3, 7)))
        for network, host, digits in (("vk", "vk.com", 9), ("ok", "ok.ru", 14)):
            numeric_id = str(chance.randrange(10 ** (digits - 1), 10**digits))
            named = network == "vk" or chance.random() < 0.5
            path = f"{slug.replace('-', '')[:6]}{number}_{tail}" if named else f"group/{numeric_id}"
            opened = make.ago(chance.randrange(3000))
            url = f"https://{host}/{path}"
            accounts.append(
                account(f"{identifier}-{network}", url, identifier, numeric_id=numeric_id, opened_on=opened)
            )
    made = dataclasses.replace(make.registry([], organizations=organizations, accounts=accounts), networks=RECORDS)
    (file,) = check_file(view_of(made))
    # Known hosts and the titles of answers take one thousand of them, whatever the city.
    assert len(gzip.compress(file.content)) < 41_000


# The page


def page(view: View) -> Page:
    return check.build(view)


def test_every_answer_has_its_words_and_its_own_sign() -> None:
    body = page(view_of(registry(account("a", "https://vk.com/a1")))).body
    answers = ("official", "fake", "hijacked", "blocked", "other-page", "gone", "planned", "closed", "moved", "former",
               "unknown", "look-alike", "pretender", "userinfo", "invisible", "letters", "person", "content",
               "not-a-page", "named", "similar", "nothing", "other-network", "short-link", "foreign-host", "email",
               "scheme", "several", "malformed", "empty", "too-long", "loading", "unavailable")  # fmt: skip
    for kind in answers:
        assert body.count(f'<template data-answer="{kind}">') == 1
    assert body.count("<template data-answer=") == len(answers) == body.count('<h2 tabindex="-1">')


def test_the_form_is_a_plain_get_form_for_any_page() -> None:
    body = page(view_of(registry())).body
    assert '<form class="check-form check-form-large" action="../check/" method="get"' in body
    assert 'name="url"' in body


@pytest.mark.parametrize("view", [real_view(), real_view("internal"), view_of(empty_city())])
def test_an_empty_registry_says_that_it_can_confirm_nothing(view: View) -> None:
    assert view.registry.accounts == {}
    made = page(view)
    assert "В реестре пока нет ни одной официальной страницы" in Reader(made).text
    assert "contribute/#account" in " ".join(Reader(made).hrefs)
    assert index_of(view)["accounts"]["id"] == ""


def test_a_registry_with_pages_does_not() -> None:
    assert 'class="empty"' not in page(view_of(registry(account("a", "https://vk.com/a1")))).body


def test_whom_to_tell_is_named_as_far_as_it_is_known() -> None:
    made = registry()
    known = Officer("Иванова И. И.", "начальник отдела", None, Contact("press@city.example", ("+7 000 000-00-00",)))
    with_contact = dataclasses.replace(made, city=dataclasses.replace(made.city, officer=known))
    assert "press@city.example" in page(view_of(with_contact)).body
    hall = dataclasses.replace(made.city.city_hall, site="https://city.example")
    officer = dataclasses.replace(known, contact=Contact())
    by_site = dataclasses.replace(made, city=dataclasses.replace(made.city, officer=officer, city_hall=hall))
    assert "через сайт мэрии" in page(view_of(by_site)).body
    nobody = dataclasses.replace(made, city=dataclasses.replace(made.city, officer=None))
    assert "Ответственное лицо" not in page(view_of(nobody)).body
