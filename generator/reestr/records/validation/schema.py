"""Validates a record against its schema: a compiled validator accepts quickly, a careful one explains every error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import jsonschema_rs

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, make
from reestr.records.reader import Document
from reestr.records.validation.formats import FORMATS
from reestr.records.validation.own_arguments import own_family, schema_with_arguments
from reestr.records.validation.schema_errors import explained
from reestr.registry.addresses import NetworkRules
from reestr.registry.lists import CityLists

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError


class FastValidator(Protocol):
    """The interface of the compiled validator."""

    def is_valid(self, instance: Any) -> bool:
        """Return whether the instance fits the schema."""


def check(
    kind: str, document: Document, networks: Sequence[NetworkRules] = (), lists: CityLists | None = None
) -> list[Diagnostic]:
    """Return every departure of a record from the schema of its kind, in the order of the schema.

    `networks` help to explain a wrong address of an account, `lists` are those of the city. Raises KeyError
    for an unknown kind.
    """
    if fits(kind, document.data, lists):
        return []
    family = own_family(document.data) if kind == "requirement" else None
    judge = careful(kind, lists) if family is None else careful_of(schema_with_arguments(family.name, lists))
    found = explained(kind, document, judge.iter_errors(document.data), networks, lists)
    if not found:
        # Never accept silently: one of the two validators is wrong, and someone has to look.
        kind_in_words = wording.text(f"validation.kinds.{kind}")
        return [make("schema-disagreement", document.locate(()), kind=kind_in_words)]
    return found


def fits(kind: str, data: object, lists: CityLists | None = None) -> bool:
    """Return whether a record's data fit the schema of its kind. Raises KeyError for an unknown kind."""
    if compiled(kind, lists).is_valid(data):
        return True
    family = own_family(data) if kind == "requirement" else None
    return family is not None and _compiled_for(family.name, lists).is_valid(data)


@cache
def compiled(kind: str, lists: CityLists | None = None) -> FastValidator:
    """Return the fast validator of a kind, formats included. Raises ValueError for a schema with an unknown format."""
    return _made(schemas.bundled(kind, lists))


def _made(content: Mapping[str, Any]) -> FastValidator:
    return jsonschema_rs.validator_for(
        dict(content), formats=dict(FORMATS), validate_formats=True, ignore_unknown_formats=False
    )


@cache
def _compiled_for(rule: str, lists: CityLists | None) -> FastValidator:
    return _made(schema_with_arguments(rule, lists))


@cache
def careful(kind: str, lists: CityLists | None = None) -> Draft202012Validator:
    """Return the validator that names every error of a record of this kind."""
    return careful_of(schemas.bundled(kind, lists))


def careful_of(content: Mapping[str, Any]) -> Draft202012Validator:
    """Return the validator that names every error by any schema, with exactly our formats."""
    # The library is slow to import, and only needed to explain an error: it is loaded at the first one.
    return _validator()(content, format_checker=_format_checker())


@cache
def _validator() -> type[Draft202012Validator]:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]  # its stubs are untyped
        Draft202012Validator, {"uniqueItems": _unique_items}
    )
    return validator


def _unique_items(validator: object, unique: bool, instance: object, schema: object) -> Iterator[ValidationError]:
    """Check `uniqueItems` in one pass: the library compares each group in a list with every other one."""
    from jsonschema.exceptions import ValidationError

    if unique and isinstance(instance, list):
        texts = [json.dumps(_plain(item), sort_keys=True) for item in instance]
        if len(set(texts)) < len(texts):
            yield ValidationError("the list has equal items")


def _plain(value: object) -> object:
    """Return the value with numbers in one form: to JSON 1 and 1.0 are equal, true and 1 are not."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@cache
def _format_checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, fits in FORMATS.items():
        checker.checks(name)(_of_texts_only(fits))
    return checker


def _of_texts_only(fits: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or fits(value)
