"""The records of organizations and accounts: one in good order, changed by its story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from examples.primersk.compose import invented
from examples.primersk.compose.directory import ANNEX, ORGANIZATIONS, Entry
from examples.primersk.compose.stories import EXTRA_ACCOUNTS, STORIES
from examples.primersk.compose.story import APPOINTED_ON, Story, Term, patched

NETWORKS = ("vk", "ok")
DRAFT = "souvenirs"

Record = tuple[str, dict[str, Any]]
"""Id and data."""

# No organization has had more responsible persons.
_TERMS = 3

_RESPONSIBLE_ROLES = {
    "education": "заместитель директора по воспитательной работе",
    "preschool": "старший воспитатель",
    "utilities": "специалист по работе с населением",
}
_USUAL_ROLE = "специалист по связям с общественностью"


def story(organization: str) -> Story:
    """Return the story of an organization; one without a story is in good order."""
    return STORIES.get(organization, Story())


def organizations() -> Iterator[Record]:
    """Yield every organization of the directory."""
    for number, entry in enumerate(ORGANIZATIONS, start=1):
        if entry.id == DRAFT:
            yield entry.id, {"name": entry.name, "sphere": entry.sphere, "draft": True}
        elif entry.id in ANNEX:
            yield entry.id, _exempt(entry)
        else:
            yield entry.id, _organization(number, entry)


def _exempt(entry: Entry) -> dict[str, Any]:
    """Return an organization of the annex, with the facts that the act states."""
    return {
        "name": entry.name,
        "short_name": entry.short_name,
        "legal_form": entry.legal_form,
        "sphere": entry.sphere,
        "exemptions": [{"ground": "annex", "clause": f"annex-{ANNEX.index(entry.id) + 1}"}],
        "reviewed_on": "2026-09-14",
    }


def _organization(number: int, entry: Entry) -> dict[str, Any]:
    host = f"{entry.id}.{invented.DOMAIN}"
    told = story(entry.id)
    listed = [account_id(entry.id, network) for network in NETWORKS if _usual(told, network) is not None]
    usual: dict[str, Any] = {
        "name": entry.name,
        "short_name": entry.short_name,
        "legal_form": entry.legal_form,
        "sphere": entry.sphere,
        "inn": invented.inn(number),
        "ogrn": invented.ogrn(number),
        "site": f"https://{host}",
        "address": invented.address(entry.id),
        "coordinates": invented.coordinates(entry.id),
        "contacts": {"email": f"info@{host}", "phones": [invented.phone(number)]},
        "since": "2025-01-24",
        "accounts_page": {
            "url": f"https://{host}/social",
            "checked_on": invented.day_between(entry.id + "/site", "2026-08-03", "2026-10-30"),
            "lists": listed,
        },
        "reviewed_on": invented.day_between(entry.id + "/review", "2026-08-03", "2026-11-13"),
    }
    if told.terms:
        usual["responsible"] = [_responsible(entry, number, index, term, host) for index, term in enumerate(told.terms)]
    return patched(usual, told.organization)


def _responsible(entry: Entry, number: int, index: int, term: Term, host: str) -> dict[str, Any]:
    served: dict[str, Any] = {
        "role": _RESPONSIBLE_ROLES.get(entry.sphere, _USUAL_ROLE),
        "name": invented.person(_TERMS * number + index),
        "contact": {"email": f"press@{host}", "phone": invented.phone(100 + number)},
        "from": term.start,
    }
    if term.consent:
        served["consent"] = {"document": f"Согласие № {number}-{index + 1}", "date": term.start}
    if term.order:
        served["order"] = {"number": f"{number + 20 * index}-о", "date": term.start}
    if term.until is not None:
        served["until"] = term.until
    return served


def account_id(organization: str, network: str) -> str:
    """Return the id of an organization's usual account in a network."""
    return f"{organization}-{network}"


def accounts() -> Iterator[Record]:
    """Yield every account: the two of each organization unless its story removes them, and the extra ones."""
    for number, entry in enumerate(ORGANIZATIONS, start=1):
        if entry.id == DRAFT or entry.id in ANNEX:
            continue
        for network in NETWORKS:
            patch = _usual(story(entry.id), network)
            if patch is not None:
                yield account_id(entry.id, network), patched(_account(number, entry, network), patch)
    for record_id, fields in EXTRA_ACCOUNTS.items():
        yield record_id, dict(fields)


def _usual(told: Story, network: str) -> Any:
    return told.vk if network == "vk" else told.ok


def _account(number: int, entry: Entry, network: str) -> dict[str, Any]:
    key = account_id(entry.id, network)
    page = invented.page_number(number, network)
    role = "ответственное лицо организации"
    attested = invented.day_between(key + "/attested", "2026-08-03", "2026-11-06")
    used = invented.one_of(key + "/extras", ("widgets", "apps", "dynamic_cover"))
    return {
        "organization": entry.id,
        "network": network,
        "url": invented.page_url(entry.id, network),
        "numeric_id": page,
        "name": f"{entry.short_name}, Примерск",
        "status": "active",
        "opened_on": invented.day_between(key + "/opened", "2022-09-01", APPOINTED_ON),
        "state_mark": {
            "status": "confirmed",
            "confirmed_on": invented.day_between(entry.id + "/mark", "2026-04-20", "2026-06-30"),
            "checked_on": invented.day_between(key + "/mark", "2026-08-03", "2026-10-30"),
        },
        "gospabliki": {
            "status": "connected",
            "connected_on": invented.day_between(entry.id + "/portal", "2026-02-02", "2026-03-06"),
            "checked_on": invented.day_between(key + "/portal", "2026-08-03", "2026-10-30"),
        },
        "observed": {
            "on": invented.day_between(key + "/observed", "2026-09-01", "2026-11-13"),
            "by": "officer",
            **dict.fromkeys(("about", "address", "geolocation", "email", "phones", "city_hall_site"), True),
            **({} if story(entry.id).organization.get("has_site") is False else {"organization_site": True}),
            **dict.fromkeys(("open_information", "description", "avatar", "cover"), True),
            **{fact: fact == used for fact in ("widgets", "apps", "dynamic_cover")},
        },
        "moderation": {"rules_url": invented.post_url(page, network, 1), "attested_on": attested, "by": role},
        "security": {
            "credentials": {"accounted": True, "by": role, "on": attested},
            "two_factor": {"enabled": True, "attested_on": attested, "by": role},
        },
        "reviewed_on": invented.day_between(key + "/review", "2026-08-03", "2026-11-13"),
    }
