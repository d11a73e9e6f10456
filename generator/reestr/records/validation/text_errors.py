"""Explains why a text does not fit its field: the code, the variant, and the text that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reestr.records.validation import suggestions
from reestr.records.validation.formats import FORMATS, is_date, is_http_url, is_kpp

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):(?!//)")
_DATE_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK_SHAPE = re.compile(r"[0-9]{4}-W[0-9]{2}")
_USER = re.compile(r"https?://[^/?#]*@")

TextFault = tuple[str, str, str | None]


def text_error(error: ValidationError) -> TextFault:
    """Return code, variant and the text meant (None = unknown) for an error of a text's format, pattern or length."""
    text = str(error.instance)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    if not text.strip():
        return "empty", "", None
    explain = _BY_FORMAT.get(schema.get("format", ""))
    if explain is not None:
        return explain(text)
    if error.validator == "maxLength" or len(text) > schema.get("maxLength", len(text)):
        return "too-long", "", None
    pattern = schema.get("pattern")
    if pattern is None:
        return "bad-format", "", None
    return "bad-format", "", suggestions.text_meant(text, lambda meant: re.search(pattern, meant) is not None)


def is_certain(schema: object, text: str, meant: str) -> bool:
    """Return whether a text can mean only one other text, which fits.

    The two may differ in blanks, in the hyphens of a number with check digits, or in an unambiguous way to write a
    date.
    """
    if not fits_text(schema, meant) or not isinstance(schema, Mapping):
        return False
    form = schema.get("format")
    if form == "date":
        return suggestions.is_clear_date(text)
    between = r"[\s-]" if form in ("inn", "ogrn", "kpp") else r"\s"
    return re.sub(between, "", text) == re.sub(between, "", meant)


def fits_text(schema: object, text: str) -> bool:
    """Return whether a text has the pattern and the format that a schema requires."""
    if not isinstance(schema, Mapping):
        return True
    fits = FORMATS.get(str(schema.get("format")))
    return re.search(str(schema.get("pattern", "")), text) is not None and (fits is None or fits(text))


def _date(text: str) -> TextFault:
    exists_not = _DATE_SHAPE.fullmatch(text) is not None and not is_date(text)
    return "bad-date", "impossible" if exists_not else "", suggestions.date_meant(text)


def _week(text: str) -> TextFault:
    if _WEEK_SHAPE.fullmatch(text):
        return "bad-week", "impossible", None
    return "bad-week", "", suggestions.week_meant(text)


def _url(text: str) -> TextFault:
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].lower() not in ("http", "https") and "." not in scheme[1]:
        return "bad-url", "scheme", None
    if _USER.match(text):
        return "bad-url", "user", None
    if is_http_url(text) and not text.startswith("https://"):
        return "bad-url", "not-https", suggestions.url_meant("https://" + text.partition("://")[2])
    return "bad-url", "", suggestions.url_meant(text)


def _inn(text: str) -> TextFault:
    if re.fullmatch("[0-9]{10}", text):
        return "bad-inn-check-digit", "", None
    if re.fullmatch("[0-9]{12}", text):
        return "bad-inn", "person", None
    return "bad-inn", "", _digits_meant(text, 10)


def _ogrn(text: str) -> TextFault:
    if re.fullmatch("[0-9]{13}", text):
        return "bad-ogrn-check-digit", "", None
    if re.fullmatch("[0-9]{15}", text):
        return "bad-ogrn", "person", None
    return "bad-ogrn", "", _digits_meant(text, 13)


def _kpp(text: str) -> TextFault:
    meant = re.sub(r"[\s-]", "", text).upper()
    return "bad-kpp", "", meant if is_kpp(meant) else None


def _digits_meant(text: str, count: int) -> str | None:
    digits = re.sub(r"[\s-]", "", text)
    return digits if re.fullmatch(f"[0-9]{{{count}}}", digits) else None


_BY_FORMAT = {"date": _date, "iso-week": _week, "http-url": _url, "inn": _inn, "ogrn": _ogrn, "kpp": _kpp}
