"""What the program saw and counted in the invented city: looks, checks of sites, weeks, incidents.

The answers that these facts name were never given: their hashes are made of texts.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from reestr.registry.calendar import week_end
from reestr.registry.origin import recorded_hash

from examples.primersk.compose.invented import drawn

FIRST_WEEK = "2026-W39"
"""The first week that the program counted."""

Counts = dict[str, Any]

WEEKS: Mapping[str, str] = {
    "school-1-vk": "agrees",
    "school-1-ok": "agrees",
    "stadium-vk": "one-less",
    "sport-school-ok": "alone",
    "newspaper-vk": "agrees",
}
"""The accounts whose weeks the program counted: as a person did, with one post less in one week, or weeks that nobody
else counted.
"""

_DIFFERING_WEEK = "2026-W45"
_ALONE_SINCE = "2026-W45"
# A network does not tell these formats apart from what they are made of.
_SEEN_AS = {"cards": "photo", "infographic": "photo", "contest": "text", "promotion": "text"}
_NOT_POSTS = frozenset(("removed", "source"))
_FACTS = ("address", "geolocation", "email", "phones", "city_hall_site", "organization_site", "description", "avatar")


def answers(key: str, day: str) -> dict[str, Any]:
    """Return the file and what a record keeps of the hash of an answer that was never given."""
    sha256 = hashlib.sha256(f"invented/{key}/{day}".encode()).hexdigest()
    return {"file": f"{day}.jsonl.gz", "sha256": [recorded_hash(sha256)]}


def look(account: str, day: str, members: int | None = None) -> dict[str, Any]:
    """Return a look of the program that saw all that a network's answer shows."""
    counted = {} if members is None else {"members": members, "members_on": day}
    return {"on": day, **dict.fromkeys(_FACTS, True), "cover": True, **counted, **answers(account, day)}


def listing(organization: str, day: str, *accounts: str) -> dict[str, Any]:
    """Return a check of a site by the program."""
    return {"on": day, "lists": list(accounts), **answers(f"{organization}/site", day)}


def other_page(account: str, since: str, until: str, number: str) -> dict[str, Any]:
    """Return an incident that has ended: the address led to another page."""
    found = {"found_by": "machine", "numeric_id": number, **answers(account, since)}
    return {"how": "other-page", "since": since, "until": until, **found}


def counted(account: str, week: str, hand: Counts) -> Counts:
    """Return a week as the record holds it: what a person and what the program counted."""
    pattern = WEEKS.get(account)
    if pattern is None or week < FIRST_WEEK:
        return hand
    day = (week_end(week) + datetime.timedelta(days=1)).isoformat()
    machine: Counts = {}
    gospabliki = hand.get("gospabliki", 0)
    for name, number in hand.items():
        if name not in _NOT_POSTS and name != "gospabliki" and number:
            seen = _SEEN_AS.get(name, name)
            machine[seen] = machine.get(seen, 0) + number
    if pattern == "one-less" and week == _DIFFERING_WEEK:
        most = max(machine, key=lambda name: (machine[name], name))
        machine[most] -= 1
        machine = {name: number for name, number in machine.items() if number}
        machine["reposts"] = 1
    if gospabliki:
        machine["gospabliki"] = gospabliki
    posts = sum(number for name, number in machine.items() if name != "reposts")
    first = 1000 + int(week[-2:]) * 20 + drawn(f"{account}/{week}/post", 10)
    machine |= {"posts": list(range(first, first + posts)), "on": day, **answers(f"{account}/{week}", day)}
    if pattern == "alone" and week >= _ALONE_SINCE:
        return {"machine": machine}
    return {**hand, "counted_on": day, "machine": machine}
