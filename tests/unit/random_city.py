"""Random valid cities as record files: any field may be missing, texts may be hostile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from reestr.records import schemas
from reestr.records.editing import record

_LINES = st.sampled_from(
    ["Школа № 1", "=cmd|' /C calc'!A0", "+7", "-1", "@имя", "<script>alert(1)</script>", "{{ x }}", "0123", "12-о",
     "1.5", "1e5", "да", "нет", "пусто", "2026-01-01", "01.02.2026", "#N/A", "_x0041_", "'в кавычках'", 'она "так"',
     "№\u00a05", "a; b", "слово " * 60 + "конец", "45123", "TRUE", "ООО «Рога», филиал", "🏫", "x" * 500]
)  # fmt: skip
_TEXTS = st.one_of(_LINES, st.sampled_from(["строка\nи ещё одна", "две\n\nстроки", "=1\n=2", "длинно " * 2000 + "."]))
_DAYS = st.sampled_from(["2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01", "2025-06-15"])
_LATER = st.sampled_from(["2025-07-01", "2025-12-31", "2026-02-28", "2026-03-01"])
_PHONES = st.sampled_from(["+7 (000) 000-00-00", "+7 000 000-00-01", "+7 (000) 000-00-02, доб. 12"])
_EMAILS = st.sampled_from(["a@example.org", "press+1@school.example"])
_NUMBERS = st.one_of(
    st.sampled_from([0, 74, -1, 1 / 3, 0.30000000000000004]), st.integers(-900_000, 900_000).map(lambda n: n / 10**4)
)
_COUNTS = st.one_of(st.integers(0, 9), st.sampled_from([0, 10_000]))
_FORMATS = schemas.schema(schemas.COMMON)["$defs"]["post_format"]["enum"]
_GROUNDS = ("spam", "profanity", "insult", "war-propaganda", "hatred", "other-unlawful")


def _some(required: Mapping[str, st.SearchStrategy[Any]], optional: Mapping[str, st.SearchStrategy[Any]]) -> Any:
    return st.fixed_dictionaries(dict(required), optional=dict(optional))


_DOCUMENT = _some({"number": _LINES, "date": _DAYS}, {})
_PERSON = _some(
    {"role": _LINES},
    {
        "name": _LINES,
        "consent": _some({"document": _LINES, "date": _DAYS}, {}),
        "contact": _some({}, {"email": _EMAILS, "phone": _PHONES}),
        "order": _DOCUMENT,
        "from": _DAYS,
    },
)
_EXEMPTION = _some(
    {"ground": st.just("agreement")},
    {"letter": _DOCUMENT, "networks": st.sampled_from([["vk"], ["ok", "vk"]]), "reason": _TEXTS},
)
_NOTES = st.lists(st.fixed_dictionaries({"text": _TEXTS}), max_size=2)
_WEEK = _some(
    {},
    {
        **dict.fromkeys(_FORMATS, _COUNTS),
        "source": st.sampled_from(["hand-count", "network-statistics", "gospabliki", "other"]),
        "removed": _some({}, dict.fromkeys(_GROUNDS, _COUNTS)),
    },
)
_ATTESTED = {"by": _LINES, "on": _LATER}


@st.composite
def _organization(draw: st.DrawFn, number: int) -> dict[str, Any]:
    data: dict[str, Any] = draw(
        _some(
            {"name": _LINES, "legal_form": st.sampled_from(["other", "limited-liability-company"])},
            {
                "short_name": _LINES,
                "sphere": st.sampled_from(["education", "culture", "youth", "media"]),
                "address": _LINES,
                "coordinates": st.fixed_dictionaries({"latitude": _NUMBERS, "longitude": _NUMBERS}),
                "contacts": _some({}, {"email": _EMAILS, "phones": st.lists(_PHONES, min_size=1, unique=True)}),
                "since": _DAYS,
                "exemptions": st.lists(_EXEMPTION, max_size=1),
                "responsible": st.lists(_PERSON, max_size=1),
                "reviewed_on": _LATER,
                "notes": _NOTES,
                "has_site": st.just(True),
            },
        )
    )
    if draw(st.booleans()):
        data |= {"inn": inn(number), "ogrn": ogrn(number)}
    if draw(st.booleans()):
        data |= {"status": "closed", "closed_on": "2026-03-02"}
    # A record that says little is a draft, and so is whoever refers to it.
    return {**data, "draft": True}


@st.composite
def _account(draw: st.DrawFn, organization: str, network: str, number: int) -> dict[str, Any]:
    address = f"https://vk.com/fictional_{number}" if network == "vk" else f"https://ok.ru/fictional.{number}"
    data: dict[str, Any] = draw(
        _some(
            {"url": st.just(address)},
            {
                "numeric_id": st.just(str(10**11 + number)),
                "name": _LINES,
                "opened_on": st.sampled_from(["2024-02-29", "2024-12-30"]),
                "state_mark": _some({"status": st.sampled_from(["absent", "unknown"])}, {"checked_on": _LATER}),
                "gospabliki": _some({"status": st.just("connected"), "connected_on": _LATER}, {}),
                "observed": _some(
                    {"on": _LATER},
                    {"by": st.just("officer"), "about": st.booleans(), "avatar": st.booleans(), "apps": st.booleans()},
                ),
                "moderation": _some({}, {"attested_on": _LATER, "by": _LINES}),
                "security": _some(
                    {},
                    {
                        "credentials": _some({"accounted": st.booleans()}, _ATTESTED),
                        "two_factor": _some({"enabled": st.booleans()}, {"by": _LINES, "attested_on": _LATER}),
                    },
                ),
                "previous_urls": st.just([{"url": address + "0", "until": "2025-07-01"}]),
                "notes": _NOTES,
                "reviewed_on": _LATER,
            },
        )
    )
    return {"organization": organization, "network": network, **data, "status": "active", "draft": True}


@st.composite
def cities(draw: st.DrawFn) -> dict[str, bytes]:
    """The files that make a valid registry of the base case, some written by the house's hand, some as JSON, with
    comments."""
    files: dict[str, bytes] = {}

    def write(name: str, kind: str, data: dict[str, Any]) -> None:
        plain = draw(st.booleans())
        text = record(kind, data) if plain else json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
        comment = b"# \xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x87\xd0\xb0\xd0\xbd\xd0\xb8\xd0\xb5\n"
        files[name] = (comment if draw(st.booleans()) else b"") + text

    for number in range(draw(st.integers(1, 3))):
        identifier = f"house-{number}"
        folder = draw(st.sampled_from(["organizations", "organizations/houses"]))
        write(f"{folder}/{identifier}.yaml", "organization", draw(_organization(number)))
        for place, network in enumerate(draw(st.sets(st.sampled_from(["vk", "ok"])).map(sorted))):
            account = f"{identifier}-{network}"
            write(f"accounts/{account}.yaml", "account", draw(_account(identifier, network, 2 * number + place)))
            weeks = draw(st.dictionaries(st.sampled_from(["2025-W30", "2025-W52", "2025-W01"]), _WEEK, max_size=3))
            if draw(st.booleans()):
                data = {"source": "hand-count", "weeks": weeks}
                write(f"activity/{account}/2025.yaml", "activity", data)
    return files


def inn(number: int) -> str:
    """A valid INN that begins with zeros."""
    digits = f"00{number:07d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 % 10)


def ogrn(number: int) -> str:
    """A valid OGRN."""
    digits = f"100{number:09d}"
    return digits + str(int(digits) % 11 % 10)
