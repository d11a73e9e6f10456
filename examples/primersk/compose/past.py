"""A record as it was known on an earlier day: facts with a later date had not happened or were not known.

Dates of observations are an exception. A page observed in November was observed before, too: such a date is moved back
by rounds of the officer until it lies in the past.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reestr.registry.calendar import week_end

Data = dict[str, Any]

_ROUND_DAYS = 84
_MANY = 100

# Facts without a date of their own; their day is part of the story.
_SECOND_MATERIAL_ON = "2026-03-20"
_DRAFTS: Mapping[str, str] = {
    "souvenirs": "2026-10-14",
    "young-technicians-ok": "2026-09-09",
    "kindergarten-8-ok": "2026-11-12",
    "school-1/2026-12": "2026-11-12",
}


def as_it_was(kind: str, record_id: str, data: Mapping[str, Any], day: str) -> Data | None:
    """Return the record on a day (ISO dates), None if it did not exist yet. The given data is not changed."""
    if data.get("draft"):
        return dict(data) if _DRAFTS[record_id] <= day else None
    rule = _RULES.get(kind)
    return dict(data) if rule is None else rule(data, day)


def _registry(data: Mapping[str, Any], day: str) -> Data:
    return {**data, "materials": data["materials"][: 1 + (day >= _SECOND_MATERIAL_ON)]}


def _organization(data: Mapping[str, Any], day: str) -> Data | None:
    since = data.get("since", "")
    if since > day:
        return None
    was = _looked(data, "reviewed_on", day, since)
    if data.get("closed_on", "") > day:
        was = _without(was, "status", "closed_on", "successor")
    if "responsible" in data:
        was["responsible"] = [_responsible(item, day) for item in data["responsible"] if item.get("from", "") <= day]
    if "exemptions" in data:
        was["exemptions"] = [item for item in data["exemptions"] if item.get("letter", {}).get("date", "") <= day]
        if not was["exemptions"]:
            del was["exemptions"]
    for name in ("answers", "reminders"):
        if name in data:
            was[name] = [_decided(item, day) for item in data[name] if item["on"] <= day]
            if not was[name]:
                del was[name]
    if "accounts_page" in data:
        was["accounts_page"] = _seen(_looked(data["accounts_page"], "checked_on", day, since), "machine", day)
    return was


def _decided(item: Mapping[str, Any], day: str) -> Data:
    return _without(item, "decision") if item.get("decision", {}).get("on", "") > day else dict(item)


def _responsible(item: Mapping[str, Any], day: str) -> Data:
    return _without(item, "until") if item.get("until", "") > day else dict(item)


def _account(data: Mapping[str, Any], day: str) -> Data | None:
    opened = data.get("opened_on", "")
    if opened > day:
        return None
    was = _looked(data, "reviewed_on", day, opened)
    if data.get("closed_on", "") > day:
        was = {**_without(was, "closed_on", "replaced_by", "notes"), "status": "active"}
    moved = [item for item in data.get("previous_urls", ()) if item["until"] > day]
    if moved:
        was = {**_without(was, "previous_urls"), "url": moved[0]["url"]}
    for field, since, before in (
        ("state_mark", "confirmed_on", "absent"),
        ("gospabliki", "connected_on", "not-connected"),
    ):
        if field in data:
            was[field] = _status(data[field], since, before, day, opened)
    was = _seen(was, "observed_by_machine", day)
    if "previous_urls" in was:
        was["previous_urls"] = [
            _without(item, "taken_since", "taken_by") if item.get("taken_since", "") > day else item
            for item in was["previous_urls"]
        ]
    if "control_lost" in data:
        lost = [item for item in data["control_lost"] if item["since"] <= day]
        was["control_lost"] = [_without(item, "until") if item["until"] >= day else item for item in lost]
        was = was if lost else _without(was, "control_lost")
    if "observed" in data:
        was = _in_part(was, "observed", _looked(data["observed"], "on", day, opened), "on")
    if "moderation" in data:
        was = _in_part(was, "moderation", _looked(data["moderation"], "attested_on", day, opened), "attested_on")
    for name, dated in (("credentials", "on"), ("two_factor", "attested_on")):
        if name in data.get("security", ()):
            part = _looked(data["security"][name], dated, day, opened)
            was = {**was, "security": _in_part(was["security"], name, part, dated)}
    return was if was.get("security", True) else _without(was, "security")


def _status(data: Mapping[str, Any], since: str, before: str, day: str, opened: str) -> Data:
    """Return a state mark or a connection: before its day, observations saw that it did not exist."""
    if data.get(since, "") <= day:
        return _looked(data, "checked_on", day, opened)
    looked = _looked_at(data, "checked_on", day, opened)
    return {"status": before if looked else "unknown", **looked}


def _activity(data: Mapping[str, Any], day: str) -> Data | None:
    weeks = {
        week: _seen(counts, "machine", day)
        for week, counts in data["weeks"].items()
        if week_end(week).isoformat() < day and _is_known(counts, day)
    }
    return {**data, "weeks": weeks} if weeks else None


def _is_known(counts: Mapping[str, Any], day: str) -> bool:
    """Return whether a person or the program had counted a week by a day."""
    by_hand = "machine" not in counts or len(counts) > 1
    return bool(by_hand or counts["machine"]["on"] <= day)


def _plan(data: Mapping[str, Any], day: str) -> Data | None:
    return dict(data) if max(data.get("prepared_on", ""), data.get("absent_on", "")) <= day else None


def _assignment(data: Mapping[str, Any], day: str) -> Data | None:
    if data["issued_on"] > day:
        return None
    was = _without(data, "answer") if data.get("answer", {}).get("on", "") > day else dict(data)
    if "addressees" in data:
        was["addressees"] = [_addressee(item, day) for item in data["addressees"]]
    return was


def _addressee(item: Mapping[str, Any], day: str) -> Data:
    result = item.get("result", {})
    known = max(result.get("done_on", ""), result.get("not_done_on", "")) <= day
    return dict(item) if known else _without(item, "result")


def _notice(data: Mapping[str, Any], day: str) -> Data | None:
    return dict(data) if data["sent_on"] <= day else None


def _fake(data: Mapping[str, Any], day: str) -> Data | None:
    if data["found_on"] > day:
        return None
    was = _without(data, *(field for field in ("seen_on", "gone_on") if data.get(field, "") > day))
    was["reported"] = [item for item in data["reported"] if item["on"] <= day]
    return was if was["reported"] else _without(was, "reported")


_RULES: Mapping[str, Callable[[Mapping[str, Any], str], Data | None]] = {
    "registry": _registry,
    "organization": _organization,
    "account": _account,
    "activity": _activity,
    "plan": _plan,
    "assignment": _assignment,
    "notice": _notice,
    "fake": _fake,
}


def _without(data: Mapping[str, Any], *fields: str) -> Data:
    return {key: value for key, value in data.items() if key not in fields}


def _seen(data: Mapping[str, Any], field: str, day: str) -> Data:
    """Return the data without what the program saw on a later day."""
    return _without(data, field) if field in data and data[field]["on"] > day else dict(data)


def _in_part(data: Mapping[str, Any], field: str, part: Data, dated: str) -> Data:
    """Return the data with one of its parts, or without it if the date that it rests on had not come."""
    return {**data, field: part} if dated in part else _without(data, field)


def _looked(data: Mapping[str, Any], field: str, day: str, opened: str = "") -> Data:
    return {**_without(data, field), **_looked_at(data, field, day, opened)}


def _looked_at(data: Mapping[str, Any], field: str, day: str, opened: str = "") -> Data:
    """Return the field with the last observation date up to a day; without it if there was none since the opening."""
    last = next((date for date in _rounds(data[field]) if date <= day), "") if field in data else ""
    return {field: last} if last and last >= opened else {}


def _rounds(date: str) -> Iterator[str]:
    last = datetime.date.fromisoformat(date)
    return ((last - datetime.timedelta(days=_ROUND_DAYS * number)).isoformat() for number in range(_MANY))
