"""Answers as VK's API 5.199 does: `groups.getById` and `wall.get`, with VK's own errors and limits.

Facts: VK's public description of its API (VKCOM/vk-api-schema); test_fake_vk.py checks every answer against the types
that vkbottle-types makes of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tests.observation.serving import Call, FakeNetwork, Reply
from tests.observation.world import Community, Post, World

TOKEN = "vk1.a.PLANTED-service-key-0123456789"

MESSAGES = {
    1: "Unknown error occurred",
    5: "User authorization failed: invalid access_token (4).",
    6: "Too many requests per second",
    8: "Invalid request: v (version) is required",
    9: "Flood control",
    10: "Internal server error",
    14: "Captcha needed",
    15: "Access denied: this wall available only for community members",
    18: "User was deleted or banned",
    29: "Rate limit reached",
    30: "This profile is private",
    100: "One of the parameters specified was missing or invalid",
    203: "Access to group denied: access to the group is denied",
}
"""The texts of VK's errors."""

_PHOTO = {"id": 1, "album_id": -7, "owner_id": -1, "date": 1, "has_tags": False, "access_key": "k"}
_VIDEO = {"id": 2, "owner_id": -1, "title": "Видео", "duration": 60, "date": 1, "access_key": "k"}
ATTACHMENTS: Mapping[str, Mapping[str, object]] = {
    "photo": {"type": "photo", "photo": _PHOTO},
    "video": {"type": "video", "video": _VIDEO | {"type": "video"}},
    "clip": {"type": "video", "video": _VIDEO | {"type": "short_video"}},
    "live": {"type": "video", "video": _VIDEO | {"type": "live", "live": 1}},
    "poll": {
        "type": "poll",
        "poll": {
            "id": 3,
            "owner_id": -1,
            "question": "Приём?",
            "votes": 5,
            "answer_ids": [],
            "answers": [],
            "can_vote": False,
            "created": 1,
            "end_date": 0,
            "closed": False,
            "is_board": False,
            "can_edit": False,
            "can_report": False,
            "can_share": True,
            "multiple": False,
            "anonymous": True,
            "disable_unvote": False,
        },
    },
    "link": {"type": "link", "link": {"url": "https://example.org/novost", "title": "Новость"}},
    "article": {"type": "link", "link": {"url": "https://vk.com/@-1-statya", "title": "Статья"}},
    "doc": {
        "type": "doc",
        "doc": {"id": 4, "owner_id": -1, "title": "a.pdf", "size": 9, "ext": "pdf", "date": 1, "type": 1, "url": ""},
    },
    "audio": {
        "type": "audio",
        "audio": {"id": 5, "owner_id": -1, "artist": "Хор", "title": "Песня", "duration": 60, "date": 1, "url": ""},
    },
}
"""What a post may hold, by our names."""

BASE = ("id", "name", "screen_name", "is_closed", "type", "photo_50", "photo_100", "photo_200", "deactivated")
"""The fields of a community that come unasked."""


@dataclass
class FakeVK(FakeNetwork):
    """VK's API; `REESTR_VK_API` takes its `address`."""

    world: World = field(default_factory=World)
    token: str = TOKEN
    per_second: int = 5
    """Calls that VK answers within a second; more get error 6."""
    walls_a_day: int = 5_000
    """Calls of `wall.get` that VK answers within 24 hours; more get error 29."""
    _answered: list[datetime] = field(default_factory=list)
    _walls: list[datetime] = field(default_factory=list)

    def method_of(self, path: str, parameters: dict[str, str]) -> str:
        return urlsplit(path).path.rpartition("/")[2]

    def honest(self, call: Call) -> Reply:
        refused = self._refused(call)
        if refused:
            return error(refused, call)
        if call.method == "groups.getById":
            return self._groups(call)
        if call.method == "wall.get":
            return self._wall(call)
        return error(3, call, "Unknown method passed")

    def _refused(self, call: Call) -> int | None:
        """Return the error that VK gives before it looks at the parameters."""
        given = call.headers.get("authorization", "").removeprefix("Bearer ") or call.parameters.get("access_token")
        if "v" not in call.parameters:
            return 8
        if given != self.token:
            return 5
        self._answered = [moment for moment in self._answered if call.at - moment < timedelta(seconds=1)]
        if len(self._answered) >= self.per_second:
            return 6
        self._answered.append(call.at)
        if call.method == "wall.get":
            self._walls = [moment for moment in self._walls if call.at - moment < timedelta(days=1)]
            if len(self._walls) >= self.walls_a_day:
                return 29
            self._walls.append(call.at)
        return None

    def _groups(self, call: Call) -> Reply:
        asked = (call.parameters.get("group_ids") or call.parameters.get("group_id") or "").split(",")
        if not any(asked) or len(asked) > 500:
            return error(100, call, f"{MESSAGES[100]}: group_ids is undefined")
        fields = set(filter(None, call.parameters.get("fields", "").split(",")))
        found = [self._found(one.strip()) for one in asked]
        groups = [self._group(one, fields) for one in found if one]
        if not groups:
            return error(100, call, f"{MESSAGES[100]}: group_ids is undefined")
        return answer({"groups": groups, "profiles": []})

    def _found(self, asked: str) -> Community | None:
        """Find a community by number or name; VK knows numbers nobody has as deleted communities."""
        number = asked.removeprefix("club").removeprefix("public")
        if number.isdigit():
            return self.world.by_number(int(number)) or Community(int(number), title="DELETED", deactivated="deleted")
        return self.world.by_name(asked)

    def _group(self, one: Community, fields: set[str]) -> dict[str, object]:
        picture = "https://sun1.userapi.example/a.jpg" if one.avatar else "https://vk.example/images/community_50.png"
        shown: dict[str, object] = {
            "id": one.number,
            "name": one.title,
            "screen_name": one.name or f"club{one.number}",
            "is_closed": one.closed,
            "type": "page",
            "photo_50": picture,
            "photo_100": picture,
            "photo_200": picture,
        }
        if one.deactivated:
            return shown | {"deactivated": one.deactivated}
        shown |= {
            "description": one.description,
            "site": one.site,
            "status": one.status,
            "activity": "Образование",
            "members_count": one.members,
            "verified": int(one.verified),
            "has_photo": int(one.avatar),
            "cover": {"enabled": int(one.cover)} | ({"images": _cover()} if one.cover else {}),
            "contacts": [{"phone": phone} for phone in one.phones] + [{"email": email} for email in one.emails],
            "links": [{"id": nth, "url": url, "name": url} for nth, url in enumerate(one.links, 1)],
            "addresses": {"is_enabled": bool(one.address)} | ({"count": 1} if one.address else {}),
            "wall": 1,
            "main_section": 0,
            "counters": {"photos": 10, "albums": 1, "videos": 2},
        }
        if one.address:
            address = {"id": 1, "title": one.title, "address": one.address}
            shown["addresses"] = {"is_enabled": True, "count": 1, "main_address_id": 1, "main_address": address}
        if one.menu:
            items = [{"id": nth, "type": "url", "title": title, "url": ""} for nth, title in enumerate(one.menu, 1)]
            shown["menu"] = {"items": items}
        if one.pinned:
            shown["fixed_post"] = one.pinned
        wanted = {name: value for name, value in shown.items() if name in BASE or name in fields}
        return wanted | one.extra

    def _wall(self, call: Call) -> Reply:
        given = call.parameters
        try:
            offset, count = int(given.get("offset", 0)), int(given.get("count", 20))
            owner = int(given.get("owner_id", 0))
        except ValueError:
            return error(100, call)
        name = given.get("domain", "")
        community = self.world.by_number(-owner) if owner else self.world.by_name(name) or self._found(name)
        if not owner and not name:
            return error(100, call, f"{MESSAGES[100]}: owner_id is undefined")
        if not 0 <= count <= 100 or offset < 0 or given.get("filter", "all") not in ("all", "owner", "others"):
            return error(100, call)
        if community is None or community.deactivated:
            return error(15, call, "Access denied: group is blocked")
        if community.closed:
            return error(15, call)
        posts = self.world.wall(community, self.clock.now())
        if given.get("filter") == "owner":
            posts = [post for post in posts if post.by in (None, -community.number)]
        elif given.get("filter") == "others":
            posts = [post for post in posts if post.by not in (None, -community.number)]
        shown = [_post(community, post) for post in posts[offset : offset + count]]
        return answer({"count": len(posts), "items": shown})


def _cover() -> list[dict[str, object]]:
    return [{"url": "https://sun1.userapi.example/cover.jpg", "width": 795, "height": 200}]


def _post(community: Community, post: Post) -> dict[str, object]:
    owner = -community.number
    common = {"inner_type": "wall_wallpost", "id": post.number, "owner_id": owner, "type": "post"}
    if post.deleted:
        remains = {"from_id": owner, "date": int(post.at.timestamp()), "is_deleted": True, "deleted_reason": "admin"}
        return common | remains | post.extra
    shown: dict[str, object] = common | {
        "from_id": owner if post.by is None else post.by,
        "date": int(post.at.timestamp()),
        "marked_as_ads": int(post.ads),
        "post_type": post.kind,
        "text": post.text,
        "attachments": [dict(ATTACHMENTS[name]) for name in post.attachments],
        # Of people: nothing of this may leave the collector.
        "signer_id": 777,
        "created_by": 777,
        "likes": {"count": 7, "user_likes": 0, "can_like": 0},
        "comments": {"count": 2},
        "reposts": {"count": 1},
        "views": {"count": 99},
        "post_source": {"type": "vk"},
        "hash": "hash",
    }
    if post.number == community.pinned:
        shown["is_pinned"] = 1
    if post.repost_of:
        source, number = post.repost_of
        passed = {"inner_type": "wall_wallpost", "type": "post", "id": number, "owner_id": source, "from_id": source}
        shown["copy_history"] = [
            passed | {"date": int((post.at - timedelta(hours=1)).timestamp()), "text": "Чужая новость"}
        ]
    return shown | post.extra


def answer(content: object) -> Reply:
    """Make VK's reply of what it answers."""
    return Reply(json.dumps({"response": content}, ensure_ascii=False).encode())


def error(code: int, call: Call, message: str | None = None) -> Reply:
    """Make VK's reply of an error: status 200, the number, a text, and the parameters without the token."""
    given = [{"key": key, "value": value} for key, value in call.parameters.items() if key != "access_token"]
    params = [{"key": "method", "value": call.method}, {"key": "oauth", "value": "1"}, *given]
    content: dict[str, object] = {
        "error_code": code,
        "error_msg": message or MESSAGES.get(code, "Unknown error occurred"),
        "request_params": params,
    }
    if code == 14:
        content |= {"captcha_sid": "1", "captcha_img": "https://api.vk.example/captcha.php?sid=1"}
    return Reply(json.dumps({"error": content}, ensure_ascii=False).encode())
