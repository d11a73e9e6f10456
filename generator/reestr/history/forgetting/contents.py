"""Reads the texts inside files that are no plain text: archives, office documents, PDF files, pictures.

What cannot be read is named by a reason, because the name may be in it. No file is unpacked without a limit.
"""

from __future__ import annotations

import bz2
import functools
import gzip
import io
import itertools
import logging
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from reestr.registry.errors import ReestrError

_MOST_BYTES = 200 * 1024 * 1024
"""The maximum size of everything in a file, unpacked."""

_MOST_MEMBERS = 10_000
_DEEPEST = 4
_MOST_PAGES = 3_000
_MOST_REVISIONS = 20

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_Stream = gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
_STREAMS: tuple[tuple[bytes, Callable[[io.BytesIO], _Stream]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)
_CLOSED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"MSCF\x00")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_LFS = b"version https://git-lfs.github.com/spec/"
_TAR_MARK = slice(257, 262)
_GIT_LOOKS_AT = 8_000
_END_OF_REVISION = b"%%EOF"
_RTF_LETTER = re.compile(r"\\u(-?[0-9]{1,6}) ?\??|\\'([0-9a-fA-F]{2})")
_FOREIGN = re.compile("[^\\s\x20-\x7e\u0400-\u04ff]")
# Bytes of binary files are looked through in the encodings in which programs write Russian texts into them.
_ENCODINGS = ("utf-8", "cp1251", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Contents:
    """The texts found in a file, and why it or a part of it was not read: keys below `forget.unread`, sorted."""

    texts: tuple[str, ...]
    unread: tuple[str, ...]


class _TooLargeError(ReestrError):
    """A file contains more than is read."""


@dataclass(slots=True)
class _Allowance:
    """How many bytes and members of a file may still be read."""

    data: int = _MOST_BYTES
    members: int = _MOST_MEMBERS

    def read(self, file: IO[bytes] | _Stream) -> bytes:
        """Return what a file contains. Raises _TooLargeError if that is more than is left."""
        content = file.read(self.data + 1)
        self.data -= len(content)
        self.members -= 1
        if self.data < 0 or self.members < 0:
            raise _TooLargeError
        return content


@functools.lru_cache(maxsize=2)
def contents(content: bytes) -> Contents | None:
    """Return what is in a file, or None for plain text and for bytes in which a text can be replaced in place."""
    found = _parts(content, _Allowance(), _DEEPEST)
    if found is None:
        return None
    texts, unread = [], set()
    for text, reason in found:
        if reason:
            unread.add(reason)
        else:
            texts.append(text)
    return Contents(tuple(texts), tuple(sorted(unread)))


def _parts(content: bytes, left: _Allowance, depth: int) -> Iterator[tuple[str, str]] | None:
    """Return the texts of a file, each with "", and the reasons of what is not read, each with an empty text."""
    if content.startswith((*_ZIP, _OLD_OFFICE, *_CLOSED, *_PICTURES, b"%PDF", b"{\\rtf", _LFS)):
        return _known(content, left, depth)
    if any(content.startswith(mark) for mark, _ in _STREAMS) or content[_TAR_MARK] == b"ustar":
        return _known(content, left, depth)
    if b"\x00" in content[:_GIT_LOOKS_AT] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return itertools.chain(_bytes(content), [("", "unknown")])
    return None


def _known(content: bytes, left: _Allowance, depth: int) -> Iterator[tuple[str, str]]:
    if depth == 0:
        yield "", "too-deep"
        return
    try:
        if content.startswith(b"%PDF"):
            yield from _pdf(content, left, depth)
        elif content.startswith(b"{\\rtf"):
            yield _RTF_LETTER.sub(_rtf_letter, content.decode("cp1251", "replace")), ""
        elif content.startswith(_OLD_OFFICE):
            yield from _bytes(content)
            yield "", "encrypted" if _ENCRYPTED in content else "old-office"
        elif content.startswith(_CLOSED):
            yield "", "archive"
        elif content.startswith(_LFS):
            yield "", "elsewhere"
        elif content.startswith(_PICTURES):
            yield from _bytes(content)
            yield from ((text, "") for text in _png_texts(content))
            yield "", "picture"
        else:
            yield from _archive(content, left, depth)
    except _TooLargeError:
        yield "", "too-large"
    except (
        zipfile.BadZipFile, tarfile.TarError, NotImplementedError, OSError, EOFError, zlib.error, lzma.LZMAError,
        struct.error, UnicodeError, ValueError,
    ):  # fmt: skip
        yield "", "damaged"


def _archive(content: bytes, left: _Allowance, depth: int) -> Iterator[tuple[str, str]]:
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename, ""
                yield member.comment.decode("utf-8", "replace"), ""
                if member.flag_bits & 1:
                    yield "", "encrypted"
                elif not member.is_dir():
                    with archive.open(member) as file:
                        yield from _member(left.read(file), left, depth)
            yield archive.comment.decode("utf-8", "replace"), ""
        return
    opener = next((opener for mark, opener in _STREAMS if content.startswith(mark)), None)
    if opener is not None:
        with opener(io.BytesIO(content)) as stream:
            yield from _member(left.read(stream), left, depth)
        return
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
        for entry in tar:
            yield entry.name, ""
            yield entry.linkname, ""
            inside = tar.extractfile(entry) if entry.isfile() else None
            if inside is not None:
                yield from _member(left.read(inside), left, depth)


def _member(content: bytes, left: _Allowance, depth: int) -> Iterator[tuple[str, str]]:
    inside = _parts(content, left, depth - 1)
    yield from _bytes(content) if inside is None else inside


def _bytes(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the content in every encoding; in UTF-16 a text may begin at an even or at an odd place."""
    for encoding in _ENCODINGS:
        for shifted in (content, content[1:]) if encoding.startswith("utf-16") else (content,):
            text = shifted.decode(encoding, "replace")
            # What stands before a text tells its length, and looks like a letter of another alphabet in UTF-16.
            yield _FOREIGN.sub(" ", text) if encoding.startswith("utf-16") else text, ""


def _png_texts(content: bytes) -> Iterator[str]:
    """Yield the compressed texts of a PNG picture."""
    place = 8
    while content.startswith(_PICTURES[1]) and place + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        if kind in (b"zTXt", b"iTXt"):
            # The compressed text is the last part of the block, behind blocks that end with a zero.
            part = content[place + 8 : place + 8 + size]
            for start in (index + 1 for index, byte in enumerate(part[:400]) if byte == 0):
                try:
                    yield (
                        zlib.decompressobj()
                        .decompress(part[start:].lstrip(b"\x00"), 1 << 20)
                        .decode("utf-8", "replace")
                    )
                except zlib.error:
                    continue
        place += size + 12


def _rtf_letter(found: re.Match[str]) -> str:
    if found[1] is not None:
        return chr(int(found[1]) % 0x10000)
    return bytes.fromhex(found[2]).decode("cp1251", "replace")


def _pdf(content: bytes, left: _Allowance, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the texts of a PDF file: of its present state and, where it was saved over itself, of the earlier ones."""
    ends = [found.end() for found in re.finditer(re.escape(_END_OF_REVISION), content)]
    yield from _bytes(content)
    for end in [*ends[:-1][-_MOST_REVISIONS:], len(content)]:
        yield from _pdf_state(content[:end], left, depth, earlier=end != len(content))


def _pdf_state(content: bytes, left: _Allowance, depth: int, *, earlier: bool) -> Iterator[tuple[str, str]]:
    # The import stands here because nothing else in the command needs the library.
    import pypdf
    from pypdf.errors import DependencyError

    # The library reports each peculiarity of a file as a warning.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            yield "", "encrypted"
            return
        yield from ((str(value), "") for value in (document.metadata or {}).values())
        yield from ((str(value), "") for value in (document.get_fields() or {}).values())
        for page in itertools.islice(document.pages, _MOST_PAGES):
            text = page.extract_text()
            yield text, ""
            yield text.replace("-\n", "").replace("\N{SOFT HYPHEN}", ""), ""
            if not text.strip() and page.get_contents() is not None:
                yield "", "scan"
            yield from ((str(note.get_object()), "") for note in page.annotations or ())
        if len(document.pages) > _MOST_PAGES:
            yield "", "too-large"
        for files in document.attachments.values():
            for attached in files:
                yield from _member(left.read(io.BytesIO(attached)), left, depth)
    except _TooLargeError:
        raise
    except DependencyError:
        yield "", "encrypted"
    except Exception:
        # The library has no exception of its own for every fault: a broken file may raise anything.
        if not earlier:
            yield "", "damaged"
