"""Explains fields that the schema does not know: which field was probably meant; secrets are not allowed in records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Fix, make
from reestr.records.json_pointer import pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.privacy import is_private, may_hold_private

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

# Clause 1.6.3: records say that logins and passwords are accounted for, never the credentials themselves.
_SECRETS = ("password", "passwd", "login", "secret", "token", "pin", "пароль", "логин", "токен", "пинкод", "ключ")


def unknown_fields(
    kind: str, document: Document, path: Sequence[str | int], error: ValidationError
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each unknown field of one group, at its key."""
    schema: Mapping[str, Mapping[str, object]] = error.schema if isinstance(error.schema, Mapping) else {}
    allowed = list(schema.get("properties", {}))
    instance: Any = error.instance
    used = set(instance)
    free = [item for item in allowed if item not in used]
    titles = {schemas.title(kind, (*path, name)).lower(): name for name in allowed}
    for name in instance:
        if name not in allowed:
            yield _unknown(kind, document, (*path, name), free, titles)


def _unknown(
    kind: str, document: Document, path: tuple[str | int, ...], free: list[str], titles: Mapping[str, str]
) -> Diagnostic:
    name = str(path[-1])
    secret = any(word in name.lower() for word in _SECRETS)
    title = suggestions.nearest(name, titles)
    meant = suggestions.nearest(name, free) or (titles[title] if title else None)
    parent = path[:-1]
    # The value of a misspelt internal field is as internal as that of the correct field.
    private = (
        secret
        or is_private(kind, document.data, path)
        or (meant is not None and may_hold_private(kind, document.data, (*parent, meant)))
    )
    hidden = is_private(kind, document.data, parent) and meant is None
    variant = "secret" if secret else "near" if meant else "" if free else "full"
    return make(
        "unknown-field",
        document.locate(path, key=True),
        path=pointer(parent if hidden else path),
        variant=variant,
        private=private,
        fix=_renaming(path, free, titles),
        name=field_messages.given(name, hidden),
        group=field_messages.called(kind, parent),
        meant=meant or "",
        title=schemas.title(kind, (*parent, meant)) if meant else "",
        allowed=suggestions.listed(free, limit=30),
    )


def _renaming(path: tuple[str | int, ...], free: list[str], titles: Mapping[str, str]) -> Fix | None:
    """Return the field's name if it was only spelled differently or in Russian; a merely similar name may mean another
    field.
    """
    name = str(path[-1]).strip().lower()
    meant = titles.get(name) or re.sub(r"[\s_-]+", "_", name)
    return Fix("rename", path, meant) if meant in free else None
