"""Nothing of a foreign register is lost or falsified: ids, identities, links, columns, rows, cells, the good rows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reestr.intake.new_record.id_and_folder import proposed_id
from reestr.intake.workbook.applying import Changes, changes
from reestr.intake.workbook.checking import RowsCheck, judged
from reestr.intake.workbook.good_rows import good_rows, rest_workbook
from reestr.intake.workbook.mapping import RegisterMapping, read_mapping
from reestr.intake.workbook.read_file import taken_in
from reestr.intake.workbook.rows import Intake
from reestr.records.loading.load import load
from reestr.records.validation import placement
from xlsxwriter import Workbook

from tests.depth import times
from tests.unit.project import BASE, copy_of_base, reestr, tree
from tests.unit.random_city import inn, ogrn
from tests.unit.test_workbook import City, files_of
from tests.unit.test_workbook_foreign import mapping

HEADS = "Наименование организации;ИНН;ОГРН;КПП;Сеть;Ссылка;ID страницы;Название страницы;Дата создания\n"
LONG = (
    "МУНИЦИПАЛЬНОЕ БЮДЖЕТНОЕ УЧРЕЖДЕНИЕ ДОПОЛНИТЕЛЬНОГО ОБРАЗОВАНИЯ ДЕТСКО-ЮНОШЕСКАЯ СПОРТИВНАЯ ШКОЛА ГОРОДА ЛЕСОГОРСКА"
)


@pytest.fixture(scope="module")
def base() -> City:
    return City(files_of(BASE))


def taken(city: City, rows: str | bytes, by: RegisterMapping | None = None) -> tuple[Intake, Changes, RowsCheck]:
    content = rows if isinstance(rows, bytes) else (HEADS + rows).encode()
    intake = taken_in(content, city.records, city.networks, by or mapping("region"))
    changed = changes(intake, city.records, city.files)
    return intake, changed, judged(intake, changed, city.files)


def told(verdict: RowsCheck) -> list[tuple[str, str]]:
    return [(item.place.cell if item.place else "", item.kind) for item in verdict.problems]


def written(changed: Changes) -> dict[str, str]:
    return {name: content.decode() for name, content in changed.contents.items()}


def sheet(fill: Callable[[Any], None]) -> bytes:
    stream = io.BytesIO()
    book = Workbook(stream, {"strings_to_urls": False})
    page = book.add_worksheet("Реестр")
    page.write_row(0, 0, ("Наименование организации", "ИНН", "Ссылка", "Сайт", "Электронная почта"))
    fill(page)
    book.close()
    return stream.getvalue()


# Ids


@pytest.mark.parametrize(
    "names",
    [
        (LONG, LONG + " И ПОСЁЛКА ЛЕСНОГО"),
        (f"«{'Школа ' * 20}1»", f"«{'Школа ' * 20}2»"),
        ("Ъ" * 40 + "щ" * 60, "щ" * 100),
    ],
)
def test_long_names_give_ids_that_a_person_can_keep(base: City, names: tuple[str, str]) -> None:
    """No stand-in is written, two names that begin alike are two organizations, and each account has its network."""
    rows = "".join(
        f"{name};{inn(number)};;;;https://vk.com/lesogorsk_{number};;;\n" for number, name in enumerate(names, start=70)
    )
    _, changed, verdict = taken(base, rows)
    assert not verdict.problems and not verdict.others, verdict
    ids = sorted(name.rpartition("/")[2].removesuffix(".yaml") for name in changed.contents)
    assert len(changed.contents) == 4 and not any(name.startswith("row-") for name in ids)
    assert all(placement.is_id(name) for name in ids)
    accounts = [text for name, text in written(changed).items() if name.startswith("accounts/")]
    assert all(f"accounts/{text.split()[1]}-vk.yaml" in changed.contents for text in accounts)
    # Taken in once more, alone or in another order, they are the same records.
    after = City({**files_of(BASE), **changed.contents})
    for lines in (rows, "".join(reversed(rows.splitlines(keepends=True)))):
        assert not taken(after, lines)[1].contents
    assert taken(base, rows.splitlines(keepends=True)[1])[1].contents.keys() <= changed.contents.keys()


def test_the_next_register_changes_no_account_of_another_organization(base: City) -> None:
    one = taken(base, f"{LONG};{inn(71)};;;;https://vk.com/lesogorsk_1;;;\n")[1]
    after = City({**files_of(BASE), **one.contents})
    two = taken(after, f"{LONG} № 2;{inn(72)};;;;https://vk.com/lesogorsk_2;;;\n")[1]
    assert not set(one.contents) & set(two.contents) and len(two.contents) == 2


@pytest.mark.parametrize("owner", ["a" * 80, "shkola-" + "dlinnaia-" * 8 + "1"])
def test_an_account_of_a_long_id_keeps_its_network_in_its_own(owner: str) -> None:
    assert placement.is_id(owner)
    ids = {network: proposed_id("account", {"organization": owner, "network": network}, ()) for network in ("vk", "ok")}
    assert all(name and placement.is_id(name) and name.endswith(f"-{network}") for network, name in ids.items())
    again = proposed_id("account", {"organization": owner, "network": "vk"}, [str(ids["vk"])])
    assert again and placement.is_id(again) and again.endswith("-2") and again != ids["vk"]


def test_a_short_id_is_what_it_was() -> None:
    assert placement.joined_id(("school-1", "vk")) == "school-1-vk"
    assert placement.id_meant("Школа 1") == placement.organization_id("Школа 1") == "shkola-1"
    assert placement.id_meant("№") is None and placement.joined_id(("", "")) is None


# Identities


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # What is no address, INN or number of a page is nobody's.
        (f"А 1;{inn(1)};;;;по запросу;;;\nА 2;{inn(2)};;;;по запросу;;;\n", [("F2", "bad-url"), ("F3", "bad-url")]),
        ("А 1;нет;;;;;;;\nА 2;нет;;;;;;;\n", [("B2", "bad-inn"), ("B3", "bad-inn")]),
        (
            "А 1;1111111111;;;;;;;\nА 2;1111111111;;;;;;;\n",
            [("B2", "bad-inn-check-digit"), ("B3", "bad-inn-check-digit")],
        ),
        (f"А 1;{inn(1)};б/н;;;;;;\nА 2;{inn(2)};б/н;;;;;;\n", [("C2", "bad-ogrn"), ("C3", "bad-ogrn")]),
        ("...;;;;;;;;\n", [("A2", "bad-id")]),
        # A number is one of its network only.
        (
            f"А 1;{inn(1)};;;ВКонтакте;https://vk.com/a1_les;555;;\nА 2;{inn(2)};;;Одноклассники;https://ok.ru/a2.les;555;;\n",
            [],
        ),
        # A namesake with an INN of its own is another organization, which needs a name of its own.
        (f"Школа;{inn(1)};;;;;;;\nШкола;{inn(2)};;;;;;;\n", [("A3", "foreign-id-taken")]),
        # The INN of a record with another OGRN: one of the two is wrong.
        ("Библиотека;7901000070;1037739010891;;;;;;\n", [("C2", "other-identifier")]),
        # Branches: without a word of whose it is, the same INN is refused, and never another's record changed.
        (f"Б 1;{inn(1)};;790101001;;;;;\nБ 2;{inn(1)};;790143001;;;;;\n", [("B3", "duplicate-identifier")]),
    ],
)
def test_only_what_identifies_is_an_identity(base: City, rows: str, expected: list[tuple[str, str]]) -> None:
    _, changed, verdict = taken(base, rows)
    assert told(verdict) == expected, verdict.problems
    assert not verdict.others
    assert "organizations/library-1.yaml" not in changed.contents


def test_a_name_with_letters_that_look_alike_is_the_same_name(base: City) -> None:
    name = "Муниципальное бюджетное учреждение «Библиотека № 1»".replace("о", "o", 1)
    intake, changed, _ = taken(base, f"{name};;;;;https://vk.com/primersk_library;;;\n")
    assert not any(name.startswith("organizations/") for name in changed.contents)
    assert any("(U+043E) → o (U+006F)" in remark for remark in intake.remarks)


# Links


@pytest.mark.parametrize(
    ("fill", "url"),
    [
        (lambda page: page.write_url(1, 2, "https://m.vk.com/lesogorsk_1", string="Страница ВК"), "https://vk.com/lesogorsk_1"),
        (lambda page: page.write_formula(1, 2, '=HYPERLINK("https://vk.com/lesogorsk_1","Мы в сети")'), "https://vk.com/lesogorsk_1"),
        (lambda page: page.write_formula(1, 2, '=HYPERLINK("https://ok.ru/group/77",A2)', None, "Школа"), "https://ok.ru/group/77"),
        (lambda page: page.write_formula(1, 2, '=hyperlink( "vk.com/lesogorsk_1" )'), "https://vk.com/lesogorsk_1"),
        (lambda page: page.write_url(1, 2, "https://vk.com/lesogorsk_1", string="vk.com/lesogorsk_1"), "https://vk.com/lesogorsk_1"),
        (lambda page: page.write_string(1, 2, "ВК: https://vk.com/lesogorsk_1"), "https://vk.com/lesogorsk_1"),
        (lambda page: page.write_string(1, 2, "Группа ВКонтакте — vk.com/lesogorsk_1"), "https://vk.com/lesogorsk_1"),
    ],
)  # fmt: skip
def test_the_address_of_a_cell_is_found(base: City, fill: Callable[[Any], None], url: str) -> None:
    def filled(page: Any) -> None:
        page.write_row(1, 0, ("Школа", inn(1)))
        fill(page)

    _, changed, verdict = taken(base, sheet(filled))
    assert not verdict.problems, verdict.problems
    assert any(f"url: {url}\n" in text for text in written(changed).values())


@pytest.mark.parametrize(
    ("text", "link", "kind", "said"),
    [
        ("Страница ВК", "https://vk.com/id5", "person-profile", "https://vk.com/id5"),
        ("Страница", "https://lesogorsk.example/", "foreign-address", "lesogorsk.example"),
        ("vk.com/lesogorsk_1", "https://vk.com/lesogorsk_2", "link-differs", "lesogorsk_2"),
        ("Одноклассники: https://vk.com/lesogorsk_1", "", "bad-url", "lesogorsk_1"),
        ("https://vk.com/lesogorsk_1 (закрыта)", "", "", "закрыта"),
        ("@lesogorsk_1", "", "at-name", "адрес целиком"),
    ],
)
def test_a_cell_with_another_address_is_told_with_it(base: City, text: str, link: str, kind: str, said: str) -> None:
    def filled(page: Any) -> None:
        page.write_row(1, 0, ("Школа", inn(1)))
        if link:
            page.write_url(1, 2, link, string=text)
        else:
            page.write_string(1, 2, text)

    _, _, verdict = taken(base, sheet(filled))
    (item,) = verdict.problems
    assert item.place is not None and item.place.cell == "C2"
    assert said in item.message + item.fix and kind in ("", item.kind)


def test_an_at_name_is_offered_in_the_network_of_its_row(base: City) -> None:
    _, _, verdict = taken(base, f"Школа;{inn(1)};;;ВКонтакте;@lesogorsk_1;;;\n")
    assert [item.fix for item in verdict.problems] == ["Впишите адрес целиком. Возможно: https://vk.com/lesogorsk_1"]


def test_links_of_sites_and_mail_are_read_too(base: City) -> None:
    def filled(page: Any) -> None:
        page.write_row(1, 0, ("Школа", inn(1)))
        page.write_url(1, 3, "https://school.example/", string="Сайт школы")
        page.write_url(1, 4, "mailto:school@example.org?subject=x", string="Написать")

    (text,) = written(taken(base, sheet(filled))[1]).values()
    assert "site: https://school.example/\n" in text and "email: school@example.org\n" in text


def test_a_link_typed_into_our_own_workbook_is_read(base: City) -> None:
    """Another instance of the same kind: the target counts where the words are no address."""
    book = openpyxl.load_workbook(io.BytesIO(base.exported()))
    page = book["Организации"]
    column = next(cell.column for cell in page[1] if cell.value == "Сайт")
    cell = page.cell(2, column)
    cell.value, cell.hyperlink = "Наш сайт", "https://new.example/"
    stream = io.BytesIO()
    book.save(stream)
    (text,) = base.imported(stream.getvalue()).values()
    assert "site: https://new.example/\n" in text


# Columns, rows, cells


def test_several_pages_of_a_row_are_several_accounts(base: City) -> None:
    by, problems = read_mapping(
        "title: Соседи\nidentify:\n  organization: [inn]\n  account: [url]\ncolumns:\n"
        "  - {column: Организация, field: organization.name}\n  - {column: ИНН, field: organization.inn}\n"
        "  - {column: ВК, field: account.url}\n  - {column: ОК, field: account.url}\n"
        "new: {organization.draft: true, account.draft: true}\n".encode(),
        "m.yaml",
    )
    assert by is not None, problems
    content = (
        f"Организация;ИНН;ВК;ОК\nШкола;{inn(1)};vk.com/les_1;ok.ru/les.1\n"
        f"Сад;{inn(2)};https://vk.com/les_2 https://ok.ru/les.2;\n"
    )
    _, changed, verdict = taken(base, content.encode(), by)
    assert not verdict.problems
    assert sorted(changed.contents) == [
        "accounts/sad-ok.yaml", "accounts/sad-vk.yaml", "accounts/shkola-ok.yaml", "accounts/shkola-vk.yaml",
        "organizations/sad.yaml", "organizations/shkola.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (f"Школа;{inn(1)};;;;vk.com/les_1, ok.ru/les.1;;Мы;\n", [("H2", "whose-page")]),
        (f"Школа;{inn(1)};;;;vk.com/les_1;;;12/03/2024\n", [("I2", "two-dates")]),
        (f"Школа;{inn(1)};;;;vk.com/les_1;;;03-04-2024\n", [("I2", "two-dates")]),
        (f"Школа;{inn(1)};;;;vk.com/les_1;;;12.03.24\n", [("I2", "short-year")]),
        (f"Школа;{inn(1)};;;;vk.com/les_1;;;05/05/2024\n", []),
        (f"Школа;{inn(1)};;;;vk.com/les_1;;;13/03/2024\n", []),
        (f"Школа;{inn(1)};;;;vk.com/les_1;;;12.03.2024\n", []),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(base: City, rows: str, expected: list[tuple[str, str]]) -> None:
    assert told(taken(base, rows)[2]) == expected


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (f"Школа;{inn(1)};;;ВКонтакте;;;Мы;\n", "«Сеть» — 2; «Название страницы» — 2"),
        (f"Школа;{inn(1)};;;;;;;;дополнение\n", "J"),
        (f"Школа;{inn(1)};;;;;;;\nИтого;1;;;;;;;\n", "3"),
        (f"Школа;{inn(1)};;;;;;;\n;Всего: 1;;;;;;;\nИсполнитель: Иванова, 2-22-22;;;;;;;;\n", "3–4"),
        (f"Школа;{inn(1)};;;;;;;\n{HEADS}Сад;{inn(2)};;;;;;;\n", "3"),
    ],
)
def test_what_leads_to_no_record_is_named(base: City, rows: str, said: str) -> None:
    intake, changed, verdict = taken(base, rows)
    assert not verdict.problems, verdict.problems
    assert len(changed.contents) in (1, 2)
    assert any(remark.rstrip(".").endswith(f": {said}") for remark in intake.remarks), intake.remarks


def test_an_organization_that_begins_like_a_total_is_one(base: City) -> None:
    _, changed, verdict = taken(base, f"Всероссийский центр;{inn(1)};;;;;;;\nВсего хорошего;{inn(2)};;;;;;;\n")
    assert not verdict.problems and len(changed.contents) == 2


def test_other_sheets_are_named(base: City) -> None:
    book = openpyxl.Workbook()
    for name, rows in (("Школы", [("ИНН", "Наименование"), (inn(1), "Школа")]), ("Сады", [("Сад", "1")])):
        page = book.create_sheet(name)
        for cells in rows:
            page.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    intake, _, verdict = taken(base, stream.getvalue())
    assert not verdict.problems and any("«Сады»" in remark for remark in intake.remarks)


@pytest.mark.parametrize("group", [False, True])
def test_heads_of_two_lines_are_heads(base: City, group: bool) -> None:
    """Merged down, or across a group whose columns have heads of their own."""
    by, problems = read_mapping(
        "title: Соседи\nidentify:\n  organization: [inn]\n  account: [url]\ncolumns:\n"
        "  - {column: Организация, field: organization.name}\n  - {column: ИНН, field: organization.inn}\n"
        "  - {column: 'ВКонтакте: Ссылка', also: [Адрес ВК], field: account.url}\n"
        "  - {column: 'Одноклассники: Ссылка', also: [Адрес ОК], field: account.url}\n"
        "new: {organization.draft: true, account.draft: true}\n".encode(),
        "m.yaml",
    )
    assert by is not None, problems

    stream = io.BytesIO()
    book = Workbook(stream, {"strings_to_urls": False})
    page = book.add_worksheet("Реестр")
    page.merge_range("A1:A2", "Организация")
    page.merge_range("B1:B2", "ИНН")
    for column, name, short in ((2, "ВКонтакте", "ВК"), (4, "Одноклассники", "ОК")):
        page.merge_range(0, column, 0, column + 1, name)
        page.write_row(1, column, ("Ссылка" if group else f"Адрес {short}", "Кто ведёт"))
    page.write_row(2, 0, ("Школа", inn(1), "vk.com/les_1", "завуч", "ok.ru/les.1", "завуч"))
    book.close()
    _, changed, verdict = taken(base, stream.getvalue(), by)
    assert not verdict.problems, verdict.problems
    assert len(changed.contents) == 3


# The good rows


MIXED = (
    f"Школа 1;{inn(1)};{ogrn(1)};;;https://vk.com/les_1;;;01.02.2024\n"
    f"Школа 2;{inn(2)};;;;по запросу;;;\n"
    f"Школа 3;{inn(3)};;;;https://vk.com/les_3;;;12/03/2024\n"
    f"Школа 4;{inn(4)};;;;в разработке;;;\n"
    f"Школа 5;{inn(5)};;;;https://vk.com/les_1;;;\n"
    f"Школа 6;{inn(6)};;;;https://vk.com/les_6;;;\n"
)


def test_good_rows_are_taken_and_the_others_come_back_by_kind_of_fault(base: City) -> None:
    found = good_rows((HEADS + MIXED).encode(), base.records, base.networks, mapping("region"), base.files)
    assert not found.verdict.problems and not found.verdict.others
    # Of one page in two rows nobody knows whose it is: both stay out.
    assert sorted(found.problems) == [2, 3, 4, 5, 6]
    assert sorted(found.changed.contents) == ["accounts/shkola-6-vk.yaml", "organizations/shkola-6.yaml"]
    page = openpyxl.load_workbook(io.BytesIO(rest_workbook(found))).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert [row[1] for row in rows[1:]] == [2, 6, 3, 5, 4]
    assert rows[0][2:] == HEADS.strip().split(";")
    assert "уже есть выше" in rows[1][0] and rows[1][0].startswith("спор со строкой 6")
    assert rest_workbook(found) == rest_workbook(found)


def test_what_was_corrected_in_the_rest_is_taken_in_by_the_same_mapping(base: City) -> None:
    found = good_rows((HEADS + MIXED).encode(), base.records, base.networks, mapping("region"), base.files)
    book = openpyxl.load_workbook(io.BytesIO(rest_workbook(found)))
    for row in book.active.iter_rows(min_row=2):
        name = str(row[2].value)
        row[7].value = f"https://vk.com/les_{name[-1]}"
        row[10].value = None
    stream = io.BytesIO()
    book.save(stream)
    after = City({**files_of(BASE), **found.changed.contents})
    _, changed, verdict = taken(after, stream.getvalue())
    assert not verdict.problems and len(changed.contents) == 10


def test_merged_rows_and_more_faults_than_are_told_go_into_the_rest(base: City) -> None:
    rows = "".join(f"Школа {number};{inn(number)};;;;по запросу;;;\n" for number in range(1, 1_300))
    good = f"Сад;{inn(2_000)};;;;https://vk.com/les_sad;;;\n"
    found = good_rows((HEADS + rows + good).encode(), base.records, base.networks, mapping("region"), base.files)
    assert len(found.problems) == 1_299 and len(found.changed.contents) == 2 and not found.verdict.problems


def test_more_contradictions_than_one_rule_tells_are_all_left_with_their_own_reason(base: City) -> None:
    rows = "".join(f"Б {number};{inn(1)};;790143{number:03d};;;;;\n" for number in range(1, 260))
    good = f"Сад;{inn(2)};;;;https://vk.com/les_sad;;;\n"
    found = good_rows((HEADS + rows + good).encode(), base.records, base.networks, mapping("region"), base.files)
    assert sorted(found.changed.contents) == ["accounts/sad-vk.yaml", "organizations/sad.yaml"]
    assert {item.kind for items in found.problems.values() for item in items} == {"duplicate-identifier"}


def test_a_fault_of_the_whole_register_keeps_all_of_it_out(base: City) -> None:
    content = f"Наименование организации;Ссылка;Ссылка;ИНН\nШкола;vk.com/les_1;;{inn(1)}\n".encode()
    found = good_rows(content, base.records, base.networks, mapping("region"), base.files)
    assert [item.kind for item in found.verdict.problems] == ["head-twice"]


@pytest.mark.process
def test_the_command_takes_the_good_rows_only_when_asked(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    (project / "r.csv").write_text(HEADS + MIXED, encoding="utf-8")
    before = tree(project / "data")
    call = ("import", "r.csv", "--mapping", "region", "--yes")
    assert reestr(*call, folder=project).returncode == 1 and tree(project / "data") == before
    result = reestr(*call, "--rest", "rest.xlsx", "--dry-run", folder=project)
    assert result.returncode == 0 and not (project / "rest.xlsx").exists() and tree(project / "data") == before
    result = reestr(*call, "--rest", "rest.xlsx", folder=project)
    assert result.returncode == 0, result.stderr
    assert (project / "rest.xlsx").is_file() and (project / "data/accounts/shkola-6-vk.yaml").is_file()
    assert load(project / "data").registry is not None
    # Another file's place is not taken, and our own workbook has no rest.
    assert reestr(*call, "--rest", "rest.xlsx", folder=project).returncode == 2
    assert reestr("import", "r.csv", "--yes", "--rest", "x.xlsx", folder=project).returncode == 2
    result = reestr("import", "rest.xlsx", "--mapping", "region", "--yes", folder=project)
    assert result.returncode == 1 and "Ошибок: 4, родов: 3" in result.stderr


@pytest.mark.process
def test_faults_of_one_kind_are_told_together(tmp_path: Path) -> None:
    project = copy_of_base(tmp_path)
    rows = "".join(f"Школа {number};{inn(number)};;;;по запросу;;;\n" for number in range(1, 8))
    (project / "r.csv").write_text(HEADS + rows + f"Сад;{inn(9)};;;;;;;\nСад 2;1;;;;;;;\n", encoding="utf-8")
    result = reestr("import", "r.csv", "--mapping", "region", "--yes", folder=project)
    assert result.stderr.count("ошибка ") == 2
    assert "… и ещё 6 того же рода: F3, F4, F5, F6, F7, F8" in result.stderr
    assert "Ошибок: 8, родов: 2" in result.stderr


@pytest.mark.seeded
@given(data=st.data())
@settings(max_examples=times(40), deadline=None, suppress_health_check=list(HealthCheck))
def test_every_cell_ends_in_a_record_or_is_named(base: City, data: st.DataObject) -> None:
    """Whatever a register holds where: each cell is in a record, or its cell, row or column is named."""
    heads = ["Наименование организации", "ИНН", "Сеть", "Ссылка", "Название страницы", "Дата создания", "Кружок", ""]
    choices: list[list[str]] = [
        ["Школа #", "Школа #", "Школа #", "Школа #", "Школа 1", "Итого", "Исполнитель: Петрова", ""],
        ["#", "#", "#", "#", inn(1), "12", ""],
        ["ВКонтакте", "Одноклассники", "Иное", ""],
        ["https://vk.com/les_a#", "ВК: vk.com/les_b#", "vk.com/les_c#, ok.ru/les.d#", "по запросу", "@les_e", "", ""],
        ["Мы #", ""],
        ["12.03.20#", "", "", "12/03/2024", "12.03.24", "вчера"],
        ["шахматы", ""],
        ["примечание", ""],
    ]
    drawn = data.draw(st.lists(st.tuples(*map(st.sampled_from, choices)), min_size=1, max_size=5))
    # What stands in one row stands in no other, so that no record speaks for another.
    rows = [
        [inn(40 + place) if text == "#" else text.replace("#", str(10 + place)) for text in cells]
        for place, cells in enumerate(drawn)
    ]
    content = "\n".join(";".join(cells) for cells in (heads, *rows)).encode()
    intake, changed, verdict = taken(base, content)
    kept = " ".join(written(changed).values())
    remarks = " ".join(intake.remarks)
    homeless = {
        (title, number)
        for title, text in re.findall(r"«([^»]+)» — ([0-9–, ]+)", remarks)
        for number in map(int, spelled_out(text).split())
    }
    rows_told = {place.row for item in verdict.problems for place in (item.place, *item.other) if place is not None}
    rows_left = {int(number) for number in re.findall(r"\b([0-9]+)\b", ranges_in(remarks))}
    for number, cells in enumerate(rows, start=2):
        for column, text in enumerate(cells, start=1):
            is_told = number in rows_told or number in rows_left or (heads[column - 1], number) in homeless
            if text and not is_told and not _is_kept(text, kept):
                whole_column = {7: "Кружок»", 8: "переносятся: H"}.get(column, "?")
                assert whole_column in remarks, (number, column, text)


def ranges_in(remarks: str) -> str:
    """The rows that remarks name, each of a range by itself."""
    found = re.findall(r"(?:не переносятся|пропущены): ([0-9–, ]+)\.", remarks)
    return " ".join(map(spelled_out, found))


def spelled_out(text: str) -> str:
    """«3–5, 8» as `3 4 5 8`."""
    spans = re.findall(r"([0-9]+)(?:–([0-9]+))?", text)
    return " ".join(str(number) for first, last in spans for number in range(int(first), int(last or first) + 1))


def _is_kept(text: str, kept: str) -> bool:
    """Whether a record says what a cell said, in the form of records."""
    pages = re.findall(r"les[_.][a-e][0-9]+", text)
    day = re.fullmatch(r"12\.03\.([0-9]{4})", text)
    known = {"ВКонтакте": "network: vk", "Одноклассники": "network: ok"}
    return all(page in kept for page in pages or [f"{day[1]}-03-12" if day else known.get(text, text)])
