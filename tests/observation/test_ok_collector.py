"""What the collector for OK asks, signs, keeps and concludes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from reestr.intake.observation.collector import ApiRequest, KeptAnswer, PageAddress
from reestr.intake.observation.http_calls import HttpFailureError, form_poster
from reestr.intake.observation.ok import OkCollector

from tests.observation import faults
from tests.observation.fake_ok import APPLICATION_KEY, SECRET_KEY, TOKEN, FakeOK
from tests.observation.serving import Fault
from tests.observation.world import Community, Post, SimulatedClock, World

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
GROUP = 50000000000001
SECRETS = {"REESTR_OK_APPLICATION_KEY": APPLICATION_KEY, "REESTR_OK_SECRET_KEY": SECRET_KEY, "REESTR_OK_TOKEN": TOKEN}
COLLECTOR = OkCollector()


def _ok(*communities: Community, **settings: Any) -> FakeOK:
    return FakeOK(clock=SimulatedClock(NOW), world=World(communities), **({"per_second": 1000} | settings))


class _Asking:
    """Asks over HTTP, without quota, repetition and archive."""

    def __init__(self, ok: FakeOK, secrets: dict[str, str] | None = None) -> None:
        self.ok, self.secrets, self.post = ok, SECRETS if secrets is None else secrets, form_poster()
        self.kept: list[KeptAnswer] = []

    def __call__(self, request: ApiRequest, *, fresh: bool = False) -> KeptAnswer:
        call = COLLECTOR.signed(request, self.secrets)
        try:
            response = self.post(self.ok.address + call.path, call.fields)
        except HttpFailureError as failure:
            return KeptAnswer(request, NOW, None, "refused", failure.reason)
        read = COLLECTOR.read(request, json.loads(response.body))
        kept = KeptAnswer(request, NOW, response.status, read.outcome, read.reason, read.answer, sha256="0" * 64)
        self.kept.append(kept)
        return kept


def _number(number: int) -> PageAddress:
    return PageAddress(f"https://ok.ru/group/{number}", number=str(number))


def _name(name: str) -> PageAddress:
    return PageAddress(f"https://ok.ru/{name}", name=name)


def test_pages_are_found_by_number_and_by_name_in_few_requests() -> None:
    groups = [Community(GROUP + nth, f"school{nth}", title=f"Школа {nth}") for nth in range(150)]
    with _ok(*groups) as ok:
        addresses = [*(_number(group.number) for group in groups), _name("school7")]
        readings = COLLECTOR.find_pages(addresses, _Asking(ok))
        assert [call.method for call in ok.calls] == ["url.getInfo", "group.getInfo", "group.getInfo"]
    assert [reading.address for reading in readings] == addresses
    assert {reading.outcome for reading in readings} == {"seen"}
    assert readings[-1].community == readings[7].community
    assert readings[-1].community is not None
    assert (readings[-1].community.number, readings[-1].community.name) == (str(GROUP + 7), "school7")
    assert [len(reading.answers) for reading in readings[-2:]] == [1, 2]


def test_a_name_that_another_group_took_leads_to_the_other_number() -> None:
    with _ok(Community(GROUP, "school1"), Community(9)) as ok:
        ok.world.take_name("school1", 9)
        [reading] = COLLECTOR.find_pages([_name("school1")], _Asking(ok))
    assert reading.community is not None
    assert reading.community.number == "9"


def test_only_an_error_about_the_group_itself_says_that_it_is_gone() -> None:
    with _ok(Community(GROUP), Community(2, extra={"blocked": True})) as ok:
        asking = _Asking(ok)
        seen, blocked, missing, nobody = COLLECTOR.find_pages(
            [_number(GROUP), _number(2), _number(3), _name("nobody")], asking
        )
        ok.misbehave(Fault(faults.ok_error(300), method="group.getCounters"))
        [deleted] = COLLECTOR.find_pages([_number(3)], asking)
        ok.misbehave(Fault(faults.ok_error(300), method="group.getInfo"))
        [unknown] = COLLECTOR.find_pages([_number(3)], asking)
    assert (seen.outcome, seen.reason) == ("seen", None)
    assert (blocked.outcome, blocked.reason) == ("gone", "blocked")
    assert (missing.outcome, missing.reason) == ("refused", "not-found")
    assert (nobody.outcome, nobody.reason) == ("refused", "not-found")
    assert (deleted.outcome, deleted.reason) == ("gone", "deleted")
    assert (unknown.outcome, unknown.reason) == ("refused", "not-found")


@pytest.mark.parametrize(
    ("code", "reason", "then"),
    [
        (1, "unknown", "again"),
        (2, "internal", "again"),
        (4, "parameter", "go-on"),
        (8, "flood", "stop"),
        (10, "rights", "go-on"),
        (11, "rate-limit", "again"),
        (100, "parameter", "go-on"),
        (101, "token", "stop"),
        (102, "token", "stop"),
        (104, "token", "stop"),
        (160, "parameter", "go-on"),
        (200, "rights", "go-on"),
        (300, "not-found", "go-on"),
        (402, "captcha", "stop"),
        (453, "rights", "go-on"),
        (456, "access", "go-on"),
        (9999, "internal", "again"),
        (777, "unknown", "go-on"),
    ],
)
def test_an_error_is_refused_with_its_reason(code: int, reason: str, then: str) -> None:
    error = {"error_code": code, "error_msg": f"{TOKEN} and more", "error_data": None}
    read = COLLECTOR.read(ApiRequest("ok", "group.getInfo", {"uids": "1"}), error)
    assert (read.outcome, read.reason, read.then) == ("refused", reason, then)
    assert read.answer == {"error_code": code}


def test_what_the_application_may_not_do_is_refused_as_rights() -> None:
    with _ok(Community(GROUP), granted=frozenset({"group.getInfo"})) as ok:
        wall = COLLECTOR.read_wall(str(GROUP), NOW - timedelta(days=7), _Asking(ok))
        without_session = _Asking(ok, {name: value for name, value in SECRETS.items() if name != "REESTR_OK_TOKEN"})
        [page] = COLLECTOR.find_pages([_number(GROUP)], without_session)
    assert (wall.outcome, wall.reason, wall.posts) == ("refused", "rights", ())
    assert page.outcome == "seen"


def test_a_field_that_the_application_may_not_read_does_not_hide_the_rest() -> None:
    with _ok(Community(GROUP, title="Школа")) as ok:
        ok.misbehave(Fault(faults.ok_error(100), only=lambda call: "gos_org" in call.parameters.get("fields", "")))
        [page] = COLLECTOR.find_pages([_number(GROUP)], _Asking(ok))
    assert page.community is not None
    assert page.community.title == "Школа"


def test_the_wall_is_read_back_to_the_moment_asked_for() -> None:
    posts = [Post(nth, NOW - timedelta(hours=nth), attachments=("photo", "poll")) for nth in range(1, 251)]
    posts += [
        Post(501, NOW - timedelta(hours=5), repost_of=(-7, 3)),
        Post(502, NOW - timedelta(hours=6), ads=True),
        Post(503, NOW - timedelta(hours=7), by=42),
        Post(504, NOW - timedelta(hours=8), by=42, extra={"is_on_behalf_of_group": True}),
        Post(505, NOW - timedelta(hours=9), extra={"is_hidden_post": True}),
    ]
    with _ok(Community(GROUP, posts=tuple(posts), pinned=200)) as ok:
        wall = COLLECTOR.read_wall(str(GROUP), NOW - timedelta(hours=120), _Asking(ok))
        assert ok.count("mediatopic.getTopics") == 2
    assert wall.outcome == "seen"
    numbers = [post.number for post in wall.posts]
    assert sorted(numbers, key=int) == [*(str(nth) for nth in range(1, 121)), "501", "502", "504", "505"]
    by_number = {post.number: post for post in wall.posts}
    assert by_number["1"].attachments == ("photo", "poll")
    assert by_number["501"].repost
    assert by_number["502"].advertisement
    assert by_number["505"].deferred


def test_a_wall_whose_end_is_not_told_is_not_taken_for_a_short_one() -> None:
    def silent(answer: dict[str, object]) -> object:
        return {"media_topics": answer["media_topics"]}

    since = NOW - timedelta(days=7)
    with _ok(Community(GROUP, posts=(Post(1, NOW - timedelta(days=1)),)), Community(2)) as ok:
        ok.misbehave(Fault(faults.changed(silent)))
        unfinished = COLLECTOR.read_wall(str(GROUP), since, _Asking(ok))
        empty = COLLECTOR.read_wall("2", since, _Asking(ok))
        old = COLLECTOR.read_wall(str(GROUP), NOW, _Asking(ok))
    assert (unfinished.outcome, unfinished.reason) == ("refused", "too-long")
    assert (empty.outcome, empty.posts) == ("seen", ())
    assert (old.outcome, old.posts) == ("seen", ())


def test_nothing_of_people_is_kept_and_reducing_twice_changes_nothing() -> None:
    posts = (Post(1, NOW - timedelta(hours=1), text="Тайный текст"), Post(2, NOW - timedelta(hours=2), by=424242))
    with _ok(Community(GROUP, "school1", phones=("+7 999 111-22-33",), posts=posts)) as ok:
        asking = _Asking(ok)
        COLLECTOR.find_pages([_name("school1"), _number(3)], asking)
        COLLECTOR.read_wall(str(GROUP), NOW - timedelta(days=7), asking)
    assert len(asking.kept) == 4
    for kept in asking.kept:
        told = json.dumps(kept.answer, ensure_ascii=False)
        assert not [word for word in ("424242", "777", "Тайный", "111-22-33", "summary") if word in told]
        again = COLLECTOR.read(kept.request, kept.answer)
        assert (again.outcome, again.answer) == (kept.outcome, kept.answer)


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        "text",
        [],
        {},
        [7],
        {"groups": None},
        {"error_code": "x"},
        {"error_code": None},
        {"error_code": [1]},
        {"counters": []},
        {"counters": {"members": -1e300}},
        {"media_topics": [{"id": "1"}], "has_more": False},
        {"media_topics": [{"id": "1", "created_ms": "soon"}]},
        {"media_topics": [{"id": "1", "created_ms": 10**15}]},
        {"media_topics": [{"id": "1", "created_ms": 10**12, "owner_ref": "group:999"}]},
        {"media_topics": [{"id": "1", "created_ms": 10**12, "media": [{"kind": "photo"}]}]},
        {"type": None},
        {"type": "GROUP"},
        {"type": "GROUP", "objectIdStr": "../1"},
    ],
)
@pytest.mark.parametrize("method", ["group.getInfo", "group.getCounters", "mediatopic.getTopics", "url.getInfo"])
def test_an_answer_of_another_form_is_refused(method: str, data: object) -> None:
    read = COLLECTOR.read(ApiRequest("ok", method, {"gid": str(GROUP)}), data)
    empty_list = method == "group.getInfo" and data == []
    assert (read.outcome, read.reason) == (("seen", None) if empty_list else ("refused", "malformed"))


def test_a_malformed_group_does_not_hide_the_others() -> None:
    data = [{"uid": "1", "name": "One"}, {"uid": "2", "name": 5}, {"uid": "../3"}, {"name": "Nobody"}]
    read = COLLECTOR.read(ApiRequest("ok", "group.getInfo"), data)
    assert read.answer == {"groups": [{"uid": "1", "name": "One"}, {"uid": "2", "malformed": True}]}
    with _ok(Community(1), Community(2, extra={"members_count": "many"})) as ok:
        readings = COLLECTOR.find_pages([_number(1), _number(2)], _Asking(ok))
    assert [(one.outcome, one.reason) for one in readings] == [("seen", None), ("refused", "malformed")]
