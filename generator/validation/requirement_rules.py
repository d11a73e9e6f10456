"""The requirements and the act: each clause is read or said not to be, each requirement has the check it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import wording
from generator.diagnostics import Diagnostic, Location, make
from generator.validation import values
from generator.validation.between import Between

# Blocks that say something; letterheads, headings, stamps and signatures demand nothing of anybody.
_SAYING = frozenset(("clause", "paragraph", "preamble", "annex-row"))


@dataclass(frozen=True, slots=True)
class CheckRule:
    """What a check asks of the requirement that names it: what its verdicts are about, the parameters it works with."""

    subject: str
    parameters: Sequence[str] = ()


def check_clauses(between: Between) -> Iterator[Diagnostic]:
    """Every clause is cited by a requirement or says why none judges it."""
    act = between.find("act", "")
    if act is None or not between.is_whole("requirement"):
        return
    cited = {clause for requirement in between.all("requirement") for clause in requirement.data["clauses"]}
    for index, block in enumerate(act.data["blocks"]):
        if block["kind"] in _SAYING and block["id"] not in cited and "unchecked" not in block:
            yield between.diagnostic("clause-unread", act, ("blocks", index, "id"), id=block["id"])


def check_checks(between: Between, checks: Mapping[str, CheckRule]) -> Iterator[Diagnostic]:
    """Every requirement names a check that exists, is about what that check judges and has the parameters it needs."""
    for requirement in between.all("requirement"):
        name = requirement.data.get("check")
        if name is None:
            continue
        rule = checks.get(name)
        if rule is None:
            yield between.diagnostic(
                "unknown-check",
                requirement,
                ("check",),
                given=values.shown(name),
                ready=values.ready(values.nearest(name, checks)),
                known=values.listed(sorted(checks), limit=40),
            )
            continue
        if requirement.data["subject"] != rule.subject:
            yield between.diagnostic(
                "wrong-subject",
                requirement,
                ("subject",),
                given=values.shown(requirement.data["subject"]),
                check=name,
                ready=values.ready(rule.subject),
            )
        missing = [item for item in rule.parameters if item not in requirement.data.get("parameters", ())]
        if missing:
            yield between.diagnostic(
                "missing-parameter", requirement, ("check",), check=name, names=", ".join(missing), first=missing[0]
            )


def check_files(between: Between, prefix: str) -> Iterator[Diagnostic]:
    """A registry has its settings and its act."""
    for file, kind in (("registry.yaml", "registry"), ("act.yaml", "act")):
        if between.is_missing(kind, ""):
            yield make("missing-file", Location(prefix + file), file=file, kind=wording.text(f"validation.kinds.{kind}"))
