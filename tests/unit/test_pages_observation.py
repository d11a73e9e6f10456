"""What pages show of the program's looks: incidents first, denominators, refusals, disagreements, the two-way proof."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from reestr.judging.two_way import two_way_proof
from reestr.publishing.build import Build
from reestr.publishing.open_data.documents import record_files
from reestr.publishing.open_data.tables import activity_table
from reestr.publishing.site.pages import method, observation, tasks
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.view import Site, View
from reestr.records.latest_observation import LatestObservation, read_latest_observation
from reestr.records.loading.load import load
from reestr.registry.account import ControlLoss, MachineLook
from reestr.registry.organization import AccountsPage, MachineListing
from reestr.registry.registry import Registry

from tests.unit.project import PRIMERSK

AS_OF = datetime.date(2026, 11, 16)
AT = "2026-11-16T02:10:00+07:00"


@pytest.fixture(scope="module")
def city() -> Registry:
    registry = load(PRIMERSK / "data").registry
    assert registry is not None
    return registry


def view(registry: Registry, latest: LatestObservation | None = None, as_of: datetime.date = AS_OF) -> View:
    return Build(registry, as_of, "public", Site("Реестр"), latest=latest).view


def seen(**fields: object) -> dict[str, object]:
    return {"outcome": "seen", "at": AT, "reason": None, "counted_at": AT, "last_post_on": "2026-11-15", **fields}


def latest(tmp_path: Path, accounts: Mapping[str, object], **groups: Any) -> LatestObservation:
    content = {"form": 1, "at": AT, "accounts": accounts, **groups}
    (tmp_path / "latest.json").write_text(json.dumps(content), encoding="utf-8")
    found, notice = read_latest_observation(tmp_path)
    assert found is not None, notice
    return found


def text(body: str) -> str:
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body).replace("\N{NO-BREAK SPACE}", " "))
    return re.sub(r" ([.,:;)])", r"\1", words)


def with_account(registry: Registry, name: str, **fields: Any) -> Registry:
    account = dataclasses.replace(registry.accounts[name], **fields)
    return dataclasses.replace(registry, accounts={**registry.accounts, name: account})


# The page «Наблюдение»


def test_before_the_first_night_the_page_says_how_to_begin(city: Registry) -> None:
    body = observation.build(view(city)).body
    assert "Машина ещё не смотрела страницы" in body
    assert "reestr observe" in body
    # What stands in records is known without a night.
    assert "Стадион «Пример»" in body and "Центральная библиотека" in body


def test_each_number_has_its_denominator_and_a_refusal_its_reason(city: Registry, tmp_path: Path) -> None:
    in_use = [account.id for account in city.accounts.values() if account.is_active(AS_OF)]
    accounts: dict[str, object] = {name: seen() for name in in_use}
    accounts["park-vk"] = {"outcome": "refused", "at": AT, "reason": "access"}
    accounts["pool-vk"] = {"outcome": "gone", "at": AT, "reason": "deleted"}
    # The page was seen, its posts were refused.
    accounts["school-1-vk"] = {"outcome": "seen", "at": AT, "reason": "access"}
    del accounts["heating-vk"]
    now = latest(tmp_path, accounts, quota={"vk": {"day": "2026-11-16", "used": 130, "limit": 5000}})
    body = text(observation.build(view(city, now)).body)
    of_vk = sum(city.accounts[name].network == "vk" for name in in_use)
    assert f"Видели {of_vk - 4} из {of_vk} страниц, нет в сети: 1, отказов: 2, не спрашивали: 1." in body
    assert "130 из 5000" in body
    assert "2 — сеть не показывает эту страницу. Откройте страницу в браузере" in body


def test_incidents_come_first_and_each_once(city: Registry, tmp_path: Path) -> None:
    lost = ControlLoss("other-page", AS_OF, None, "machine", "999")
    registry = with_account(city, "heating-vk", control_lost=(lost,))
    incidents = [
        {"kind": "other-page", "account": "heating-vk", "number": "999"},
        {"kind": "renamed", "account": "museum-vk", "name": "museum_new"},
        {"kind": "news-of-later-versions", "account": "museum-vk"},
        {"kind": "fake-alive", "fake": next(iter(city.fakes))},
    ]
    body = observation.build(view(registry, latest(tmp_path, {"heating-vk": seen()}, incidents=incidents))).body
    said = text(body)
    assert body.index('id="incidents"') < body.index('id="night"')
    assert said.count("primersk_primer_heating ведёт на другую страницу, её номер — 999; с 16 ноября") == 1
    assert "теперь её имя — museum_new" in said
    assert "поддельная страница" in said
    assert "news-of-later-versions" in said
    # The one that may deceive readers stands before all others.
    assert body.index("primersk_primer_heating") < body.index("primersk_primer_biblioteka")
    assert "Адрес с 16.11.2026 ведёт на другую страницу" in text(tasks.build(view(registry)).body)


def test_pages_without_a_post_for_two_weeks_are_named(city: Registry, tmp_path: Path) -> None:
    accounts = {
        "lyceum-vk": seen(last_post_on="2026-11-01"),
        "lyceum-ok": seen(last_post_on="2026-11-02"),
        "museum-vk": seen(last_post_on=None),
        # Not counted, so that nothing is known of its posts; opened five days ago; refused.
        "park-vk": seen(last_post_on=None, counted_at=None),
        "kindergarten-8-vk": seen(last_post_on=None),
        "pool-vk": {"outcome": "refused", "at": AT, "reason": "token", "last_post_on": "2026-01-01", "counted_at": AT},
    }
    body = observation.build(view(city, latest(tmp_path, accounts))).body
    silent = body[body.index('id="silent"') :]
    assert re.findall(r"#account-([a-z0-9-]+)", silent) == ["museum-vk", "lyceum-vk"]
    assert "не найдена" in silent and "01.11.2026" in silent


def test_a_past_day_is_not_shown_with_a_later_night(city: Registry, tmp_path: Path) -> None:
    now = latest(tmp_path, {"school-1-vk": seen()})
    assert view(city, now, AS_OF - datetime.timedelta(days=1)).latest is None
    assert view(city, now).latest is now


def test_a_night_that_is_long_past_is_remarked_on(city: Registry, tmp_path: Path) -> None:
    now = latest(tmp_path, {"school-1-vk": seen()})
    assert "больше суток" not in observation.build(view(city, now)).body
    later = view(city, now, AS_OF + datetime.timedelta(days=3))
    assert "больше суток" in observation.build(later).body


# The organization's page


def page(of: View, name: str) -> str:
    return text(organization(of, of.registry.organizations[name]).body)


def test_a_disagreement_is_shown_with_the_posts_that_were_counted(city: Registry) -> None:
    body = organization(view(city), city.organizations["stadium"]).body
    assert "2026-W45 (02.11–08.11) — человек: 4, машина: 3" in text(body)
    assert "Оценка берёт подсчёт человека" in text(body)
    number = city.accounts["stadium-vk"].numeric_id
    assert f'href="https://vk.com/wall-{number}_1903"' in body
    officers = observation.build(view(city)).body
    assert f'href="https://vk.com/wall-{number}_1903"' in officers
    # The verdict says so, too.
    assert "Подсчёты расходятся: 2026-W45 (02.11–08.11) — человек: 4, машина: 3" in text(body)


def test_weeks_that_only_the_program_counted_are_drawn_and_judged(city: Registry) -> None:
    body = page(view(city), "sport-school")
    assert "взят подсчёт машины: человек их не считал" in body


def test_the_last_look_and_the_running_week_are_shown(city: Registry, tmp_path: Path) -> None:
    now = latest(
        tmp_path,
        {
            "school-1-vk": seen(week="2026-W47", counts={"photo": 1, "reposts": 2}, posts=[77], members=1234),
            "school-1-ok": {"outcome": "refused", "at": AT, "reason": "rights"},
        },
    )
    body = page(view(city, now), "school-1")
    assert "На этой неделе 1 (фотографии — 1, перепечатки — 2): 77" in body
    assert "16.11.2026 в 02:10; последняя публикация 15.11.2026; 1234 подписчика" in body
    assert "увидеть не удалось — у приложения нет нужных прав" in body
    assert "Машина смотрела" not in page(view(city), "school-1")


def test_a_week_that_is_over_is_not_this_week(city: Registry, tmp_path: Path) -> None:
    now = latest(tmp_path, {"school-1-vk": seen(week="2026-W46", counts={"photo": 1}, posts=[77])})
    assert "На этой неделе" not in page(view(city, now), "school-1")


# The proof from both sides


def test_both_sides_seen_by_the_program_are_a_proof(city: Registry) -> None:
    assert "подтверждено с двух сторон, машиной, 14.11.2026" in page(view(city), "school-1")
    assert "подтверждено с двух сторон" not in page(view(city), "stadium")


def proven(registry: Registry, as_of: datetime.date = AS_OF) -> datetime.date | None:
    proof = two_way_proof(registry, registry.accounts["school-1-vk"], as_of)
    return None if proof is None else proof.on


def test_a_proof_ends_when_one_side_is_missing_or_too_old(city: Registry) -> None:
    assert proven(city) == datetime.date(2026, 11, 14)
    assert proven(city, datetime.date(2026, 11, 13)) is None
    assert proven(city, datetime.date(2027, 5, 13)) is not None
    assert proven(city, datetime.date(2027, 5, 14)) is None
    look = city.accounts["school-1-vk"].machine
    assert look is not None
    silent = dataclasses.replace(look, facts={**look.facts, "organization_site": False})
    assert proven(with_account(city, "school-1-vk", machine=silent)) is None
    unseen = MachineLook(look.on, {"phones": True})
    assert proven(with_account(city, "school-1-vk", machine=unseen)) is None
    lost = ControlLoss("other-page", AS_OF, None, "machine")
    assert proven(with_account(city, "school-1-vk", control_lost=(lost,))) is None


@pytest.mark.parametrize(("checked", "lists", "holds"), [("2026-11-13", (), False), ("2026-11-11", (), True)])
def test_a_later_check_by_a_person_ends_a_proof(
    city: Registry, checked: str, lists: tuple[str, ...], holds: bool
) -> None:
    school = city.organizations["school-1"]
    seen_there = MachineListing(datetime.date(2026, 11, 12), ("school-1-vk",))
    listed = AccountsPage("https://school.example/", datetime.date.fromisoformat(checked), lists, True, seen_there)
    changed = dataclasses.replace(school, accounts_page=listed)
    registry = dataclasses.replace(city, organizations={**city.organizations, school.id: changed})
    assert (proven(registry) is not None) is holds


# The method, open data


def test_the_method_says_what_the_program_cannot_see_and_whom_a_person_counts(city: Registry) -> None:
    body = text(method.build(view(city)).body)
    assert "Как считает машина" in body
    assert "Чего машина не видит" in body
    assert re.search(r"ВКонтакте сведения, которых нет в ответе сети: [^.]*динамическая обложка", body)
    vk = city.networks["vk"]
    unread = dataclasses.replace(vk, observation=None)
    without = dataclasses.replace(city, networks={**city.networks, "vk": unread})
    assert "ВКонтакте считает и осматривает человек" in text(method.build(view(without)).body)


def test_open_data_hold_both_counts_and_the_evidence(city: Registry) -> None:
    files = {file.path: file.content for file in record_files(view(city))}
    own = json.loads(files["api/v1/organizations/stadium.json"])
    (year,) = [item for item in own["activity"]["stadium-vk"] if item["year"] == 2026]
    week = year["machine"]["2026-W45"]
    assert (week["own"], week["reposts"], week["posts"]) == (3, 1, [1903, 1904, 1905])
    assert week["file"] == "2026-11-09.jsonl.gz" and re.fullmatch("[0-9a-f]{32}", week["sha256"][0])
    assert year["weeks"]["2026-W45"]["own"] == 4
    school = json.loads(files["api/v1/organizations/school-1.json"])
    assert school["organization"]["accounts_page"]["machine"]["lists"] == ["school-1-vk", "school-1-ok"]
    (account,) = [item for item in school["accounts"] if item["id"] == "school-1-vk"]
    assert account["observed_by_machine"]["phones"] is True
    assert account["observed_by_machine"]["widgets"] is None
    table, _ = activity_table(view(city))
    head, *rows = table.content.decode("utf-8-sig").splitlines()
    columns = head.replace('"', "").split(",")
    (alone,) = [row.split(",") for row in rows if row.startswith('"sport-school-ok"') and '"2026-W46"' in row]
    cells = dict(zip(columns, alone, strict=True))
    assert cells["own"] == cells["source"] == "" and int(cells["machine_own"]) > 0
