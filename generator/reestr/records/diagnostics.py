"""What is wrong with the data: a diagnostic with a stable code, a place, a message in words and the fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from reestr import wording


class Severity(StrEnum):
    """An error stops a build; a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: `file` relative to the project with forward slashes, `line` and `column` counted from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the same problem, with a sentence saying why."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Fix:
    """The one change that certainly repairs a problem; a guess, however likely, is none (decision 0017).

    `action`: "set" the value at `path` to `value`, "rename" the key at `path` to it, "remove" the item at `path`, or
    write it instead of the "characters" that are at the place of the diagnostic, there and further on in the line.
    """

    action: Literal["set", "rename", "remove", "characters"]
    path: tuple[str | int, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem of the data. `path` is a JSON pointer (RFC 6901) into the record, "" for the whole record.

    `private` marks a problem in an internal field: its value is in no text here, and a report shows no source line.
    `fix` is there where nothing has to be decided; of a private problem it holds the value.
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
    """A diagnostic worded by the catalogue: `diagnostics.<code>.message` and `.help`, filled with `values`.

    `variant` picks `message-<variant>` and `help-<variant>` where the catalogue has them. Raises KeyError when the
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
    """Diagnostics in the order people read them: by file, place, code."""
    return sorted(diagnostics, key=lambda item: (item.location, item.path, item.code, item.message))


def _worded(code: str, kind: str, variant: str, values: dict[str, object]) -> str:
    if variant and wording.has(f"diagnostics.{code}.{kind}-{variant}"):
        return wording.text(f"diagnostics.{code}.{kind}-{variant}", **values)
    return wording.text(f"diagnostics.{code}.{kind}", **values)
