"""Feeds: valid by the schema and the text of RFC 4287, with permanent ids."""

from __future__ import annotations

import dataclasses
import datetime
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from reestr.history.timeline.model import Change, Commit, CommitChanges, Gap, Timeline
from reestr.judging.finding import Outcome
from reestr.publishing.open_data.atom import ENTRIES, feed_files
from reestr.publishing.view import View

from tests.unit import registry_factory as factory
from tests.unit.past_factory import (
    beginning,
    commit,
    of_account,
    of_commit,
    of_organization,
    removed_record,
    rename,
    turned,
    view_of,
)
from tests.unit.requirement_factory import requirement

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "vectors" / "atom.rng"))
URL = "https://reestr.example/city/"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
# RFC 3339, 5.6, with the upper-case letters that RFC 4287, 3.3 asks for.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
HOSTILE = '<script>alert(1)</script> ]]> & "кавычки" {{ 7*7 }} \u202e &amp; \u2028'


def some_commits() -> tuple[CommitChanges, ...]:
    closed = of_account("account-closed", on="2026-02-09")
    return (
        beginning(),
        of_commit(commit("2026-02-09"), closed, verdicts=(turned(Outcome.MET, Outcome.BREACH),)),
        of_commit(commit("2026-03-16"), of_organization("organization-reviewed", on="2026-03-16"), closed),
    )


def view(timeline: Timeline | None = None, url: str = URL) -> View:
    registry = factory.registry([requirement("page-passport")])
    return view_of(registry, timeline or Timeline(commits=some_commits()), url)


def feeds(of: View) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in feed_files(of):
        assert file.path not in found
        found[file.path] = etree.fromstring(file.content)
        assert SCHEMA.validate(found[file.path]), SCHEMA.error_log
    return found


def entries(feed: Any) -> list[Any]:
    return list(feed.findall(f"{ATOM}entry"))


def value(element: Any, name: str) -> str:
    return str(element.findtext(f"{ATOM}{name}") or "")


def links(element: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def test_the_schema_finds_what_is_wrong() -> None:
    """Otherwise every test below would pass whatever a feed is like."""
    content = next(feed_files(view())).content.decode()
    for wrong in (
        re.sub("<id>.*?</id>", "", content, count=1),
        re.sub("<updated>.*?</updated>", "<updated>yesterday</updated>", content, count=1),
        content.replace("<entry>", "<item>").replace("</entry>", "</item>"),
        content.replace('type="html"', 'type="xhtml"', 1),
    ):
        assert not SCHEMA.validate(etree.fromstring(wrong.encode()))


def test_there_is_a_feed_of_all_changes_and_one_of_each_organization() -> None:
    found = feeds(view())
    assert sorted(found) == ["feeds/changes.atom", "feeds/organizations/school.atom"]
    for feed in found.values():
        assert [value(item, "updated")[:10] for item in entries(feed)] == ["2026-03-16", "2026-02-09", "2025-12-01"]
        assert value(feed, "updated") == value(entries(feed)[0], "updated")
        # No entry names an author: the feed must (4.1.1), and it names an office.
        assert [item.text for item in feed.iter(f"{ATOM}name")] == [factory.city().city_hall.name]


def test_ids_and_moments_have_the_form_that_the_standards_ask_for() -> None:
    for feed in feeds(view()).values():
        for element in (feed, *entries(feed)):
            assert URN.fullmatch(value(element, "id"))
            assert MOMENT.fullmatch(value(element, "updated"))
            assert datetime.datetime.fromisoformat(value(element, "updated")).utcoffset() is not None
    all_ids = [item.text for feed in feeds(view()).values() for item in feed.iter(f"{ATOM}id")]
    assert len(set(all_ids)) == len(all_ids)


def _ids(of: View) -> dict[str, list[str]]:
    return {path: [str(item.text) for item in feed.iter(f"{ATOM}id")] for path, feed in feeds(of).items()}


def test_ids_change_neither_with_the_address_nor_with_names_nor_with_what_comes_after() -> None:
    usual = _ids(view())
    assert _ids(view(url="https://elsewhere.example/")) == usual
    registry = factory.registry(
        [requirement("page-passport")], organizations=[factory.organization(short_name="Иначе")]
    )
    assert _ids(view_of(registry, Timeline(commits=some_commits()), URL)) == usual
    more = (
        *some_commits(),
        of_commit(commit("2026-05-18"), of_organization("organization-reviewed", on="2026-05-18")),
    )
    for path, ids in _ids(view(Timeline(commits=more))).items():
        assert [ids[0], *ids[2:]] == usual[path]


def _written_anew(commits: tuple[CommitChanges, ...]) -> tuple[CommitChanges, ...]:
    return tuple(
        dataclasses.replace(item, commit=dataclasses.replace(item.commit, id=f"{number:040x}"))
        for number, item in enumerate(commits)
    )


def test_ids_stay_when_commits_are_written_anew() -> None:
    twice = (
        *some_commits(),
        of_commit(commit("2026-04-13"), of_organization("organization-reviewed", on="2026-04-13")),
        of_commit(commit("2026-04-13", 2), of_organization("organization-reviewed", on="2026-04-12")),
        of_commit(commit("2026-04-14"), verdicts=(turned(Outcome.MET, Outcome.BREACH),)),
    )
    usual = _ids(view(Timeline(commits=twice)))
    assert _ids(view(Timeline(commits=_written_anew(twice)))) == usual
    # What is told twice of one day is two entries.
    assert all(len(set(ids)) == len(ids) for ids in usual.values())
    assert len(usual["feeds/changes.atom"]) == len(twice) + 1


def test_a_feed_stays_the_same_when_its_organization_gets_another_id() -> None:
    before = _ids(view())["feeds/organizations/school.atom"]
    moved = commit("2026-04-13")
    commits = (
        *some_commits(),
        of_commit(moved, of_organization("organization-id-changed", "lyceum", old="school", new="lyceum")),
    )
    renames = (rename("school", "lyceum", moved), rename("school-vk", "lyceum-vk", moved, "account"))
    registry = factory.registry([], organizations=[factory.organization("lyceum")], accounts=[])
    found = _ids(view_of(registry, Timeline(commits=commits, renames=renames), URL))
    assert found["feeds/organizations/school.atom"] == found["feeds/organizations/lyceum.atom"]
    assert [found["feeds/organizations/lyceum.atom"][0], *found["feeds/organizations/lyceum.atom"][2:]] == before


def test_a_feed_says_where_it_is_only_where_that_is_known() -> None:
    for path, feed in feeds(view()).items():
        assert links(feed)["self"] == URL + path
        assert all(links(entry)["alternate"].startswith(URL) for entry in entries(feed))
    for feed in feeds(view(url="")).values():
        assert list(feed.iter(f"{ATOM}link")) == []
        # Without a link to it, an entry must hold its content (4.1.2).
        assert all(value(entry, "content") for entry in entries(feed))


def test_without_a_history_there_is_no_feed() -> None:
    assert list(feed_files(view(Timeline(gaps=(Gap.NO_GIT,))))) == []


def test_the_first_commit_is_one_sentence_and_a_shallow_clone_has_none() -> None:
    first = value(entries(feeds(view())["feeds/changes.atom"])[-1], "title")
    assert first.startswith("Реестр начат: 1\u00a0организация, 1\u00a0официальная страница")
    shallow = feeds(view(Timeline(commits=some_commits()[1:], gaps=(Gap.SHALLOW,))))["feeds/changes.atom"]
    assert not any("Реестр начат" in value(item, "title") for item in entries(shallow))


def test_a_feed_holds_the_last_entries_only() -> None:
    days = [(factory.date("2025-11-10") + datetime.timedelta(days=count)).isoformat() for count in range(ENTRIES + 20)]
    commits = tuple(of_commit(commit(day), of_organization("organization-reviewed", on=day)) for day in days)
    for feed in feeds(view(Timeline(commits=commits))).values():
        assert len(entries(feed)) == ENTRIES
        assert value(entries(feed)[0], "updated").startswith(days[-1])


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("url", ["", 'https://reestr.example/"><script>/'])
def test_text_from_records_is_text(url: str) -> None:
    changes = (
        of_organization("organization-corrected", title=HOSTILE, fields=("name",)),
        of_organization("organization-renamed", title=HOSTILE, before=HOSTILE, after=f"{HOSTILE}\x00\x0b"),
        Change("responsible-appointed-undated", of_organization("x").subject, "school", HOSTILE, {"role": HOSTILE}),
    )
    registry = factory.registry([], organizations=[factory.organization(short_name=HOSTILE)])
    commits = (beginning(), of_commit(commit("2026-02-09"), *changes))
    for feed in feeds(view_of(registry, Timeline(commits=commits), url)).values():
        for entry in entries(feed):
            assert set(_Tags(value(entry, "content")).tags) <= {"ul", "li", "p"}
        assert {element.tag for element in feed.iter()} <= {
            f"{ATOM}{name}"
            for name in ("feed", "entry", "id", "title", "subtitle", "updated", "link", "author", "name", "content")
        }


def test_an_organization_that_is_gone_keeps_its_feed() -> None:
    gone = commit("2026-02-09")
    commits = (beginning(), of_commit(gone, of_organization("organization-removed", "club", title="Клуб")))
    found = feeds(view(Timeline(commits=commits, removed_records=(removed_record("organization", "club", gone),))))
    assert value(entries(found["feeds/organizations/club.atom"])[0], "updated").startswith("2026-02-09")


def test_who_made_a_commit_is_told_nowhere() -> None:
    assert {field.name for field in dataclasses.fields(Commit)} == {"id", "at", "day", "first_id"}
