"""Makes `requirements.txt` of a city: this program and all that it needs, each with its checksum, so that pip installs
these files or nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reestr import __version__, wording
from reestr.registry.errors import ReestrError

FOLDER = "packages"
"""The folder of a city's repository where the wheel of the program lies."""

_NAME = "reestr"
_LOCK = "reestr/intake/new_city/files/requirements.lock"
_WHEEL = re.compile(r"reestr-(?P<version>[0-9][A-Za-z0-9.!+_]*)-py3-none-any\.whl")
_INDEX = re.compile(r"index(?::(?P<address>https?://\S+))?")
_REMOTE = re.compile(r"(?:git\+)?(?:https?|ssh|file)://\S+")


@dataclass(frozen=True, slots=True)
class Installation:
    """What pip must install, and the files that the repository needs for it: name -> content."""

    requirements: str
    files: Mapping[str, bytes] = field(default_factory=dict)


class NoPackageError(ReestrError):
    """No wheel of this version can be had from the source; carries the key of its text in `init.package` and values."""

    def __init__(self, key: str, **said: object) -> None:
        self.key, self.said = key, said
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class _Wheel:
    name: str
    content: bytes


def installation(source: str | None = None) -> Installation:
    """Return how pip gets this version of the program.

    `source` is a wheel's path, an address of a wheel or of a Git repository (`git+https://…@tag`), `index`, or
    `index:ADDRESS`; None means where the running program came from. Only for an index the program is named by its name,
    after the index was seen to have it; otherwise its wheel becomes a file of the repository. Raises NoPackageError.
    """
    told = _origin() if source is None else source
    index = _INDEX.fullmatch(told)
    if index is not None:
        address = ("--index-url", index["address"]) if index["address"] else ()
        wheel = _checked(_made("download", *address, "--only-binary", ":all:", f"{_NAME}=={__version__}"), told)
        return Installation(_requirements(f"{_NAME}=={__version__}", wheel, "index", address))
    wheel = _checked(_found(told), told)
    file = f"{FOLDER}/{wheel.name}"
    return Installation(_requirements(f"./{file}", wheel, "file"), {file: wheel.content})


def _origin() -> str:
    """Return where pip got the running program from (PEP 610), in the words of `--source`."""
    try:
        noted = json.loads(metadata.distribution(_NAME).read_text("direct_url.json") or "{}")
    except metadata.PackageNotFoundError:
        raise NoPackageError("not-installed") from None
    url = str(noted.get("url", ""))
    if "vcs_info" in noted:
        return f"{noted['vcs_info']['vcs']}+{url}@{noted['vcs_info']['commit_id']}"
    if url.startswith("file:"):
        return url2pathname(urlsplit(url).path)
    return url or "index"


def _found(source: str) -> _Wheel:
    """Return the wheel that a path or an address leads to."""
    path = Path(source)
    if path.is_file():
        return _Wheel(path.name, path.read_bytes())
    if (path / "pyproject.toml").is_file():
        return _built(str(path))
    if _REMOTE.fullmatch(source):
        return _built(source if urlsplit(source).path.endswith(".whl") else f"{_NAME} @ {source}")
    raise NoPackageError("no-source", source=source)


def _built(source: str) -> _Wheel:
    # The environment of a working copy has what builds the wheel; elsewhere pip fetches that.
    alone = ("--no-build-isolation",) if importlib.util.find_spec("hatchling") is not None else ()
    return _made("wheel", *alone, source)


def _made(command: str, *arguments: str) -> _Wheel:
    """Have pip fetch or build the wheel, without what it needs."""
    with tempfile.TemporaryDirectory(prefix="reestr-wheel-") as folder:
        place = ("--wheel-dir" if command == "wheel" else "--dest", folder)
        failed = _pip([command, "--no-deps", *place, *arguments])
        if failed is not None:
            raise NoPackageError("not-had", source=arguments[-1], version=__version__, reason=failed)
        path = next(Path(folder).glob("*.whl"), None)
        if path is None:
            raise NoPackageError("not-a-wheel", source=arguments[-1])
        return _Wheel(path.name, path.read_bytes())


def _pip(arguments: Sequence[str]) -> str | None:
    """Run pip of this environment. Returns None, or its last line if it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", *arguments]
    # Nobody is there to give Git a password.
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    said = [line.removeprefix("ERROR: ") for line in done.stderr.splitlines() if line.strip()]
    return None if done.returncode == 0 else said[-1] if said else str(done.returncode)


def _checked(wheel: _Wheel, source: str) -> _Wheel:
    """Return the wheel if it is this program in this version: the other files of the repository fit no other one."""
    name = _WHEEL.fullmatch(wheel.name)
    if name is None or _lock(wheel) is None:
        raise NoPackageError("not-a-wheel", source=source)
    if name["version"] != __version__:
        raise NoPackageError("other-version", source=source, found=name["version"], version=__version__)
    return wheel


def _lock(wheel: _Wheel) -> str | None:
    """Return the list of all that the program needs, with checksums, which every wheel carries; None without one."""
    try:
        with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
            return archive.read(_LOCK).decode("utf-8")
    except (zipfile.BadZipFile, KeyError):
        return None


def _requirements(line: str, wheel: _Wheel, note: str, options: Sequence[str] = ()) -> str:
    checksum = hashlib.sha256(wheel.content).hexdigest()
    needed = [text for text in (_lock(wheel) or "").splitlines() if text.strip() and not text.lstrip().startswith("#")]
    index = [" ".join(options)] if options else []
    return _comment("head") + _comment(note) + "\n".join([*index, f"{line} --hash=sha256:{checksum}", *needed]) + "\n"


def names_needed() -> frozenset[str]:
    """Return the names of all packages that the program needs."""
    lock = (Path(__file__).parent / "files" / "requirements.lock").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def without_checksum(requirements: str) -> list[str]:
    """Return the lines of a `requirements.txt` that name a package without its checksum: pip would refuse the file."""
    lines = re.sub(r"\\\n", " ", requirements).splitlines()
    return [line for line in lines if re.match(r"[A-Za-z0-9./]", line) and "--hash=" not in line]


def _comment(key: str) -> str:
    return "".join(f"# {line}\n" for line in wording.text(f"init.package.{key}").split("\n"))
