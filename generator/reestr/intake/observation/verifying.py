"""Checks an archive without network: each answer's hash, and each fact of the records against the answers it names.

A record names an answer by the first digits of its hash. The whole hash stands in the archive's line and is recomputed.
Counts of weeks are counted again, members and those facts of a page read again that rest on the answer alone: what
depends on an organization's name or site may have changed in the records since.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr import wording
from reestr.intake.observation.archive import (
    DamagedArchiveError,
    UnkeepableAnswerError,
    day_files,
    hash_of,
    read_day,
)
from reestr.intake.observation.collector import Collector, KeptAnswer, UnknownCollectorError, collector_of
from reestr.intake.observation.counting import CountedPosts, count_week, portal_posts
from reestr.intake.observation.facts import PageSubject, facts_seen
from reestr.intake.observation.sites import listed_accounts
from reestr.registry.account import Account, MachineCount
from reestr.registry.calendar import week_end, week_monday
from reestr.registry.city import NetworkObservation
from reestr.registry.errors import ReestrError
from reestr.registry.organization import MachineListing, Organization
from reestr.registry.origin import ArchivedAnswers, recorded_hash
from reestr.registry.registry import Registry

NO_FILE = "no-file"
"""The kind of the fault that a file which records name is not in the archive."""

_MOST_CHOICES = 5000
_NOBODY = PageSubject((), None, None)
_OF_THE_ANSWER = frozenset(("set", "text", "email", "phone", "street-address"))


class UnreadableArchiveError(ReestrError):
    """The archive cannot be read at all. The message is Russian."""


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """Something that does not agree: a stable key with its values, in the words of `observation.verify`."""

    kind: str
    values: Mapping[str, object]

    @property
    def text(self) -> str:
        """Return the fault in words."""
        return wording.text(f"observation.verify.{self.kind}", **self.values)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked: files, answers, facts of records; and what does not agree.

    `unchecked` are facts that rest on files which the archive does not hold: it is not known whether they agree.
    """

    files: int
    lines: int
    facts: int
    faults: tuple[ArchiveFault, ...]
    unchecked: int = 0

    @property
    def disagreements(self) -> int:
        """Return the number of faults, without the files that are not there."""
        return sum(fault.kind != NO_FILE for fault in self.faults)


FactCheck = Callable[[Sequence[KeptAnswer]], "ArchiveFault | None"]
"""Checks a fact against the answers that it names; returns what does not agree."""


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact of a record with the answers it names. `record` is its name for readers; `check` recomputes it."""

    record: str
    answers: ArchivedAnswers
    check: FactCheck | None = field(default=None, repr=False)


def verify_archive(archive: Path, registry: Registry) -> Verification:
    """Check a folder with archived days, or a single file of one; then only what rests on that file.

    Raises UnreadableArchiveError if there is nothing to check or a file cannot be read.
    """
    folder, names = _files(archive)
    facts: dict[str, list[RecordedFact]] = {}
    for fact in recorded_facts(registry):
        facts.setdefault(fact.answers.file, []).append(fact)
    faults: list[ArchiveFault] = []
    lines = checked = unchecked = 0
    for name in names:
        own = facts.pop(name, [])
        number, found = _check_day(folder, name, own)
        lines, checked = lines + number, checked + len(own)
        faults += found
    if archive.is_dir():
        for name, left in sorted(facts.items()):
            unchecked += len(left)
            records = tuple(dict.fromkeys(fact.record for fact in left))
            faults.append(ArchiveFault(NO_FILE, {"file": name, "number": len(left), "records": records}))
    return Verification(len(names), lines, checked, tuple(faults), unchecked)


def _files(archive: Path) -> tuple[Path, tuple[str, ...]]:
    try:
        if not archive.is_dir():
            archive.stat()
            return archive.parent, (archive.name,)
        names = day_files(archive)
    except OSError:
        raise UnreadableArchiveError(wording.text("observation.verify.unreadable", folder=archive)) from None
    if not names:
        raise UnreadableArchiveError(wording.text("observation.verify.nothing", folder=archive))
    return archive, names


def _check_day(folder: Path, name: str, facts: Sequence[RecordedFact]) -> tuple[int, list[ArchiveFault]]:
    needed = {recorded for fact in facts for recorded in fact.answers.hashes}
    # Two questions may have the same answer: two walls without a post.
    kept: dict[str, list[KeptAnswer]] = {}
    faults: list[ArchiveFault] = []
    lines = 0
    try:
        for line in read_day(folder, name):
            lines += 1
            if not _has_its_hash(line.kept):
                faults.append(ArchiveFault("hash", {"file": name, "line": line.number}))
            elif line.kept.sha256 is not None and (recorded := recorded_hash(line.kept.sha256)) in needed:
                kept.setdefault(recorded, []).append(line.kept)
    except DamagedArchiveError as problem:
        values = {"file": problem.file, "line": problem.line}
        raise UnreadableArchiveError(wording.text("observation.verify.damaged", **values)) from None
    except OSError:
        raise UnreadableArchiveError(wording.text("observation.verify.unreadable", folder=folder / name)) from None
    for fact in facts:
        missing = [recorded for recorded in fact.answers.hashes if recorded not in kept]
        if missing:
            values = {"record": fact.record, "file": name, "sha256": missing[0]}
            faults.append(ArchiveFault("no-answer", values))
        elif fact.check is not None:
            fault = fact.check([answer for recorded in fact.answers.hashes for answer in kept[recorded]])
            faults += [] if fault is None else [fault]
    return lines, faults


def _has_its_hash(kept: KeptAnswer) -> bool:
    if kept.answer is None:
        return kept.sha256 is None
    try:
        return kept.sha256 == hash_of(kept.answer)
    except UnkeepableAnswerError:
        return False


def recorded_facts(registry: Registry) -> Iterator[RecordedFact]:
    """Yield every fact of the records that rests on archived answers, record by record."""
    zone = ZoneInfo(registry.city.time_zone)
    for account in registry.accounts.values():
        reader = _reader(registry, account)
        if account.machine is not None and account.machine.answers is not None:
            check = None if reader is None else _look_check(account, *reader)
            yield RecordedFact(account.id, account.machine.answers, check)
        for loss in account.control_lost:
            if loss.answers is not None:
                yield RecordedFact(account.id, loss.answers)
        for year in registry.activity.get(account.id, ()):
            for week, count in year.machine.items():
                check = None if reader is None else _week_check(registry, account, week, count, zone, *reader)
                yield RecordedFact(f"{account.id}, {week}", count.answers, check)
    for fake in registry.fakes.values():
        if fake.answers is not None:
            yield RecordedFact(fake.id, fake.answers)
    for organization in registry.organizations.values():
        page = organization.accounts_page
        if page is not None and page.machine is not None and page.machine.answers is not None:
            check = listing_check(registry, organization, page.machine)
            yield RecordedFact(organization.id, page.machine.answers, check)


def _reader(registry: Registry, account: Account) -> tuple[Collector, NetworkObservation] | None:
    observation = registry.networks[account.network].observation
    if observation is None or observation.collector is None:
        return None
    try:
        return collector_of(observation.collector), observation
    except UnknownCollectorError:
        return None


def _look_check(account: Account, collector: Collector, observation: NetworkObservation) -> FactCheck:
    dependent = {sign.fact for sign in observation.facts if sign.holds not in _OF_THE_ANSWER}

    def check(answers: Sequence[KeptAnswer]) -> ArchiveFault | None:
        look = account.machine
        shown = [item for kept in answers for item in collector.communities(kept) if item.number == account.numeric_id]
        if look is None or not shown:
            return ArchiveFault("no-page", {"record": account.id, "file": answers[0].file})
        seen = facts_seen(shown[-1].fields, observation, _NOBODY)
        counted: dict[str, object] = {name: value for name, value in seen.items() if name not in dependent}
        recorded: dict[str, object] = {name: value for name, value in look.facts.items() if name not in dependent}
        if look.members is not None:
            counted["members"], recorded["members"] = shown[-1].members, look.members
        if counted == recorded:
            return None
        values = {"counted": _in_words(counted), "recorded": _in_words(recorded)}
        return ArchiveFault("other-facts", {"record": account.id, **values})

    return check


def _week_check(
    registry: Registry,
    account: Account,
    week: str,
    count: MachineCount,
    zone: ZoneInfo,
    collector: Collector,
    observation: NetworkObservation,
) -> FactCheck:
    recorded = CountedPosts(dict(sorted(count.formats)), count.gospabliki, count.reposts, count.posts)

    def check(answers: Sequence[KeptAnswer]) -> ArchiveFault | None:
        own = str(account.numeric_id or "")
        # Without a number in the record it is not known whose wall it must be.
        walls = [kept for kept in answers if not own or collector.wall_of(kept) == own]
        if {recorded_hash(kept.sha256) for kept in walls if kept.sha256 is not None} != set(count.answers.hashes):
            return ArchiveFault("no-page", {"record": f"{account.id}, {week}", "file": count.answers.file})
        posts = {post.number: post for kept in walls for post in collector.posts(kept)}
        from_portal = portal_posts(registry, account, own)
        counted = count_week(posts.values(), week, zone, observation, from_portal)
        if counted == recorded:
            return None
        monday, sunday = week_monday(week), week_end(week)
        numbers = [number for number, post in posts.items() if monday <= post.at.astimezone(zone).date() <= sunday]

        def agrees(possible: Sequence[str]) -> bool:
            if math.comb(len(possible), min(count.gospabliki, len(possible))) > _MOST_CHOICES:
                return False
            return any(
                count_week(posts.values(), week, zone, observation, frozenset(portal)) == recorded
                for portal in itertools.combinations(possible, count.gospabliki)
            )

        # An assignment that names a post of «Госпаблики» may have been recorded after the count; none of a post that
        # no assignment names.
        if agrees([number for number in numbers if number in from_portal]):
            return None
        values = {"counted": _count_in_words(counted), "recorded": _count_in_words(recorded)}
        kind = "other-portal" if agrees(numbers) else "other-count"
        return ArchiveFault(kind, {"record": f"{account.id}, {week}", **values})

    return check


def listing_check(registry: Registry, organization: Organization, listing: MachineListing) -> FactCheck:
    """Return the check of which accounts a site named: those of the organization that were in use on that day."""
    accounts = [item for item in registry.accounts_ever_of(organization.id) if item.is_active(listing.on)]
    known = [*accounts, *(registry.accounts[name] for name in listing.lists if name in registry.accounts)]
    networks = tuple(registry.networks.values())

    def check(answers: Sequence[KeptAnswer]) -> ArchiveFault | None:
        named = {name for kept in answers for name in listed_accounts(kept, known, networks, formerly=True)}
        if named == set(listing.lists):
            return None
        values = {"counted": ", ".join(sorted(named)) or "—", "recorded": ", ".join(sorted(listing.lists)) or "—"}
        return ArchiveFault("other-listing", {"record": organization.id, **values})

    return check


def _count_in_words(count: CountedPosts) -> str:
    return _in_words(
        {**count.formats, "gospabliki": count.gospabliki, "reposts": count.reposts, "posts": list(count.posts)}
    )


def _in_words(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {str(value).lower()}" for name, value in values.items())
