"""Bad input, one line at a time: each gives its code at its line and never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from reestr.records.diagnostics import Diagnostic
from reestr.records.loading.load import load

BASE = Path(__file__).parents[2] / "generator" / "reestr" / "records" / "cases" / "_base"
ORGANIZATION = "organizations/library-1.yaml"
VK = "accounts/library-1-vk.yaml"
ACTIVITY = "activity/library-1-vk/2026.yaml"
PAGE = "https://vk.com/primersk.library1"


def _diagnostics(folder: Path, changes: dict[str, tuple[str, str]]) -> tuple[Diagnostic, ...]:
    data = folder / "data"
    shutil.copytree(BASE, data)
    for name, (old, new) in changes.items():
        text = (data / name).read_text(encoding="utf-8") if (data / name).exists() else ""
        assert old in text
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8", newline="\n")
    return load(data).diagnostics


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "said"),
    [
        # Addresses of accounts.
        (VK, PAGE, "https://vk.com/id1", "person-profile", "id1"),
        (VK, PAGE, "https://ok.ru/profile/500000000001", "person-profile", "profile"),
        (VK, PAGE, "https://vк.com/primersk.library1", "look-alike-address", "Можно вставить: https://vk.com/primersk"),
        (VK, PAGE, "https://xn--v-ttb.com/primersk.library1", "look-alike-address", "похож"),
        (VK, PAGE, "https://vk.com.example.org/x", "look-alike-address", "vk.com.example.org"),
        (VK, PAGE, "https://vk.com@example.org/x", "look-alike-address", "@"),
        (VK, PAGE, "https://user:word@vk.com/x", "look-alike-address", "@"),
        (VK, PAGE, "https://example.org/x", "foreign-address", "vk.com"),
        (VK, PAGE, "javascript:alert(1)", "bad-url", "https://"),
        (VK, PAGE, "data:text/html,x", "bad-url", "https://"),
        (VK, PAGE, "https://evil.example\\.vk.com/", "bad-url", "адрес"),
        (VK, PAGE, "http://vk.com/primersk.library1", "not-canonical-url", f"Можно вставить: {PAGE}"),
        (VK, PAGE, "vk.com/primersk.library1", "not-canonical-url", f"Можно вставить: {PAGE}"),
        (VK, PAGE, "https://m.vk.com/primersk.library1?from=menu", "not-canonical-url", f"Можно вставить: {PAGE}"),
        (VK, PAGE, "https://vk.com/public77", "not-canonical-url", "https://vk.com/club77"),
        (VK, PAGE, "https://vk.com/wall-77_1", "not-a-page", "https://vk.com/club77"),
        (VK, PAGE, "https://vk.com/feed", "not-a-page", "feed"),
        (VK, PAGE, "https://ok.ru/example", "wrong-network", "Можно вставить: ok"),
        (VK, PAGE, "7", "wrong-type", "адрес"),
        # Types and shapes.
        (ORGANIZATION, '"7901000070"', "7901000070", "wrong-type", 'Можно вставить: "7901000070"'),
        (ORGANIZATION, "short_name: Библиотека № 1", "short_name: [Библиотека]", "wrong-type", "список"),
        (ORGANIZATION, "contacts: {", "contacts: [{", "syntax", ""),
        (ORGANIZATION, "contacts: {email: library-1@example.org, ", "contacts: [a]\nphone: {", "wrong-type", "список"),
        (ORGANIZATION, "address: г. Примерск, ул. Книжная, д. 1", "address: null", "empty", "удалите"),
        (ORGANIZATION, "address: г. Примерск, ул. Книжная, д. 1", 'address: ""', "empty", "удалите"),
        (ORGANIZATION, "address:", "adress:", "unknown-field", "address"),
        (ORGANIZATION, "inn:", "ИНН:", "unknown-field", "inn"),
        (ORGANIZATION, "address:", "password:", "unknown-field", "не место"),
        (ORGANIZATION, "sphere: culture", "sphere: Культура", "not-in-list", "Можно вставить: culture"),
        (ORGANIZATION, "sphere: culture", "sphere: cultur", "not-in-list", "Можно вставить: culture"),
        (ORGANIZATION, 'since: "2024-02-01"', "since: 01.02.2024", "bad-date", "Можно вставить: 2024-02-01"),
        (ORGANIZATION, 'since: "2024-02-01"', "since: 2026-02-30", "bad-date", "такого дня"),
        (ORGANIZATION, 'since: "2024-02-01"', "since: 20240201", "wrong-type", "2024-02-01"),
        (ORGANIZATION, '"7901000070"', '"7901000071"', "bad-inn-check-digit", "Верную цифру"),
        (ORGANIZATION, '"7901000070"', '"790100007012"', "bad-inn", "человека"),
        (ORGANIZATION, '"1027900000040"', '"1027900000041"', "bad-ogrn-check-digit", "Верную цифру"),
        (ORGANIZATION, '"1027900000040"', '"1 027900000040"', "bad-ogrn", '"1027900000040"'),
        (ORGANIZATION, '"+7 (42622) 2-00-01"', '"8 (42622) 2-00-01"', "bad-format", "+7 (42622) 2-00-01"),
        (ORGANIZATION, "library-1@example.org", "Library 1", "bad-format", "почты"),
        # Dates and weeks.
        (VK, '"2024-02-10"', '"2027-02-10"', "activity-outside-life", "создан"),
        (VK, "status: active", 'status: closed\nclosed_on: "2023-01-01"', "dates-out-of-order", "01.01.2023"),
        (ACTIVITY, "2026-W10", "2026-W54", "bad-week", "такой недели"),
        (ACTIVITY, "2026-W10", "2025-W53", "bad-week", "такой недели"),
        (ACTIVITY, "2026-W10", "2026-10", "bad-week", "2026-W10"),
        (ACTIVITY, "2026-W10", "2025-W52", "week-in-wrong-year", "2025.yaml"),
        (ACTIVITY, "photo: 2", "photo: -2", "out-of-range", "меньше нуля"),
        (ACTIVITY, "photo: 2", "photo: два", "wrong-type", "целое число"),
        (ACTIVITY, "photo: 2", "photo: .nan", "wrong-type", "целое число"),
        (ACTIVITY, "photo: 2", 'photo: "2"', "wrong-type", "Можно вставить: 2"),
        # References.
        (VK, "organization: library-1", "organization: libary-1", "unknown-reference", "Можно вставить: "),
        (VK, "organization: library-1", "organization: accounting-office", "exempt-with-account", "освобождена"),
        ("requirements/accounts-exist.yaml", "[p.1]", "[p.11]", "unknown-reference", "акта"),
        ("requirements/accounts-exist.yaml", "[p.1]", '["order-9#1"]', "unknown-reference", "такого акта нет"),
        ("requirements/accounts-exist.yaml", "value: 30", 'value: "30"', "missing-parameter", "целое число"),
    ],
)  # fmt: skip
def test_a_wrong_value(tmp_path: Path, file: str, old: str, new: str, code: str, said: str) -> None:
    found = [item for item in _diagnostics(tmp_path, {file: (old, new)}) if item.code == code]
    assert found, new
    text = (tmp_path / "data" / file).read_text(encoding="utf-8").splitlines()
    for item in found:
        assert 1 <= item.location.line <= max(len(text), 1) or item.location.file != f"data/{file}"
    assert any(said in f"{item.message} {item.help}" for item in found), found


def test_one_page_written_differently_in_two_records(tmp_path: Path) -> None:
    second = (
        "organization: library-1\nnetwork: vk\nurl: {}\nstatus: closed\n"
        'opened_on: "2023-01-01"\nclosed_on: "2024-01-01"\n'
    )
    found = _diagnostics(
        tmp_path, {"accounts/zz.yaml": ("", second.format(PAGE)), VK: (PAGE, "https://vk.com/Primersk.Library1")}
    )
    assert "not-canonical-url" in {item.code for item in found}


@pytest.mark.parametrize("until", [True, False])
def test_an_address_given_up_on_a_known_day_may_belong_to_another_page(tmp_path: Path, until: bool) -> None:
    given_up = ', until: "2024-02-01"' if until else ""
    second = (
        "organization: library-1\nnetwork: vk\nurl: https://vk.com/library1.old\nstatus: closed\n"
        'opened_on: "2023-01-01"\nclosed_on: "2024-03-01"\nreplaced_by: library-1-vk\n'
        f"previous_urls: [{{url: {PAGE}{given_up}}}]\n"
    )
    codes = [item.code for item in _diagnostics(tmp_path, {"accounts/old.yaml": ("", second)})]
    assert codes == ([] if until else ["duplicate-address"])


def test_several_errors_of_one_file_are_all_said_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    (data / ORGANIZATION).write_text("name: А\ninn: 5\nogrn: x\nsphere: y\nadress: z\nsince: w\n", encoding="utf-8")
    found = [item for item in load(data).diagnostics if item.location.file == f"data/{ORGANIZATION}"]
    assert sorted(item.code for item in found) == [
        "bad-date",
        "bad-ogrn",
        "incomplete-record",
        "not-in-list",
        "unknown-field",
        "wrong-type",
    ]
    assert len({(item.location.line, item.location.column) for item in found}) == len(found)
    assert all(item.path for item in found if item.code != "incomplete-record")


def test_a_reference_to_a_record_that_is_itself_wrong_is_no_second_error(tmp_path: Path) -> None:
    codes = {item.code for item in _diagnostics(tmp_path, {ORGANIZATION: ("sphere: culture", "sphere: x")})}
    assert codes == {"not-in-list"}
