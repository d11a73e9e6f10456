"""Turns errors of the careful validator into diagnostics: the field in words, what was given, what to write."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Fix, Severity, make
from reestr.records.json_pointer import pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, former_checks, page_addresses, suggestions
from reestr.records.validation.formats import FORMATS, is_date, is_http_url, is_kpp
from reestr.records.validation.withholding import LIMIT, is_private, limited, may_hold_private
from reestr.registry.addresses import NetworkRules
from reestr.registry.lists import CityLists

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


# Clause 1.6.3: records say that logins and passwords are accounted for, never the credentials themselves.
_SECRETS = ("password", "passwd", "login", "secret", "token", "pin", "пароль", "логин", "токен", "пинкод", "ключ")


def unknown_fields(
    kind: str,
    document: Document,
    path: Sequence[str | int],
    error: ValidationError,
    lists: CityLists | None = None,
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each unknown field of one group, at its key."""
    schema: Mapping[str, Mapping[str, object]] = error.schema if isinstance(error.schema, Mapping) else {}
    allowed = list(schema.get("properties", {}))
    instance: Any = error.instance
    used = set(instance)
    free = [item for item in allowed if item not in used]
    titles = {schemas.title(kind, (*path, name), lists).lower(): name for name in allowed}
    former = {old: name for name in free for old in _former_names(schema["properties"][name])}
    for name in instance:
        if name not in allowed:
            yield _unknown(kind, document, (*path, name), free, titles, former, lists)


def _former_names(field: object) -> Sequence[str]:
    """Return the names that a field had in earlier versions (`x-formerly` of its schema)."""
    return tuple(field.get("x-formerly", ())) if isinstance(field, Mapping) else ()


def _unknown(
    kind: str,
    document: Document,
    path: tuple[str | int, ...],
    free: list[str],
    titles: Mapping[str, str],
    former: Mapping[str, str],
    lists: CityLists | None,
) -> Diagnostic:
    name = str(path[-1])
    carried = former_checks.words(kind, path, document.data)
    if carried is not None:
        return make(
            "unknown-field",
            document.locate(path, key=True),
            path=pointer(path),
            # The record is read as if the fix had been made: a city keeps what it had until it runs `reestr fix`.
            severity=Severity.WARNING,
            variant="check",
            fix=Fix("carry", path, carried),
            name=field_messages.given(name, False),
        )
    secret = any(word in name.lower() for word in _SECRETS)
    title = suggestions.nearest(name, titles)
    renamed = former.get(name)
    meant = renamed or suggestions.nearest(name, free) or (titles[title] if title else None)
    parent = path[:-1]
    # The value of a misspelt internal field is as internal as that of the correct field.
    private = (
        secret
        or is_private(kind, document.data, path, lists)
        or (meant is not None and may_hold_private(kind, document.data, (*parent, meant), lists))
    )
    hidden = is_private(kind, document.data, parent, lists) and meant is None
    variant = "renamed" if renamed else "secret" if secret else "near" if meant else "" if free else "full"
    return make(
        "unknown-field",
        document.locate(path, key=True),
        path=pointer(parent if hidden else path),
        variant=variant,
        private=private,
        fix=Fix("rename", path, renamed) if renamed else _renaming(path, free, titles),
        name=field_messages.given(name, hidden),
        group=field_messages.called(kind, parent, lists),
        meant=meant or "",
        title=schemas.title(kind, (*parent, meant), lists) if meant else "",
        allowed=suggestions.listed(free, limit=30),
    )


def _renaming(path: tuple[str | int, ...], free: list[str], titles: Mapping[str, str]) -> Fix | None:
    """Return the field's name if it was only spelled differently or in Russian; a merely similar name may mean another
    field.
    """
    name = str(path[-1]).strip().lower()
    meant = titles.get(name) or re.sub(r"[\s_-]+", "_", name)
    return Fix("rename", path, meant) if meant in free else None


_MOST_ERRORS = 10 * LIMIT
# The minimum similarity of a slip to the word that was meant; two words of six letters that share four have 0.67.
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
    lists: CityLists | None = None

    @property
    def advice(self) -> str:
        """Return what to write: the advice of a rule that holds only here takes precedence over the field's own."""
        conditional = any(part in _CONDITIONAL for part in self.error.absolute_schema_path)
        own = str(self.error.schema.get("x-error", "")) if isinstance(self.error.schema, Mapping) else ""
        of_field = field_messages.advice(self.kind, self.path, self.lists)
        return (own or of_field if conditional else of_field or own) or field_messages.example(
            self.kind, self.path, self.lists
        )

    def diagnostic(self, code: str, *, key: bool = False, variant: str = "", **more: Any) -> Diagnostic:
        """Return the diagnostic of this problem at its place."""
        said: dict[str, Any] = {
            "field": field_messages.called(self.kind, self.path, self.lists),
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
    kind: str,
    document: Document,
    errors: Iterable[ValidationError],
    networks: Sequence[NetworkRules],
    lists: CityLists | None = None,
) -> list[Diagnostic]:
    """Return one diagnostic for each value, even if it is wrong in several ways."""
    # The limit applies before anything is explained: one value may have several errors, of which one is reported.
    problems = [_problem(kind, document, error, lists) for error in islice(errors, _MOST_ERRORS)]
    lacking = [problem for problem in problems if _is_incompleteness(problem)]
    others = [problem for problem in problems if not _is_incompleteness(problem)]
    found = limited(_told_once(sorted(others, key=_rank), networks))
    named = {item.path for item in found if item.code == "missing-field"}
    return found + _incomplete(kind, document, lacking, named, lists)


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


def _problem(kind: str, document: Document, error: ValidationError, lists: CityLists | None) -> SchemaProblem:
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, str(error.instance))
    return SchemaProblem(kind, document, error, path, is_private(kind, document.data, path, lists), lists)


def _rank(problem: SchemaProblem) -> int:
    """Return the sort key of a problem: of several errors of one value the most informative comes first."""
    order = ("not", "type", "const", "enum", "format", "pattern")
    return order.index(problem.error.validator) if problem.error.validator in order else len(order)


def _is_incompleteness(problem: SchemaProblem) -> bool:
    schema_path = problem.error.absolute_schema_path
    return bool(schema_path) and schema_path[0] == "else" and problem.error.validator in ("required", "minItems")


def _incomplete(
    kind: str, document: Document, lacking: list[SchemaProblem], named: set[str], lists: CityLists | None
) -> list[Diagnostic]:
    paths = dict.fromkeys(lacking_fields(problem.error for problem in lacking))
    names = [field_messages.called(kind, path, lists) for path in paths if pointer(path) not in named]
    if not names:
        return []
    return [
        make(
            "incomplete-record",
            document.locate(()),
            private=is_private(kind, document.data, (), lists),
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
        private=is_private(problem.kind, problem.document.data, path, problem.lists),
        field=field_messages.called(problem.kind, path, problem.lists),
        condition=wording.text("validation.condition", condition=condition) if condition else "",
        advice=own
        or field_messages.advice(problem.kind, path, problem.lists)
        or field_messages.example(problem.kind, path, problem.lists),
    )


def _enum(problem: SchemaProblem) -> Iterator[Diagnostic]:
    values_allowed: Any = problem.error.validator_value
    allowed = [str(item) for item in values_allowed]
    labels = field_messages.labels(problem.kind, problem.path, allowed, problem.lists)
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
        # The schema names the field that a value of another meaning belongs to.
        otherwise=f" {otherwise}" if otherwise and not meant else "",
        fix=problem.setting(certain),
    )


def _slip(word: str, allowed: Collection[str]) -> str | None:
    """Return the allowed value that a word is a slip of, None if there is none.

    A word that only looks similar may mean the opposite or something else (`blocked` and `closed`, `inactive` and
    `active`), so no value is offered for it.
    """
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
            problem.kind, problem.document, problem.path, problem.error, problem.lists
        ),
    }
)
