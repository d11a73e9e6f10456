"""Finds one page of every kind in a built site, to stand for all pages of the kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

_Record = Mapping[str, Any]

_RECORD_FOLDERS = ("organizations", "requirements")
"""Folders with one page for each record: as many pages as records, few kinds of them."""


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
}
"""What makes an organization's page a kind of its own; the first organization with the most of it is taken."""


def organizations_by_kind(site: Path) -> dict[str, str]:
    """Kind -> path of an organization's page; kinds that no organization of the site is are left out."""
    chosen = {}
    for kind, amount in _ORGANIZATIONS.items():
        best = max(_records(site, "organizations"), key=amount)
        if amount(best):
            chosen[kind] = f"organizations/{best['id']}/"
    return chosen


def kinds_of_pages(site: Path) -> list[str]:
    """Paths of a built site relative to its root: every section and hand-written page, 404.html, and of the pages of
    records one for each kind of organization and one for each subject of requirements, judged and not."""
    single = [
        path.relative_to(site).as_posix().removesuffix("index.html")
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] not in _RECORD_FOLDERS or path.parent.parent == site
    ]
    subjects = {
        (item["subject"], item["check"] is None): f"requirements/{item['id']}/"
        for item in _records(site, "requirements")
    }
    return [*single, *dict.fromkeys(organizations_by_kind(site).values()), *subjects.values(), *former_by_kind(site)]


def former_by_kind(site: Path) -> list[str]:
    """The page of one record of each kind that is no more and has had a page of its own."""
    former = {item["kind"]: f"{item['kind']}s/{item['id']}/" for item in _records(site, "former")}
    return [path for kind, path in sorted(former.items()) if kind != "account"]


def _records(site: Path, kind: str) -> Sequence[_Record]:
    content = json.loads((site / "api" / "v1" / f"{kind}.json").read_text(encoding="utf-8"))
    records: Sequence[_Record] = content[kind]
    return records
