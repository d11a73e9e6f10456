"""Says what an answer of VKontakte means, and reduces it to communities and their posts.

Form and errors: VK's public description of its API, version 5.199 (VKCOM/vk-api-schema). Only error 18 says something
of the page; every other one is refused. Of an error only the number is kept, for VK repeats the request in words.
Kept is no author, text, like or comment; of contacts only whether they name a phone and an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from reestr.intake.observation.collector import AfterAnswer, ApiRequest, ReadAnswer
from reestr.intake.observation.reducing import MalformedAnswerError, flag, items, members, text, whole

COMMUNITIES, WALL = "groups.getById", "wall.get"

# The schema of accounts takes no more.
_MOST_MEMBERS = 1_000_000_000

_ERRORS: Mapping[int, tuple[str, AfterAnswer]] = MappingProxyType(
    {
        1: ("unknown", "again"),
        2: ("token", "stop"),
        4: ("token", "stop"),
        5: ("token", "stop"),
        6: ("too-many", "again"),
        7: ("access", "go-on"),
        8: ("parameter", "go-on"),
        9: ("flood", "stop"),
        10: ("internal", "again"),
        14: ("captcha", "stop"),
        15: ("access", "go-on"),
        17: ("token", "stop"),
        19: ("access", "go-on"),
        27: ("token", "stop"),
        28: ("token", "stop"),
        29: ("rate-limit", "spent"),
        30: ("access", "go-on"),
        36: ("timeout", "again"),
        42: ("token", "stop"),
        100: ("parameter", "go-on"),
        113: ("parameter", "go-on"),
        125: ("parameter", "go-on"),
        203: ("access", "go-on"),
    }
)
_GONE = 18


def read_answer(request: ApiRequest, data: Any) -> ReadAnswer:
    """Return what the JSON of an answer means; what has another form than VK describes is refused as `malformed`."""
    try:
        if not isinstance(data, Mapping):
            raise MalformedAnswerError
        if "error" in data:
            return _error(data["error"])
        response = data["response"]
        if request.method == COMMUNITIES:
            return ReadAnswer("seen", answer={"groups": _groups(response)})
        owner = whole(request.parameters["owner_id"])
        posts = [_post(item, owner) for item in items(response, "items")]
        return ReadAnswer("seen", answer={"count": whole(response["count"]), "items": posts})
    except (MalformedAnswerError, KeyError):
        return ReadAnswer("refused", "malformed")


def _error(error: Any) -> ReadAnswer:
    if not isinstance(error, Mapping):
        raise MalformedAnswerError
    code = whole(error["error_code"])
    kept = {"error_code": code}
    if code == _GONE:
        return ReadAnswer("gone", "deleted", kept)
    reason, then = _ERRORS.get(code, ("unknown", "go-on"))
    return ReadAnswer("refused", reason, kept, then)


def _groups(response: Any) -> list[dict[str, Any]]:
    """Return what is kept of the communities: of one that cannot be read only its number, so that others are seen."""
    kept = []
    for item in items(response, "groups"):
        try:
            if item.get("malformed") is True:
                # Read again from an archive.
                raise MalformedAnswerError
            kept.append(_group(item))
        except MalformedAnswerError:
            with suppress(MalformedAnswerError, KeyError):
                kept.append({"id": whole(item["id"]), "malformed": True})
        except KeyError:
            continue
    return kept


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": whole(group["id"])}
    if kept["id"] <= 0:
        raise MalformedAnswerError
    for name in ("name", "screen_name", "deactivated"):
        if name in group:
            kept[name] = text(group[name])
    if "is_closed" in group:
        kept["is_closed"] = whole(group["is_closed"])
    # What is only shown is left out if it cannot be read: it is unknown then, and the page still seen.
    for name, take in _SHOWN.items():
        if name in group:
            with suppress(MalformedAnswerError, KeyError):
                kept[name] = take(group)
    return kept


_SHOWN: Mapping[str, Callable[[Mapping[str, Any]], Any]] = MappingProxyType(
    {
        "description": lambda group: text(group["description"]),
        "status": lambda group: text(group["status"]),
        "site": lambda group: text(group["site"]),
        "members_count": lambda group: _count(group["members_count"]),
        "wall": lambda group: whole(group["wall"]),
        "has_photo": lambda group: flag(group["has_photo"]),
        "verified": lambda group: flag(group["verified"]),
        "is_government_organization": lambda group: flag(group["is_government_organization"]),
        "cover": lambda group: {"enabled": flag(members(group["cover"])["enabled"])},
        "addresses": lambda group: _addresses(members(group["addresses"])),
        "contacts": lambda group: [
            {name: bool(contact.get(name)) for name in ("phone", "email")} for contact in items(group, "contacts")
        ],
        "links": lambda group: [
            {"url": url} for link in items(group, "links") if not _is_inside(url := text(link.get("url", "")))
        ],
        "menu": lambda group: {"items": [{} for _ in items(members(group["menu"]), "items")]},
    }
)
"""What is kept of the fields that show a fact, by name."""


def _count(value: Any) -> int:
    number = whole(value)
    if not 0 <= number <= _MOST_MEMBERS:
        raise MalformedAnswerError
    return number


def _addresses(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return whether the community has addresses on the map, and whether the first one names a phone, where it says."""
    kept: dict[str, Any] = {"is_enabled": flag(data["is_enabled"])}
    main = data.get("main_address")
    if not kept["is_enabled"]:
        kept["phone"] = False
    elif isinstance(main, Mapping):
        kept["phone"] = bool(main.get("phone"))
    return kept


def _is_inside(url: str) -> bool:
    """Return whether a link leads into the network itself: it may be a person's page."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return True
    return host.removeprefix("www.").removeprefix("m.") in ("vk.com", "vk.ru", "vkontakte.ru", "")


def _post(data: Any, owner: int) -> dict[str, Any]:
    """Return what is kept of a post."""
    post = members(data)
    kept: dict[str, Any] = {"id": whole(post["id"]), "date": whole(post["date"])}
    if kept["id"] <= 0 or not 0 < kept["date"] < 1 << 33 or whole(post.get("owner_id", owner)) != owner:
        raise MalformedAnswerError
    if "post_type" in post:
        kept["post_type"] = text(post["post_type"])
    for name in ("marked_as_ads", "is_pinned", "is_deleted"):
        if name in post:
            kept[name] = flag(post[name])
    if post.get("attachments"):
        kept["attachments"] = [_attachment(item) for item in items(post, "attachments")]
    if post.get("copy_history"):
        kept["copy_history"] = [{} for _ in items(post, "copy_history")]
    return kept


def _attachment(data: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"type": text(data["type"])}
    inner = data.get(kept["type"])
    if isinstance(inner, Mapping):
        if kept["type"] == "video" and _is_live(inner):
            kept["video"] = {"type": "live"}
        elif kept["type"] == "doc" and inner.get("ext") == "gif":
            kept["doc"] = {"ext": "gif"}
    return kept


def _is_live(video: Mapping[str, Any]) -> bool:
    return video.get("type") == "live" or bool(video.get("live")) or bool(video.get("live_status"))
