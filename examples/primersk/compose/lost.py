"""Records that the registry of Primersk once had: none of them is among the files of its last state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from examples.primersk.compose import invented
from examples.primersk.compose.composition import Composed

CLUB = "sailing-club"
"""A club that was closed; its record was deleted a month later instead of being kept as closed."""

PRIVATE_SCHOOL = "school-9"
"""A school that is not the city's: entered by mistake, removed the next working day."""

FAN_PAGE = "library-vk-events"
"""A page that turned out to be kept by readers, not by the library."""

SECOND_READING = "dynamic-cover"
"""A requirement that read clause 2.4 a second time."""

FOLDERS = {CLUB: "sport", PRIVATE_SCHOOL: "schools"}

_CLUB_NUMBER, _SCHOOL_NUMBER = 50, 51
_CLOSED_ON = "2026-04-30"


def lost_records() -> Iterator[Composed]:
    """Yield the records in their last state before the removal."""
    yield Composed("organization", CLUB, _club())
    for network in ("vk", "ok"):
        yield Composed("account", f"{CLUB}-{network}", _club_page(network))
    yield Composed("organization", PRIVATE_SCHOOL, _school())
    yield Composed(
        "account", f"{PRIVATE_SCHOOL}-vk", _page(PRIVATE_SCHOOL, "vk", _SCHOOL_NUMBER, "Школа № 9", "2025-09-01")
    )
    fan_page = _page("library", "vk", 52, "Читаем вместе — Примерск", "2025-03-15")
    yield Composed("account", FAN_PAGE, {**fan_page, "url": "https://vk.com/primersk_primer_chitaem_vmeste"})


def second_reading(extras: bytes) -> bytes:
    """Return the file of the removed requirement, made of the one with the same content."""
    text = extras.decode("utf-8")
    for old, new in (
        ("title: Приложения, виджеты, динамическая обложка", "title: Динамическая обложка"),
        ("order: 250", "order: 251"),
    ):
        if text.count(old) != 1:
            raise ValueError(f"the requirement has no {old!r}")
        text = text.replace(old, new)
    return text.encode("utf-8")


def _club() -> dict[str, Any]:
    host = f"{CLUB}.{invented.DOMAIN}"
    return {
        "name": "Муниципальное автономное учреждение «Яхт-клуб «Парус»» города Примерска",
        "short_name": "Яхт-клуб «Парус»",
        "legal_form": "municipal-autonomous-institution",
        "sphere": "sport",
        "inn": invented.inn(_CLUB_NUMBER),
        "ogrn": invented.ogrn(_CLUB_NUMBER),
        "site": f"https://{host}",
        "address": invented.address(CLUB),
        "coordinates": invented.coordinates(CLUB),
        "contacts": {"email": f"info@{host}", "phones": [invented.phone(_CLUB_NUMBER)]},
        "since": "2025-01-24",
        "status": "closed",
        "closed_on": _CLOSED_ON,
        "responsible": [
            {
                "role": "специалист по связям с общественностью",
                "name": invented.person(3 * _CLUB_NUMBER),
                "contact": {"email": f"press@{host}", "phone": invented.phone(100 + _CLUB_NUMBER)},
                "order": {"number": f"{_CLUB_NUMBER}-о", "date": "2025-02-03"},
                "from": "2025-02-03",
                "until": _CLOSED_ON,
            }
        ],
        "reviewed_on": _CLOSED_ON,
    }


def _club_page(network: str) -> dict[str, Any]:
    page = _page(CLUB, network, _CLUB_NUMBER, "Яхт-клуб «Парус», Примерск", "2024-05-20")
    return {**page, "status": "closed", "closed_on": _CLOSED_ON}


def _school() -> dict[str, Any]:
    return {
        "name": "Частное общеобразовательное учреждение «Школа № 9» (вымышленное)",
        "short_name": "Школа № 9",
        "legal_form": "other",
        "sphere": "education",
        "inn": invented.inn(_SCHOOL_NUMBER),
        "ogrn": invented.ogrn(_SCHOOL_NUMBER),
        "address": invented.address(PRIVATE_SCHOOL),
        "contacts": {"email": f"info@{PRIVATE_SCHOOL}.{invented.DOMAIN}", "phones": [invented.phone(_SCHOOL_NUMBER)]},
        "since": "2025-09-01",
        "reviewed_on": "2025-11-21",
    }


def _page(organization: str, network: str, number: int, name: str, opened_on: str) -> dict[str, Any]:
    return {
        "organization": organization,
        "network": network,
        "url": invented.page_url(organization, network),
        "numeric_id": invented.page_number(number, network),
        "name": name,
        "status": "active",
        "opened_on": opened_on,
        "reviewed_on": "2025-11-21",
    }
