"""A name is found in whatever a history may contain, and what cannot be read is told by its path and commit."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdf
import pytest
from reestr.history.forgetting import contents as module
from reestr.history.forgetting.contents import contents
from reestr.history.forgetting.rewriting import find
from reestr.history.forgetting.spellings import Spellings

from tests.unit.project import reestr
from tests.unit.repository import Repository, repository

NAME = "Ковалёва Елена Фёдоровна"
OTHER = "Сорокина Ольга Петровна"
SPELLINGS = Spellings((NAME,), "имя удалено")


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def locked(text: str) -> bytes:
    """An archive whose member says that it is encrypted."""
    content = bytearray(zipped({"letter.txt": text}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def tarred(text: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo("letter.txt")
        entry.size = len(text.encode())
        archive.addfile(entry, io.BytesIO(text.encode()))
    return stream.getvalue()


def pdf(text: str) -> bytes:
    """A PDF file of one page, compressed, with a font of its own codes as office programs write it."""
    letters = sorted(set(text))
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    shown = "".join(f"{codes[letter]:04x}" for letter in text)
    to_unicode = "\n".join(f"<{code:04x}> <{ord(letter):04x}>" for letter, code in codes.items())
    streams = [
        f"BT /F 12 Tf 72 720 Td <{shown}> Tj ET".encode() if text else b"1 0 0 RG 0 0 m 9 9 l S",
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <ffff>\n"
            f"endcodespacerange {len(codes)} beginbfchar\n{to_unicode}\nendbfchar endcmap end end"
        ).encode(),
    ]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 8 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 6 0 R/DW 500>>",
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/StemV 1>>",
    ]
    for stream in map(zlib.compress, streams):
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream))
    made, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(made),
    )  # fmt: skip


def changed_pdf(before: bytes, *, author: str = "", password: str = "", attached: bytes = b"") -> bytes:
    stream = io.BytesIO()
    writer = pypdf.PdfWriter(io.BytesIO(before))
    if author:
        writer.add_metadata({"/Author": author})
    if attached:
        writer.add_attachment("letter.docx", attached)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


def saved_over(first: bytes, second: bytes) -> bytes:
    """A PDF file in which the second state has been added behind the first, as office programs do."""
    shift = len(first)
    head, _, table = second.rpartition(b"xref\n0 ")
    head, _, table = second.partition(b"\nxref\n0 ")
    lines = table.split(b"\n")
    moved = [b"%010d %s" % (int(line[:10]) + shift, line[11:]) if line.endswith(b"n ") else line for line in lines]
    text = first + head + b"\nxref\n0 " + b"\n".join(moved)
    return text.replace(b"startxref\n%d\n" % (len(head) + 1), b"startxref\n%d\n" % (len(head) + 1 + shift))


def png(text: str) -> bytes:
    def block(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    size = block(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
    said = block(b"iTXt", b"Author\x00\x01\x00\x00\x00" + zlib.compress(text.encode()))
    picture = block(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + size + said + picture + block(b"IEND", b"")


def rtf(text: str) -> bytes:
    return b"{\\rtf1\\ansicpg1251 " + "".join(
        letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text
    ).encode() + b"}"  # fmt: skip


def rtf_in_bytes(text: str) -> bytes:
    return b"{\\rtf1\\ansicpg1251 " + "".join(f"\\'{byte:02x}" for byte in text.encode("cp1251")).encode() + b"}"


def runs(text: str) -> bytes:
    """A document in which Word has cut the words into runs."""
    cut = "</w:t></w:r><w:r><w:t>".join(text[start : start + 3] for start in range(0, len(text), 3))
    return zipped({"word/document.xml": f"<w:p><w:r><w:t>{cut}</w:t></w:r></w:p>"})


def cells(text: str) -> bytes:
    escaped = "".join(f"&#{ord(letter)};" if letter != " " else letter for letter in text)
    return zipped({"xl/sharedStrings.xml": f"<si><t>{escaped}</t></si>"})


PACKED: Mapping[str, Callable[[str], bytes]] = {
    "words": lambda text: zipped({"word/document.xml": "<w:t>" + "</w:t><w:t>".join(text.split()) + "</w:t>"}),
    "runs": runs,
    "cells": cells,
    "name of a member": lambda text: zipped({f"{text}.txt": ""}),
    "archive in an archive": lambda text: zipped({"letters.zip": zipped({"letter.txt": text})}),
    "windows text in an archive": lambda text: zipped({"letter.txt": text.encode("cp1251")}),
    "document in gzip": lambda text: gzip.compress(runs(text), mtime=0),
    "text in bzip2": lambda text: bz2.compress(text.encode()),
    "tar in xz": lambda text: lzma.compress(tarred(text)),
    "tar": tarred,
    "pdf": pdf,
    "pdf: its author": lambda text: changed_pdf(pdf("Письмо"), author=text),
    "pdf: an attachment": lambda text: changed_pdf(pdf("Письмо"), attached=runs(text)),
    "pdf: no password to open it": lambda text: changed_pdf(pdf(text), password=""),
    "pdf: an earlier state": lambda text: saved_over(pdf(text), pdf("Письмо")),
    "pdf in an archive": lambda text: zipped({"letter.pdf": pdf(text)}),
    "old document": lambda text: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9) + text.encode("utf-16-le"),
    "old document in bytes": lambda text: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8) + text.encode("cp1251"),
    "old workbook": lambda text: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(8)
        + len(text).to_bytes(2, "little")
        + b"\x01"
        + text.encode("utf-16-le")
    ),
    "picture": png,
    "photograph": lambda text: b"\xff\xd8\xff\xe1" + text.encode() + b"\xff\xd9",
    "rtf": rtf,
    "rtf in bytes": rtf_in_bytes,
    "what nobody knows": lambda text: b"\x00\x01\x02" + text.encode("utf-16-be"),
}


@pytest.mark.parametrize("kind", PACKED)
def test_a_file_that_has_the_name_inside_is_emptied(kind: str) -> None:
    assert SPELLINGS.cleaned_bytes(PACKED[kind](NAME)) == b""
    other = PACKED[kind](OTHER)
    assert SPELLINGS.cleaned_bytes(other) == other
    assert list(SPELLINGS.contexts(PACKED[kind](NAME))) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16"])
def test_a_text_file_keeps_its_encoding(encoding: str) -> None:
    row = "Школа № 1; {}; директор\r\n".replace("№", "N")
    assert SPELLINGS.cleaned_bytes(row.format(NAME).encode(encoding)) == row.format("имя удалено").encode(encoding)
    other = row.format(OTHER).encode(encoding)
    assert SPELLINGS.cleaned_bytes(other) == other
    assert any("директор" in around for around in SPELLINGS.contexts(row.format(NAME).encode(encoding)))


def test_letters_by_their_numbers_are_the_name_too() -> None:
    page = "".join(
        f"&#{ord(letter)};" if number % 2 else f"&#x{ord(letter):x};" for number, letter in enumerate("Ёлкина")
    )
    assert Spellings(("Ёлкина",), "-").cleaned(f"<b>{page}</b>") == "<b>-</b>"


def test_another_grammatical_case_inside_of_a_file_is_told() -> None:
    content = zipped({"word/document.xml": "<w:t>передать Ковалёвой</w:t>"})
    assert list(SPELLINGS.resembling(content)) == ["передать Ковалёвой"]


# What cannot be read


UNREAD = {
    "encrypted": [locked(OTHER), changed_pdf(pdf(OTHER), password="тайна"),
                  b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")],
    "damaged": [b"PK\x03\x04 and no more", zipped({"a": OTHER})[:-9], b"%PDF-1.7\nno more",
                gzip.compress(b"x", mtime=0)[:-9], lzma.compress(OTHER.encode())[:-9]],
    "scan": [pdf("")],
    "picture": [png(OTHER), b"\xff\xd8\xff\xe0\xff\xd9"],
    "archive": [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c"],
    "old-office": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + OTHER.encode("utf-16-le")],
    "elsewhere": [b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"],
    "unknown": [b"\x00\x01\x02", zipped({"a.bin": b"\x00\x01"})],
}  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "content"),
    [
        pytest.param(reason, content, id=f"{reason} {number}")
        for reason, contents_ in UNREAD.items()
        for number, content in enumerate(contents_, 1)
    ],
)
def test_what_is_not_read_is_named_by_its_reason(reason: str, content: bytes) -> None:
    found = contents(content)
    assert found is not None and found.unread == (reason,)
    assert SPELLINGS.cleaned_bytes(content) == content


@pytest.mark.parametrize("content", [b"", b"text", "текст".encode("cp1251"), "текст".encode("utf-16")])
def test_a_text_is_no_file_with_contents(content: bytes) -> None:
    assert contents(content) is None


def test_a_file_that_grows_when_it_is_unpacked_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 1000)
    monkeypatch.setattr(module._Allowance.__init__, "__defaults__", (1000, 3))
    for content in (
        zipped({"zeros.txt": " " * 1001}),
        gzip.compress(b" " * 1001),
        zipped({"a": " " * 600, "b": gzip.compress(b" " * 600)}),
        zipped({str(number): "" for number in range(4)}),
    ):
        found = contents(content)
        assert found is not None and found.unread == ("too-large",)
    enough = contents(zipped({"a": " " * 1000}))
    assert enough is not None and enough.unread == ()


def test_archives_in_one_another_are_opened_some_levels_deep() -> None:
    content = NAME.encode()
    for _ in range(4):
        content = zipped({"inner": content})
    assert SPELLINGS.cleaned_bytes(content) == b""
    found = contents(zipped({"inner": content}))
    assert found is not None and found.unread == ("too-deep",)


# The command


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    """A city with the name inside of two files, and with two files that nobody can look into."""
    made = repository(tmp_path / "city")
    (made.folder / "письма").mkdir()
    (made.folder / "письма" / "приказ.pdf").write_bytes(pdf(f"Назначена {NAME}"))
    (made.folder / "список.xlsx").write_bytes(cells(NAME))
    (made.folder / "архив.zip").write_bytes(locked(NAME))
    made.commit({}, "2026-01-12T10:00:00+10:00")
    (made.folder / "архив.zip").write_bytes(locked(NAME + " и ещё"))
    (made.folder / "копия.zip").write_bytes(locked(NAME + " и ещё"))
    made.commit({}, "2026-01-19T10:00:00+10:00")
    return made


@pytest.mark.process
def test_each_file_is_told_with_its_path_and_commit(city: Repository) -> None:
    first, second = city.git("rev-list", "--reverse", "HEAD").split()[1:]
    looked = reestr("forget", "--name", NAME, "--dry-run", folder=city.folder)
    assert looked.returncode == 0, looked.stderr
    for line in (
        f"  письма/приказ.pdf, с коммита {first[:10]}\n",
        f"  список.xlsx, с коммита {first[:10]}\n",
        f"  архив.zip, с коммита {first[:10]} — не прочитан, закрыт паролем\n",
        f"  архив.zip, с коммита {second[:10]} — не прочитан, закрыт паролем\n",
        f"  копия.zip, с коммита {second[:10]} — не прочитан, закрыт паролем\n",
    ):
        assert line in looked.stdout
    assert NAME not in looked.stdout


@pytest.mark.process
def test_files_that_cannot_be_read_are_emptied_where_that_is_asked_for(city: Repository) -> None:
    wrong = reestr("forget", "--name", NAME, "--empty", "архив.rar", "--yes", folder=city.folder)
    assert wrong.returncode == 2 and "«архив.rar» в истории нет" in wrong.stderr
    done = reestr("forget", "--name", NAME, "--empty", "архив.zip", "--yes", folder=city.folder)
    assert done.returncode == 0, done.stderr
    assert "архив.zip — 2\N{NO-BREAK SPACE}версии" in done.stdout
    assert "Не прочитано программой 1\N{NO-BREAK SPACE}место" in done.stdout
    found = find(city.folder, SPELLINGS)
    assert (found.objects, found.packed, found.unread) == (0, (), ())
    # One file had the same content under another path.
    assert {(city.folder / name).read_bytes() for name in ("архив.zip", "копия.zip", "список.xlsx")} == {b""}


@pytest.mark.process
def test_a_file_is_emptied_although_the_name_is_nowhere_else(city: Repository) -> None:
    done = reestr("forget", "--name", OTHER, "--empty", "архив.zip", "--yes", folder=city.folder)
    assert done.returncode == 0, done.stderr
    assert city.git("log", "--all", "--format=%H", "--find-object", city.git("hash-object", "архив.zip")) != ""
    assert (city.folder / "архив.zip").read_bytes() == b"" and (city.folder / "список.xlsx").read_bytes() != b""


@pytest.mark.process
def test_a_file_that_no_branch_reaches_is_told_by_its_id(city: Repository) -> None:
    (city.folder / "черновик.zip").write_bytes(locked("Черновик"))
    city.commit({}, "2026-01-20T10:00:00+10:00")
    lost = city.git("rev-parse", "HEAD:черновик.zip")
    city.git("reset", "--quiet", "--hard", "HEAD~1")
    looked = reestr("forget", "--name", NAME, "--dry-run", folder=city.folder)
    assert f"  объект {lost[:10]}, которого нет ни в одной ветке — не прочитан" in looked.stdout
