"""Findings in words: the catalogue's text for the reason and for the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal

from reestr import wording
from reestr.judging.catalogue import FAMILIES
from reestr.judging.finding import Finding, Outcome
from reestr.registry.lists import ListName
from reestr.registry.rule_calls import RuleCall
from reestr.registry.words import IN_GENERAL, CityWords
from reestr.wording.former_lists import called, former_title

_REMEMBERED = 1 << 14


def reason(finding: Finding, words: CityWords) -> str:
    """Return why the finding has its outcome: one or two sentences of plain text, in the words of the city."""
    verdict = finding.verdict
    template = finding.reasons.get(verdict.reason) or template_of(finding.rule, verdict.reason)
    said = _reason(
        template, tuple(verdict.values.items()), words, "formats" if finding.rule.name == "varied" else "facts"
    )
    if finding.rule.name == "observed" and verdict.reason in _LACKING:
        return " ".join((said, *_remedies(verdict.values.get("facts"), words)))
    return said


_LACKING = frozenset(("lacking", "none"))


def _remedies(facts: object, words: CityWords) -> Iterator[str]:
    """Yield what the city says to do about each fact that is lacking."""
    for fact in facts if isinstance(facts, tuple) else ():
        found = words.lists.find("facts", fact)
        if found is not None and found.remedy:
            yield found.remedy


@cache
def template_of(rule: RuleCall, reason: str) -> str:
    """Return the text of a reason with its places for values: that of the rule's variant, else that of the rule.

    Raises KeyError for a reason that the rule does not give.
    """
    if reason.startswith("common."):
        return wording.template(f"findings.{reason}")
    family = FAMILIES[rule.name]
    if family.words is not None:
        return family.words.reasons[reason]
    key, variant = f"findings.{rule.name}", family.variant_of(rule)
    special = f"{key}.{variant}.{reason}"
    return wording.template(special if variant and wording.has(special) else f"{key}.{reason}")


def reasons_of(rule: RuleCall) -> Mapping[str, str]:
    """Return every reason that a rule may give with these arguments, with its text as `template_of` returns it."""
    family = FAMILIES[rule.name]
    if family.words is not None:
        return family.words.reasons
    texts = wording.section("findings")[rule.name]
    assert isinstance(texts, Mapping)
    special = texts.get(family.variant_of(rule), {})
    reasons = {reason: text for reason, text in texts.items() if isinstance(text, str)}
    return {**reasons, **(special if isinstance(special, Mapping) else {})}


@lru_cache(1 << 6)
def outcome_text(
    outcome: Outcome, part: Literal["label", "symbol", "meaning"] = "label", words: CityWords = IN_GENERAL
) -> str:
    """Return the label, sign or meaning of an outcome; only the meaning uses the words of the city.

    Raises ValueError for a text that is no outcome.
    """
    key = f"interface.outcomes.{Outcome(outcome).value}.{part}"
    if part == "meaning" and words.exempting is not None and wording.has(f"{key}-by"):
        clause, of = words.exempting
        return wording.text(f"{key}-by", clause=clause, part=of)
    return wording.text(key, words=words)


# Pages and exports word the same findings many times; a city's findings have only a few hundred different reasons.
@lru_cache(_REMEMBERED)
def _reason(template: str, items: tuple[tuple[str, object], ...], words: CityWords, facts_of: ListName) -> str:
    values = {**dict(items), "words": words}
    facts = values.get("facts")
    if isinstance(facts, tuple):
        values["facts"] = tuple(fact_text(facts_of, fact, words) for fact in facts)
    ground = values.get("ground")
    if isinstance(ground, str):
        values["ground"] = called(words.lists, "grounds", ground)
    if "every" in values:
        values["every"] = wording.text(f"findings.periods.{values['every']}")
    return " ".join((wording.fill(template, values), *_sources(values), *_looks(values, words)))


def fact_text(name: ListName, item: str, words: CityWords) -> str:
    """Return a fact or a format within a sentence: as the city calls it, else as all cities called it."""
    found = words.lists.find(name, item)
    if found is not None and (found.called or found.title not in ("", former_title(name, item))):
        return called(words.lists, name, item)
    key = f"findings.facts.{item}"
    return wording.text(key, words=words) if wording.has(key) else called(words.lists, name, item)


def _sources(values: Mapping[str, object]) -> Iterator[str]:
    """Yield whose counts of weeks a verdict takes, why, and where a person and the program disagree."""
    first = "machine" if values.get("machine_first") else "hand"
    if values.get("by_machine"):
        yield wording.text(f"findings.counts.by-machine-{first}", weeks=values["by_machine"])
    differing = values.get("disagreements")
    if isinstance(differing, tuple):
        weeks = tuple(
            wording.text("findings.counts.week", week=week, hand=hand, machine=machine)
            for week, hand, machine in differing
        )
        yield wording.text(f"findings.counts.differ-{first}", weeks=weeks)


def _looks(values: Mapping[str, object], words: CityWords) -> Iterator[str]:
    """Yield what of a verdict's facts the program saw, and when."""
    if "machine_on" not in values:
        return
    facts = values.get("machine_facts")
    if isinstance(facts, tuple) and facts:
        said = tuple(fact_text("facts", fact, words) for fact in facts)
        yield wording.text("findings.looks.machine-part", on=values["machine_on"], facts=said)
    else:
        yield wording.text("findings.looks.machine", on=values["machine_on"])
