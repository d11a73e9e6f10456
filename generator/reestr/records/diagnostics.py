"""Diagnostics: one problem of the data each, with a stable code, a place, a message and, if certain, a fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from reestr import wording


class Severity(StrEnum):
    """How serious a diagnostic is: an error stops a build, a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. `file` is relative to the project with forward slashes; `line` and `column` count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another place of the same problem, with a sentence that says how it is related."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Fix:
    """The change that certainly repairs a problem. A likely guess is never a fix (decision 0017).

    `action` is "set" (the value at `path` becomes `value`), "rename" (the key at `path` becomes it), "remove" (the item
    at `path`), "carry" (the key at `path` makes room for the fields of `value`) or "characters" (the characters at the
    place of the diagnostic, there and later in the line, are replaced).
    """

    action: Literal["set", "rename", "remove", "carry", "characters"]
    path: tuple[str | int, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem of the data. `path` is a JSON pointer (RFC 6901) into the record, "" for the whole record.

    `private` marks a problem in an internal field: no text contains its value, and a report shows no source line. `fix`
    is set if nothing has to be decided; the fix of a private problem does contain the value.
    """

    code: str
    severity: Severity
    message: str
    help: str
    location: Location
    path: str = ""
    related: tuple[Related, ...] = ()
    private: bool = False
    fix: Fix | None = None


def make(
    code: str,
    location: Location,
    *,
    path: str = "",
    related: Iterable[Related] = (),
    severity: Severity = Severity.ERROR,
    variant: str = "",
    private: bool = False,
    fix: Fix | None = None,
    **values: object,
) -> Diagnostic:
    """Return a diagnostic with the catalogue's texts: `diagnostics.<code>.message` and `.help`, filled with `values`.

    `variant` selects `message-<variant>` and `help-<variant>` if the catalogue has them. Raises KeyError if the
    catalogue lacks the code.
    """
    return Diagnostic(
        code=code,
        severity=severity,
        message=_worded(code, "message", variant, values),
        help=_worded(code, "help", variant, values),
        location=location,
        path=path,
        related=tuple(related),
        private=private,
        fix=fix,
    )


def sort(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics in reading order: by file, place, code."""
    return sorted(diagnostics, key=lambda item: (item.location, item.path, item.code, item.message))


def _worded(code: str, kind: str, variant: str, values: dict[str, object]) -> str:
    if variant and wording.has(f"diagnostics.{code}.{kind}-{variant}"):
        return wording.text(f"diagnostics.{code}.{kind}-{variant}", **values)
    return wording.text(f"diagnostics.{code}.{kind}", **values)
