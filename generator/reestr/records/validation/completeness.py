"""Finds what a draft lacks before it can be published, and checks a single answer by the schema of its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from reestr import wording
from reestr.records import schemas
from reestr.records.reader.text import refused
from reestr.records.validation import field_messages, secret_text
from reestr.records.validation.schema import careful_of
from reestr.records.validation.schema_errors import lacking_fields
from reestr.registry.lists import CityLists

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_QUOTED = re.compile(r'"([^"]*)"')


def misfit(kind: str, path: Sequence[str | int], answer: str, lists: CityLists | None = None) -> str | None:
    """Return what is wrong with a text for the field at a path, in words with the fix; None if it fits.

    Raises KeyError for a path that the schema of the kind does not have.
    """
    # A byte that the terminal's encoding cannot decode arrives as a lone surrogate.
    if refused(answer) or any(unicodedata.category(letter) == "Cs" for letter in answer):
        return wording.text("validation.unprintable-answer")
    found = secret_text.find(answer)
    if found is not None:
        return wording.text("validation.secret-answer", what=secret_text.words(found))
    if _validator(kind, tuple(path), lists).is_valid(answer):
        return None
    return for_answer(field_messages.advice(kind, path, lists) or field_messages.example(kind, path, lists))


def for_answer(advice: str) -> str:
    """Return advice on how to write a value in a record as advice on an answer: only YAML needs the quotes."""
    quoted = wording.text("workbook.in-quotes")
    return _QUOTED.sub(r"\1", advice.replace(f",{quoted}", "").replace(quoted, ""))


@cache
def _validator(kind: str, path: tuple[str | int, ...], lists: CityLists | None) -> Draft202012Validator:
    return careful_of({**schemas.schema_at(kind, path, lists), "$defs": schemas.bundled(kind, lists).get("$defs", {})})


if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


def missing(kind: str, data: Mapping[str, Any], lists: CityLists | None = None) -> tuple[str, ...]:
    """Return the Russian titles of the fields that a complete record of this kind must have and this one lacks.

    They are in the order of the schema; there are none for a kind without drafts.
    """
    return tuple(dict.fromkeys(schemas.title(kind, path, lists) for path in missing_fields(kind, data, lists)))


def missing_fields(
    kind: str, data: Mapping[str, Any], lists: CityLists | None = None
) -> tuple[tuple[str | int, ...], ...]:
    """Return the paths of the fields that a complete record of this kind must have and this one lacks.

    They are in the order of the schema; there are none for a kind without drafts.
    """
    validator = _complete(kind, lists)
    if validator is None:
        return ()
    errors = (error for error in validator.iter_errors(data) if error.validator in ("required", "minItems"))
    return tuple(dict.fromkeys(lacking_fields(errors)))


def deciding_fields(kind: str) -> tuple[str, ...]:
    """Return the top-level fields whose values decide which other fields a complete record must have."""
    root = schemas.bundled(kind)
    found: dict[str, None] = {}

    def visit(node: object) -> None:
        if isinstance(node, Mapping):
            condition = node.get("if")
            if isinstance(condition, Mapping):
                found.update(dict.fromkeys((*condition.get("properties", {}), *condition.get("required", ()))))
            for part in (*node.get("allOf", ()), node.get("then"), node.get("else")):
                visit(part)

    visit(root.get("$defs", {}).get("complete"))
    return tuple(name for name in root["properties"] if name in found)


@cache
def _complete(kind: str, lists: CityLists | None) -> Draft202012Validator | None:
    definitions = schemas.bundled(kind, lists).get("$defs", {})
    if "complete" not in definitions:
        return None
    return careful_of({"$ref": "#/$defs/complete", "$defs": definitions})
