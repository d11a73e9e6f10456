"""Makes structured data for search engines: JSON-LD in the vocabulary of schema.org, with facts that the page shows.

Unknown facts are left out. The internal edition has no structured data, because programs must not read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

from markupsafe import Markup

from reestr import wording
from reestr.publishing.html.links import is_outbound
from reestr.publishing.view import View
from reestr.registry.city import City, Requirement
from reestr.registry.organization import Organization

JsonLdNode = dict[str, object]

_LISTS = "organizations accounts fakes findings requirements changes exemptions weeks spheres activity activity-machine"

DISTRIBUTIONS: tuple[tuple[str, str], ...] = tuple(
    (f"api/v1/{name}.{ending}", media_type)
    for name in _LISTS.split()
    for ending, media_type in (("json", "application/json"), ("csv", "text/csv"))
    # These lists are tables only.
    if ending == "csv" or name not in ("exemptions", "weeks", "spheres", "activity", "activity-machine")
)
"""The files that a data set search offers: path below the site's root, media type."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

# Inside <script>, HTML interprets only the end tag and <!--; the other escapes make the text safe to copy anywhere.
_ESCAPES = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


def of_home(view: View) -> Markup:
    """Return the site as a whole; "" while its address is unknown."""
    if view.internal or not view.site.url:
        return Markup()
    city = view.registry.city
    return _script(
        _known(
            {
                "@type": "WebSite",
                "name": view.site.name,
                "url": view.site.url,
                "inLanguage": wording.LANGUAGE,
                "about": city.municipality.name,
                "publisher": _city_hall(city),
            }
        )
    )


def of_organization(view: View, organization: Organization) -> Markup:
    """Return an organization: its names and numbers, location, contacts and official pages."""
    if view.internal:
        return Markup()
    registry, url = view.registry, view.site.url
    path = f"organizations/{quote(organization.id, safe='')}/"
    addresses = [account.url for account in registry.trusted_accounts(organization.id, view.as_of)]
    if organization.site:
        addresses.append(organization.site)
    place, contact = organization.coordinates, organization.contact
    closed_on = organization.closed_on
    node: JsonLdNode = {
        "@type": "GovernmentOrganization",
        "name": organization.name,
        "alternateName": organization.short_name,
        "disambiguatingDescription": _fiction(registry.city),
        "url": url and url + path,
        "sameAs": [address for address in addresses if is_outbound(address)],
        "address": organization.address,
        "telephone": contact.phones,
        "email": contact.email,
        "taxID": organization.inn,
        "identifier": organization.ogrn
        and {"@type": "PropertyValue", "propertyID": "ОГРН", "value": organization.ogrn},
        "geo": place and {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
        "dissolutionDate": closed_on.isoformat() if closed_on and organization.is_closed(view.as_of) else None,
        "parentOrganization": _city_hall(registry.city),
    }
    return _script(_known(node), *_trail(view, "organizations", path, organization.title))


def of_requirement(view: View, requirement: Requirement) -> Markup:
    """Return the navigation path to a requirement's page."""
    path = f"requirements/{quote(requirement.id, safe='')}/"
    return Markup() if view.internal else _script(*_trail(view, "requirements", path, requirement.title))


def of_open_data(view: View) -> Markup:
    """Return the open data as a data set with its files; "" while the site's address is unknown."""
    url, city = view.site.url, view.registry.city
    if view.internal or not url:
        return Markup()
    return _script(
        _known(
            {
                "@type": "Dataset",
                "name": f"{wording.text('sections.open-data.title')}: {view.site.name}",
                "description": wording.text("sections.open-data.lead", on=view.as_of.isoformat()),
                "disambiguatingDescription": _fiction(city),
                "url": f"{url}open-data/",
                "inLanguage": wording.LANGUAGE,
                "isAccessibleForFree": True,
                "temporalCoverage": view.as_of.isoformat(),
                "spatialCoverage": city.municipality.name,
                "creator": _city_hall(city),
                "license": city.licence and city.licence.url,
                "distribution": [
                    {"@type": "DataDownload", "contentUrl": url + path, "encodingFormat": media_type}
                    for path, media_type in DISTRIBUTIONS
                ],
            }
        )
    )


def _trail(view: View, section: str, path: str, here: str) -> tuple[JsonLdNode, ...]:
    """Return the navigation path from the home page to a record's page; none while page addresses are unknown."""
    url = view.site.url
    if not url:
        return ()
    return ({"@type": "BreadcrumbList", "itemListElement": [*_way(section, url), _step(3, here, url + path)]},)


@cache
def _way(section: str, url: str) -> tuple[JsonLdNode, ...]:
    return (
        _step(1, wording.text("sections.home.title"), url),
        _step(2, wording.text(f"sections.{section}.title"), f"{url}{section}/"),
    )


def _step(position: int, name: str, address: str) -> JsonLdNode:
    return {"@type": "ListItem", "position": position, "name": name, "item": address}


def _city_hall(city: City) -> Mapping[str, object]:
    body = city.city_hall
    return _body(body.name, body.short_name, body.site)


@cache
def _body(name: str, short_name: str, site: str | None) -> Mapping[str, object]:
    url = site if is_outbound(site) else None
    return _known({"@type": "GovernmentOrganization", "name": name, "alternateName": short_name, "url": url})


def _fiction(city: City) -> str | None:
    return wording.text("interface.fictional", place=city.municipality.words) if city.fictional else None


def _known(node: JsonLdNode) -> JsonLdNode:
    """Return the node without unknown facts: None, an empty text or an empty list. No fact is zero or False."""
    return {key: value for key, value in node.items() if value}


def _script(*nodes: JsonLdNode) -> Markup:
    """Return a block of data: no script runs in it, and no text in it can close it."""
    if not nodes:
        return Markup()
    text = _encode({"@context": "https://schema.org", "@graph": nodes})
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return Markup(f'<script type="application/ld+json">{text}</script>')
