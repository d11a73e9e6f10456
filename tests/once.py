"""Results made once per test run and shared by all test processes: the example's history and the built sites.

A site is identified by its inputs: the files and the commit of its project, the edition, the environment. The first
test that needs it makes it, and the others wait. Tests must not change it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.unit.project import ROOT, reestr

_NOT_OF_A_PROJECT = {"build", "node_modules", "__pycache__", "dist"}


@dataclass(frozen=True, slots=True)
class Once:
    """The folder of a test run, the same for all its processes."""

    folder: Path

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return a folder filled by `make`, now or in another process; `make` receives a path that does
        not exist yet.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                unfinished = self.folder / f"{name}.unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                make(unfinished)
                unfinished.rename(target)
        return target

    def site(self, project: Path, edition: str = "public", environment: Mapping[str, str] | None = None) -> Path:
        """Return the site of a project, built in a process of its own, as users build it."""

        def build(target: Path) -> None:
            options = ("--config", str(project / "mkdocs.yml"), "--edition", edition, "--output", str(target))
            done = reestr("build", *options, folder=ROOT, environment=environment)
            assert done.returncode == 0, done.stderr
            assert done.stderr == ""

        return self.made(f"site-{made_of(project, edition, environment or {})}", build)


def made_of(project: Path, edition: str, environment: Mapping[str, str]) -> str:
    """Return a name for the inputs of a site: the files of the project, its commit, the edition, the environment."""
    digest = hashlib.sha256(repr((edition, sorted(environment.items()), _commit(project))).encode())
    for path in _files(project):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(project)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _files(project: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(project):
        folders[:] = sorted(name for name in folders if name not in _NOT_OF_A_PROJECT and not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names))


def _commit(project: Path) -> str:
    if not (project / ".git").exists():
        return ""
    return subprocess.run(["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True, check=True).stdout
