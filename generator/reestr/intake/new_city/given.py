"""What the program gave a city, kept as a copy in its repository: the common beginning when a new version comes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reestr.registry.errors import ReestrError

FILE = ".reestr/given.json"
"""The copy, relative to the repository."""

_OF_THE_CITY = frozenset(("data/registry.yaml",))
_FIRST = Path(__file__).parent / "files" / "given_by_0.1.0.json"
# What 0.1.0 put into requirements.txt: it noted the versions that it happened to run with.
_PINNED = re.compile(r"#.*|reestr( @ \S+|==\S+)|\./packages/reestr-\S+|(?P<name>[a-z0-9-]+)==[\w.]+")


class WrongCopyError(ReestrError):
    """The copy of what was given cannot be read."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a version of the program gave: its version, and name -> content of every file."""

    program: str
    files: Mapping[str, bytes]


def given_of(made: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files that come again with a new version, of all that make a new city."""
    return {name: content for name, content in made.items() if _comes_again(name)}


def _comes_again(name: str) -> bool:
    return name not in _OF_THE_CITY and not name.startswith(("packages/", ".reestr/")) and not name.endswith(".gitkeep")


def copy_of(given: Given) -> bytes:
    """Return the content of `FILE`. Raises UnicodeDecodeError for a file that is no text."""
    files = {name: given.files[name].decode("utf-8") for name in sorted(given.files)}
    text = json.dumps({"program": given.program, "files": files}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


def read_copy(content: bytes) -> Given:
    """Return what a copy says. Raises WrongCopyError."""
    try:
        noted = json.loads(content)
        program, files = noted["program"], noted["files"]
        if not isinstance(program, str) or re.fullmatch(r"[0-9]+(\.[0-9]+)*", program) is None:
            raise WrongCopyError
        return Given(program, {str(name): text.encode("utf-8") for name, text in files.items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WrongCopyError from None


def given_by_first(places: Mapping[str, str], requirements: bytes | None, needed: frozenset[str]) -> Given:
    """Return what version 0.1.0 gave, which kept no copy.

    `places` fills `@{name}` of its files. `requirements` is the city's `requirements.txt`: its lines that 0.1.0 can
    have written (the program, the packages `needed` by it) are taken as given.
    """
    noted = json.loads(_FIRST.read_text(encoding="utf-8"))
    place = re.compile(r"@\{(\w+)\}")
    files = {
        name: place.sub(lambda found: places.get(found[1], found[0]), text).encode("utf-8")
        for name, text in noted["files"].items()
    }
    if requirements is not None:
        files["requirements.txt"] = b"".join(_pinned(requirements, needed))
    return Given(noted["program"], files)


def _pinned(requirements: bytes, needed: frozenset[str]) -> Iterator[bytes]:
    for line in requirements.splitlines(keepends=True):
        match = _PINNED.fullmatch(line.decode("utf-8", "replace").strip())
        if match is not None and (match["name"] is None or match["name"] in needed):
            yield line
