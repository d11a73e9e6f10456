"""Git, through the `git` command alone: reads only; never a shell, never the network.

What writes, `history/forgetting`, runs it by `command` and `environment`, too.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reestr.history.timeline.model import Gap
from reestr.registry.errors import ReestrError

# A record is a regular file, never a link or a submodule.
_REGULAR = frozenset(("100644", "100755"))
_NOTHING = "000000"

FIRST_ID = "Reestr-First-Id"
"""The trailer of a commit that was written anew: the id it had first, which feeds and pages know it by."""

_ID_LENGTHS = (40, 64)


class NoHistoryError(ReestrError):
    """There is no readable history; `gap` is the reason."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        super().__init__(gap.value)


class UnknownRevisionError(ReestrError):
    """The repository has no such revision; carries its name."""


class GitFailedError(ReestrError):
    """A git command failed that works in every sound repository; carries git's message."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a commit changed. `name` is relative to the folder asked for.

    A blob is None if there is no file, and "" if the entry is not a regular file.
    """

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RawCommit:
    """A commit of the first-parent line with the files it changed against its first parent; `first_id` as in Commit."""

    id: str
    at: datetime.datetime
    files: tuple[FileChange, ...]
    first_id: str | None = None


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository seen from one of its folders.

    `folder` is that folder, `prefix` its name in the repository ("" or with a final slash). All names passed and
    returned are relative to the folder. Every method raises GitFailedError if the repository is broken.
    """

    root: Path
    folder: Path
    prefix: str

    def commit(self, revision: str = "HEAD") -> tuple[str, datetime.datetime]:
        """Return the full id and the moment (aware, with its own offset) of a revision. Raises UnknownRevisionError."""
        # Some versions of git would read a leading dash as an option.
        if revision.startswith("-"):
            raise UnknownRevisionError(revision)
        found = self._try("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found is None:
            raise UnknownRevisionError(revision)
        identifier = found.decode().strip()
        moment = self._run("show", "--no-patch", "--format=%cI", identifier).decode().strip()
        return identifier, datetime.datetime.fromisoformat(moment)

    def common_ancestor(self, one: str, other: str) -> str | None:
        """Return the last common commit of two lines; None if they have none."""
        found = self._try("merge-base", one, other)
        return found.decode().strip() if found else None

    def tree(self, commit: str) -> dict[str, str]:
        """Return the files of the folder in a commit: name -> blob; "" for an entry that is not a regular file."""
        files: dict[str, str] = {}
        place = [self.prefix] if self.prefix else []
        listing = self._run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *place)
        for entry in listing.split(b"\0"):
            if entry:
                mode, _, rest = entry.decode("utf-8", "surrogateescape").partition(" ")
                head, _, path = rest.partition("\t")
                blob = head.partition(" ")[2]
                files[path.removeprefix(self.prefix)] = blob if mode in _REGULAR else ""
        return files

    def first_parents(self, head: str, after: str | None = None) -> Iterator[RawCommit]:
        """Yield the commits of the first-parent line up to `head` that changed the folder, oldest first.

        `after` excludes that commit and all earlier ones.
        """
        span = head if after is None else f"{after}..{head}"
        output = self._run(
            "log",
            "--first-parent",
            "--reverse",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-renames",
            "--root",
            "-m",
            f"--format=tformat:%x02%H %cI %(trailers:key={FIRST_ID},valueonly,separator=%x20)",
            span,
            "--",
            ".",
        ).decode("utf-8", "surrogateescape")
        yield from self._commits(iter(output.split("\0")))

    def first_parent_moments(self, head: str = "HEAD") -> Iterator[tuple[str, datetime.datetime]]:
        """The ids and moments of the commits of the first-parent line that changed the folder, oldest first."""
        lines = self._run("log", "--first-parent", "--reverse", "--format=tformat:%H %cI", head, "--", ".")
        for line in lines.decode().splitlines():
            identifier, _, moment = line.partition(" ")
            yield identifier, datetime.datetime.fromisoformat(moment)

    def _commits(self, tokens: Iterator[str]) -> Iterator[RawCommit]:
        current: list[str] | None = None
        files: list[FileChange] = []
        for token in tokens:
            text = token.lstrip("\n")
            if text.startswith("\x02"):
                if current is not None:
                    yield _commit(current, files)
                current, files = text[1:].split(), []
            elif text.startswith(":"):
                old_mode, new_mode, before, after, _ = text[1:].split(" ")
                files.append(
                    FileChange(
                        next(tokens).removeprefix(self.prefix),
                        _blob(old_mode, before),
                        _blob(new_mode, after),
                    )
                )
        if current is not None:
            yield _commit(current, files)

    def leads_to(self, earlier: str, head: str) -> bool:
        """Return whether a commit is another one or lies on its first-parent line."""
        return earlier in self._run("rev-list", "--first-parent", head).decode().split()

    def contents(self, blobs: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of blobs, read in one batch."""
        if not blobs:
            return {}
        output = self._run("cat-file", "--batch", "--buffer", given="".join(f"{blob}\n" for blob in blobs).encode())
        found: dict[str, bytes] = {}
        place = 0
        while place < len(output):
            end = output.index(b"\n", place)
            blob, kind, *size = output[place:end].decode().split(" ")
            place = end + 1
            # `<id> missing` has no content: an object that a partial clone left on the server.
            if kind == "blob":
                length = int(size[0])
                found[blob] = output[place : place + length]
                place += length + 1
        return found

    def uncommitted(self) -> tuple[str, ...]:
        """Return the files of the folder that differ from the last commit or are not in it, sorted."""
        output = self._run("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".")
        entries = output.decode("utf-8", "surrogateescape").split("\0")
        return tuple(sorted(entry[3:].removeprefix(self.prefix) for entry in entries if entry))

    def is_shallow(self) -> bool:
        """Return whether the clone lacks older commits."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def _run(self, *arguments: str, given: bytes | None = None) -> bytes:
        done = _git(self.folder, arguments, given)
        if done.returncode:
            raise GitFailedError(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    def _try(self, *arguments: str) -> bytes | None:
        """Return the output, or None if git refuses."""
        done = _git(self.folder, arguments, None)
        return None if done.returncode else done.stdout


def open_repository(folder: Path) -> Repository:
    """Return the repository that contains a folder. Raises NoHistoryError if there is none or it is not readable."""
    folder = folder.resolve()
    try:
        answer = _git(folder, ("rev-parse", "--show-toplevel", "--show-prefix"), None)
    except FileNotFoundError:
        raise NoHistoryError(Gap.NO_GIT) from None
    if answer.returncode:
        # Git refuses a repository of another owner until the user marks it as safe; that decision is the user's.
        refused = b"dubious ownership" in answer.stderr
        raise NoHistoryError(Gap.REFUSED if refused else Gap.NO_REPOSITORY)
    root, prefix = answer.stdout.decode("utf-8", "surrogateescape").split("\n")[:2]
    repository = Repository(Path(root), folder, prefix)
    try:
        repository.commit()
    except UnknownRevisionError:
        raise NoHistoryError(Gap.NO_COMMITS) from None
    return repository


def _commit(head: Sequence[str], files: Sequence[FileChange]) -> RawCommit:
    # Anybody may write anything into a message: what is no id is none.
    first = next((word for word in head[2:] if len(word) in _ID_LENGTHS and set(word) <= set("0123456789abcdef")), None)
    return RawCommit(head[0], datetime.datetime.fromisoformat(head[1]), tuple(files), first)


def _blob(mode: str, blob: str) -> str | None:
    return None if mode == _NOTHING else blob if mode in _REGULAR else ""


def would_take(folder: Path, name: str) -> bool:
    """Return whether Git would take a file of a folder into its repository: it is not ignored, or taken already.

    False where there is no repository or no Git.
    """
    try:
        found = _git(folder, ("ls-files", "--cached", "--others", "--exclude-standard", "--", name), None)
    except FileNotFoundError:
        return False
    return bool(found.stdout.strip())


def leaves_open(folder: Path, path: Path) -> bool:
    """Return whether a path lies in the repository of a folder and is not ignored there; it need not exist.

    False where there is no repository or no Git.
    """
    if not any((parent / ".git").exists() for parent in path.parents):
        return False
    try:
        # The command refuses literal paths; it takes no pattern, and a full path begins with no colon.
        asked = ("--no-literal-pathspecs", "check-ignore", "--quiet", "--", str(path))
        return _git(folder, asked, None).returncode == 1
    except FileNotFoundError:
        return False


def run(folder: Path, *arguments: str) -> bytes:
    """What a command of Git says. Raises GitFailedError."""
    done = _git(folder, arguments, None)
    if done.returncode:
        raise GitFailedError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def environment() -> dict[str, str]:
    """The variables that Git runs with."""
    # Variables of an outer git (a hook runs us, say) would lead to its repository instead of the folder's.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return own | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }


def command(*arguments: str) -> list[str]:
    """A command of Git with the settings that it needs whatever the user's are."""
    # `--literal-pathspecs`: a folder called `data*` is that folder and no pattern.
    settings = ("-c", "core.quotepath=off", "-c", "core.fsmonitor=false")
    return ["git", "--no-pager", "--literal-pathspecs", *settings, *arguments]


def _git(folder: Path, arguments: Sequence[str], given: bytes | None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(),
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        check=False,
    )
