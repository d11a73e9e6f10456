"""`python -m benchmarks.published_bytes SITE`: the bytes and files of a built site by kind, the most bytes first."""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

_RECORDS = ("api", "badges", "calendar")
"""The folders whose subfolders have a file for each record."""

_PAGES = ("organizations", "requirements")
"""The folders that have a folder for each record."""


def published(site: Path) -> dict[str, tuple[int, int]]:
    """Return the bytes and the number of files of each kind of file of a site, the most bytes first."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for path in site.rglob("*"):
        if path.is_file():
            sizes[_kind(path.relative_to(site))].append(path.stat().st_size)
    kinds = sorted(sizes.items(), key=lambda item: (-sum(item[1]), item[0]))
    return {kind: (sum(found), len(found)) for kind, found in kinds}


def _kind(path: Path) -> str:
    parts = path.parts
    if parts[0] in _PAGES and len(parts) == 3:
        return f"{parts[0]}/*/"
    if parts[0] in _RECORDS and parts[-2] in ("organizations", "accounts"):
        return f"{'/'.join(parts[:-1])}/*{path.suffix}"
    return path.as_posix()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.published_bytes", description=__doc__)
    parser.add_argument("site", type=Path)
    found = published(parser.parse_args().site)
    print(f"{sum(size for size, _ in found.values()):>13,} {sum(number for _, number in found.values()):>7,}  all")
    for kind, (size, number) in found.items():
        print(f"{size:>13,} {number:>7,}  {kind}")


if __name__ == "__main__":
    main()
