"""A `gh` for tests: it records each call and answers from a folder, as GitHub's own program would."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

# The folder with `calls.jsonl`, `releases/<tag>/<asset>`, `open.txt` (the number of an open request), `refuse.txt`
# (the start of a path that the forge refuses), `refs/<branch>` (the commit of a branch), `comment.txt` (the number of
# our comment) and `pages.txt` (the site's address; without it the forge publishes none).
FOLDER = Path(os.environ.get("FAKE_GH", "."))
MADE = "git/refs", "git/trees", "git/blobs", "git/commits"


def _value(arguments: list[str], name: str) -> str | None:
    return arguments[arguments.index(name) + 1] if name in arguments else None


def _field(arguments: list[str], name: str) -> str:
    (found,) = (item.partition("=")[2] for item in arguments if item.startswith(f"{name}="))
    return found


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


def _known(name: str) -> int:
    """Print the content of a file of the folder; without it, refuse as the forge does for what it does not have."""
    file = FOLDER / name
    if not file.exists():
        print('{"message":"Not Found","status":"404"}')
        print("gh: Not Found (HTTP 404)", file=sys.stderr)
        return 1
    print(file.read_text(encoding="utf-8"), end="")
    return 0


def _api(arguments: list[str]) -> int:
    path = next(item for item in arguments if item.startswith("repos/"))
    refused = FOLDER / "refuse.txt"
    if refused.exists() and path.startswith(refused.read_text(encoding="utf-8")):
        print("gh: Not allowed (HTTP 405)", file=sys.stderr)
        return 1
    rest = path.split("/", 3)[3]
    method = _value(arguments, "--method") or "GET"
    if "pulls?" in path:
        known = FOLDER / "open.txt"
        print(known.read_text(encoding="utf-8") if known.exists() else "", end="")
    elif rest == "pulls":
        print(17)
    elif rest.startswith("git/"):
        return _git(rest, method, arguments)
    elif rest == "pages":
        return _known("pages.txt")
    elif rest.endswith("/comments") and method == "GET":
        known = FOLDER / "comment.txt"
        print(known.read_text(encoding="utf-8") if known.exists() else "", end="")
    elif rest.startswith("contents/") and method == "GET":
        print("blob-of-the-branch")
    return 0


def _git(rest: str, method: str, arguments: list[str]) -> int:
    refs = FOLDER / "refs"
    if rest.startswith("git/ref/heads/"):
        return _known(f"refs/{rest.removeprefix('git/ref/heads/')}")
    if rest.startswith("git/refs/heads/") and method == "PATCH":
        branch = refs / rest.removeprefix("git/refs/heads/")
        branch.write_text(_field(arguments, "sha"), encoding="utf-8")
    elif rest == "git/refs":
        branch = refs / _field(arguments, "ref").removeprefix("refs/heads/")
        assert not branch.exists(), "the forge refuses a branch that is there"
        branch.parent.mkdir(parents=True, exist_ok=True)
        branch.write_text(_field(arguments, "sha"), encoding="utf-8")
    elif rest.startswith("git/commits/"):
        print(f"tree-of-{rest.rpartition('/')[2]}")
    elif rest in MADE:
        print(f"new-{rest.removeprefix('git/').removesuffix('s')}")
    return 0


def _sent(item: str) -> str:
    """Return an argument with what it sends from a file, or from standard input."""
    name, sign, file = item.partition("=@")
    if not sign:
        return item
    return f"{name}=" + (sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Record a call, with what it sends from files, and answer it."""
    with (FOLDER / "calls.jsonl").open("a", encoding="utf-8") as calls:
        calls.write(json.dumps([_sent(item) for item in arguments], ensure_ascii=False) + "\n")
    if arguments[0] == "release":
        return _release(arguments[1:])
    if arguments[0] == "api":
        return _api(arguments[1:])
    assert arguments == ["auth", "setup-git"], arguments
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
