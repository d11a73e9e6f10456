"""How a requirement names the rule that judges it: the rule's name with its arguments, and the names of before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

ArgumentValue = str | int | bool | tuple[str, ...]
"""The value of an argument. A list of the record is a tuple."""


@dataclass(frozen=True, slots=True)
class RuleCall:
    """A rule's name and the arguments that a requirement gives it, sorted by their names. Equal calls judge equally."""

    name: str
    arguments: tuple[tuple[str, ArgumentValue], ...] = ()

    def __hash__(self) -> int:
        """Return the hash of the name: texts are looked up by calls a hundred thousand times in a build."""
        return hash(self.name)

    def get(self, argument: str) -> ArgumentValue | None:
        """Return the value of an argument, None if it is not given."""
        return next((value for name, value in self.arguments if name == argument), None)

    def text(self, argument: str) -> str:
        """Return an argument that is a text, "" if it is not given. Raises TypeError for another type."""
        value = self.get(argument)
        if value is not None and not isinstance(value, str):
            raise TypeError(f"argument {argument} of {self.name} is not a text")
        return value or ""

    def texts(self, argument: str) -> tuple[str, ...]:
        """Return an argument that is a list of texts, () if it is not given. Raises TypeError for another type."""
        value = self.get(argument)
        if value is not None and not isinstance(value, tuple):
            raise TypeError(f"argument {argument} of {self.name} is not a list")
        return value or ()

    def has(self, **wanted: str) -> bool:
        """Return whether each argument has the wanted value, or holds it in its list."""
        for argument, value in wanted.items():
            given = self.get(argument)
            if given != value and not (isinstance(given, tuple) and value in given):
                return False
        return True


def call(name: str, **arguments: ArgumentValue) -> RuleCall:
    """Return a call of a rule."""
    return RuleCall(name, tuple(sorted(arguments.items())))


_PASSPORT = ("about", "address", "geolocation", "email", "phones", "city_hall_site", "organization_site")

CALLS_BY_CHECK: Mapping[str, RuleCall] = MappingProxyType(
    {
        "officer-appointed": call("appointed", who="officer"),
        "accounts-exist": call("present"),
        "accounts-controlled": call("inspected"),
        "responsible-appointed": call("appointed", who="organization-responsible"),
        "act-published": call("published"),
        "page-status": call("status", field="state_mark"),
        "exemption-grounds": call("exempted"),
        "portal-connected": call("status", field="gospabliki"),
        "registry-current": call("reviewed"),
        "centre-answered": call("assigned", kind="centre-request"),
        "centre-notified": call("notified", to="regional-centre"),
        "portal-posts-placed": call("assigned", kind="portal-post"),
        "content-plan": call("planned"),
        "listed-on-site": call("listed"),
        "credentials-accounted": call("attested", field="security.credentials"),
        "two-factor": call("attested", field="security.two_factor"),
        "requests-answered": call("assigned", kind="information-request"),
        "change-notified": call("notified", to="city-hall"),
        "moderation": call("attested", field="moderation"),
        "page-passport": call("observed", all_of=_PASSPORT),
        "open-information": call("observed", all_of=("open_information",)),
        "two-posts-a-week": call("counted"),
        "varied-content": call("varied"),
        "description-and-design": call("observed", all_of=("description", "avatar", "cover")),
        "extras": call("observed", any_of=("apps", "widgets", "dynamic_cover")),
        "plain-style": call("worded"),
    }
)
"""The check that a requirement named before rules had arguments -> the call that judges the same, in the order of the
act's clauses. Records of that time, past states of a registry and readers of the open data know the checks."""

_CHECKS_BY_CALL: Mapping[RuleCall, str] = MappingProxyType({rule: check for check, rule in CALLS_BY_CHECK.items()})


def call_of(data: Mapping[str, Any]) -> RuleCall | None:
    """Return the rule that a requirement's record names, None if it names none."""
    if "rule" not in data:
        return None
    arguments = {name: tuple(item) if isinstance(item, list) else item for name, item in data["rule"].items()}
    return call(str(arguments.pop("name")), **arguments)


def check_of(rule: RuleCall) -> str:
    """Return the name by which the open data have always called a rule with these arguments, else the rule's name."""
    return _CHECKS_BY_CALL.get(rule, rule.name)
