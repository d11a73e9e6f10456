"""The folder for the regional centre: its files, text that stays text, unknown facts stated as such."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from docx import Document
from reestr import wording
from reestr.judging.run import assess
from reestr.publishing.documents.centre import CentreFolder, centre_folder
from reestr.publishing.documents.manifest import Provenance, strange_files
from reestr.publishing.documents.register import COLUMNS, register_rows, status_on
from reestr.publishing.documents.xlsx import MissingValue
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.registry.account import DatedStatus

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import empty_city, rules, small_city, view_of
from tests.unit.papers_factory import ADDRESSES, COMMIT, NAMES, hostile_view, provenance
from tests.unit.project import PRIMERSK

DAY = datetime.date(2026, 11, 16)
UNKNOWN, NOTHING = MissingValue.UNKNOWN.words, MissingValue.NOTHING.words
HEADS = [column.title for column in COLUMNS]


@cache
def primersk() -> View:
    registry = load(PRIMERSK / "data", "public").registry
    assert registry is not None
    return View(registry, assess(registry, DAY), "public", DAY, Site(""))


@cache
def folder_of_primersk() -> CentreFolder:
    return centre_folder(primersk(), provenance())


def files(folder: CentreFolder) -> dict[str, bytes]:
    return {file.path: file.content for file in folder.files}


def book(folder: CentreFolder) -> openpyxl.Workbook:
    (content,) = (file.content for file in folder.files if file.path.endswith(".xlsx"))
    return openpyxl.load_workbook(io.BytesIO(content))


def register(folder: CentreFolder) -> list[dict[str, Any]]:
    """The rows of the register by the heads of their columns."""
    heads, *rows = book(folder)["Реестр"].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def table(folder: CentreFolder) -> list[dict[str, str]]:
    """The same from the CSV."""
    (content,) = (file.content for file in folder.files if file.path.endswith(".csv"))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def letter_text(folder: CentreFolder) -> str:
    (content,) = (file.content for file in folder.files if file.path.endswith(".docx"))
    document = Document(io.BytesIO(content))
    cells = [cell.text for part in document.tables for row in part.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def row_of(view: View, organization: str, network: str | None = None) -> dict[str, Any]:
    folder = centre_folder(view, provenance())
    numbers = [
        row.number
        for row in register_rows(view)
        if row.organization.id == organization and (network is None or [item.id for item in row.networks] == [network])
    ]
    (number,) = numbers
    return register(folder)[number - 1]


def test_every_account_and_every_lack_of_one_has_a_row() -> None:
    view = primersk()
    rows = register_rows(view)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    listed = [row.account.id for row in rows if row.account]
    assert sorted(listed) == sorted(view.registry.accounts)
    for organization in view.registry.organizations.values():
        own = [row for row in rows if row.organization is organization]
        assert own
        active = {item.network for item in view.registry.active_accounts(organization.id, DAY)}
        missing = {network.id for row in own if row.account is None for network in row.networks}
        required = {network.id for network in view.registry.required_networks(DAY)}
        assert missing == (set() if organization.is_closed(DAY) else required - active)


def test_the_register_has_the_columns_of_real_registries() -> None:
    wanted = {
        *("Уровень", "Учредитель", "Организация", "Основание не вести страницу", "ОГРН", "ИНН", "Сфера"),
        *("Статус страницы", "Номер страницы", "Адрес страницы", "Адрес указан на странице", "«Госпаблики»"),
        *("Отметка «Госорганизация»", "Оформление, %", "Виджеты", "Активность, %", "Подписчики", "Охват за неделю"),
        "Средний охват публикации",
    }
    assert wanted <= set(HEADS)
    assert len(set(HEADS)) == len(HEADS)
    notes = {row[0]: row[1] for row in book(folder_of_primersk())["Пояснения"].iter_rows(values_only=True)}
    assert all(notes[head] for head in HEADS)


def test_what_the_records_do_not_hold_is_unknown_and_never_zero() -> None:
    for row in register(folder_of_primersk()):
        active = row["Статус страницы"] == "действует"
        for head in ("Подписчики", "Охват за неделю", "Средний охват публикации"):
            assert row[head] == (UNKNOWN if active else NOTHING)
        assert row["Учредитель"] == UNKNOWN


def test_an_exempt_organization_shows_its_ground() -> None:
    row = row_of(primersk(), "accounting")
    assert row["Основание не вести страницу"] == "строка 1 приложения к Порядку"
    assert row["Статус страницы"] == "страницы нет"
    assert row["Вывод по странице"] == "освобождена"
    agreed = row_of(primersk(), "kindergarten-6", "ok")
    assert agreed["Основание не вести страницу"].startswith("согласование с мэрией города, письмо от 11.03.2025 №")


def test_an_exemption_without_its_letter_is_said_to_be_claimed() -> None:
    grounds = {row["Основание не вести страницу"] for row in register(folder_of_primersk())}
    assert any("письма с номером и датой в реестре нет" in ground for ground in grounds)


def design_of(**facts: Any) -> Any:
    registry = factory.registry(
        rules("description-and-design"),
        organizations=[factory.organization("school-1")],
        accounts=[factory.account("school-1-vk", observed=factory.observation(**facts))],
    )
    return row_of(view_of(registry, "public"), "school-1", "vk")["Оформление, %"]


def test_the_share_of_design_counts_what_was_seen() -> None:
    assert design_of() == 1
    assert design_of(cover=False) == 0.666
    assert design_of(cover=False, avatar=False, description=False) == 0


def test_the_share_of_design_is_unknown_where_a_part_was_not_looked_at_or_long_ago() -> None:
    assert design_of(cover=None) == UNKNOWN
    assert design_of(on=factory.ago(1_000)) == UNKNOWN
    assert design_of(on=factory.ago(-1)) == UNKNOWN


def activity_of(*counts: int | None) -> tuple[Any, Any]:
    weeks = {
        week: factory.count(text=number)
        for week, number in zip(factory.WEEKS, counts, strict=True)
        if number is not None
    }
    registry = factory.registry(
        rules("two-posts-a-week"),
        organizations=[factory.organization("school-1")],
        accounts=[factory.account("school-1-vk")],
        years=factory.activity(weeks, "school-1-vk"),
    )
    row = row_of(view_of(registry, "public"), "school-1", "vk")
    return row["Активность, %"], row["Недель посчитано"]


def test_activity_counts_the_counted_weeks_alone() -> None:
    assert activity_of(2, 5, 2, 3) == (1, "4 из 4")
    assert activity_of(2, 1, 0, 3) == (0.5, "4 из 4")
    assert activity_of(2, None, 0, None) == (0.5, "2 из 4")
    assert activity_of(None, None, None, None) == (UNKNOWN, "0 из 4")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (DatedStatus("confirmed", factory.ago(1), None), "confirmed"),
        (DatedStatus("confirmed", factory.ago(-1), None), None),
        (DatedStatus("confirmed", None, None), "confirmed"),
        (DatedStatus("absent", None, factory.ago(0)), "absent"),
        (DatedStatus("absent", None, factory.ago(-1)), None),
        (DatedStatus(None, None, factory.ago(1)), None),
    ],
)
def test_a_status_is_that_of_the_day(status: DatedStatus, expected: str | None) -> None:
    assert status_on(status, factory.AS_OF) == expected


def test_an_account_opened_later_is_no_account_yet() -> None:
    registry = factory.registry(
        rules("accounts-exist", subject="organization"),
        organizations=[factory.organization("school-1")],
        accounts=[factory.account("school-1-vk", opened_on=factory.ago(-1))],
    )
    assert [row.account for row in register_rows(view_of(registry, "public"))] == [None]


def test_no_cell_is_a_formula_and_hostile_names_stay_as_they_are() -> None:
    folder = centre_folder(hostile_view(), provenance())
    found = book(folder)
    for sheet in found.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in "snd", (sheet.title, cell.coordinate, cell.value)
    names = {row["Организация"] for row in register(folder)}
    for name in NAMES:
        if name.isprintable():
            assert name in names
    (content,) = (file.content for file in folder.files if file.path.endswith(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
        # A text that begins like a formula must not become one when somebody edits its cell.
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")


def test_only_addresses_of_the_web_are_links() -> None:
    sheet = book(centre_folder(hostile_view(), provenance()))["Реестр"]
    links = {cell.hyperlink.target: cell.value for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert len(links) == 2
    assert all(target.startswith("https://vk.com/") for target in links)
    shown = {row[HEADS.index("Адрес страницы")].value for row in sheet.iter_rows(min_row=2)}
    assert {address for address in ADDRESSES if address.isprintable()} <= shown


def test_the_csv_has_the_same_rows_and_no_formula() -> None:
    for folder in (folder_of_primersk(), centre_folder(hostile_view(), provenance())):
        of_book, of_table = register(folder), table(folder)
        assert len(of_book) == len(of_table) == folder.rows
        for one, other in zip(of_book, of_table, strict=True):
            for head in HEADS:
                value = one[head]
                if isinstance(value, datetime.datetime):
                    value = value.date().isoformat()
                elif head.endswith("%") and not isinstance(value, str):
                    value = f"{value * 100:g}"
                text = other[head]
                # An apostrophe stands before whatever a spreadsheet could take for a formula.
                assert text in (str(value), f"'{value}") or text.replace("'", "") == str(value).replace("'", "")
                assert not re.match(r"[\s\"]*[=+@\-＝]", text)


def test_the_sheets_are_made_to_be_used() -> None:
    found = book(folder_of_primersk())
    assert found.sheetnames == ["Реестр", "Сводка", "Требования", "Освобождения", "Пояснения", "Источники"]
    sheet = found["Реестр"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == sheet.dimensions
    for each in found.worksheets:
        assert each.page_setup.orientation == "landscape"
        assert each.page_setup.fitToHeight == 0
        assert each.print_title_rows == "$1:$1"
        assert each.freeze_panes
        assert all(each.column_dimensions[cell.column_letter].width for cell in each[1])
    row = sheet[2]
    url, observed = row[HEADS.index("Адрес страницы")], row[HEADS.index("Осмотрена")]
    assert url.hyperlink.target == url.value
    assert isinstance(observed.value, datetime.datetime)
    assert observed.number_format == "dd.mm.yyyy"
    # Leading zeros count.
    assert row[HEADS.index("ИНН")].value.startswith("0")
    assert row[HEADS.index("Организация")].alignment.wrap_text


def test_nobody_is_named_in_the_properties_and_no_clock_is_read() -> None:
    content = files(folder_of_primersk())
    for name in ("reestr-2026-11-16.xlsx", "pismo-2026-11-16.docx"):
        with zipfile.ZipFile(io.BytesIO(content[name])) as archive:
            assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"<dc:creator>([^<]+)|<cp:lastModifiedBy>([^<]+)", core) == []
        assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2026-11-16"}


def test_every_figure_of_the_summary_names_its_whole() -> None:
    _, *rows = book(folder_of_primersk())["Сводка"].iter_rows(values_only=True)
    figures = [row for row in rows if isinstance(row[1], int)]
    assert len(figures) > 12
    for title, value, whole, share, of in figures:
        if title == "Официальные страницы, которые ведутся":
            continue
        assert isinstance(whole, int), title
        assert 0 <= value <= whole
        # Of the parts of one whole, some are rounded up, so that they add up to it.
        assert share in (value * 1000 // whole / 1000, (value * 1000 // whole + 1) / 1000)
        assert title.startswith("Оценки: ") or share == value * 1000 // whole / 1000
        assert of != NOTHING
    assert sum(round(row[3] * 1000) for row in figures if row[0].startswith("Оценки: ")) == 1000
    summary = primersk().assessment.summary
    by_title = {row[0]: row[1] for row in figures}
    for outcome, count in summary.items():
        assert by_title["Оценки: " + wording.text(f"interface.outcomes.{outcome.value}.label")] == count


def test_the_sheet_of_requirements_adds_up() -> None:
    view = primersk()
    _, *rows = book(folder_of_primersk())["Требования"].iter_rows(values_only=True)
    assert len(rows) == sum(item.check is not None for item in view.registry.requirements.values())
    for row in rows:
        assert sum(row[3:-1]) == row[-1]
    assert sum(row[-1] for row in rows) == len(view.assessment.findings)


def test_a_city_without_organizations_gets_its_folder_too() -> None:
    folder = centre_folder(view_of(empty_city(), "public"), provenance())
    assert register(folder) == table(folder) == []
    assert "Официальные страницы, которые ведутся" in letter_text(folder)


def test_the_letter_invents_neither_number_nor_date_nor_names() -> None:
    text = letter_text(folder_of_primersk())
    assert "от ______________ № ____________" in text
    assert "Центр управления регионом Примерской области" in text
    assert "Образцова Примера Примеровна" in text
    assert "reestr-2026-11-16.xlsx" in text
    nobody = letter_text(centre_folder(view_of(small_city(city=factory.city(officer=None)), "public"), provenance()))
    assert "______________________ (должность)" in nobody
    assert "(имя)" in nobody
    assert "(наименование регионального центра)" in nobody


def test_the_letter_is_in_russian_for_the_speller() -> None:
    with zipfile.ZipFile(io.BytesIO(files(folder_of_primersk())["pismo-2026-11-16.docx"])) as archive:
        languages = set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', archive.read("word/styles.xml").decode()))
    assert languages == {"ru-RU"}


def test_fiction_is_called_fiction_in_every_paper() -> None:
    folder = folder_of_primersk()
    assert "город вымышлен" in letter_text(folder)
    for sheet in ("Сводка", "Источники"):
        words = " ".join(str(value) for row in book(folder)[sheet].iter_rows(values_only=True) for value in row)
        assert "придуманы" in words
    assert json.loads(files(folder)["manifest.json"])["fictional"] is True


def test_the_manifest_names_files_commit_and_date() -> None:
    folder = centre_folder(primersk(), Provenance(COMMIT, (), "f" * 64, "examples/primersk/data"))
    content = files(folder)
    manifest = json.loads(content["manifest.json"])
    assert manifest["as_of"] == "2026-11-16"
    assert manifest["edition"] == "public"
    assert manifest["records"] == {
        "folder": "examples/primersk/data",
        "commit": "a1" * 20,
        "committed_at": "2026-11-15T23:30:00+03:00",
        "uncommitted_files": 0,
        "later_than_as_of": None,
        "sha256": "f" * 64,
    }
    assert {item["name"] for item in manifest["files"]} == set(content) - {"manifest.json", "SHA256SUMS"}
    assert all(item["bytes"] == len(content[item["name"]]) for item in manifest["files"])
    assert f"--commit {'a1' * 20}" in manifest["command"]


def test_uncommitted_changes_are_told_without_naming_files() -> None:
    changed = Provenance(COMMIT, ("notices/secret.yaml", "assignments/other.yaml"), "f" * 64)
    folder = centre_folder(primersk(), changed)
    assert "незафиксированными изменениями" in letter_text(folder)
    for sheet in ("Сводка", "Источники"):
        words = " ".join(str(value) for row in book(folder)[sheet].iter_rows(values_only=True) for value in row)
        assert "незафиксированными изменениями (2" in words
        assert "secret" not in words
    manifest = json.loads(files(folder)["manifest.json"])
    assert manifest["records"]["uncommitted_files"] == 2
    # From the commit alone it could not be made again.
    assert "--commit" not in manifest["command"]
    assert not any(b"secret" in content for content in files(folder).values())


def test_the_internal_edition_does_not_leave_city_hall() -> None:
    with pytest.raises(ValueError, match="public edition"):
        centre_folder(hostile_view("internal"), provenance())


def test_only_a_folder_as_it_was_made_may_be_replaced() -> None:
    content = files(folder_of_primersk())
    assert strange_files(content) == ()
    assert strange_files({**content, "pismo-2026-11-16.docx": b"signed"}) == ("pismo-2026-11-16.docx",)
    assert strange_files({**content, "ответ.txt": b""}) == ("ответ.txt",)
    without = {name: value for name, value in content.items() if name != "manifest.json"}
    assert set(strange_files(without)) == set(without)
    assert strange_files({"manifest.json": b'{"name": "a web application"}'}) == ("manifest.json",)
    assert strange_files({"manifest.json": b"[1]"}) == ("manifest.json",)
