"""Checks the size and XML of the parts of an XLSX file, and finds merged cells, hidden rows and links."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from reestr.intake.workbook.table import UnreadableFileError

MAXIMUM_UNPACKED = 96 * 1024 * 1024
"""The limit for all parts together, in bytes; the workbook of a city with a thousand organizations has half of it."""

_MAXIMUM_TAGS = 6_000_000
_MAXIMUM_ROWS = 300_000
_MAXIMUM_MERGED = 10_000
_MAXIMUM_LINKS = 300_000
# A cell of Excel holds 32,767 characters, each of which may be written as `&#1234567;`.
_LONGEST_TEXT = 512 * 1024
# Parts written by office programs compress five to twenty times; one that compresses a hundred times is repetitive.
_MOST_PACKED, _PACKED_FROM = 100, 1024 * 1024

_MERGE = re.compile(rb'<mergeCell\s[^<>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb"<row\s([^<>]*)>")
_NUMBER, _HIDDEN = re.compile(rb'\br="([0-9]{1,7})"'), re.compile(rb'\bhidden="(?:1|true)"')
_CELLS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")

Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The merged cells, hidden rows and links of a sheet, all counted from 1.

    Merged cells are (first row, first column, last row, last column). `links` maps (row, column) to the target of a
    click.
    """

    merged: tuple[Range, ...]
    hidden: tuple[int, ...]
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)


def marks_of(archive: zipfile.ZipFile) -> Mapping[str, SheetMarks]:
    """Return name of a part -> its marks, for the parts that have some.

    Raises UnreadableFileError for a file that no office program wrote, or that would take minutes and gigabytes to
    read.
    """
    parts = archive.infolist()
    # The sizes in an archive's directory may be false: no part is read beyond its stated size.
    if sum(part.file_size for part in parts) > MAXIMUM_UNPACKED or any(map(_is_packed_too_well, parts)):
        raise UnreadableFileError("bomb", limit=MAXIMUM_UNPACKED // 1024 // 1024)
    found: dict[str, SheetMarks] = {}
    targets: dict[str, Mapping[str, str]] = {}
    linked: dict[str, Sequence[tuple[Range, str]]] = {}
    tags = rows = 0
    for part in parts:
        content = archive.read(part)
        _refuse_strange(content)
        tags += content.count(b"<")
        rows += _row_tags(content)
        if tags > _MAXIMUM_TAGS or rows > _MAXIMUM_ROWS or _has_long_text(content):
            raise UnreadableFileError("too-many-cells")
        marks = SheetMarks(_merged(content), _hidden(content))
        if marks.merged or marks.hidden:
            found[part.filename] = marks
        if part.filename.endswith(".rels"):
            targets[part.filename] = _targets(content)
        elif part.filename.endswith(".xml") and b"hyperlink" in content and (ranges := _linked(content)):
            linked[part.filename] = ranges
    for name, ranges in linked.items():
        folder, slash, file = name.rpartition("/")
        links = _links(ranges, targets.get(f"{folder}{slash}_rels/{file}.rels", {}))
        found[name] = replace(found.get(name, SheetMarks((), ())), links=links)
    return found


def _is_packed_too_well(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _PACKED_FROM and part.file_size > _MOST_PACKED * part.compress_size


def _refuse_strange(content: bytes) -> None:
    """Refuse document types and encodings other than UTF-8, which no office program writes.

    Entities in document types can exhaust the reader or make it read its files. The parser itself is asked, so that
    neither the part's name nor its beginning matters.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        _refuse_encoding("", "utf-16", -1)
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        # The part is a picture or broken. A document type would have been found before the broken place.
        return


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
    raise UnreadableFileError("damaged")


def _refuse_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise UnreadableFileError("damaged")


def _row_tags(content: bytes) -> int:
    return content.count(b"<row ") + content.count(b"<row>") + content.count(b":row ")


def _has_long_text(content: bytes) -> bool:
    """Return whether there is a very long text between two tags.

    The part is searched in windows: a window without a tag lies within such a text.
    """
    if not content.startswith(b"<") and not content.startswith(b"\xef\xbb\xbf<"):
        return False
    window = _LONGEST_TEXT // 2
    return any(content.find(b"<", start, start + window) < 0 for start in range(0, len(content) - window, window))


def _merged(content: bytes) -> tuple[Range, ...]:
    if b"mergeCell" not in content:
        return ()
    found = tuple(
        (int(match[2]), _column(match[1]), int(match[4]), _column(match[3])) for match in _MERGE.finditer(content)
    )
    if len(found) > _MAXIMUM_MERGED:
        raise UnreadableFileError("too-many-cells")
    return found


def _hidden(content: bytes) -> tuple[int, ...]:
    if b"hidden=" not in content:
        return ()
    rows = ((_NUMBER.search(match[1]), match[1]) for match in _ROW.finditer(content))
    return tuple(int(number[1]) for number, attributes in rows if number and _HIDDEN.search(attributes))


def _linked(content: bytes) -> Sequence[tuple[Range, str]]:
    """Return the ranges of linked cells, each with the name of its target, in the order of the part.

    Raises UnreadableFileError for broken XML.
    """
    found: list[tuple[Range, str]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(" ")[2] != "hyperlink":
            return
        target = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == "id"), None)
        cells = _CELLS.fullmatch(attributes.get("ref", ""))
        if target is not None and cells is not None:
            row, column = int(cells[2]), _column(cells[1].encode("ascii"))
            last = (int(cells[4]), _column(cells[3].encode("ascii"))) if cells[3] else (row, column)
            found.append(((row, column, *last), target))

    _walk(content, start)
    return found


def _targets(content: bytes) -> Mapping[str, str]:
    """Return name of a target -> its address outside of the file. Raises UnreadableFileError for broken XML."""
    found: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(" ")[2] == "Relationship" and attributes.get("TargetMode") == "External":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    _walk(content, start)
    return found


def _walk(content: bytes, start: Callable[[str, Mapping[str, str]], None]) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableFileError("damaged") from error


def _links(ranges: Sequence[tuple[Range, str]], targets: Mapping[str, str]) -> Mapping[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for (first, left, last, right), name in ranges:
        if not targets.get(name):
            continue
        if len(found) + (last - first + 1) * (right - left + 1) > _MAXIMUM_LINKS:
            raise UnreadableFileError("too-many-cells")
        for row in range(first, last + 1):
            found |= {(row, column): targets[name] for column in range(left, right + 1)}
    return found


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number
