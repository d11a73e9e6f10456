"""Writes the records of the second fictional municipality that a person would write in bulk; the same bytes every time.

The act, the settings and the requirements are written by hand: they are what this example is there to show. Networks
are copies of those that `reestr init` gives, with the days from which this act demands them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reestr.intake.new_city import starting_point
from reestr.records.editing.formatting import formatted
from reestr.records.editing.writing import record
from reestr.records.loading.record_sources import FolderFiles
from reestr.records.validation.listed_names import lists_in
from reestr.registry.calendar import first_full_week, week_of

from examples.primersk.compose.invented import drawn, inn, ogrn, page_number, phone

CITY = Path(__file__).parent
_LISTS = lists_in(FolderFiles(CITY / "data", "data/"))
_DOMAIN = "vymyshlensk.example"
_FIRST_WEEK = datetime.date(2025, 11, 17)
_LAST_DAY = datetime.date(2026, 11, 15)
_OPENED = {"vk": "2025-09-08", "ok": "2025-10-20", "max": "2026-02-09", "telegram": "2025-11-24"}
_DEMANDED = {
    "vk": '  - {from: "2025-10-01", clause: i.1}\n',
    "ok": '  - {from: "2025-11-01", clause: i.1}\n',
    "max": (
        '  - {from: "2026-03-01", until: "2026-03-31", clause: "region-7#1"}\n  - {from: "2026-04-01", clause: i.2}\n'
    ),
    "telegram": '  - {from: "2026-06-01", clause: i.2-1, categories: [flagship]}\n',
}
_CLAUSES = {"vk": "i.1", "ok": "i.1", "max": "i.2", "telegram": "i.2-1"}


@dataclass(frozen=True, slots=True)
class Story:
    """One organization: its names, what it does, its category, its networks, how many posts a week its pages have.

    `more` are fields of the organization's record and `pages` those of its pages, by network.
    """

    name: str
    short: str
    sphere: str
    category: str
    networks: tuple[str, ...] = ("vk", "ok", "max")
    posts: int = 3
    more: Mapping[str, Any] = field(default_factory=dict)
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


_ALL = ("vk", "ok", "max", "telegram")
STORIES: Mapping[str, Story] = {
    "school-of-fables": Story("Школа выдуманных наук", "Школа выдуманных наук", "education", "flagship", _ALL, 6),
    "lyceum-of-riddles": Story(
        "Лицей небывалых загадок",
        "Лицей загадок",
        "education",
        "lively",
        ("vk", "ok"),
    ),
    "library-of-dreams": Story(
        "Библиотека ненаписанных книг",
        "Библиотека",
        "culture",
        "flagship",
        posts=6,
        more={
            "responsible": [
                {
                    "role": "заведующая",
                    "order": {"number": "3-к", "date": "2025-09-22"},
                    "from": "2025-09-22",
                    "until": "2026-03-01",
                },
                {"role": "библиотекарь", "order": {"number": "1-к", "date": "2026-02-27"}, "from": "2026-03-02"},
            ]
        },
    ),
    "museum-of-nothing": Story(
        "Музей того, чего не было",
        "Музей",
        "culture",
        "lively",
        posts=2,
        more={"previous_categories": [{"category": "card", "until": "2026-03-31"}]},
        pages={"ok": {"category": "card"}},
    ),
    "kindergarten-cloud": Story("детский сад «Воздушный замок»", "Сад «Воздушный замок»", "preschool", "card", posts=1),
    "kindergarten-tale": Story(
        "детский сад «Присказка»",
        "Сад «Присказка»",
        "preschool",
        "card",
        ("vk", "ok"),
        2,
        more={
            "exemptions": [
                {
                    "ground": "contract",
                    "letter": {"number": "Д-3", "date": "2025-11-28"},
                    "networks": ["max", "telegram"],
                    "from": "2025-12-01",
                    "reason": "Канал ведёт общий для садов центр.",
                }
            ]
        },
    ),
    "theatre-of-shadows": Story(
        "Театр невидимых теней",
        "Театр теней",
        "culture",
        "flagship",
        _ALL,
        6,
    ),
    "bus-to-nowhere": Story(
        "Автобус в никуда",
        "Автобус",
        "transport",
        "lively",
        pages={
            "vk": {
                "security": {
                    "credentials": {"accounted": True, "by": "диспетчер", "on": "2026-05-12"},
                    "two_factor": {"enabled": True, "by": "диспетчер", "attested_on": "2026-05-12"},
                }
            }
        },
    ),
    "water-of-oblivion": Story(
        "водоканал «Река забвения»",
        "Водоканал",
        "utilities",
        "lively",
        pages={"ok": {"gospabliki": {"status": "not-connected", "checked_on": "2026-10-12"}}},
    ),
    "archive": Story(
        "Архив выдуманных дел",
        "Архив",
        "administration",
        "card",
        (),
        more={"exemptions": [{"ground": "annex", "clause": "l.1"}]},
    ),
    "dry-pool": Story(
        "Бассейн без воды",
        "Бассейн",
        "sport",
        "card",
        ("vk", "ok"),
        2,
        more={
            "exemptions": [
                {
                    "ground": "agreement",
                    "letter": {"number": "41-в", "date": "2026-02-20"},
                    "networks": ["max", "telegram"],
                    "from": "2026-03-01",
                    "until": "2026-12-31",
                    "reason": "Посетители бассейна мессенджерами не пользуются.",
                }
            ]
        },
    ),
    "youth-of-yesterday": Story("Центр вчерашней молодёжи", "Центр молодёжи", "youth", ""),
}


def main() -> None:
    """Write the composed records below `examples/vymyshlensk/data` and delete those that are no longer part of it."""
    files = compose()
    data = CITY / "data"
    for folder in ("organizations", "accounts", "activity", "assignments", "notices", "networks"):
        for path in sorted((data / folder).rglob("*.yaml")):
            if path.relative_to(data).as_posix() not in files:
                path.unlink()
    for name, content in files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(files)} files")


def compose() -> dict[str, bytes]:
    """Return every composed file, sorted by name: name below the data folder -> bytes."""
    files = dict(_networks())
    for number, (name, story) in enumerate(STORIES.items(), 901):
        files[f"organizations/{name}.yaml"] = record("organization", _organization(name, number, story))
        for place, network in enumerate(story.networks):
            account = f"{name}-{network}"
            files[f"accounts/{account}.yaml"] = record("account", _account(name, number, network, place, story), _LISTS)
            for year, weeks in _weeks(account, network, story).items():
                data = {"source": "hand-count", "counted_by": "сотрудник, который ведёт страницы", "weeks": weeks}
                files[f"activity/{account}/{year}.yaml"] = record("activity", data, _LISTS)
    files.update(_papers())
    return dict(sorted(files.items()))


def _networks() -> Iterator[tuple[str, bytes]]:
    given = starting_point.networks()
    for name, periods in _DEMANDED.items():
        text = given.get(f"{name}.yaml") or starting_point.offered_network(name)
        lines = [line for line in text.split("\n") if not line.startswith("clause:")]
        place = next(index for index, line in enumerate(lines) if line.startswith("required:"))
        lines[place] = f"required: true\nclause: {_CLAUSES[name]}\nrequired_periods:\n{periods.rstrip()}"
        yield f"networks/{name}.yaml", formatted("network", "\n".join(lines).encode())


def _organization(name: str, number: int, story: Story) -> dict[str, Any]:
    pages = [f"{name}-{network}" for network in story.networks]
    site = f"https://{name}.{_DOMAIN}/"
    data: dict[str, Any] = {
        "name": f"Муниципальное учреждение {story.name if '«' in story.name else f'«{story.name}»'}",
        "short_name": story.short,
        "legal_form": "municipal-budgetary-institution",
        "sphere": story.sphere,
        "inn": inn(number),
        "ogrn": ogrn(number),
        "site": site,
        "address": f"пос. Вымышленск, ул. Небывалая, д. {number - 899}",
        "contacts": {"email": f"{name}@{_DOMAIN}", "phones": [phone(number)]},
        "since": "2025-09-01",
        "responsible": [
            {"role": "методист", "order": {"number": f"{number - 900}-к", "date": "2025-09-22"}, "from": "2025-09-22"}
        ],
        "reviewed_on": "2026-09-14",
    }
    if pages:
        data["accounts_page"] = {"url": f"{site}pages", "checked_on": "2026-09-21", "lists": pages}
    if story.category:
        data["category"] = story.category
    return {**data, **story.more}


def _account(name: str, number: int, network: str, place: int, story: Story) -> dict[str, Any]:
    by = "методист"
    data: dict[str, Any] = {
        "organization": name,
        "network": network,
        "url": address(name, number, network),
        "name": f"{story.short} · Вымышленский округ",
        "status": "active",
        "opened_on": _OPENED[network],
        "observed": {"on": "2026-10-19", "by": "officer"},
        "security": {
            "credentials": {"accounted": True, "by": by, "on": "2026-10-05"},
            "two_factor": {"enabled": True, "by": by, "attested_on": "2026-10-05"},
        },
        "reviewed_on": "2026-09-14",
    }
    if network in ("vk", "ok"):
        data["numeric_id"] = page_number(8000 + number * 10 + place, network)
        data["gospabliki"] = {"status": "connected", "connected_on": "2026-01-19"}
        seen = (
            *("about", "address", "phones", "organization_site", "opening_hours"),
            *("description", "avatar", "cover"),
        )
        data["observed"].update(dict.fromkeys(seen, True))
    return {**data, **story.pages.get(network, {})}


def address(name: str, number: int, network: str) -> str:
    """Return the canonical address of a page; in MAX it is made of the organization's INN."""
    if network == "max":
        return f"https://max.ru/id{inn(number)}_gos"
    handle = f"vymyshlensk_{name}".replace("-", "_")
    return {"vk": "https://vk.com/", "ok": "https://ok.ru/", "telegram": "https://t.me/"}[network] + handle[:32]


def _weeks(account: str, network: str, story: Story) -> dict[str, dict[str, dict[str, Any]]]:
    """Return year -> week -> posts by format, for every full week since the page was opened."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    opened = datetime.date.fromisoformat(_OPENED[network])
    first, day = first_full_week(opened), _FIRST_WEEK
    posts = 3 if network in ("max", "telegram") else story.posts
    while day < _LAST_DAY:
        week = week_of(day)
        if week >= first:
            photos = 1 + drawn(f"{account}/{week}", posts) if posts > 1 else 1
            # A flagship page tells one of its posts as a story.
            stories = 1 if network == "vk" and story.category == "flagship" and photos > 1 else 0
            counts = {"text": posts - photos, "photo": photos - stories, "story": stories}
            removed = {"removed": {"advertising": 2}} if (account, week) == ("school-of-fables-vk", "2026-W40") else {}
            known = {name: count for name, count in counts.items() if count}
            found.setdefault(week[:4], {})[week] = {**known, **removed}
        day += datetime.timedelta(days=7)
    return found


def _papers() -> Iterator[tuple[str, bytes]]:
    """Yield questions of residents that were handed on, and a change of an employee that was told."""
    yield from (
        (
            f"assignments/{name}.yaml",
            record("assignment", {"kind": "resident-question", "source": "администрация округа", **data}, _LISTS),
        )
        for name, data in _ASSIGNMENTS.items()
    )
    for to, number, sent_on in (("city-hall", "9", "2026-03-03"), ("press-service", "10", "2026-03-05")):
        data = {
            "organization": "library-of-dreams",
            "change_on": "2026-03-02",
            "to": to,
            "sent_on": sent_on,
            "document": {"number": number, "date": sent_on},
        }
        name = "" if to == "city-hall" else f"-{to}"
        yield f"notices/library-2026-03-02{name}.yaml", record("notice", data, _LISTS)


_ASSIGNMENTS: Mapping[str, Mapping[str, Any]] = {
    "question-2026-05-hours": {
        "title": "Когда открыт читальный зал в праздники",
        "issued_on": "2026-05-04",
        "due_on": "2026-05-07",
        "addressees": [
            {
                "account": "library-of-dreams-vk",
                "result": {"done_on": "2026-05-06", "url": f"https://vk.com/wall-{page_number(17030, 'vk')}_51"},
            }
        ],
    },
    "question-2026-10-bus": {
        "title": "Почему отменён вечерний рейс",
        "issued_on": "2026-10-12",
        "due_on": "2026-10-15",
        "addressees": [
            {
                "account": "bus-to-nowhere-vk",
                "result": {"done_on": "2026-10-19", "url": f"https://vk.com/wall-{page_number(17080, 'vk')}_112"},
            }
        ],
    },
    "question-2026-11-water": {
        "title": "Когда дадут воду на улице Небывалой",
        "issued_on": "2026-11-13",
        "due_on": "2026-11-16",
        "addressees": [{"account": "water-of-oblivion-vk"}],
    },
}


if __name__ == "__main__":
    main()
