"""No change is shown as two lines that look the same without a word of what differs between them."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from reestr.cli.terminal import difference
from reestr.history.narrative import change_text
from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.records.files_on_disk import FileWrite
from reestr.wording.unseen_difference import unseen_difference

from tests.unit.project import BASE
from tests.unit.random_city import inn
from tests.unit.test_foreign_losses import taken
from tests.unit.test_workbook import City, files_of

NAME = "Школа й № 1"
UNSEEN = (
    (NAME, unicodedata.normalize("NFD", NAME), "Unicode"),
    (NAME, NAME.replace(" ", "\u00a0", 1), "разные пробелы"),
    (NAME, NAME.replace(" ", "\u202f"), "разные пробелы"),
    (NAME, NAME.replace("о", "o"), "о (U+043E) → o (U+006F)"),
    ("АО «Сосна»", "AO «Сосна»", "А (U+0410) → A (U+0041), О (U+041E) → O (U+004F)"),
    (NAME, NAME.replace("ла", "л\u00adа"), "невидимые знаки"),
    (NAME, NAME.replace("ш", "ш\u200b").replace("Ш", "Ш\u200b"), "невидимые знаки"),
)


@pytest.mark.parametrize(("before", "after", "said"), UNSEEN)
def test_what_nobody_sees_is_said(before: str, after: str, said: str) -> None:
    for one, other in ((before, after), (after, before)):
        assert unseen_difference(one, other)
    assert said in unseen_difference(before, after)
    write = FileWrite(
        Path("a.yaml"), f"draft: true\nname: {before}\nx: 1\n".encode(), f"draft: true\nname: {after}\nx: 1\n".encode()
    )
    shown = difference([write], str, colour=False).splitlines()
    place = next(number for number, line in enumerate(shown) if line.startswith("  +"))
    assert said in shown[place + 1]
    change = Change("organization-renamed", Subject("organization", "a"), None, "", {"before": before, "after": after})
    assert said in change_text(change)


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), (NAME, NAME), (NAME, "Школа № 2"), ("школа", "Школа"), ("мой", "мои"), ("1", "l")]
)
def test_what_everybody_sees_is_not_explained(before: str, after: str) -> None:
    assert unseen_difference(before, after) == ""
    write = FileWrite(Path("a.yaml"), f"name: {before}\n".encode(), f"name: {after}\n".encode())
    assert "с виду" not in difference([write], str, colour=False)


@pytest.mark.parametrize("written", ["NFD", "\u00a0", "\u2007"])
def test_texts_come_in_in_one_form(written: str) -> None:
    """What a cell holds in another Unicode form or with another blank is the same as in the record, and a new text is
    kept in the usual form."""
    base = City(files_of(BASE))

    def as_written(text: str) -> str:
        return unicodedata.normalize("NFD", text) if written == "NFD" else text.replace(" ", written)

    content = base.exported()
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Организации"]
    title = next(cell.column for cell in page[1] if cell.value == "Полное наименование")
    for row in range(2, page.max_row + 1):
        if page.cell(row, title).value:
            page.cell(row, title).value = as_written(page.cell(row, title).value)
    stream = io.BytesIO()
    book.save(stream)
    assert base.imported(stream.getvalue()) == {}
    _, changed, verdict = taken(base, f"{as_written('Йод и йога № 5')};{inn(1)};;;;;;;\n")
    assert not verdict.problems
    (text,) = (content.decode() for content in changed.contents.values())
    assert "name: Йод и йога № 5\n" in text


def test_a_record_with_other_blanks_stays_as_it_is() -> None:
    """Its own workbook and a register with plain blanks leave it alone."""
    files = files_of(BASE)
    name = "organizations/library-1.yaml"
    files[name] = files[name].replace("«Библиотека № 1»".encode(), "«Библиотека №\u00a01»".encode())
    city = City(files)
    assert city.imported(city.exported()) == {}
    row = "Муниципальное бюджетное учреждение «Библиотека № 1»;7901000070;;;;;;;\n"
    assert taken(city, row)[1].contents == {}
