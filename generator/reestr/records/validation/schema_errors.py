"""Turns errors of the careful validator into diagnostics: the field in words, the given value, what to write."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Fix, make
from reestr.records.json_pointer import pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, page_addresses, suggestions
from reestr.records.validation.limits import LIMIT, limited
from reestr.records.validation.privacy import is_private
from reestr.records.validation.text_errors import fits_text, is_certain, text_error
from reestr.records.validation.unknown_fields import unknown_fields
from reestr.registry.addresses import NetworkRules

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_MOST_ERRORS = 10 * LIMIT
# The least likeness of a slip to the word that was meant; two words of six letters that share four have 0.67.
_SLIP = 0.7
_CONDITIONAL = ("then", "else", "not")


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """One error of a record with everything its message needs."""

    kind: str
    document: Document
    error: ValidationError
    path: tuple[str | int, ...]
    private: bool

    @property
    def advice(self) -> str:
        """Return what to write: the advice of a rule that holds only here takes precedence over the field's own."""
        conditional = any(part in _CONDITIONAL for part in self.error.absolute_schema_path)
        own = str(self.error.schema.get("x-error", "")) if isinstance(self.error.schema, Mapping) else ""
        of_field = field_messages.advice(self.kind, self.path)
        return (own or of_field if conditional else of_field or own) or field_messages.example(self.kind, self.path)

    def diagnostic(self, code: str, *, key: bool = False, variant: str = "", **more: Any) -> Diagnostic:
        """Return the diagnostic of this problem at its place."""
        said: dict[str, Any] = {
            "field": field_messages.called(self.kind, self.path),
            "given": field_messages.given(self.error.instance, self.private),
            "advice": self.advice,
            "ready": "",
        }
        return make(
            code,
            self.document.locate(self.path, key=key),
            path=pointer(self.path),
            variant=variant,
            private=self.private,
            **(said | more),
        )

    def setting(self, value: object) -> Fix | None:
        """Return the fix that sets a value here; None for None."""
        return None if value is None else Fix("set", self.path, value)

    def offered(self, value: object) -> str:
        """Return the sentence with a value to paste; "" for an internal field, whose value it would reveal."""
        return "" if self.private else suggestions.ready(value)


def explained(
    kind: str, document: Document, errors: Iterable[ValidationError], networks: Sequence[NetworkRules]
) -> list[Diagnostic]:
    """Return one diagnostic for each value, even if it is wrong in several ways."""
    # The limit applies before anything is explained: one value may have several errors, of which one is reported.
    problems = [_problem(kind, document, error) for error in islice(errors, _MOST_ERRORS)]
    lacking = [problem for problem in problems if _is_incompleteness(problem)]
    others = [problem for problem in problems if not _is_incompleteness(problem)]
    found = limited(_told_once(sorted(others, key=_rank), networks))
    named = {item.path for item in found if item.code == "missing-field"}
    return found + _incomplete(kind, document, lacking, named)


def _told_once(problems: Iterable[SchemaProblem], networks: Sequence[NetworkRules]) -> Iterator[Diagnostic]:
    seen: set[tuple[object, ...]] = set()
    for problem in problems:
        for diagnostic in _explain(problem, networks):
            # A wrong type also violates the pattern, a wrong pattern the format: the first error says enough.
            place = (diagnostic.path, "" if problem.error.validator != "required" else diagnostic.message)
            if place not in seen:
                seen.add(place)
                yield diagnostic


def lacking_fields(errors: Iterable[ValidationError]) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths that errors of completeness are about: each missing required field, each list
    that is too short.
    """
    for error in errors:
        path = tuple(error.absolute_path)
        yield (*path, _missing_name(error)) if error.validator == "required" else path


def _problem(kind: str, document: Document, error: ValidationError) -> SchemaProblem:
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, str(error.instance))
    return SchemaProblem(kind, document, error, path, is_private(kind, document.data, path))


def _rank(problem: SchemaProblem) -> int:
    """Sort key: of several errors of one value, the most informative first."""
    order = ("not", "type", "const", "enum", "format", "pattern")
    return order.index(problem.error.validator) if problem.error.validator in order else len(order)


def _is_incompleteness(problem: SchemaProblem) -> bool:
    schema_path = problem.error.absolute_schema_path
    return bool(schema_path) and schema_path[0] == "else" and problem.error.validator in ("required", "minItems")


def _incomplete(kind: str, document: Document, lacking: list[SchemaProblem], named: set[str]) -> list[Diagnostic]:
    paths = dict.fromkeys(lacking_fields(problem.error for problem in lacking))
    names = [field_messages.called(kind, path) for path in paths if pointer(path) not in named]
    if not names:
        return []
    return [
        make(
            "incomplete-record",
            document.locate(()),
            private=is_private(kind, document.data, ()),
            fields=suggestions.listed(names, limit=20),
            count=len(names),
        )
    ]


def _explain(problem: SchemaProblem, networks: Sequence[NetworkRules]) -> Iterator[Diagnostic]:
    if "propertyNames" in problem.error.absolute_schema_path:
        yield _wrong_key(problem)
        return
    if networks and problem.error.validator in ("format", "pattern", "maxLength"):
        explained = page_addresses.explain_field(problem.kind, problem.document, problem.path, networks)
        if explained:
            yield from explained
            return
    explain = _EXPLAINED.get(problem.error.validator)
    if explain is None:
        # A keyword that no schema uses so far: refused with the schema's advice.
        yield problem.diagnostic("schema-disagreement", kind=wording.text(f"validation.kinds.{problem.kind}"))
    else:
        yield from explain(problem)


def _type(problem: SchemaProblem) -> Iterator[Diagnostic]:
    given: Any = problem.error.instance
    expected: Any = problem.error.validator_value
    if given is None:
        yield problem.diagnostic("empty", key=True)
        return
    names = [expected] if isinstance(expected, str) else list(expected)
    ready = field_messages.converted(problem.kind, problem.path, given, names)
    if isinstance(ready, str) and not fits_text(problem.error.schema, ready):
        ready = None
    yield problem.diagnostic(
        "wrong-type",
        expected=suggestions.listed([wording.text(f"validation.expected.{name}") for name in names]),
        got=wording.text(f"validation.given.{field_messages.type_name(given)}"),
        ready=problem.offered(ready),
        fix=problem.setting(ready),
    )


def _required(problem: SchemaProblem) -> Iterator[Diagnostic]:
    name = _missing_name(problem.error)
    condition = problem.error.schema.get("x-condition", "") if isinstance(problem.error.schema, Mapping) else ""
    path = (*problem.path, name)
    own = problem.error.schema.get("x-error", "") if isinstance(problem.error.schema, Mapping) else ""
    yield make(
        "missing-field",
        problem.document.locate(problem.path, key=bool(problem.path)),
        path=pointer(path),
        private=is_private(problem.kind, problem.document.data, path),
        field=field_messages.called(problem.kind, path),
        condition=wording.text("validation.condition", condition=condition) if condition else "",
        advice=own or field_messages.advice(problem.kind, path) or field_messages.example(problem.kind, path),
    )


def _enum(problem: SchemaProblem) -> Iterator[Diagnostic]:
    values_allowed: Any = problem.error.validator_value
    allowed = [str(item) for item in values_allowed]
    labels = field_messages.labels(problem.kind, problem.path, allowed)
    given = str(problem.error.instance)
    word = given.strip().lower()
    certain = labels.get(word) or (word if word in allowed else None)
    meant = certain or _slip(word, allowed)
    otherwise = problem.error.schema.get("x-otherwise", "") if isinstance(problem.error.schema, Mapping) else ""
    yield problem.diagnostic(
        "not-in-list",
        allowed=suggestions.listed(
            [wording.text("validation.allowed", value=value, label=label) for label, value in labels.items()], limit=20
        ),
        ready=problem.offered(meant),
        # What the schema says of values that belong into another field.
        otherwise=f" {otherwise}" if otherwise and not meant else "",
        fix=problem.setting(certain),
    )


def _slip(word: str, allowed: Collection[str]) -> str | None:
    """Return the allowed value that a word is a slip of. A word that merely looks like one may say the opposite or
    something else (`blocked` and `closed`, `inactive` and `active`): nothing is offered for it."""
    near = suggestions.nearest(word, allowed)
    if near is None or (near in word and len(word) > len(near) + 1):
        return None
    return near if difflib.SequenceMatcher(None, word, near).ratio() >= _SLIP else None


def _text(problem: SchemaProblem) -> Diagnostic:
    code, variant, meant = text_error(problem.error)
    certain = meant is not None and is_certain(problem.error.schema, str(problem.error.instance), meant)
    fix = problem.setting(meant) if certain else None
    return problem.diagnostic(code, variant=variant, ready=problem.offered(meant), fix=fix)


def _duplicates(problem: SchemaProblem) -> Iterator[Diagnostic]:
    """Yield the diagnostic of equal items, with a fix that removes the later one: nothing is lost with it."""
    items: Any = problem.error.instance
    # To Python true equals 1, to the schema it does not.
    seen: set[str] = set()
    later = None
    for place, item in enumerate(items):
        text = json.dumps(item, sort_keys=True)
        if text in seen:
            later = place
            break
        seen.add(text)
    fix = None if later is None else Fix("remove", (*problem.path, later))
    yield problem.diagnostic("duplicate-entry", fix=fix)


def _wrong_key(problem: SchemaProblem) -> Diagnostic:
    code, variant, meant = text_error(problem.error)
    advice = problem.error.schema.get("x-error", "") if isinstance(problem.error.schema, Mapping) else ""
    return problem.diagnostic(code, key=True, variant=variant, advice=advice, ready=problem.offered(meant))


def _number(problem: SchemaProblem) -> Iterator[Diagnostic]:
    negative = problem.error.validator == "minimum" and problem.error.validator_value == 0
    yield problem.diagnostic(
        "out-of-range", variant="negative" if negative else "", limit=problem.error.validator_value
    )


def _count(problem: SchemaProblem) -> Iterator[Diagnostic]:
    yield problem.diagnostic("empty")


def _missing_name(error: ValidationError) -> str:
    # The error names the field only in its message; the instance shows which required field it lacks.
    required: Any = error.validator_value
    instance: Any = error.instance
    missing = [name for name in required if name not in instance]
    return next((str(name) for name in missing if error.message.startswith(repr(name))), str(missing[0]))


_EXPLAINED: Mapping[Any, Callable[[SchemaProblem], Iterator[Diagnostic]]] = MappingProxyType(
    {
        "type": _type,
        "required": _required,
        "enum": _enum,
        "const": lambda problem: iter([problem.diagnostic("contradiction")]),
        "not": lambda problem: iter([problem.diagnostic("superfluous-field", key=True)]),
        "format": lambda problem: iter([_text(problem)]),
        "pattern": lambda problem: iter([_text(problem)]),
        "minLength": lambda problem: iter([_text(problem)]),
        "maxLength": lambda problem: iter([_text(problem)]),
        "minimum": _number,
        "maximum": _number,
        "minItems": _count,
        "uniqueItems": _duplicates,
        "additionalProperties": lambda problem: unknown_fields(
            problem.kind, problem.document, problem.path, problem.error
        ),
    }
)
