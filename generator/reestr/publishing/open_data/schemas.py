"""Publishes the schemas of the records at addresses where references between them resolve."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reestr.publishing.view import File, View
from reestr.records import schemas
from reestr.records.kinds import KINDS

FOLDER = "schemas/v1/"
"""The folder of the schemas below the site's root: the path of every `$id`."""

_RESERVED = "https://reestr.example/"


def schema_files(view: View) -> Iterator[File]:
    """Yield `<kind>.schema.json` of every kind and of the common definitions, with the lists of the city.

    The reserved address in `$id` becomes the site's own if that is known; references are relative to it.
    """
    for kind in (*KINDS, schemas.COMMON):
        schema = dict(schemas.schema(kind, view.registry.city.lists))
        if view.site.url:
            schema["$id"] = view.site.url + str(schema["$id"]).removeprefix(_RESERVED)
        text = json.dumps(schema, ensure_ascii=False, allow_nan=False, indent=2)
        yield File(f"{FOLDER}{kind}.schema.json", f"{text}\n".encode())
