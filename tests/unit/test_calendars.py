"""Calendars: a library reads them back as intended; each task is one permanent event; nothing is lost or leaked."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.history.timeline.model import Commit, RemovedRecord, Rename, Timeline
from reestr.judging.run import assess
from reestr.publishing.open_data.calendars import EVENTS, calendar_files, folded, text
from reestr.publishing.view import Site, View
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry.paperwork import Addressee
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import of_schema_kinds, rules
from tests.unit.project import PRIMERSK

DAY = datetime.timedelta(days=1)
AS_OF = factory.AS_OF
URL = "https://reestr.primersk.example/city/"
HOSTILE = 'Школа; «=cmd|"/c calc"!A1», \\n BEGIN:VEVENT\r\nX:1\u2028</script>{{ 7*7 }} ‮ ' + "ё" * 200
COMMIT = Commit("0" * 40, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), datetime.date(2026, 1, 1))
_TEXT = st.text(st.characters(blacklist_categories=["Cs"]))


def _view(registry: Registry, as_of: datetime.date = AS_OF, edition: str = "internal", url: str = URL) -> View:
    return View(registry, assess(registry, as_of), edition, as_of, Site("Реестр", url))


def _feeds(view: View) -> dict[str, bytes]:
    return {file.path.removeprefix("calendar/"): file.content for file in calendar_files(view)}


def _calendar(feed: bytes) -> Any:
    """A feed as the library reads it, whose types say too little."""
    return icalendar.Calendar.from_ical(feed)


def _events(feed: bytes) -> list[Any]:
    return list(_calendar(feed).walk("VEVENT"))


def _read(value: str) -> str:
    """A text as it comes back from a property of an event."""
    event: Any = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + folded("SUMMARY:" + text(value)) + b"END:VEVENT\r\n")
    return str(event["SUMMARY"])


@pytest.fixture(scope="module", params=["public", "internal"])
def primersk(request: pytest.FixtureRequest) -> View:
    edition: Edition = "public" if request.param == "public" else "internal"
    registry = load(Path(PRIMERSK / "data"), edition).registry
    assert registry is not None
    return _view(registry, edition=edition)


# Content lines


@given(_TEXT)
def test_a_folded_line_is_short_and_is_the_same_when_unfolded(value: str) -> None:
    line = "SUMMARY:" + text(value)
    made = folded(line)
    assert made.endswith(b"\r\n")
    for piece in made.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode("utf-8")
    assert made.replace(b"\r\n ", b"").decode("utf-8") == f"{line}\r\n"


@given(_TEXT)
def test_a_text_is_read_back_as_it_was_but_for_controls(value: str) -> None:
    expected = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", value)
    assert _read(value) == re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", " ", expected)


@given(st.text(alphabet="\\;,:\"\n nN^'", max_size=40))
def test_what_is_special_to_the_format_is_read_back_as_it_was(value: str) -> None:
    assert _read(value) == value


# Feeds


def test_every_task_with_a_day_is_an_event_and_reads_back_as_it_was_meant(primersk: View) -> None:
    feeds = _feeds(primersk)
    tasks = primersk.tasks
    assert set(feeds) == {"officer.ics"} | {f"organizations/{item}.ics" for item in primersk.registry.organizations}
    for path, own in [
        ("officer.ics", tasks.officer),
        *((f"organizations/{item}.ics", own) for item, own in tasks.by_organization.items()),
    ]:
        dated = [task for task in own if task.due_on is not None]
        events = _events(feeds[path])
        assert [event["DTSTART"].dt for event in events] == [task.due_on for task in dated]
        for event, task in zip(events, dated, strict=True):
            assert str(event["UID"]).startswith(task.identity.replace("/", "."))
            assert event["TRANSP"] == "TRANSPARENT"
            assert event["DTSTAMP"].dt.date() == primersk.as_of
            assert str(event["URL"]).startswith(URL)
            assert task.requirement.title in event["DESCRIPTION"]
            assert ("CLASS" in event) == task.requirement.internal
            late = task.due_on is not None and task.due_on < primersk.as_of
            assert str(event["SUMMARY"]).startswith("Просрочено") == late
            assert bool(event.walk("VALARM")) == (path != "officer.ics" and not late)


def test_no_uid_stands_twice_in_all_feeds_of_a_site(primersk: View) -> None:
    uids = [str(event["UID"]) for feed in _feeds(primersk).values() for event in _events(feed)]
    assert len(uids) == len(set(uids)) > 100


def test_the_library_writes_a_feed_as_we_do(primersk: View) -> None:
    for feed in _feeds(primersk).values():
        calendar = _calendar(feed)
        again = _calendar(calendar.to_ical())
        assert calendar.to_ical() == again.to_ical()
        assert [event["UID"] for event in calendar.walk("VEVENT")] == [event["UID"] for event in again.walk("VEVENT")]


def test_a_feed_says_what_it_is_and_how_often_to_look(primersk: View) -> None:
    feed = _calendar(_feeds(primersk)["organizations/museum.ics"])
    museum = primersk.registry.organizations["museum"]
    assert museum.title in str(feed["X-WR-CALNAME"]) == str(feed["NAME"])
    assert ("внутренняя" in str(feed["NAME"])) == primersk.internal
    assert feed["REFRESH-INTERVAL"].dt == DAY
    assert (feed["VERSION"], feed["METHOD"], feed["CALSCALE"]) == ("2.0", "PUBLISH", "GREGORIAN")


def test_two_builds_on_two_days_know_the_same_task_by_the_same_uid(primersk: View) -> None:
    later = _view(primersk.registry, primersk.as_of + DAY, primersk.edition)
    first, second = (
        {
            (path, str(event["SUMMARY"]).removeprefix("Просрочено: "), event["DTSTART"].dt): str(event["UID"])
            for path, feed in _feeds(view).items()
            for event in _events(feed)
        }
        for view in (primersk, later)
    )
    both = set(first) & set(second)
    assert len(both) > len(first) * 9 // 10
    assert {key for key in both if first[key] != second[key]} == set()


def test_an_event_moves_with_its_day_and_keeps_its_uid() -> None:
    def event(due_on: datetime.date, as_of: datetime.date) -> Any:
        item = factory.assignment("information-request", due_on, Addressee("school", None, None))
        registry = factory.registry(rules("requests-answered"), assignments=[item])
        (found,) = _events(_feeds(_view(registry, as_of))["organizations/school.ics"])
        return found

    before, after = event(AS_OF + DAY, AS_OF), event(AS_OF + 9 * DAY, AS_OF + DAY)
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt != after["DTSTART"].dt
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt, "the later version is known as the later one"


def test_what_is_done_is_gone_and_the_feed_is_still_there() -> None:
    item = factory.assignment("information-request", AS_OF + DAY, Addressee("school", None, None))
    done = dataclasses.replace(
        item, addressees=(Addressee("school", None, factory.result(AS_OF, document="Письмо № 1")),)
    )
    for assignment, number in ((item, 1), (done, 0)):
        registry = factory.registry(rules("requests-answered"), assignments=[assignment])
        feed = _feeds(_view(registry))["organizations/school.ics"]
        calendar = _calendar(feed)
        assert len(calendar.walk("VEVENT")) == number
        assert calendar.subcomponents, "a calendar without any component is none"


def test_closed_renamed_and_removed_organizations_keep_their_feeds() -> None:
    closed = factory.organization(closed=True, closed_on=factory.ago(5))
    present = factory.organization("school-2")
    registry = factory.registry(
        rules("content-plan"), organizations=[closed, present], accounts=[factory.account("school-2-vk")]
    )
    timeline = Timeline(
        removed_records=(RemovedRecord("organization", "gone", "Бывшая", None, None, (), COMMIT, COMMIT),),
        renames=(
            Rename("organization", "school-zero", "school-one", COMMIT),
            Rename("organization", "school-one", "school-2", COMMIT),
            Rename("account", "old-vk", "school-2-vk", COMMIT),
        ),
    )
    feeds = _feeds(dataclasses.replace(_view(registry), timeline=timeline))
    names = {path.removeprefix("organizations/").removesuffix(".ics") for path in feeds} - {"officer"}
    assert names == {"school", "school-2", "gone", "school-zero", "school-one"}
    assert feeds["organizations/school-zero.ics"] == feeds["organizations/school-2.ics"]
    assert [len(_events(feeds[f"organizations/{name}.ics"])) for name in ("school", "gone", "school-2")] == [0, 0, 2]


def test_hostile_texts_of_records_stay_texts() -> None:
    school = factory.organization(name=HOSTILE, reviewed_on=factory.ago(170))
    item = factory.assignment("portal-post", AS_OF + DAY, Addressee(None, "school-vk", None), title=HOSTILE)
    wanted = rules("portal-posts-placed", obliged=("organization",)) + rules("registry-current", obliged=("officer",))
    wanted = [dataclasses.replace(rule, title=HOSTILE) for rule in wanted]
    account = factory.account(url=f"https://vk.example/{HOSTILE}")
    registry = of_schema_kinds(factory.registry(wanted, organizations=[school], assignments=[item], accounts=[account]))
    feeds = _feeds(_view(registry))
    for path in ("officer.ics", "organizations/school.ics"):
        (event,) = _events(feeds[path])
        assert "BEGIN:VEVENT" in event["SUMMARY"] and "X" not in event
        assert all(len(line) <= 75 for line in feeds[path].split(b"\r\n"))
        assert b"\n" not in feeds[path].replace(b"\r\n", b"")
        assert "\u2028".encode() not in feeds[path]


def test_an_address_is_given_only_where_the_site_knows_its_own(primersk: View) -> None:
    view = _view(primersk.registry, edition=primersk.edition, url="")
    assert not any(b"URL" in feed or b"https:" in feed.split(b"BEGIN:VEVENT")[0] for feed in _feeds(view).values())


def test_a_feed_of_thousands_keeps_the_nearest_and_says_so() -> None:
    reviewed = [factory.ago(number % 300) for number in range(1200)]
    schools = [factory.organization(f"school-{number}", reviewed_on=day) for number, day in enumerate(reviewed)]
    wanted = rules("registry-current", obliged=("officer",))
    registry = factory.registry(wanted, organizations=schools, accounts=[])
    feed = _feeds(_view(registry))["officer.ics"]
    days = [event["DTSTART"].dt for event in _events(feed)]
    assert len(days) == EVENTS and days == sorted(days)
    assert "1000 ближайших дел из 1200" in str(_calendar(feed)["DESCRIPTION"]).replace("\xa0", " ")
    all_days = sorted(abs((day + 180 * DAY - AS_OF).days) for day in reviewed)
    assert max(abs((day - AS_OF).days) for day in days) == all_days[EVENTS - 1]


def test_the_public_feeds_hold_none_of_the_internal_tasks() -> None:
    seen: Mapping[str, set[str]] = {edition: set() for edition in ("public", "internal")}
    internal_only = set()
    for edition in ("public", "internal"):
        registry = load(Path(PRIMERSK / "data"), "public" if edition == "public" else "internal").registry
        assert registry is not None
        for feed in _feeds(_view(registry, edition=edition)).values():
            seen[edition].update(str(event["UID"]) for event in _events(feed))
        if edition == "internal":
            internal_only = {item.id for item in registry.requirements.values() if item.internal}
    assert seen["public"] < seen["internal"]
    hidden = seen["internal"] - seen["public"]
    assert {uid.split("@")[0].split(".")[2] for uid in hidden} == internal_only
