"""Every regular expression in the package takes linear time: all are found and analysed, none is run."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import reestr
from reestr.records.editing import rewrite
from reestr.records.reader import read
from reestr.records.validation import suggestions

from tests.unit.pattern_growth import growth
from tests.unit.project import ROOT

PACKAGE = ROOT / "generator" / "reestr"
CALLS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
ANCHORED = frozenset(("match", "fullmatch"))

# What is not linear by its tree, and why no text makes it slow.
BOUNDED = {
    ("reestr.registry.slow_patterns", "_TOKEN"): "the pattern compiles: each bracket that is opened is closed",
    ("reestr.publishing.documents.pdf", "_FACE"): "matched against the style sheet that the package brings",
}
BOUNDED_IN_SCRIPTS = {
    r"\d+(?:\.\d+)*": "of the name of a part of the act, which we wrote",
    r"""^[\p{L}\p{N}\s№"'«».,()-]*\p{L}[\p{L}\p{N}\s№"'«».,()-]*$""": "asked of as many words as LONGEST_WORDS says",
    r"[.:!?]+$": "asked of text.slice(0, rules.maximumLength)",
    r"[.:!?…]+$": "asked of the parts of a text of at most rules.maximumLength characters",
    r"[.\s]+$": "asked of the heading and the sentence of our own answer",
    r"[/_]+$": "asked of a word that has these signs only at its end",
    r"\/+$": "asked of an address of at most 2,048 characters",
    r"[0-9]+$": "asked of the canonical addresses in our own index",
}
# Patterns that are made while the program runs: of what, and what bounds them.
MADE = {
    "reestr.registry.addresses": {"path", "separators"},  # of a network's record: slow_patterns refuses what is slow
    "reestr.records.validation.schema_errors": {
        'str(schema.get("pattern", ""))',  # of the schemas, see below
        "pattern",
        "between",  # one set of characters
        'f"[0-9]{{{count}}}"',
    },
    "reestr.records.validation.placement": {'definition["pattern"]'},  # of the schemas
    "reestr.intake.workbook.cell_values": {"column.pattern", "str(column.pattern)"},  # of the schemas
    "reestr.history.forgetting.spellings": {"pattern"},  # of a name; test_forget.py measures them
    # Of the hosts of networks, then of one set of characters.
    "reestr.intake.observation.page_links": {
        'f"(?<![A-Za-z0-9.@/-])(?:https?://)?(?:{names})/[A-Za-z0-9._~/@!$&"()*+=-]{{1,200}}"'
    },
    "reestr.registry.slow_patterns": {'token if len(token) > 1 or token == "." else re.escape(token)'},  # one character
}


@cache
def modules() -> Mapping[str, Any]:
    names = [found.name for found in pkgutil.walk_packages(reestr.__path__, "reestr.")]
    return {name: importlib.import_module(name) for name in names if not name.endswith("__main__")}


def _named() -> Iterator[tuple[str, str, re.Pattern[Any], bool]]:
    """Module, name, pattern, whether it is searched for, of each that has a name."""
    for module, content in modules().items():
        source = Path(content.__file__).read_text(encoding="utf-8")
        for name, value in vars(content).items():
            if isinstance(value, re.Pattern):
                uses = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
                yield module, name, value, not uses or not uses <= ANCHORED


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    for module, content in modules().items():
        for node in ast.walk(ast.parse(Path(content.__file__).read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in CALLS
            ):
                yield module, node.func.attr, node


def _constant(node: ast.expr, module: str) -> str | bytes | None:
    """The pattern that an expression stands for, where it is made of constants of its module."""
    try:
        value = eval(compile(ast.Expression(node), "pattern", "eval"), dict(vars(modules()[module])))
    except NameError:
        return None
    return value if isinstance(value, (str, bytes)) else None


def test_every_pattern_with_a_name_is_linear() -> None:
    found = list(_named())
    assert len(found) > 80
    slow = {
        (module, name): wrong
        for module, name, pattern, searched in found
        if (wrong := growth(pattern, searched=searched)) and (module, name) not in BOUNDED
    }
    assert slow == {}


def test_every_pattern_without_a_name_is_linear_or_is_known() -> None:
    found = list(_calls())
    assert len(found) > 80
    unknown = []
    for module, call, node in found:
        source = ast.unparse(node.args[0])
        pattern = _constant(node.args[0], module)
        if pattern is None:
            if source.replace("'", '"') not in MADE.get(module, set()) and "re.escape" not in source:
                unknown.append((module, source))
            continue
        wrong = growth(re.compile(pattern), searched=call not in (*ANCHORED, "compile"))
        named = any(key[0] == module for key in BOUNDED)
        if wrong and not named:
            unknown.append((module, f"{source}: {wrong}"))
    assert unknown == []


def _schema_patterns() -> Iterator[str]:
    for file in (*ROOT.glob("schemas/*.json"), *PACKAGE.rglob("*.schema.json")):
        waiting = [json.loads(file.read_text(encoding="utf-8"))]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                if isinstance(node.get("pattern"), str):
                    yield node["pattern"]
                waiting += node.get("patternProperties", {})
                waiting += node.values()
            elif isinstance(node, list):
                waiting += node
            elif isinstance(node, str) and node.startswith("^"):
                yield node


def test_every_pattern_of_the_schemas_is_linear() -> None:
    found = set(_schema_patterns())
    assert len(found) >= 20
    slow = {pattern: wrong for pattern in found if (wrong := _growth_or_none(pattern))}
    assert slow == {}


def _growth_or_none(pattern: str) -> str:
    try:
        return growth(re.compile(pattern), searched=True)
    except re.error:
        # An example of a wrong pattern.
        return ""


_ONE = r"\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\["
_SCRIPT_PATTERN = re.compile(rf"(?<=[=(,:;!&|?{{}}\[ ])/((?:{_ONE}*])(?:{_ONE}])*)/([a-z]*)(?=[.,;)\s\]])")


def test_every_pattern_of_our_scripts_is_linear_or_is_bounded() -> None:
    found = 0
    slow = {}
    for file in sorted(PACKAGE.rglob("*.js")):
        if "vendor" in file.parts:
            continue
        for match in _SCRIPT_PATTERN.finditer(file.read_text(encoding="utf-8")):
            found += 1
            wrong = growth(re.compile(_as_python(match[1]), _flags(match[2])), searched=True)
            if wrong and match[1] not in BOUNDED_IN_SCRIPTS:
                slow[file.name, match[1]] = wrong
    assert found > 60
    assert slow == {}


def _as_python(pattern: str) -> str:
    pattern = re.sub(r"\\p\{[^}]*\}", r"\\w", pattern)
    pattern = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: "\\U" + found[1].zfill(8), pattern)
    return re.sub(r"\(\?<(?![=!])", "(?P<", pattern).replace("[[", r"[\[")


def _flags(signs: str) -> int:
    return re.ASCII | (re.IGNORECASE if "i" in signs else 0) | (re.MULTILINE if "m" in signs else 0)


@pytest.mark.parametrize(
    "pattern, searched",
    [
        (r"([0-9]{4})\s*[-./ ]?\s*[WwВв]?\s*([0-9]{1,2})", False),
        (r"([0-9]{1,2})\s*[./\s-]\s*([0-9]{1,2})\s*[./\s-]\s*([0-9]{4})", False),
        (r"[ ]*(,?)[ ]*(?:#[^\r\n]*)?(?=\r?\n)", False),
        (r"(a+)+$", False),
        (r"(?:ab|a)*(?:ba)*c", False),
        (r"(?:a|ab|b)*c", False),
        (r"\s+$", True),
        (r"a+b", True),
        (r"<[^>]*>", True),
        (r"\w+@\w+", True),
        (r"^\s*x", True),
        (r"x(?=(?:y+)+z)", False),
        (r"(\w+) \1\w*!", False),
        (r"[ab]{1,90}[bc]{1,90}d", False),
    ],
)
def test_the_analysis_knows_slow_patterns(pattern: str, searched: bool) -> None:
    flags = re.MULTILINE if pattern.startswith("^") else 0
    assert growth(re.compile(pattern, flags), searched=searched)


@pytest.mark.parametrize(
    "pattern, searched",
    [
        (r"[a-z]+", True),
        (r"<[^<>]*>", True),
        (r"^[ ]*\n", True),
        (r"(?:\s*,)*x", False),
        (r"[0-9]{1,4}[0-9]{1,4}x", True),
        (r"(?:[^:#]|:(?=[^ ]))*", False),
        (r"[^/]+(?:/[^/]+)*", False),
        (r"(?i:Пар)оль\s*:", True),
    ],
)
def test_the_analysis_lets_linear_patterns_pass(pattern: str, searched: bool) -> None:
    flags = re.MULTILINE if pattern.startswith("^") else 0
    assert growth(re.compile(pattern, flags), searched=searched) == ""


@pytest.mark.parametrize(
    "given, meant",
    [
        ("2026W5", "2026-W05"),
        ("2026 - 5", "2026-W05"),
        ("2026-нед 5", None),
        ("2026 в 5", "2026-W05"),
        ("2026" + " " * 100_000 + "x", None),
        ("2026" + " " * 20 + "W" + " " * 20 + "5", "2026-W05"),
        ("2025-W53", None),
    ],
)
def test_a_week_is_understood_whatever_blanks_are_in_it(given: str, meant: str | None) -> None:
    assert suggestions.week_meant(given) == meant


@pytest.mark.parametrize(
    "given, meant, clear",
    [
        ("05.03.2026", "2026-03-05", True),
        ("5 .  3 . 2026 г.", "2026-03-05", True),
        ("5 марта 2026 года", "2026-03-05", True),
        ("5 арта 2026", None, False),
        ("05/03/2026", "2026-03-05", False),
        ("25/03/2026", "2026-03-25", True),
        ("2026-03-05T10:00", "2026-03-05", False),
        ("2026-03-05 10:00", "2026-03-05", False),
        ("2026/3/5", "2026-03-05", True),
        ("5" + " " * 50_000 + "3" + " " * 50_000 + "x", None, False),
        ("2026 03 05" + "9" * 10_000, None, False),
        ("31.02.2026", None, False),
    ],
)
def test_a_date_is_understood_whatever_blanks_are_in_it(given: str, meant: str | None, clear: bool) -> None:
    assert suggestions.date_meant(given) == meant
    assert suggestions.is_clear_date(given) is clear


def test_a_list_with_thousands_of_blanks_is_edited() -> None:
    text = "a: [x" + " " * 40_000 + "]\nb: 1\n"
    changed = rewrite(text.encode(), {"a": ["x", "y"], "b": 1})
    document, problems = read(changed, "x.yaml")
    assert document is not None and not problems
    assert document.data == {"a": ["x", "y"], "b": 1}
