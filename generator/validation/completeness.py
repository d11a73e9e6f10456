"""What a draft still lacks before it can be published, in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from generator import record_schemas
from generator.validation.schema import careful_of
from generator.validation.schema_errors import lacking_fields

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


def missing(kind: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """The Russian titles of the fields a complete record of this kind must have and this one has not.

    In the order of the schema; empty for a kind that knows no drafts.
    """
    validator = _complete(kind)
    if validator is None:
        return ()
    errors = (error for error in validator.iter_errors(data) if error.validator in ("required", "minItems"))
    return tuple(dict.fromkeys(record_schemas.title(kind, path) for path in lacking_fields(errors)))


@cache
def _complete(kind: str) -> Draft202012Validator | None:
    definitions = record_schemas.bundled(kind).get("$defs", {})
    if "complete" not in definitions:
        return None
    return careful_of({"$ref": "#/$defs/complete", "$defs": definitions})
