"""Makes the example city's history: `python -m examples.primersk.compose.history FOLDER` writes a Git repository.

Its last commit holds `data/` as it is here, byte for byte, after about sixty commits in a year. Its authors are
fictional. The commit ids are the same every time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from examples.primersk.compose import state
from examples.primersk.compose.chronicle import STORY
from examples.primersk.compose.entry import Entry
from examples.primersk.compose.repository import MAIN, Person, Repository, Signature

_CITY = Path(__file__).parents[1]
_REAL = Path(__file__).parents[3] / "data"

_README = """# Примерск: вымышленная история вымышленного реестра

Эту папку целиком сделала программа `examples/primersk/compose/history.py`. Город, организации, их страницы и люди,
которыми подписаны коммиты, выдуманы.
"""
_OWN = {".gitignore": b"build/\n", "README.md": _README.encode("utf-8")}


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit of the history with the record files (name below the data folder -> bytes) after it."""

    entry: Entry
    files: Mapping[str, bytes]


def moments() -> Iterator[Moment]:
    """Yield the states of the data folder, commit by commit."""
    all_of = state.material(_REAL)
    lines = {MAIN: state.State()}
    done: dict[str, list[Entry]] = {}
    for entry in STORY:
        branch = entry.branch or MAIN
        current = lines.setdefault(branch, lines[MAIN].copy())
        for made in (*done.pop(entry.merges, ()), entry):
            for action in made.actions:
                action(current, all_of, made.day)
        if entry.branch:
            done.setdefault(entry.branch, []).append(entry)
        yield Moment(entry, current.files(all_of))


def write(folder: Path) -> list[str]:
    """Write the repository into an empty or new folder and return the ids of the commits, oldest first.

    Raises FileExistsError for any other folder, ValueError if the last state differs from the composition.
    """
    repository = Repository(folder)
    project = {**_project(), **_OWN}
    held: dict[str, dict[str, bytes]] = {MAIN: {}}
    here = MAIN
    commits: dict[str, str] = {}
    for moment in moments():
        entry = moment.entry
        files = {**project, **{f"data/{name}": content for name, content in moment.files.items()}}
        branch = entry.branch or MAIN
        if branch != here:
            repository.checkout(branch, new=branch not in held)
            held.setdefault(branch, held[MAIN])
            here = branch
        commit = _commit(repository, entry, held[branch], files, commits)
        commits[entry.title or f"revert: {entry.reverts}"] = commit
        held[branch] = files
    if repository.differs({**project, **_last()}):
        raise ValueError("the last commit is not the example city")
    return list(commits.values())


def _commit(
    repository: Repository,
    entry: Entry,
    before: Mapping[str, bytes],
    files: Mapping[str, bytes],
    commits: Mapping[str, str],
) -> str:
    signature = _signature(entry)
    if entry.merges:
        commit = repository.merge(entry.merges, entry.title, signature)
    elif entry.reverts:
        commit = repository.revert(commits[entry.reverts], signature)
    else:
        repository.write(before, files)
        return repository.commit(entry.title, signature)
    if repository.differs(files):
        raise ValueError(f"Git and the story disagree about {entry.title or entry.reverts!r}")
    return commit


def _signature(entry: Entry) -> Signature:
    committer: Person = entry.committer or entry.who
    return Signature(entry.who, entry.when, committer, entry.later or entry.when)


def _project() -> dict[str, bytes]:
    """Return the files that a site needs besides the records."""
    return {"mkdocs.yml": (_CITY / "mkdocs.yml").read_bytes(), **_below(_CITY / "site", "site/")}


def _last() -> dict[str, bytes]:
    return _below(_CITY / "data", "data/")


def _below(folder: Path, prefix: str) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {f"{prefix}{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files}


def main() -> None:
    """Write the repository into the folder that the command names."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m examples.primersk.compose.history FOLDER")
    try:
        commits = write(Path(sys.argv[1]))
    except FileExistsError as error:
        sys.exit(f"the folder {error} is not empty")
    print(f"{len(commits)} commits, the last one is {commits[-1]}")


if __name__ == "__main__":
    main()
