"""Where a record lies says what it is: from the name of a file to the kind and id of its record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.validation import suggestions

SINGLE: Mapping[str, str] = MappingProxyType({"registry.yaml": "registry", "act.yaml": "act"})
"""Files of the kinds of which there is one record."""

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "requirements": "requirement",
        "networks": "network",
        "organizations": "organization",
        "accounts": "account",
        "activity": "activity",
        "plans": "plan",
        "assignments": "assignment",
        "notices": "notice",
    }
)
"""Folder below the data folder -> kind of the records in it."""

# Large folders may be sorted into sub-folders of any name; the id is the file's name all the same.
_NESTED = frozenset(("organization", "account"))
_OWNED = frozenset(("activity", "plan"))
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia".replace("_", "").split(" "),
            strict=True,
        )
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """The kind of a record and its id: "" for a kind of one record, `<account>/<year>`, `<organization>/<month>`."""

    kind: str
    id: str


def place(name: str, prefix: str = "") -> Place | Diagnostic:
    """The record that a file below the data folder holds, or why it can hold none.

    `name` is relative to the data folder, with forward slashes; `prefix` is put before it in the diagnostic.
    """
    location = Location(prefix + name)
    *folders, file = name.split("/")
    stem, dot, extension = file.rpartition(".")
    if extension in ("yml", "YAML", "YML", "Yaml", "Yml") and dot:
        return make("wrong-extension", location, name=name, ready=f"{stem}.yaml")
    if not dot or extension != "yaml":
        return make("unexpected-file", location, variant="not-yaml", name=name)
    if name in SINGLE:
        return Place(SINGLE[name], "")
    kind = FOLDERS.get(folders[0]) if folders else None
    if kind is None:
        return _nowhere(location, name)
    return _owned(location, kind, folders[1:], stem) if kind in _OWNED else _named(location, kind, folders[1:], stem)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a record."""
    definition = schemas.schema(schemas.COMMON)["$defs"]["id"]
    return len(text) <= definition["maxLength"] and re.search(definition["pattern"], text) is not None


def id_meant(text: str) -> str | None:
    """An id made from any name: «Школа 1» -> `shkola-1`; None where nothing is left of it."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LATIN)).strip("-")[:80].strip("-")
    return plain or None


def _nowhere(location: Location, name: str) -> Diagnostic:
    top, inside, _ = name.partition("/")
    places = {folder: f"{folder}/" for folder in FOLDERS}
    if not inside:
        places |= {single.removesuffix(".yaml"): single for single in SINGLE}
    near = suggestions.nearest(top.removesuffix(".yaml"), places)
    known = [*SINGLE, *(f"{folder}/" for folder in FOLDERS)]
    return make(
        "unexpected-file",
        location,
        variant="near" if near else "",
        name=name,
        meant=places.get(near or ""),
        known=", ".join(known),
    )


def _named(location: Location, kind: str, folders: list[str], stem: str) -> Place | Diagnostic:
    if folders and kind not in _NESTED:
        return make("unexpected-file", location, variant="too-deep", name=stem, kind=_kind(kind))
    return Place(kind, stem) if is_id(stem) else _bad_name(location, stem, is_id, id_meant(stem), "")


def _owned(location: Location, kind: str, folders: list[str], stem: str) -> Place | Diagnostic:
    if len(folders) != 1:
        return make("unexpected-file", location, variant=f"{kind}-folder", name=stem, kind=_kind(kind))
    owner = folders[0]
    if not is_id(owner):
        return _bad_name(location, owner, is_id, id_meant(owner), "")
    pattern = _YEAR if kind == "activity" else _MONTH
    if pattern.fullmatch(stem) is None:
        month = re.fullmatch(r"([0-9]{4})[-_.]?([0-9]{1,2})", stem)
        meant = f"{month[1]}-{month[2]:0>2}" if month and kind == "plan" else None
        return _bad_name(location, stem, lambda text: pattern.fullmatch(text) is not None, meant, kind)
    return Place(kind, f"{owner}/{stem}")


def _bad_name(
    location: Location, name: str, fits: Callable[[str], bool], meant: str | None, variant: str
) -> Diagnostic:
    ready = f" {wording.text('validation.new-name', name=meant)}" if meant is not None and fits(meant) else ""
    return make("bad-file-name", location, variant=variant, name=suggestions.shown(name), ready=ready)


def _kind(kind: str) -> str:
    return wording.text(f"validation.kinds.{kind}")
