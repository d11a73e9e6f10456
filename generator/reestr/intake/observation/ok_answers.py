"""Says what an answer of Odnoklassniki means, and reduces it to the group and its topics.

Sources. Methods, the rights they need, the signature: apiok.ru, pages `group.getInfo` (rights GROUP_CONTENT and
VALUABLE_ACCESS, no session), `group.getCounters` and `url.getInfo` (a session for external applications). Numbers of
errors: the table there. `mediatopic.getTopics` has no public page: its form is that of public clients, as are the
fields of a topic and of a group beyond those of the page. OK's support grants rights to each application.

What an error says, by that table:

| number | outcome | reason |
|---|---|---|
| 300 NOT_FOUND of a call that names one group | gone | deleted |
| the group's own field `blocked` | gone | blocked |
| 300 of another call; a group left out of a list | refused | not-found |
| 10, 50, 200 no permission, 453 no session | refused | rights |
| 455 to 458 restricted by the group or its privacy | refused | access |
| 101 to 105 key, session, signature; 210 application is off; 401 | refused, asking stops | token |
| 402, 403, 514 a person must prove to be one | refused, asking stops | captcha |
| 7, 8, 9, 511 blocked for flood, by address, by antispam | refused, asking stops | flood |
| 11 limit of calls | refused, asked again | rate-limit |
| 2, 30, 9999 the service | refused, asked again | internal |
| 31 | refused, asked again | timeout |
| 3, 4, 100, 160, 220, 451, 5000 parameters | refused | parameter |
| 1 | refused, asked again | unknown |
| every other number | refused | unknown |

What is kept holds no administrator, author, text, like or comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from reestr.intake.observation.collector import AfterAnswer, ApiRequest, ReadAnswer
from reestr.intake.observation.reducing import MalformedAnswerError, flag, items, members, text, whole

GROUPS, COUNTERS, TOPICS, ADDRESS = "group.getInfo", "group.getCounters", "mediatopic.getTopics", "url.getInfo"

_NUMBER = re.compile(r"[1-9][0-9]{0,19}\Z", re.ASCII)

_ERRORS: Mapping[int, tuple[str, AfterAnswer]] = MappingProxyType(
    {
        1: ("unknown", "again"),
        2: ("internal", "again"),
        3: ("parameter", "go-on"),
        4: ("parameter", "go-on"),
        7: ("flood", "stop"),
        8: ("flood", "stop"),
        9: ("flood", "stop"),
        10: ("rights", "go-on"),
        11: ("rate-limit", "again"),
        30: ("internal", "again"),
        31: ("timeout", "again"),
        50: ("rights", "go-on"),
        100: ("parameter", "go-on"),
        101: ("token", "stop"),
        102: ("token", "stop"),
        103: ("token", "stop"),
        104: ("token", "stop"),
        105: ("token", "stop"),
        160: ("parameter", "go-on"),
        200: ("rights", "go-on"),
        210: ("token", "stop"),
        220: ("parameter", "go-on"),
        300: ("not-found", "go-on"),
        401: ("token", "stop"),
        402: ("captcha", "stop"),
        403: ("captcha", "stop"),
        451: ("parameter", "go-on"),
        453: ("rights", "go-on"),
        455: ("access", "go-on"),
        456: ("access", "go-on"),
        457: ("access", "go-on"),
        458: ("access", "go-on"),
        511: ("flood", "stop"),
        514: ("captcha", "stop"),
        5000: ("parameter", "go-on"),
        9999: ("internal", "again"),
    }
)
_NOT_FOUND = 300


def read_answer(request: ApiRequest, data: Any) -> ReadAnswer:
    """Return what an answer means (see Collector.read)."""
    try:
        if isinstance(data, Mapping) and "error_code" in data:
            return _error(request, data)
        if request.method == GROUPS:
            # A bare list; its page shows an object with that list, and so does the archive.
            listed = data if isinstance(data, Mapping) else {"groups": data}
            return ReadAnswer("seen", answer={"groups": list(_groups(items(listed, "groups")))})
        if request.method == COUNTERS:
            counters = members(members(data)["counters"])
            kept = {name: whole(counters[name]) for name in ("members", "themes") if name in counters}
            return ReadAnswer("seen", answer={"counters": kept})
        if request.method == ADDRESS:
            return ReadAnswer("seen", answer=_target(members(data)))
        return ReadAnswer("seen", answer=_page(members(data), request.parameters["gid"]))
    except (MalformedAnswerError, KeyError):
        return ReadAnswer("refused", "malformed")


def _error(request: ApiRequest, data: Mapping[str, Any]) -> ReadAnswer:
    code = whole(data["error_code"])
    kept = {"error_code": code}
    if code == _NOT_FOUND and request.method in (COUNTERS, TOPICS):
        return ReadAnswer("gone", "deleted", kept)
    reason, then = _ERRORS.get(code, ("unknown", "go-on"))
    return ReadAnswer("refused", reason, kept, then)


def _number(value: Any) -> str:
    """Return the number of a group or topic as a text. Raises MalformedAnswerError."""
    number = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(number, str) or not _NUMBER.match(number):
        raise MalformedAnswerError
    return number


def _groups(listed: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what is kept of each group; one that is malformed does not hide the others."""
    for item in listed:
        try:
            if item.get("malformed") is True:
                # Read again from an archive.
                raise MalformedAnswerError
            yield _group(item)
        except MalformedAnswerError:
            with suppress(MalformedAnswerError, KeyError):
                yield {"uid": _number(item["uid"]), "malformed": True}
        except KeyError:
            continue


def _group(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a group."""
    kept: dict[str, Any] = {"uid": _number(data["uid"])}
    for name in ("name", "shortname", "description", "address", "homepage_url", "access_type"):
        if data.get(name) is not None:
            kept[name] = text(data[name])
    if data.get("members_count") is not None:
        kept["members_count"] = whole(data["members_count"])
    for name in ("blocked", "gos_org"):
        if data.get(name) is not None:
            kept[name] = flag(data[name])
    # Whether there is one; what it is may be a person's.
    for name in ("phone", "photo_id", "main_photo", "cover"):
        if name in data:
            kept[name] = bool(data[name])
    return kept


def _target(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of the object that an address leads to: the number of a group, and of nothing else."""
    kind = text(data["type"])
    if kind.upper() != "GROUP":
        return {"type": "other"}
    return {"type": "GROUP", "objectIdStr": _number(data.get("objectIdStr", data.get("objectId")))}


def _page(data: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Return what is kept of a page of topics."""
    kept: dict[str, Any] = {"media_topics": [_topic(topic, f"group:{group}") for topic in items(data, "media_topics")]}
    if "has_more" in data:
        kept["has_more"] = flag(data["has_more"])
    if data.get("anchor") is not None:
        kept["anchor"] = text(data["anchor"])
    return kept


def _topic(data: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Return what is kept of a topic."""
    created = whole(data["created_ms"])
    if not 0 < created < 1 << 43 or data.get("owner_ref", group) != group:
        raise MalformedAnswerError
    author = text(data.get("author_ref", group))
    kept: dict[str, Any] = {
        "id": _number(data["id"]),
        "created_ms": created,
        "author_ref": group if author == group else "user",
    }
    for name in ("is_ads_post", "is_promo", "is_sticky", "is_hidden_post", "is_unpublished_post", "on_moderation"):
        if name in data:
            kept[name] = flag(data[name])
    if flag(data.get("is_on_behalf_of_group", False)):
        kept["author_ref"] = group
    if data.get("media"):
        kept["media"] = [_medium(item) for item in items(data, "media")]
    return kept


def _medium(data: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"type": text(data["type"])}
    if flag(data.get("reshare", False)):
        kept["reshare"] = True
    return kept
