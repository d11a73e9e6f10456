"""Checks a single answer when it is given, by the schema of its field, before the record exists."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from reestr import wording
from reestr.records import schemas
from reestr.records.reader.text import refused
from reestr.records.validation import field_messages, open_text, secret_text
from reestr.records.validation.schema import careful_of

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


def misfit(kind: str, path: Sequence[str | int], answer: str) -> str | None:
    """Return what is wrong with a text for the field at a path, in words with the fix; None if it fits.

    Raises KeyError for a path that the schema of the kind does not have.
    """
    # A byte that the terminal's encoding cannot decode arrives as a lone surrogate.
    if refused(answer) or any(unicodedata.category(letter) == "Cs" for letter in answer):
        return wording.text("validation.unprintable-answer")
    found = secret_text.find(answer)
    if found is not None:
        return wording.text("validation.secret-answer", what=open_text.words(found))
    if _validator(kind, tuple(path)).is_valid(answer):
        return None
    return field_messages.advice(kind, path) or field_messages.example(kind, path)


@cache
def _validator(kind: str, path: tuple[str | int, ...]) -> Draft202012Validator:
    return careful_of({**schemas.schema_at(kind, path), "$defs": schemas.bundled(kind).get("$defs", {})})
