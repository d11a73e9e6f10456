"""The comments and blank lines of a text, each given to the value it belongs to."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from reestr.records import reader
from reestr.records.editing.tree import YamlNode, end_of_line, start_of_line
from reestr.records.json_pointer import FieldPath


@dataclass(frozen=True, slots=True)
class Remark:
    """The remarks of one value.

    `above`: lines above its key or dash; `below`: lines below its last entry (comments with their sign, "" for a blank
    line); `beside`: the comment at the end of its line; `lines`: a text written in lines, first its block sign.
    """

    above: tuple[str, ...] = ()
    beside: str = ""
    below: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


_NONE = Remark()


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks: path of a value -> its remarks. `above` at the empty path is the top of the file."""

    by_path: Mapping[FieldPath, Remark]
    _holders: frozenset[FieldPath] = field(init=False)

    def __post_init__(self) -> None:
        holders: set[FieldPath] = set()
        for path, remark in self.by_path.items():
            if any((*remark.above, remark.beside)):
                holders.update(path[:length] for length in range(len(path)))
            if any(remark.below):
                holders.update(path[:length] for length in range(len(path) + 1))
        object.__setattr__(self, "_holders", frozenset(holders))

    def at(self, path: FieldPath) -> Remark:
        """Return the remarks of the value at a path."""
        return self.by_path.get(path, _NONE)

    def inside(self, path: FieldPath) -> bool:
        """Return whether there are remarks inside the value at a path, so that it must be written in lines."""
        return path in self._holders


NO_REMARKS = Remarks(MappingProxyType({}))


_COMMENT = re.compile(r"#[^\n]*")
_BLANK_LINE = re.compile(r"^[ ]*\n", re.MULTILINE)
_MODELINE = re.compile(r"#\s*(?:yaml-language-server:|vim?:|-\*-)")
_ANYWHERE = 1 << 20
_BLOCKS = ("|", ">")
_SIGN = re.compile(r"([|>])[+-]?[ ]*(?:#[^\n]*)?")


class Child(NamedTuple):
    """An entry of a mapping or an item of a list: its path step, where its key or dash begins, and where it ends."""

    step: str | int
    start: int
    end: int
    value: YamlNode


class RemarkPiece(NamedTuple):
    """A comment or a blank line (`text` is empty), with its place."""

    offset: int
    text: str


def comments(text: str, root: YamlNode) -> list[str]:
    """Return every comment of a text, in order."""
    return [piece.text for piece in _pieces(text, root) if piece.text]


def remarks(text: str, root: YamlNode, data: Any) -> Remarks:
    """Return everything in a text that is not data, by the path of the value it belongs to."""
    gathering = _RemarkCollector(text, root)
    for piece in _pieces(text, root):
        gathering.add(piece)
    gathering.finish()
    for path, lines in _texts_in_lines(text, root, data, ()):
        gathering.at(path).lines = lines
    return Remarks({path: found.remark() for path, found in gathering.found.items()})


class _Found:
    """The remarks found for one path so far."""

    def __init__(self) -> None:
        self.above: list[str] = []
        self.beside = ""
        self.below: list[str] = []
        self.lines: tuple[str, ...] = ()

    def remark(self) -> Remark:
        return Remark(tuple(self.above), self.beside, tuple(self.below), self.lines)


class _RemarkCollector:
    def __init__(self, text: str, root: YamlNode) -> None:
        self.text = text
        self.root = root
        self.found: dict[FieldPath, _Found] = {}
        self._blank: int | None = None
        self._end = 0
        self._column = _ANYWHERE

    def at(self, path: FieldPath) -> _Found:
        """Return the collected remarks of a path, for adding to them."""
        return self.found.setdefault(path, _Found())

    def add(self, piece: RemarkPiece) -> None:
        """Add one more piece. Pieces must come in the order of the text."""
        after_blank = self._blank is not None and not self.text[self._blank : piece.offset].strip()
        if not after_blank:
            self._end_of_gap()
        if not piece.text:
            self._blank = piece.offset
            return
        self._blank = None
        line = start_of_line(self.text, piece.offset)
        if not self.text[line : piece.offset].strip(" "):
            self._on_its_own(piece, piece.offset - line, after_blank=after_blank)
        else:
            self._beside(piece)
        self._end = piece.offset + len(piece.text)

    def finish(self) -> None:
        """Finish after the last piece."""
        self._end_of_gap()
        self._set_top_apart()

    def _end_of_gap(self) -> None:
        """Assign a blank line that no comment follows to the next entry, if that is in the same collection."""
        if self._blank is not None:
            path, place = _path_of_line(self.root, self._blank, -1)
            if place == "above":
                self.at(path).above.append("")
        self._blank = None

    def _beside(self, piece: RemarkPiece) -> None:
        self._column = _ANYWHERE
        path = _path_beside(self.root, piece.offset)
        found = self.at(path)
        if path and not found.beside:
            found.beside = piece.text
        else:
            found.above.append(piece.text)

    def _on_its_own(self, piece: RemarkPiece, column: int, *, after_blank: bool) -> None:
        # A comment below one that is indented less belongs with it, however deep it is.
        follows = not self.text[self._end : piece.offset].strip()
        self._column = min(column, self._column) if follows else column
        path, place = _path_of_line(self.root, piece.offset, self._column)
        lines = self.at(path).below if place == "below" else self.at(path).above
        lines += ["", piece.text] if after_blank else [piece.text]

    def _set_top_apart(self) -> None:
        """Assign comments before the first blank line above the first key, and modelines, to the file itself."""
        first = self.at((_children(self.root)[0].step,))
        last_blank = max((place for place, line in enumerate(first.above) if not line), default=-1)
        rest = first.above[last_blank + 1 :]
        self.at(()).above += [*first.above[: last_blank + 1], *(line for line in rest if _MODELINE.match(line))]
        first.above = [line for line in rest if not _MODELINE.match(line)]


def _children(node: YamlNode) -> list[Child]:
    if node.kind == "mapping":
        return [Child(entry.key, entry.start, max(entry.end, entry.value.end), entry.value) for entry in node.entries]
    dashes = (item.start if node.flow else item.anchor - 1 for item in node.items)
    return [
        Child(place, start, max(start, item.end), item)
        for place, (start, item) in enumerate(zip(dashes, node.items, strict=True))
    ]


def _path_of_line(root: YamlNode, offset: int, column: int) -> tuple[FieldPath, str]:
    """Return the path that a comment on its own line belongs to, and whether it is "above", "below" or "within" it.

    A comment indented deeper than the entries around it belongs below the last entry of the previous collection.
    """
    node = root
    path: FieldPath = ()
    while True:
        children = _children(node)
        place = bisect.bisect_left([child.start for child in children], offset)
        if not place:
            return (*path, children[0].step), "above"
        last = children[place - 1]
        step: FieldPath = (*path, last.step)
        has_children = bool(last.value.entries or last.value.items)
        if offset < last.end and not has_children:
            return step, "within"
        if offset < last.end or (has_children and last.value.in_lines and column > node.column):
            node, path = last.value, step
        elif place < len(children):
            return (*path, children[place].step), "above"
        else:
            return path, "below"


def _path_beside(root: YamlNode, offset: int) -> FieldPath:
    """Return the path of the value beside which an end-of-line comment stands: the deepest one on that line."""
    node = root
    path: FieldPath = ()
    while True:
        before = [child for child in _children(node) if child.start < offset]
        if not before:
            return path
        last = before[-1]
        path = (*path, last.step)
        has_children = bool(last.value.entries or last.value.items)
        if not has_children or (offset >= last.end and not last.value.in_lines):
            return path
        node = last.value


def _pieces(text: str, root: YamlNode) -> Iterator[RemarkPiece]:
    """Yield comments and blank lines in the order of the text."""
    found: list[RemarkPiece] = []
    begin = 0
    for start, end in (*sorted(_opaque(text, root)), (len(text), len(text))):
        for match in _COMMENT.finditer(text, begin, start):
            found.append(RemarkPiece(match.start(), match.group().rstrip()))
        found += [RemarkPiece(match.start(), "") for match in _BLANK_LINE.finditer(text, begin, start)]
        begin = end
    return iter(sorted(found))


def _opaque(text: str, node: YamlNode) -> Iterator[tuple[int, int]]:
    """Yield the parts of the text in which `#` starts no comment: keys and texts."""
    if node.kind == "scalar":
        start = end_of_line(text, node.start) if node.style in _BLOCKS else node.start
        if start < node.end:
            yield start, node.end
    for entry in node.entries:
        yield entry.start, entry.end
        yield from _opaque(text, entry.value)
    for item in node.items:
        yield from _opaque(text, item)


def _texts_in_lines(
    text: str, node: YamlNode, data: Any, path: FieldPath
) -> Iterator[tuple[FieldPath, tuple[str, ...]]]:
    """Yield the texts whose lines were broken by hand: the block sign and the lines, without their indentation."""
    if node.kind == "scalar":
        if node.style in _BLOCKS and (lines := _lines(text, node, data)):
            yield path, lines
        return
    for child in _children(node):
        yield from _texts_in_lines(text, child.value, data[child.step], (*path, child.step))


def _lines(text: str, node: YamlNode, value: Any) -> tuple[str, ...]:
    """Return the lines of a text as written; none if writing them again would not give the same text."""
    sign = _SIGN.match(text, node.start)
    if sign is None or not isinstance(value, str):
        return ()
    _, *lines = text[node.start : node.end].split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    written = (sign[1] if value.endswith("\n") else f"{sign[1]}-", *(line[margin:] for line in lines))
    again, problems = reader.read(("_: " + "\n  ".join(written) + "\n").encode("utf-8"), "")
    return written if again is not None and not problems and again.data == {"_": value} else ()
