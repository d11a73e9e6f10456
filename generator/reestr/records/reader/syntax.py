"""Translates libyaml's complaints: the kind of mistake, and which of its two places shows it."""

from __future__ import annotations

from reestr import wording
from reestr.records.diagnostics import Location, Related
from reestr.records.reader.problems import FileProblems
from reestr.records.reader.yaml_events import MarkedYAMLError, YAMLError

#: What libyaml says -> variant of the diagnostic `syntax`. Anything else is worded in general.
_VARIANTS = {
    "could not find expected ':'": "colon",
    "mapping values are not allowed in this context": "second-colon",
    "did not find expected key": "indentation",
    "did not find expected '-' indicator": "list",
    "block sequence entries are not allowed in this context": "dash",
    "did not find expected ',' or '}'": "brace",
    "did not find expected ',' or ']'": "bracket",
    "found unexpected end of stream": "quote",
    "found unexpected document indicator": "quote",
    "found character that cannot start any token": "character",
    "found unknown escape character": "escape",
    "did not find expected hexdecimal number": "escape",
    "found invalid Unicode character escape code": "escape",
    "did not find expected alphabetic or numeric character": "marker",
    "did not find expected comment or line break": "block",
    "found an indentation indicator equal to 0": "block",
    "mapping keys are not allowed in this context": "question",
    "did not find expected <document start>": "document",
}

#: These complaints come after the thing they are about, often at the end of the file; it is shown where it began.
_AT_BEGINNING = frozenset({"colon", "quote", "brace", "bracket", "marker", "block"})

#: All about `!tag`, which has a code of its own.
_TAG_CONTEXTS = ("while scanning a tag", "while parsing a tag")


def refuse(error: YAMLError, problems: FileProblems, damaged: frozenset[int]) -> None:
    """Add the problem at which libyaml stopped, unless it may only be a consequence of a `damaged` line."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        # From libyaml's own check of characters; all known cases were replaced before.
        problems.add("syntax", 1, 1)
        return
    mark, context = error.problem_mark, error.context_mark
    problem = error.problem or ""
    if mark.line + 1 in damaged:
        return
    variant = _VARIANTS.get(problem, "")
    if (error.context or "").startswith(_TAG_CONTEXTS) or problem == "found undefined tag handle":
        problems.add("tag", mark.line + 1, mark.column + 1)
        return
    if variant not in _AT_BEGINNING or context is None:
        problems.add("syntax", mark.line + 1, mark.column + 1, variant=variant)
        return
    related = []
    if mark.line != context.line:
        message = wording.text("diagnostics.syntax.stopped")
        related.append(Related(message, Location(problems.file, mark.line + 1, mark.column + 1)))
    problems.add("syntax", context.line + 1, context.column + 1, variant=variant, related=related)
