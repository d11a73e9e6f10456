"""Documents in an office program: they open without repair and read as written."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest
from reestr.publishing.documents.centre import CentreFolder, centre_folder

from tests import tools
from tests.unit.papers_factory import FORMULA, hostile_view, provenance
from tests.unit.project import PRIMERSK
from tests.unit.test_papers_centre import HEADS, folder_of_primersk, table
from tests.unit.test_workbook import City, files_of

pytestmark = pytest.mark.deep
# Comma, quotes, UTF-8, every text cell in quotes, cells as shown, every sheet in its own file.
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
_AS_TEXT = "txt:Text (encoded):UTF8"


def _office() -> str:
    return tools.program("soffice", "LibreOffice")


def converted(folder: Path, name: str, content: bytes, form: str) -> dict[str, str]:
    """What LibreOffice makes of a file: name -> text. It runs with a profile of its own: no other is in the way."""
    (folder / name).write_bytes(content)
    target = folder / "converted"
    done = subprocess.run(
        [
            _office(),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(target),
            str(folder / name),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in target.iterdir()}


def content_of(folder: CentreFolder, suffix: str) -> bytes:
    (content,) = (file.content for file in folder.files if file.path.endswith(suffix))
    return content


@pytest.mark.parametrize("hostile", [False, True], ids=["primersk", "hostile"])
def test_the_workbook_opens_and_every_cell_is_read_as_written(tmp_path: Path, hostile: bool) -> None:
    folder = centre_folder(hostile_view(), provenance()) if hostile else folder_of_primersk()
    sheets = converted(tmp_path, "book.xlsx", content_of(folder, ".xlsx"), _AS_CSV)
    assert sorted(sheets) == sorted(
        f"book-{name}" for name in ("Реестр", "Сводка", "Требования", "Освобождения", "Пояснения", "Источники")
    )
    read = list(csv.DictReader(io.StringIO(sheets["book-Реестр"])))
    assert list(read[0]) == HEADS
    for one, other in zip(read, table(folder), strict=True):
        for head in ("Организация", "ОГРН", "ИНН", "Адрес страницы", "Статус страницы", "Вывод по странице"):
            # The table guards against formulas with an apostrophe, which the workbook does not need.
            assert one[head] == other[head] or one[head].replace("'", "") == other[head].replace("'", "")
    if hostile:
        assert FORMULA in {row["Организация"] for row in read}


@pytest.mark.parametrize("hostile", [False, True], ids=["primersk", "hostile"])
def test_the_letter_opens(tmp_path: Path, hostile: bool) -> None:
    folder = centre_folder(hostile_view(), provenance()) if hostile else folder_of_primersk()
    (text,) = converted(tmp_path, "letter.docx", content_of(folder, ".docx"), _AS_TEXT).values()
    assert "О реестре официальных аккаунтов" in text
    assert "Приложения (в электронном виде)" in text
    if hostile:
        assert "<script>alert(1)</script>" in text


def test_a_workbook_saved_by_an_office_program_comes_back_as_it_was(tmp_path: Path) -> None:
    city = City(files_of(PRIMERSK / "data"))
    (tmp_path / "book.xlsx").write_bytes(city.exported())
    target = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    arguments = [_office(), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target)]
    subprocess.run([*arguments, str(tmp_path / "book.xlsx")], capture_output=True, timeout=120, check=True)
    (saved,) = target.iterdir()
    intake = city.taken(saved.read_bytes())
    assert (intake.problems, intake.records) == ([], {})
