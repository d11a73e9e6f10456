"""Reads `latest.json` of an archive of observations: what the program saw last, which changes every night.

`reestr observe` writes it, and it stands in no record. A build shows it if it is there. A file with another form or
with anything wrong in it is left out as a whole, with a notice that says where: half of it would have no denominator.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reestr import wording
from reestr.records.files_on_disk import read_regular
from reestr.records.json_pointer import pointer
from reestr.records.validation.formats import is_date, is_week
from reestr.registry.errors import ReestrError
from reestr.wording.plain_text import visible

NAME = "latest.json"
FOLDER = "observations"
VARIABLE = "REESTR_ARCHIVE"
FORM = 1

OUTCOMES = ("seen", "gone", "refused")
_LARGEST = 1 << 26
_LONGEST = 500
_MOST = 1 << 53
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTED = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_NUMBER = re.compile(r"[1-9][0-9]{0,19}")

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class LastLook:
    """The last time the program asked for a page or a site: `outcome` is "seen", "gone" or "refused".

    `reason` is the key of the reason of a refusal, of the page or of its posts (texts in `observation.reasons`).
    """

    outcome: str
    at: datetime.datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class PageNow:
    """What the program knows of an account's page: its last look, and the week that was running when it last counted.

    `counts` are publications by format, with `gospabliki` and `reposts`; `posts` the numbers of the counted posts.
    `read_since` is the day since which every post was seen: without a `last_post_on` there was none since then. What is
    not known is None or empty.
    """

    look: LastLook
    week: str | None
    counts: Mapping[str, int]
    posts: tuple[int, ...]
    last_post_on: datetime.date | None
    counted_at: datetime.datetime | None
    members: int | None
    numeric_id: str | None
    read_since: datetime.date | None = None

    @property
    def number(self) -> int:
        """Return the number of own publications and those of «Госпаблики» in the week, without reposts."""
        return sum(count for name, count in self.counts.items() if name != "reposts")


@dataclass(frozen=True, slots=True)
class QuotaUsed:
    """The requests of one day that a network limits."""

    day: datetime.date
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class NightIncident:
    """Something that a person has to look at (texts in `observation.incidents`): what, and with which page.

    `account` or `fake` is the id of the record; `number` the number that an address answered with; `name` and `url` are
    what the network called the page.
    """

    kind: str
    account: str | None
    fake: str | None
    number: str | None
    name: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class LatestObservation:
    """The whole file: when it was written, pages by account, sites by organization, quotas by network, incidents."""

    at: datetime.datetime
    accounts: Mapping[str, PageNow]
    sites: Mapping[str, LastLook]
    quota: Mapping[str, QuotaUsed]
    incidents: tuple[NightIncident, ...]

    @property
    def day(self) -> datetime.date:
        """Return the day on which it was written, by the clock of the registry's time zone."""
        return self.at.date()


class _WrongFormError(ReestrError):
    """A value that the form does not allow, at a place in the file."""

    def __init__(self, key: str, steps: Steps = ()) -> None:
        super().__init__(key)
        self.key = key
        self.steps = steps


def archive_folder(project: Path, given: Path | None = None) -> Path:
    """Return the folder of the archive: the given one, or what `REESTR_ARCHIVE` names, or `observations` beside
    `mkdocs.yml`.
    """
    named = os.environ.get(VARIABLE)
    return (given or (Path(named) if named else project / FOLDER)).absolute()


def read_latest_observation(folder: Path) -> tuple[LatestObservation | None, str]:
    """Return what an archive's `latest.json` says and "", or None and a notice of what is wrong with it.

    None and "" if there is no such file.
    """
    shown = visible(f"{folder.name}/{NAME}", blanks=True)
    try:
        content = read_regular(folder, NAME, _LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None, ""
    except OSError as problem:
        return None, _notice("unreadable", shown, reason=problem.strerror or str(problem))
    if len(content) > _LARGEST:
        return None, _notice("too-large", shown)
    try:
        return _latest(json.loads(content.decode("utf-8"))), ""
    except UnicodeDecodeError:
        return None, _notice("encoding", shown)
    except json.JSONDecodeError as problem:
        return None, _notice("syntax", f"{shown}:{problem.lineno}:{problem.colno}")
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets thousands of levels deep.
        return None, _notice("syntax", shown)
    except _WrongFormError as problem:
        place = pointer(problem.steps)
        return None, _notice(problem.key, f"{shown}, {visible(place, blanks=True)}" if place else shown)


def _notice(key: str, place: str, **values: object) -> str:
    return wording.text(f"latest.{key}", place=place, **values)


def _latest(data: object) -> LatestObservation:
    top = _mapping(data, ())
    if top.get("form") != FORM or isinstance(top.get("form"), bool):
        raise _WrongFormError("other-form", ("form",))
    incidents = top.get("incidents", [])
    if not isinstance(incidents, list):
        raise _WrongFormError("wrong", ("incidents",))
    return LatestObservation(
        _moment(top, "at", ()),
        {name: _page(value, ("accounts", name)) for name, value in _records(top, "accounts")},
        {name: _look(_mapping(value, ("sites", name)), ("sites", name)) for name, value in _records(top, "sites")},
        {name: _quota(value, ("quota", name)) for name, value in _records(top, "quota")},
        tuple(_incident(value, ("incidents", index)) for index, value in enumerate(incidents)),
    )


def _records(top: Mapping[str, Any], group: str) -> Iterator[tuple[str, object]]:
    for name, value in sorted(_mapping(top.get(group, {}), (group,)).items()):
        if not _KEY.fullmatch(name):
            raise _WrongFormError("wrong", (group, name))
        yield name, value


def _page(value: object, steps: Steps) -> PageNow:
    data = _mapping(value, steps)
    week = _text(data, "week", steps)
    if week is not None and not is_week(week):
        raise _WrongFormError("wrong", (*steps, "week"))
    counts = _mapping(data.get("counts", {}), (*steps, "counts"))
    posts = data.get("posts", [])
    if not isinstance(posts, list):
        raise _WrongFormError("wrong", (*steps, "posts"))
    for name in counts:
        if not _COUNTED.fullmatch(name):
            raise _WrongFormError("wrong", (*steps, "counts", name))
    number = _text(data, "numeric_id", steps)
    if number is not None and not _NUMBER.fullmatch(number):
        raise _WrongFormError("wrong", (*steps, "numeric_id"))
    return PageNow(
        _look(data, steps),
        week,
        {name: _whole(counts[name], (*steps, "counts", name)) for name in sorted(counts)},
        tuple(_whole(post, (*steps, "posts", index), least=1) for index, post in enumerate(posts)),
        _day(data, "last_post_on", steps),
        None if data.get("counted_at") is None else _moment(data, "counted_at", steps),
        None if data.get("members") is None else _whole(data["members"], (*steps, "members")),
        number,
        _day(data, "read_since", steps),
    )


def _look(data: Mapping[str, Any], steps: Steps) -> LastLook:
    outcome, reason = data.get("outcome"), _text(data, "reason", steps)
    if outcome not in OUTCOMES:
        raise _WrongFormError("wrong", (*steps, "outcome"))
    if reason is not None and not _KEY.fullmatch(reason):
        raise _WrongFormError("wrong", (*steps, "reason"))
    return LastLook(str(outcome), _moment(data, "at", steps), reason)


def _quota(value: object, steps: Steps) -> QuotaUsed:
    data = _mapping(value, steps)
    day = _day(data, "day", steps)
    if day is None:
        raise _WrongFormError("wrong", (*steps, "day"))
    return QuotaUsed(
        day, _whole(data.get("used"), (*steps, "used")), _whole(data.get("limit"), (*steps, "limit"), least=1)
    )


def _incident(value: object, steps: Steps) -> NightIncident:
    data = _mapping(value, steps)
    kind = _text(data, "kind", steps)
    if kind is None or not _KEY.fullmatch(kind):
        raise _WrongFormError("wrong", (*steps, "kind"))
    texts = {name: _text(data, name, steps) for name in ("account", "fake", "number", "name", "url")}
    return NightIncident(kind, **texts)


def _mapping(value: object, steps: Steps) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _WrongFormError("wrong", steps)
    return value


def _text(data: Mapping[str, Any], name: str, steps: Steps) -> str | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value or len(value) > _LONGEST or not value.isprintable():
        raise _WrongFormError("wrong", (*steps, name))
    return value


def _whole(value: object, steps: Steps, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MOST:
        raise _WrongFormError("wrong", steps)
    return value


def _day(data: Mapping[str, Any], name: str, steps: Steps) -> datetime.date | None:
    text = _text(data, name, steps)
    if text is None:
        return None
    if not is_date(text):
        raise _WrongFormError("wrong", (*steps, name))
    return datetime.date.fromisoformat(text)


def _moment(data: Mapping[str, Any], name: str, steps: Steps) -> datetime.datetime:
    text = _text(data, name, steps)
    try:
        moment = datetime.datetime.fromisoformat(text or "")
    except ValueError:
        raise _WrongFormError("wrong", (*steps, name)) from None
    if moment.tzinfo is None:
        raise _WrongFormError("wrong", (*steps, name))
    return moment
