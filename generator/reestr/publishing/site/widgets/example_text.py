"""Values of the schemas' examples as YAML text, written the way the records themselves are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from reestr.records import schemas

_WIDTH = 76
_DIGITS_FIRST = re.compile(r"[0-9+]")


def record_text(kind: str, record: Mapping[str, Any]) -> str:
    """A whole record; above each of its first-level fields a comment names the field in Russian."""
    return "".join(
        f"# {schemas.title(kind, [name])}\n{_dumped({name: value}, flow=False)}" for name, value in record.items()
    )


def value_text(value: object) -> str:
    """One value on one line, as it is written after the colon."""
    return _dumped(value, flow=True).removesuffix("...\n").strip()


class _Dumper(yaml.SafeDumper):
    """Writes YAML 1.2 as the registry reads it: `on` and dates are plain words there, not values of their own kinds."""

    yaml_implicit_resolvers: Mapping[str, Any] = {}  # type: ignore[assignment]  # the stubs know only its mutable form

    def ignore_aliases(self, data: object) -> bool:
        """The registry refuses anchors and aliases."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Items of a list are set in below their key, as in the records."""
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    """Identifiers, dates and telephones in quotation marks, as the schemas ask: leading zeros count."""
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
