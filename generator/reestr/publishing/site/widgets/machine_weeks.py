"""Shows the weeks that the program counted beside a person's counts, with the counted posts.

The table is made without a template.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.rule import setting
from reestr.judging.rules.counted import SETTINGS
from reestr.judging.rules.weeks import taken, week_text
from reestr.publishing.html.environment import interface
from reestr.publishing.view import View
from reestr.records import schemas
from reestr.registry import calendar
from reestr.registry.account import Account, ActivityYear, MachineCount, WeekCount
from reestr.registry.city import Network
from reestr.registry.lists import CityLists

_WEEKS = 8
"""The number of weeks with their posts that the page shows; all are in the open data."""

_COMPARED = 13
"""The number of last full weeks whose counts are compared: a quarter of a year."""

_HASH = 12
"""The first characters of a hash that the page shows; the whole of it is in the open data."""


@dataclass(frozen=True, slots=True)
class CountedWeek:
    """One week with what a person and what the program counted; None where either did not count."""

    week: str
    hand: WeekCount | None
    machine: MachineCount | None


def counted_weeks(years: Sequence[ActivityYear]) -> tuple[CountedWeek, ...]:
    """Return the weeks that the program counted, or that a person counted on a known day; the latest first."""
    found = [
        CountedWeek(week, year.weeks.get(week), year.machine.get(week))
        for year in years
        for week in {**year.weeks, **year.machine}
        if week in year.machine or year.weeks[week].counted_on is not None
    ]
    return tuple(sorted(found, key=lambda item: item.week, reverse=True))


def post_links(network: Network, account: Account, posts: Sequence[int]) -> Markup:
    """Return the numbers of posts as links, if the network's file says what the address of a post looks like."""
    observation = network.observation
    if observation is None or not observation.posts or account.numeric_id is None:
        return escape(", ".join(map(str, posts)))
    links = [
        Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(
            observation.post_address(account.numeric_id, post), post
        )
        for post in posts
    ]
    return Markup(", ").join(links)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A week that a person and the program counted differently; `by_machine` says whose count verdicts take."""

    week: str
    said: str
    hand: int
    machine: int
    by_machine: bool
    posts: Markup


def disagreements(
    view: View, network: Network, account: Account, years: Sequence[ActivityYear]
) -> tuple[Disagreement, ...]:
    """Return the last full weeks whose counts differ, the latest first; none without a requirement that counts."""
    requirement = view.registry.leading_requirement("counted", view.as_of)
    if requirement is None or not any(year.machine for year in years):
        return ()
    case = view.registry.case(account, view.as_of)
    gospabliki = requirement.flag("counts_gospabliki", case)
    reposts, first = (setting(requirement, SETTINGS, name, case) for name in ("counts_reposts", "machine_first"))
    by_year = {str(year.year): year for year in years}
    found = []
    for week in reversed(calendar.last_full_weeks(view.as_of, _COMPARED)):
        year = by_year.get(week[:4])
        counted = taken(year, week, view.as_of, first) if year is not None else None
        pair = counted.disagreement(gospabliki, reposts) if counted is not None else None
        if counted is not None and counted.machine is not None and pair is not None:
            posts = post_links(network, account, counted.machine.posts)
            found.append(Disagreement(week, week_text(week), *pair, counted.by_machine, posts))
    return tuple(found)


def machine_weeks(
    network: Network, account: Account, years: Sequence[ActivityYear], lists: CityLists | None = None
) -> Markup:
    """Return a folded table of the latest counted weeks; "" if the program counted none and no count has its day."""
    weeks = counted_weeks(years)
    if not weeks:
        return Markup("")
    rows = Markup("").join(_row(network, account, week, lists) for week in weeks[:_WEEKS])
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(interface(f"machine.columns.{name}"))
        for name in ("week", "hand", "machine", "posts", "answers")
    )
    label = interface("machine.table", network=network.name, address=account.url.removeprefix("https://"))
    return Markup(
        '<details class="numbers machine"><summary>{}</summary><section class="scroll" tabindex="0" aria-label="{}">'
        "<table><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table></section></details>\n"
    ).format(interface("machine.title"), label, head, rows)


def _row(network: Network, account: Account, item: CountedWeek, lists: CityLists | None) -> Markup:
    monday, sunday = calendar.week_monday(item.week), calendar.week_end(item.week)
    head = Markup('<tr><th scope="row">{} <small>{}</small></th>').format(item.week, f"{monday:%d.%m}–{sunday:%d.%m}")
    hand, machine = item.hand, item.machine
    unknown = interface("machine.unknown")
    posts: Markup | str = unknown
    answers: Markup | str = unknown
    if machine is not None:
        posts = post_links(network, account, machine.posts) or interface("machine.no-posts")
        hashes = ", ".join(f"{one[:_HASH]}…" for one in machine.answers.hashes)
        answers = Markup("{} <small>{}</small>").format(machine.answers.file, hashes)
    cells = (
        unknown
        if hand is None
        else _count(
            hand.total,
            _parts(lists, (*hand.formats, ("unspecified", hand.unspecified)), hand.gospabliki),
            hand.counted_on,
        ),
        unknown
        if machine is None
        else _count(
            machine.own + machine.gospabliki,
            _parts(lists, machine.formats, machine.gospabliki, machine.reposts),
            machine.on,
        ),
        posts,
        answers,
    )
    return head + Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells) + Markup("</tr>\n")


def _count(number: int, parts: str, day: datetime.date | None) -> Markup:
    said = Markup("<b>{}</b>").format(number)
    if parts:
        said += Markup(" ({})").format(parts)
    if day is not None:
        said += Markup("<br><small>{}</small>").format(
            interface("machine.counted-on", on=wording.date_short(day.isoformat()))
        )
    return said


def _parts(lists: CityLists | None, formats: Sequence[tuple[str, int]], gospabliki: int, reposts: int = 0) -> str:
    return ", ".join(_named(lists, {**dict(formats), "gospabliki": gospabliki, "reposts": reposts}))


def _named(lists: CityLists | None, counts: Mapping[str, int]) -> Iterator[str]:
    for name, title in _titles(lists):
        if counts.get(name):
            yield f"{title} — {counts[name]}"


@cache
def _titles(lists: CityLists | None) -> tuple[tuple[str, str], ...]:
    fields = (
        *schemas.field("activity", "/weeks/*/machine", lists).fields,
        schemas.field("activity", "/weeks/*/unspecified"),
    )
    return tuple((field.name, field.title[0].lower() + field.title[1:]) for field in fields)
