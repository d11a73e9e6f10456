"""When a page is proven from both sides: its organization's site links to it, and it names the site."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from reestr.judging.two_way import TwoWayProof, two_way_proof
from reestr.registry.account import ControlLoss
from reestr.registry.registry import Registry

from tests.unit.registry_factory import AS_OF, ago, registry
from tests.unit.requirement_factory import requirement
from tests.unit.test_checks_machine import looks, site

CHECKS = ("listed-on-site", "page-passport")
VK = ("school-vk",)
NAMED: dict[str, Any] = {"organization_site": True}


def city(of_site: dict[str, Any], of_page: dict[str, Any], checks: tuple[str, ...] = CHECKS) -> Registry:
    return registry(map(requirement, checks), **{**of_site, **of_page})


def proof(built: Registry, as_of: datetime.date = AS_OF) -> TwoWayProof | None:
    return two_way_proof(built, built.accounts["school-vk"], as_of)


PROVEN = (
    ("the page was seen last", site(None, 5, (), VK), looks(None, 3, **NAMED), 5, 3),
    ("the site was seen last", site(None, 2, (), VK), looks(None, 9, **NAMED), 2, 9),
    ("an earlier look of a person", site(None, 5, (), VK), looks(30, 3, **NAMED), 5, 3),
    ("an earlier check of a person", site(6, 5, (), VK), looks(None, 3, **NAMED), 5, 3),
    ("a later check that found the page", site(1, 5, VK, VK), looks(None, 3, **NAMED), 5, 3),
    ("a check of tomorrow", site(-1, 5, (), VK), looks(None, 3, **NAMED), 5, 3),
    ("the last day of the check", site(None, 365, (), VK), looks(None, 3, **NAMED), 365, 3),
    ("the last day of the look", site(None, 5, (), VK), looks(None, 180, **NAMED), 5, 180),
)


@pytest.mark.parametrize(
    ("of_site", "of_page", "site_on", "page_on"), [row[1:] for row in PROVEN], ids=[row[0] for row in PROVEN]
)
def test_a_page_is_proven(of_site: dict[str, Any], of_page: dict[str, Any], site_on: int, page_on: int) -> None:
    found = proof(city(of_site, of_page))
    assert found == TwoWayProof(ago(site_on), ago(page_on))
    assert found.on == ago(min(site_on, page_on))


UNPROVEN = (
    ("the site does not link to it", site(None, 5, (), ("school-ok",)), looks(None, 3, **NAMED)),
    ("the program never looked at the site", site(5, None, VK, ()), looks(None, 3, **NAMED)),
    ("the program looks at the site tomorrow", site(None, -1, (), VK), looks(None, 3, **NAMED)),
    ("the check has expired", site(None, 366, (), VK), looks(None, 3, **NAMED)),
    ("a later check did not find the page", site(1, 5, (), VK), looks(None, 3, **NAMED)),
    ("a check of that day did not find the page", site(5, 5, (), VK), looks(None, 3, **NAMED)),
    ("nobody looked at the page", site(None, 5, (), VK), looks(None, None)),
    ("the page names another site", site(None, 5, (), VK), looks(None, 3, organization_site=False)),
    ("the look saw nothing of the site", site(None, 5, (), VK), looks(None, 3)),
    ("a person looked at the page last", site(None, 5, (), VK), looks(1, 3, **NAMED)),
    ("only a person looked at the page", site(None, 5, (), VK), looks(1, None)),
    ("the look has expired", site(None, 5, (), VK), looks(None, 181, **NAMED)),
)


@pytest.mark.parametrize(("of_site", "of_page"), [row[1:] for row in UNPROVEN], ids=[row[0] for row in UNPROVEN])
def test_a_page_is_not_proven(of_site: dict[str, Any], of_page: dict[str, Any]) -> None:
    assert proof(city(of_site, of_page)) is None


GOOD = (site(None, 5, (), VK), looks(None, 3, **NAMED))


@pytest.mark.parametrize("checks", [(), CHECKS[:1], CHECKS[1:]])
def test_without_the_requirements_there_is_no_term_and_no_proof(checks: tuple[str, ...]) -> None:
    assert proof(city(*GOOD, checks)) is None
    assert proof(city(*GOOD)) is not None


def test_a_page_that_its_organization_lost_or_that_belongs_to_nobody_known_is_not_proven() -> None:
    built = city(*GOOD)
    page = built.accounts["school-vk"]
    lost = replace(page, control_lost=(ControlLoss("hijacked", ago(1), None),))
    assert two_way_proof(built, lost, AS_OF) is None
    assert two_way_proof(built, lost, ago(2)) is not None
    assert two_way_proof(built, replace(page, organization="club"), AS_OF) is None
    (school,) = built.organizations.values()
    without = replace(built, organizations={"school": replace(school, accounts_page=None)})
    assert proof(without) is None


def test_a_check_that_does_not_say_what_it_found_ends_no_proof() -> None:
    built = city(site(1, 5, (), VK), GOOD[1])
    (school,) = built.organizations.values()
    assert school.accounts_page is not None
    listed = replace(school.accounts_page, lists_known=False)
    assert proof(replace(built, organizations={"school": replace(school, accounts_page=listed)})) is not None
