"""Finds secrets and personal numbers in the text of a record: in values, keys and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, secret_text
from reestr.records.validation.secret_text import SECRETS, Found

_OPEN_FORMS = ("text", "long-text", "list", "any")

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def check(kind: str, document: Document | None, content: bytes, file: str, fits: bool) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each place that holds one; no diagnostic contains the value.

    If the file is not a readable record (`document` is None), its lines are searched as they are. If a record `fits`
    its schema and has no comments, only its open texts and addresses can hold a secret, and only they are read.
    """
    if fits and document is not None and b"#" not in content and not _open_texts_hold_one(kind, document.data):
        return
    text = content.decode("utf-8", "replace")
    if secret_text.find(text) is None:
        return
    told: set[int] = set()
    for path, is_key, value in _texts((), document.data) if document is not None else ():
        found = secret_text.find(value)
        if found is not None:
            assert document is not None
            location = document.locate(path, key=is_key)
            told.add(location.line)
            said = path[:-1] if is_key else path
            yield _told(found, location, path=pointer(said), field=field_messages.called(kind, said))
    for number, line in enumerate(text.splitlines(), start=1):
        found = secret_text.find(line) if number not in told else None
        if found is not None and (document is None or _in_comment(line, found)):
            variant = "line" if document is None else "comment"
            yield _told(found, Location(file, number, found.start + 1), variant=variant)


def _open_texts_hold_one(kind: str, data: Mapping[str, Any]) -> bool:
    texts = [str(value) for _, value in schemas.values_at(_open_texts(kind), data)]
    # An address can hold a key among its parameters, or a name and a password before its host.
    texts += [value for _, value in schemas.values_at(_addresses(kind), data) if "=" in value or "@" in value]
    return bool(texts) and secret_text.find("\n".join(texts)) is not None


@cache
def _open_texts(kind: str) -> schemas.FieldTree:
    return schemas.field_tree(kind, lambda field: field.form in _OPEN_FORMS)


@cache
def _addresses(kind: str) -> schemas.FieldTree:
    return schemas.field_tree(kind, lambda field: field.format == "http-url")


def words(found: Found) -> str:
    """Return what was found, in words."""
    return wording.text(f"validation.secrets.{found.kind}")


def _told(found: Found, location: Location, *, path: str = "", variant: str = "", field: str = "") -> Diagnostic:
    code = "secret-in-text" if found.kind in SECRETS else "personal-number-in-text"
    return make(code, location, path=path, variant=variant, private=True, what=words(found), field=field)


def _in_comment(line: str, found: Found) -> bool:
    sign = _COMMENT.search(line)
    return sign is not None and sign.start() < found.end


def _texts(path: FieldPath, value: object) -> Iterator[tuple[FieldPath, bool, str]]:
    """Yield every text of a record with its path, and whether it is a key."""
    if isinstance(value, str):
        yield path, False, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name), True, name
            yield from _texts((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts((*path, index), inner)
