"""Takes tokens and base addresses from the environment, or from a file of the project that Git ignores.

Secrets come from nowhere else, and nothing prints them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from reestr import wording
from reestr.intake.observation.collector import Collector
from reestr.records.files_on_disk import read_regular
from reestr.registry.errors import ReestrError

SECRETS_FILE = ".reestr-secrets"
"""The file beside `mkdocs.yml` that may hold secrets, a line `NAME=value` each."""

_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_LARGEST = 1 << 16


class WrongSecretsError(ReestrError):
    """Secrets or base addresses are missing or unsafe. The message is Russian and holds none of them."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(wording.text(f"observation.problem.{key}", **values))


def secrets_in_file(project: Path) -> Mapping[str, str]:
    """Return the secrets in the project's file, none if there is no file.

    Raises WrongSecretsError if others may read the file or if a line is no secret, OSError if it cannot be read.
    """
    path = project / SECRETS_FILE
    try:
        content = read_regular(project, SECRETS_FILE, _LARGEST)
    except FileNotFoundError:
        return {}
    if path.stat().st_mode & 0o077:
        raise WrongSecretsError("open-secrets", file=SECRETS_FILE)
    found = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = (part.strip() for part in line.partition("="))
        if not sign or _NAME.fullmatch(name) is None:
            raise WrongSecretsError("no-secrets-line", file=SECRETS_FILE, line=number)
        found[name] = value.strip("\"'")
    return found


def secrets_of(collector: Collector, known: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return a collector's secrets by the name of their variable, and the names of those that are missing."""
    names = (*collector.secrets, *collector.optional_secrets)
    found = {name: known[name] for name in names if known.get(name)}
    return found, tuple(name for name in collector.secrets if name not in found)


def base_of(collector: Collector, environment: Mapping[str, str]) -> tuple[str, bool]:
    """Return the base address to ask, and whether the environment names another one than the collector.

    Raises WrongSecretsError if that is no address: secrets would go astray.
    """
    other = environment.get(collector.base_variable, "").strip().rstrip("/")
    if not other:
        return collector.base, False
    try:
        parts = urlsplit(other)
        # Without encryption a secret may go to this machine alone.
        encrypted = parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))
        good = encrypted and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise WrongSecretsError("bad-base", variable=collector.base_variable) from None
    if not good or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise WrongSecretsError("bad-base", variable=collector.base_variable)
    return other, other != collector.base


def _is_this_machine(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
