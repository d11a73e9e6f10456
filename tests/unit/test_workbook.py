"""The workbook: its content, and that an import changes exactly what was changed in it."""

from __future__ import annotations

import datetime
import difflib
import html
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from reestr.intake.workbook import book
from reestr.intake.workbook.applying import Changes, changes
from reestr.intake.workbook.book import TooManyRowsError, workbook
from reestr.intake.workbook.checking import judged
from reestr.intake.workbook.opening import tables
from reestr.intake.workbook.own_rows import read_own
from reestr.intake.workbook.read_file import taken_in
from reestr.intake.workbook.rows import Intake
from reestr.intake.workbook.rows_out import WEEKS, cut, of_organization, open_weeks, read_records
from reestr.intake.workbook.sheets import HIDDEN, sheets, word
from reestr.intake.workbook.table import SheetTable
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import StoredFiles

from tests.depth import times
from tests.unit.project import BASE, PRIMERSK, copy_of_base, reestr, tree
from tests.unit.random_city import cities

TODAY = datetime.date(2026, 3, 16)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


class City:
    """A registry in memory with what a test does with its workbook."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.files = StoredFiles(contents, "data/")
        self.loaded = load_files(self.files)
        assert self.loaded.registry is not None, self.loaded.diagnostics[:3]
        self.records = read_records(self.files)
        self.networks = tuple(self.loaded.registry.networks.values())

    def exported(self, edition: Any = "internal") -> bytes:
        return workbook(cut(self.records, edition), edition, TODAY, "Примерск")

    def exported_for(self, organization: str, day: datetime.date, edition: Any = "public") -> bytes:
        records = of_organization(cut(self.records, edition), organization)
        return workbook(records, edition, day, "Школа № 1", weeks="open" if organization else "all")

    def taken(self, content: bytes) -> Intake:
        return taken_in(content, self.records, self.networks, None)

    def changes(self, intake: Intake) -> Changes:
        return changes(intake, self.records, self.files)

    def imported(self, content: bytes) -> dict[str, str]:
        """The files that change; there is nothing wrong."""
        intake = self.taken(content)
        changed = self.changes(intake)
        verdict = judged(intake, changed, self.files)
        assert not verdict.problems and not verdict.others, verdict
        return {name: text.decode() for name, text in changed.contents.items()}

    def problems(self, content: bytes) -> list[tuple[str, str]]:
        """Sheet and cell of everything wrong, with the words."""
        intake = self.taken(content)
        verdict = judged(intake, self.changes(intake), self.files)
        assert not verdict.others
        return [(item.place.named if item.place else "", item.message + " " + item.fix) for item in verdict.problems]


class Edited:
    """A workbook opened in another program, which knows cells by the words of their row and column."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def cell(self, sheet: str, row: int | str | tuple[str, ...], title: str) -> Any:
        page = self.book[sheet]
        column = next(cell.column for cell in page[1] if cell.value == title)
        if isinstance(row, str):
            row = (row,)
        if isinstance(row, tuple):
            wanted = list(row)
            row = next(
                number
                for number in range(2, page.max_row + 1)
                if [page.cell(number, place + 1).value for place in range(len(wanted))] == wanted
            )
        return page.cell(row, column)

    def below(self, sheet: str) -> int:
        return int(self.book[sheet].max_row) + 1

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


@pytest.fixture(scope="module")
def base() -> City:
    return City(files_of(BASE))


@pytest.mark.long
@settings(max_examples=times(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(cities())
def test_a_random_city_comes_back_as_it_was(added: dict[str, bytes]) -> None:
    # Every one is valid: a city that is none would test nothing.
    city = City({**files_of(BASE), **added})
    content = city.exported()
    assert city.imported(content) == {}
    # Without the marks of untouched rows every single cell is compared.
    unmarked = [_without_marks(table) for table in tables(content) if table.name != HIDDEN]
    intake = read_own(unmarked, city.records, city.networks)
    assert not intake.problems
    assert not city.changes(intake).contents


def _without_marks(table: SheetTable) -> SheetTable:
    head = [cell.value for cell in table.rows[0]]
    if word("mark") not in head:
        return table
    place = head.index(word("mark"))
    return SheetTable(table.name, table.order, [(*row[:place], *row[place + 1 :]) for row in table.rows])


def test_the_same_records_give_the_same_bytes(base: City) -> None:
    assert base.exported() == City(files_of(BASE)).exported()


def test_the_example_city_comes_back_as_it_was() -> None:
    city = City(files_of(PRIMERSK / "data"))
    assert city.imported(city.exported()) == {}
    assert city.imported(city.exported("public")) == {}


def test_edits_of_cells_are_edits_of_lines(base: City) -> None:
    edited = Edited(base.exported())
    edited.cell("Организации", "library-1", "Контакты: Телефоны").value = "+7 (42622) 2-00-02; +7 (42622) 2-00-03"
    edited.cell("Организации", "library-1", "Сайт").value = None
    edited.cell("Организации", "library-1", "Есть ли сайт").value = "нет"
    for title in ("Адрес страницы", "Дата проверки", "Указанные аккаунты"):
        edited.cell("Организации", "library-1", f"Страница с аккаунтами: {title}").value = None
    before = files_of(BASE)["organizations/library-1.yaml"].decode()
    expected = (
        before.replace('["+7 (42622) 2-00-01"]', '["+7 (42622) 2-00-02", "+7 (42622) 2-00-03"]')
        .replace("site: https://library-1.example.org\n", "has_site: false\n")
        .replace(before[before.index("accounts_page:") : before.index("reviewed_on:")], "")
    )
    assert base.imported(edited.saved()) == {"organizations/library-1.yaml": expected}


def test_dates_words_and_numbers_are_what_they_are(base: City) -> None:
    edited = Edited(base.exported())
    mark = "Отметка «Госорганизация»"
    edited.cell("Аккаунты", "library-1-vk", f"{mark}: Состояние отметки").value = "есть"
    edited.cell("Аккаунты", "library-1-vk", f"{mark}: Дата подтверждения").value = datetime.date(2026, 2, 3)
    edited.cell("Аккаунты", "library-1-vk", "Осмотр страницы: Дата осмотра").value = "03.02.2026"
    edited.cell("Аккаунты", "library-1-vk", "Осмотр страницы: Аватар").value = "Да "
    edited.cell("Аккаунты", "library-1-vk", "Числовой номер").value = 123456
    changed = base.imported(edited.saved())
    assert list(changed) == ["accounts/library-1-vk.yaml"]
    added = set(changed["accounts/library-1-vk.yaml"].splitlines()) - set(
        files_of(BASE)["accounts/library-1-vk.yaml"].decode().splitlines()
    )
    assert added == {
        'numeric_id: "123456"',
        "state_mark:",
        "  status: confirmed",
        '  confirmed_on: "2026-02-03"',
        "observed:",
        '  on: "2026-02-03"',
        "  avatar: true",
    }


def test_counts_of_weeks(base: City) -> None:
    edited = Edited(base.exported())
    vk = ("library-1-vk",)
    # A new week, a week without publications, a changed number; the row of a week nobody counted stays blank.
    edited.cell("Эта неделя", (*vk, "2026-W11"), "Тексты").value = 1
    edited.cell("Эта неделя", (*vk, "2026-W11"), "Видео").value = 0
    edited.cell("Недели", (*vk, "2026-W08"), "Тексты").value = 0
    edited.cell("Недели", (*vk, "2026-W10"), "Видео").value = 3
    text = base.imported(edited.saved())["activity/library-1-vk/2026.yaml"]
    before = files_of(BASE)["activity/library-1-vk/2026.yaml"].decode()
    expected = before.replace("  2026-W09", "  2026-W08: {}\n  2026-W09").replace("video: 1", "video: 3")
    assert text == expected + "  2026-W11: {text: 1}\n"


def test_a_week_that_is_cleared_was_not_counted(base: City) -> None:
    edited = Edited(base.exported())
    for title in ("Тексты", "Фотографии"):
        edited.cell("Недели", ("library-1-vk", "2026-W09"), title).value = None
    text = base.imported(edited.saved())["activity/library-1-vk/2026.yaml"]
    assert "2026-W09" not in text and "2026-W10" in text


def test_the_first_sheet_has_the_last_full_week_of_every_page_with_its_source_filled_in() -> None:
    files = files_of(BASE)
    del files["activity/library-1-vk/2026.yaml"]
    city = City(files)
    edited = Edited(city.exported())
    assert edited.book.sheetnames[:2] == ["Прочтите", "Эта неделя"]
    rows = [("library-1-ok", "2026-W11"), ("library-1-vk", "2026-W11")]
    assert _keys(city.exported())["Эта неделя"] == rows
    title = "Источник чисел недели"
    assert [edited.cell("Эта неделя", row, title).value for row in rows] == ["подсчёт вручную"] * 2
    # Saved as it was, it changes nothing; the sources beside empty numbers are no counts.
    assert city.imported(edited.saved()) == {}
    edited.cell("Эта неделя", rows[0], "Без указания формата").value = 3
    edited.cell("Эта неделя", rows[1], "Тексты").value = 2
    changed = city.imported(edited.saved())
    before = files["activity/library-1-ok/2026.yaml"].decode()
    assert changed == {
        "activity/library-1-ok/2026.yaml": before + "  2026-W11: {unspecified: 3}\n",
        "activity/library-1-vk/2026.yaml": "source: hand-count\nweeks:\n  2026-W11: {text: 2}\n",
    }
    edited.cell("Эта неделя", rows[0], title).value = "статистика сети"
    text = city.imported(edited.saved())["activity/library-1-ok/2026.yaml"]
    assert "  2026-W11: {unspecified: 3, source: network-statistics}" in text


def test_a_week_is_on_one_of_the_two_sheets_only(base: City) -> None:
    edited = Edited(base.exported())
    row = edited.below("Недели")
    edited.cell("Недели", row, "Имя аккаунта").value = "library-1-vk"
    edited.cell("Недели", row, "Неделя").value = "2026-W11"
    edited.cell("Недели", row, "Фотографии").value = 2
    edited.cell("Эта неделя", ("library-1-vk", "2026-W11"), "Тексты").value = 2
    ((place, said),) = base.problems(edited.saved())
    assert place.startswith("Эта неделя!") and "уже есть" in said


def test_a_workbook_has_the_weeks_that_are_asked_for_and_an_import_leaves_the_others(base: City) -> None:
    counted = {
        (name.partition("/")[0], week) for name, item in base.records["activity"].items() for week in item.data["weeks"]
    }
    found: dict[str, set[tuple[str, str]]] = {}
    for weeks in WEEKS:
        content = workbook(cut(base.records, "internal"), "internal", TODAY, "Примерск", weeks=weeks)
        found[weeks] = {
            (str(row[0].value), str(row[1].value))
            for table in tables(content)
            if table.name in ("Недели", "Эта неделя")
            for row in table.rows[1:]
        }
        assert base.imported(content) == {}
    opened = open_weeks(TODAY)
    assert counted <= found["all"]
    assert found["open"] == {key for key in found["all"] if key[1] in opened}
    assert found["missing"] == {key for key in found["open"] if key not in counted or key[1] == opened[-1]}


def test_a_sheet_of_more_rows_than_an_import_takes_back_is_not_written(
    base: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "_MOST_ROWS", 2)
    with pytest.raises(TooManyRowsError) as refused:
        base.exported()
    assert refused.value.sheet in {sheet.name for sheet in sheets("internal")}


def test_a_new_year_of_counts_says_its_source_once(base: City) -> None:
    edited = Edited(base.exported())
    row = edited.below("Недели")
    for place, week in enumerate(("2025-W50", "2025-W51", "2025-W52")):
        edited.cell("Недели", row + place, "Имя аккаунта").value = "library-1-vk"
        edited.cell("Недели", row + place, "Неделя").value = week
        edited.cell("Недели", row + place, "Фотографии").value = place
        source = "«Госпаблики»" if place == 1 else "подсчёт вручную"
        edited.cell("Недели", row + place, "Источник чисел недели").value = source
    assert base.imported(edited.saved()) == {
        "activity/library-1-vk/2025.yaml": "source: hand-count\nweeks:\n  2025-W50: {}\n"
        "  2025-W51: {photo: 1, source: gospabliki}\n  2025-W52: {photo: 2}\n"
    }


def test_a_new_record_gets_an_id_and_a_place_beside_its_neighbours() -> None:
    city = City(files_of(PRIMERSK / "data"))
    edited = Edited(city.exported())
    row = edited.below("Организации")
    for title, value in {
        "Полное наименование": "Муниципальное учреждение «Школа № 99»",
        "Краткое наименование": "Школа № 99",
        "Сфера деятельности": "образование",
        "Черновик": "да",
    }.items():
        edited.cell("Организации", row, title).value = value
    row = edited.below("Аккаунты")
    for title, value in {
        "Организация": "shkola-99",
        "Сеть": "ВКонтакте",
        "Адрес страницы": "https://vk.com/primersk_school_99",
        "Черновик": "да",
    }.items():
        edited.cell("Аккаунты", row, title).value = value
    assert city.imported(edited.saved()) == {
        "organizations/schools/shkola-99.yaml": "name: Муниципальное учреждение «Школа № 99»\n"
        "short_name: Школа № 99\nsphere: education\ndraft: true\n",
        "accounts/schools/shkola-99-vk.yaml": "organization: shkola-99\nnetwork: vk\n"
        "url: https://vk.com/primersk_school_99\ndraft: true\n",
    }


def test_items_of_lists_are_changed_and_added(base: City) -> None:
    edited = Edited(base.exported())
    edited.cell("Ответственные", ("library-1", "1"), "По какой день").value = datetime.date(2025, 1, 31)
    row = edited.below("Ответственные")
    edited.cell("Ответственные", row, "Имя организации").value = "library-1"
    edited.cell("Ответственные", row, "Должность").value = "методист"
    edited.cell("Ответственные", row, "С какого дня").value = datetime.date(2025, 2, 1)
    text = base.imported(edited.saved())["organizations/library-1.yaml"]
    assert text == files_of(BASE)["organizations/library-1.yaml"].decode().replace(
        '    from: "2024-02-05"\n',
        '    from: "2024-02-05"\n    until: "2025-01-31"\n  - role: методист\n    from: "2025-02-01"\n',
    )


def test_what_is_taken_out_of_the_workbook_stays_in_the_records(base: City) -> None:
    edited = Edited(base.exported())
    edited.book["Организации"].delete_rows(2, 2)
    edited.book["Аккаунты"].delete_cols(5, 3)
    del edited.book["Ответственные"]
    edited.book.move_sheet("Недели", -3)
    assert base.imported(edited.saved()) == {}


def test_a_row_that_others_changed_meanwhile_is_not_overwritten(base: City) -> None:
    content = base.exported()
    later = files_of(BASE)
    text = later["organizations/library-1.yaml"].replace("Книжная, д. 1".encode(), "Книжная, д. 2".encode())
    city = City({**later, "organizations/library-1.yaml": text})
    # Who did not touch the row leaves their change alone; who did is told.
    assert city.imported(content) == {}
    edited = Edited(content)
    edited.cell("Организации", "library-1", "Адрес").value = "г. Примерск, ул. Новая"
    assert [place for place, _ in city.problems(edited.saved())] == ["Организации!A3"]


def test_a_record_that_is_gone_meanwhile_does_not_come_back(base: City) -> None:
    edited = Edited(base.exported())
    edited.cell("Организации", "accounting-office", "Адрес").value = "г. Примерск"
    gone = {name: text for name, text in files_of(BASE).items() if name != "organizations/accounting-office.yaml"}
    assert City(gone).imported(base.exported()) == {}
    assert [place for place, _ in City(gone).problems(edited.saved())] == ["Организации!A2"]


def test_the_public_edition_has_no_internal_column_and_brings_nothing_away() -> None:
    city = City(files_of(PRIMERSK / "data"))
    content = city.exported("public")
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads = {str(cell.value) for page in book.worksheets for cell in page[1]}
    assert not any("Двухфакторная" in head or head == "Фамилия, имя, отчество" for head in heads)
    edited = Edited(content)
    edited.cell("Ответственные", ("school-1", "1"), "Должность").value = "методист"
    (text,) = city.imported(edited.saved()).values()
    assert text == files_of(PRIMERSK / "data")["organizations/schools/school-1.yaml"].decode().replace(
        "заместитель директора по воспитательной работе", "методист"
    )


@pytest.fixture(scope="module")
def example() -> City:
    return City(files_of(PRIMERSK / "data"))


def _keys(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """What the rows of each sheet are known by."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.name: [
            tuple(row[: len(sheet.keys)])
            for row in book[sheet.name].iter_rows(min_row=2, values_only=True)
            if row[0] is not None
        ]
        for sheet in sheets("public")
    }


@pytest.mark.parametrize(
    ("day", "first", "count"),
    [
        # The last full week begins on 9 November: all of the quarter so far would be six weeks.
        (datetime.date(2026, 11, 16), "2026-W39", 8),
        (datetime.date(2026, 12, 31), "2026-W41", 12),
        # The year has begun, but no full week of it is over.
        (datetime.date(2027, 1, 1), "2026-W41", 12),
        (datetime.date(2027, 1, 11), "2026-W47", 8),
        (datetime.date(2026, 7, 6), "2026-W15", 13),
    ],
)
def test_the_open_weeks_are_those_of_the_quarter_and_no_fewer_than_eight(
    day: datetime.date, first: str, count: int
) -> None:
    weeks = open_weeks(day)
    assert (weeks[0], len(weeks)) == (first, count)
    assert list(weeks) == sorted(set(weeks))


@pytest.mark.parametrize("organization", ["school-1", "library", "house-of-culture", "ski-base"])
def test_the_workbook_of_an_organization_has_its_rows_of_the_open_weeks_and_no_others(
    example: City, organization: str
) -> None:
    day = datetime.date(2026, 11, 16)
    rows = _keys(example.exported_for(organization, day))
    accounts = {
        name for name, record in example.records["account"].items() if record.data["organization"] == organization
    }
    assert rows.pop("Организации") == [(organization,)]
    assert {key[0] for key in rows.pop("Аккаунты")} <= accounts
    weeks = [*rows.pop("Недели"), *rows.pop("Эта неделя")]
    assert len(set(weeks)) == len(weeks)
    assert {account for account, _ in weeks} <= accounts
    assert {week for _, week in weeks} <= set(open_weeks(day))
    assert {key[0] for keys in rows.values() for key in keys} <= {organization, *accounts}
    if organization == "school-1":
        assert {account for account, _ in weeks} == accounts
        assert {week for _, week in weeks} == set(open_weeks(day))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


def test_no_internal_value_and_no_name_is_in_the_workbook_of_any_organization(example: City) -> None:
    said = {kind: [*_texts([item.data for item in items.values()])] for kind, items in example.records.items()}
    public = {*_texts([item.data for items in cut(example.records, "public").values() for item in items.values()])}
    internal = {text for texts in said.values() for text in texts if len(text) > 6} - public
    internal |= {
        str(person["name"])
        for record in example.records["organization"].values()
        for person in record.data.get("responsible", ())
        if "name" in person
    }
    assert len(internal) > 40
    for name in cut(example.records, "public")["organization"]:
        with zipfile.ZipFile(io.BytesIO(example.exported_for(name, datetime.date(2026, 11, 16)))) as archive:
            text = html.unescape("".join(archive.read(member).decode() for member in archive.namelist()))
        assert [word for word in internal if word in text] == []


def test_the_workbook_of_an_organization_brings_back_what_was_edited_and_takes_nothing_away(example: City) -> None:
    day = datetime.date(2026, 11, 16)
    content = example.exported_for("school-1", day)
    assert example.imported(content) == {}
    edited = Edited(content)
    edited.cell("Организации", "school-1", "Адрес").value = "г. Примерск, ул. Новая, 5"
    edited.cell("Недели", ("school-1-vk", "2026-W45"), "Тексты").value = 7
    page = edited.book["Ответственные"]
    if page.max_row > 1:
        page.delete_rows(2)
    before = files_of(PRIMERSK / "data")
    changed = example.imported(edited.saved())
    assert set(changed) == {"organizations/schools/school-1.yaml", "activity/school-1-vk/2026.yaml"}
    for name, text in changed.items():
        old, new = before[name].decode().splitlines(), text.splitlines()
        lines = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
        assert len(lines) <= 2, lines
    record = yaml.safe_load(changed["organizations/schools/school-1.yaml"])
    was = yaml.safe_load(before["organizations/schools/school-1.yaml"])
    assert {**record, "address": None} == {**was, "address": None}
    assert any("name" in person for person in record["responsible"])


def test_every_value_of_a_record_has_a_column(base: City) -> None:
    """Nothing that a person fills in is left out: a field that no sheet holds could not be edited here."""
    from reestr.records import schemas

    for kind in ("organization", "account", "activity"):
        held = {
            "".join(f"/{step}" for step in (*sheet.at, *column.path))
            for sheet in sheets()
            if sheet.kind == kind
            for column in sheet.columns
        }
        pointers = [field.pointer for field in schemas.fields(kind)]
        groups = {pointer for pointer in pointers if any(item.startswith(f"{pointer}/") for item in pointers)}
        by_machine = {field.pointer for field in schemas.fields(kind) if field.by_machine}
        assert by_machine
        assert set(pointers) - groups - by_machine == held


def test_the_workbook_guides_whoever_edits_it(base: City) -> None:
    book = openpyxl.load_workbook(io.BytesIO(base.exported()))
    assert book.sheetnames[0] == "Прочтите"
    assert "внутренняя" in book["Прочтите"]["A2"].value
    page = book["Организации"]
    assert page.protection.sheet and page["A2"].protection.locked and not page["B2"].protection.locked
    assert page.freeze_panes == "B2"
    assert "Пример: " in page["B1"].comment.text
    rules = {str(rule.sqref).partition(":")[0]: rule for rule in page.data_validations.dataValidation}
    sphere = next(cell.coordinate for cell in page[1] if cell.value == "Сфера деятельности").replace("1", "2")
    assert rules[sphere].type == "list"
    since = next(cell.coordinate for cell in page[1] if cell.value == "В реестре с").replace("1", "2")
    assert rules[since].type == "date" and page[since.replace("2", "3")].is_date
    inn = next(cell.coordinate for cell in page[1] if cell.value == "ИНН")
    assert page[inn.replace("1", "3")].number_format == "@"


def test_nothing_in_it_is_a_formula(base: City) -> None:
    contents = files_of(BASE)
    contents["organizations/library-1.yaml"] = contents["organizations/library-1.yaml"].replace(
        "short_name: Библиотека № 1".encode(), b"short_name: '=HYPERLINK(\"https://evil.example\")'"
    )
    city = City(contents)
    content = city.exported()
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not any(cell.data_type == "f" for page in book.worksheets for row in page.iter_rows() for cell in row)
    assert city.imported(content) == {}


@pytest.mark.process
def test_the_commands(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    before = tree(project / "data")
    result = reestr("export", "workbook", "--edition", "internal", "--output", "внутренняя.xlsx", folder=project)
    assert result.returncode == 0 and "не публикуйте" in result.stdout
    result = reestr("export", "workbook", "--output", "книга.xlsx", folder=project)
    assert result.returncode == 0 and "имён в книге нет" in result.stdout
    result = reestr("export", "workbook", "--organization", "library-1", folder=project)
    assert result.returncode == 0 and "можно отправить организации" in result.stdout
    assert len(list((project / "build").glob("workbook-library-1-*.xlsx"))) == 1
    result = reestr("export", "workbook", "--organization", "libary-1", folder=project)
    assert result.returncode == 2 and "library-1" in result.stderr
    result = reestr("import", "книга.xlsx", "--yes", folder=project)
    assert (result.returncode, tree(project / "data")) == (0, before)
    assert "менять нечего" in result.stdout
    edited = Edited((project / "книга.xlsx").read_bytes())
    edited.cell("Организации", "library-1", "Адрес").value = "г. Примерск, ул. Новая"
    (project / "книга.xlsx").write_bytes(edited.saved())
    result = reestr("export", "workbook", "--output", "книга.xlsx", folder=project)
    assert result.returncode == 2 and "правки" in result.stderr
    result = reestr("import", "книга.xlsx", "--dry-run", folder=project)
    assert (result.returncode, tree(project / "data")) == (0, before)
    assert "+address: г. Примерск, ул. Новая" in result.stdout
    assert reestr("import", "книга.xlsx", folder=project).returncode == 2
    result = reestr("import", "книга.xlsx", "--yes", folder=project)
    assert result.returncode == 0
    assert {name for name, content in tree(project / "data").items() if content != before[name]} == {
        "organizations/library-1.yaml"
    }
    edited.cell("Организации", "library-1", "ИНН").value = "7901000071"
    (project / "книга.xlsx").write_bytes(edited.saved())
    after = tree(project / "data")
    result = reestr("import", "книга.xlsx", "--yes", folder=project)
    assert (result.returncode, tree(project / "data")) == (1, after)


def test_an_officers_first_import_succeeds_with_nothing_but_numbers_in_it(example: City) -> None:
    """She reads «Прочтите», writes numbers on «Эта неделя» and on «Недели», and nothing else."""
    day = datetime.date(2026, 11, 23)
    content = workbook(cut(example.records, "public"), "public", day, "Примерск")
    edited = Edited(content)
    assert edited.book.sheetnames[0] == "Прочтите"
    read = " ".join(str(cell.value) for row in edited.book["Прочтите"].iter_rows() for cell in row)
    assert "Хватит листа «Эта неделя»: впишите числа публикаций" in read and "Несосчитанную страницу оставьте" in read
    week = edited.book["Эта неделя"]
    titles = ("Тексты", "Фотографии", "Без указания формата")
    rows = [(str(row[0].value), str(row[1].value)) for row in week.iter_rows(min_row=2)]
    assert len(rows) == 69 and {name for _, name in rows} == {"2026-W47"}
    for place, row in enumerate(rows):
        # A third is counted by format, a third has only a sum, a third is not counted.
        if place % 3 < 2:
            edited.cell("Эта неделя", row, titles[place % 3 * 2]).value = place % 5
    older = [
        (str(row[0].value), str(row[1].value))
        for row in edited.book["Недели"].iter_rows(min_row=2)
        if all(cell.value is None for cell in row[3:6])
    ]
    for row in older:
        edited.cell("Недели", row, "Тексты").value = 2
    changed = example.imported(edited.saved())
    handed_in = [name for name, text in changed.items() if "2026-W47:" in text]
    assert len(handed_in) == len([place for place in range(69) if place % 3 < 2])
    assert {f"activity/{account}/{name[:4]}.yaml" for account, name in older} <= set(changed)
