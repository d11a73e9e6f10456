"""Known false pages: checked against official ones, shown on the organization's page and in the open data."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from reestr.publishing.open_data.address_checker import check_file
from reestr.publishing.open_data.documents import record_files
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.view import View
from reestr.records.editing import record
from reestr.records.loading.load import load
from reestr.records.redaction import Edition

from tests.unit.pages_factory import view_of
from tests.unit.project import copy_of_base

Data = dict[str, Any]

ACCOUNT: Data = {
    "organization": "library-1",
    "network": "vk",
    "url": "https://vk.com/primersk.library1",
    "numeric_id": "55",
    "status": "active",
    "opened_on": "2024-02-10",
    "reviewed_on": "2026-03-01",
}
CLOSED: Data = {**ACCOUNT, "status": "closed", "closed_on": "2026-02-10"}
FAKE: Data = {
    "pretends_to_be": "library-1",
    "network": "vk",
    "url": "https://vk.com/primersk.library1.prizes",
    "found_on": "2026-03-02",
    "basis": "Библиотека эту страницу не создавала.",
}
REPORTED: list[Data] = [{"to": "полиция", "on": "2026-03-03", "number": "КУСП-17", "by": "вахтёр"}]
OLD = "https://vk.com/primersk.old"


def project_with(folder: Path, account: Data, *fakes: Data) -> Path:
    project = copy_of_base(folder)
    (project / "data" / "accounts" / "library-1-vk.yaml").write_bytes(record("account", account))
    for number, data in enumerate(fakes, start=1):
        file = project / "data" / "fakes" / f"fake-{number}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(record("fake", data))
    return project


def told(folder: Path, account: Data, *fakes: Data) -> list[tuple[str, str, str]]:
    """What is wrong with the false pages: code, field and the file of the other record."""
    loaded = load(project_with(folder, account, *fakes) / "data")
    found = [item for item in loaded.diagnostics if "/fakes/" in item.location.file]
    return [(item.code, item.path, item.related[0].location.file if item.related else "") for item in found]


@pytest.mark.parametrize(
    ("account", "fake", "path"),
    [
        (ACCOUNT, {"url": ACCOUNT["url"]}, "/url"),
        (ACCOUNT, {"url": "https://vk.com/club55"}, "/url"),
        (ACCOUNT, {"numeric_id": "55"}, "/numeric_id"),
        ({**ACCOUNT, "previous_urls": [{"url": OLD}]}, {"url": OLD}, "/url"),
        ({**ACCOUNT, "previous_urls": [{"url": OLD, "until": "2026-03-03"}]}, {"url": OLD}, "/url"),
        ({**CLOSED, "closed_on": "2026-03-03"}, {"url": ACCOUNT["url"]}, "/url"),
        ({**ACCOUNT, "draft": True}, {"url": ACCOUNT["url"]}, "/url"),
    ],
    ids=["address", "number in the address", "number", "earlier", "earlier, until later", "closed later", "draft"],
)
def test_no_official_page_is_false(tmp_path: Path, account: Data, fake: Data, path: str) -> None:
    assert told(tmp_path, account, {**FAKE, **fake}) == [
        ("fake-is-official", path, "data/accounts/library-1-vk.yaml"),
    ]


@pytest.mark.parametrize(
    ("account", "fake"),
    [
        ({**ACCOUNT, "previous_urls": [{"url": OLD, "until": "2026-03-02"}]}, {"url": OLD}),
        (CLOSED, {"url": ACCOUNT["url"]}),
        (CLOSED, {"numeric_id": "55"}),
        (ACCOUNT, {"numeric_id": "56"}),
    ],
    ids=["taken over", "closed before", "closed before, number", "another number"],
)
def test_others_take_over_what_was_given_up_before(tmp_path: Path, account: Data, fake: Data) -> None:
    assert told(tmp_path, account, {**FAKE, **fake}) == []


@pytest.mark.parametrize(
    ("second", "path"),
    [({}, "/url"), ({"url": "https://vk.com/club77"}, "/url"), ({"url": OLD, "numeric_id": "77"}, "/numeric_id")],
)
def test_a_false_page_is_recorded_once(tmp_path: Path, second: Data, path: str) -> None:
    first = {**FAKE, "numeric_id": "77"}
    assert told(tmp_path, ACCOUNT, first, {**FAKE, **second}) == [("duplicate-fake", path, "data/fakes/fake-1.yaml")]


@pytest.mark.parametrize(
    ("fake", "code"),
    [
        ({"url": "https://m.vk.com/Primersk.Prizes"}, "not-canonical-url"),
        ({"url": "https://vk.com/id5"}, "person-profile"),
        ({"network": "ok"}, "wrong-network"),
        ({"url": "https://vk.com/club77", "numeric_id": "78"}, "numeric-id-mismatch"),
        ({"pretends_to_be": "nobody"}, "unknown-reference"),
        ({"seen_on": "2026-03-01"}, "dates-out-of-order"),
        ({"seen_on": "2026-03-05", "gone_on": "2026-03-04"}, "dates-out-of-order"),
        ({"reported": [{"to": "полиция", "on": "2026-03-01"}]}, "dates-out-of-order"),
        ({"reported": REPORTED * 2}, "duplicate-entry"),
    ],
)
def test_the_record_of_a_false_page_is_judged_as_others_are(tmp_path: Path, fake: Data, code: str) -> None:
    assert [item for item, _, _ in told(tmp_path, ACCOUNT, {**FAKE, **fake})] == [code]


def view(folder: Path, edition: Edition = "public", **changes: Any) -> View:
    project = project_with(folder, ACCOUNT, {**FAKE, "reported": REPORTED, **changes})
    loaded = load(project / "data", edition).registry
    assert loaded is not None
    return view_of(loaded, edition)


def exported(view: View) -> dict[str, bytes]:
    return {file.path: file.content for file in record_files(view)}


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_who_reported_it_is_for_the_internal_edition(tmp_path: Path, edition: Edition) -> None:
    seen = view(tmp_path, edition)
    page = organization(seen, seen.registry.organizations["library-1"]).body
    everything = [page.encode(), *exported(seen).values(), *(file.content for file in check_file(seen))]
    for words in ("КУСП-17", "вахтёр"):
        assert any(words.encode() in content for content in everything) == (edition == "internal")
    assert "полиция" in page and FAKE["basis"] in page


def test_the_page_of_the_organization_names_it_without_a_link(tmp_path: Path) -> None:
    seen = view(tmp_path, seen_on="2026-03-05")
    page = organization(seen, seen.registry.organizations["library-1"]).body.replace("<wbr>", "")
    assert "Поддельные страницы: не верьте им" in page and "vk.com/primersk.library1.prizes" in page
    assert f'href="{FAKE["url"]}"' not in page
    assert "Ещё видели" in page and "Исчезла" not in page
    assert "не верьте" not in organization(seen, seen.registry.organizations["accounting-office"]).body


def test_a_page_that_is_gone_says_since_when(tmp_path: Path) -> None:
    seen = view(tmp_path, seen_on="2026-03-05", gone_on="2026-03-06")
    page = organization(seen, seen.registry.organizations["library-1"]).body
    assert "Исчезла" in page and "Ещё видели" in page


def test_the_open_data_list_it(tmp_path: Path) -> None:
    files = exported(view(tmp_path))
    listed = json.loads(files["api/v1/fakes.json"])
    assert listed["count"] == 1
    (fake,) = listed["fakes"]
    assert (fake["url"], fake["pretends_to_be"], fake["gone"]) == (FAKE["url"], "library-1", False)
    assert fake["reported"] == [{"to": "полиция", "on": "2026-03-03"}]
    assert json.loads(files["api/v1/organizations/library-1.json"])["fakes"] == [fake]
    assert json.loads(files["api/v1/organizations/accounting-office.json"])["fakes"] == []
    (row,) = csv.DictReader(io.StringIO(files["api/v1/fakes.csv"].decode("utf-8-sig")))
    assert (row["url"], row["reported"], row["gone"]) == (FAKE["url"], "полиция 2026-03-03", "false")


def test_the_checker_is_told_of_it(tmp_path: Path) -> None:
    (file,) = check_file(view(tmp_path, numeric_id="77"))
    (fake,) = json.loads(file.content)["fakes"]
    assert (fake["url"], fake["network"], fake["numeric_id"]) == (FAKE["url"], "vk", "77")
    assert fake["organization"]["id"] == "library-1" and fake["organization"]["name"]


def test_a_draft_is_in_no_edition(tmp_path: Path) -> None:
    seen = view(tmp_path, "internal", draft=True)
    assert not seen.registry.fakes and [draft.kind for draft in seen.registry.drafts] == ["fake"]
    assert all(b"prizes" not in content for content in exported(seen).values())
