"""What a build reads of `latest.json`: all of it or nothing, and a notice that says where it is wrong."""

from __future__ import annotations

import copy
import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reestr.intake.observation.latest import write_latest
from reestr.records.latest_observation import LatestObservation, archive_folder, read_latest_observation

from tests.depth import times

AT = "2026-11-16T02:10:00+07:00"
GOOD: dict[str, Any] = {
    "form": 1,
    "at": AT,
    "accounts": {
        "school-vk": {
            "outcome": "seen",
            "at": AT,
            "reason": None,
            "week": "2026-W47",
            "counts": {"photo": 2, "gospabliki": 1, "reposts": 3},
            "posts": [7, 8, 9],
            "last_post_on": "2026-11-15",
            "counted_at": AT,
            "members": 1234,
            "numeric_id": "1",
        },
        "school-ok": {"outcome": "refused", "at": AT, "reason": "token"},
    },
    "sites": {"school": {"outcome": "seen", "at": AT, "reason": None}},
    "quota": {"vk": {"day": "2026-11-16", "used": 130, "limit": 5000}},
    "incidents": [{"kind": "other-page", "account": "school-vk", "number": "999"}],
}


def written(folder: Path, content: bytes | object) -> Path:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    archive = folder / "observations"
    archive.mkdir(exist_ok=True)
    (archive / "latest.json").write_bytes(text)
    return archive


def read(folder: Path, content: bytes | object) -> tuple[LatestObservation | None, str]:
    return read_latest_observation(written(folder, content))


def test_what_the_program_saw_last_is_read(tmp_path: Path) -> None:
    latest, notice = read(tmp_path, GOOD)
    assert latest is not None and notice == ""
    assert latest.day == datetime.date(2026, 11, 16)
    page = latest.accounts["school-vk"]
    assert (page.number, page.posts, page.members, page.numeric_id) == (3, (7, 8, 9), 1234, "1")
    assert (page.look.outcome, latest.accounts["school-ok"].look.reason) == ("seen", "token")
    assert (latest.sites["school"].outcome, latest.quota["vk"].limit) == ("seen", 5000)
    assert (latest.incidents[0].kind, latest.incidents[0].number, latest.incidents[0].url) == (
        "other-page",
        "999",
        None,
    )


def test_the_file_that_a_night_writes_is_read(tmp_path: Path) -> None:
    data = {name: value for name, value in GOOD.items() if name != "at"}
    moment = datetime.datetime.fromisoformat(AT)
    folder = tmp_path / "observations"
    folder.mkdir()
    write_latest(folder, data, moment, ZoneInfo("Asia/Krasnoyarsk"))
    latest, notice = read_latest_observation(folder)
    assert latest is not None and notice == ""
    assert latest.at == moment


def test_without_the_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_latest_observation(tmp_path) == (None, "")
    assert read_latest_observation(tmp_path / "observations") == (None, "")
    (tmp_path / "observations").write_text("")
    assert read_latest_observation(tmp_path / "observations") == (None, "")


def changed(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    change(data)
    return data


def page(name: str, value: object) -> dict[str, Any]:
    return changed(lambda data: data["accounts"]["school-vk"].update({name: value}))


WRONG: dict[str, tuple[bytes | object, str, str]] = {
    "empty": (b"", "latest.json:1:1", "не JSON"),
    "cut off": (b'{"form": 1,\n "at": ', "latest.json:2:8", "не JSON"),
    "other encoding": ('{"form": "Ф"}'.encode("cp1251"), "latest.json", "UTF-8"),
    "deep": (b"[" * 100_000, "latest.json", "не JSON"),
    "long number": (b'{"form": ' + b"1" * 9_000 + b"}", "latest.json", "не JSON"),
    "a list": ([], "latest.json", "не то"),
    "another form": (changed(lambda data: data.update(form=2)), ", /form", "другой версией"),
    "true is no form": (changed(lambda data: data.update(form=True)), ", /form", "другой версией"),
    "no moment": (changed(lambda data: data.pop("at")), ", /at", "не то"),
    "a moment without its zone": (changed(lambda data: data.update(at="2026-11-16T02:10:00")), ", /at", "не то"),
    "accounts are a list": (changed(lambda data: data.update(accounts=[])), ", /accounts", "не то"),
    "an odd id": (changed(lambda data: data["accounts"].update({"../x": {}})), ", /accounts/..~1x", "не то"),
    "an odd outcome": (page("outcome", "fine"), ", /accounts/school-vk/outcome", "не то"),
    "an odd week": (page("week", "2025-W53"), ", /accounts/school-vk/week", "не то"),
    "an odd format": (page("counts", {"очерк": 1}), ", /accounts/school-vk/counts/очерк", "не то"),
    "fewer than none": (page("counts", {"photo": -1}), ", /accounts/school-vk/counts/photo", "не то"),
    "half a post": (page("posts", [1.5]), ", /accounts/school-vk/posts/0", "не то"),
    "no number": (page("numeric_id", "1<b>"), ", /accounts/school-vk/numeric_id", "не то"),
    "true members": (page("members", True), ", /accounts/school-vk/members", "не то"),
    "no day": (page("last_post_on", "вчера"), ", /accounts/school-vk/last_post_on", "не то"),
    "an odd reason": (page("reason", "<script>"), ", /accounts/school-vk/reason", "не то"),
    "sites": (changed(lambda data: data["sites"].update({"school": 5})), ", /sites/school", "не то"),
    "a quota of nothing": (changed(lambda data: data["quota"]["vk"].update(limit=0)), ", /quota/vk/limit", "не то"),
    "a quota without a day": (changed(lambda data: data["quota"]["vk"].pop("day")), ", /quota/vk/day", "не то"),
    "incidents": (changed(lambda data: data.update(incidents={})), ", /incidents", "не то"),
    "an incident without kind": (
        changed(lambda data: data["incidents"][0].pop("kind")),
        ", /incidents/0/kind",
        "не то",
    ),
    "an invisible name": (
        changed(lambda data: data["incidents"][0].update(name="a\N{RIGHT-TO-LEFT OVERRIDE}b")),
        ", /incidents/0/name",
        "не то",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_left_out_and_located(tmp_path: Path, name: str) -> None:
    content, place, says = WRONG[name]
    latest, notice = read(tmp_path, content)
    assert latest is None
    assert notice.startswith("observations/latest.json")
    assert place in notice and says in notice
    assert notice.isprintable()


def test_what_is_no_file_is_left_out(tmp_path: Path) -> None:
    archive = tmp_path / "observations"
    (archive / "latest.json").mkdir(parents=True)
    latest, notice = read_latest_observation(archive)
    assert latest is None and "не читается" in notice
    (archive / "latest.json").rmdir()
    os.symlink("/etc/passwd", archive / "latest.json")
    latest, notice = read_latest_observation(archive)
    assert latest is None and "не читается" in notice


def test_keys_of_a_later_version_do_no_harm(tmp_path: Path) -> None:
    latest, notice = read(tmp_path, changed(lambda data: data.update(more={"of": ["this"]})))
    assert latest is not None and notice == ""


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from((AT, "seen", "1")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "vk", "kind"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=times(150), deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.sampled_from(("school-vk", "school", "vk", "0")), VALUES)
def test_nothing_in_a_file_makes_a_build_fail(tmp_path_factory: Any, group: str, key: str, value: Any) -> None:
    folder = tmp_path_factory.mktemp("any")
    for content in ({**GOOD, group: value}, {**GOOD, group: {key: value}}, {**GOOD, group: [value]}):
        latest, notice = read(folder, content)
        assert (latest is None) == bool(notice)


def test_where_the_archive_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REESTR_ARCHIVE", raising=False)
    assert archive_folder(tmp_path) == tmp_path / "observations"
    monkeypatch.setenv("REESTR_ARCHIVE", str(tmp_path / "elsewhere"))
    assert archive_folder(tmp_path) == tmp_path / "elsewhere"
    assert archive_folder(tmp_path, tmp_path / "given") == tmp_path / "given"
