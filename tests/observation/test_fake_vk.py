"""The fake VK answers as VK describes it; tests of the collector stand on that."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from http.client import IncompleteRead, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import ValidationError

from tests.observation import certificates, faults, vk_types
from tests.observation.fake_vk import ATTACHMENTS, TOKEN, FakeVK
from tests.observation.serving import Fault
from tests.observation.world import Community, Post, RealClock, SimulatedClock, World

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def _full() -> Community:
    posts = [Post(nth, NOW - timedelta(hours=nth), attachments=(name,)) for nth, name in enumerate(ATTACHMENTS, 1)]
    posts += [
        Post(50, NOW - timedelta(days=2), repost_of=(-9, 1)),
        Post(51, NOW - timedelta(days=3), ads=True, kind="post_ads"),
        Post(52, NOW + timedelta(days=1), kind="postpone"),
        Post(53, NOW - timedelta(days=4), by=42),
        Post(54, NOW - timedelta(days=5), deleted=True),
    ]
    return Community(
        1,
        "school1",
        description="Официальная страница",
        site="https://school1.example",
        phones=("+7 423 000-00-00",),
        emails=("school@school1.example",),
        address="ул. Ленина, 1",
        status="Учимся",
        links=("https://primersk.example",),
        menu=("Запись",),
        verified=True,
        pinned=50,
        posts=tuple(posts),
        extra={"is_government_organization": True},
    )


def _ask(vk: FakeVK, method: str, token: str = TOKEN, **parameters: object) -> Any:
    query = urlencode({"v": "5.199", **parameters})
    request = urllib.request.Request(
        f"{vk.address}/method/{method}?{query}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.loads(reply.read())


def _vk(*communities: Community, **settings: Any) -> FakeVK:
    return FakeVK(clock=SimulatedClock(NOW), world=World(communities), **({"per_second": 1000} | settings))


FIELDS = (
    "description,site,status,activity,members_count,verified,has_photo,cover,contacts,links,addresses,wall,"
    "main_section,counters,menu,fixed_post"
)


def test_answers_are_of_vks_types() -> None:
    with _vk(_full(), Community(2, deactivated="banned"), Community(3, closed=1)) as vk:
        groups = _ask(vk, "groups.getById", group_ids="school1,2,club3,404", fields=FIELDS)
        vk_types.check("groups.getById", groups)
        wall = _ask(vk, "wall.get", owner_id=-1, count=100)
        vk_types.check("wall.get", wall)
        assert {item["attachments"][0]["type"] for item in wall["response"]["items"] if item.get("attachments")} >= {
            "photo",
            "video",
            "poll",
            "link",
        }
    assert [one["id"] for one in groups["response"]["groups"]] == [1, 2, 3, 404]
    assert groups["response"]["groups"][3]["deactivated"] == "deleted"


def test_the_check_of_types_can_fail() -> None:
    with pytest.raises(ValidationError):
        vk_types.check("groups.getById", {"response": {"groups": [{"id": "first", "name": "x"}], "profiles": []}})
    with pytest.raises(AssertionError, match="novelty"):
        vk_types.check("wall.get", {"response": {"count": 0, "items": [], "novelty": 1}})


def test_a_name_nobody_has_is_left_out() -> None:
    with _vk(_full()) as vk:
        assert len(_ask(vk, "groups.getById", group_ids="school1,nobody")["response"]["groups"]) == 1
        assert _ask(vk, "groups.getById", group_ids="nobody")["error"]["error_code"] == 100


def test_only_fields_asked_for_come() -> None:
    with _vk(_full()) as vk:
        [group] = _ask(vk, "groups.getById", group_ids="1")["response"]["groups"]
    assert "description" not in group
    assert group["screen_name"] == "school1"


def test_the_wall_comes_page_by_page_with_the_pinned_post_first() -> None:
    posts = tuple(Post(nth, NOW - timedelta(hours=nth)) for nth in range(1, 251))
    with _vk(Community(1, posts=posts, pinned=200)) as vk:
        pages = [_ask(vk, "wall.get", owner_id=-1, count=100, offset=offset)["response"] for offset in (0, 100, 200)]
        vk_types.check("wall.get", {"response": pages[0]})
    numbers = [item["id"] for page in pages for item in page["items"]]
    assert numbers == [200, *range(1, 251)]
    assert pages[0]["items"][0]["is_pinned"] == 1


def test_a_deferred_post_is_not_shown_before_its_time_and_a_visitors_post_not_among_the_owners() -> None:
    with _vk(_full()) as vk:
        everybody = [item["id"] for item in _ask(vk, "wall.get", owner_id=-1, count=100)["response"]["items"]]
        owner = _ask(vk, "wall.get", owner_id=-1, count=100, filter="owner")["response"]["items"]
    assert 52 not in everybody
    assert 53 in everybody
    assert 53 not in [item["id"] for item in owner]


def test_a_post_can_be_inserted_between_two_pages() -> None:
    posts = tuple(Post(nth, NOW - timedelta(hours=nth)) for nth in range(1, 151))
    with _vk(Community(1, posts=posts)) as vk:
        vk.before("wall.get", 2, lambda: vk.world.publish(1, Post(999, NOW - timedelta(minutes=1))))
        first = _ask(vk, "wall.get", owner_id=-1, count=100)["response"]["items"]
        second = _ask(vk, "wall.get", owner_id=-1, count=100, offset=100)["response"]["items"]
    assert second[0]["id"] == first[-1]["id"] == 100


def test_a_name_can_be_taken_by_another_community() -> None:
    with _vk(Community(1, "school1"), Community(9, "new")) as vk:
        vk.world.take_name("school1", 9)
        assert _ask(vk, "groups.getById", group_ids="school1")["response"]["groups"][0]["id"] == 9
        assert _ask(vk, "groups.getById", group_ids="1")["response"]["groups"][0]["screen_name"] == "club1"


def test_errors_have_vks_form_and_do_not_repeat_the_token() -> None:
    with _vk(Community(1, closed=1)) as vk:
        error = _ask(vk, "wall.get", owner_id=-1)["error"]
        assert error["error_code"] == 15
        assert {"key": "method", "value": "wall.get"} in error["request_params"]
        wrong = _ask(vk, "wall.get", token="wrong", owner_id=-1)
        assert wrong["error"]["error_code"] == 5
        assert "wrong" not in json.dumps(wrong)


def test_limits_hold_by_the_clock() -> None:
    clock = SimulatedClock(NOW)
    with FakeVK(clock=clock, world=World([Community(1)]), walls_a_day=6) as vk:
        codes = [_ask(vk, "wall.get", owner_id=-1).get("error", {}).get("error_code") for _ in range(6)]
        clock.sleep(1)
        codes += [_ask(vk, "wall.get", owner_id=-1).get("error", {}).get("error_code") for _ in range(2)]
        clock.sleep(86_400)
        codes.append(_ask(vk, "wall.get", owner_id=-1).get("error", {}).get("error_code"))
    assert codes == [None] * 5 + [6, None, 29, None]


def test_latency_passes_on_the_clock_alone() -> None:
    clock = SimulatedClock(NOW)
    with FakeVK(clock=clock, world=World([Community(1)]), latency=3600, per_second=1000) as vk:
        _ask(vk, "wall.get", owner_id=-1)
    assert clock.monotonic() == 3600


@pytest.mark.parametrize("code", [1, 5, 6, 9, 10, 14, 15, 18, 29, 30, 100, 203])
def test_every_error_can_be_injected(code: int) -> None:
    with _vk(Community(1)) as vk:
        vk.misbehave(Fault(faults.vk_error(code), method="wall.get", after=1, times=1))
        answers = [_ask(vk, "wall.get", owner_id=-1) for _ in range(3)]
    assert [one.get("error", {}).get("error_code") for one in answers] == [None, code, None]


def test_status_and_retry_after() -> None:
    with _vk(Community(1)) as vk:
        vk.misbehave(Fault(faults.http_status(429, "7"), times=1), Fault(faults.http_status(503)))
        for status, wait in ((429, "7"), (503, None)):
            with pytest.raises(urllib.error.HTTPError) as caught:
                _ask(vk, "wall.get", owner_id=-1)
            assert (caught.value.code, caught.value.headers["Retry-After"]) == (status, wait)
            caught.value.close()
            vk.behave()
            vk.misbehave(Fault(faults.http_status(503)))


def test_a_cut_body_a_hung_up_connection_and_bodies_that_are_no_json() -> None:
    with _vk(Community(1)) as vk:
        for change, expected in (
            (faults.cut(), IncompleteRead),
            (faults.hang_up(), RemoteDisconnected),
            (faults.shortened(), json.JSONDecodeError),
            (faults.html(), json.JSONDecodeError),
            (faults.encoded("cp1251"), UnicodeDecodeError),
            (faults.deep(), RecursionError),
        ):
            vk.behave()
            vk.misbehave(Fault(change))
            with pytest.raises(expected):
                _ask(vk, "groups.getById", group_ids="1")


def test_numbers_as_texts_unknown_fields_broken_letters() -> None:
    with _vk(Community(1)) as vk:
        vk.misbehave(Fault(faults.numbers_as_texts()))
        assert _ask(vk, "groups.getById", group_ids="1")["response"]["groups"][0]["id"] == "1"
        vk.behave()
        vk.misbehave(Fault(faults.unknown_fields()))
        assert "novelty" in _ask(vk, "groups.getById", group_ids="1")["response"]["groups"][0]
        vk.behave()
        vk.misbehave(Fault(faults.broken_letters()))
        with pytest.raises(UnicodeDecodeError):
            _ask(vk, "groups.getById", group_ids="1")


def test_a_redirect_is_followed_by_a_careless_client() -> None:
    with _vk(Community(1)) as vk, _vk(Community(1)) as other:
        vk.misbehave(Fault(faults.redirect(f"{other.address}/method/wall.get?v=5.199&owner_id=-1")))
        _ask(vk, "wall.get", owner_id=-1)
        assert other.calls[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_a_huge_answer_is_made_as_it_is_sent() -> None:
    with _vk(Community(1)) as vk:
        vk.misbehave(Fault(faults.huge(5)))
        with urllib.request.urlopen(f"{vk.address}/method/wall.get?v=5.199&owner_id=-1&access_token={TOKEN}") as reply:
            assert len(reply.read()) > 5_000_000


def test_certificates_fail_each_in_its_way(tmp_path: Path) -> None:
    served, trusted = certificates.good(tmp_path)
    client = ssl.create_default_context(cafile=str(trusted))
    with FakeVK(certificate=served, world=World([Community(1)])) as vk:
        address = f"{vk.address}/method/wall.get?v=5.199&owner_id=-1&access_token={TOKEN}"
        with urllib.request.urlopen(address, context=client) as reply:
            assert json.loads(reply.read())["response"]["count"] == 0
    for made in (
        (certificates.unknown_authority(), trusted),
        certificates.run_out(tmp_path),
        certificates.another_name(tmp_path),
    ):
        client = ssl.create_default_context(cafile=str(made[1]))
        refused = pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED")
        with FakeVK(certificate=made[0], world=World([Community(1)])) as vk, refused:
            urllib.request.urlopen(f"{vk.address}/method/wall.get", context=client)


def test_the_real_clock_serves_too() -> None:
    with FakeVK(clock=RealClock(), world=World([Community(1)])) as vk:
        assert _ask(vk, "wall.get", owner_id=-1)["response"]["count"] == 0
