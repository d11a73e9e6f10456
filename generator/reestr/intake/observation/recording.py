"""Makes the records that a night changes: facts that differ, weeks that are over, facts at half time (clause 2.2).

A record changes only for these reasons; what changes every night stands in `latest.json`. Counts and checks by people
are never touched, and the program ends only the entries that it began.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reestr.intake.observation.counting import CountedPosts
from reestr.intake.observation.observing import FakeNight, FormerNight, NetworkNight, PageNight, WallCounts
from reestr.records import reader
from reestr.records.editing import EditRefusedError, order_of, record, rewrite
from reestr.records.loading.record_sources import RecordFiles
from reestr.registry.account import Account, ControlLoss, MachineCount
from reestr.registry.calendar import month_of
from reestr.registry.lists import CityLists
from reestr.registry.origin import ArchivedAnswers
from reestr.registry.paperwork import Fake
from reestr.registry.registry import Registry

_MACHINE = "machine"

RecordData = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """The files that a night changes, by name below the data folder; `refused` are those that cannot be edited, each
    with the reason in words.
    """

    contents: Mapping[str, bytes]
    refused: Mapping[str, str]


def record_changes(
    registry: Registry, files: RecordFiles, night: NetworkNight, day: datetime.date, evidence_days: int | None
) -> RecordChanges:
    """Return every record that a night of a network changes. `evidence_days` is the time of a fact, None without end.

    Raises OSError if a record cannot be read.
    """
    contents: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    formers: dict[str, list[FormerNight]] = {}
    for former in night.formers:
        formers.setdefault(former.watched.account.id, []).append(former)
    names = {page.account: page for page in night.pages}
    for account_id in dict.fromkeys((*names, *formers)):
        account, page = registry.accounts[account_id], names.get(account_id)

        def wanted(data: RecordData, account: Account = account, page: PageNight | None = page) -> RecordData:
            if page is not None:
                data = with_page(data, account, page, day, evidence_days)
            return with_formers(data, formers.get(account.id, ()), day)

        edit_record(files, "account", account.origin.file, wanted, contents, refused, registry.city.lists)
    for page in night.pages:
        if page.wall is not None:
            for year, weeks in _by_year(page.wall).items():
                _count(registry, files, page, year, weeks, day, contents, refused)
    for seen in night.fakes:

        def wanted_fake(data: RecordData, seen: FakeNight = seen) -> RecordData:
            return with_fake(data, seen.watched.fake, seen, day, evidence_days)

        edit_record(files, "fake", seen.watched.fake.origin.file, wanted_fake, contents, refused)
    return RecordChanges(contents, refused)


def edit_record(
    files: RecordFiles,
    kind: str,
    file: str,
    wanted: Any,
    contents: dict[str, bytes],
    refused: dict[str, str],
    lists: CityLists | None = None,
) -> None:
    """Put a record, as `wanted` makes it of its data, into `contents` if it differs; into `refused` if it cannot be
    edited. Raises OSError if it cannot be read.
    """
    name = file.removeprefix(files.prefix)
    before = files.content(name)
    document, _ = reader.read(before, file)
    if document is None:
        return
    after: RecordData = wanted(document.data)
    if after == document.data:
        return
    try:
        contents[name] = rewrite(before, after, order_of(kind, lists))
    except EditRefusedError as problem:
        refused[name] = str(problem)


def with_page(
    data: RecordData, account: Account, page: PageNight, day: datetime.date, evidence_days: int | None
) -> RecordData:
    """Return an account's record with what a night says of its page."""
    if account.numeric_id is None and page.number is not None and page.community is not None:
        data = {**data, "numeric_id": page.number}
    data = _with_look(data, account, page, day, evidence_days)
    return _with_losses(data, account, page, day)


def _with_look(
    data: RecordData, account: Account, page: PageNight, day: datetime.date, evidence_days: int | None
) -> RecordData:
    members = None if page.community is None else page.community.members
    if page.community is None or page.answers is None or not (page.facts or members is not None):
        return data
    old = account.machine
    if old is not None:
        same = dict(old.facts) == dict(page.facts)
        counted = members is None or (old.members_on is not None and month_of(old.members_on) >= month_of(day))
        if old.on > day or (same and counted and not _is_half_over(old.on, day, evidence_days)):
            return data
    look: dict[str, Any] = {"on": day.isoformat()}
    look.update(page.facts)
    if members is not None:
        look |= {"members": members, "members_on": day.isoformat()}
    return {**data, "observed_by_machine": look | _trail(page.answers)}


def _is_half_over(on: datetime.date, day: datetime.date, evidence_days: int | None) -> bool:
    return evidence_days is not None and (day - on).days * 2 >= evidence_days


def _with_losses(data: RecordData, account: Account, page: PageNight, day: datetime.date) -> RecordData:
    """Begin or end the program's own entry that the page is not under its organization's control."""
    if page.outcome == "refused" and page.incident is None:
        return data
    how = page.incident.kind if page.incident is not None and page.incident.kind in ("other-page", "gone") else None
    number = page.incident.number if page.incident is not None and how == "other-page" else None
    open_entries = [item for item in account.control_lost if item.until is None or item.until >= day]
    if any(item.found_by is None and item.since <= day for item in open_entries) and how is not None:
        # What a person recorded says more.
        return data
    entries = [dict(item) for item in data.get("control_lost", ())]
    going_on = False
    for index, item in enumerate(account.control_lost):
        if item.found_by != _MACHINE or item.until is not None or item.since > day:
            continue
        if how is not None and _is_same_loss(item, how, number):
            going_on = True
        else:
            last = max(item.since, day - datetime.timedelta(days=1))
            entries[index]["until"] = last.isoformat()
    if how is not None and not going_on and page.incident_answers is not None and not _ended_today(account, day):
        entry: dict[str, Any] = {"how": how, "since": day.isoformat(), "found_by": _MACHINE}
        if number is not None:
            entry["numeric_id"] = number
        entries.append(entry | _trail(page.incident_answers))
    if entries == list(data.get("control_lost", ())):
        return data
    return {**data, "control_lost": entries}


def _is_same_loss(item: ControlLoss, how: str, number: str | None) -> bool:
    return item.how == how and item.numeric_id == number


def _ended_today(account: Account, day: datetime.date) -> bool:
    """Return whether an entry of the program takes up the day: entries follow each other by a day at least."""
    return any(item.found_by == _MACHINE and (item.since >= day) for item in account.control_lost)


def with_formers(data: RecordData, formers: Iterable[FormerNight], day: datetime.date) -> RecordData:
    """Return an account's record with which of its former addresses now lead to another page."""
    for former in formers:
        place, previous = former.watched.index, former.watched.previous
        if previous.taken_by == former.taken_by and (previous.taken_since is None) == (former.taken_by is None):
            continue
        urls = [dict(item) for item in data["previous_urls"]]
        for name in ("taken_since", "taken_by"):
            urls[place].pop(name, None)
        if former.taken_by is not None:
            urls[place] |= {"taken_since": day.isoformat(), "taken_by": former.taken_by}
        data = {**data, "previous_urls": urls}
    return data


def with_fake(
    data: RecordData, fake: Fake, seen: FakeNight, day: datetime.date, evidence_days: int | None
) -> RecordData:
    """Return the record of a false page with the day on which it was last seen, or the first on which it was gone."""
    if seen.answers is None:
        return data
    if seen.outcome == "gone":
        if fake.gone_on is not None:
            return data
        return {**data, "gone_on": day.isoformat()} | _trail(seen.answers)
    fresh = fake.seen_on is not None and not _is_half_over(fake.seen_on, day, evidence_days)
    if (fake.gone_on is None and fresh) or (fake.gone_on is not None and fake.gone_on >= day):
        return data
    kept = {key: value for key, value in data.items() if key != "gone_on"}
    return {**kept, "seen_on": day.isoformat()} | _trail(seen.answers)


def _by_year(wall: WallCounts) -> Mapping[int, Mapping[str, CountedPosts]]:
    years: dict[int, dict[str, CountedPosts]] = {}
    for week, counted in sorted(wall.weeks.items()):
        years.setdefault(int(week[:4]), {})[week] = counted
    return years


def _count(
    registry: Registry,
    files: RecordFiles,
    page: PageNight,
    year: int,
    weeks: Mapping[str, CountedPosts],
    day: datetime.date,
    contents: dict[str, bytes],
    refused: dict[str, str],
) -> None:
    assert page.wall is not None
    known = next((item for item in registry.activity.get(page.account, ()) if item.year == year), None)
    machine: Mapping[str, MachineCount] = {} if known is None else known.machine
    changed = {
        week: machine_week(counted, page.wall.answers, day)
        for week, counted in weeks.items()
        if not _is_counted(machine.get(week), counted, day)
    }
    if not changed:
        return
    if known is None:
        new = {"weeks": {week: {_MACHINE: counted} for week, counted in changed.items()}}
        contents[f"activity/{page.account}/{year}.yaml"] = record("activity", new, registry.city.lists)
        return

    def wanted(data: RecordData) -> RecordData:
        merged = dict(data["weeks"])
        for week, counted in changed.items():
            by_hand = merged.get(week)
            if by_hand == {}:
                # A person counted no posts. Beside another count, `{}` would be lost: the source says it.
                by_hand = {"source": data["source"]}
            merged[week] = {**(by_hand or {}), _MACHINE: counted}
        return {**data, "weeks": dict(sorted(merged.items()))}

    edit_record(files, "activity", known.origin.file, wanted, contents, refused, registry.city.lists)


def _is_counted(known: MachineCount | None, counted: CountedPosts, day: datetime.date) -> bool:
    """Return whether a record holds the same count already, or one of a later day: clocks may jump back."""
    return known is not None and (known.on > day or _as_counted(known) == counted)


def _as_counted(known: MachineCount) -> CountedPosts:
    return CountedPosts(dict(sorted(known.formats)), known.gospabliki, known.reposts, known.posts)


def machine_week(counted: CountedPosts, answers: ArchivedAnswers, day: datetime.date) -> dict[str, Any]:
    """Return the count of a week as its record holds it: only what is not zero, then the posts and the evidence."""
    numbers: dict[str, Any] = {name: number for name, number in counted.formats.items() if number}
    if counted.gospabliki:
        numbers["gospabliki"] = counted.gospabliki
    if counted.reposts:
        numbers["reposts"] = counted.reposts
    return numbers | {"posts": list(counted.posts), "on": day.isoformat()} | _trail(answers)


def _trail(answers: ArchivedAnswers) -> dict[str, Any]:
    return {"file": answers.file, "sha256": list(answers.hashes)}
