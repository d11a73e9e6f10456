"""Writes `latest.json`: what changes every night and stands in no record; a build shows it if it is there.

Each account, site and network keeps what its last run said, so that a run for some of them loses nothing of the others.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reestr.intake.observation.archive import LATEST
from reestr.intake.observation.observing import Incident, NetworkNight, PageNight
from reestr.records.files_on_disk import read_regular, replace_file
from reestr.registry.calendar import week_of
from reestr.wording.plain_text import visible

FORM = 1
_LARGEST = 1 << 26
_LONGEST_NAME = 100
_GROUPS = ("accounts", "sites", "quota")

FAKE_ON_SITE = "fake-on-site"
"""The kind of an incident that reading a site finds, and reading a network does not."""

LatestData = dict[str, Any]


def read_latest(folder: Path) -> LatestData:
    """Return what the file holds; empty groups if there is none or it has another form: it is written anew every
    night. Raises OSError if it cannot be read.
    """
    empty: LatestData = {"form": FORM, **{group: {} for group in _GROUPS}, "incidents": []}
    try:
        data = json.loads(read_regular(folder, LATEST, _LARGEST))
        # Half a character could not be written again.
        json.dumps(data, ensure_ascii=False).encode()
    except FileNotFoundError:
        return empty
    except (ValueError, RecursionError):
        return empty
    if not isinstance(data, dict) or data.get("form") != FORM:
        return empty
    groups = {group: data[group] for group in _GROUPS if isinstance(data.get(group), dict)}
    listed = data.get("incidents")
    incidents = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return {**empty, **groups, "incidents": incidents}


def last_reads(latest: LatestData, zone: ZoneInfo, before: datetime.date) -> dict[str, datetime.date]:
    """Return the day on which each account's wall was last counted, as far as that was before a day."""
    found = {}
    for account, entry in latest["accounts"].items():
        try:
            day = datetime.datetime.fromisoformat(entry["counted_at"]).astimezone(zone).date()
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if day < before:
            found[account] = day
    return found


def with_night(
    latest: LatestData, night: NetworkNight, incidents: Sequence[Incident], day: datetime.date, zone: ZoneInfo
) -> LatestData:
    """Return the data with one network's night; refused pages keep what was known of them, with the new refusal."""
    accounts = dict(latest["accounts"])
    for page in night.pages:
        accounts[page.account] = _entry(page, accounts.get(page.account), day, zone)
    kept = [item for item in latest["incidents"] if not _is_answered(item, night)]
    return {
        **latest,
        "accounts": dict(sorted(accounts.items())),
        "incidents": sorted([*kept, *map(incident_json, incidents)], key=lambda item: json.dumps(item, sort_keys=True)),
    }


def _is_answered(incident: Mapping[str, Any], night: NetworkNight) -> bool:
    """Return whether a night says anew whether an incident of an earlier one goes on: a refusal says nothing."""
    if incident.get("kind") == FAKE_ON_SITE:
        return False
    if "fake" in incident:
        return any(item.watched.fake.id == incident["fake"] for item in night.fakes)
    account = incident.get("account")
    if incident.get("kind") == "former-taken":
        found = ((item.watched.account.id, item.watched.previous.url) for item in night.formers)
        return any(place == (account, incident.get("url")) for place in found)
    return any(page.account == account and (page.incident or page.outcome != "refused") for page in night.pages)


def _entry(page: PageNight, before: Any, day: datetime.date, zone: ZoneInfo) -> dict[str, Any]:
    old: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    entry: dict[str, Any] = {
        "outcome": page.outcome,
        "at": local(page.at, zone),
        "reason": page.reason if page.reason is not None else page.wall_reason,
    }
    kept = ("week", "counts", "posts", "last_post_on", "read_since", "counted_at", "members", "numeric_id")
    entry.update((name, old[name]) for name in kept if name in old)
    if page.number is not None:
        entry["numeric_id"] = page.number
    if page.community is not None and page.community.members is not None:
        entry["members"] = page.community.members
    if page.wall is not None:
        running = page.wall.running
        counts = {
            **running.formats,
            **({"gospabliki": running.gospabliki} if running.gospabliki else {}),
            **({"reposts": running.reposts} if running.reposts else {}),
        }
        last = page.wall.last_post_on
        entry |= {
            "week": week_of(day),
            "counts": counts,
            "posts": list(running.posts),
            "last_post_on": last.isoformat() if last is not None else old.get("last_post_on"),
            # The wall was read without a gap since then: if no last post is known, there was none.
            "read_since": _read_since(old, page.wall.since, zone).isoformat(),
            "counted_at": local(page.at, zone),
        }
    return entry


def _read_since(before: Mapping[str, Any], since: datetime.date, zone: ZoneInfo) -> datetime.date:
    """Return the day since which a wall was read without a gap: an earlier reading may adjoin this one."""
    try:
        earlier = datetime.date.fromisoformat(before["read_since"])
        up_to = datetime.datetime.fromisoformat(before["counted_at"]).astimezone(zone).date()
    except (KeyError, TypeError, ValueError):
        return since
    return min(earlier, since) if up_to >= since else since


def incident_json(incident: Incident) -> dict[str, Any]:
    """Return an incident with what is known of it."""
    values = {
        "kind": incident.kind,
        "account": incident.account,
        "fake": incident.fake,
        "number": incident.number,
        # The network's own text: hidden characters are shown.
        "name": incident.name and visible(incident.name[:_LONGEST_NAME], blanks=True),
        "url": incident.url,
    }
    return {name: value for name, value in values.items() if value is not None}


def local(moment: datetime.datetime, zone: ZoneInfo) -> str:
    """Return a moment in the registry's time zone, to the second: `2026-11-30T02:10:00+10:00`."""
    return moment.astimezone(zone).replace(microsecond=0).isoformat()


def write_latest(folder: Path, latest: LatestData, at: datetime.datetime, zone: ZoneInfo) -> None:
    """Write the file in one step. Raises OSError."""
    text = json.dumps({**latest, "at": local(at, zone)}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    replace_file(folder / LATEST, text.encode() + b"\n")
