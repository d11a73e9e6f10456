"""A small city in memory for tests: every builder makes a record in good order, which a test then changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reestr.registry.account import (
    Account,
    ActivityYear,
    Attestation,
    DatedStatus,
    MachineCount,
    Moderation,
    Observation,
    WeekCount,
)
from reestr.registry.city import (
    Act,
    Appointment,
    Block,
    City,
    CityHall,
    Contact,
    Municipality,
    Network,
    Officer,
    Part,
    Publication,
    Requirement,
)
from reestr.registry.organization import AccountsPage, Exemption, Organization, Responsible
from reestr.registry.origin import ArchivedAnswers, Origin
from reestr.registry.paperwork import Addressee, Assignment, AssignmentResult, Notice, Plan, PlanEntry
from reestr.registry.registry import Registry
from reestr.registry.words import CITY, Noun, city_words
from reestr.wording.nouns import declined

AS_OF = datetime.date(2026, 11, 16)
"""A Monday: the last four full weeks are 2026-W43 to 2026-W46."""

WEEKS = ("2026-W43", "2026-W44", "2026-W45", "2026-W46")

FACTS = (
    "about",
    "address",
    "geolocation",
    "email",
    "phones",
    "city_hall_site",
    "organization_site",
    "open_information",
    "description",
    "avatar",
    "cover",
    "widgets",
    "apps",
    "dynamic_cover",
)


def noun(name: str) -> Noun:
    """A usual name in its cases."""
    found = declined(name)
    assert found is not None
    return found


ACT, HALL, HALL_SHORT = noun("постановление"), noun("мэрия города"), noun("мэрия")
ANNEX = noun("приложение к Порядку")
WORDS = city_words(ACT, HALL, HALL_SHORT, ANNEX, CITY, None)
"""The words of the city and the act below."""

ORDER = Noun("masculine", "Порядок", "Порядка", "Порядку", "Порядок", "Порядком", "Порядке")


def date(text: str) -> datetime.date:
    """A date as the records write it."""
    return datetime.date.fromisoformat(text)


def ago(days: int) -> datetime.date:
    """The day so many days before the date of judging; negative for a day to come."""
    return AS_OF - datetime.timedelta(days=days)


def origin(kind: str, identifier: str = "") -> Origin:
    """The origin of a record that no file holds."""
    return Origin(kind, identifier, f"data/{kind}/{identifier}.yaml", {})


def network(identifier: str, name: str, required: bool = True) -> Network:
    """A social network without addresses: no check looks at them."""
    return Network(identifier, name, name, required, "p.3-1", (), "", (), origin("networks", identifier))


def city(**changes: Any) -> City:
    """The city's own record."""
    record = City(
        municipality=Municipality("город Приморск", "Приморск", None, None),
        city_hall=CityHall("мэрия города Приморска", "мэрия", None, None, Contact(), HALL, HALL_SHORT),
        officer=Officer(
            "Иванова Мария Петровна",
            "начальник отдела",
            Appointment("постановление", "101", date("2025-01-20"), "p.2"),
            Contact(),
        ),
        regional_centre=None,
        time_zone="Asia/Vladivostok",
        non_working_days=frozenset(),
        frozen_on=None,
        fictional=True,
        materials=(),
        origin=origin("registry"),
    )
    return replace(record, **changes)


def publication(published_on: datetime.date | None, outlet: str = "Муниципальная газета") -> Publication:
    """An outlet of the act."""
    return Publication(outlet, "newspaper", None, published_on, "p.5", None)


def act(**changes: Any) -> Act:
    """The act, with one row of its annex."""
    row = Block("annex-1", "annex", "annex-row", "1", None, "Централизованная бухгалтерия", None, ())
    clause = Block("p.1", "decree", "clause", "1", None, "Утвердить Порядок.", None, ())
    record = Act(
        id="decree-101",
        document="постановление",
        number="101",
        date=date("2025-01-20"),
        issuer="мэрия",
        title="О страницах",
        effective_on=None,
        publications=(publication(date("2025-01-25")), publication(date("2025-01-27"), "сайт")),
        blocks={"p.1": clause, "annex-1": row},
        origin=origin("act"),
        words=ACT,
        parts={
            "decree": Part("decree", "Постановление", "п. {number} постановления"),
            "order": Part("order", "Порядок", "п. {number}", ORDER),
            "annex": Part("annex", "Приложение", "строка {number} приложения", ANNEX),
        },
    )
    return replace(record, **changes)


def responsible(since: str | None, order: Appointment | None = None, until: str | None = None) -> Responsible:
    """A responsible person of an organization."""
    return Responsible(
        "методист", None, Contact(), order, date(since) if since else None, date(until) if until else None
    )


def organization(identifier: str = "school", **changes: Any) -> Organization:
    """An organization with a site, a responsible person and a page of accounts."""
    record = Organization(
        id=identifier,
        name=f"Школа {identifier}",
        short_name=None,
        legal_form="municipal-budgetary-institution",
        sphere="education",
        inn=None,
        ogrn=None,
        site="https://school.example/",
        has_site=True,
        address=None,
        coordinates=None,
        contact=Contact(),
        since=date("2025-02-01"),
        closed=False,
        closed_on=None,
        successor=None,
        exemptions=(),
        responsible=(responsible("2025-02-01", Appointment("приказ", "12-о", date("2025-02-01"))),),
        responsible_known=True,
        accounts_page=AccountsPage("https://school.example/about/", ago(30), (f"{identifier}-vk", f"{identifier}-ok")),
        reviewed_on=ago(10),
        notes=(),
        origin=origin("organizations", identifier),
    )
    return replace(record, **changes)


def exemption(ground: str = "annex", networks: tuple[str, ...] = (), **changes: Any) -> Exemption:
    """A ground for keeping no page."""
    clause = "annex-1" if ground == "annex" else None
    letter = None if ground == "annex" else Appointment("письмо", "41", date("2025-02-01"))
    return replace(Exemption(ground, clause, letter, networks, None, None, None), **changes)


def observation(on: datetime.date | None = None, **facts: bool | None) -> Observation:
    """An observation that saw everything; a fact given as None was not looked at."""
    seen = {name: value for name, value in {**dict.fromkeys(FACTS, True), **facts}.items() if value is not None}
    return Observation(on or ago(10), "officer", seen)


def account(identifier: str = "school-vk", **changes: Any) -> Account:
    """An account `<organization>-<network>` in good order."""
    owner, _, network_id = identifier.rpartition("-")
    record = Account(
        id=identifier,
        organization=owner,
        network=network_id,
        url=f"https://{network_id}.example/{owner}",
        numeric_id=None,
        name=None,
        closed=False,
        opened_on=date("2025-02-03"),
        closed_on=None,
        replaced_by=None,
        previous_addresses=(),
        state_mark=DatedStatus("confirmed", ago(100), None),
        gospabliki=DatedStatus("connected", ago(600), None),
        observed=observation(),
        moderation=Moderation("https://vk.example/rules", ago(20), "методист"),
        credentials=Attestation(True, "директор", ago(20)),
        two_factor=Attestation(True, "директор", ago(20)),
        reviewed_on=ago(10),
        notes=(),
        origin=origin("accounts", identifier),
    )
    return replace(record, **changes)


def count(removed: int = 0, gospabliki: int = 0, unspecified: int = 0, **formats: int) -> WeekCount:
    """The count of one week."""
    spam = (("spam", removed),) if removed else ()
    return WeekCount(tuple(formats.items()), gospabliki, spam, "hand-count", unspecified=unspecified)


def answers(day: datetime.date) -> ArchivedAnswers:
    """Archived answers of a day."""
    return ArchivedAnswers(f"{day.isoformat()}.jsonl.gz", ("0" * 32,))


def machine_count(on: datetime.date, posts: int, gospabliki: int = 0, reposts: int = 0) -> MachineCount:
    """The program's count of one week: photos, and what came through «Госпаблики»."""
    numbers = tuple(range(101, 101 + posts + gospabliki))
    return MachineCount((("photo", posts),), gospabliki, reposts, numbers, on, answers(on))


def activity(weeks: Mapping[str, WeekCount], account_id: str = "school-vk") -> tuple[ActivityYear, ...]:
    """The counts of an account, by year."""
    years = sorted({int(week[:4]) for week in weeks})
    return tuple(
        ActivityYear(
            account_id,
            year,
            "hand-count",
            "методист",
            {week: value for week, value in weeks.items() if int(week[:4]) == year},
            origin("activity", f"{account_id}/{year}"),
        )
        for year in years
    )


def plan(month: str, prepared_on: str | None, *texts: str | None) -> Plan:
    """A content plan of the school, one entry for each text; None is an entry without a text."""
    entries = tuple(
        PlanEntry(date(f"{month}-{20 + index}"), "тема", None, (), text) for index, text in enumerate(texts)
    )
    prepared = date(prepared_on) if prepared_on else None
    return Plan("school", month, prepared, "методист", entries, None, origin("plans", f"school/{month}"))


def no_plan(month: str, absent_on: datetime.date) -> Plan:
    """The record that somebody looked for the school's content plan and there was none."""
    return Plan("school", month, None, None, (), absent_on, origin("plans", f"school/{month}"))


def assignment(kind: str, due_on: datetime.date, *addressees: Addressee, **changes: Any) -> Assignment:
    """Something asked two weeks before the date of judging."""
    identifier = changes.pop("id", "task")
    record = Assignment(
        identifier, kind, "Отчёт", ago(14), due_on, None, addressees, None, None, origin("assignments", identifier)
    )
    return replace(record, **changes)


def result(done_on: datetime.date | None, url: str | None = None, document: str | None = None) -> AssignmentResult:
    """What an addressee did."""
    return AssignmentResult(done_on, url, document, None)


def not_done(seen_on: datetime.date) -> AssignmentResult:
    """What somebody saw an addressee not to have done."""
    return AssignmentResult(None, None, None, None, seen_on)


def notice(to: str, change_on: datetime.date, sent_on: datetime.date, identifier: str = "notice") -> Notice:
    """A notice of a change of the school's responsible person."""
    return Notice(identifier, "school", change_on, to, sent_on, None, origin("notices", identifier))


def registry(
    requirements: Iterable[Requirement],
    *,
    of_city: City | None = None,
    of_act: Act | None = None,
    organizations: Iterable[Organization] | None = None,
    accounts: Iterable[Account] | None = None,
    networks: Iterable[Network] | None = None,
    years: Iterable[ActivityYear] = (),
    plans: Iterable[Plan] = (),
    assignments: Iterable[Assignment] = (),
    notices: Iterable[Notice] = (),
    pending: Mapping[str, frozenset[str]] | None = None,
) -> Registry:
    """A registry; without other orders it holds one school with an account in each of the two required networks."""
    counted: dict[str, tuple[ActivityYear, ...]] = {}
    for year in years:
        counted[year.account] = (*counted.get(year.account, ()), year)
    planned: dict[str, tuple[Plan, ...]] = {}
    for item in plans:
        planned[item.organization] = (*planned.get(item.organization, ()), item)
    if networks is None:
        networks = (network("vk", "ВКонтакте"), network("ok", "Одноклассники"), network("tg", "Другая сеть", False))
    return Registry(
        city=of_city or city(),
        act=of_act or act(),
        requirements={item.id: item for item in requirements},
        networks={item.id: item for item in networks},
        organizations={item.id: item for item in organizations or (organization(),)},
        accounts={item.id: item for item in ((account(), account("school-ok")) if accounts is None else accounts)},
        activity=counted,
        plans=planned,
        assignments={item.id: item for item in assignments},
        notices={item.id: item for item in notices},
        drafts=(),
        pending_networks=pending or {},
    )
