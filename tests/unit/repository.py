"""Real repositories in temporary folders; every commit has its own author, moment and time zone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.unit.project import copy_of_base

_SETTINGS = ("-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")


@dataclass(frozen=True)
class Repository:
    """A project under Git whose records lie in `data/`."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def git(self, *arguments: str, at: str = "2026-01-05T10:00:00+10:00", by: str = "Editor") -> str:
        """Run git as somebody, at a moment."""
        identity = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", by), ("EMAIL", f"{by.lower()}@city.example"), ("DATE", at))
        }
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {**identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
        done = subprocess.run(
            ["git", *_SETTINGS, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files below `data/`; None deletes one."""
        for name, text in files.items():
            path = self.data / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())

    def commit(self, files: Mapping[str, str | None], at: str, by: str = "Editor") -> str:
        """Write files and commit everything; the commit's id."""
        self.write(files)
        self.git("add", "--all", at=at)
        self.git("commit", "--quiet", "--allow-empty", "--message", "A secret of the message", at=at, by=by)
        return self.git("rev-parse", "HEAD")


def repository(folder: Path) -> Repository:
    """The small valid city of the cases, committed as the beginning of its registry on 2026-01-05."""
    made = Repository(folder)
    folder.mkdir(parents=True, exist_ok=True)
    copy_of_base(folder)
    made.git("init", "--quiet")
    made.commit({}, "2026-01-05T10:00:00+10:00")
    return made
