"""Explains a rule: what it judges, its arguments and parameters, its reasons, and records by which it is met or not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reestr import wording
from reestr.judging.catalogue import FAMILIES, bound
from reestr.judging.rule import RuleFamily
from reestr.records import schemas
from reestr.records.installed_rules import install_all
from reestr.registry.rule_calls import RuleCall, call
from reestr.registry.words import IN_GENERAL, CityWords
from reestr.wording.plain_text import painted, wrapped

_MARKDOWN = 118
_NOUN = re.compile(r"\{(?:" + "|".join(CityWords.__slots__) + r"):[^{}]*\}")


def names() -> tuple[str, ...]:
    """Return the names of all rules, those of installed packages too, in alphabetical order. Raises WrongRuleError."""
    install_all()
    return tuple(sorted(FAMILIES))


def title(name: str) -> str:
    """Return what a rule judges in a few words. Raises KeyError for an unknown rule."""
    words = FAMILIES[name].words
    return wording.text(f"rules.{name}.title") if words is None else words.title


def similar(name: str) -> str:
    """Return a sentence that names the rules nearest to an unknown one, or where all of them are listed."""
    near = difflib.get_close_matches(name.lower(), names(), n=3)
    return wording.text("cli.explain.similar", names=near) if near else wording.text("cli.explain.all-rules")


def examples(name: str) -> tuple[RuleCall, ...]:
    """Return calls of one of our rules that show its arguments. Raises KeyError for another name."""
    entry: Any = wording.section("rules")[name]
    return tuple(_call(name, arguments) for arguments in entry["examples"])


def parameter_text(family: RuleFamily, name: str) -> str:
    """Return what a parameter of a rule means, "" if nobody says it."""
    if family.words is not None:
        return family.words.parameters.get(name, "")
    return wording.text(f"rules.parameters.{name}")


def render(name: str, width: int, colour: bool) -> str:
    """Return the explanation as text for a terminal of `width` columns. Raises KeyError for an unknown rule."""
    family = FAMILIES[name]
    about = wording.text(f"rules.{name}.about") if family.words is None else family.words.about
    lines = [painted(f"{name}: {title(name)}", colour, bold=True), *wrapped(about, width)]
    parts = {"arguments": _arguments(family), "examples": _examples(family), "reasons": _reasons(family)}
    for key, part in parts.items():
        items = list(part)
        if items:
            lines += ["", painted(_word(key), colour, bold=True)]
            lines += [line for item in items for line in _indented(item, width)]
    lines += _records(family, colour)
    return "\n".join([*lines, ""])


def markdown() -> str:
    """Return the reference of our own rules as Markdown, in the order of the catalogue."""
    lines: list[str] = []
    for name, family in FAMILIES.items():
        if family.words is not None:
            continue
        entry: Any = wording.section("rules")[name]
        lines += [f"### `{name}` — {title(name)}", "", *wrapped(wording.text(f"rules.{name}.about"), _MARKDOWN), ""]
        for argument in _arguments(family):
            lines += _item(argument)
        lines += ["", "```yaml", *(f"rule: {_written(example)}" for example in examples(name)), "```", ""]
        parameters = {item: None for example in examples(name) for item in _read(example)}
        for parameter in parameters:
            lines += _item(f"{parameter} — {parameter_text(family, parameter)}")
        lines += [""] if parameters else []
        for side in ("passes", "fails"):
            lines += [f"{_word(side)} `{entry[side]['file']}`:", "", "```yaml"]
            lines += [*entry[side]["text"].rstrip("\n").split("\n"), "```", ""]
    return "\n".join([line for number, line in enumerate(lines) if line or lines[number - 1]]) + "\n"


_FIELDS: Mapping[str, schemas.Field] = {field.name: field for field in schemas.field("requirement", "/rule").fields}


def _read(rule: RuleCall) -> Sequence[str]:
    """Return the parameters that a call reads."""
    made = bound(rule)
    return (*made.parameters, *made.settings)


def _item(text: str) -> list[str]:
    name, _, said = text.partition(" — ")
    first, *others = wrapped(f"`{name}` — {said}" if said else text, _MARKDOWN - 2)
    return [f"- {first}", *(f"  {line}" for line in others)]


def _arguments(family: RuleFamily) -> Iterator[str]:
    for name, argument in family.arguments.items():
        own = {} if family.words is None else family.words.arguments
        field = _FIELDS.get(name)
        said = own.get(name) or ("" if field is None else field.description)
        labels = {} if field is None else field.labels
        values = ", ".join(f"{value} ({labels[value]})" if value in labels else value for value in argument.values)
        needed = f" {_word('required')}" if argument.required else ""
        yield f"{name} — {said}{needed}" + (f" {_word('values', values=values)}" if values else "")
    for group in family.one_of:
        names_of_group = tuple(filter(None, group))
        yield _word("at-most-one" if "" in group else "one-of", names=names_of_group)


def _examples(family: RuleFamily) -> Iterator[str]:
    if family.words is not None:
        yield from family.words.example.splitlines()
        return
    for example in examples(family.name):
        yield f"rule: {_written(example)}"
        for parameter in _read(example):
            yield f"  {parameter} — {parameter_text(family, parameter)}"


def _reasons(family: RuleFamily) -> Iterator[str]:
    if family.words is not None:
        yield from (f"{reason} — {text}" for reason, text in family.words.reasons.items())
        return
    texts = wording.section("findings")[family.name]
    assert isinstance(texts, Mapping)
    for reason, text in texts.items():
        if isinstance(text, str):
            yield f"{reason} — {_in_general(text)}"
            continue
        yield f"{reason}:"
        yield from (f"  {inner} — {_in_general(said)}" for inner, said in text.items())


def _in_general(text: str) -> str:
    """Return a text with words that fit any city in the places of a city's own; other places stay."""
    return _NOUN.sub(lambda found: wording.fill(found[0], {"words": IN_GENERAL}), text)


def _records(family: RuleFamily, colour: bool) -> Sequence[str]:
    if family.words is not None:
        return ()
    entry: Any = wording.section("rules")[family.name]
    lines = []
    for side, shade in (("passes", "green"), ("fails", "red")):
        lines += ["", painted(f"{_word(side)}: {entry[side]['file']}", colour, shade)]
        lines += [f"    {line}" for line in entry[side]["text"].rstrip("\n").split("\n")]
    return lines


def _call(name: str, arguments: Mapping[str, Any]) -> RuleCall:
    return call(name, **{key: tuple(item) if isinstance(item, list) else item for key, item in arguments.items()})


def _written(rule: RuleCall) -> str:
    """Return a call as it stands in a record."""
    parts = [f"name: {rule.name}"]
    for name, value in rule.arguments:
        parts.append(f"{name}: [{', '.join(value)}]" if isinstance(value, tuple) else f"{name}: {value}")
    return "{" + ", ".join(parts) + "}"


def _indented(text: str, width: int) -> list[str]:
    blanks = " " * (2 + len(text) - len(text.lstrip()))
    return [blanks + line if number == 0 else f"{blanks}  {line}"
            for number, line in enumerate(wrapped(" ".join(text.split()), width - len(blanks) - 2))]  # fmt: skip


def _word(key: str, **values: object) -> str:
    return wording.text(f"cli.explain.rule.{key}", **values)
