"""Compares what readers see of the sites of two commits: `python -m tests.visible_text BEFORE [AFTER]`.

Both commits build the real city and the example, without history and on one day. Compared are the texts of pages, all
values of JSON, feeds, calendars and tables. After the changes of addresses that `MOVED` lists, every other difference
is printed, equal ones once with the number of files. Without AFTER the files of the working tree are built.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

PROJECT = Path(__file__).parents[1]
CITIES: Mapping[str, str] = {"real": ".", "example": "examples/primersk"}
AS_OF = "2026-11-30"
EDITIONS = ("public", "internal")

MOVED: tuple[tuple[str, str], ...] = (("decree/", "act/"), ("guide-pictures/decree", "guide-pictures/act"))
"""The addresses that have changed: before, after."""

_SHOWN = frozenset(("alt", "title", "aria-label", "placeholder", "content", "href", "data-words"))
_TEXTS = frozenset((".html", ".json", ".csv", ".ics", ".xml", ".txt", ".svg"))


class _Reader(HTMLParser):
    """Collects the texts of a page, and the attributes that readers see or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        self.found += [f"[{tag} {name}] {value}" for name, value in attrs if name in _SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._hidden:
            self.found.append(text)


def main(arguments: list[str]) -> int:
    """Print every difference, and return 1 if there is any."""
    with tempfile.TemporaryDirectory() as folder:
        sides = []
        for number, commit in enumerate((*arguments, "")[:2]):
            project = Path(folder) / str(number)
            _checked_out(commit, project)
            sides.append({city: _site(project / place, project) for city, place in CITIES.items()})
    differences = 0
    for city in CITIES:
        differences += _print_differences(city, sides[0][city], sides[1][city])
    print(f"{differences} differences")
    return 1 if differences else 0


def _checked_out(commit: str, target: Path) -> None:
    """Put the files of a commit there; those of the working tree that Git knows if it is ""."""
    target.mkdir()
    if commit:
        packed = subprocess.run(["git", "archive", commit], cwd=PROJECT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x"], cwd=target, input=packed, check=True)
        return
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, check=True,
        capture_output=True,
    ).stdout  # fmt: skip
    names = b"\0".join(name for name in listed.split(b"\0") if name and (PROJECT / os.fsdecode(name)).is_file())
    packed = subprocess.run(
        ["tar", "-c", "--null", "-T", "-"], cwd=PROJECT, input=names, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x"], cwd=target, input=packed, check=True)


def _site(city: Path, project: Path) -> Mapping[str, list[str]]:
    """Return file -> its texts, for both editions of a city's site, built by the program of that project."""
    settings = (city / "mkdocs.yml").read_text(encoding="utf-8")
    (city / "mkdocs.yml").write_text(settings.replace("data_dir: data\n", "data_dir: data\n      history: false\n"))
    found: dict[str, list[str]] = {}
    for edition in EDITIONS:
        output = city / "build" / edition
        command = [
            sys.executable,
            "-m",
            "reestr",
            "build",
            "--config",
            str(city / "mkdocs.yml"),
            "--output",
            str(output),
        ]
        command += ["--edition", edition, "--as-of", AS_OF, "--records", "today"]
        environment = {
            **os.environ,
            "PYTHONPATH": str(project / "generator"),
            "REESTR_SITE_URL": "https://city.example/",
        }
        subprocess.run(command, cwd=city, env=environment, check=True, stdout=subprocess.DEVNULL)
        for path in sorted(output.rglob("*")):
            if path.suffix in _TEXTS and path.is_file():
                name = f"{edition}/{path.relative_to(output).as_posix()}"
                found[name] = list(_texts(path))
    return found


def _texts(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        reader = _Reader()
        reader.feed(text)
        yield from reader.found
    elif path.suffix == ".json":
        yield from _values("", json.loads(text))
    elif path.suffix == ".ics":
        yield from re.sub("\r\n ", "", text).split("\r\n")
    else:
        yield from text.splitlines()


def _values(where: str, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(f"{where}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(where, inner)
    else:
        yield f"{where} {value}"


def _print_differences(city: str, before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> int:
    """Print the differences of one site, and return their number: equal ones of several files are one."""
    named = {_moved(name): [_moved(text) for text in texts] for name, texts in before.items()}
    where: dict[tuple[str, ...], list[str]] = {}
    for name in sorted({*named, *after}):
        if name not in after or name not in named:
            where.setdefault(("file is " + ("new" if name in after else "gone"),), []).append(name)
            continue
        for change in _changes(named[name], after[name]):
            where.setdefault(change, []).append(name)
    for change, files in where.items():
        print(f"== {city}: {files[0]}" + (f" and {len(files) - 1} more" if len(files) > 1 else ""))
        print("\n".join(change))
    return len(where)


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, ...]]:
    if before == after:
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, other, other_end in matcher.get_opcodes():
        if kind != "equal":
            yield (*(f"- {line}" for line in before[start:end]), *(f"+ {line}" for line in after[other:other_end]))


def _moved(text: str) -> str:
    for before, after in MOVED:
        text = text.replace(before, after)
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
