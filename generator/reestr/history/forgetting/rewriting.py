"""The history of a repository written anew without a name: made and looked through beside it, then taken over.

Git's own `fast-export` and `fast-import` do the reading and writing. Nothing is fetched or pushed.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reestr.history.forgetting.spellings import Spellings, is_packed
from reestr.history.forgetting.stream import Filtered, StreamFilter
from reestr.history.git import GitFailedError, command, environment, run
from reestr.registry.errors import ReestrError

_USUAL = (b"tree ", b"parent ", b"author ", b"committer ")
# They name commits by their ids or keep them beside the branches.
_REFUSED_REFS = ("refs/notes/", "refs/replace/", "refs/stash")
_PSEUDO_REFS = ("ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG")


class CannotForgetError(ReestrError):
    """The history cannot be written anew as the repository is: `key` names the reason below `forget.problem`."""

    def __init__(self, key: str, **said: object) -> None:
        self.key, self.said = key, said
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class FoundName:
    """Where a name is: how many commits, tags and files have it, the words around it, the packed files that would be
    emptied, words that resemble it, how many files could not be looked into."""

    objects: int
    contexts: tuple[str, ...]
    packed: tuple[str, ...]
    resembling: tuple[str, ...]
    sealed: int


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of the commits: the new id of each that changed; how many there are; files changed."""

    new_ids: dict[str, str]
    commits: int
    blobs: int


def check(folder: Path) -> bool:
    """Whether a repository is bare. Raises CannotForgetError where its history cannot be written anew."""
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
    """Where the name is in all objects that the repository has, reached by a branch or not."""
    objects, sealed = 0, 0
    packed: set[str] = set()
    contexts: dict[str, None] = {}
    resembling: dict[str, None] = {}
    for kind, identifier, content in _objects(folder):
        if kind == "tree":
            continue
        if spellings.is_in(content):
            objects += 1
            if is_packed(content):
                packed.add(identifier)
        sealed += content.startswith(b"%PDF")
        contexts.update(dict.fromkeys(spellings.contexts(content)))
        resembling.update(dict.fromkeys(spellings.resembling(content)))
    return FoundName(
        objects, tuple(sorted(contexts)), tuple(sorted(_paths(folder, packed))), tuple(sorted(resembling)), sealed
    )


def backup(folder: Path, file: Path) -> None:
    """Write all of the history as it is into a bundle, which `git clone` takes. The file must not exist."""
    if file.exists():
        raise CannotForgetError("backup-exists", file=file)
    run(folder, "bundle", "create", "--quiet", str(file.absolute()), "--all")


def forget(folder: Path, spellings: Spellings) -> Rewritten:
    """Write the history anew without the name, in place. What was there before is in no object afterwards.

    Raises CannotForgetError, with the repository as it was, where the name would be left in some object.
    """
    bare = check(folder)
    special = set(_special(folder))
    with tempfile.TemporaryDirectory(prefix="reestr-forget-") as made:
        beside = Path(made, "history.git")
        result, ids = _written(folder, beside, spellings, special)
        astray = {old for mark, old in result.commits.items() if mark not in result.changed and ids[mark] != old}
        if astray:
            result, ids = _written(folder, Path(made, "again.git"), spellings, special | astray)
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
    folder: Path, beside: Path, spellings: Spellings, special: Collection[str]
) -> tuple[Filtered, dict[bytes, str]]:
    """A bare repository with the history written anew; what became of it; the new id of every mark."""
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
        result = StreamFilter(reading.stdout, writing.stdin, spellings, special).run()
        writing.stdin.close()
    if reading.returncode or writing.returncode:
        raise CannotForgetError("git")
    ids = dict(line.split() for line in marks.read_bytes().splitlines())
    return result, {mark: ids[mark].decode() for mark in result.commits}


def _take_over(folder: Path, beside: Path, *, bare: bool) -> None:
    """The branches and tags of the other repository instead of our own, and no object that they do not need."""
    run(folder, "fetch", "--quiet", "--no-tags", "--update-head-ok", "--force", "--no-write-fetch-head",
        str(beside), "+refs/*:refs/*")  # fmt: skip
    there = set(_refs(beside))
    for name in _refs(folder):
        # What another repository has still holds the name.
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
    """The commits that have more than the usual heads, a signature say."""
    for kind, identifier, content in _objects(folder):
        if kind == "commit" and any(not line.startswith(_USUAL) for line in content.partition(b"\n\n")[0].split(b"\n")):
            yield identifier


def _objects(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Kind, id and content of every object of a repository."""
    asked = command("cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer")
    with subprocess.Popen(asked, cwd=folder, env=environment(), stdout=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        while head := reading.stdout.readline():
            identifier, kind, size = head.decode().split()
            yield kind, identifier, reading.stdout.read(int(size))
            reading.stdout.read(1)
    if reading.returncode:
        raise CannotForgetError("git")


def _paths(folder: Path, blobs: Collection[str]) -> Iterator[str]:
    """What files of the history are called."""
    if blobs:
        for line in _text(folder, "rev-list", "--all", "--objects").split("\n"):
            identifier, _, path = line.partition(" ")
            if identifier in blobs and path:
                yield path


def _refs(folder: Path) -> list[str]:
    return _text(folder, "for-each-ref", "--format=%(refname)").split()


def _text(folder: Path, *arguments: str) -> str:
    return run(folder, *arguments).decode("utf-8", "surrogateescape").strip()
