"""Works out what a hand-over writes before a byte is written: records first, then letters from them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reestr import wording
from reestr.records import reader
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import EditRefusedError, order_of, record, rewrite
from reestr.records.editing.changing import with_item, with_value, without
from reestr.records.files_on_disk import FileWrite, read_regular
from reestr.records.loading import record_sources
from reestr.records.loading.load import load_files
from reestr.records.validation.placement import joined_id
from reestr.registry.errors import ReestrError
from reestr.registry.organization import Organization
from reestr.registry.paperwork import Notice, PreparedNotice
from reestr.registry.registry import Registry
from reestr.wording.addressees import CITY_HALL, REGIONAL_CENTRE


@dataclass(frozen=True, slots=True)
class NewPerson:
    """The new responsible person: first day, order, contacts. Facts that are None are unknown and are not written."""

    role: str
    since: datetime.date
    order_number: str
    order_date: datetime.date
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def with_new_person(organization: Mapping[str, Any], person: NewPerson) -> Any:
    """Return the organization's record with a new entry of `responsible`; the previous term ends the day before.

    An end that is already on record stays.
    """
    data: Any = organization
    persons = organization.get("responsible") or []
    if persons and "until" not in persons[-1]:
        last_day = person.since - datetime.timedelta(days=1)
        data = with_value(data, ("responsible", len(persons) - 1, "until"), last_day.isoformat())
    contact = {"email": person.email, "phone": person.phone}
    entry = {
        "role": person.role,
        "name": person.name,
        "contact": {key: value for key, value in contact.items() if value is not None} or None,
        "order": {"number": person.order_number, "date": person.order_date.isoformat()},
        "from": person.since.isoformat(),
    }
    return with_item(data, ("responsible",), {key: value for key, value in entry.items() if value is not None})


def prepared_notice(organization: str, change_on: datetime.date, to: str) -> dict[str, Any]:
    """Return a notice that is not sent yet: a draft, since the day of sending is unknown."""
    return {"organization": organization, "change_on": change_on.isoformat(), "to": to, "draft": True}


def sent_notice(
    notice: Mapping[str, Any], sent_on: datetime.date, number: str | None, letter_date: datetime.date
) -> Any:
    """Return the notice after its letter was sent; a letter without a number is left out."""
    data = with_value(without(notice, ("draft",)) if "draft" in notice else notice, ("sent_on",), sent_on.isoformat())
    if number is None:
        return data
    return with_value(data, ("document",), {"number": number, "date": letter_date.isoformat()})


LetterMaker = Callable[[Registry, Organization, int, str], bytes]
"""Makes the DOCX letter about a change: registry, organization, index of the new person, addressee."""


class HandoverRefusedError(ReestrError):
    """The records do not allow the request. The message says why, in Russian."""


class WrongRecordsError(ReestrError):
    """The change would cause errors in the records; carries the diagnostics and the files as they would be."""

    def __init__(self, diagnostics: Sequence[Diagnostic], changed: Mapping[str, bytes]) -> None:
        self.diagnostics = tuple(diagnostics)
        self.changed = changed
        super().__init__()


@dataclass(frozen=True, slots=True)
class HandoverContext:
    """The registry with the folder it was read from. `today` is the day in the registry's time zone."""

    registry: Registry
    data: Path
    today: datetime.date
    letter: LetterMaker

    @property
    def prefix(self) -> str:
        """Return the data folder's name as it stands in the names of records' files."""
        return record_sources.prefix_of(self.data)


@dataclass(frozen=True, slots=True)
class HandoverFiles:
    """The records to write and the letters. `prepared` are the changes to be notified, each with its addressee."""

    records: tuple[FileWrite, ...]
    letters: tuple[FileWrite, ...] = ()
    prepared: tuple[tuple[str, datetime.date], ...] = ()


def new_person(records: HandoverContext, organization: Organization, person: NewPerson, letters: Path) -> HandoverFiles:
    """Return the organization's record with a new person and, unless it is the first person, notices
    and their letters.
    """
    index = len(organization.responsible)
    changed = {_name(records, organization.origin.file): _with_person(records, organization, person)}
    addressees = _to_tell(records.registry) if index else ()
    for to in addressees:
        changed.update([_prepared(records, organization, person.since, to)])
    return _steps(records, organization, index, changed, addressees, letters)


def preparation(
    records: HandoverContext, organization: Organization, day: datetime.date | None, letters: Path
) -> HandoverFiles:
    """Return the missing notices of a recorded change, and the letters of unsent ones. Raises HandoverRefusedError."""
    found = [to for to in _to_tell(records.registry) if _changes(records, organization, to, day)]
    days = sorted({change for to in found for change in _changes(records, organization, to, day)})
    if not days:
        known = any(person.since is not None for person in organization.responsible[1:])
        raise _unfit("nothing-to-prepare") if known and day is None else _no_change(organization)
    change_on = days[-1]
    addressees = [to for to in found if change_on in _changes(records, organization, to, change_on)]
    drafts = {(notice.change_on, notice.to) for notice in _drafts(records, organization)}
    changed = dict(
        _prepared(records, organization, change_on, to) for to in addressees if (change_on, to) not in drafts
    )
    index = next(place for place, person in enumerate(organization.responsible) if person.since == change_on)
    return _steps(records, organization, index, changed, addressees, letters)


def sending(
    records: HandoverContext,
    organization: Organization,
    to: str,
    change_on: datetime.date,
    letter: tuple[str | None, datetime.date, datetime.date],
) -> HandoverFiles:
    """Return the sent notice of a change: the prepared one completed, or a new one.

    `letter` has number, date, sending day.
    """
    number, letter_date, sent_on = letter
    draft = next(
        (item for item in _drafts(records, organization) if (item.change_on, item.to) == (change_on, to)), None
    )
    if draft is None:
        name, content = _prepared(records, organization, change_on, to)
    else:
        name = _name(records, draft.origin.file)
        content = read_regular(records.data, name)
    wanted = sent_notice(_data(content, name), sent_on, number, letter_date)
    # A new notice is written as a whole: there is no earlier text to preserve.
    changed = record("notice", wanted) if draft is None else _rewritten(content, wanted, "notice", name)
    return _steps(records, organization, 0, {name: changed}, (), records.data)


def change_to_send(
    records: HandoverContext, organization: Organization, to: str, day: datetime.date | None
) -> datetime.date:
    """Return the only change of which `to` was not notified.

    Raises HandoverRefusedError if there are none or several.
    """
    days = _changes(records, organization, to, day)
    if len(days) > 1:
        raise _unfit("several", days=[item.isoformat() for item in days])
    if days:
        return days[0]
    sent = [
        notice
        for notice in records.registry.notices_by_organization.get(organization.id, ())
        if notice.to == to and day in (None, notice.change_on)
    ]
    if sent:
        last = max(sent, key=lambda notice: notice.change_on)
        raise _unfit("already-sent", on=last.sent_on, file=last.origin.file)
    raise _no_change(organization)


def _changes(
    records: HandoverContext, organization: Organization, to: str, day: datetime.date | None
) -> list[datetime.date]:
    """Return the days of recorded changes of which `to` was not notified; only `day`, if given."""
    sent = {notice.change_on for notice in _notices(records, organization) if notice.to == to}
    return [
        person.since
        for person in organization.responsible[1:]
        if person.since is not None and person.since not in sent and day in (None, person.since)
    ]


def _notices(records: HandoverContext, organization: Organization) -> Sequence[Notice]:
    return records.registry.notices_by_organization.get(organization.id, ())


def _drafts(records: HandoverContext, organization: Organization) -> list[PreparedNotice]:
    return [item for item in records.registry.prepared_notices if item.organization == organization.id]


def _to_tell(registry: Registry) -> tuple[str, ...]:
    """Return city hall, which keeps this registry, the regional centre if the city has one, and whom the act names."""
    known = {CITY_HALL, *([REGIONAL_CENTRE] if registry.city.regional_centre is not None else [])}
    lists = registry.city.lists
    return tuple(to for to in lists.ids("addressees") if to in known or registry.judged_by("notified", to=to))


def _prepared(
    records: HandoverContext, organization: Organization, change_on: datetime.date, to: str
) -> tuple[str, bytes]:
    """The name and the content of a new draft of a notice. Raises HandoverRefusedError where there is such a notice or
    file."""
    name = f"notices/{joined_id((organization.id, change_on.isoformat(), to))}.yaml"
    existing: list[Notice | PreparedNotice] = [*_notices(records, organization), *_drafts(records, organization)]
    for notice in existing:
        if (notice.change_on, notice.to) == (change_on, to):
            raise _unfit("notice-exists", file=notice.origin.file)
    if _is_taken(records.data / name):
        raise _unfit("notice-exists", file=records.prefix + name)
    return name, record("notice", prepared_notice(organization.id, change_on, to))


def _with_person(records: HandoverContext, organization: Organization, person: NewPerson) -> bytes:
    name = _name(records, organization.origin.file)
    content = read_regular(records.data, name)
    return _rewritten(content, with_new_person(_data(content, name), person), "organization", name)


def _rewritten(content: bytes, wanted: Mapping[str, object], kind: str, name: str) -> bytes:
    try:
        return rewrite(content, wanted, order_of(kind))
    except EditRefusedError as refusal:
        raise _unfit("refused", file=name, reason=str(refusal)) from refusal


def _data(content: bytes, name: str) -> Mapping[str, object]:
    document, problems = reader.read(content, name)
    if document is None or problems:
        # It was read without a problem a moment ago.
        raise _unfit("changed-meanwhile", file=name)
    return document.data


def _steps(
    records: HandoverContext,
    organization: Organization,
    index: int,
    changed: Mapping[str, bytes],
    addressees: Sequence[str],
    letters: Path,
) -> HandoverFiles:
    """Return the files to write after loading the whole registry as it will be.

    Raises WrongRecordsError if that registry has errors, HandoverRefusedError if a letter's file already exists.
    """
    after = load_files(record_sources.OverlaidFiles(record_sources.FolderFiles(records.data, records.prefix), changed))
    if after.registry is None:
        named = {records.prefix + name: content for name, content in changed.items()}
        raise WrongRecordsError(after.diagnostics, named)
    writes = tuple(_write(records.data / name, content) for name, content in changed.items())
    letter_writes = tuple(_letters(records, after.registry, organization.id, index, addressees, letters))
    day = after.registry.organizations[organization.id].responsible[index].since if addressees else None
    return HandoverFiles(writes, letter_writes, tuple((to, day) for to in addressees if day is not None))


def _letters(
    records: HandoverContext, registry: Registry, identifier: str, index: int, addressees: Sequence[str], folder: Path
) -> Iterator[FileWrite]:
    organization = registry.organizations[identifier]
    for to in addressees:
        day = organization.responsible[index].since
        assert day is not None  # a change without a day has no notice
        path = folder / f"{organization.id}-{day.isoformat()}-{to}.docx"
        if _is_taken(path):
            # The letter may have been completed by hand.
            raise _unfit("file-exists", file=path)
        yield FileWrite(path, None, records.letter(registry, organization, index, to))


def _write(path: Path, content: bytes) -> FileWrite:
    return FileWrite(path, read_regular(path.parent, path.name) if _is_taken(path) else None, content)


def _name(records: HandoverContext, file: str) -> str:
    return file.removeprefix(records.prefix)


def _no_change(organization: Organization) -> HandoverRefusedError:
    return _unfit("no-change", organization=organization.title, id=organization.id)


def _unfit(key: str, **values: object) -> HandoverRefusedError:
    return HandoverRefusedError(wording.text(f"handover.problem.{key}", **values))


def _is_taken(path: Path) -> bool:
    """Return whether the name exists, even as a dangling link."""
    return path.exists() or path.is_symlink()
