"""Reads a mail or a pasted message as text, whatever its encoding; attachments are named and not opened.

The headers are read as they stand and not parsed: they are shown only, because anybody can write anything there.
"""

from __future__ import annotations

import codecs
import email
import email.errors
import email.header
import email.policy
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any

_HEADERS = re.compile(rb"(?:from|return-path|received|mime-version|delivered-to|date|subject|message-id)[ \t]*:", re.I)
_HEAD = 16_384
_LONGEST_HEADER = 300

# Only encodings of texts in Russian: some of the others take a time that grows with the square of the length.
_ENCODINGS = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "ascii", "koi8-r", "koi8-u", "cp1251", "cp866", "iso8859-5", "mac-cyrillic"),
        *("latin-1", "cp1252", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be"),
    )
)
_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "hr", "td", "th")
)
_UNSEEN = frozenset(("script", "style", "title", "template"))
_COMMENT_END = "-->"
_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]{0,15})")
_LONGEST_TAG = 20
# Python refuses to read a number of thousands of digits.
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{8,}")
_MOST_PARTS = 60


class _ShortHeaders(email.policy.Compat32):
    """Cuts headers where they are read: Python takes a time that grows with the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the first characters of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_SOURCE]


_LONGEST_SOURCE = 2_000


@dataclass(frozen=True, slots=True)
class MailText:
    """A message: who it says that sent it, its readable texts in order, and the names of its attachments.

    `texts` are plain texts, then those of HTML. `sender` is "" if the message names nobody.
    """

    sender: str
    texts: tuple[str, ...]
    attachments: tuple[str, ...] = ()


def is_mail(content: bytes) -> bool:
    """Return whether a content begins with the headers of a mail."""
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf")
    lines = head.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].split(b"\n")
    return _HEADERS.match(lines[0]) is not None and sum(_HEADERS.match(line) is not None for line in lines) > 1


def read_mail(content: bytes) -> MailText:
    """Return the readable texts of a mail. Never raises: a part that cannot be decoded is read as far as it can."""
    if content.lower().count(b"boundary") > _MOST_PARTS:
        return MailText("", (decoded(content),))
    try:
        message = email.message_from_bytes(content, policy=_ShortHeaders())
        parts = list(message.walk())
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, email.errors.MessageError):
        # The mail is damaged or nested too deeply: what can be read of it is what stands in it.
        return MailText("", (decoded(content),))
    plain: list[str] = []
    of_html: list[str] = []
    attachments: list[str] = []
    for part in parts:
        if part.is_multipart():
            continue
        kind, name = _kind(part), _file_name(part)
        if name or not kind.startswith("text/"):
            attachments.append(name or kind)
        elif kind == "text/html":
            of_html.append(text_of_html(_text(part)))
        else:
            plain.append(_text(part))
    return MailText(_header(message, "From"), (*plain, *of_html), tuple(attachments))


def decoded(content: bytes, charset: str = "") -> str:
    """Return a text in a named encoding; without a usable name in UTF-8 or else windows-1251."""
    names = ("utf-8-sig", charset) if charset in ("", "ascii") else (charset,)
    for name in filter(None, names):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1251", "replace") if charset in ("", "ascii") else content.decode(charset, "replace")


def text_of_html(text: str) -> str:
    """Return the text of HTML as a reader sees it, a block to a line. Comments, styles and scripts are left out.

    The time grows with the length alone, whatever the text; a tag that is never closed is text.
    """
    pieces: list[str] = []
    hidden_until = ""
    first, *others = re.sub(r"[\r\n]+", " ", text).split("<")
    pieces.append(first)
    for other in others:
        if not hidden_until and other.startswith("!--"):
            hidden_until, other = _COMMENT_END, other[3:]
        if hidden_until == _COMMENT_END:
            _, ended, rest = other.partition(_COMMENT_END)
            if ended:
                hidden_until = ""
                pieces.append(rest)
            continue
        tag, closed, rest = other.partition(">")
        name = _TAG_NAME.match(tag)
        if hidden_until:
            if tag[:_LONGEST_TAG].lower().startswith(hidden_until):
                hidden_until = ""
                pieces.append(rest)
        elif not closed or name is None:
            pieces.append(f"<{other}")
        elif name[1].lower() in _UNSEEN and not tag.startswith("/"):
            hidden_until = f"/{name[1].lower()}"
        else:
            pieces.append(("\n" if name[1].lower() in _BLOCKS else "") + rest)
    lines = "".join(pieces).split("\n")
    return "\n".join(" ".join(html.unescape(_LONG_NUMBER.sub("?", line)).split()) for line in lines)


def _kind(part: Message[str, str]) -> str:
    return _safely(part.get_content_type) or "text/plain"


def _file_name(part: Message[str, str]) -> str:
    """Return the name of an attachment; "" for a part that is shown as the message's text."""
    name = _safely(part.get_filename)
    disposition = _safely(part.get_content_disposition)
    if name is None and disposition != "attachment":
        return ""
    return _tidy(str(name or _kind(part)))


def _text(part: Message[str, str]) -> str:
    payload = _safely(lambda: part.get_payload(decode=True))
    content = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "replace")
    text = decoded(content, _encoding(_safely(part.get_content_charset)))
    return _unflowed(text) if _safely(lambda: part.get_param("format")) == "flowed" else text


def _encoding(name: object) -> str:
    """Return the name of a known encoding; "" for any other."""
    try:
        found = codecs.lookup(str(name)).name
    except (LookupError, ValueError):
        return ""
    return found if found in _ENCODINGS else ""


def _unflowed(text: str) -> str:
    """Join lines that end in a blank, as RFC 3676 says: only the sender's program broke them."""
    lines: list[str] = []
    is_open = False
    for line in text.splitlines():
        if is_open and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        is_open = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def _header(message: Message[str, str], name: str) -> str:
    raw = _safely(lambda: message.get(name))
    if raw is None:
        return ""
    text = str(raw)[:_LONGEST_HEADER]
    pieces = _safely(lambda: list(_pieces(text)))
    return _tidy("".join(pieces) if pieces is not None else text)


def _pieces(text: str) -> Iterator[str]:
    for piece, charset in email.header.decode_header(text):
        yield decoded(piece, _encoding(charset) if charset else "") if isinstance(piece, bytes) else piece


def _tidy(text: str) -> str:
    return " ".join(text[:_LONGEST_HEADER].split())


def _safely(read: Any) -> Any:
    """Return what a reader of a hostile message returns; None if it fails on it."""
    try:
        return read()
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, email.errors.MessageError):
        return None
