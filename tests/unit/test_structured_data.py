"""JSON-LD: valid, known facts only, and unable to break out of its block."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup
from reestr.publishing.open_data.openapi import described_files
from reestr.publishing.site.pages import home, open_data, organization, requirement
from reestr.publishing.site.widgets import structured_data
from reestr.publishing.view import Site, View
from reestr.registry.city import CityHall, Contact
from reestr.registry.organization import Coordinates, Organization

from tests.unit import registry_factory as make
from tests.unit.pages_factory import rules, view_of

URL = "https://reestr.example/city/"
HOSTILE = '</script><script>alert(1)</script><!--\u2028\u2029&quot;"\\{{ 7*7 }}]]>'
BLOCK = re.compile(r'<script type="application/ld\+json">(.*)</script>', re.DOTALL)


def view(*accounts: Any, edition: str = "public", url: str = URL, fictional: bool = False, **changes: Any) -> View:
    hall = CityHall("Мэрия города Приморска", "мэрия", "https://city.example", None, Contact())
    registry = make.registry(
        rules("accounts-exist", subject="organization"),
        of_city=make.city(city_hall=hall, fictional=fictional),
        organizations=[make.organization("school", **{"site": None, **changes})],
        accounts=accounts,
    )
    return view_of(registry, edition, Site("Реестр", url))


def school(of: View) -> Organization:
    return of.registry.organizations["school"]


def graph(markup: str) -> dict[str, dict[str, Any]]:
    """The nodes of a block by their type."""
    found = BLOCK.fullmatch(markup)
    assert found, markup
    document = json.loads(found[1])
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def of_school(of: View) -> dict[str, Any]:
    node: dict[str, Any] = graph(structured_data.of_organization(of, school(of)))["GovernmentOrganization"]
    return node


def test_an_organization_is_described_by_all_that_is_known_of_it() -> None:
    known = view(
        make.account("school-vk"),
        make.account("school-ok", closed=True),
        name="Средняя школа № 1",
        short_name="Школа № 1",
        site="https://school.example",
        inn="7707083893",
        ogrn="1037739010891",
        address="ул. Мира, 1",
        coordinates=Coordinates(48.79, 0.0),
        contact=Contact("a@school.example", ("+7 900 000-00-00",)),
    )
    assert of_school(known) == {
        "@type": "GovernmentOrganization",
        "name": "Средняя школа № 1",
        "alternateName": "Школа № 1",
        "url": f"{URL}organizations/school/",
        "sameAs": ["https://vk.example/school", "https://school.example"],
        "address": "ул. Мира, 1",
        "telephone": ["+7 900 000-00-00"],
        "email": "a@school.example",
        "taxID": "7707083893",
        "identifier": {"@type": "PropertyValue", "propertyID": "ОГРН", "value": "1037739010891"},
        "geo": {"@type": "GeoCoordinates", "latitude": 48.79, "longitude": 0.0},
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": "Мэрия города Приморска",
            "alternateName": "мэрия",
            "url": "https://city.example",
        },
    }


def test_what_is_not_known_is_not_said() -> None:
    assert set(of_school(view(url=""))) == {"@type", "name", "parentOrganization"}


def test_only_an_account_in_use_is_the_same_as_the_organization() -> None:
    former = make.account("school-vk", closed=True)
    to_come = make.account("school-ok", opened_on=make.ago(-1))
    assert "sameAs" not in of_school(view(former, to_come))


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    assert "sameAs" not in of_school(view(site="javascript:alert(1)"))


def test_a_closed_organization_says_when_it_ended() -> None:
    assert of_school(view(closed=True, closed_on=make.ago(3)))["dissolutionDate"] == make.ago(3).isoformat()
    assert "dissolutionDate" not in of_school(view(closed=True))
    assert "dissolutionDate" not in of_school(view(closed=True, closed_on=make.ago(-3)))


def test_what_is_made_up_says_so() -> None:
    assert "Вымышленный город" in of_school(view(fictional=True))["disambiguatingDescription"]
    assert "disambiguatingDescription" not in of_school(view())


def test_the_way_to_a_record_ends_at_the_record() -> None:
    of = view(short_name="Школа")
    ways = {
        "organizations/school/": structured_data.of_organization(of, school(of)),
        "requirements/accounts-exist/": structured_data.of_requirement(of, of.registry.requirements["accounts-exist"]),
    }
    for path, markup in ways.items():
        steps = graph(markup)["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == [1, 2, 3]
        assert [step["item"] for step in steps] == [URL, f"{URL}{path.split('/')[0]}/", URL + path]


def test_the_home_page_names_the_site_and_who_keeps_it() -> None:
    site = graph(structured_data.of_home(view()))["WebSite"]
    assert (site["name"], site["url"], site["publisher"]["name"]) == ("Реестр", URL, "Мэрия города Приморска")


def test_the_data_set_has_every_list_that_is_served() -> None:
    node = graph(structured_data.of_open_data(view()))["Dataset"]
    offered = {(item["contentUrl"], item["encodingFormat"]) for item in node["distribution"]}
    lists = {path.rsplit(".", 1)[0] for path, kind, _ in described_files() if kind == "text/csv"}
    # Charts repeat what the lists say, one requirement at a time.
    lists = {name for name in lists if "{" not in name}
    served = {(URL + path, kind) for path, kind, _ in described_files() if path.rsplit(".", 1)[0] in lists}
    assert offered == served
    # What data set searches ask for at the least.
    assert len(node["description"]) >= 50


def test_without_an_address_of_the_site_nothing_is_said_that_needs_one() -> None:
    of = view(url="")
    assert structured_data.of_home(of) == structured_data.of_open_data(of) == Markup()
    assert structured_data.of_requirement(of, of.registry.requirements["accounts-exist"]) == Markup()
    assert set(graph(structured_data.of_organization(of, school(of)))) == {"GovernmentOrganization"}


def test_the_internal_edition_says_nothing_to_machines() -> None:
    of = view(edition="internal")
    pages = [
        home.home(of),
        open_data.build(of),
        organization.organization(of, school(of)),
        requirement.build(of, of.registry.requirements["accounts-exist"]),
    ]
    assert [page.path for page in pages if "ld+json" in page.body] == []


def test_hostile_text_cannot_leave_its_block() -> None:
    of = view(make.account("school-vk"), name=HOSTILE, short_name=HOSTILE, address=HOSTILE)
    made = structured_data.of_organization(of, school(of))
    found = BLOCK.fullmatch(made)
    assert found
    assert not re.search("[<>&\u2028\u2029]", found[1])
    nodes = graph(made)
    assert nodes["GovernmentOrganization"]["name"] == nodes["GovernmentOrganization"]["address"] == HOSTILE
    assert nodes["BreadcrumbList"]["itemListElement"][2]["name"] == HOSTILE


def test_every_page_of_a_record_carries_its_block_once() -> None:
    of = view()
    for page in (
        home.home(of),
        open_data.build(of),
        organization.organization(of, school(of)),
        requirement.build(of, of.registry.requirements["accounts-exist"]),
    ):
        assert page.body.count('<script type="application/ld+json">') == 1, page.path
