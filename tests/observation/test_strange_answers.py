"""Random changes of true answers: nothing breaks, nothing is gone that the network did not call gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.intake.observation.archive import canonical
from reestr.intake.observation.collector import ApiRequest, Collector, KeptAnswer
from reestr.intake.observation.ok import OkCollector
from reestr.intake.observation.vk import VkCollector

from tests.observation.fake_ok import FakeOK
from tests.observation.fake_vk import TOKEN, FakeVK
from tests.observation.serving import Call, FakeNetwork
from tests.observation.world import Community, Post, SimulatedClock, World

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
_POSTS = (
    Post(3, NOW - timedelta(days=1), attachments=("photo", "poll")),
    Post(2, NOW - timedelta(days=2), repost_of=(-5, 1)),
    Post(1, NOW - timedelta(days=3), attachments=("video",), ads=True),
)
_PAGE = Community(101, "school1", description="Школа", phones=("+7",), links=("https://a.example",), posts=_POSTS)

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5) | st.just("18"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def _answers() -> Iterator[tuple[Collector, ApiRequest, Any]]:
    """Yield each kind of true answer."""
    vk = FakeVK(clock=SimulatedClock(NOW), world=World([_PAGE]))
    fields = "description,site,contacts,links,addresses,cover,menu,has_photo,members_count"
    asked: list[tuple[FakeNetwork, Collector, ApiRequest]] = [
        (vk, VkCollector(), ApiRequest("vk", "groups.getById", {"group_ids": "101", "fields": fields, "v": "5.199"})),
        (vk, VkCollector(), ApiRequest("vk", "wall.get", {"owner_id": "-101", "count": "100", "v": "5.199"})),
    ]
    ok = _Unsigned(clock=SimulatedClock(NOW), world=World([_PAGE]))
    for method, parameters in (
        ("group.getInfo", {"uids": "101", "fields": "*"}),
        ("group.getCounters", {"group_id": "101", "counterTypes": "members"}),
        ("mediatopic.getTopics", {"gid": "101", "count": "100"}),
        ("url.getInfo", {"url": "https://ok.ru/school1"}),
    ):
        asked.append((ok, OkCollector(), ApiRequest("ok", method, parameters)))
    for network, collector, request in asked:
        call = Call(request.method, {**request.parameters, "access_token": TOKEN}, {}, NOW, b"")
        yield collector, request, json.loads(network.honest(call).body)


class _Unsigned(FakeOK):
    """OK that looks at no signature."""

    def _refused(self, call: Call) -> int | None:
        return None


_ALL = list(_answers())


def _places(value: Any, found: list[Callable[[Any], None]]) -> None:
    """Collect what replaces each value within a JSON value."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):

            def put(new: Any, holder: Any = value, key: Any = key) -> None:
                holder[key] = new

            found.append(put)
            _places(value[key], found)


@pytest.mark.parametrize(
    ("collector", "request_", "answer"), [pytest.param(*one, id=f"{one[1].network} {one[1].method}") for one in _ALL]
)
@given(data=st.data())
def test_a_changed_answer_is_understood_or_refused(
    collector: Collector, request_: ApiRequest, answer: Any, data: st.DataObject
) -> None:
    changed = json.loads(json.dumps(answer))
    places: list[Callable[[Any], None]] = []
    _places(changed, places)
    for _ in range(data.draw(st.integers(1, 3))):
        data.draw(st.sampled_from(places))(data.draw(_VALUES))
    read = collector.read(request_, changed)
    assert read.outcome in ("seen", "refused")
    if read.outcome == "refused":
        assert read.reason is not None
        return
    again = collector.read(request_, read.answer if collector.network == "ok" else {"response": read.answer})
    assert (again.outcome, again.answer) == ("seen", read.answer)
    canonical(read.answer)
    kept = KeptAnswer(request_, NOW, 200, "seen", None, read.answer, "0" * 64)
    for post in collector.posts(kept):
        assert post.number.isdigit()
        assert post.at.tzinfo is not None
    for community in collector.communities(kept):
        assert community.number.isdigit()


@pytest.mark.parametrize("collector", [VkCollector(), OkCollector()], ids=["vk", "ok"])
@pytest.mark.parametrize(
    "method", ["groups.getById", "wall.get", "group.getInfo", "mediatopic.getTopics", "url.getInfo"]
)
@given(value=_VALUES)
def test_any_json_is_understood_or_refused(collector: Collector, method: str, value: Any) -> None:
    for data in (value, {"response": value}, {"error": value}, {"error_code": value}, [value]):
        read = collector.read(ApiRequest(collector.network, method, {"owner_id": "-1", "gid": "1"}), data)
        code = value.get("error_code") if isinstance(value, dict) else value
        assert read.outcome != "gone" or str(code) in ("18", "300")
