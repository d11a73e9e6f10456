"""Derives the kind and id of a record from the name of its file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.kinds import BY_FILE, BY_FOLDER, Kind
from reestr.records.validation import suggestions

_PERIODS: Mapping[str | None, re.Pattern[str]] = MappingProxyType(
    {
        "year": re.compile(r"(?:19|20)[0-9]{2}"),
        "month": re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"),
    }
)
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
class RecordPlace:
    """The kind of a record and its id: "" for a kind with one record, `<account>/<year>`, `<organization>/<month>`."""

    kind: str
    id: str


def place(name: str, prefix: str = "") -> RecordPlace | Diagnostic:
    """Return the record that a file below the data folder holds, or a diagnostic saying why it can hold none.

    `name` is relative to the data folder, with forward slashes; `prefix` is put before it in the diagnostic.
    """
    location = Location(prefix + name)
    *folders, file = name.split("/")
    stem, dot, extension = file.rpartition(".")
    if extension in ("yml", "YAML", "YML", "Yaml", "Yml") and dot:
        return make("wrong-extension", location, name=name, ready=f"{stem}.yaml")
    if not dot or extension != "yaml":
        return make("unexpected-file", location, variant="not-yaml", name=name)
    if name in BY_FILE:
        return RecordPlace(BY_FILE[name].name, "")
    kind = BY_FOLDER.get(folders[0]) if folders else None
    if kind is None:
        return _nowhere(location, name)
    return _owned(location, kind, folders[1:], stem) if kind.owner else _named(location, kind, folders[1:], stem)


LONGEST_ID: int = schemas.schema(schemas.COMMON)["$defs"]["id"]["maxLength"]
"""The maximum length of an id, in characters."""

_LONGEST_OF_ORGANIZATION = 60
"""The maximum length of an organization's id that the program makes. An account's id adds that of its network to it."""

_DIGEST = 6


def is_id(text: str) -> bool:
    """Return whether a text can be the id of a record."""
    definition = schemas.schema(schemas.COMMON)["$defs"]["id"]
    return len(text) <= LONGEST_ID and re.search(definition["pattern"], text) is not None


def id_meant(text: str) -> str | None:
    """Return an id made from any name: «Школа 1» -> `shkola-1`; None if the name has no letter or digit for it."""
    return shortened(_plain(text), LONGEST_ID) or None


def organization_id(name: str) -> str | None:
    """Return the id of a new organization made from its name; None if the name has no letter or digit for it.

    The id leaves room for the ids of the organization's accounts, which begin with it.
    """
    return shortened(_plain(name), _LONGEST_OF_ORGANIZATION) or None


def joined_id(parts: Sequence[str]) -> str | None:
    """Return an id made of several texts, as `school-1` and `vk` make `school-1-vk`; None if nothing is left of them.

    If the id is too long, the first text is shortened, because the others distinguish the records of one owner.
    """
    first, *others = (_plain(part) for part in parts)
    tail = "".join(f"-{part}" for part in others if part)
    if first and len(first) + len(tail) > LONGEST_ID >= 2 * len(tail):
        first = shortened(first, LONGEST_ID - len(tail))
    return shortened(f"{first}{tail}".strip("-"), LONGEST_ID) or None


def shortened(identifier: str, longest: int) -> str:
    """Return an id of at most `longest` characters.

    A digest of the whole id replaces its end, so that equal ids stay equal, and long ids with equal beginnings stay
    different.
    """
    if len(identifier) <= longest:
        return identifier
    digest = hashlib.sha256(identifier.encode("ascii")).hexdigest()[:_DIGEST]
    beginning = identifier[: longest - _DIGEST - 1]
    whole_words = beginning.rpartition("-")[0]
    return f"{whole_words or beginning}-{digest}"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LATIN)).strip("-")


def _nowhere(location: Location, name: str) -> Diagnostic:
    top, inside, _ = name.partition("/")
    places = {folder: kind.place for folder, kind in BY_FOLDER.items()}
    if not inside:
        places |= {kind.name: file for file, kind in BY_FILE.items()}
    near = suggestions.nearest(top.removesuffix(".yaml"), places)
    known = [kind.place for kind in (*BY_FILE.values(), *BY_FOLDER.values())]
    return make(
        "unexpected-file",
        location,
        variant="near" if near else "",
        name=name,
        meant=places.get(near or ""),
        known=", ".join(known),
    )


def _named(location: Location, kind: Kind, folders: list[str], stem: str) -> RecordPlace | Diagnostic:
    if folders and not kind.nested:
        return make("unexpected-file", location, variant="too-deep", name=stem, kind=_in_words(kind))
    return RecordPlace(kind.name, stem) if is_id(stem) else _bad_name(location, stem, is_id, id_meant(stem), "")


def _owned(location: Location, kind: Kind, folders: list[str], stem: str) -> RecordPlace | Diagnostic:
    if len(folders) != 1:
        return make("unexpected-file", location, variant=f"{kind.name}-folder", name=stem, kind=_in_words(kind))
    owner = folders[0]
    if not is_id(owner):
        return _bad_name(location, owner, is_id, id_meant(owner), "")
    pattern = _PERIODS[kind.period]
    if pattern.fullmatch(stem) is None:
        month = re.fullmatch(r"([0-9]{4})[-_.]?([0-9]{1,2})", stem)
        meant = f"{month[1]}-{month[2]:0>2}" if month and kind.period == "month" else None
        return _bad_name(location, stem, lambda text: pattern.fullmatch(text) is not None, meant, kind.name)
    return RecordPlace(kind.name, f"{owner}/{stem}")


def _bad_name(
    location: Location, name: str, fits: Callable[[str], bool], meant: str | None, variant: str
) -> Diagnostic:
    ready = f" {wording.text('validation.new-name', name=meant)}" if meant is not None and fits(meant) else ""
    return make("bad-file-name", location, variant=variant, name=suggestions.shown(name), ready=ready)


def _in_words(kind: Kind) -> str:
    return wording.text(f"validation.kinds.{kind.name}")
