"""The core is pure, only the edges print or know MkDocs, and every module says why it exists.

Which room may import which is held by import-linter (`pyproject.toml`), as part of `make check`.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "generator" / "reestr"
ROOMS = {"cli", "publishing", "intake", "history", "records", "wording", "judging", "registry"}

#: Rooms and parts of rooms that see data only: no files, clock, network, Git, chance.
PURE = (
    "registry", "judging", "history/comparison.py", "history/narrative.py", "history/past.py",
    "intake/forms", "wording/finding_text.py", "wording/task_text.py", "wording/plain_text.py",
    "publishing/documents", "publishing/figures", "publishing/open_data", "publishing/site/pages",
    "publishing/site/widgets", "publishing/view.py",
)  # fmt: skip
#: WeasyPrint asks the machine for fonts; a settings file that names none is the only way to stop it.
IMPURE = ("publishing/documents/pdf.py",)
MKDOCS_EDGE = ("publishing/site/plugin", "cli")
IMPURE_MODULES = {"subprocess", "socket", "time", "random", "requests", "httpx", "urllib.request", "tempfile", "shutil"}
IMPURE_NAMES = {"open", "print", "exit"}
CLOCKS = {"today", "now", "utcnow"}
LONGEST = 500


@cache
def _modules() -> dict[str, ast.Module]:
    """Every module of the package by its path below the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def _lies_in(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in places)


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update({node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)})
    return names


def _called(tree: ast.Module) -> set[str]:
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_every_module_lies_in_a_room() -> None:
    loose = {name for name in _modules() if name.partition("/")[0] not in ROOMS}
    assert loose == {"__init__.py", "__main__.py"}


def test_only_the_edges_import_mkdocs_and_only_the_commands_print() -> None:
    for name, tree in _modules().items():
        if not _lies_in(name, MKDOCS_EDGE):
            assert not {module for module in _imported(tree) if module.partition(".")[0] == "mkdocs"}, name
        if not _lies_in(name, ("cli",)):
            assert not _called(tree) & {"print", "exit"}, name


def test_the_pure_core_knows_no_files_clock_or_network() -> None:
    assert all(any(_lies_in(name, (place,)) for name in _modules()) for place in PURE)
    for name, tree in _modules().items():
        if _lies_in(name, PURE) and name not in IMPURE:
            attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert not _imported(tree) & IMPURE_MODULES, name
            assert not _called(tree) & IMPURE_NAMES, name
            assert not attributes & CLOCKS, name


def test_every_module_says_why_it_exists_and_stays_short() -> None:
    for name, tree in _modules().items():
        assert ast.get_docstring(tree), f"{name}: no docstring"
        lines = len((PACKAGE / name).read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST, f"{name}: {lines} lines, more than one reason to exist?"
        relative = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
        assert not relative, f"{name}: imports are absolute"
