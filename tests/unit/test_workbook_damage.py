"""Damage to workbooks by spreadsheets and people: each problem is reported with its cell and fix, all at once."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reestr.intake.workbook.checking import judged
from reestr.intake.workbook.opening import tables
from reestr.intake.workbook.own_rows import read_own
from reestr.intake.workbook.sheets import HIDDEN
from reestr.intake.workbook.table import EMPTY, CellKind, RawValue, SheetCell, SheetTable, UnreadableFileError
from xlsxwriter import Workbook

from tests.depth import times
from tests.unit.project import BASE
from tests.unit.test_workbook import City, Edited, files_of

ORDER = ("Ответственные", "library-1", "Приказ о назначении: Номер")
LISTED = ("Организации", "library-1", "Страница с аккаунтами: Указанные аккаунты")
INN = ("Организации", "library-1", "ИНН")


@pytest.fixture(scope="module")
def base() -> City:
    return City(files_of(BASE))


@pytest.fixture(scope="module")
def content(base: City) -> bytes:
    return base.exported()


CELLS: tuple[tuple[str, tuple[str, str, str], Any, str], ...] = (
    ("a leading zero that is gone", INN, 219, "0000000219"),
    ("digits that are gone", INN, "7,70708E+09", "потерял часть цифр"),
    ("a wrong check digit", INN, "7901000071", "ИНН"),
    ("more digits than a number keeps", ("Аккаунты", "library-1-vk", "Числовой номер"), 1.2e19, "потерял"),
    ("a date that is a number", ("Организации", "library-1", "В реестре с"), 45123, "16.07.2023"),
    ("a date that is none", ("Организации", "library-1", "В реестре с"), "31.02.2026", "не дата"),
    ("a time", ("Организации", "library-1", "В реестре с"), datetime.datetime(2026, 2, 3, 4, 5), "со временем"),
    ("a text that is a date", ORDER, datetime.date(2026, 2, 1), "стала датой"),
    ("a number that is a date", ("Недели", "library-1-vk", "Тексты"), datetime.date(2026, 2, 1), "стала датой"),
    ("a fraction", ("Недели", "library-1-vk", "Тексты"), 1.5, "не целое"),
    ("a negative count", ("Недели", "library-1-vk", "Тексты"), -1, "от 0 до"),
    ("a word of no list", ("Организации", "library-1", "Сфера деятельности"), "культуры", "Возможно: культура"),
    ("neither yes nor no", ("Организации", "library-1", "Есть ли сайт"), "наверное", "«да» или «нет»"),
    ("a letter of another alphabet", ("Аккаунты", "library-1-vk", "Организация"), "librаry-1", "library-1"),
    ("an invisible letter", ("Организации", "library-1", "Адрес"), "ул.\u202eКнижная", "невидимые"),
    ("a page of a person", ("Аккаунты", "library-1-vk", "Адрес страницы"), "https://vk.com/id5", "личная страница"),
    ("a phone without its code", ("Организации", "library-1", "Контакты: Телефоны"), "2-00-01", "+7"),
    ("an unknown account", LISTED, "library-2-vk", "library-2-vk"),
)  # fmt: skip


@pytest.mark.parametrize(("place", "value", "said"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_a_damaged_cell(base: City, content: bytes, place: tuple[str, str, str], value: Any, said: str) -> None:
    edited = Edited(content)
    cell = edited.cell(*place)
    cell.number_format = "General"
    cell.value = value
    (found,) = base.problems(edited.saved())
    assert found[0] == f"{place[0]}!{cell.coordinate}"
    assert said in found[1]


def test_all_damages_are_told_at_once(base: City, content: bytes) -> None:
    edited = Edited(content)
    places = []
    for _, place, value, _ in CELLS:
        cell = edited.cell(*place)
        if f"{place[0]}!{cell.coordinate}" not in places:
            cell.number_format = "General"
            cell.value = value
            places.append(f"{place[0]}!{cell.coordinate}")
    assert {place for place, _ in base.problems(edited.saved())} == set(places)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (INN, " 7901\N{NO-BREAK SPACE}0000 70 "),
        (INN, 7901000070),
        (("Организации", "library-1", "В реестре с"), "1 февраля 2024 г."),
        (("Организации", "library-1", "Сфера деятельности"), " Культура\N{NO-BREAK SPACE}"),
        (("Организации", "library-1", "Краткое наименование"), "  Библиотека № 1\N{NO-BREAK SPACE}"),
        (("Аккаунты", "library-1-vk", "Сеть"), "вконтакте"),
        (("Аккаунты", "library-1-vk", "Организация"), "library-1\u200b "),
        (("Недели", "library-1-vk", "Тексты"), "1,0"),
        (("Недели", "library-1-vk", "Опросы"), 0),
    ],
)
def test_what_is_harmless_changes_nothing(base: City, content: bytes, place: tuple[str, str, str], value: Any) -> None:
    edited = Edited(content)
    # Row of the week that has a text.
    key = (place[1], "2026-W09") if place[0] == "Недели" else place[1]
    cell = edited.cell(place[0], key, place[2])
    cell.number_format = "General"
    cell.value = value
    assert base.imported(edited.saved()) == {}


def _rename_sheet(edited: Edited) -> None:
    edited.book["Организации"].title = "Лист1"


def _rename_column(edited: Edited) -> None:
    edited.cell("Организации", 1, "Краткое наименование").value = "Краткое наименованье"


def _double_column(edited: Edited) -> None:
    edited.cell("Организации", 1, "Краткое наименование").value = "ИНН"


def _remove_key(edited: Edited) -> None:
    edited.book["Организации"].delete_cols(1)


def _merge(edited: Edited) -> None:
    edited.book["Организации"].merge_cells("B2:B3")


def _error(edited: Edited) -> None:
    edited.cell(*INN).value = "#N/A"


def _formula(edited: Edited) -> None:
    edited.cell(*INN).value = "=1+1"


def _second_row(edited: Edited) -> None:
    edited.cell("Организации", 2, "Имя записи").value = "library-1"


def _third_row(edited: Edited) -> None:
    edited.cell("Организации", 4, "Имя записи").value = "library-1"


def _unknown_item(edited: Edited) -> None:
    edited.cell("Ответственные", 2, "№").value = "7"


def _unknown_week(edited: Edited) -> None:
    edited.cell("Недели", ("library-1-vk", "2026-W09"), "Неделя").value = "2026-09"


def _cyrillic_id(edited: Edited) -> None:
    edited.cell("Организации", "library-1", "Имя записи").value = "librаry-1"


def _only_a_source(edited: Edited) -> None:
    edited.cell("Недели", ("library-1-vk", "2026-W08"), "Источник чисел недели").value = "иной источник"


@pytest.mark.parametrize(
    ("damage", "place", "said"),
    [
        (_rename_sheet, "Лист1!A1", "Организации"),
        (_rename_column, "Организации!C1", "Краткое наименование"),
        (_double_column, "Организации!F1", "дважды"),
        (_remove_key, "Организации!A1", "Имя записи"),
        (_merge, "Организации!B2", "B2:B3"),
        (_error, "Организации!F3", "#N/A"),
        (_formula, "Организации!F3", "как значения"),
        (_second_row, "Организации!A2", "скопировали"),
        (_third_row, "Организации!A4", "уже есть"),
        (_unknown_item, "Ответственные!B2", "конец списка"),
        (_unknown_week, "Недели!B", "2026-W09"),
        (_cyrillic_id, "Организации!A3", "library-1"),
        (_only_a_source, "Недели!Q", "2026-W08"),
    ],
)
def test_a_damaged_sheet(base: City, content: bytes, damage: Callable[[Edited], None], place: str, said: str) -> None:
    edited = Edited(content)
    damage(edited)
    (found,) = base.problems(edited.saved())
    assert found[0].startswith(place)
    assert said in found[1]


JUNK: tuple[RawValue, ...] = (
    0, -1, 1.5, 1e300, True, datetime.date(2026, 2, 1), datetime.datetime(2026, 1, 1, 5, 6), "\u202e", "x" * 40_000,
    "=1", "строка\nдва", "school-1", "library-1", "2026-W10", "да", "#", "\ud800", "\x00", "https://vk.com/id1", "; ;",
    "пусто", "{}", "1e5",
)  # fmt: skip


KINDS: tuple[CellKind, ...] = ("value", "value", "value", "error", "formula")


@pytest.mark.long
@settings(max_examples=times(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_stands_in_cells_is_told_and_never_a_failure(base: City, content: bytes, data: st.DataObject) -> None:
    read = tables(content)
    damaged = [_damaged(table, data) if table.name != HIDDEN else table for table in read]
    try:
        intake = read_own(damaged, base.records, base.networks)
    except UnreadableFileError:
        return
    verdict = judged(intake, base.changes(intake), base.files)
    assert not verdict.others, "an error of a record that no cell explains"
    assert all(item.place is not None and item.message and item.fix for item in verdict.problems)


def _damaged(table: SheetTable, data: st.DataObject) -> SheetTable:
    rows = [list(row) for row in table.rows]
    for row, column, value, kind in data.draw(
        st.lists(
            st.tuples(
                st.integers(0, len(rows)), st.integers(0, 30), st.sampled_from(JUNK),
                st.sampled_from(KINDS),
            ),
            max_size=3,
        )
    ):  # fmt: skip
        if row == len(rows):
            rows.append([])
        rows[row] += [EMPTY] * (column + 1 - len(rows[row]))
        rows[row][column] = SheetCell(value, kind)
    return SheetTable(table.name, table.order, rows)


def test_hidden_rows_are_taken_in_and_told(base: City, content: bytes) -> None:
    edited = Edited(content)
    edited.cell("Организации", "library-1", "Адрес").value = "г. Примерск"
    edited.book["Организации"].row_dimensions[3].hidden = True
    assert list(base.imported(edited.saved())) == ["organizations/library-1.yaml"]
    assert any("скрытые строки" in text and ": 3." in text for text in base.taken(edited.saved()).remarks)


def test_a_column_of_ones_own_is_left_alone(base: City, content: bytes) -> None:
    edited = Edited(content)
    page = edited.book["Организации"]
    page.cell(1, page.max_column + 1).value = "Кому позвонить"
    page.cell(3, page.max_column).value = "=A1"
    assert base.imported(edited.saved()) == {}
    assert any("Кому позвонить" in text for text in base.taken(edited.saved()).remarks)


def test_results_of_formulas_are_taken(base: City) -> None:
    stream = io.BytesIO()
    book = Workbook(stream)
    page = book.add_worksheet("Недели")
    page.write_row(0, 0, ["Имя аккаунта", "Неделя", "Тексты"])
    page.write_row(1, 0, ["library-1-vk", "2026-W09"])
    page.write_formula(1, 2, "=2+3", None, 5)
    book.close()
    (text,) = base.imported(stream.getvalue()).values()
    assert "2026-W09: {text: 5, photo: 2}" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_every_country(base: City, encoding: str, separator: str) -> None:
    rows = (("Имя записи", "Адрес", "Контакты: Телефоны"), ("library-1", "ул. Новая", "'+7 (42622) 2-00-09"))
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    changed = base.imported(text.encode(encoding))["organizations/library-1.yaml"]
    assert "address: ул. Новая\n" in changed and '["+7 (42622) 2-00-09"]' in changed


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream.getvalue()


def _much_packed() -> bytes:
    """A third of a second of work: made by its test, not by everybody who collects tests."""
    return _zip(xl__workbook_xml=b"<x/>", a_xml=b"0" * (301 << 20))


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "пуст"),
        (OLD, ".xls"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "паролем"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"%PDF-1.7", "PDF"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<x/>"), ".ods"),
        (_zip(xl__workbook_bin=b"x"), ".xlsb"),
        (_zip(word__document_xml=b"<x/>"), "нет книги"),
        (_zip(xl__workbook_xml=b"<x/>"), "повреждена"),
        (_zip(xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'), "повреждена"),
        (_much_packed, "вешают"),
        (b"PK\x03\x04broken", "повреждена"),
        (b"\x00\x01\x02\x98binary", "не таблица"),
        (b'"a";"b\n' + b"x" * (2 << 20), "не закрыта кавычка"),
    ],
)
def test_what_is_no_table_is_named(content: bytes | Callable[[], bytes], said: str) -> None:
    made = content if isinstance(content, bytes) else content()
    with pytest.raises(UnreadableFileError) as caught:
        tables(made)
    problem = caught.value.problem
    assert said in problem.message
    assert problem.fix and problem.place is None


def test_a_stranger_is_told_what_is_wanted(base: City) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Имя", "Фамилия"])
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(UnreadableFileError, match="Организации"):
        base.taken(stream.getvalue())
