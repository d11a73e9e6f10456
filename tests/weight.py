"""The initial download of a page: the page, its styles, its scripts and their imports, compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

PAGE_LIMIT = 60_000
"""The maximum size of a page in bytes, gzipped, without images and without the font."""

FONT_LIMIT = 62_000
"""The maximum bytes of the font that a page may request; a browser requests it once for all pages."""

FONT = ".woff2"

_TAKEN_IN = re.compile(
    r"""<link\b[^>]*\brel="(?:stylesheet|modulepreload|preload)"[^>]*\bhref="([^"]+)"|<script\b[^>]*\bsrc="([^"]+)\""""
)
# `import("…")` loads later, on demand.
_IMPORTED = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']|@import\s*["']([^"']+)["']""")
_ROOT = "http://site.test/"


def first_load(site: Path, path: str) -> set[str]:
    """Return the files that a browser needs to show a page, by their paths in the built site."""
    name = file_of(path)
    found = {name}
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name.endswith(FONT):
            continue
        pattern = _TAKEN_IN if name.endswith(".html") else _IMPORTED
        for groups in pattern.findall((site / name).read_text(encoding="utf-8")):
            part = file_of(urljoin(_ROOT + name, "".join(groups)))
            if part not in found:
                found.add(part)
                waiting.append(part)
    return found


def file_of(address: str) -> str:
    """Return the file of the built site at an address or at a path within the site."""
    path = unquote(urlsplit(address).path).lstrip("/")
    return f"{path}index.html" if path.endswith("/") or not path else path


def compressed(site: Path, files: set[str]) -> int:
    """Return the bytes of the files without the font, each gzipped by itself, as a server sends it."""
    return sum(len(gzip.compress((site / name).read_bytes(), 9, mtime=0)) for name in files if not name.endswith(FONT))


def font_bytes(site: Path, files: set[str]) -> int:
    """Return the bytes of the font's files among them, which are already compressed."""
    return sum((site / name).stat().st_size for name in files if name.endswith(FONT))
