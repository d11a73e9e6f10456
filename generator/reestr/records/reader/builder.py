"""Builds plain data from YAML events in one pass: accepts the JSON-like subset, reports and skips everything else."""

from __future__ import annotations

from collections.abc import Callable

from reestr import wording
from reestr.records.diagnostics import Fix, Location, Related
from reestr.records.json_pointer import FieldPath
from reestr.records.reader.document import LINE_DEPTH, JSONValue
from reestr.records.reader.positions import places
from reestr.records.reader.problems import FileProblems
from reestr.records.reader.scalars import KEYS, NumberTooLongError, plain
from reestr.records.reader.text import Text, refused
from reestr.records.reader.yaml_events import (
    ALIAS,
    DOCUMENT_START,
    MAPPING_END,
    MAPPING_START,
    MAXIMUM_DEPTH,
    SCALAR,
    SEQUENCE_END,
    SEQUENCE_START,
    STREAM_END,
    YamlEvent,
    stream,
)
from reestr.registry.errors import ReestrError


class UnbuildableError(ReestrError):
    """The problem is reported, and nothing below it can be read."""


class Builder:
    """Builds one document. `faithful` becomes False if something was left out, so that the data must not be judged."""

    __slots__ = ("_content", "_next_event", "_ordinary", "_path", "_problems", "entry_lines", "faithful")

    def __init__(self, text: Text, problems: FileProblems) -> None:
        self._content = text.content
        self._ordinary = text.ordinary
        self._next_event: Callable[[], YamlEvent] = stream(text.content)
        self._path: list[str | int] = []
        self._problems = problems
        self.entry_lines: list[int] = []
        self.faithful = True

    def build(self) -> dict[str, JSONValue]:
        """Return the top mapping. Raises UnbuildableError (already reported), YAMLError, TooManyProblemsError."""
        next_event = self._next_event
        next_event()
        if type(next_event()) is not DOCUMENT_START:
            self._problems.add("empty-file", 1, 1)
            raise UnbuildableError
        event = next_event()
        if type(event) is not MAPPING_START:
            self._refuse_top(event)
        data = self._mapping(event, 1)
        next_event()
        event = next_event()
        if type(event) is not STREAM_END:
            self._add("several-documents", event)
        return data

    def _refuse_top(self, event: YamlEvent) -> None:
        if type(event) is SCALAR and not event.value and not event.style:
            self._problems.add("empty-file", 1, 1)
        elif type(event) is ALIAS:
            self._add("alias", event)
        else:
            self._add("not-a-mapping", event, variant="list" if type(event) is SEQUENCE_START else "")
        raise UnbuildableError

    def _mapping(self, start: YamlEvent, depth: int) -> dict[str, JSONValue]:
        next_event, lines, path = self._next_event, self.entry_lines, self._path
        if not self._ordinary:
            self._look_at_marks(start)
        data: dict[str, JSONValue] = {}
        while True:
            event = next_event()
            kind = type(event)
            if kind is MAPPING_END:
                return data
            key = "" if kind is not SCALAR else KEYS[event.value]
            if not key or not self._ordinary:
                key = self._odd_key(event, depth)
            wanted = key not in data and kind is SCALAR
            if depth <= LINE_DEPTH and wanted:
                lines.append(event.start_mark.line + 1)
            if not wanted and kind is SCALAR:
                self._refuse_duplicate(event, key)
            lines_before = len(lines)
            path.append(key)
            event = next_event()
            value = self._scalar(event) if type(event) is SCALAR else self._container(event, depth)
            path.pop()
            if wanted:
                data[key] = value
            else:
                del lines[lines_before:]

    def _sequence(self, start: YamlEvent, depth: int) -> list[JSONValue]:
        next_event, lines, path = self._next_event, self.entry_lines, self._path
        if not self._ordinary:
            self._look_at_marks(start)
        data: list[JSONValue] = []
        while True:
            event = next_event()
            kind = type(event)
            if kind is SEQUENCE_END:
                return data
            if depth <= LINE_DEPTH:
                lines.append(event.start_mark.line + 1)
            path.append(len(data))
            data.append(self._scalar(event) if kind is SCALAR else self._container(event, depth))
            path.pop()

    def _container(self, event: YamlEvent, depth: int) -> JSONValue:
        """Return a mapping or list inside a container of this depth; an alias is reported and gives nothing."""
        kind = type(event)
        if kind is ALIAS:
            self._add("alias", event)
            self.faithful = False
            return None
        if depth >= MAXIMUM_DEPTH:
            self._add("too-deep", event, limit=MAXIMUM_DEPTH)
            raise UnbuildableError
        return self._mapping(event, depth + 1) if kind is MAPPING_START else self._sequence(event, depth + 1)

    def _scalar(self, event: YamlEvent) -> JSONValue:
        text = event.value
        if not self._ordinary:
            self._look_at_marks(event)
            self._look_at_characters(event)
        if event.style:
            # Block texts normally end with a line break, and so do many quoted texts of several lines.
            if text != text.strip() and event.style in "'\"" and "\n" not in text:
                fix = Fix("set", tuple(self._path), text.strip()) if text.strip() else None
                self._add("outer-blanks", event, fix=fix)
            return text
        try:
            return plain(text)
        except NumberTooLongError:
            self._add("number-too-long", event)
            return text

    def _odd_key(self, event: YamlEvent, depth: int) -> str:
        """Return a key that needs a closer look; report it if it is refused."""
        kind = type(event)
        if kind is not SCALAR:
            if kind is ALIAS:
                self._add("alias", event)
            else:
                self._add("complex-key", event)
                lines_before = len(self.entry_lines)
                self._container(event, depth)
                del self.entry_lines[lines_before:]
            self.faithful = False
            return ""
        self._look_at_marks(event)
        self._look_at_characters(event)
        if event.value == "<<" and not event.style:
            self._add("merge-key", event)
            self.faithful = False
        elif not event.style and not KEYS[event.value]:
            self._add("key-not-text", event, variant="" if event.value else "empty", key=event.value)
        return event.value

    def _refuse_duplicate(self, event: YamlEvent, key: str) -> None:
        first = places(self._content).get((*self._path, key))
        related = []
        if first is not None:
            message = wording.text("diagnostics.duplicate-key.first")
            related.append(Related(message, Location(self._problems.file, first.key_line, first.key_column)))
        self._add("duplicate-key", event, related=related, path=(*self._path, key), key=key)

    def _look_at_marks(self, event: YamlEvent) -> None:
        if event.anchor is not None:
            self._add("anchor", event)
        if event.tag is not None:
            self._add("tag", event)

    def _look_at_characters(self, event: YamlEvent) -> None:
        code = refused(event.value) if event.style == '"' else ""
        if code:
            self._add(code, event, variant="escape")

    def _add(
        self,
        code: str,
        event: YamlEvent,
        *,
        path: FieldPath | None = None,
        related: list[Related] | None = None,
        variant: str = "",
        fix: Fix | None = None,
        **values: object,
    ) -> None:
        mark = event.start_mark
        self._problems.add(
            code,
            mark.line + 1,
            mark.column + 1,
            path=self._path if path is None else path,
            related=related or (),
            variant=variant,
            fix=fix,
            **values,
        )
