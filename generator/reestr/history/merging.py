"""Merges two versions of a text that began as the same one, as Git does."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from reestr.history.git import command, environment


def merged(base: bytes, theirs: bytes, ours: bytes) -> bytes | None:
    """Return the text with both changes, None if they meet in the same lines or Git is not installed.

    `base` is what both began as. A text with CRLF line ends in `theirs` keeps them.
    """
    crlf = b"\r\n" in theirs
    texts = {"theirs": theirs.replace(b"\r\n", b"\n"), "base": base, "ours": ours}
    with tempfile.TemporaryDirectory(prefix="reestr-merge-") as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_bytes(text)
        arguments = command("merge-file", "--stdout", "--quiet", "theirs", "base", "ours")
        try:
            done = subprocess.run(arguments, cwd=folder, env=environment(), capture_output=True, check=False)
        except FileNotFoundError:
            return None
    if done.returncode != 0:
        return None
    return done.stdout.replace(b"\n", b"\r\n") if crlf else done.stdout
