"""A page that its organization does not control is vouched for nowhere while that lasts, and again afterwards."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from pathlib import Path

import pytest
from reestr.publishing.open_data.address_checker import check_file
from reestr.publishing.open_data.badges import badge_files
from reestr.publishing.open_data.documents import address_file, record_files
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.view import View
from reestr.records.loading.load import load
from reestr.registry.account import ControlLoss
from reestr.registry.registry import Registry

from tests.unit.pages_factory import small_city, view_of
from tests.unit.project import copy_of_base
from tests.unit.registry_factory import ago


def city(until: datetime.date | None, how: str = "hijacked") -> tuple[Registry, str]:
    """A small city, the first account in use of which is lost since five days; its id."""
    made = small_city()
    account = next(item for item in made.accounts.values() if item.is_active(ago(0)))
    lost = dataclasses.replace(account, control_lost=(ControlLoss(how, ago(5), until),))
    return dataclasses.replace(made, accounts={**made.accounts, account.id: lost}), account.id


def exported(view: View) -> dict[str, bytes]:
    return {file.path: file.content for file in record_files(view)}


@pytest.mark.parametrize(("until", "trusted"), [(None, False), (ago(0), False), (ago(1), True)])
def test_nothing_vouches_for_a_page_that_is_lost(until: datetime.date | None, trusted: bool) -> None:
    registry, name = city(until)
    view = view_of(registry)
    account = registry.accounts[name]
    badge = next(file for file in badge_files(view) if file.path.endswith(f"accounts/{name}.svg")).content.decode()
    assert ("Взломана" not in badge) == ("Официальная страница" in badge) == trusted
    (index,) = check_file(view)
    lost = json.loads(index.content)["lost"]
    assert (lost["how"], lost["since"]) == (([], []) if trusted else (["hijacked"], [ago(5).isoformat()]))
    files = exported(view)
    value = json.loads(files["api/v1/accounts.json"])["accounts"]
    (own,) = [item for item in value if item["id"] == name]
    assert own["in_use"] is trusted
    assert own["control_lost"][0]["how"] == "hijacked"
    (entry,) = json.loads(next(iter(address_file(view))).content)["addresses"][account.url]
    assert (entry["status"], entry["how"]) == (("current", None) if trusted else ("control-lost", "hijacked"))
    page = organization(view, registry.organizations[account.organization])
    assert (f'data-text="{account.url}"' in page.body) is trusted
    assert ("организация страницей не управляет" in page.body) is not trusted
    linked = [text for text in re.findall(r'"sameAs":.*?[\]"]', page.head + page.body) if account.url in text]
    assert trusted or not linked


@pytest.mark.parametrize(
    ("how", "badge", "card"),
    [
        ("blocked", "Страница заблокирована", "Заблокирована с"),
        ("hijacked", "Взломана", "Взломана с"),
        ("other-page", "Адрес ведёт на другую страницу", "Адрес ведёт на другую страницу с"),
        ("gone", "Страницы больше нет в сети", "Страницы нет в сети с"),
    ],
)
def test_each_way_of_losing_a_page_has_its_words(how: str, badge: str, card: str) -> None:
    registry, name = city(None, how)
    view = view_of(registry)
    picture = next(file for file in badge_files(view) if file.path.endswith(f"accounts/{name}.svg"))
    assert badge in picture.content.decode()
    body = organization(view, registry.organizations[registry.accounts[name].organization]).body
    # The day is words, not markup that was escaped.
    assert f"{card} {ago(5):%d.%m.%Y}" in body.replace("\N{NO-BREAK SPACE}", " ") and "&lt;time" not in body
    (index,) = check_file(view)
    assert json.loads(index.content)["lost"]["how"] == [how]


@pytest.mark.parametrize(
    ("word", "field"), [("blocked", "control_lost"), ("hijacked", "control_lost"), ("inactive", "")]
)
def test_a_state_is_never_guessed_from_the_look_of_a_word(tmp_path: Path, word: str, field: str) -> None:
    """`blocked` looks like `closed`, `inactive` like `active`: pasting either would say what nobody meant."""
    data = copy_of_base(tmp_path / "city") / "data"
    file = data / "accounts" / "library-1-vk.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("status: active", f"status: {word}"), encoding="utf-8")
    (found,) = [item for item in load(data).diagnostics if item.code == "not-in-list"]
    assert "Можно вставить" not in found.help
    assert field in found.help


@pytest.mark.parametrize(("word", "meant"), [("actve", "active"), ("clsoed", "closed")])
def test_a_slip_is_still_put_right(tmp_path: Path, word: str, meant: str) -> None:
    data = copy_of_base(tmp_path / "city") / "data"
    file = data / "accounts" / "library-1-vk.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("status: active", f"status: {word}"), encoding="utf-8")
    (found,) = [item for item in load(data).diagnostics if item.code == "not-in-list"]
    assert f"Можно вставить: {meant}" in found.help
