"""The fake OK answers as its documentation and public clients tell; tests of the collector stand on that."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.observation import faults
from tests.observation.fake_ok import APPLICATION_KEY, MEDIA, SECRET_KEY, TOKEN, FakeOK
from tests.observation.serving import Fault
from tests.observation.world import Community, Post, SimulatedClock, World

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
GROUP = 50000000000001


def _ok(*communities: Community, **settings: Any) -> FakeOK:
    return FakeOK(clock=SimulatedClock(NOW), world=World(communities), **({"per_second": 1000} | settings))


def _ask(ok: FakeOK, method: str, token: str | None = TOKEN, sig: str | None = None, **parameters: object) -> Any:
    given = {"method": method, "application_key": APPLICATION_KEY, "format": "json"}
    given |= {name: str(value) for name, value in parameters.items()}
    secret = SECRET_KEY if token is None else hashlib.md5(f"{token}{SECRET_KEY}".encode()).hexdigest()
    text = "".join(f"{name}={given[name]}" for name in sorted(given)) + secret
    given["sig"] = sig or hashlib.md5(text.encode()).hexdigest()
    if token is not None:
        given["access_token"] = token
    with urllib.request.urlopen(f"{ok.address}/fb.do?{urlencode(given)}", timeout=10) as reply:
        content = json.loads(reply.read())
        if isinstance(content, dict) and "error_code" in content:
            assert reply.headers["invocation-error"] == str(content["error_code"])
        return content


def test_the_signature_is_that_of_the_documentation() -> None:
    """md5 of the sorted parameters and the secret: with a session md5(access_token + application_secret_key)."""
    with _ok(Community(GROUP)) as ok:
        assert _ask(ok, "group.getInfo", uids=GROUP, fields="name")[0]["uid"] == str(GROUP)
        assert _ask(ok, "group.getInfo", token=None, uids=GROUP, fields="name")[0]["uid"] == str(GROUP)
        assert _ask(ok, "group.getInfo", sig="0" * 32, uids=GROUP, fields="name")["error_code"] == 104


def test_groups_come_with_the_fields_asked_for_and_without_those_that_are_gone() -> None:
    with _ok(Community(GROUP, title="Школа", phones=("+7",), verified=True), Community(2, deactivated="deleted")) as ok:
        groups = _ask(ok, "group.getInfo", uids=f"{GROUP},2,3", fields="name,phone,gos_org,pic_avatar")
    avatar = "https://i.mycdn.example/a.jpg"
    assert groups == [{"uid": str(GROUP), "name": "Школа", "phone": "+7", "gos_org": True, "picAvatar": avatar}]


def test_counters_and_their_errors() -> None:
    with _ok(Community(GROUP, members=75)) as ok:
        assert _ask(ok, "group.getCounters", group_id=GROUP, counterTypes="members") == {"counters": {"members": 75}}
        invalid = _ask(ok, "group.getCounters", group_id="invalid_id", counterTypes="members")
        assert (invalid["error_code"], invalid["error_msg"]) == (160, "PARAM_GROUP_ID : Invalid group_id [invalid_id]")
        assert _ask(ok, "group.getCounters", group_id=GROUP, counterTypes="likes")["error_code"] == 100
        assert _ask(ok, "group.getCounters", token=None, group_id=GROUP, counterTypes="members")["error_code"] == 453


def test_an_address_leads_to_a_number() -> None:
    with _ok(Community(GROUP, "school1")) as ok:
        assert _ask(ok, "url.getInfo", url="https://ok.ru/school1")["objectIdStr"] == str(GROUP)
        assert _ask(ok, "url.getInfo", url="https://ok.ru/nobody") == {"type": "UNKNOWN"}


def test_topics_come_page_by_page() -> None:
    posts = [Post(nth, NOW - timedelta(hours=nth), attachments=(name,)) for nth, name in enumerate(MEDIA, 1)]
    posts += [Post(9, NOW - timedelta(days=1), repost_of=(-7, 3)), Post(10, NOW - timedelta(days=2), by=42, ads=True)]
    with _ok(Community(GROUP, posts=tuple(posts))) as ok:
        first = _ask(ok, "mediatopic.getTopics", gid=GROUP, count=5)
        second = _ask(ok, "mediatopic.getTopics", gid=GROUP, count=5, anchor=first["anchor"])
    assert first["has_more"]
    assert not second["has_more"]
    topics = first["media_topics"] + second["media_topics"]
    assert [topic["id"] for topic in topics] == ["1", "2", "3", "4", "5", "6", "9", "10"]
    assert topics[0]["media"][1]["type"] == "photo"
    assert topics[6]["media"][0]["reshare"]
    assert topics[7]["author_ref"] == "user:42"


def test_what_was_not_granted_and_what_is_closed_is_refused() -> None:
    with _ok(Community(GROUP, closed=1), granted=frozenset({"group.getInfo"})) as ok:
        assert _ask(ok, "mediatopic.getTopics", gid=GROUP)["error_code"] == 10
    with _ok(Community(GROUP, closed=1)) as ok:
        assert _ask(ok, "mediatopic.getTopics", gid=GROUP)["error_code"] == 456
        assert _ask(ok, "group.join", gid=GROUP)["error_code"] == 3
        assert _ask(ok, "group.getInfo", token="other", uids=GROUP, fields="name")["error_code"] == 103


@pytest.mark.parametrize("code", [1, 2, 4, 8, 9, 10, 11, 100, 102, 104, 160, 200, 300, 453, 456, 9999])
def test_every_error_can_be_injected(code: int) -> None:
    with _ok(Community(GROUP)) as ok:
        ok.misbehave(Fault(faults.ok_error(code), method="group.getInfo", times=1))
        assert _ask(ok, "group.getInfo", uids=GROUP, fields="name")["error_code"] == code
        assert _ask(ok, "group.getInfo", uids=GROUP, fields="name")[0]["uid"] == str(GROUP)
