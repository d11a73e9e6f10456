"""Calendars to subscribe to (RFC 5545, RFC 7986): what the officer has to do, and what each organization has."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from urllib.parse import quote

from reestr import wording
from reestr.judging.finding import Role
from reestr.judging.tasks.task import Task, When
from reestr.publishing.view import File, View
from reestr.registry.addresses import without_scheme
from reestr.registry.organization import Organization
from reestr.wording import task_text

_LINE = 75
_CONTINUED = b"\r\n "
# Characters that some readers take for the end of a line.
_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_PLAIN = re.compile("[^\\\\;,\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]*\\Z")


def text(value: str) -> str:
    """Return a value of type TEXT (§ 3.3.11): line breaks become `\\n`, other control characters a blank."""
    if _PLAIN.match(value):
        return value
    # Four times faster than `translate`.
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub(" ", _BREAK.sub("\\\\n", escaped))


def folded(line: str) -> bytes:
    """Return a content line with its end, in lines of at most 75 octets, never cut inside a character (§ 3.1)."""
    content = line.encode("utf-8", "replace")
    if len(content) <= _LINE:
        return content + b"\r\n"
    parts = []
    start, end = 0, _LINE
    while end < len(content):
        while content[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(content[start:end])
        # The blank that begins a continued line counts too.
        start, end = end, end + _LINE - 1
    parts.append(content[start:])
    return _CONTINUED.join(parts) + b"\r\n"


def lines(*contents: str) -> bytes:
    """Return several content lines."""
    return b"".join([folded(line) for line in contents])


FOLDER = "calendar/"
"""The addresses of the feeds below the site's root: `officer.ics`, `organizations/<id>.ics`."""

EVENTS = 1_000
"""The maximum number of events of a feed (half a megabyte): services refuse larger ones. The nearest are kept."""

_NOTHING = lines(
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""The component of an empty calendar, which must have at least one (RFC 5545, 3.6)."""


def calendar_files(view: View) -> Iterator[File]:
    """Yield the officer's feed and one of every organization that the registry holds or held."""
    files = organization_calendar(view)
    for organization in view.registry.organizations.values():
        yield from files(organization)
    yield from city_calendars(view)


def city_calendars(view: View) -> Iterator[File]:
    """Yield the officer's feed and those of removed organizations."""
    city = view.registry.city.municipality.short_name
    yield File(
        f"{FOLDER}officer.ics", _feed(view, _text("officer", city=city, words=view.registry.words), view.tasks.officer)
    )
    yield from _former(view)


def organization_calendar(view: View) -> Callable[[Organization], Iterator[File]]:
    """Return the function that yields the feed of one organization, under its earlier ids too."""

    def files(organization: Organization) -> Iterator[File]:
        name = _text("organization", organization=organization.title)
        content = _feed(view, name, view.tasks.by_organization[organization.id])
        for identifier in (organization.id, *view.past.earlier_ids.get(("organization", organization.id), ())):
            yield File(f"{FOLDER}organizations/{identifier}.ics", content)

    return files


def _former(view: View) -> Iterator[File]:
    """Yield the feeds of removed organizations, which are empty, under their earlier ids too."""
    for item in view.past.removed_of("organization"):
        content = _feed(view, _text("organization", organization=item.title), ())
        for identifier in (item.id, *view.past.earlier_ids.get(("organization", item.id), ())):
            yield File(f"{FOLDER}organizations/{identifier}.ics", content)


def _feed(view: View, name: str, tasks: Sequence[Task]) -> bytes:
    dated = [(task.due_on, task) for task in tasks if task.due_on is not None]
    about = _text("about", on=view.as_of.isoformat())
    if len(dated) > EVENTS:
        about = f"{about} {_text('about-cut', shown=EVENTS, all=len(dated))}"
        dated = sorted(dated, key=lambda item: abs((item[0] - view.as_of).days))[:EVENTS]
        dated.sort(key=lambda item: item[0])
    if view.internal:
        name = _text("internal", name=name)
    events = [_event(view, task, due_on) for due_on, task in dated]
    return b"".join([_head(name, about), *(events or [_NOTHING]), b"END:VCALENDAR\r\n"])


def _head(name: str, about: str) -> bytes:
    return lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//reestr//reestr//RU",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # The name twice: in the standard's form and in the form that most programs still read.
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"DESCRIPTION:{text(about)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    )


def _event(view: View, task: Task, due_on: datetime.date) -> bytes:
    """Return one all-day event (RFC 5545, 3.6.1): it blocks no time, and its version is the view's day."""
    overdue = task.when(view.as_of) is When.OVERDUE
    words = view.registry.words
    title = task_text.title(task, words)
    if task.role is Role.OFFICER and task.organization is not None:
        title = _text("of-organization", title=title, organization=task.organization.title)
    # No reminders for the officer, who has many tasks a day, and none for the past.
    reminded = task.role is Role.ORGANIZATION and not overdue
    address = _address(view, task)
    said = [_explained(task.requirement.title, task_text.remark(task), task_text.basis(task, words))]
    if task.accounts:
        addresses = [without_scheme(account.url) for account in task.accounts]
        said.append(text(_text("accounts", addresses=addresses)))
    if address:
        said.append(text(_text("more", url=address)))
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            folded(f"UID:{text(_uid(view, task))}"),
            _stamp(view.as_of),
            f"DTSTART;VALUE=DATE:{due_on.isoformat().replace('-', '')}\r\n".encode(),
            folded("DESCRIPTION:" + "\\n".join(said)),
            folded(f"URL:{address}") if address else b"",
            _classed(overdue, task.requirement.internal),
            _titled(_text("overdue", title=title) if overdue else title, reminded),
            b"END:VEVENT\r\n",
        )
    )


@cache
def _stamp(as_of: datetime.date) -> bytes:
    stamp = f"{as_of:%Y%m%d}T000000Z"
    return lines(f"DTSTAMP:{stamp}")


@lru_cache(1 << 12)
def _titled(title: str, reminded: bool) -> bytes:
    """Return the title of an event, and its reminder at nine in the morning of the day before."""
    summary = lines(f"SUMMARY:{text(title)}")
    if not reminded:
        return summary
    return summary + lines(
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15H", f"DESCRIPTION:{text(_text('alarm'))}", "END:VALARM"
    )


@cache
def _classed(overdue: bool, private: bool) -> bytes:
    category = lines(f"CATEGORIES:{text(task_text.when(When.OVERDUE))}") if overdue else b""
    return category + lines("TRANSP:TRANSPARENT") + (lines("CLASS:PRIVATE") if private else b"")


@lru_cache(1 << 10)
def _explained(requirement: str, remark: str, basis: str) -> str:
    """Return the explanation that all tasks of a kind share, as a value."""
    return text("\n".join(part for part in (_text("requirement", requirement=requirement), remark, basis) if part))


def _uid(view: View, task: Task) -> str:
    """Return the task's identity, unique among registries by the act and the municipality (RFC 5545, 3.8.4.7)."""
    registry = ".".join(part for part in (view.registry.act.id, view.registry.city.municipality.oktmo) if part)
    return f"{task.identity.replace('/', '.')}@{registry}"


def _address(view: View, task: Task) -> str:
    """Return where the task is explained; "" while the site's own address is unknown."""
    if not view.site.url:
        return ""
    if task.organization is None:
        return f"{view.site.url}tasks/"
    # On that page the officer's tasks stand apart from the organization's.
    place = "#tasks" if task.role is Role.ORGANIZATION else ""
    return f"{view.site.url}organizations/{quote(task.organization.id, safe='')}/{place}"


def _text(key: str, /, **values: object) -> str:
    return wording.text(f"calendars.{key}", **values)
