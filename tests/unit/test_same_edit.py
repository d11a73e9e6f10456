"""The same edit gives the same YAML by hand, spreadsheet, browser, issue form and command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from tests.unit.project import reestr, tree
from tests.unit.repository import Repository, repository
from tests.unit.test_issue_forms import body

pytestmark = pytest.mark.process

LIBRARY = "organizations/library-1.yaml"
NEW_PAGE = "accounts/library-1-vk-old.yaml"
WEEKS = "activity/library-1-vk/2026.yaml"

PHONE, OTHER_PHONE = "+7 (42622) 2-00-01", "+7 (42622) 2-00-99"
PAGE = {
    "organization": "library-1",
    "network": "vk",
    "url": "https://vk.com/primersk.library.old",
    "status": "closed",
    "opened_on": "2022-02-02",
    "closed_on": "2024-02-02",
}
COUNTS: dict[str, dict[str, int]] = {
    "2026-W05": {"photo": 2},
    "2026-W06": {"text": 1, "photo": 1},
    "2026-W07": {"video": 1, "gospabliki": 1},
    "2026-W08": {"photo": 3},
}
HEADS = {"text": "Тексты", "photo": "Фотографии", "video": "Видео", "gospabliki": "Публикации «Госпабликов»"}

FILES = {"phone": LIBRARY, "page": NEW_PAGE, "weeks": WEEKS}


def by_hand(edit: str, before: str) -> str:
    """What an edit makes of a file, to the byte."""
    if edit == "phone":
        return before.replace(PHONE, OTHER_PHONE)
    if edit == "page":
        return (
            "organization: library-1\nnetwork: vk\nurl: https://vk.com/primersk.library.old\n"
            'status: closed\nopened_on: "2022-02-02"\nclosed_on: "2024-02-02"\n'
        )
    weeks = (
        "  2026-W05: {photo: 2}\n"
        "  2026-W06: {text: 1, photo: 1}\n"
        "  2026-W07: {video: 1, gospabliki: 1}\n"
        "  2026-W08: {photo: 3}\n"
    )
    return before.replace("weeks:\n", f"weeks:\n{weeks}")


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    return repository(tmp_path / "city")


def run(city: Repository, *arguments: str) -> None:
    done = reestr(*arguments, folder=city.folder)
    assert done.returncode == 0, done.stdout + done.stderr


# In a spreadsheet


def in_spreadsheet(city: Repository, edit: str) -> None:
    run(city, "export", "workbook", "--output", "book.xlsx")
    book = openpyxl.load_workbook(city.folder / "book.xlsx")
    if edit == "phone":
        row(book["Организации"], {"Имя записи": "library-1"})["Контакты: Телефоны"].value = OTHER_PHONE
    elif edit == "page":
        sheet = book["Аккаунты"]
        heads = [cell.value for cell in sheet[1]]
        given = {
            "Имя записи": "library-1-vk-old",
            "Организация": "library-1",
            "Сеть": "vk",
            "Адрес страницы": PAGE["url"],
            "Состояние": "закрыт",
            "Дата создания": PAGE["opened_on"],
            "Дата закрытия": PAGE["closed_on"],
        }
        sheet.append([given.get(str(head)) for head in heads])
    else:
        for week, counts in COUNTS.items():
            cells = row(book["Недели"], {"Имя аккаунта": "library-1-vk", "Неделя": week})
            for name, number in counts.items():
                cells[HEADS[name]].value = number
    book.save(city.folder / "book.xlsx")
    run(city, "import", "book.xlsx", "--yes")
    (city.folder / "book.xlsx").unlink()


def row(sheet: Any, wanted: Mapping[str, str]) -> dict[str, Any]:
    """The cells of the row that has these values, by the heads of their columns."""
    heads = [cell.value for cell in sheet[1]]
    for cells in sheet.iter_rows(min_row=2):
        named = dict(zip(heads, cells, strict=True))
        if all(named[head].value == value for head, value in wanted.items()):
            return named
    raise AssertionError(f"no row of {wanted} on {sheet.title}")


# In the browser: what its editor saves (tests/browser/test_admin.py uses the editor itself), then `reestr restore`


def in_browser(city: Repository, edit: str) -> None:
    name = FILES[edit]
    data: dict[str, Any] = {}
    if edit != "page":
        data = yaml.load((city.data / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if edit == "phone":
        data["contacts"]["phones"] = [OTHER_PHONE]
    elif edit == "page":
        data = dict(PAGE)
    else:
        data["weeks"] = {**COUNTS, **{week: numbers(counts) for week, counts in data["weeks"].items()}}
    # Like the editor: no comment, no flow style, no quotes that YAML 1.2 can do without.
    (city.data / name).write_text(saved(data), encoding="utf-8")
    run(city, "restore")


def numbers(counts: Mapping[str, str]) -> dict[str, int]:
    return {name: int(number) for name, number in counts.items()}


def saved(data: Mapping[str, Any], indent: str = "") -> str:
    lines = ""
    for key, value in data.items():
        if isinstance(value, Mapping):
            lines += f"{indent}{key}:\n{saved(value, indent + '  ')}"
        elif isinstance(value, list):
            lines += f"{indent}{key}:\n"
            for item in value:
                inner = saved(item, f"{indent}    ").lstrip() if isinstance(item, Mapping) else f"{plain(item)}\n"
                lines += f"{indent}  - {inner}"
        else:
            lines += f"{indent}{key}: {plain(value)}\n"
    return lines


def plain(value: object) -> str:
    """A text as the editor writes it: in quotes only where YAML 1.2 would take it for something else."""
    text = str(value)
    return f'"{text}"' if isinstance(value, str) and (text[:1] in "+&*!|>'%@`" or text.isdecimal()) else text


# By a form of the forge


def by_form(city: Repository, edit: str) -> None:
    answers = {f"/{name}": value for name, value in PAGE.items()}
    answers |= {"": "library-1-vk-old", "/network": "ВКонтакте", "/status": "закрыт"}
    (city.folder / "issue.md").write_text(body("account", answers), encoding="utf-8")
    run(city, "form", "issue.md")
    (city.folder / "issue.md").unlink()


# By the command that asks


def in_terminal(city: Repository, edit: str) -> None:
    settings = [part for name, value in PAGE.items() for part in ("--set", f"{name}={value}")]
    run(city, "new", "account", "--id", "library-1-vk-old", "--no-hints", "--yes", *settings)


WAYS: list[tuple[str, Callable[[Repository, str], None]]] = [
    ("phone", in_spreadsheet),
    ("phone", in_browser),
    ("page", in_spreadsheet),
    ("page", in_browser),
    ("page", by_form),
    ("page", in_terminal),
    ("weeks", in_spreadsheet),
    ("weeks", in_browser),
]


@pytest.mark.parametrize(("edit", "way"), WAYS, ids=[f"{edit}-{way.__name__}" for edit, way in WAYS])
def test_the_same_edit_gives_the_same_bytes(
    city: Repository, edit: str, way: Callable[[Repository, str], None]
) -> None:
    before = tree(city.data)
    name = FILES[edit]
    expected = by_hand(edit, before.get(name, b"").decode()).encode()
    assert expected != before.get(name)
    way(city, edit)
    assert tree(city.data) == {**before, name: expected}
    run(city, "validate")
