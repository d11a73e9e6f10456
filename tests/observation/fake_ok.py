"""Answers as the REST API of Odnoklassniki does: signed requests, groups, counters, topics, OK's own errors.

Facts: apiok.ru, pages on `group.getInfo`, `group.getCounters`, `url.getInfo`, signing and error codes; the fields of a
group (`gos_org` among them) and that `group.getInfo` answers with a bare list: public clients. The page of
`mediatopic.getTopics` is not public; its form is that of public clients: `gid`, `count`, and in the answer
`media_topics` with `id`, `created_ms`, `author_ref`, `owner_ref`, `media`. Paging by `anchor` and `has_more` is that of
OK's other lists and is not certain for this one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.observation.serving import Call, FakeNetwork, Reply
from tests.observation.world import Community, Post, World

APPLICATION_KEY = "CPLANTEDKEYABABABA"
SECRET_KEY = "PLANTED-application-secret-0123456789"
TOKEN = "tkn1PLANTED-access-token-0123456789"

MESSAGES = {
    1: "UNKNOWN : Unknown error",
    2: "SERVICE : Service is temporary unavailable",
    3: "METHOD : Method does not exist",
    4: "REQUEST : Invalid request",
    7: "ACTION_BLOCKED : The requested action is temporarily blocked",
    8: "FLOOD_BLOCKED : The execution of method is blocked due to flood",
    9: "IP_BLOCKED : The execution of method is blocked by IP address",
    10: "PERMISSION_DENIED : Permission denied",
    11: "LIMIT_REACHED : The limit of method calls is reached",
    50: "NOT_ADMIN : User has no administrative rights",
    100: "PARAM : Missing or invalid parameter",
    101: "PARAM_API_KEY : No application key",
    102: "PARAM_SESSION_EXPIRED : Session expired",
    103: "PARAM_SESSION_KEY : Invalid session key",
    104: "PARAM_SIGNATURE : Invalid signature",
    160: "PARAM_GROUP_ID : Invalid group_id",
    200: "PARAM_PERMISSION : Application has no permission",
    210: "PARAM_APPLICATION_DISABLED : Application is disabled",
    300: "NOT_FOUND : Not found",
    453: "SESSION_REQUIRED : Session is required",
    455: "FRIEND_RESTRICTION : Access is restricted",
    456: "GROUP_RESTRICTION : Access is restricted by the group",
    457: "UNAUTHORIZED_RESTRICTION : Access is not authorized",
    458: "PRIVACY_RESTRICTION : Access is restricted by privacy settings",
    9999: "SYSTEM : Critical system error",
}
"""The texts of OK's errors."""

MEDIA: Mapping[str, Mapping[str, object]] = {
    "photo": {"type": "photo", "photo_refs": ["group_photo:1"]},
    "video": {"type": "movie", "movie_refs": ["movie:2"]},
    "live": {"type": "movie", "movie_refs": ["movie:3"]},
    "poll": {"type": "poll", "poll_refs": ["poll:4"]},
    "link": {"type": "link", "url": "https://example.org/novost", "title": "Новость"},
    "audio": {"type": "music", "track_refs": ["music_track:5"]},
}
"""What a topic may hold, by our names."""

METHODS = frozenset({"group.getInfo", "group.getCounters", "mediatopic.getTopics", "url.getInfo"})


@dataclass
class FakeOK(FakeNetwork):
    """OK's API; `REESTR_OK_API` takes its `address`."""

    world: World = field(default_factory=World)
    application_key: str = APPLICATION_KEY
    secret_key: str = SECRET_KEY
    token: str = TOKEN
    granted: frozenset[str] = METHODS
    """Methods that OK's support has allowed to the application; others get error 10."""
    per_second: int = 5
    """Calls that are answered within a second; more get error 11. OK publishes no figure: this one is ours."""
    _answered: list[datetime] = field(default_factory=list)

    def method_of(self, path: str, parameters: dict[str, str]) -> str:
        return parameters.get("method", path.removeprefix("/api/").replace("/", "."))

    def honest(self, call: Call) -> Reply:
        refused = self._refused(call)
        if refused:
            return error(refused)
        if call.method == "group.getInfo":
            return self._groups(call)
        if call.method == "group.getCounters":
            return self._counters(call)
        if call.method == "url.getInfo":
            return self._address(call)
        return self._topics(call)

    def _refused(self, call: Call) -> int | None:
        """Return the error that OK gives before it looks at the method's own parameters."""
        given = call.parameters
        if given.get("application_key") != self.application_key:
            return 101
        if "access_token" in given and given["access_token"] != self.token:
            return 103
        if given.get("sig", "").lower() != self._signature(given):
            return 104
        if call.method not in METHODS:
            return 3
        if call.method not in self.granted:
            return 10
        if call.method != "group.getInfo" and "access_token" not in given:
            return 453
        self._answered = [moment for moment in self._answered if call.at - moment < timedelta(seconds=1)]
        if len(self._answered) >= self.per_second:
            return 11
        self._answered.append(call.at)
        return None

    def _signature(self, given: Mapping[str, str]) -> str:
        secret = self.secret_key
        if "access_token" in given:
            secret = hashlib.md5((self.token + self.secret_key).encode()).hexdigest()
        signed = sorted(name for name in given if name not in ("sig", "access_token", "session_key"))
        return hashlib.md5(("".join(f"{name}={given[name]}" for name in signed) + secret).encode()).hexdigest()

    def _community(self, number: str) -> Community | None:
        return self.world.by_number(int(number)) if number.isdigit() else None

    def _groups(self, call: Call) -> Reply:
        asked = [one for one in call.parameters.get("uids", "").split(",") if one]
        fields = {one.strip().lower() for one in call.parameters.get("fields", "").split(",")} - {""}
        if not asked or not fields:
            return error(100, f"PARAM : Missing required parameter {'fields' if asked else 'uids'}")
        found = [self._community(one) for one in asked]
        # A group that is gone is left out of the list.
        return answer([_group(one, fields) for one in found if one and not one.deactivated])

    def _counters(self, call: Call) -> Reply:
        number = call.parameters.get("group_id", "")
        community = self._community(number)
        if not call.parameters.get("counterTypes"):
            return error(100, "PARAM : Missing required parameter counterTypes")
        if community is None or community.deactivated:
            return error(160, f"PARAM_GROUP_ID : Invalid group_id [{number}]")
        counted = {"members": community.members, "themes": len(community.posts), "photo_albums": 1, "videos": 2}
        wanted = call.parameters["counterTypes"].split(",")
        if set(wanted) - set(counted) - {""}:
            return error(100, f"PARAM : Invalid parameter counterTypes value  : [{','.join(wanted)}]")
        return answer({"counters": {name: value for name, value in counted.items() if name in wanted}})

    def _address(self, call: Call) -> Reply:
        address = call.parameters.get("url", "")
        last = address.rstrip("/").rpartition("/")[2]
        community = self._community(last) or self.world.by_name(last)
        if community is None or community.deactivated:
            return answer({"type": "UNKNOWN"})
        number = str(community.number)
        return answer({"type": "GROUP", "objectId": community.number, "objectIdStr": number, "objectIdEncoded": number})

    def _topics(self, call: Call) -> Reply:
        given = call.parameters
        community = self._community(given.get("gid", ""))
        if community is None or community.deactivated:
            return error(160, f"PARAM_GROUP_ID : Invalid gid [{given.get('gid')}]")
        if community.closed:
            return error(456)
        count, anchor = given.get("count", "20"), given.get("anchor")
        if not count.isdigit() or not 1 <= int(count) <= 100 or (anchor and not _ANCHOR.match(anchor)):
            return error(100, "PARAM : Invalid parameter count or anchor")
        # The pinned topic begins the first page; an anchor names the topic after which the next page begins.
        posts = self.world.wall(community, self.clock.now())
        if anchor:
            after = tuple(int(part) for part in anchor.split("_"))
            posts = [post for post in posts if _place(post) < after and post.number != community.pinned]
        page = posts[: int(count)]
        shown: dict[str, object] = {
            "media_topics": [_topic(community, post) for post in page],
            "has_more": len(page) < len(posts),
        }
        if page:
            shown["anchor"] = "_".join(str(part) for part in _place(page[-1]))
        return answer(shown)


_ANCHOR = re.compile(r"[0-9]+_[0-9]+\Z")


def _place(post: Post) -> tuple[int, int]:
    return int(post.at.timestamp() * 1000), post.number


def _group(one: Community, fields: set[str]) -> dict[str, object]:
    shown: dict[str, object] = {
        "uid": str(one.number),
        "name": one.title,
        "description": one.description,
        "shortname": one.name or "",
        "homepage_url": one.site,
        "address": one.address,
        "phone": one.phones[0] if one.phones else "",
        "members_count": one.members,
        "access_type": ("OPEN", "CLOSED", "SECRET")[one.closed],
        "created_ms": 1_500_000_000_000,
        "admin_id": "777",
        "gos_org": one.verified,
    }
    if one.avatar:
        shown["photo_id"] = "800"
        shown["pic_avatar"] = "https://i.mycdn.example/a.jpg"
    if one.cover:
        shown["cover"] = {"url": "https://i.mycdn.example/c.jpg"}
    wanted = {name: value for name, value in shown.items() if name in fields | {"uid"} or "*" in fields}
    # Asked for as `pic_avatar`, answered as `picAvatar`.
    named = {"picAvatar" if name == "pic_avatar" else name: value for name, value in wanted.items()}
    return named | one.extra


def _topic(community: Community, post: Post) -> dict[str, object]:
    owner = f"group:{community.number}"
    media = [{"type": "text", "text": post.text, "text_tokens": [{"text": post.text}]}] if post.text else []
    shown: dict[str, object] = {
        "id": str(post.number),
        "created_ms": int(post.at.timestamp() * 1000),
        "author_ref": owner if post.by is None else f"user:{post.by}",
        "owner_ref": owner,
        "media": [*media, *(dict(MEDIA[name]) for name in post.attachments)],
        "like_summary": {"count": 7},
        "discussion_summary": {"comments_count": 2},
        "reshare_summary": {"count": 1},
    }
    if post.ads:
        shown["is_ads_post"] = True
    if post.number == community.pinned:
        shown["is_sticky"] = True
    if post.repost_of:
        source, number = post.repost_of
        passed = {"type": "topic", "reshare": True, "media_topic_refs": [f"mediatopic:{number}"]}
        shown["media"] = [passed | {"reshared_object_ref": f"group:{-source}"}]
    return shown | post.extra


def answer(content: object) -> Reply:
    """Make OK's reply of what it answers."""
    return Reply(json.dumps(content, ensure_ascii=False).encode())


def error(code: int, message: str | None = None) -> Reply:
    """Make OK's reply of an error: status 200, the number in a header too."""
    content = {"error_code": code, "error_msg": message or MESSAGES.get(code, MESSAGES[1]), "error_data": None}
    headers = (("Content-Type", "application/json;charset=utf-8"), ("invocation-error", str(code)))
    return Reply(json.dumps(content, ensure_ascii=False).encode(), 200, headers)
