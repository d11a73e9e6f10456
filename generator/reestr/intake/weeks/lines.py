"""Reads the lines for machines in a message: `reestr-weeks/1; <address>; <Monday>; text=2,photo=1`.

The text is untrusted. Quotation marks of replies, bullets and lines broken by mail programs are put right; whatever
else stands in a message is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from reestr.intake.weeks.entries import HIGHEST, HandedIn, WeekEntry, week_problem, word
from reestr.records import schemas
from reestr.records.validation import suggestions
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import folded

MARK = "reestr-weeks/"
VERSION = "1"
TOTAL, UNSPECIFIED = "total", "unspecified"

_MARK = re.compile(re.escape(MARK), re.IGNORECASE)
_BEFORE_A_LINE = " \t\u00a0\ufeff>|*•-–—"
_FIELDS = 4
_MOST_JOINED = 4

# A line of a mail may be as long as the mail; what belongs to one line for machines is not.
_LONGEST = 4_000
# A mail program writes the target of a link behind its text.
_TARGET = re.compile(r"<https?://[^<>\s]*>|\[https?://[^\[\]\s]*\]", re.IGNORECASE)
_NUMBERS = re.compile(r"[^0-9,]*[0-9]+(?:[ ]?,[^0-9,]*[0-9]+)*", re.ASCII)
# Words in which nothing can be meant as a number: what follows a line where a mail program left no break.
_WORDS_AFTER = re.compile(r"\s[^0-9=]*")
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


def has_lines(text: str) -> bool:
    """Return whether a text has a line for machines, of whatever version."""
    return _MARK.search(text) is not None


Seen = set[tuple[str, str, tuple[tuple[str, int], ...]]]
"""The entries that a message has so far."""


def read_lines(text: str, file: str, found: HandedIn, seen: Seen) -> None:
    """Add the entries and the problems of the lines of a text; entries that its message has already are left out."""
    for number, line in _lines(text):
        where = word("place.line", file=file, number=number)
        entry = _entry(line, where, file, found)
        if entry is None:
            continue
        key = (entry.address, entry.week, tuple(sorted(entry.counts.items())))
        if key in seen:
            found.repeated += 1
            continue
        seen.add(key)
        found.entries.append(entry)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line for machines with its number: broken lines are joined, two in one line are two."""
    pieces: list[str] = []
    began = 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.lstrip(_BEFORE_A_LINE).rstrip()
        starts = [match.start() for match in _MARK.finditer(bare)]
        if not starts:
            if pieces:
                pieces.append(bare[:_LONGEST])
                if not bare or _is_whole("".join(pieces)) or len(pieces) == _MOST_JOINED:
                    yield began, " ".join(pieces)
                    pieces = []
            continue
        if pieces:
            yield began, " ".join(pieces)
            pieces = []
        for start, end in zip(starts, [*starts[1:], len(bare)], strict=True):
            piece = bare[start : min(end, start + _LONGEST)].rstrip()
            if end == len(bare) and not _is_whole(piece):
                pieces, began = [piece], number
            else:
                yield number, piece
    if pieces:
        yield began, " ".join(pieces)


def _is_whole(line: str) -> bool:
    """Return whether a line has all its parts; a mail program may have broken it behind any of them."""
    return line.count(";") >= _FIELDS - 1 and not line.rstrip().endswith((";", ",", "="))


def _entry(line: str, where: str, file: str, found: HandedIn) -> WeekEntry | None:
    mark, *parts = (part.strip() for part in _TARGET.sub("", line).split(";"))
    while len(parts) > _FIELDS - 1 and not parts[-1]:
        parts.pop()
    version = mark[len(MARK) :].strip()
    if version != VERSION:
        found.tell(week_problem("version", where, given=suggestions.shown(mark), known=f"{MARK}{VERSION}"))
        return None
    if len(parts) != _FIELDS - 1 or not all(parts):
        found.tell(week_problem("line", where, given=suggestions.shown(line)))
        return None
    address, week, said = parts
    counts = _counts(said, where, found)
    return None if counts is None else WeekEntry(address, week, counts, where, file)


def _counts(said: str, where: str, found: HandedIn) -> Mapping[str, int] | None:
    """Return field -> number of what a line says; None, with a problem told, if it is not understood."""
    counts: dict[str, int] = {}
    whole = _NUMBERS.match(said)
    if whole is not None and _WORDS_AFTER.fullmatch(said, whole.end()):
        said = whole[0]
    for part in said.rstrip(" .,").split(","):
        name, equals, number = (piece.strip() for piece in part.partition("="))
        if not equals:
            name, number = TOTAL, name
        key = fields_by_name(found.lists).get(folded(name))
        if key is None:
            allowed = suggestions.listed([TOTAL, *week_fields(found.lists)])
            found.tell(week_problem("format", where, given=suggestions.shown(name), allowed=allowed))
            return None
        if not _NUMBER.fullmatch(number) or int(number) > HIGHEST:
            found.tell(week_problem("number", where, given=suggestions.shown(number), highest=HIGHEST))
            return None
        if key in counts:
            found.tell(week_problem("format-twice", where, given=suggestions.shown(name)))
            return None
        counts[key] = int(number)
    return with_total(counts, where, found)


def with_total(counts: Mapping[str, int], where: str, found: HandedIn) -> Mapping[str, int] | None:
    """Return the counts as a record holds them: a total that no formats explain is the number without a format, zeros
    are left out.

    Returns None, with a problem told, if a total differs from the sum of the formats beside it.
    """
    told = {key: number for key, number in counts.items() if key != TOTAL}
    total = counts.get(TOTAL)
    if total is not None and not told:
        return {UNSPECIFIED: total} if total else {}
    if total is not None and total != sum(told.values()):
        found.tell(week_problem("sum", where, total=total, sum=sum(told.values())))
        return None
    return {key: number for key, number in told.items() if number}


@cache
def week_fields(lists: CityLists | None = None) -> tuple[str, ...]:
    """Return the fields of a week that count publications, in the order of the schema."""
    formats = schemas.field("plan", "/entries/*/format", lists).labels
    names = schemas.key_order("activity", ("weeks", schemas.ANY), lists)
    return tuple(name for name in names if name in formats or name == UNSPECIFIED)


@cache
def fields_by_name(lists: CityLists | None = None) -> Mapping[str, str]:
    """Return the accepted names of the fields of a week, folded: their ids and their titles."""
    titles = {folded(field_title(name, lists)): name for name in week_fields(lists)}
    return {TOTAL: TOTAL, **titles, **{name: name for name in week_fields(lists)}}


def field_title(name: str, lists: CityLists | None = None) -> str:
    """Return the title of a field of a week that counts publications."""
    return schemas.field("activity", f"/weeks/*/{name}", lists).title
