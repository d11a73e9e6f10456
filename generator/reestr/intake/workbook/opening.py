"""Opens a file as tables: the content decides its type, not the name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from reestr.intake.workbook.csv_file import csv_table
from reestr.intake.workbook.table import SheetTable, UnreadableFileError
from reestr.intake.workbook.xlsx_file import xlsx_tables
from reestr.intake.workbook.xml_parts import MAXIMUM_UNPACKED

MAXIMUM_BYTES = 50 * 1024 * 1024
"""The maximum size of a file; a workbook of ten thousand organizations has a tenth of it."""

_MAXIMUM_PARTS = 5_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def tables(content: bytes) -> Sequence[SheetTable]:
    """Return the tables of an XLSX or CSV file.

    Raises UnreadableFileError for any other file and for oversized ones.
    """
    if len(content) > MAXIMUM_BYTES:
        raise UnreadableFileError("too-large", limit=MAXIMUM_BYTES // 1024 // 1024)
    if not content.strip():
        raise UnreadableFileError("empty")
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFileError("encrypted" if _ENCRYPTED in content else "old-excel")
    if content.startswith(b"PK"):
        return _packed(content)
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<div")):
        raise UnreadableFileError("html")
    if start.startswith(b"<?xml"):
        raise UnreadableFileError("html" if b"<html" in start else "xml")
    if start.startswith(b"%pdf"):
        raise UnreadableFileError("pdf")
    return (csv_table(content),)


def _packed(content: bytes) -> Sequence[SheetTable]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MAXIMUM_PARTS:
                raise UnreadableFileError("bomb", limit=MAXIMUM_UNPACKED // 1024 // 1024)
            if any(part.flag_bits & 1 for part in parts):
                raise UnreadableFileError("encrypted")
            if "mimetype" in names and _starts_with(archive, "mimetype", _ODS):
                raise UnreadableFileError("ods")
            if any(name.endswith("workbook.bin") for name in names):
                raise UnreadableFileError("xlsb")
            if not any(name.endswith("workbook.xml") for name in names):
                raise UnreadableFileError("no-workbook")
            return xlsx_tables(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise UnreadableFileError("damaged") from error


def _starts_with(archive: zipfile.ZipFile, name: str, beginning: bytes) -> bool:
    with archive.open(name) as part:
        return part.read(len(beginning)) == beginning
