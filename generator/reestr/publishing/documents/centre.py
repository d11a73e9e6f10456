"""The folder for the regional centre: the register, the letter, the same rows as CSV, the list of files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.documents.cover_letter import cover_letter
from reestr.publishing.documents.figures import CityFigures, city_figures
from reestr.publishing.documents.manifest import Provenance, command, with_manifest
from reestr.publishing.documents.register import COLUMNS, RegisterRow, register_rows, table
from reestr.publishing.documents.register_book import register_book
from reestr.publishing.documents.xlsx import DocumentCell, Link, MissingValue, Percent, printable
from reestr.publishing.open_data.tables import CsvCell, CsvFile
from reestr.publishing.open_data.tables import row as csv_row
from reestr.publishing.view import File, View


@dataclass(frozen=True, slots=True)
class CentreFolder:
    """The files, with the figures and the number of rows in the register for the terminal."""

    files: tuple[File, ...]
    figures: CityFigures
    rows: int


def centre_folder(view: View, provenance: Provenance) -> CentreFolder:
    """Return the folder for the regional centre.

    Raises ValueError for an edition other than public: it leaves city hall.
    """
    if view.internal:
        raise ValueError("the regional centre gets the public edition")
    figures, rows = city_figures(view), register_rows(view)
    # ASCII names survive every archive, mail program and file system, and so does the list of hashes.
    day = view.as_of.isoformat()
    book, listing, letter = f"reestr-{day}.xlsx", f"reestr-{day}.csv", f"pismo-{day}.docx"
    enclosures = [wording.text(f"papers.letter.{name}", file=file) for name, file in (("book", book), ("csv", listing))]
    enclosures.append(wording.text("papers.letter.sums"))
    files = (
        File(letter, cover_letter(view, figures, provenance, enclosures)),
        File(book, register_book(view, figures, rows, provenance)),
        File(listing, _csv(rows)),
    )
    return CentreFolder(with_manifest(files, view, provenance, command("centre", view, provenance)), figures, len(rows))


def _csv(rows: Sequence[RegisterRow]) -> bytes:
    table_file = CsvFile("register", [column.title for column in COLUMNS])
    table_file.add(csv_row(map(_csv_cell, cells)) for cells in table(rows))
    return table_file.file().content


def _csv_cell(cell: DocumentCell) -> CsvCell:
    """Return the same words as in the workbook; a date in ISO 8601, a share as the number of per cent."""
    if isinstance(cell, MissingValue):
        return cell.words
    if isinstance(cell, Percent):
        return cell.tenths / 10 if cell.tenths % 10 else cell.tenths // 10
    if isinstance(cell, Link):
        return printable(cell.url)
    if isinstance(cell, str):
        return printable(cell)
    return cell if isinstance(cell, int) else cell.isoformat()
