"""The second fictional city: valid, composed byte for byte, under another act, with every new part of the language."""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reestr.cli.reports import findings_text
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.build import Build
from reestr.publishing.documents.manifest import Provenance
from reestr.publishing.documents.reminder import letter_text, reminders
from reestr.publishing.documents.state_report import state_html
from reestr.publishing.view import Site
from reestr.records.loading.load import Loaded, load
from reestr.registry.city import Parameter, Requirement
from reestr.registry.lists import FORMER
from reestr.registry.norms import Case
from reestr.registry.registry import Registry

from examples.vymyshlensk.compose import compose
from tests.once import Once
from tests.unit.project import VYMYSHLENSK, reestr_here
from tests.unit.test_words import CLAUSE, OF_ANOTHER_CITY

DATA = VYMYSHLENSK / "data"
READ = (".html", ".json", ".csv", ".ics", ".xml", ".txt", ".svg")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(DATA)


@pytest.fixture(scope="module")
def registry(loaded: Loaded) -> Registry:
    assert loaded.registry is not None and loaded.diagnostics == ()
    return loaded.registry


def test_the_records_are_those_that_the_program_composes() -> None:
    composed = compose()
    assert len(composed) > 100
    for name, content in composed.items():
        assert (DATA / name).read_bytes() == content, name
    by_hand = re.compile(r"(act|registry|acts/.*|requirements/.*)\.yaml")
    others = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yaml")} - composed.keys()
    assert {name for name in others if not by_hand.fullmatch(name)} == set()


def test_the_city_is_plainly_invented(registry: Registry) -> None:
    assert registry.city.fictional and len(registry.organizations) == 12
    assert all((item.inn or "").startswith("00") for item in registry.organizations.values())
    weeks = [week for years in registry.activity.values() for year in years for week in year.weeks]
    assert (min(weeks), max(weeks)) == ("2025-W47", "2026-W46")


# ── Every new part of the language ────────────────────────────────────────────────────────────────────────────────


def _norms(registry: Registry) -> Iterator[Any]:
    for item in registry.requirements.values():
        for parameter in item.parameters.values():
            yield from parameter.norms


def _any_requirement(holds: Callable[[Requirement], object]) -> Callable[[Registry], bool]:
    return lambda registry: any(holds(item) for item in registry.requirements.values())


def _any_parameter(holds: Callable[[Parameter], object]) -> Callable[[Registry], bool]:
    return _any_requirement(lambda item: any(holds(parameter) for parameter in item.parameters.values()))


def _argument(name: str) -> Callable[[Registry], bool]:
    return _any_requirement(lambda item: item.rule is not None and (item.rule.text(name) or item.rule.texts(name)))


def _periods(registry: Registry) -> Iterator[Any]:
    for network in registry.networks.values():
        yield from network.required_periods


NEW: dict[str, Callable[[Registry], object]] = {
    "one of these networks": _any_requirement(lambda item: item.rule is not None and item.rule.texts("one_of")),
    "a requirement for some networks only": _any_requirement(
        lambda item: item.rule is not None and item.rule.texts("networks")
    ),
    "answered within days": _any_requirement(lambda item: item.rule is not None and item.rule.text("term") == "days"),
    "renewed each quarter": _any_parameter(lambda parameter: parameter.value == "quarter"),
    "reasons in other words": _any_requirement(lambda item: item.reasons),
    "tasks in other words": _any_requirement(lambda item: item.tasks),
    "a norm per network": lambda registry: any(norm.networks for norm in _norms(registry)),
    "a norm per category": lambda registry: any(norm.categories for norm in _norms(registry)),
    "a norm from a day": lambda registry: any(norm.period.since for norm in _norms(registry)),
    "a norm until a day": lambda registry: any(norm.period.until for norm in _norms(registry)),
    "a norm of another act": lambda registry: any("#" in norm.clause for norm in _norms(registry)),
    "a contradiction that is decided": _any_parameter(lambda parameter: parameter.judged_by and parameter.choice),
    "a requirement from a day": _any_requirement(lambda item: "from" in item.origin.fields),
    "a requirement until a day": _any_requirement(lambda item: "until" in item.origin.fields),
    "a clause of another act": _any_requirement(lambda item: any("#" in clause for clause in item.clauses)),
    "several acts": lambda registry: bool(registry.act.others),
    "parts with their citations": lambda registry: len({part.cite for part in registry.act.parts.values()}) > 2,
    "words of the act": lambda registry: registry.words.act.genitive == "распоряжения",
    "words of the city hall": lambda registry: registry.words.hall_short.accusative == "администрацию",
    "words of the municipality": lambda registry: registry.words.place.prepositional == "округе",
    "words of the annex": lambda registry: registry.words.annex.genitive == "Перечня",
    "numbers of any form": lambda registry: (
        {"I.3", "1)", "а)", "II.1(1)"} <= {block.number for block in registry.act.blocks.values()}
    ),
    "networks besides the usual two": lambda registry: {"max", "telegram"} <= set(registry.networks),
    "an address with the owner's INN": lambda registry: any(
        item.url is not None and item.url.startswith("https://max.ru/id00") for item in registry.accounts.values()
    ),
    "networks demanded from different days": lambda registry: (
        len({period.period.since for period in _periods(registry)}) >= 4
    ),
    "a network demanded until a day": lambda registry: any(item.period.until for item in _periods(registry)),
    "a network demanded of a category": lambda registry: any(item.categories for item in _periods(registry)),
    "categories": lambda registry: len(registry.city.categories) > 2,
    "a category until a day": lambda registry: any(item.period.until for item in registry.city.categories),
    "the category of an organization": lambda registry: any(item.category for item in registry.organizations.values()),
    "the category of a page": lambda registry: any(item.category for item in registry.accounts.values()),
    "a former category": lambda registry: any(item.previous_categories for item in registry.organizations.values()),
    "a ground for some days": lambda registry: any(
        ground.since and ground.until for item in registry.organizations.values() for ground in item.exemptions
    ),
    "a ground of the city's own": lambda registry: any(
        ground.proof == "document" for item in registry.organizations.values() for ground in item.exemptions
    ),
    "a ground that an act gives for some days": lambda registry: any(
        item.period.since and item.period.until and item.clause for item in registry.city.lists.grounds
    ),
    "a fact of the city's own, with its clause and remedy": lambda registry: any(
        item.id not in FORMER.ids("facts") and item.clause and item.remedy for item in registry.city.lists.facts
    ),
    "a fact of the city's own that is judged": _any_requirement(
        lambda item: item.rule is not None and "opening_hours" in item.rule.texts("all_of")
    ),
    "a format of the city's own": lambda registry: any(
        dict(week.formats).get("story")
        for years in registry.activity.values()
        for year in years
        for week in year.weeks.values()
    ),
    "a ground of removal of the city's own": lambda registry: any(
        dict(week.removed).get("advertising")
        for years in registry.activity.values()
        for year in years
        for week in year.weeks.values()
    ),
    "an addressee of the city's own, in its cases": lambda registry: any(
        (found := registry.city.lists.find("addressees", item.to)) is not None and found.words is not None
        for item in registry.notices.values()
    ),
    "a kind of assignments of the city's own": lambda registry: any(
        item.kind not in FORMER.ids("assignments") for item in registry.assignments.values()
    ),
    "a ground of the annex": lambda registry: any(
        ground.ground == "annex" for item in registry.organizations.values() for ground in item.exemptions
    ),
}
"""What an act may say since rules, acts and networks are data, and where this city says it."""


@pytest.mark.parametrize("name", NEW)
def test_the_city_uses_every_new_part_of_the_language(registry: Registry, name: str) -> None:
    assert NEW[name](registry)


def test_where_the_acts_contradict_the_chosen_one_decides_from_its_day(registry: Registry) -> None:
    norm = registry.requirements["posts-by-category"].parameters["posts_per_week"].norm
    for day, network, category, expected in (
        ("2025-12-29", "vk", "card", 1),
        ("2026-01-05", "vk", "card", 2),
        ("2026-01-05", "vk", "flagship", 5),
        ("2026-01-05", "max", "flagship", 3),
        ("2026-01-05", "vk", "lively", 2),
    ):
        found = norm(Case(datetime.date.fromisoformat(day), network, category))
        assert found is not None and found.value == expected, (day, network, category)


def test_its_verdicts_tell_the_stories(registry: Registry) -> None:
    assert registry.city.frozen_on is not None
    assessment = assess(registry, registry.city.frozen_on)
    breaches = {
        (item.requirement, item.subject.id) for item in assessment.findings if item.verdict.outcome is Outcome.BREACH
    }
    assert breaches == {
        ("pages-kept", "lyceum-of-riddles"),
        ("one-messenger", "lyceum-of-riddles"),
        ("pages-kept", "library-of-dreams"),
        ("posts-by-category", "kindergarten-cloud-vk"),
        ("posts-by-category", "kindergarten-cloud-ok"),
        ("answers-in-time", "bus-to-nowhere-vk"),
        ("gospabliki-joined", "water-of-oblivion-ok"),
    }
    late = {item.requirement for item in assessment.findings if item.verdict.outcome is Outcome.UNCONFIRMED}
    assert late == {"second-factor", "passwords-changed"}


def test_no_day_is_set_before_a_requirement_is_in_force(registry: Registry) -> None:
    """A page that was opened months before the governor's order owes nothing by a day before it."""
    assert registry.city.frozen_on is not None
    found = [item for item in assess(registry, registry.city.frozen_on).findings if item.verdict.deadlines]
    assert any(item.requirement == "three-posts" for item in found)
    for item in found:
        requirement = registry.requirements[item.requirement]
        assert all(requirement.is_in_force(due.due_on) for due in item.verdict.deadlines), item.requirement


# ── No other act ──────────────────────────────────────────────────────────────────────────────────────────────────


def _own_clauses(registry: Registry) -> set[str]:
    """The numbers of its acts as `CLAUSE` finds them: «II.1» of «II.1(1)», «2» of «2)»."""
    numbers = (
        block.number or "" for act in (registry.act, *registry.act.others.values()) for block in act.blocks.values()
    )
    return {found[0] for number in numbers if (found := re.match(r"[0-9IVX]+(?:\.[0-9IVX]+)*", number))}


def _refuse_others(texts: dict[str, str], registry: Registry) -> None:
    own = _own_clauses(registry)
    assert {"I.3", "II.1", "2"} <= own and "1.6.4" not in own
    for name, text in texts.items():
        assert not OF_ANOTHER_CITY.search(text), (name, OF_ANOTHER_CITY.search(text))
        assert {found[1] for found in CLAUSE.finditer(text)} <= own, name


def _values(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)


def _read(name: str, content: str) -> str:
    """What people and programs read of a file: the text of a page, the values of JSON."""
    if name.endswith(".html"):
        return html.unescape(_UNSEEN.sub("", content))
    return "\n".join(_values(json.loads(content))) if name.endswith(".json") else content


@pytest.mark.process
def test_its_site_names_no_other_act(once: Once, vymyshlensk: Path, registry: Registry) -> None:
    site = once.site(vymyshlensk)
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.suffix in READ}
    texts = {name: _read(name, path.read_text(encoding="utf-8-sig")) for name, path in files.items()}
    assert {"act/index.html", "acts/region-7/index.html", "acts/order-12-r/index.html"} <= texts.keys()
    _refuse_others(texts, registry)
    assert "п.\N{NO-BREAK SPACE}2) (указ от 20.12.2025 № 7)" in texts["requirements/posts-by-category/index.html"]
    assert "Вымышленный округ: все данные придуманы" in texts["index.html"]


@pytest.mark.long
def test_its_internal_edition_and_papers_name_no_other_act(registry: Registry) -> None:
    assert registry.city.frozen_on is not None
    made = Build(registry, registry.city.frozen_on, "internal", Site("Проба", "https://city.example/"))
    pages = (*(page for _, page in made.sections), *made.record_pages(), *made.moved)
    texts = {page.path + "index.html": _read(".html", page.title + page.description + page.body) for page in pages}
    texts.update((item.path, _read(item.path, item.content.decode())) for item in made.files() if _is_read(item.path))
    nowhere = Provenance(None, (), "0" * 64)
    texts["state"] = state_html(made.view, nowhere, {})
    texts["assess"] = findings_text.render(registry, made.view.assessment, "internal", nowhere)
    texts.update((letter.organization.id, letter_text(letter)) for letter in reminders(made.view))
    assert len(texts) > 80
    _refuse_others(texts, registry)
    assert "п. 1) (указ от 20.12.2025 № 7)" in texts["assess"]


def _is_read(name: str) -> bool:
    return name.endswith(READ)


@pytest.mark.process
@pytest.mark.parametrize("command", ["assess", "assess --format json", "validate", "remind"])
def test_its_terminal_names_no_other_act(registry: Registry, vymyshlensk: Path, command: str) -> None:
    done = reestr_here(*command.split(), "--data", str(vymyshlensk / "data"), folder=vymyshlensk)
    assert done.returncode == 0 and done.stdout, done.stderr
    _refuse_others({command: done.stdout + done.stderr}, registry)
