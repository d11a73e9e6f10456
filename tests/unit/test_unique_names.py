"""No class or alias name of the package has two meanings: each is defined in one module."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "generator" / "reestr"


def _names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and _is_name_of_type(target.id):
                    yield target.id


def _is_name_of_type(name: str) -> bool:
    bare = name.lstrip("_")
    return bare[:1].isupper() and not bare.isupper()


def test_no_class_or_alias_name_is_defined_twice() -> None:
    modules: dict[str, list[str]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in _names(ast.parse(file.read_text(encoding="utf-8"))):
            modules[name].append(str(file.relative_to(PACKAGE)))
    assert "Verdict" in modules
    assert {name: found for name, found in modules.items() if len(found) > 1} == {}
