"""Whether this program is new enough for the records: `registry.yaml` says which one they need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reestr import __version__
from reestr.records import diagnostics as diagnosing
from reestr.records.diagnostics import Diagnostic
from reestr.records.reader import Document

FORM = 2
"""The form of records that this program reads. It grows when an earlier program would misread the records; every field
that has got another name since form 1 says so in its schema (`x-formerly`)."""

_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){1,2}", re.ASCII)


def check(document: Document) -> Diagnostic | None:
    """Return the diagnostic of a `registry.yaml` that needs a newer program; None if this one will do.

    It names both versions. A wrong value is left to the schema.
    """
    program = document.data.get("program")
    if not isinstance(program, Mapping):
        return None
    needed, form = program.get("needs"), program.get("form")
    if is_newer(needed, __version__):
        return _newer(document, "needs", "", needed)
    if isinstance(form, int) and not isinstance(form, bool) and form > FORM:
        return _newer(document, "form", "form", needed if isinstance(needed, str) else "", form=form, known=FORM)
    return None


def is_newer(version: object, than: str) -> bool:
    """Return whether a version such as `0.2.0` is newer than another; False if it is no version."""
    if not isinstance(version, str) or _VERSION.fullmatch(version) is None:
        return False
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (3 - len(numbers)))


def _newer(document: Document, field: str, variant: str, needed: object, **said: Any) -> Diagnostic:
    place = document.locate(("program", field))
    path = f"/program/{field}"
    return diagnosing.make(
        "newer-program", place, path=path, variant=variant, needed=needed, running=__version__, **said
    )
