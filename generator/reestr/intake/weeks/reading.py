"""Reads one input, whatever it is: a mail, a pasted message or a table. The content decides, not the name."""

from __future__ import annotations

from reestr.intake.weeks.entries import MAXIMUM_BYTES, HandedIn, week_problem, word
from reestr.intake.weeks.lines import Seen, has_lines, read_lines
from reestr.intake.weeks.mail import decoded, is_mail, read_mail, text_of_html
from reestr.intake.weeks.table import is_table, read_table

_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
_HEAD, _HTML = 256, (b"<!doctype html", b"<html")


def read_input(content: bytes, file: str, found: HandedIn) -> None:
    """Add what an input says. `file` names it in messages.

    A mail usually has its text twice, and quotations of earlier ones: what one input says twice is taken once.
    """
    before = len(found.entries), len(found.problems)
    if len(content) > MAXIMUM_BYTES:
        found.tell(week_problem("too-large", file, limit=MAXIMUM_BYTES // 1024 // 1024))
    elif not content.strip():
        found.tell(week_problem("empty", file))
    elif content.startswith(_PACKED) or (is_table(content) and not has_lines(decoded(content))):
        read_table(content, file, found)
    elif is_mail(content):
        _read_mail(content, file, found)
    elif content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        read_lines(text_of_html(decoded(content)), file, found, set())
    else:
        read_lines(decoded(content), file, found, set())
    if (len(found.entries), len(found.problems)) == before and not found.blank:
        found.tell(week_problem("no-lines", file))


def _read_mail(content: bytes, file: str, found: HandedIn) -> None:
    mail = read_mail(content)
    found.senders[file] = mail.sender
    if mail.attachments:
        found.remarks.append(word("remarks.attachments", file=file, names=mail.attachments[:5]))
    seen: Seen = set()
    for text in mail.texts:
        read_lines(text, file, found, seen)
