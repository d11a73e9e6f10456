"""Writes a letter as a DOCX file: addressee, title, paragraphs, tables, signature.

The same words give the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reestr.publishing.documents.xlsx import printable

_TABLE_SIZE = 11
"""The font size of tables in points, smaller than the text's."""

_SIGNATURE = (10.0, 6.5)
"""Widths of the position and of the name in centimetres; together, the space between the margins."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Letter:
    """The content of a letter.

    `head` are the lines of the sender and of number and date, `to` those of the addressee.

    `rows` is a table after the paragraphs, its first row the headers; no table if empty. `signature` is the position
    and the name, or a blank to fill in. `widths` are the widths of the table's columns in centimetres; equal ones if
    empty.
    """

    head: Sequence[str]
    to: Sequence[str]
    title: str
    paragraphs: Sequence[str]
    signature: tuple[str, str]
    rows: Sequence[Sequence[str]] = ()
    enclosures: Sequence[str] = ()
    widths: Sequence[float] = ()


def docx(letter: Letter, day: datetime.date) -> bytes:
    """Return the letter as DOCX, dated `day` in its properties. Every text is plain text: no fields, no links."""
    # Imported late: it takes half a second, and only letters need it.
    from docx import Document
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    # A4 with the margins of office letters (GOST R 7.0.97-2016, 3.2).
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.paragraph_format.space_after = Pt(0)
    # Otherwise an office program marks every Russian word as an English spelling mistake.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "ru-RU")
    for line in letter.head:
        document.add_paragraph(printable(line))
    document.add_paragraph()
    for line in letter.to:
        document.add_paragraph(printable(line)).paragraph_format.left_indent = Cm(8.5)
    document.add_paragraph()
    title = document.add_paragraph()
    title.add_run(printable(letter.title)).bold = True
    document.add_paragraph()
    for text in letter.paragraphs:
        paragraph = document.add_paragraph(printable(text))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.25)
    if letter.rows:
        table = document.add_table(rows=0, cols=len(letter.rows[0]), style="Table Grid")
        table.autofit = not letter.widths
        for column, centimetres in zip(table.columns, letter.widths, strict=bool(letter.widths)):
            column.width = Cm(centimetres)
        widths = letter.widths or (None,) * len(letter.rows[0])
        for place, texts in enumerate(letter.rows):
            row = table.add_row()
            # Rows are not split, and the headers repeat on every page.
            _mark_row(row, "cantSplit")
            if place == 0:
                _mark_row(row, "tblHeader")
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                run = cell.paragraphs[0].add_run(printable(text))
                run.bold, run.font.size = place == 0, Pt(_TABLE_SIZE)
                if width is not None:
                    cell.width = Cm(width)
    # The signature is never alone on a page.
    for text in ("", *letter.enclosures, "") if letter.enclosures else ("",):
        document.add_paragraph(printable(text)).paragraph_format.keep_with_next = True
    # Side by side without borders: a long position wraps below itself without moving the name.
    signature = document.add_table(rows=1, cols=2)
    signature.autofit = False
    for place, (text, centimetres) in enumerate(zip(letter.signature, _SIGNATURE, strict=True)):
        signature.columns[place].width = Cm(centimetres)
        cell = signature.cell(0, place)
        cell.width = Cm(centimetres)
        cell.paragraphs[0].add_run(printable(text))
    signature.cell(0, 1).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signature.cell(0, 1).vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = printable(letter.title)
    properties.language = "ru-RU"
    properties.created = properties.modified = datetime.datetime.combine(day, datetime.time())
    stream = io.BytesIO()
    document.save(stream)
    return _without_clock(stream.getvalue())


def _mark_row(row: Any, mark: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{mark}"))


def _without_clock(content: bytes) -> bytes:
    """Return the same archive with one date for all members: the library stamps them with the time of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda item: (item != "[Content_Types].xml", item)):
            information = zipfile.ZipInfo(name, _EPOCH)
            information.compress_type = zipfile.ZIP_DEFLATED
            information.external_attr = 0o600 << 16
            new.writestr(information, old.read(name))
    return target.getvalue()
