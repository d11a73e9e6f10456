"""Reads groups of Odnoklassniki: four methods of its REST API, signed with md5.

Which answers say something of a page, with the sources, is told in ok_answers.py. OK publishes no limit of calls; ours
is five a second.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
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
from reestr.intake.observation.ok_answers import ADDRESS, COUNTERS, GROUPS, TOPICS, read_answer

_KEY, _SECRET, _TOKEN = "REESTR_OK_APPLICATION_KEY", "REESTR_OK_SECRET_KEY", "REESTR_OK_TOKEN"
_BATCH = 100
_TOPICS = 100
_PAGES = 100
# Fields of the page on `group.getInfo`; those of `_FURTHER` are known from clients alone, and OK rejects a request that
# names a field which the application may not read.
_FIELDS = "uid,name,description,address,homepage_url,members_count,access_type,main_photo"
_FURTHER = f"{_FIELDS},shortname,phone,photo_id,cover,blocked,gos_org"


class OkCollector:
    """See Collector."""

    network = "ok"
    base = "https://api.ok.ru"
    base_variable = "REESTR_OK_API"
    secrets = (_KEY, _SECRET)
    optional_secrets = (_TOKEN,)
    limits = CallLimits(per_second=5)

    def signed(self, request: ApiRequest, secrets: Mapping[str, str]) -> SignedCall:
        """See Collector. Signs with md5(access token + secret key) if there is a token, else with the secret key."""
        fields = {
            **request.parameters,
            "method": request.method,
            "application_key": secrets[_KEY],
            "format": "json",
        }
        secret, token = secrets[_SECRET], secrets.get(_TOKEN)
        if token:
            secret = _md5(token + secret)
        fields["sig"] = _md5("".join(f"{name}={fields[name]}" for name in sorted(fields)) + secret)
        if token:
            fields["access_token"] = token
        return SignedCall("/fb.do", fields)

    def read(self, request: ApiRequest, data: Any) -> ReadAnswer:
        """See Collector."""
        return read_answer(request, data)

    def find_pages(self, addresses: Sequence[PageAddress], ask: AskNetwork) -> tuple[PageReading, ...]:
        """See Collector. A name costs one request, a hundred groups one more, a group that is left out another one."""
        named = {address: self._named(address, ask) for address in addresses if address.number is None}
        numbers = {address: address.number or named[address][0] for address in addresses}
        wanted = tuple(dict.fromkeys(number for number in numbers.values() if number))
        found: dict[str, PageReading] = {}
        for start in range(0, len(wanted), _BATCH):
            found |= self._groups(wanted[start : start + _BATCH], ask)
        readings = []
        for address in addresses:
            number = numbers[address]
            before = named[address][1] if address in named else ()
            if number is None:
                answer = before[-1]
                reason = "not-found" if answer.outcome == "seen" else answer.reason
                readings.append(PageReading(address, "refused", reason, answers=before))
            else:
                seen = found[number]
                answers = (*before, *seen.answers)
                readings.append(PageReading(address, seen.outcome, seen.reason, seen.community, answers))
        return tuple(readings)

    def _named(self, address: PageAddress, ask: AskNetwork) -> tuple[str | None, tuple[KeptAnswer, ...]]:
        """Return the number of the group that a name leads to, None if that is unknown."""
        answer = ask(ApiRequest(self.network, ADDRESS, {"url": address.url}))
        number = answer.answer.get("objectIdStr") if answer.outcome == "seen" else None
        return number, (answer,)

    def _groups(self, numbers: Sequence[str], ask: AskNetwork) -> dict[str, PageReading]:
        """Return what each number leads to."""
        uids = ",".join(numbers)
        answer = ask(ApiRequest(self.network, GROUPS, {"uids": uids, "fields": _FURTHER}))
        if answer.reason == "parameter":
            answer = ask(ApiRequest(self.network, GROUPS, {"uids": uids, "fields": _FIELDS}))
        if answer.reason == "parameter" and len(numbers) > 1:
            # One number that OK rejects must not hide the others.
            half = len(numbers) // 2
            return self._groups(numbers[:half], ask) | self._groups(numbers[half:], ask)
        shown = {community.number: community for community in self.communities(answer)}
        malformed = answer.outcome == "seen" and {
            group["uid"] for group in answer.answer["groups"] if group.get("malformed")
        }
        readings = {}
        for number in numbers:
            address = PageAddress("", number)
            community = shown.get(number)
            if answer.outcome != "seen":
                readings[number] = PageReading(address, answer.outcome, answer.reason, answers=(answer,))
            elif malformed and number in malformed:
                readings[number] = PageReading(address, "refused", "malformed", answers=(answer,))
            elif community is None:
                readings[number] = self._left_out(address, number, answer, ask)
            elif community.fields.get("blocked"):
                readings[number] = PageReading(address, "gone", "blocked", community, (answer,))
            else:
                readings[number] = PageReading(address, "seen", None, community, (answer,))
        return readings

    def _left_out(self, address: PageAddress, number: str, listed: KeptAnswer, ask: AskNetwork) -> PageReading:
        """Return why a list left a group out: only an error about that very group says that it is gone."""
        answer = ask(ApiRequest(self.network, COUNTERS, {"group_id": number, "counterTypes": "members"}))
        answers = (listed, answer)
        if answer.outcome == "gone":
            return PageReading(address, "gone", answer.reason, answers=answers)
        return PageReading(address, "refused", "not-found", answers=answers)

    def read_wall(self, number: str, since: datetime.datetime, ask: AskNetwork) -> WallReading:
        """See Collector. OK continues a list after the topic that an anchor names: others that come or go move none.

        Refused as `too-long` if OK names no anchor before the wall is read back to `since`, or beyond a hundred pages.
        """
        found: dict[str, NetworkPost] = {}
        answers: list[KeptAnswer] = []
        anchor: str | None = None
        for _ in range(_PAGES):
            parameters = {"gid": number, "count": str(_TOPICS)} | ({"anchor": anchor} if anchor else {})
            answer = ask(ApiRequest(self.network, TOPICS, parameters))
            answers.append(answer)
            if answer.outcome != "seen":
                return WallReading(answer.outcome, answer.reason, answers=tuple(answers))
            posts = self.posts(answer)
            found |= {post.number: post for post in posts}
            anchor = answer.answer.get("anchor")
            # Where nothing is said of further topics, only an empty page is the end.
            ends = not answer.answer.get("has_more", bool(answer.answer["media_topics"]))
            if ends or any(post.at < since and not post.pinned for post in posts):
                kept = sorted((post for post in found.values() if post.at >= since), key=_newest_first)
                return WallReading("seen", None, tuple(kept), tuple(answers))
            if anchor is None:
                break
        return WallReading("refused", "too-long", answers=tuple(answers))

    def communities(self, answer: KeptAnswer) -> tuple[Community, ...]:
        """See Collector."""
        if answer.outcome != "seen" or answer.request.method != GROUPS:
            return ()
        return tuple(
            Community(
                number=group["uid"],
                name=group.get("shortname") or None,
                title=group.get("name", ""),
                closed=group.get("access_type", "OPEN") != "OPEN",
                members=group.get("members_count"),
                fields=group,
            )
            for group in answer.answer["groups"]
            if not group.get("malformed")
        )

    def wall_of(self, answer: KeptAnswer) -> str | None:
        """See Collector."""
        return answer.request.parameters.get("gid") if answer.request.method == TOPICS else None

    def posts(self, answer: KeptAnswer) -> tuple[NetworkPost, ...]:
        """See Collector. Topics that members of the group have written are not its posts."""
        if answer.outcome != "seen" or answer.request.method != TOPICS:
            return ()
        topics = answer.answer["media_topics"]
        return tuple(_as_post(topic, answer.at) for topic in topics if topic["author_ref"] != "user")


def _md5(plain: str) -> str:
    return hashlib.md5(plain.encode(), usedforsecurity=False).hexdigest()


def _as_post(topic: Mapping[str, Any], at: datetime.datetime) -> NetworkPost:
    media = topic.get("media", [])
    published = datetime.datetime.fromtimestamp(topic["created_ms"] / 1000, datetime.UTC)
    return NetworkPost(
        number=topic["id"],
        at=published,
        attachments=tuple(item["type"] for item in media if item["type"] != "text"),
        repost=any("reshare" in item or item["type"] == "topic" for item in media),
        advertisement=topic.get("is_ads_post", False) or topic.get("is_promo", False),
        deferred=any(topic.get(name) for name in ("is_hidden_post", "is_unpublished_post", "on_moderation"))
        or published > at,
        pinned=topic.get("is_sticky", False),
    )


def _newest_first(post: NetworkPost) -> tuple[float, int, str]:
    return -post.at.timestamp(), -len(post.number), post.number
