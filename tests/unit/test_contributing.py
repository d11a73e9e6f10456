"""Every path that the documents for developers name exists in the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.en.md", "docs/contributing.md")

BASES = ("", "generator/reestr/")
"""The folders that paths in the documents begin at: the repository and the package."""

MADE = frozenset(("build/admin", "build/site", "changes.json", "changes.csv", "records.json", "publish.yml", "/admin/"))
"""Paths that no checkout has at that place: results of a build, files of the open data, a workflow by its name."""

_FENCED = re.compile(r"(?ms)^```.*?^```$")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_QUOTED = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.@<>*-]*(?:/[\w.@<>*-]*)+|[\w-]+\.(?:py|md|ya?ml|toml|m?js|css|html\.j2|lock|json|csv)")
_PLACEHOLDER = re.compile(r"<\w+>")


def _paths(section: str) -> list[str]:
    text = _FENCED.sub("", section)
    quoted = [name for name in _QUOTED.findall(text) if _PATH.fullmatch(name) and name not in MADE]
    return [*quoted, *(target for target in _LINK.findall(text) if ":" not in target)]


def _missing(document: str) -> list[str]:
    """The paths that lead nowhere: from a base, or from a folder that the same section has named before."""
    missing = []
    for section in re.split(r"(?m)^## ", document):
        bases = list(BASES)
        for text in _paths(section):
            pattern = _PLACEHOLDER.sub("*", text).rstrip("/")
            found = [ROOT / base / match for base in bases for match in (ROOT / base).glob(pattern)]
            if not found:
                missing.append(text)
                continue
            folder = found[0] if found[0].is_dir() else found[0].parent
            bases.append(f"{folder.relative_to(ROOT)}/")
    return missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_exists(name: str) -> None:
    document = (ROOT / name).read_text(encoding="utf-8")
    assert _paths(document)
    assert _missing(document) == []


def test_a_path_that_leads_nowhere_is_found() -> None:
    text = (
        "In `generator/reestr/judging`, `rule.py` and `gone.py`.\n## Other\n`rule.py`, `judging/run.py`, `docs/<x>.txt`"
    )
    assert _missing(text) == ["gone.py", "rule.py", "docs/<x>.txt"]


def test_the_list_of_decisions_is_whole() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = _LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))
