"""Projects in temporary folders: a copy of the base case, or of the fictional city."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.prepared_command import run_prepared

ROOT = Path(__file__).parents[2]
BASE = ROOT / "generator" / "reestr" / "records" / "cases" / "_base"
PRIMERSK = ROOT / "examples" / "primersk"
VYMYSHLENSK = ROOT / "examples" / "vymyshlensk"

_SETTINGS = """site_name: Проба
docs_dir: docs
site_dir: site
theme: {name: reestr}
plugins:
  - reestr
"""


def copy_of_base(folder: Path) -> Path:
    """A small valid project below `folder`: `data/`, `docs/`, `mkdocs.yml`."""
    shutil.copytree(BASE, folder / "data")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
    return folder


def copy_of_primersk(folder: Path) -> Path:
    """The fictional city, without what was built of it."""
    shutil.copytree(PRIMERSK, folder, ignore=shutil.ignore_patterns("build", "__pycache__"), dirs_exist_ok=True)
    return folder


def copy_of_vymyshlensk(folder: Path) -> Path:
    """The second fictional city, without what was built of it."""
    shutil.copytree(VYMYSHLENSK, folder, ignore=shutil.ignore_patterns("build", "__pycache__"))
    return folder


def reestr(
    *arguments: str, folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would: its own process, output captured."""
    whole = {**os.environ, **(environment or {})}
    done = run_prepared(arguments, folder, whole)
    if done is not None:
        return done
    return subprocess.run(
        [sys.executable, "-m", "reestr", *arguments],
        cwd=folder,
        env=whole,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def reestr_here(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command run in this process, as a script runs it: quicker, and nobody is at a terminal."""
    from reestr.cli import run

    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.chdir(folder), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = run(arguments)
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (output, errors)]
    return subprocess.CompletedProcess(arguments, code, *said)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: name -> bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
