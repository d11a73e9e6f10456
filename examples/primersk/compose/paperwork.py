"""Assignments of the three kinds, and notices of changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from examples.primersk.compose.directory import ANNEX, BY_ID
from examples.primersk.compose.invented import day_between, drawn, post_url
from examples.primersk.compose.records import DRAFT, accounts, organizations, story


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked of the organizations of some spheres, or of their accounts.

    Addressees not in `special` did it in time. In `special`, "open" = no result on record, "not-done" = seen not to be
    done a week after the term, "without-proof" = done without a document, a date = done on that day.
    """

    id: str
    title: str
    issued_on: str
    due_on: str
    spheres: tuple[str, ...]
    special: Mapping[str, str] = field(default_factory=dict)


_POSTS = (
    Request(
        "portal-post-2026-03-vaccination",
        "Где сделать прививку от гриппа",
        "2026-03-10",
        "2026-03-13",
        ("education", "preschool"),
    ),
    Request(
        "portal-post-2026-06-safe-summer",
        "Безопасное лето: памятка для родителей",
        "2026-06-01",
        "2026-06-05",
        ("sport", "utilities", "transport"),
        {
            "sport-school-vk": "not-done",
            "pool-vk": "open",
            "stadium-ok": "2026-06-09",
            "bus-company-vk": "without-proof",
        },
    ),
    Request(
        "portal-post-2026-09-census",
        "Пробная перепись: как принять участие",
        "2026-09-21",
        "2026-09-25",
        ("education", "culture"),
        {"library-vk": "without-proof"},
    ),
    Request(
        "portal-post-2026-11-winter",
        "Как оформить зимнюю льготу",
        "2026-11-12",
        "2026-11-18",
        ("culture",),
        {"museum-vk": "open", "theatre-vk": "open", "theatre-ok": "open", "philharmonic-ok": "open"},
    ),
)

_INFORMATION = (
    Request(
        "information-2026-02-list-of-pages",
        "Перечень страниц и ответственных лиц",
        "2026-02-10",
        "2026-02-17",
        ("education", "preschool"),
        {"school-3": "2026-02-20", "school-5": "open", "school-6": "not-done", "kindergarten-2": "without-proof"},
    ),
    Request(
        "information-2026-11-followers",
        "Число подписчиков на 1 ноября",
        "2026-11-09",
        "2026-11-20",
        ("culture", "sport"),
        {"museum": "open", "park": "open", "pool": "open"},
    ),
)

_CENTRE: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "centre-2025-06-list",
        {
            "title": "Перечень аккаунтов подведомственных организаций",
            "issued_on": "2025-06-02",
            "due_on": "2025-06-06",
            "answer": {"on": "2025-06-05", "document": "Письмо от 05.06.2025 № 01-15/21"},
        },
    ),
    (
        "centre-2026-03-portal",
        {
            "title": "Подключение к «Госпабликам»",
            "issued_on": "2026-03-16",
            "due_on": "2026-03-20",
            "answer": {"on": "2026-03-19"},
        },
    ),
    (
        "centre-2026-09-activity",
        {
            "title": "Активность страниц за лето",
            "issued_on": "2026-09-14",
            "due_on": "2026-09-18",
            "answer": {"on": "2026-09-22", "document": "Письмо от 22.09.2026 № 01-15/34"},
        },
    ),
    ("centre-2026-11-plans", {"title": "Планы на декабрь", "issued_on": "2026-11-10", "due_on": "2026-11-20"}),
)


def assignments() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and data of every assignment."""
    for request in _POSTS:
        yield request.id, _assignment("portal-post", "система «Госпаблики»", request, list(_accounts(request)))
    for request in _INFORMATION:
        yield request.id, _assignment("information-request", "мэрия города", request, list(_organizations(request)))
    for record_id, data in _CENTRE:
        yield record_id, {"kind": "centre-request", "source": "ЦУР Примерской области", **data}


def _assignment(kind: str, source: str, request: Request, addressees: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": request.title,
        "issued_on": request.issued_on,
        "due_on": request.due_on,
        "source": source,
        "addressees": addressees,
    }


def _accounts(request: Request) -> Iterator[dict[str, Any]]:
    """Yield the accounts in use on the day of the request, each with the address of its post."""
    for account, record in accounts():
        in_use = (
            not record.get("draft")
            and record["opened_on"] <= request.issued_on
            and record.get("closed_on", request.due_on) >= request.due_on
        )
        if in_use and BY_ID[record["organization"]].sphere in request.spheres:
            page = record.get("numeric_id", "990000000999")
            proof = {"url": post_url(page, record["network"], 100 + drawn(f"{request.id}/{account}", 900))}
            yield {"account": account, **_result(request, account, proof)}


def _organizations(request: Request) -> Iterator[dict[str, Any]]:
    """Yield the organizations that exist on the day of the request, each with its letter."""
    for organization, record in organizations():
        if organization == DRAFT or organization in ANNEX or record.get("closed_on", "9999") < request.issued_on:
            continue
        if record["since"] <= request.issued_on and BY_ID[organization].sphere in request.spheres:
            proof = {"document": f"Письмо № {1 + drawn(f'{request.id}/{organization}', 90)}"}
            yield {"organization": organization, **_result(request, organization, proof)}


def _result(request: Request, addressee: str, proof: dict[str, str]) -> dict[str, Any]:
    special = request.special.get(addressee)
    if special == "open":
        return {}
    if special == "not-done":
        seen = datetime.date.fromisoformat(request.due_on) + datetime.timedelta(weeks=1)
        return {"result": {"not_done_on": seen.isoformat()}}
    # No result may be later than the day on which the registry is judged.
    last = min(request.due_on, "2026-11-13")
    done_on = day_between(f"{request.id}/{addressee}/done", request.issued_on, last)
    if special == "without-proof":
        return {"result": {"done_on": done_on}}
    return {"result": {"done_on": special or done_on, **proof}}


def notices() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and data of every notice."""
    for organization in BY_ID:
        for number, told in enumerate(story(organization).notices, start=1):
            day = datetime.date.fromisoformat(told.sent_on)
            yield (
                f"{organization}-{told.change_on}-{told.to}",
                {
                    "organization": organization,
                    "change_on": told.change_on,
                    "to": told.to,
                    "sent_on": told.sent_on,
                    "document": {"number": f"{day.month}-{number}", "date": told.sent_on},
                },
            )
