"""Reads communities of VKontakte: two methods of its public API with the service key of an application.

`groups.getById` takes 500 names or numbers at once, `wall.get` gives a hundred posts; neither needs a session. Of an
application's key 5 calls a second are reported, and 5,000 calls a day of `wall.get`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reestr.intake.observation.collector import (
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
from reestr.intake.observation.vk_answers import COMMUNITIES, WALL, read_answer
from reestr.intake.observation.walls import WallPage, wall_back_to

VERSION = "5.199"

_BATCH = 500
_POSTS = 100
# The last field is in no public description; clients ask for it, and the network leaves out what it does not know.
_FIELDS = (
    "addresses,contacts,cover,description,has_photo,links,members_count,menu,site,status,verified,wall,"
    "is_government_organization"
)

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
        return read_answer(request, data)

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

    def wall_of(self, answer: KeptAnswer) -> str | None:
        """See Collector."""
        if answer.request.method != WALL:
            return None
        return answer.request.parameters.get("owner_id", "").removeprefix("-")

    def posts(self, answer: KeptAnswer) -> tuple[NetworkPost, ...]:
        """See Collector."""
        if answer.outcome != "seen" or answer.request.method != WALL:
            return ()
        return tuple(_as_post(item, answer.at) for item in answer.answer["items"])


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
