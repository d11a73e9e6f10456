"""Writes values of the schemas' examples as YAML text, in the form of the records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from reestr.records import schemas

_WIDTH = 76
_DIGITS_FIRST = re.compile(r"[0-9+]")


def record_text(kind: str, record: Mapping[str, Any]) -> str:
    """Return a whole record; a comment above each top-level field gives its Russian name."""
    return "".join(
        f"# {schemas.title(kind, [name])}\n{_dumped({name: value}, flow=False)}" for name, value in record.items()
    )


def value_text(value: object) -> str:
    """Return one value on one line, as it is written after the colon."""
    return _dumped(value, flow=True).removesuffix("...\n").strip()


class _Dumper(yaml.SafeDumper):
    """Writes YAML 1.2 as the registry reads it: `on` and dates are plain words, not values of other types."""

    yaml_implicit_resolvers: Mapping[str, Any] = {}  # type: ignore[assignment]  # the stubs know only its mutable form

    def ignore_aliases(self, data: object) -> bool:
        """Return True: the registry refuses anchors and aliases."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list below their key, as records do."""
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    """Represent identifiers, dates and telephones in quotes, as the schemas ask: leading zeros matter."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if _DIGITS_FIRST.match(value) else None)


_Dumper.add_representer(str, _text)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~)$"), list("n~"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def _dumped(value: object, *, flow: bool) -> str:
    text = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=flow,
        width=10_000 if flow else _WIDTH,
    )
    return str(text)
