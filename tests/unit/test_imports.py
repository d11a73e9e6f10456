"""Imports go one way, as the design says: the core knows no files, clock, network or git; the edges are thin."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "generator"

# Layer -> the layers it may import besides itself. A layer is a module or a package right below `generator`.
ALLOWED: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "wording": set(),
    "diagnostics": {"wording"},
    "record_schemas": {"wording"},
    "source": {"diagnostics", "wording"},
    "model": set(),
    "edition": {"record_schemas"},
    "validation": {"source", "model", "diagnostics", "wording", "record_schemas", "compliance"},
    "editing": {"source", "diagnostics", "model", "wording", "record_schemas"},
    "load": {"source", "model", "validation", "diagnostics", "wording", "edition", "record_schemas", "collector"},
    "explain": {"wording", "diagnostics"},
    "new_city": {"editing", "record_schemas", "source", "wording"},
    "compliance": {"model"},
    "finding_text": {"model", "wording"},
    "change_text": {"model", "record_schemas", "wording"},
    "finding_value": {"model", "wording", "finding_text", "compliance"},
    "tasks": {"model", "compliance", "wording"},
    "forms": {"model", "record_schemas", "wording"},
    "artifact": {"model", "compliance", "tasks"},
    "step_text": {"change_text", "model", "wording"},
    "pages": {
        "artifact", "change_text", "compliance", "finding_text", "model", "record_schemas", "step_text", "tasks",
        "wording",
    },
    "exports": {
        "__init__", "artifact", "change_text", "compliance", "finding_text", "finding_value", "forms", "model",
        "record_schemas", "step_text", "tasks", "wording",
    },
    "history": {"model"},
    "replay": {
        "collector", "compliance", "edition", "history", "load", "model", "record_schemas", "source", "validation",
    },
    "papers": {
        "__init__", "artifact", "compliance", "exports", "finding_text", "finding_value", "model", "pages",
        "record_schemas", "wording",
    },
    "report": {
        "__init__", "change_text", "compliance", "diagnostics", "finding_text", "finding_value", "model", "wording",
    },
    "workbook": {
        "diagnostics", "editing", "edition", "load", "model", "record_schemas", "source", "validation", "wording",
    },
    "theme": set(),
    "shell": set(),
    "publish": set(),
    "docs_folder": set(),
    "collector": set(),
    "refresh": {"record_schemas"},
    "pipeline": {"artifact", "collector", "compliance", "edition", "exports", "model", "pages"},
    "plugin": {
        "artifact", "collector", "docs_folder", "edition", "forms", "load", "model", "pipeline", "pages", "publish",
        "refresh", "replay", "report", "shell", "wording",
    },
    "cli": {
        "__init__", "artifact", "collector", "compliance", "diagnostics", "editing", "edition", "explain", "forms",
        "history", "load", "model", "new_city", "papers", "pipeline", "plugin", "publish", "record_schemas", "replay",
        "report", "source", "validation", "wording", "workbook",
    },
}  # fmt: skip

PURE = (
    "model", "compliance", "forms", "tasks", "pages", "exports", "papers", "change_text", "step_text", "finding_text",
    "finding_value", "artifact",
)  # fmt: skip
IMPURE_MODULES = {"subprocess", "socket", "time", "random", "requests", "httpx", "urllib.request", "tempfile", "shutil"}
IMPURE_NAMES = {"open", "print", "exit"}


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def _layer(path: Path) -> str:
    top = path.relative_to(PACKAGE).parts[0]
    return top.removesuffix(".py")


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
            names.add(node.module)
    return names


def _own_layers(path: Path) -> set[str]:
    layers = set()
    for name in _imported(path):
        head, _, rest = name.partition(".")
        if head != "generator":
            continue
        layer = rest.partition(".")[0]
        known = layer in ALLOWED and layer != "__init__"
        if known:
            layers.add(layer)
        elif rest:
            layers.add("__init__")
    return layers - {_layer(path)}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_a_module_imports_only_the_layers_below_it(path: Path) -> None:
    layer = _layer(path)
    assert layer in ALLOWED, f"{layer} is a new layer: say in ALLOWED what it may import"
    assert _own_layers(path) <= ALLOWED[layer]


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_only_the_edges_import_mkdocs_and_print(path: Path) -> None:
    layer, imported = _layer(path), _imported(path)
    if layer not in ("plugin", "cli"):
        assert not {name for name in imported if name.partition(".")[0] == "mkdocs"}
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if layer != "cli":
        assert not called & {"print", "exit"}


@pytest.mark.parametrize("path", [path for path in _modules() if _layer(path) in PURE], ids=_name)
def test_the_pure_core_knows_no_files_clock_or_network(path: Path) -> None:
    assert not _imported(path) & IMPURE_MODULES
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not calls & IMPURE_NAMES
    clocks = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow")
    }
    assert not clocks


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_a_module_says_why_it_exists_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 300
