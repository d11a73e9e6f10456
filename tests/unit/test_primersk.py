"""The fictional city: valid, reproducible byte for byte, clearly invented, with every outcome."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from reestr.judging.finding import Outcome
from reestr.judging.run import Assessment, assess
from reestr.records.loading.load import load
from reestr.records.redaction import EDITIONS, Edition
from reestr.registry.registry import Registry

from examples.primersk.compose.composition import compose
from tests.unit.possible_outcomes import possible_outcomes
from tests.unit.requirement_factory import RULES

ROOT = Path(__file__).parents[2]
REAL = ROOT / "data"
CITY = ROOT / "examples" / "primersk"
DATA = CITY / "data"

# Most outcomes occur on the day the city is judged on. These cannot: a day has one state of the city as a whole, and
# the sixteenth of a month is not among its first days. Nothing but the date is different.
OTHER_DAYS: Mapping[str, tuple[str, ...]] = {
    "officer-appointed": ("2025-01-10",),
    "act-published": ("2025-01-10",),
    "centre-answered": ("2025-01-10", "2025-06-03", "2025-07-01", "2026-04-01"),
    "content-plan": ("2026-11-03",),
}


def _without_officer(registry: Registry) -> Registry:
    return dataclasses.replace(registry, city=dataclasses.replace(registry.city, officer=None))


def _without_document(registry: Registry) -> Registry:
    officer = registry.city.officer
    assert officer is not None
    unappointed = dataclasses.replace(officer, appointed_by=None)
    return dataclasses.replace(registry, city=dataclasses.replace(registry.city, officer=unappointed))


def _published(day: datetime.date | None) -> Callable[[Registry], Registry]:
    def changed(registry: Registry) -> Registry:
        first, *others = registry.act.publications
        publications = (dataclasses.replace(first, published_on=day), *others)
        return dataclasses.replace(registry, act=dataclasses.replace(registry.act, publications=publications))

    return changed


def _with_unknown_row(registry: Registry) -> Registry:
    """A ground that the act does not have; one that has expired is told by accounts-exist."""
    ski_base = registry.organizations["ski-base"]
    grounds = (
        dataclasses.replace(ski_base.exemptions[0], ground="annex", proof="act-row", clause="annex-99", until=None),
    )
    changed = dataclasses.replace(ski_base, exemptions=grounds)
    return dataclasses.replace(registry, organizations={**registry.organizations, ski_base.id: changed})


# What no day brings about in one registry: facts of the city that are either on record or not.
VARIATIONS: Mapping[str, Sequence[Callable[[Registry], Registry]]] = {
    "officer-appointed": (_without_officer, _without_document),
    "act-published": (_published(None), _published(datetime.date(2027, 1, 1))),
    "exemption-grounds": (_with_unknown_row,),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    loaded = load(DATA)
    assert loaded.registry is not None, [item.message for item in loaded.diagnostics]
    return loaded.registry


@pytest.fixture(scope="module")
def frozen(registry: Registry) -> Assessment:
    assert registry.city.frozen_on is not None
    return assess(registry, registry.city.frozen_on)


@pytest.fixture(scope="module")
def composed() -> dict[str, bytes]:
    return compose(REAL)


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_has_no_errors_and_no_warnings(edition: Edition) -> None:
    loaded = load(DATA, edition)
    assert [f"{item.location.file}: {item.message}" for item in loaded.diagnostics] == []
    assert loaded.registry is not None


def test_the_committed_files_are_those_that_are_composed(composed: dict[str, bytes]) -> None:
    committed = {path.relative_to(DATA).as_posix(): path.read_bytes() for path in DATA.rglob("*") if path.is_file()}
    again = "run `.venv/bin/python -m examples.primersk.compose`"
    assert sorted(committed) == sorted(composed), again
    assert [name for name in composed if committed[name] != composed[name]] == [], again


@pytest.mark.parametrize("folder", ["requirements", "networks"])
def test_it_is_judged_by_the_rules_of_the_real_registry(folder: str) -> None:
    def contents(data: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (data / folder).iterdir()}

    assert contents(DATA) == contents(REAL)


def test_it_is_judged_on_a_monday_so_that_the_last_week_is_whole(registry: Registry) -> None:
    assert registry.city.frozen_on is not None
    assert registry.city.frozen_on.weekday() == 0


@pytest.mark.parametrize("requirement", sorted(RULES))
def test_every_outcome_of_a_requirement_occurs(requirement: str, registry: Registry, frozen: Assessment) -> None:
    assessments = [frozen]
    assessments += [assess(registry, datetime.date.fromisoformat(day)) for day in OTHER_DAYS.get(requirement, ())]
    assessments += [assess(vary(registry), frozen.as_of) for vary in VARIATIONS.get(requirement, ())]
    seen = {finding.outcome for assessment in assessments for finding in assessment.by_requirement[requirement]}
    possible = possible_outcomes(registry.requirements[requirement])
    assert {outcome.value for outcome in seen} == {outcome.value for outcome in possible}


def test_the_model_school_has_nothing_to_mend(frozen: Assessment) -> None:
    assert {finding.outcome for finding in frozen.by_organization["school-1"]} <= {
        Outcome.MET,
        Outcome.NOT_APPLICABLE,
    }


def test_it_has_a_draft_of_each_kind_that_can_be_one(registry: Registry) -> None:
    assert sorted((draft.kind, draft.id) for draft in registry.drafts) == [
        ("account", "kindergarten-8-ok"),
        ("account", "young-technicians-ok"),
        ("organization", "souvenirs"),
        ("plan", "school-1/2026-12"),
    ]


def test_no_two_people_share_a_name(registry: Registry) -> None:
    """A name that is published with consent must not stand for somebody who gave none."""
    names = [person.name for item in registry.organizations.values() for person in item.responsible]
    assert len(names) > 30
    assert len(set(names)) == len(names)
    assert registry.city.officer is not None
    assert registry.city.officer.name not in names


def test_its_numbers_are_of_no_real_region(registry: Registry) -> None:
    assert registry.city.fictional
    for organization in registry.organizations.values():
        for number in (organization.inn, organization.ogrn):
            assert number is None or number.startswith("00")
        place = organization.coordinates
        # The middle of the Kara Sea.
        assert place is None or (74.9 < place.latitude < 75.1 and 74.8 < place.longitude < 75.2)


def test_its_addresses_and_telephones_lead_to_nobody(composed: dict[str, bytes]) -> None:
    own = {name: content.decode() for name, content in composed.items() if not name.startswith(("req", "networks"))}
    text = "\n".join(own.values())
    hosts = set(re.findall(r"https?://([^/\s\"]+)", text)) | set(re.findall(r"\S+@([a-z0-9.-]+)", text))
    assert {host for host in hosts if not host.endswith("primersk.example")} == {
        "vk.com",
        "ok.ru",
        "creativecommons.org",
    }
    handles = set(re.findall(r"https://(?:vk\.com|ok\.ru)/(\S+)", text))
    numbers = re.compile(r"wall-9900000\d+_\d+|group/99000000000\d+(?:/topic/\d+)?")
    assert {name for name in handles if not name.startswith("primersk") and not numbers.fullmatch(name)} == set()
    assert {phone for phone in re.findall(r"\+7[^\"]+", text) if not phone.startswith("+7 (000) ")} == set()


def test_nothing_of_the_real_city_has_slipped_in(composed: dict[str, bytes]) -> None:
    real = re.compile(r"Биробиджан|Еврейск|Ващенко|Семёнов|biradm|779|ЭСМИГ")
    own = (item for item in composed.items() if not item[0].startswith(("requirements/", "networks/")))
    assert [name for name, content in own if real.search(content.decode())] == []


def test_the_tour_leads_to_organizations_that_exist(registry: Registry) -> None:
    tour = (CITY / "site" / "pages" / "about.md").read_text(encoding="utf-8")
    visited = re.findall(r"\.\./organizations/([^/]+)/", tour)
    assert len(visited) > 10
    assert set(visited) <= set(registry.organizations)
