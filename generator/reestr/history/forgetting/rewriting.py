"""Rewrites the history of a repository without a name.

The new history is written into a temporary repository and searched there; then it replaces the old one. Git's own
`fast-export` and `fast-import` read and write it. No remote repository is contacted.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reestr.history.forgetting.contents import contents as contents_of
from reestr.history.forgetting.places import FilePlace, places
from reestr.history.forgetting.spellings import Spellings
from reestr.history.forgetting.stream import Filtered, StreamFilter
from reestr.history.git import GitFailedError, command, environment, run
from reestr.registry.errors import ReestrError

_USUAL = (b"tree ", b"parent ", b"author ", b"committer ")
# These refs name commits by their ids, or keep commits outside of the branches.
_REFUSED_REFS = ("refs/notes/", "refs/replace/", "refs/stash")
_PSEUDO_REFS = ("ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG")


class CannotForgetError(ReestrError):
    """The history of this repository cannot be rewritten; `key` names the reason below `forget.problem`."""

    def __init__(self, key: str, **said: object) -> None:
        self.key, self.said = key, said
        super().__init__(key)


@dataclass(frozen=True, slots=True, order=True)
class UnreadFile:
    """A place of a file that was not read whole, and why."""

    place: FilePlace
    reason: str


@dataclass(frozen=True, slots=True)
class FoundName:
    """Where a name occurs.

    `objects` is the number of commits, tags and files that contain it, `contexts` the text around each occurrence.
    `packed` are the places of files that would be emptied because the name is inside of them (DOCX, PDF, ZIP).
    `resembling` are the words that resemble the name. `unread` are the files that were not read, or not whole, each
    with the reason (a key below `forget.unread`). All tuples are sorted.
    """

    objects: int
    contexts: tuple[str, ...]
    packed: tuple[FilePlace, ...]
    resembling: tuple[str, ...]
    unread: tuple[UnreadFile, ...]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The result of a rewrite.

    `new_ids` maps the old id of each changed commit to its new one; `commits` is the number of all commits, `blobs` the
    number of changed files.
    """

    new_ids: dict[str, str]
    commits: int
    blobs: int


def check(folder: Path) -> bool:
    """Return whether a repository is bare. Raises CannotForgetError if its history cannot be rewritten."""
    try:
        bare = _text(folder, "rev-parse", "--is-bare-repository") == "true"
        shallow = _text(folder, "rev-parse", "--is-shallow-repository") == "true"
    except (GitFailedError, OSError):
        raise CannotForgetError("no-repository", folder=folder) from None
    if shallow:
        raise CannotForgetError("shallow")
    if not bare and _text(folder, "status", "--porcelain", "--untracked-files=all"):
        raise CannotForgetError("dirty")
    if not bare and len(_text(folder, "worktree", "list", "--porcelain").split("\n\n")) > 1:
        raise CannotForgetError("worktrees")
    try:
        run(folder, "symbolic-ref", "--quiet", "HEAD")
    except GitFailedError:
        raise CannotForgetError("detached") from None
    refused = [name for name in _refs(folder) if name.startswith(_REFUSED_REFS)]
    if refused:
        raise CannotForgetError("refs", names=refused)
    return bare


def find(folder: Path, spellings: Spellings) -> FoundName:
    """Return where the name occurs in all objects of the repository, including those that no branch reaches.

    Raises CannotForgetError or GitFailedError if Git fails.
    """
    objects = 0
    packed: set[str] = set()
    unread: dict[str, tuple[str, ...]] = {}
    contexts: dict[str, None] = {}
    resembling: dict[str, None] = {}
    for kind, identifier, content in _objects(folder):
        if kind == "tree":
            continue
        inside = contents_of(content)
        if spellings.is_in(content):
            objects += 1
            if inside is not None:
                packed.add(identifier)
        elif inside is not None and inside.unread:
            unread[identifier] = inside.unread
        contexts.update(dict.fromkeys(spellings.contexts(content)))
        resembling.update(dict.fromkeys(spellings.resembling(content)))
    known = places(folder, packed | unread.keys())
    return FoundName(
        objects,
        tuple(sorted(contexts)),
        tuple(sorted(place for identifier in packed for place in known[identifier])),
        tuple(sorted(resembling)),
        tuple(
            sorted(
                UnreadFile(place, reason)
                for identifier, reasons in unread.items()
                for place in known[identifier]
                for reason in reasons
            )
        ),
    )


def backup(folder: Path, file: Path) -> None:
    """Write the whole history into a bundle, which `git clone` accepts.

    Raises CannotForgetError if the file exists, and GitFailedError if Git fails.
    """
    if file.exists():
        raise CannotForgetError("backup-exists", file=file)
    run(folder, "bundle", "create", "--quiet", str(file.absolute()), "--all")


def forget(folder: Path, spellings: Spellings, emptied: Collection[str] = ()) -> Rewritten:
    """Rewrite the history without the name, in place; afterwards no object that can be read contains the name.

    The files with the ids `emptied` lose their content in any case.

    Raises CannotForgetError, with the repository unchanged, if the history cannot be rewritten or the name would remain
    in the new one. Raises CannotForgetError with the key `left-unreachable` if the history is rewritten and an object
    without a branch still contains the name. Raises GitFailedError if Git fails.
    """
    bare = check(folder)
    special = set(_special(folder))
    with tempfile.TemporaryDirectory(prefix="reestr-forget-") as made:
        beside = Path(made, "history.git")
        result, ids = _written(folder, beside, spellings, special, emptied)
        astray = {old for mark, old in result.commits.items() if mark not in result.changed and ids[mark] != old}
        if astray:
            result, ids = _written(folder, Path(made, "again.git"), spellings, special | astray, emptied)
            beside = Path(made, "again.git")
        left = [identifier for _, identifier, content in _objects(beside) if spellings.is_in(content)]
        if left:
            raise CannotForgetError("left", names=left[:5])
        _take_over(folder, beside, bare=bare)
    left = [identifier for _, identifier, content in _objects(folder) if spellings.is_in(content)]
    if left:
        raise CannotForgetError("left-unreachable", names=left[:5])
    changed = {result.commits[mark]: ids[mark] for mark in result.changed}
    return Rewritten(changed, len(result.commits), result.blobs)


def _written(
    folder: Path, beside: Path, spellings: Spellings, special: Collection[str], emptied: Collection[str]
) -> tuple[Filtered, dict[bytes, str]]:
    """Write the history without the name into a new bare repository at `beside`.

    Return what the stream contained, and mark -> new id of each commit. Raises CannotForgetError if Git fails.
    """
    object_format = _text(folder, "rev-parse", "--show-object-format")
    run(folder, "init", "--quiet", "--bare", f"--object-format={object_format}", str(beside))
    marks = beside / "reestr-marks"
    export = command(
        "fast-export", "--all", "--show-original-ids", "--reencode=no", "--signed-tags=strip",
        "--tag-of-filtered-object=rewrite", "--use-done-feature",
    )  # fmt: skip
    into = command("fast-import", "--force", "--quiet", "--done", "--date-format=raw-permissive",
                   f"--export-marks={marks}")  # fmt: skip
    with (
        subprocess.Popen(export, cwd=folder, env=environment(), stdout=subprocess.PIPE) as reading,
        subprocess.Popen(into, cwd=beside, env=environment(), stdin=subprocess.PIPE) as writing,
    ):
        assert reading.stdout is not None and writing.stdin is not None
        result = StreamFilter(reading.stdout, writing.stdin, spellings, special, emptied).run()
        writing.stdin.close()
    if reading.returncode or writing.returncode:
        raise CannotForgetError("git")
    ids = dict(line.split() for line in marks.read_bytes().splitlines())
    return result, {mark: ids[mark].decode() for mark in result.commits}


def _take_over(folder: Path, beside: Path, *, bare: bool) -> None:
    """Replace the branches and tags by those of the other repository, and delete all objects that these do not need."""
    run(folder, "fetch", "--quiet", "--no-tags", "--update-head-ok", "--force", "--no-write-fetch-head",
        str(beside), "+refs/*:refs/*")  # fmt: skip
    there = set(_refs(beside))
    for name in _refs(folder):
        # A copy of another repository's branch goes too, because that repository still has the name.
        if name not in there or name.startswith("refs/remotes/"):
            run(folder, "update-ref", "--no-deref", "-d", name)
    if not bare:
        run(folder, "reset", "--quiet", "--hard")
    git_folder = Path(_text(folder, "rev-parse", "--absolute-git-dir"))
    for name in _PSEUDO_REFS:
        with contextlib.suppress(FileNotFoundError):
            (git_folder / name).unlink()
    run(folder, "reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
    run(folder, "gc", "--quiet", "--prune=now")


def _special(folder: Path) -> Iterator[str]:
    """Yield the ids of the commits with unusual headers, such as a signature, in no fixed order."""
    for kind, identifier, content in _objects(folder):
        if kind == "commit" and any(not line.startswith(_USUAL) for line in content.partition(b"\n\n")[0].split(b"\n")):
            yield identifier


def _objects(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield kind, id and content of every object of a repository, in no fixed order.

    Raises CannotForgetError if Git fails.
    """
    asked = command("cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer")
    with subprocess.Popen(asked, cwd=folder, env=environment(), stdout=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        while head := reading.stdout.readline():
            identifier, kind, size = head.decode().split()
            yield kind, identifier, reading.stdout.read(int(size))
            reading.stdout.read(1)
    if reading.returncode:
        raise CannotForgetError("git")


def _refs(folder: Path) -> list[str]:
    return _text(folder, "for-each-ref", "--format=%(refname)").split()


def _text(folder: Path, *arguments: str) -> str:
    return run(folder, *arguments).decode("utf-8", "surrogateescape").strip()
