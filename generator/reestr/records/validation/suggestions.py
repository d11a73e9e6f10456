"""Formats wrong values for messages and suggests what to write instead."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence

from reestr import wording
from reestr.records.validation import secret_text
from reestr.records.validation.formats import is_date, is_http_url, is_week
from reestr.wording.plain_text import cut, visible

SHOWN_LENGTH = 60
"""The maximum length of a value in a message, in characters."""

_LOOKED_AT = 400
_LONGEST_WORD = 100
_LONGEST_DATE = 40

_PLAIN = re.compile(
    r"[A-Za-zА-Яа-яЁё][^\s:#,\[\]{}\"'\\]*|https?://[^\s#,\[\]{}\"'\\]+|[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|W[0-9]{2})"
)
_YAML_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_USER_PART = re.compile(r"(://)[^\s/?#]*@")
_BLANKS = re.compile(r"(\s+)")
# Blanks are collapsed before these patterns run: a row of blanks could be split in very many ways.
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?: ?[./-] ?| )([0-9]{1,2})(?: ?[./-] ?| )([0-9]{4})(?: ?г\.?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./ -]?([0-9]{1,2})[./ -]?([0-9]{1,2})(?:[t ].*)?")
_IN_WORDS = re.compile(r"([0-9]{1,2}) ([а-яё]{3,8}) ([0-9]{4})(?: ?г(?:ода|\.)?)?")
_WEEK = re.compile(r"([0-9]{4}) ?[-./]? ?[WwВв]? ?([0-9]{1,2})")
_HOST_FIRST = re.compile(r"[^\s/@:.]+(?:\.[^\s/@:.]+)*\.[^\s/@:.]{2,}(?:/\S*)?")


def shown(value: object) -> str:
    """Return a value as a message quotes it: short, in one line, with control characters made visible."""
    if isinstance(value, str):
        return f"«{cut(visible(openly(value[:_LOOKED_AT])), SHOWN_LENGTH)}»"
    if isinstance(value, dict):
        return wording.text("validation.given.object")
    if isinstance(value, list):
        return wording.text("validation.given.array")
    return json.dumps(value)


def openly(text: str) -> str:
    """Return a text without keys, passwords, and the user and parameters of addresses."""
    if "://" in text:
        text = "".join(_openly(word) if "://" in word else word for word in _BLANKS.split(text))
    return secret_text.without_secrets(text)


def _openly(address: str) -> str:
    before, mark, _ = _USER_PART.sub(r"\1…@", address).partition("?")
    return f"{before}?…" if mark else before


def pasted(value: object) -> str:
    """Return a value as it can be pasted into YAML: texts that YAML would misread are quoted."""
    if isinstance(value, str) and value.lower() not in _YAML_WORDS and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that was probably meant, None if none is similar; the order of the words does not matter.

    Nothing is similar to a long text: known words are short.
    """
    if len(word) > _LONGEST_WORD:
        return None
    found = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def date_meant(value: object) -> str | None:
    """Return the date meant by `05.03.2026`, `2026/3/5`, «5 марта 2026 г.», as `2026-03-05`; None if there is none."""
    text = _short(value).lower()
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_YEAR_FIRST, (1, 2, 3))):
        if match := pattern.fullmatch(text):
            return _if(is_date, "{}-{:0>2}-{:0>2}".format(*(match[group] for group in order)))
    if (match := _IN_WORDS.fullmatch(text)) and (month := wording.month_number(match[2])):
        return _if(is_date, f"{match[3]}-{month:02d}-{int(match[1]):02d}")
    return None


def is_clear_date(text: str) -> bool:
    """Return whether a text can mean only one date.

    `05/03/2026` may be a day of March or of May, `2026113` a day of January or of November.
    """
    text = _short(text).lower()
    if date_meant(text) is None:
        return False
    if match := _DAY_FIRST.fullmatch(text):
        return "." in text or int(match[1]) > 12
    if match := _YEAR_FIRST.fullmatch(text):
        alone = text == "".join(character for character in text if character in "0123456789./- ")
        return alone and (len(text) == 8 if text.isdigit() else len(re.split(r"[./ -]", text)) == 3)
    return _IN_WORDS.fullmatch(text) is not None


def week_meant(value: object) -> str | None:
    """Return the week meant by `2026W5`, `2026-5`, as `2026-W05`; None for one that does not exist."""
    match = _WEEK.fullmatch(_short(value))
    return _if(is_week, f"{match[1]}-W{int(match[2]):02d}") if match else None


def _short(value: object) -> str:
    """Return a text with single blanks, cut to the length that a date or a week can have."""
    return " ".join(str(value)[: 4 * _LONGEST_DATE].split())[: _LONGEST_DATE + 1]


def url_meant(value: object) -> str | None:
    """Return the address with its scheme, if only that was wrong or missing."""
    text = str(value).strip()
    lower = text.lower()
    for scheme in ("https://", "http://", "https:/", "http:/", "//"):
        if lower.startswith(scheme):
            return _if(
                is_http_url, ("http://" if scheme == "http://" else "https://") + text[len(scheme) :].lstrip("/")
            )
    return _if(is_http_url, f"https://{text}") if _HOST_FIRST.fullmatch(text) else None


def text_meant(value: str, fits: Callable[[str], bool]) -> str | None:
    """Return the value with common slips repaired (blanks, capitals, underscores, a phone's leading 8), if it fits
    then.
    """
    return next((text for text in _put_right(value) if text != value and fits(text)), None)


def ready(value: object) -> str:
    """Return the sentence that offers a value to paste; "" for None and for secrets."""
    if value is None or secret_text.find(str(value)) is not None:
        return ""
    return " " + wording.text("validation.ready", value=pasted(value))


def listed(items: Sequence[str], limit: int = 12) -> str:
    """Return items joined with commas; of a long list, the first ones and the number of the others."""
    if len(items) <= limit:
        return ", ".join(items)
    return wording.text("validation.and-more", items=", ".join(items[:limit]), count=len(items) - limit)


def _put_right(value: str) -> Iterator[str]:
    trimmed = " ".join(value.split())
    yield trimmed
    yield trimmed.lower()
    yield trimmed.rstrip(".")
    yield re.sub(r"[\s_]+", "-", trimmed.lower()).strip("-")
    if trimmed.startswith("8"):
        yield "+7" + trimmed[1:]
        yield f"+7 {trimmed[1:].strip(' -')}"
    yield trimmed.replace(" ", "")


def _if(fits: Callable[[str], bool], text: str) -> str | None:
    return text if fits(text) else None
