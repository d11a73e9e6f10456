"""Unmistakable secrets and personal numbers in open text are refused and repeated nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reestr.cli.load_and_report import as_text, edit_reader
from reestr.cli.reports import diagnostics_ci, diagnostics_json
from reestr.intake.workbook.table import problem
from reestr.records.loading.load import Loaded, load
from reestr.records.validation import completeness, secret_text, suggestions

from tests.unit.project import BASE, PRIMERSK, copy_of_base, reestr_here

BODY = "aB3dE5gH7" * 6
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27u"
# Each with the part that must be repeated nowhere.
REFUSED = (
    ("password", "логин admin, пароль: Qwerty123!", "Qwerty123"),
    ("password", "Пароль от страницы: zimavesna", "zimavesna"),
    ("password", "пароль для входа в VK: «1Qaz2wsx»", "1Qaz2wsx"),
    ("password", "password = hunter2", "hunter2"),
    ("password", "PWD:S3cret", "S3cret"),
    ("password", "ПИН-код: 4821", "4821"),
    ("password", "паролем: kniga2026, никому не говорить", "kniga2026"),
    ("token", f"vk1.a.{BODY}", BODY[:12]),
    ("token", f"vk2.a.{BODY}", BODY[:12]),
    ("token", f"бот 123456789:AA{BODY[:33]} работает", BODY[:12]),
    ("token", f"ghp_{BODY[:36]}", BODY[:12]),
    ("token", f"github_pat_{BODY}", BODY[:12]),
    ("token", f"glpat-{BODY[:20]}", BODY[:12]),
    ("token", "AKIAIOSFODNN7EXAMPLE", "IOSFODNN7"),
    ("token", f"y0_{BODY}", BODY[:12]),
    ("token", f"AQVN{BODY}", BODY[:12]),
    ("token", f"xoxb-{BODY[:30]}", BODY[:12]),
    ("token", f"AIza{BODY[:35]}", BODY[:12]),
    ("token", f"sk_live_{BODY[:24]}", BODY[:12]),
    ("token", f"токен: {BODY[:24]}", BODY[:12]),
    ("token", f"ключ доступа: {BODY[:24]}", BODY[:12]),
    ("token", f"сессия {JWT}", "dBjftJeZ4"),
    ("private-key", "-----BEGIN PRIVATE KEY----- MIIEvQ", "MIIEvQ"),
    ("private-key", "-----BEGIN RSA PRIVATE KEY----- MIIEpA", "MIIEpA"),
    ("private-key", "-----BEGIN OPENSSH PRIVATE KEY----- b3Blbn", "b3Blbn"),
    ("url-secret", "см. https://admin:hunter2@vk.com/school1", "hunter2"),
    ("url-secret", "см. https://api.vk.com/method?access_token=abcd1234efgh", "abcd1234"),
    ("url-secret", "https://example.org/x?a=1&password=zima2026", "zima2026"),
    ("snils", "СНИЛС 112-233-445 95", "233-445"),
    ("snils", "112 233 445 95", "233 445"),
    ("card", "карта 4111 1111 1111 1111", "1111 1111"),
    ("card", "2200-0000-0000-0004", "0000-0004"),
    ("passport", "паспорт 4510 123456", "123456"),
    ("passport", "Паспорт: серия 45 10 № 123456", "123456"),
    ("passport", "по паспорту серии 4510 номер 123456", "123456"),
)
HONEST = (
    "Пароль хранится в сейфе у директора",
    "пароль: у директора",
    "Пароль: изменён 05.03.2026",
    "пароль: 05.03.2026 сменён",
    "Пароль: см. журнал № 12/2026",
    "Логины и пароли учтены в журнале ЖП-12",
    "пароль: Kaspersky",
    "Двухфакторная защита: пароль и SMS",
    "Токен: выдан 05.03.2026",
    "Ключ: хранится в сейфе № 3",
    "ключ к успеху = труд",
    "пароль от страницы сменили после ухода: приказ 12-А",
    "ИНН 7707083893, ОГРН 1027700132195, КПП 770701001",
    "р/с 40817810099910004312, к/с 30101810400000000225",
    "4081 7810 0999 1000 4312",
    "+7 (912) 345-67-89, 8-912-345-67-89",
    "тел. 2-00-01, доб. 112-233",
    "паспорт страницы заполнен 12.03.2026, № 123",
    "паспорт аккаунта: https://vk.com/school1",
    "https://vk.com/album-1234_5678?rev=1",
    "https://example.org/news?page=2&sort=date",
    "school@example.org",
    "https://maps.example.org/@55.75,37.61",
    "заявка 112-233-445 96",
    "4111 1111 1111 1112",
    "token ring; API и MAC",
    "eyJust a word, AKIA",
    "github.com/ghp_team",
    "-----BEGIN CERTIFICATE-----",
    "«Пин-код» — название кружка",
    "000-000-000 00",
    "Отчёт 2026-W05, 1000 2000 3000",
)


@pytest.mark.parametrize("kind, text, part", REFUSED)
def test_an_unmistakable_form_is_found_and_cut_out(kind: str, text: str, part: str) -> None:
    found = secret_text.find(text)
    assert found is not None
    assert found.kind == kind
    assert part not in secret_text.without_secrets(text)
    assert part not in suggestions.shown(text)
    assert suggestions.ready(text) == ""
    assert part not in problem("became-date", None, "", {"given": text}).message


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_text_passes(text: str) -> None:
    assert secret_text.find(text) is None
    assert secret_text.without_secrets(text) == text


def test_the_records_of_our_cities_pass() -> None:
    for folder in (BASE, PRIMERSK / "data"):
        for file in folder.rglob("*.yaml"):
            assert secret_text.find(file.read_text(encoding="utf-8")) is None, file


def _outputs(loaded: Loaded, data: Path) -> str:
    edits = edit_reader(data)
    return "".join(
        (
            as_text(loaded, data),
            diagnostics_json.render(loaded.diagnostics, loaded.files, edits),
            diagnostics_ci.github(loaded.diagnostics, str),
            diagnostics_ci.markdown(loaded.diagnostics, loaded.files, str),
            diagnostics_ci.sarif(loaded.diagnostics, str, edits),
        )
    )


LIBRARY = "organizations/library-1.yaml"
OLD = "address: г. Примерск, ул. Книжная, д. 1"
PLACES = {
    "a value": (OLD, "address: {value}"),
    "an internal value": ('    from: "2024-02-05"', '    name: {value}\n    from: "2024-02-05"'),
    "a comment": (OLD, "# {raw}\n" + OLD),
    "a comment beside a value": (OLD, OLD + " # {raw}"),
    "a key": (OLD, "{value}: 1\n" + OLD),
    "a value of the wrong type": ("sphere: culture", "sphere: {value}"),
    "a line that is no YAML": (OLD, "address: {value} oops: ["),
    "an unknown field": (OLD, "adres: {value}\n" + OLD),
    "an address": ("site: https://library-1.example.org", "site: {value}"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind, text, part", REFUSED[:1] + REFUSED[8:9] + REFUSED[-10:-9] + REFUSED[-6:-5])
def test_it_is_refused_wherever_it_stands_in_a_record(
    tmp_path: Path, place: str, kind: str, text: str, part: str
) -> None:
    project = copy_of_base(tmp_path)
    file = project / "data" / LIBRARY
    old, new = PLACES[place]
    right = file.read_text(encoding="utf-8")
    assert old in right
    file.write_text(right.replace(old, new.format(value=json.dumps(text, ensure_ascii=False), raw=text)), "utf-8")
    loaded = load(project / "data")
    assert loaded.registry is None
    code = "secret-in-text" if kind in secret_text.SECRETS else "personal-number-in-text"
    found = [item for item in loaded.diagnostics if item.code == code]
    assert found
    line = file.read_text(encoding="utf-8").split("\n")[found[0].location.line - 1]
    assert part in line
    assert part not in _outputs(loaded, project / "data")


def test_an_answer_is_refused_in_words() -> None:
    said = completeness.misfit("organization", ("address",), "пароль: Qwerty123!")
    assert said is not None
    assert "пароль" in said
    assert "Qwerty" not in said
    assert completeness.misfit("organization", ("address",), "ул. Книжная, д. 1") is None


def test_new_takes_no_secret(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    done = reestr_here(
        "new", "organization", "--yes", "--set", "name=Школа", "--set", "address=пароль: Qwerty123!", folder=project
    )
    assert done.returncode in (1, 2)
    assert "Qwerty" not in done.stdout + done.stderr
    assert not [file for file in (project / "data").rglob("*.yaml") if "Qwerty" in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    "address, shown",
    [
        ("https://admin:hunter2@vk.com/school1", "https://…@vk.com/school1"),
        ("https://vk.com/school1?access_token=vk1.a.X", "https://vk.com/school1?…"),
        ("https://vk.com/school1", "https://vk.com/school1"),
        ("http://a@b@c.ru/?q#f", "http://…@c.ru/?…"),
        ("два адреса https://a:b@c.ru и https://d.ru/?x=1", "два адреса https://…@c.ru и https://d.ru/?…"),
    ],
)
def test_an_address_is_shown_without_its_user_and_parameters(address: str, shown: str) -> None:
    assert suggestions.openly(address) == shown
    assert suggestions.shown(address) == f"«{shown}»"
