"""Which columns a kind of records has in a workbook: one for each plain value, as the schema describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from reestr import wording
from reestr.records import schemas

Form = Literal["text", "long-text", "code", "date", "choice", "boolean", "whole", "number", "list"]
"""What a cell of a column holds. A code is a text that a spreadsheet may take for a number: an INN, a phone, an id."""

FORMATS: frozenset[str] = frozenset(schemas.schema(schemas.COMMON)["$defs"]["post_format"]["enum"])
"""The keys of a week that count publications."""

_LONG, _WIDEST = 1_000, 34
_WIDTHS: Mapping[str, int] = {
    "text": 32, "long-text": 50, "code": 18, "date": 12, "choice": 20, "boolean": 11, "whole": 11, "number": 11,
    "list": 26,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `path` leads from what a row stands for to the value. `labels` are the words of an enumeration.

    `empty` tells whether a list may be empty, which is another thing than unknown; `pattern` and `advice` are those of
    its items. `internal` columns are not for the public edition, not even where a consent would make the value public:
    what is cut there must not come back as empty.
    """

    path: tuple[str, ...]
    form: Form
    title: str
    description: str
    example: str
    labels: Mapping[str, str]
    internal: bool
    empty: bool = False
    pattern: str | None = None
    advice: str = ""

    @property
    def name(self) -> str:
        """The dotted path: a second name by which the column is known."""
        return ".".join(self.path)

    @property
    def width(self) -> int:
        """In characters."""
        longest = max(map(len, self.labels.values()), default=0)
        return min(max(_WIDTHS[self.form], longest + 2), _WIDEST) if self.form == "choice" else _WIDTHS[self.form]


@cache
def columns(kind: str, at: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of a record, or of what lies at a path in it (`*` for any item or key), in the order of the schema.

    Lists of groups and maps are not among them: they have sheets of their own. Raises KeyError for an unknown path.
    """
    root = schemas.bundled(kind)
    node, internal = _resolved(root, root), schemas.internal_record(kind)
    for step in at:
        node = _resolved(_inner(node) if step == "*" else node["properties"][step], root)
        internal = internal or node.get("x-edition") == "internal"
    return tuple(_below(node, root, (), (), internal))


def _below(
    node: Mapping[str, Any], root: Mapping[str, Any], path: tuple[str, ...], titles: tuple[str, ...], internal: bool
) -> Iterator[Column]:
    for name, raw in node.get("properties", {}).items():
        inner = _resolved(raw, root)
        hidden = internal or inner.get("x-edition") == "internal"
        way, called = (*path, name), (*titles, str(inner["title"]))
        if "properties" in inner:
            yield from _below(inner, root, way, called, hidden)
        elif (form := _form(inner, root)) is not None:
            plain = _resolved(inner["items"], root) if form == "list" else inner
            yield Column(
                way,
                form,
                ": ".join(called),
                str(inner.get("description", "")),
                _example(inner, form),
                plain.get("x-labels", {}),
                hidden,
                form == "list" and not inner.get("minItems"),
                plain.get("pattern") if form == "list" else None,
                str(plain.get("x-error", "")),
            )


def _form(node: Mapping[str, Any], root: Mapping[str, Any]) -> Form | None:
    """None for what no single cell can hold."""
    kind = node.get("type")
    if kind == "array":
        return None if _resolved(node["items"], root).get("type") == "object" else "list"
    if kind == "object":
        return None
    if "enum" in node:
        return "choice"
    if kind in ("boolean", "integer", "number"):
        return "boolean" if kind == "boolean" else "whole" if kind == "integer" else "number"
    if node.get("format") == "date":
        return "date"
    if node.get("maxLength", 0) > _LONG:
        return "long-text"
    # A line is any text; what has a pattern of its own is a code.
    line = schemas.schema(schemas.COMMON)["$defs"]["line"]["pattern"]
    return "text" if node.get("pattern") == line else "code"


def _example(node: Mapping[str, Any], form: Form) -> str:
    value = next(iter(node.get("examples", ())), None)
    if form == "list" and isinstance(value, list):
        return "; ".join(map(str, value))
    if form == "choice":
        return str(node.get("x-labels", {}).get(value, value))
    if isinstance(value, bool):
        return wording.text(f"workbook.values.{'yes' if value else 'no'}")
    return wording.date_short(str(value)) if form == "date" else "" if value is None else str(value)


def _inner(node: Mapping[str, Any]) -> Mapping[str, Any]:
    inner: Mapping[str, Any] = node["items"] if "items" in node else node["additionalProperties"]
    return inner


def _resolved(node: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        target = root["$defs"][node["$ref"].rpartition("/")[2]]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node
