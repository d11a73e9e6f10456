"""Makes the changed modules: one small change of the syntax tree at a time, always the same ones in the same order."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
Item = TypeVar("Item")

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_IN_PATTERNS = ((r"\Z", ""), ("$", ""), ("^", ""), ("*", "+"), ("+", "*"), (")?", ")"))
_PATTERN_CALLS = frozenset(("compile", "split", "sub", "match", "search", "fullmatch"))


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change.

    `function` is the qualified name of the function that is changed, "" outside functions. `number` tells equal changes
    of one function apart, from 1. `lines` are the lines of which a test must run one to notice the change.
    """

    file: str
    function: str
    line: int
    change: str
    number: int
    lines: frozenset[int]
    code: CodeType

    @property
    def name(self) -> tuple[str, str, str, int]:
        """Return what identifies the change; it does not depend on lines, which move."""
        return self.file, self.function, self.change, self.number

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.change}"


def mutants(file: str, path: Path) -> list[Mutant]:
    """Return the changed modules of a file that compile to something else than the file, each once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    seen = {_compiled(tree, path)}
    found: list[Mutant] = []
    numbers: dict[tuple[str, str], int] = {}
    for place in list(_places(tree, tree, "", frozenset())):
        before = _shown(place.around)
        for replacement, change in _replacements(place.node):
            ast.copy_location(replacement, place.node)
            place.put(ast.fix_missing_locations(replacement))
            code = _compiled(tree, path)
            change = change or f"{before} -> {_shown(place.around)}"
            place.put(place.node)
            if code in seen:
                continue
            seen.add(code)
            number = numbers[place.function, change] = numbers.get((place.function, change), 0) + 1
            line = place.node.lineno
            found.append(Mutant(file, place.function, line, change, number, place.lines, code))
    return found


def _compiled(tree: ast.Module, path: Path) -> CodeType:
    return compile(tree, str(path), "exec", dont_inherit=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """A node of the tree, where it is attached, the expression or statement around it, and the lines that run it."""

    node: ast.expr | ast.stmt
    parent: ast.AST
    around: ast.AST
    field: str
    index: int | None
    function: str
    lines: frozenset[int]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


_NEVER = frozenset(("annotation", "returns", "decorator_list", "bases", "format_spec", "ctx"))


def _places(parent: ast.AST, around: ast.AST, function: str, lines: frozenset[int]) -> Iterator[_Place]:
    for field, value in ast.iter_fields(parent):
        if field in _NEVER:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(node, ast.AST) or _is_silent(node):
                continue
            inner, inner_lines = function, lines
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                inner = f"{function}.{node.name}".lstrip(".")
                inner_lines = frozenset((node.lineno, *(item.lineno for item in node.decorator_list)))
            elif isinstance(node, ast.stmt):
                inner_lines = _lines(node)
            elif isinstance(node, ast.expr):
                inner_lines = lines | _lines(node)
            if isinstance(node, ast.expr | ast.stmt):
                yield _Place(node, parent, around, field, index, function, inner_lines)
            yield from _places(node, node if isinstance(node, ast.expr | ast.stmt) else around, inner, inner_lines)


def _lines(node: ast.expr | ast.stmt) -> frozenset[int]:
    """Return the lines that are run for a node; of a block, those of its head."""
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) else node.end_lineno or node.lineno
    return frozenset(range(node.lineno, max(last, node.lineno) + 1))


def _is_silent(node: ast.AST) -> bool:
    """Return whether a node only guards against mistakes in the program or does nothing when it runs."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _replacements(node: ast.expr | ast.stmt) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Yield what may stand for a node, with the change in words; "" for a number, shown with what is around it."""
    for new in _expressions(node) if isinstance(node, ast.expr) else ():
        yield new, "" if isinstance(node, ast.Constant) else f"{ast.unparse(node)} -> {ast.unparse(new)}"
    if isinstance(node, ast.stmt):
        yield from _statements(node)


def _shown(node: ast.AST) -> str:
    return next(iter(ast.unparse(node).splitlines()), "")


def _statements(node: ast.stmt) -> Iterator[tuple[ast.stmt, str]]:
    head = _shown(node)
    if isinstance(node, ast.If):
        if not isinstance(node.test, ast.Compare | ast.BoolOp) or len(getattr(node.test, "ops", ())) > 1:
            yield _with(node, test=_negated(node.test)), f"{head} -> if not"
        if not node.orelse:
            yield ast.Pass(), f"{head} -> dropped"
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Delete):
        yield ast.Pass(), f"{head} -> dropped"
    elif isinstance(node, ast.Continue):
        yield ast.Break(), "continue -> break"
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield ast.Return(ast.Constant(None)), f"{head} -> return None"
    elif isinstance(node, ast.For):
        yield _with(node, iter=ast.Tuple([], ast.Load())), f"{head} -> dropped"


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                yield _with(node, ops=_exchanged(node.ops, index, _COMPARED[type(operator)]()))
        case ast.BoolOp():
            yield _with(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            for index in range(len(node.values)):
                rest = [*node.values[:index], *node.values[index + 1 :]]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not()):
            yield copy.copy(node.operand)
        case ast.BinOp() if type(node.op) in _CALCULATED:
            yield _with(node, op=_CALCULATED[type(node.op)]())
        case ast.IfExp():
            yield _with(node, body=node.orelse, orelse=node.body)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() as number):
            yield from (ast.Constant(number + step) for step in (1, -1))
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield _with(node, func=ast.Name(_CALLED[name], ast.Load()))
        case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=str() as text), *rest]):
            if name in _PATTERN_CALLS:
                for pattern in _patterns(text):
                    yield _with(node, args=[ast.Constant(pattern), *rest])
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            for place, loop in enumerate(node.generators):
                for index in range(len(loop.ifs)):
                    kept = [*loop.ifs[:index], *loop.ifs[index + 1 :]]
                    yield _with(node, generators=_exchanged(node.generators, place, _with(loop, ifs=kept)))


def _patterns(text: str) -> Iterator[str]:
    """Yield a regular expression with one sign changed; those that do not compile are left out."""
    for old, new in _IN_PATTERNS:
        at = text.find(old)
        while at >= 0:
            changed = text[:at] + new + text[at + len(old) :]
            if not text[:at].endswith(("\\", "[")) and _compiles(changed):
                yield changed
            at = text.find(old, at + 1)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _with(node: Node, **fields: object) -> Node:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _exchanged(items: list[Item], index: int, item: Item) -> list[Item]:
    return [*items[:index], item, *items[index + 1 :]]


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
