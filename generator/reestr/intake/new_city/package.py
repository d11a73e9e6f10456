"""Makes `requirements.txt` of a new city: this program and all its dependencies, each at the version
that is running.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reestr import wording

_NAME = "reestr"
# A line of a package's metadata: the dependency and, after a semicolon, its condition.
_NEEDED = re.compile(r"(?P<name>[\w.-]+)(?:[^\w.;-][^;]*)?(?P<condition>(?:;.*)?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Installation:
    """What pip must install, and the files that the repository needs for it: name -> content.

    `from_checkout` says that the program runs from its sources, so that it is unknown where pip can get it.
    """

    requirements: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    from_checkout: bool = False


def installation() -> Installation:
    """Return how to install the running program. Raises PackageNotFoundError if it was not installed at all."""
    program = metadata.distribution(_NAME)
    line, files, note = _source(program.version, _origin(program))
    pins = sorted(f"{name}=={version}" for name, version in _versions(_NAME).items() if name != _NAME)
    head = _comment("head") + (_comment(note) if note else "")
    return Installation(head + "\n".join([line, *pins]) + "\n", files, note == "checkout")


def _origin(program: metadata.Distribution) -> Mapping[str, object]:
    """Return pip's record of where the program came from (PEP 610); empty if it came from an index."""
    noted: Mapping[str, object] = json.loads(program.read_text("direct_url.json") or "{}")
    return noted


def _source(version: str, origin: Mapping[str, object]) -> tuple[str, Mapping[str, bytes], str]:
    """Return the line that names the program, the files it needs, and the remark above it."""
    url = str(origin.get("url", ""))
    commit = _inner(origin, "vcs_info", "commit_id")
    if commit:
        return f"{_NAME} @ {_inner(origin, 'vcs_info', 'vcs')}+{url}@{commit}", {}, ""
    if "dir_info" in origin:
        return f"{_NAME}=={version}", {}, "checkout"
    if url.startswith("file:"):
        wheel = Path(url2pathname(urlsplit(url).path))
        if wheel.is_file():
            name = f"packages/{wheel.name}"
            return f"./{name}", {name: wheel.read_bytes()}, "file"
        return f"{_NAME}=={version}", {}, "checkout"
    if url:
        return f"{_NAME} @ {url}", {}, ""
    return f"{_NAME}=={version}", {}, ""


def _inner(origin: Mapping[str, object], group: str, key: str) -> str:
    values = origin.get(group)
    return str(values.get(key, "")) if isinstance(values, Mapping) else ""


def _versions(root: str) -> Mapping[str, str]:
    """Return the versions of a package and of all its dependencies on this system, without extras."""
    found: dict[str, str] = {}
    wanted = [root]
    while wanted:
        try:
            distribution = metadata.distribution(wanted.pop())
        except metadata.PackageNotFoundError:
            # Needed only on another system.
            continue
        name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()
        if name not in found:
            found[name] = distribution.version
            needed = map(_NEEDED.match, distribution.requires or ())
            wanted += [item["name"] for item in needed if item is not None and "extra" not in item["condition"]]
    return found


def _comment(key: str) -> str:
    return "".join(f"# {line}\n" for line in wording.text(f"init.package.{key}").split("\n"))
