"""Random records: any data, in any valid YAML form, with comments between."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["школа", "Школа № 1", "12-о", "2026-02-02", "12:30", "yes", "null", "0123", "a: b", "# нет", "{{x}}", "- x", "",
     "=1+1", "<script>", 'она "так"', "it's", "«да»", "a, b", "[x]", "строка\nи ещё одна", "т" * 130,
     "слово " * 30 + "!"]
)  # fmt: skip
SCALARS = st.one_of(WORDS, st.integers(-9999, 9999), st.booleans(), st.none(), st.sampled_from([1.5, -0.25, 74.99]))
KEYS = st.sampled_from(["name", "role", "from", "until", "order", "number", "date", "notes", "x-y", "1", "имя"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=8,
)
RECORDS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


class Writer:
    """Writes data as YAML with every choice drawn: block or flow, quotes, indentation, comments, blank lines."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments = 0

    def chance(self, one_in: int = 3) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == 1)

    def comment(self) -> str:
        self.comments += 1
        return f"# примечание {self.comments}: a: [b"

    def scalar(self, value: Any, flow: bool) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        plain = re.fullmatch(r"[А-Яа-яa-z]+(?: [а-я№]+)*", value) and value not in ("yes", "null")
        if plain and self.chance(2):
            return value
        if "\n" not in value and self.chance(2):
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=False)

    def flow(self, value: Any) -> str:
        gap = " " if self.chance() else ""
        if isinstance(value, dict):
            return "{" + gap + ", ".join(f"{json.dumps(k)}: {self.flow(v)}" for k, v in value.items()) + gap + "}"
        if isinstance(value, list):
            return "[" + gap + ", ".join(map(self.flow, value)) + gap + "]"
        return self.scalar(value, True)

    def between(self, depth: int) -> list[str]:
        lines = [""] if self.chance(6) else []
        return [*lines, " " * depth + self.comment()] if self.chance(5) else lines

    def tail(self) -> str:
        return "  " + self.comment() if self.chance(5) else ""

    def mapping(self, data: dict[str, Any], depth: int) -> list[str]:
        lines = []
        for key, value in data.items():
            lines += self.between(depth)
            shown = f'"{key}"' if key == "1" or self.chance(6) else key
            lines += self.value(f"{' ' * depth}{shown}:", value, depth)
        return lines

    def value(self, head: str, value: Any, depth: int) -> list[str]:
        if isinstance(value, dict) and value and not self.chance():
            return [head + self.tail(), *self.mapping(value, depth + self.draw(st.integers(1, 4)))]
        if isinstance(value, list) and value and not self.chance():
            return [head + self.tail(), *self.items(value, depth + self.draw(st.integers(0, 3)))]
        if isinstance(value, list) and len(value) > 1 and self.chance(2):
            return self.flow_in_lines(head, value, depth + 2)
        if isinstance(value, str) and "\n" in value and self.chance(2):
            return [f"{head} |-", *(" " * (depth + 2) + line for line in value.split("\n"))]
        if isinstance(value, str) and value.count(" ") > 3 and self.chance(2):
            words = value.split(" ")
            return [
                f"{head} >-{self.tail()}",
                *(f"{' ' * (depth + 3)}{' '.join(half)}" for half in (words[:2], words[2:])),
            ]
        return [f"{head} {self.flow(value)}{self.tail()}"]

    def flow_in_lines(self, head: str, values: list[Any], depth: int) -> list[str]:
        lines = [f"{head} ["]
        for place, value in enumerate(values):
            comma = "," if place < len(values) - 1 or self.chance(2) else ""
            lines += self.between(depth)
            lines.append(f"{' ' * depth}{self.flow(value)}{comma}{self.tail()}")
        return [*lines, " " * depth + "]"]

    def items(self, values: list[Any], depth: int) -> list[str]:
        lines = []
        for value in values:
            lines += self.between(depth)
            if isinstance(value, dict) and value and not self.chance():
                first, *others = self.mapping_behind_dash(value, depth)
                lines += [first, *others]
            else:
                lines.append(f"{' ' * depth}- {self.flow(value)}{self.tail()}")
        return lines

    def mapping_behind_dash(self, value: dict[str, Any], depth: int) -> list[str]:
        (key, first), *others = value.items()
        deeper = depth + 2
        head = f"{' ' * depth}- {json.dumps(key, ensure_ascii=False)}:"
        return [*self.value(head, first, deeper), *self.mapping(dict(others), deeper)]


@st.composite
def texts(draw: Any) -> tuple[Any, str]:
    """A text with the data it holds, where the reader takes it."""
    data = draw(RECORDS)
    writer = Writer(draw)
    lines = [*(["# Заголовок"] if writer.chance(2) else []), *writer.mapping(data, 0), *writer.between(0)]
    text = draw(st.sampled_from(["\n", "\r\n"])).join([*lines, *([""] if writer.chance(2) else [])])
    return data, text
