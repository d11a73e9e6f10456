"""A small file never takes minutes or gigabytes: cells, texts, rows, merged cells and columns are limited."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reestr.cli.reports import workbook_text
from reestr.intake.workbook import csv_file, rows, xlsx_file, xml_parts
from reestr.intake.workbook.opening import tables
from reestr.intake.workbook.rows import MOST_PROBLEMS, ImportProblems, TooManyImportProblemsError
from reestr.intake.workbook.table import CellPlace, UnreadableFileError, problem
from reestr.records.diagnostics_text import MOST_SHOWN

from tests.unit.project import BASE, copy_of_base, reestr_here
from tests.unit.test_workbook import City, Edited, files_of

STRINGS = "xl/sharedStrings.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
SHEET = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")


@pytest.fixture(scope="module")
def base() -> City:
    return City(files_of(BASE))


@pytest.fixture(scope="module")
def content(base: City) -> bytes:
    return base.exported()


def _rewritten(content: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The same archive with its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return stream.getvalue()


def _strings(text: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: HEAD + text + b"</sst>" if name == STRINGS else content


def _before(end: bytes, text: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(end, text + end) if SHEET.fullmatch(name) else content


def _numbered(count: int, text: str) -> bytes:
    return "".join(text.format(number) for number in range(2_000, 2_000 + count)).encode()


HUGE: dict[str, Callable[[], Callable[[str, bytes], bytes]]] = {
    "millions of strings": lambda: _strings(b"<si><t>a</t></si>" * 1_600_000),
    "strings of many kinds": lambda: _strings(_numbered(1_300_000, "<si><t>a{}</t><r/></si>")),
    "one long string": lambda: _strings(b"<si><t>" + bytes(range(97, 123)) * 40_000 + b"</t></si>"),
    "one string that packs well": lambda: _strings(b"<si><t>" + b"a" * (40 << 20) + b"</t></si>"),
    "a long attribute": lambda: _before(
        b"</sheetData>", b'<row r="9000" x="' + bytes(range(97, 123)) * 40_000 + b'"/>'
    ),
    "empty rows": lambda: _before(b"</sheetData>", _numbered(60_000, '<row r="{}" hidden="1"/>')),
    "empty rows with a prefix": lambda: _before(b"</sheetData>", _numbered(60_000, '<x:row r="{}"/>')),
    "merged cells": lambda: _before(b"</worksheet>", _numbered(10_001, '<mergeCell ref="A{0}:B{0}"/>')),
    "parts that say they are large": lambda: lambda name, content: content,
}
"""Made by their tests, not by everybody who collects tests: it takes a second."""


@pytest.mark.parametrize("kind", HUGE)
def test_a_small_file_with_much_in_it_is_refused_before_it_is_read(
    content: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*arguments: Any, **named: Any) -> Any:
        pytest.fail("nothing may be built of it")

    monkeypatch.setattr("openpyxl.load_workbook", read)
    more = {"xl/media/a.bin": bytes(97 << 20)} if kind.startswith("parts") else None
    made = _rewritten(content, HUGE[kind](), more)
    assert len(made) < 12 << 20
    with pytest.raises(UnreadableFileError) as caught:
        tables(made)
    assert caught.value.problem.fix


def test_the_limits_leave_room_for_a_real_city(content: bytes) -> None:
    """A thousand organizations with what this one has of everything."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
        assert all(not xml_parts._is_packed_too_well(part) for part in archive.infolist())
    own = sum(len(text) for name, text in parts.items() if SHEET.fullmatch(name) or name == STRINGS)
    # The base has one organization with two accounts; heads, widths and lists are there once.
    assert own * 100 < xml_parts.MAXIMUM_UNPACKED


def test_the_edges_of_long_texts() -> None:
    window = xml_parts._LONGEST_TEXT // 2
    for length, refused in ((window - 1, False), (2 * window + 1, True), (5 * window, True)):
        assert xml_parts._has_long_text(b"<a>" + b"x" * length + b"</a>") is refused
        assert xml_parts._has_long_text(b"<a>" + b"y" * 7 + b"<b/>" + b"x" * length + b"</a>" + b"<c/>" * 9) is refused
    # A picture is no text.
    assert not xml_parts._has_long_text(b"\x89PNG" + b"x" * 5 * window)


@pytest.mark.parametrize(
    "part",
    [
        b"<!--" + b"x" * 5_000 + b'--><!DOCTYPE sst [<!ENTITY a "b">]><sst/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE sst [<!ENTITY a "b">]><sst/>'.encode("utf-16"),
        '<!DOCTYPE sst [<!ENTITY a "b">]><sst/>'.encode("utf-16-be"),
        b"<?xml version='1.0'?>\n\n<?x y?><!DOCTYPE sst SYSTEM 'file:///etc/passwd'><sst/>",
        b'<?xml version="1.0" encoding="windows-1251"?><sst/>',
        b"\xef\xbb\xbf<!DOCTYPE sst><sst>",
    ],
)
@pytest.mark.parametrize("name", [STRINGS, "xl/worksheets/sheet9.bin", "docProps/x"])
def test_a_document_type_is_refused_wherever_and_however_it_stands(content: bytes, part: bytes, name: str) -> None:
    made = _rewritten(content, lambda own, text: part if own == name else text, {} if name == STRINGS else {name: part})
    with pytest.raises(UnreadableFileError, match="повреждена"):
        tables(made)


@pytest.mark.parametrize("sheet", ["Организации", "Ответственные", "Недели", "Примечания к аккаунтам"])
def test_a_sheet_emptied_with_its_heads_is_told(base: City, content: bytes, sheet: str) -> None:
    edited = Edited(content)
    page = edited.book[sheet]
    page.delete_rows(1, page.max_row + 1)
    found = base.problems(edited.saved())
    assert [place.partition("!")[0] for place, _ in found] == [sheet]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 30, "1e15", "1e300"])
@pytest.mark.parametrize("title", ["Тексты", "Фотографии", "Видео"])
def test_a_number_that_no_record_holds_is_told_at_its_cell(base: City, content: bytes, number: str, title: str) -> None:
    edited = Edited(content)
    cell = edited.cell("Недели", "library-1-vk", title)
    cell.value = 123_456_789
    place = f"Недели!{cell.coordinate}"
    made = _rewritten(edited.saved(), lambda name, text: text.replace(b"<v>123456789</v>", f"<v>{number}</v>".encode()))
    found = base.problems(made)
    assert [where for where, _ in found] == [place], found


def test_rows_that_end_far_to_the_right_are_bounded(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "_MAXIMUM_PLACES", 20_000)
    far = _numbered(100, '<row r="{0}"><c r="XFD{0}"><v>1</v></c></row>')
    with pytest.raises(UnreadableFileError, match="столько клеток"):
        tables(_rewritten(content, _before(b"</sheetData>", far)))


@pytest.mark.parametrize(
    "text",
    [
        "a;" * 2_100_000,
        "a;b\n" * 10 + "x" * (5 << 20),
        ";".join("a" for _ in range(501)) + "\n",
        "\n".join(["a,b"] * 10 + [",".join("x" * 600)]),
    ],
)
def test_csv_with_too_much_in_it_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="столько клеток"):
        csv_file.csv_table(text.encode())


def test_blank_columns_to_the_right_are_no_columns() -> None:
    table = csv_file.csv_table(("a;b" + ";" * 2_000 + "\n1;2\n").encode())
    assert [cell.value for cell in table.rows[0][:3]] == ["a", "b", None]
    assert len(table.rows[0]) <= 500


def test_problems_are_counted_to_a_limit() -> None:
    found = ImportProblems()
    for number in range(MOST_PROBLEMS):
        found.append(problem("merged", CellPlace(0, number + 1, 1, "x"), cells="A1:B1"))
    with pytest.raises(TooManyImportProblemsError) as caught:
        found.append(problem("merged", None, cells="A1:B1"))
    assert len(caught.value.problems) == MOST_PROBLEMS


def test_a_register_that_is_wrong_in_every_row_is_looked_at_to_the_limit(
    base: City, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_PROBLEMS", 5)
    merged = _before(b"</worksheet>", _numbered(50, '<mergeCell ref="A{0}:B{0}"/>'))
    intake = base.taken(_rewritten(content, merged))
    assert len(intake.problems) == 5
    assert any("дальше он не просмотрен" in remark for remark in intake.remarks)
    assert not intake.records


def test_of_many_problems_the_first_ones_are_shown() -> None:
    found = [problem("merged", CellPlace(0, number, 1, "x"), cells="A1:B1") for number in range(1, MOST_SHOWN + 9)]
    text = workbook_text.problems(found, "b.xlsx", 80, False)
    # One kind of fault that is mended in one way is told once; of the others the first cells are named.
    assert text.count("A1:B1") == 1
    assert f"ещё {MOST_SHOWN + 7} того же рода" in text.replace("\u00a0", " ")
    assert len(text.splitlines()) < MOST_SHOWN
    # Those that are mended in different ways are shown three times.
    found = [dataclasses.replace(item, fix=f"Впишите {place % 5}.") for place, item in enumerate(found)]
    text = workbook_text.problems(found, "b.xlsx", 80, False)
    assert (text.count("Впишите"), text.count("A1:B1")) == (3, 3)


def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    with (project / "large.csv").open("wb") as stream:
        stream.truncate(5 << 30)
    done = reestr_here("import", "large.csv", "--dry-run", folder=project)
    assert done.returncode == 1
    assert "больше 50" in done.stderr
