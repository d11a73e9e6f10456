"""A page that was closed for a time: judged and vouched for before and after, not in between."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import pytest
from reestr.publishing.open_data.address_checker import check_file
from reestr.publishing.open_data.badges import badge_files
from reestr.publishing.open_data.documents import record_files
from reestr.publishing.site.pages.organization import organization
from reestr.records.loading.load import load
from reestr.registry.account import Pause

from tests.unit.pages_factory import small_city, view_of
from tests.unit.project import copy_of_base
from tests.unit.registry_factory import ago


@pytest.mark.parametrize(
    ("first", "last", "closed"), [(9, 1, False), (9, 0, True), (9, -5, True), (0, -5, True), (-1, -5, False)]
)
def test_a_page_is_closed_from_the_first_day_of_a_pause_to_the_last(first: int, last: int, closed: bool) -> None:
    made = small_city()
    account = next(item for item in made.accounts.values() if item.is_active(ago(0)))
    paused = dataclasses.replace(account, pauses=(Pause(ago(first), ago(last)),))
    view = view_of(dataclasses.replace(made, accounts={**made.accounts, account.id: paused}))
    assert paused.is_active(ago(0)) is not closed
    (index,) = check_file(view)
    value = json.loads(index.content)
    assert (ago(first).isoformat() in value["closed"]["on"]) is closed
    badge = next(file for file in badge_files(view) if file.path.endswith(f"accounts/{account.id}.svg"))
    assert ("Больше не официальная страница" in badge.content.decode()) is closed
    accounts = next(file for file in record_files(view) if file.path == "api/v1/accounts.json")
    (own,) = [item for item in json.loads(accounts.content)["accounts"] if item["id"] == account.id]
    assert (own["status"], own["in_use"]) == (("closed", False) if closed else ("active", True))
    assert own["pauses"] == [{"from": ago(first).isoformat(), "until": ago(last).isoformat()}]
    body = organization(view, made.organizations[account.organization]).body
    assert ("Закрыта с" in body) is closed


def test_weeks_counted_in_a_pause_are_a_contradiction(tmp_path: Path) -> None:
    data = copy_of_base(tmp_path / "city") / "data"
    file = data / "accounts" / "library-1-vk.yaml"
    counted = load(data).registry
    assert counted is not None
    week = next(iter(counted.activity["library-1-vk"][0].weeks))
    monday = datetime.date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    for start, codes in ((0, ["activity-outside-life"]), (1, [])):
        # A pause that begins on a Tuesday leaves a day on which something may have been published.
        begin, end = monday + datetime.timedelta(days=start), monday + datetime.timedelta(days=6)
        text = (data / "accounts" / "library-1-vk.yaml").read_text(encoding="utf-8").partition("pauses:")[0]
        file.write_text(f'{text}pauses:\n  - {{from: "{begin}", until: "{end}"}}\n', encoding="utf-8")
        assert [item.code for item in load(data).diagnostics] == codes
