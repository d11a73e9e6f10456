"""A foreign register is imported by a mapping of its columns, completely and located, or not at all."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from reestr.intake.workbook.applying import changes
from reestr.intake.workbook.checking import judged
from reestr.intake.workbook.mapping import BUILT_IN, RegisterMapping, built_in, read_mapping
from reestr.intake.workbook.read_file import taken_in
from reestr.intake.workbook.table import UnreadableFileError
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import OverlaidFiles
from xlsxwriter import Workbook

from tests.unit.project import BASE, PRIMERSK, copy_of_base, reestr, tree
from tests.unit.random_city import inn, ogrn
from tests.unit.test_workbook import City, files_of

HEADS = (
    "№ п/п", "Наименование организации", "Сокращенное  наименование", "ИНН организации", "ОГРН", "Сфера деятельности",
    "E-mail", "Телефон", "Соцсеть", "Ссылка на страницу", "Дата создания", "Госметка", "Подписчики", "Сайт",
)  # fmt: skip
COLUMN = {head: place for place, head in enumerate(HEADS)}
FIRST = 4
"""The row of the first organization: above it are a title, the heads, and the numbers of the columns."""


def row(number: int) -> list[Any]:
    return [
        number,
        f"Муниципальное учреждение «Учреждение {number}» города Соседска",
        f"Учреждение {number}",
        inn(number),
        ogrn(number),
        ("Образование", "культура", "СПОРТ", "ЖКХ")[number % 4],
        f"info{number}@sosedsk.example",
        "+7 (000) 000-00-00",
        "ВКонтакте" if number % 2 else "Одноклассники",
        f"http://m.vk.com/sosedsk_{number}?from=x" if number % 2 else f"ok.ru/sosedsk.{number}",
        datetime.date(2024, 3, 1),
        ("Подтверждена", "нет", "—")[number % 3],
        100 * number,
        f"https://sosedsk{number}.example/",
    ]


def register(rows: list[list[Any]], merged: tuple[str, ...] = ()) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"default_date_format": "dd.mm.yyyy"})
    page = book.add_worksheet("Реестр города Соседска")
    page.write_string(0, 0, "Реестр официальных страниц")
    page.write_row(1, 0, HEADS)
    page.write_row(2, 0, range(1, len(HEADS) + 1))
    for place, cells in enumerate(rows, start=3):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                page.write_string(place, column, value)
            elif value is not None:
                page.write(place, column, value)
    for span in merged:
        page.merge_range(span, "Раздел")
    book.close()
    return stream.getvalue()


def mapping(name: str) -> RegisterMapping:
    found, problems = read_mapping(built_in(name), name)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def base() -> City:
    return City(files_of(BASE))


# Head of the column, value, words of the message; each stands in a row of its own, 20 rows apart.
PLANTED: tuple[tuple[str, Any, str], ...] = (
    ("ИНН организации", "0000000218", "ИНН"),
    ("ИНН организации", int(inn(41)), "отбросил нули"),
    ("ИНН организации", "7,70708E+09", "потерял часть цифр"),
    ("ОГРН", "1000000000819", "ОГРН"),
    ("ОГРН", datetime.date(2026, 2, 1), "стала датой"),
    ("Сфера деятельности", "космос", "нет в списке"),
    ("E-mail", "пишите письма", "почт"),
    ("Телефон", "2-12-85-06", "не так, как принято"),
    ("Соцсеть", "Телеграм", "Сети «Телеграм»"),
    ("Ссылка на страницу", "https://vk.com/id5", "личная страница"),
    ("Ссылка на страницу", "https://vк.com/sosedsk", "похож"),
    ("Ссылка на страницу", "https://sosedsk.example/page", "сет"),
    ("Ссылка на страницу", "https://ok.ru/sosedsk.2", "уже есть выше"),
    ("Дата создания", "недавно", "не дата"),
    ("Дата создания", 45123, "Excel потерял формат даты"),
    ("Госметка", "на оформлении", "нет в списке"),
    ("Сайт", "сайта нет", "Сайт"),
    ("Наименование организации", None, "наименован"),
    ("Сокращенное  наименование", "Учреждение 1", "уже занято"),
    ("ИНН организации", inn(1), "там другое"),
)


def planted() -> tuple[bytes, set[str]]:
    """The register with 20 errors, and the cells they stand in."""
    rows = [row(number) for number in range(1, 501)]
    cells = set()
    for place, (head, value, _) in enumerate(PLANTED):
        number = 20 * place + 20
        rows[number][COLUMN[head]] = value
        if value is None:
            rows[number][COLUMN["Сокращенное  наименование"]] = None
        cells.add(f"Реестр города Соседска!{chr(65 + COLUMN[head])}{number + FIRST}")
    return register(rows), cells


def test_a_register_of_500_rows_is_taken_in_whole(base: City) -> None:
    content = register([row(number) for number in range(1, 501)])
    intake = taken_in(content, base.records, base.networks, mapping("region"))
    changed = changes(intake, base.records, base.files)
    verdict = judged(intake, changed, base.files)
    assert (verdict.problems, verdict.others) == ([], [])
    assert len(changed.contents) == 1000
    assert changed.contents["organizations/uchrezhdenie-7.yaml"].decode() == (
        "name: Муниципальное учреждение «Учреждение 7» города Соседска\nshort_name: Учреждение 7\nsphere: utilities\n"
        f'inn: "{inn(7)}"\nogrn: "{ogrn(7)}"\nsite: https://sosedsk7.example/\n'
        'contacts:\n  email: info7@sosedsk.example\n  phones: ["+7 (000) 000-00-00"]\ndraft: true\n'
    )
    assert changed.contents["accounts/uchrezhdenie-7-vk.yaml"].decode() == (
        "organization: uchrezhdenie-7\nnetwork: vk\nurl: https://vk.com/sosedsk_7\n"
        'opened_on: "2024-03-01"\nstate_mark:\n  status: absent\ndraft: true\n'
    )
    # Taken in once more, it says nothing new.
    after = City({**files_of(BASE), **changed.contents})
    again = taken_in(content, after.records, after.networks, mapping("region"))
    assert not again.problems and not changes(again, after.records, after.files).contents


def test_twenty_errors_in_500_rows_are_twenty_errors_each_with_its_cell(base: City) -> None:
    content, cells = planted()
    intake = taken_in(content, base.records, base.networks, mapping("region"))
    verdict = judged(intake, changes(intake, base.records, base.files), base.files)
    found = {item.place.named: f"{item.message} {item.fix}" for item in verdict.problems if item.place is not None}
    assert not verdict.others
    assert set(found) == cells
    assert len(verdict.problems) == 20
    for place, (head, _, said) in enumerate(PLANTED):
        text = found[f"Реестр города Соседска!{chr(65 + COLUMN[head])}{20 * place + 20 + FIRST}"]
        assert said in text, (head, text)


@pytest.mark.process
def test_with_errors_nothing_is_written(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    content, cells = planted()
    (project / "соседи.xlsx").write_bytes(content)
    before = tree(project / "data")
    result = reestr("import", "соседи.xlsx", "--mapping", "region", "--yes", folder=project)
    assert result.returncode == 1
    assert tree(project / "data") == before
    assert all(f"ошибка {cell} · " in result.stderr for cell in cells)
    assert "Ошибок: 20" in result.stderr and "Ничего не записано." in result.stderr


def test_merged_cells_of_a_register_are_one_error(base: City) -> None:
    rows: list[list[Any]] = [row(number) for number in range(1, 10)]
    rows[4] = []
    intake = taken_in(register(rows, ("A8:N8",)), base.records, base.networks, mapping("region"))
    assert [item.place.cell for item in intake.problems if item.place] == ["A8"]


def test_what_a_register_does_not_know_stays(base: City) -> None:
    """A blank cell of a foreign register takes nothing away, and only what differs is edited."""
    known = [
        "",
        "",
        "",
        "7901000070",
        None,
        "нет данных",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "https://new.example/",
    ]
    content = register([known])
    intake = taken_in(content, base.records, base.networks, mapping("region"))
    changed = changes(intake, base.records, base.files)
    before = files_of(BASE)["organizations/library-1.yaml"]
    assert changed.contents == {
        "organizations/library-1.yaml": before.replace(b"https://library-1.example.org\n", b"https://new.example/\n", 1)
    }


@pytest.mark.process
def test_our_own_register_for_the_centre_says_nothing_new(tmp_path: Path) -> None:
    from reestr.cli import run

    folder = tmp_path / "centre"
    data = PRIMERSK / "data"
    assert run(["report", "centre", "--data", str(data), "--as-of", "2026-11-16", "--output", str(folder)]) == 0
    city = City(files_of(data))
    for file in [*folder.glob("*.xlsx"), *folder.glob("*.csv")]:
        intake = taken_in(file.read_bytes(), city.records, city.networks, mapping("centre"))
        changed = changes(intake, city.records, city.files)
        assert not intake.problems, [(item.place, item.message) for item in intake.problems]
        assert not changed.contents, changed.contents


@pytest.mark.process
def test_our_own_register_fills_an_empty_registry(tmp_path: Path) -> None:
    from reestr.cli import run

    folder = tmp_path / "centre"
    data = PRIMERSK / "data"
    assert run(["report", "centre", "--data", str(data), "--as-of", "2026-11-16", "--output", str(folder)]) == 0
    (file,) = folder.glob("*.xlsx")
    kept = {
        name: content
        for name, content in files_of(data).items()
        if name.partition("/")[0] in ("act.yaml", "registry.yaml", "networks", "requirements")
    }
    city = City(kept)
    intake = taken_in(file.read_bytes(), city.records, city.networks, mapping("centre"))
    changed = changes(intake, city.records, city.files)
    verdict = judged(intake, changed, city.files)
    # Two organizations have a former page beside the present one in one network: which is which, a person must say.
    assert len(verdict.problems) == 2
    assert all("уже есть аккаунт в этой сети" in item.message for item in verdict.problems)
    after = load_files(OverlaidFiles(city.files, changed.contents))
    assert after.files > 100


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_mappings_that_come_along_are_right(name: str) -> None:
    assert mapping(name).columns


@pytest.mark.process
@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("field: organization.inn", "field: organization.innn", 5, "organization.inn"),
        ("field: organization.inn", "feld: organization.inn", 5, "field"),
        ("field: organization.inn", "skip: ''", 5, "почему"),
        ("[inn]", "[name_of_it]", 3, "id, inn, ogrn, name"),
        ("column: ИНН", "column: Сфера", 6, "у двух столбцов"),
        ("культура: culture", "культура: kultura", 8, "culture"),
        ("identify:", "identity:", 2, "identify"),
        ("title: Соседи\n", "", 1, "title"),
        ("columns:", "columns: &a", 4, "метку"),
    ],
)
def test_a_wrong_mapping_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    text = (
        "title: Соседи\nidentify:\n  organization: [inn]\ncolumns:\n  - {column: ИНН, field: organization.inn}\n"
        "  - column: Сфера\n    field: organization.sphere\n    values: {культура: culture}\n"
    )
    assert read_mapping(text.encode(), "m.yaml")[0] is not None
    assert old in text
    found, problems = read_mapping(text.replace(old, new, 1).encode(), "m.yaml")
    assert found is None
    told = [f"{item.message} {item.help}" for item in problems if item.location.line == line]
    assert any(said in text for text in told), problems
    project = copy_of_base(tmp_path)
    (project / "m.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    (project / "f.csv").write_text("ИНН;Сфера\n7901000070;культура\n", encoding="utf-8")
    result = reestr("import", "f.csv", "--mapping", "m.yaml", "--yes", folder=project)
    assert result.returncode == 1 and f"m.yaml:{line}:" in result.stderr


def test_a_register_without_the_columns_is_told_so(base: City) -> None:
    with pytest.raises(UnreadableFileError, match="ИНН"):
        taken_in(b"a;b\n1;2\n", base.records, base.networks, mapping("region"))
    intake = taken_in("Сфера;Сайт\nкультура;\n".encode(), base.records, base.networks, mapping("region"))
    assert "«ИНН»" in intake.problems[0].message
