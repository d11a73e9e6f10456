"""Reads one file: decodes the text, builds the data, returns all problems of both in the order of the file."""

from __future__ import annotations

from reestr.records.diagnostics import Diagnostic
from reestr.records.reader import syntax
from reestr.records.reader.builder import Builder, UnbuildableError
from reestr.records.reader.document import Document
from reestr.records.reader.problems import FileProblems, TooManyProblemsError
from reestr.records.reader.simple import read_simple
from reestr.records.reader.text import Text, decode
from reestr.records.reader.yaml_events import YAMLError


def read(content: bytes, file: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return the document in these bytes and every problem found. Never raises, whatever the bytes.

    A document with problems is returned if its data is what the file says (for a doubled key, its first value), so that
    the next steps can find their problems too; otherwise None.
    """
    problems = FileProblems(file)
    document: Document | None = None
    try:
        text = decode(content, problems)
        if text is not None:
            document = _build(text, problems)
    except TooManyProblemsError:
        pass
    return document, problems.sorted()


def _build(text: Text, problems: FileProblems) -> Document | None:
    if text.ordinary and not problems:
        simple = read_simple(text.text)
        if simple is not None:
            return Document(problems.file, simple.data, text.content, simple.entry_lines)
    damaged = problems.lines()
    builder = Builder(text, problems)
    try:
        data = builder.build()
    except YAMLError as error:
        syntax.refuse(error, problems, damaged)
        return None
    except UnbuildableError:
        return None
    return Document(problems.file, data, text.content, builder.entry_lines) if builder.faithful else None
