"""Finds the rules that other packages bring: entry points of the group `reestr.rules`."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import entry_points

from reestr import wording
from reestr.judging.catalogue import FAMILIES, RuleNameError, install
from reestr.judging.rule import RuleFamily
from reestr.records import schemas
from reestr.registry.errors import ReestrError

ENTRY_POINTS = "reestr.rules"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class WrongRuleError(ReestrError):
    """A package brings a rule that cannot be used. The message says which and why, in Russian."""

    def __init__(self, rule: str, key: str, **values: object) -> None:
        super().__init__(wording.text(f"rules.installed.{key}", rule=rule, **values))


def is_known(name: str) -> bool:
    """Return whether a rule of this name exists, here or in an installed package.

    Packages are asked only for a name that is not ours: looking through them takes time. Raises WrongRuleError.
    """
    if name not in FAMILIES:
        install_all()
    return name in FAMILIES


@cache
def install_all() -> None:
    """Install the rules of all packages, once in a process. Raises WrongRuleError."""
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            family = point.load()
        except Exception as problem:
            # The code of another package may fail in any way.
            raise WrongRuleError(point.name, "broken", reason=f"{type(problem).__name__}: {problem}") from problem
        if not isinstance(family, RuleFamily) or family.words is None or family.name != point.name:
            raise WrongRuleError(point.name, "no-family")
        known = [field.name for field in schemas.field("requirement", "/rule").fields]
        own = [name for name in family.arguments if name not in known]
        unsaid = [name for name in own if name not in family.words.arguments or not _NAME.fullmatch(name)]
        if unsaid:
            raise WrongRuleError(point.name, "arguments", names=tuple(unsaid), known=tuple(known))
        try:
            install(family)
        except RuleNameError:
            raise WrongRuleError(point.name, "twice") from None
