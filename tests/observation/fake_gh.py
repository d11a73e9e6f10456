"""A `gh` for tests: it records each call and answers from a folder, as GitHub's own program would."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

# The folder with `calls.jsonl`, `releases/<tag>/<asset>`, `open.txt` (the number of an open request) and `refuse.txt`
# (the start of a path that the forge refuses).
FOLDER = Path(os.environ.get("FAKE_GH", "."))


def _value(arguments: list[str], name: str) -> str | None:
    return arguments[arguments.index(name) + 1] if name in arguments else None


def _release(arguments: list[str]) -> int:
    what, tag = arguments[0], arguments[1]
    folder = FOLDER / "releases" / tag
    if what == "create":
        folder.mkdir(parents=True)
        return 0
    if not folder.is_dir():
        print("release not found", file=sys.stderr)
        return 1
    if what == "view":
        print("\n".join(sorted(path.name for path in folder.iterdir())))
    elif what == "download":
        name, target = _value(arguments, "--pattern"), _value(arguments, "--dir")
        assert name is not None and target is not None
        if not (folder / name).is_file():
            print("no assets match the file pattern", file=sys.stderr)
            return 1
        Path(target).mkdir(exist_ok=True)
        shutil.copy(folder / name, Path(target) / name)
    elif what == "upload":
        assert "--clobber" in arguments
        shutil.copy(arguments[2], folder / Path(arguments[2]).name)
    return 0


def _api(arguments: list[str]) -> int:
    path = next(item for item in arguments if item.startswith("repos/"))
    refused = FOLDER / "refuse.txt"
    if refused.exists() and path.startswith(refused.read_text(encoding="utf-8")):
        print("gh: Not allowed (HTTP 405)", file=sys.stderr)
        return 1
    if "pulls?" in path:
        known = FOLDER / "open.txt"
        print(known.read_text(encoding="utf-8") if known.exists() else "", end="")
    elif path.endswith("/pulls"):
        print(17)
    return 0


def main(arguments: list[str]) -> int:
    """Record a call, with what it sends from files, and answer it."""
    sent = [
        item.partition("=@")[0] + "=" + Path(item.partition("=@")[2]).read_text(encoding="utf-8")
        if "=@" in item
        else item
        for item in arguments
    ]
    with (FOLDER / "calls.jsonl").open("a", encoding="utf-8") as calls:
        calls.write(json.dumps(sent, ensure_ascii=False) + "\n")
    if arguments[0] == "release":
        return _release(arguments[1:])
    if arguments[0] == "api":
        return _api(arguments[1:])
    assert arguments == ["auth", "setup-git"], arguments
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
