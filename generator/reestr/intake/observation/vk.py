"""Reads communities of VKontakte: two methods of its public API, version 5.199, with the service key of an application.

Errors are those of https://dev.vk.com/ru/reference/errors: only error 18 and a community's own `deactivated` say
something of the page; every other one is refused. Answers are reduced to the community and its posts: no author, text,
like or comment, no contact person; of contacts only whether they name a phone and an address.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from reestr.intake.observation.collector import (
    AfterAnswer,
    ApiRequest,
    AskNetwork,
    CallLimits,
    Community,
    KeptAnswer,
    NetworkPost,
    PageAddress,
    PageReading,
    ReadAnswer,
    SignedCall,
    WallReading,
)
from reestr.intake.observation.reducing import MalformedAnswerError, flag, items, members, text, whole
from reestr.intake.observation.walls import WallPage, wall_back_to

VERSION = "5.199"
COMMUNITIES, WALL = "groups.getById", "wall.get"

_BATCH = 500
# The schema of accounts takes no more.
_MOST_MEMBERS = 1_000_000_000
_POSTS = 100
# The last field is in no public description; clients ask for it, and the network leaves out what it does not know.
_FIELDS = (
    "addresses,contacts,cover,description,has_photo,links,members_count,menu,site,status,verified,wall,"
    "is_government_organization"
)

_TOKEN = ("token", "stop")
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
_DEACTIVATED = ("deleted", "banned")


class VkCollector:
    """See Collector."""

    network = "vk"
    base = "https://api.vk.com"
    base_variable = "REESTR_VK_API"
    secrets = ("REESTR_VK_TOKEN",)
    optional_secrets = ()
    limits = CallLimits(per_second=5, per_day={WALL: 5000})

    def signed(self, request: ApiRequest, secrets: Mapping[str, str]) -> SignedCall:
        """See Collector."""
        token = secrets["REESTR_VK_TOKEN"]
        return SignedCall(f"/method/{request.method}", {**request.parameters, "access_token": token})

    def read(self, request: ApiRequest, data: Any) -> ReadAnswer:
        """See Collector."""
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

    def find_pages(self, addresses: Sequence[PageAddress], ask: AskNetwork) -> tuple[PageReading, ...]:
        """See Collector."""
        readings: list[PageReading] = []
        for start in range(0, len(addresses), _BATCH):
            readings += self._batch(addresses[start : start + _BATCH], ask)
        return tuple(readings)

    def _batch(self, addresses: Sequence[PageAddress], ask: AskNetwork) -> Iterator[PageReading]:
        names = ",".join(dict.fromkeys(address.number or str(address.name) for address in addresses))
        answer = ask(ApiRequest(self.network, COMMUNITIES, {"group_ids": names, "fields": _FIELDS, "v": VERSION}))
        if answer.outcome != "seen":
            if (answer.reason == "parameter" or answer.outcome == "gone") and len(addresses) > 1:
                # One name that the network rejects must not hide the others, and an error condemns no whole batch.
                half = len(addresses) // 2
                yield from self._batch(addresses[:half], ask)
                yield from self._batch(addresses[half:], ask)
                return
            for address in addresses:
                yield PageReading(address, answer.outcome, answer.reason, answers=(answer,))
            return
        groups = answer.answer["groups"]
        by_number = {str(group["id"]): group for group in groups}
        by_name = {str(group.get("screen_name", "")).lower(): group for group in groups}
        for address in addresses:
            group = by_number.get(address.number) if address.number else by_name.get(str(address.name).lower())
            if group is None:
                # What is left out may be the page of a person, or nobody's: the network does not say.
                yield PageReading(address, "refused", "not-found", answers=(answer,))
            elif group.get("malformed"):
                yield PageReading(address, "refused", "malformed", answers=(answer,))
            elif gone := group.get("deactivated"):
                reason = gone if gone in _DEACTIVATED else "deactivated"
                yield PageReading(address, "gone", reason, _community(group), (answer,))
            else:
                yield PageReading(address, "seen", None, _community(group), (answer,))

    def read_wall(self, number: str, since: datetime.datetime, ask: AskNetwork) -> WallReading:
        """See Collector."""

        def page(offset: int, fresh: bool) -> WallPage:
            parameters = {"owner_id": f"-{number}", "filter": "owner", "count": str(_POSTS), "offset": str(offset)}
            answer = ask(ApiRequest(self.network, WALL, {**parameters, "v": VERSION}), fresh=fresh)
            if answer.outcome != "seen":
                return WallPage(answer)
            # A page may have less posts than asked for: hidden ones are left out, but they count in the offset.
            posts, following = self.posts(answer), offset + _POSTS
            more = answer.answer["count"] > following
            return WallPage(answer, posts, following if more else None, not posts and answer.answer["count"] > offset)

        return wall_back_to(since, page)

    def communities(self, answer: KeptAnswer) -> tuple[Community, ...]:
        """See Collector."""
        if answer.outcome != "seen" or answer.request.method != COMMUNITIES:
            return ()
        return tuple(_community(group) for group in answer.answer["groups"] if not group.get("malformed"))

    def posts(self, answer: KeptAnswer) -> tuple[NetworkPost, ...]:
        """See Collector."""
        if answer.outcome != "seen" or answer.request.method != WALL:
            return ()
        return tuple(_as_post(item, answer.at) for item in answer.answer["items"])


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


def _community(group: Mapping[str, Any]) -> Community:
    return Community(
        number=str(group["id"]),
        name=group.get("screen_name") or None,
        title=group.get("name", ""),
        closed=group.get("is_closed", 0) != 0,
        members=group.get("members_count"),
        fields=group,
    )


def _as_post(item: Mapping[str, Any], at: datetime.datetime) -> NetworkPost:
    published = datetime.datetime.fromtimestamp(item["date"], datetime.UTC)
    kind = item.get("post_type", "post")
    return NetworkPost(
        number=str(item["id"]),
        at=published,
        attachments=tuple(_word(attachment) for attachment in item.get("attachments", ())),
        repost="copy_history" in item,
        advertisement=item.get("marked_as_ads", False) or kind == "post_ads",
        deferred=kind in ("postpone", "suggest") or published > at,
        deleted=item.get("is_deleted", False),
        pinned=item.get("is_pinned", False),
    )


def _word(attachment: Mapping[str, Any]) -> str:
    """Return the word that the table `formats` of the network's file knows: `photo`, `video-live`, `doc-gif`."""
    kind: str = attachment["type"]
    if "video" in attachment:
        return f"{kind}-live"
    return f"{kind}-gif" if "doc" in attachment else kind
