"""Writes a history of commits into a Git repository, with the same commit ids on every machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MAIN = "main"


@dataclass(frozen=True, slots=True)
class Person:
    """A person named by a commit."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who wrote a commit and when, who committed it and when; moments are ISO 8601 with an offset."""

    author: Person
    written: str
    committer: Person
    committed: str


class Repository:
    """A repository being written; the Git configuration of the machine's user has no effect on it."""

    def __init__(self, folder: Path) -> None:
        """Begin a repository in a new or empty folder. Raises FileExistsError for a folder with files."""
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FileExistsError(folder)
        self._folder = folder
        self._git("init", "--quiet", "--template=", f"--initial-branch={MAIN}", "--object-format=sha1")

    def checkout(self, branch: str, *, new: bool = False) -> None:
        """Switch to a branch; a new one begins at the present commit."""
        self._git("checkout", "--quiet", *(("-b",) if new else ()), branch)

    def write(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        """Change the files from `before` to `after`."""
        for name in before.keys() - after.keys():
            (self._folder / name).unlink()
        for name, content in after.items():
            if before.get(name) != content:
                path = self._folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self._git("add", "--all", "--force", "--", ".")

    def commit(self, message: str, signature: Signature) -> str:
        """Commit the changes and return the id of the commit. Raises CalledProcessError if there are no changes."""
        self._git(
            "commit", "--quiet", "--no-verify", "--cleanup=verbatim", "--file=-", signature=signature, given=message
        )
        return self._head()

    def merge(self, branch: str, message: str, signature: Signature) -> str:
        """Merge a branch with a merge commit and delete it."""
        self._git("merge", "--quiet", "--no-ff", "--no-verify", "-m", message, branch, signature=signature)
        self._git("branch", "--quiet", "--delete", branch)
        return self._head()

    def revert(self, commit: str, signature: Signature) -> str:
        """Revert a commit with another one."""
        self._git("revert", "--no-edit", commit, signature=signature)
        return self._head()

    def differs(self, files: Mapping[str, bytes]) -> bool:
        """Return whether the last commit differs from these files."""
        self._git("add", "--all", "--force", "--", ".")
        listed = self._git("ls-files", "-z").split("\0")[:-1]
        return sorted(listed) != sorted(files) or any(
            (self._folder / name).read_bytes() != content for name, content in files.items()
        )

    def _head(self) -> str:
        return self._git("rev-parse", "HEAD").strip()

    def _git(self, *arguments: str, signature: Signature | None = None, given: str | None = None) -> str:
        settings = (
            "commit.gpgsign=false",
            f"core.hooksPath={os.devnull}",
            f"core.excludesFile={os.devnull}",
            f"core.attributesFile={os.devnull}",
            "core.autocrlf=false",
            "core.safecrlf=false",
            "gc.auto=0",
            "maintenance.auto=false",
        )
        options: Sequence[str] = [part for setting in settings for part in ("-c", setting)]
        finished = subprocess.run(
            ["git", *options, *arguments],
            cwd=self._folder,
            env=_environment(signature),
            input=given,
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        )
        return finished.stdout


def _environment(signature: Signature | None) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": "true",
        "LC_ALL": "C",
    }
    if signature is not None:
        environment |= {
            "GIT_AUTHOR_NAME": signature.author.name,
            "GIT_AUTHOR_EMAIL": signature.author.email,
            "GIT_AUTHOR_DATE": signature.written,
            "GIT_COMMITTER_NAME": signature.committer.name,
            "GIT_COMMITTER_EMAIL": signature.committer.email,
            "GIT_COMMITTER_DATE": signature.committed,
        }
    return environment
