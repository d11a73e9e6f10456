"""Finds one page of every kind in a built site, to stand for all pages of the kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

_Record = Mapping[str, Any]

_FOLDERS_OF_MANY = ("organizations", "requirements", "changes", "state")
"""Folders with one page for each record or month: many pages of few kinds."""


def _accounts(organization: _Record) -> int:
    return len(organization["accounts"])


_ORGANIZATIONS: Mapping[str, Callable[[_Record], int]] = {
    "most breaches": lambda item: item["outcomes"]["breach"],
    "most done": lambda item: item["outcomes"]["met"] if not item["outcomes"]["breach"] else 0,
    "most accounts": _accounts,
    "longest name": lambda item: len(item["name"]),
    "exempt": lambda item: int(item["exempt"]),
    "closed": lambda item: int(item["status"] == "closed"),
    "obliged without accounts": lambda item: int(not item["exempt"] and not item["accounts"]),
    "most people responsible": lambda item: len(item["responsible"]),
    "seen from both sides": lambda item: int(bool(item["accounts_page"] and item["accounts_page"]["machine"])),
}
"""What distinguishes kinds of organization pages; for each, the first organization with the most of it is taken."""


def organizations_by_kind(site: Path) -> dict[str, str]:
    """Return kind -> path of an organization's page; kinds without an organization on the site are left out."""
    chosen = {}
    for kind, amount in _ORGANIZATIONS.items():
        best = max(_records(site, "organizations"), key=amount)
        if amount(best):
            chosen[kind] = f"organizations/{best['id']}/"
    return chosen


def kinds_of_pages(site: Path) -> list[str]:
    """Return paths of a built site relative to its root, one for each kind of page.

    They are every section and hand-written page, 404.html, the last month of changes and of states and, of the pages of
    records, one for each kind of organization and one for each subject of requirements, judged and not.
    """
    single = [
        path.relative_to(site).as_posix().removesuffix("index.html")
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] not in _FOLDERS_OF_MANY or path.parent.parent == site
    ]
    single += ["/".join(path.parts[-3:-1]) + "/" for path in sorted(site.glob("changes/*/index.html"))[-1:]]
    subjects = {
        (item["subject"], item["check"] is None): f"requirements/{item['id']}/"
        for item in _records(site, "requirements")
    }
    months = sorted(f"state/{folder.name}/" for folder in (site / "state").iterdir() if folder.is_dir())
    organizations = dict.fromkeys(organizations_by_kind(site).values())
    return [*single, *organizations, *subjects.values(), *former_by_kind(site), *months[-1:]]


def former_by_kind(site: Path) -> list[str]:
    """Return the page of one removed record of each kind that had pages of its own."""
    former = {item["kind"]: f"{item['kind']}s/{item['id']}/" for item in _records(site, "former")}
    return [path for kind, path in sorted(former.items()) if kind != "account"]


def _records(site: Path, kind: str) -> Sequence[_Record]:
    content = json.loads((site / "api" / "v1" / f"{kind}.json").read_text(encoding="utf-8"))
    records: Sequence[_Record] = content[kind]
    return records
