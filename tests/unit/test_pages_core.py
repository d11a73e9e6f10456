"""The home page, the registry, an organization's page and the list of accounts: content, escaping, links."""

from __future__ import annotations

import dataclasses
import datetime
import html.parser
import posixpath
import re

from reestr import wording
from reestr.judging.finding import Finding, Outcome, Subject, Verdict
from reestr.judging.run import Assessment
from reestr.publishing.figures.ordering import name_key
from reestr.publishing.site.pages.accounts import accounts
from reestr.publishing.site.pages.home import home
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.site.pages.organizations import organizations
from reestr.publishing.site.widgets.heatmap import WeeklyNorm, heatmap
from reestr.publishing.view import Page, Site, View
from reestr.registry.account import Account, ActivityYear, DatedStatus, PreviousAddress, WeekCount
from reestr.registry.city import (
    Act,
    Appointment,
    Block,
    City,
    CityHall,
    Contact,
    Municipality,
    Network,
    Note,
    Parameter,
    Requirement,
)
from reestr.registry.organization import AccountsPage, Exemption, Organization, Responsible
from reestr.registry.origin import Evidence, Origin
from reestr.registry.registry import Registry
from reestr.registry.rule_calls import call

from tests.unit.pages_factory import without_data

AS_OF = datetime.date(2026, 11, 15)
HOSTILE = "<script>alert(1)</script>\"'>{{ 7*7 }}{% raw %}</textarea><img src=x onerror=alert(1)>"
MARKUP_OF_HOSTILE = ("<script", "<img", "<textarea", "</textarea")


def origin(kind: str, identifier: str) -> Origin:
    return Origin(kind, identifier, f"data/{kind}s/{identifier}.yaml", {"/status": 4})


def network(identifier: str, name: str) -> Network:
    host = f"{identifier}.example"
    file = origin("network", identifier)
    return Network(identifier, name, identifier.upper(), True, "p.3-1", (host,), host, (), file)


def school(**changes: object) -> Organization:
    plain = Organization(
        id="school-1",
        name="Муниципальное бюджетное общеобразовательное учреждение «Школа № 1»",
        short_name="Школа № 1",
        legal_form="municipal-budgetary-institution",
        sphere="education",
        inn="7707083893",
        ogrn="1037739010891",
        site="https://school1.example",
        has_site=True,
        address="улица Первая, 1",
        coordinates=None,
        contact=Contact("school1@example.org", ("+7 000 000-00-00",)),
        since=datetime.date(2023, 5, 1),
        closed=False,
        closed_on=None,
        successor=None,
        exemptions=(),
        responsible=(),
        responsible_known=True,
        accounts_page=None,
        reviewed_on=None,
        notes=(),
        origin=origin("organization", "school-1"),
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]  # the tests name the fields


def page_of_school(network_id: str, **changes: object) -> Account:
    identifier = f"school-1-{network_id}"
    plain = Account(
        id=identifier,
        organization="school-1",
        network=network_id,
        url=f"https://{network_id}.example/school1",
        numeric_id=None,
        name=None,
        closed=False,
        opened_on=datetime.date(2023, 6, 1),
        closed_on=None,
        replaced_by=None,
        previous_addresses=(),
        state_mark=DatedStatus("confirmed", datetime.date(2023, 7, 1)),
        gospabliki=DatedStatus(),
        observed=None,
        moderation=None,
        credentials=None,
        two_factor=None,
        reviewed_on=None,
        notes=(),
        origin=origin("account", identifier),
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]  # the tests name the fields


def two_posts() -> Requirement:
    return Requirement(
        id="two-posts-a-week",
        title="Не меньше двух публикаций в неделю",
        clauses=("2.2",),
        obliged=("organization",),
        force="mandatory",
        statement="За каждую полную неделю вышло не меньше двух публикаций.",
        rule=call("counted"),
        subject="account",
        unchecked=None,
        parameters={
            "posts_per_week": Parameter(2, "decree", ""),
            "weeks_judged": Parameter(4, "registry-setting", ""),
            "count_grace_days": Parameter(7, "registry-setting", ""),
            "counts_gospabliki": Parameter(True, "registry-setting", ""),
        },
        internal=False,
        remedy="Публикуйте чаще.",
        order=10,
        origin=origin("requirement", "two-posts-a-week"),
    )


def registry(*members: Organization, pages: tuple[Account, ...] = (), years: tuple[ActivityYear, ...] = ()) -> Registry:
    city = City(
        municipality=Municipality("Город Примерск", "Примерск", None, None),
        city_hall=CityHall("Мэрия города", "Мэрия", None, None, Contact()),
        officer=None,
        regional_centre=None,
        time_zone="Asia/Vladivostok",
        non_working_days=frozenset(),
        frozen_on=None,
        fictional=True,
        materials=(),
        origin=origin("registry", "registry"),
    )
    block = Block("2.2", "order", "clause", "2.2", None, "Текст пункта.", None, ())
    act = Act(
        "act-1", "постановление", "1", datetime.date(2023, 1, 1), "мэрия", "О страницах", None, (), {"2.2": block},
        origin("act", "act"),
    )  # fmt: skip
    activity: dict[str, tuple[ActivityYear, ...]] = {}
    for year in years:
        activity[year.account] = (*activity.get(year.account, ()), year)
    return Registry(
        city=city,
        act=act,
        requirements={"two-posts-a-week": two_posts()},
        networks={"vk": network("vk", "ВКонтакте"), "ok": network("ok", "Одноклассники")},
        organizations={item.id: item for item in members},
        accounts={item.id: item for item in pages},
        activity=activity,
        plans={},
        assignments={},
        notices={},
        drafts=(),
    )


def view(content: Registry, *findings: Finding, site: Site | None = None) -> View:
    site = site or Site("Реестр Примерска", edit_url="https://forge.example/edit/main/")
    return View(content, Assessment(AS_OF, findings), "public", AS_OF, site)


def finding(account: Account, outcome: Outcome = Outcome.BREACH, path: str = "/status") -> Finding:
    verdict = Verdict(outcome, "common.no-account", (Evidence(account.origin, path),))
    subject = Subject("account", account.id)
    return Finding("two-posts-a-week", call("counted"), "2.2", subject, account.organization, verdict)


class Reader(html.parser.HTMLParser):
    """Collects what a test asks of a page: text, links, headings, and whether every element is closed in order."""

    VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "rect", "path", "wbr"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.tags: list[str] = []
        self.identifiers: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == [], "elements left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        assert not any(name.startswith("on") or name == "style" for name in values), "no inline handlers or styles"
        if tag == "a":
            self.links.append(values.get("href") or "")
        if values.get("id"):
            self.identifiers.append(values["id"] or "")
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1] == tag, f"</{tag}> closes {self._open[-1:]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def all_pages(shown: View) -> list[Page]:
    records = [organization(shown, item) for item in shown.registry.organizations.values()]
    return [home(shown), organizations(shown), accounts(shown), *records]


def city() -> View:
    vk, ok = page_of_school("vk"), page_of_school("ok")
    year = ActivityYear(
        "school-1-vk", 2026, "hand-count", None,
        {"2026-W45": WeekCount((("text", 1),), 0, (), None), "2026-W46": WeekCount((), 0, (), None)},
        origin("activity", "school-1-vk"),
    )  # fmt: skip
    return view(
        registry(school(), pages=(vk, ok), years=(year,)),
        finding(vk, Outcome.MET),
        finding(ok, Outcome.BREACH),
    )


def test_every_page_is_well_formed_with_one_heading_and_unique_anchors() -> None:
    for page in all_pages(city()):
        read = Reader(page.body)
        assert read.tags.count("h1") == 1, page.path
        assert len(read.identifiers) == len(set(read.identifiers)), page.path
        assert page.title and page.description


def test_internal_links_are_relative_and_lead_to_sections_of_the_site() -> None:
    sections = {
        "", "organizations/", "organizations/school-1/", "accounts/", "compliance/", "requirements/",
        "requirements/two-posts-a-week/", "act/", "exemptions/", "open-data/", "contribute/", "method/", "changes/",
        "api/v1/organizations.csv", "api/v1/organizations.json", "api/v1/accounts.csv", "api/v1/accounts.json",
        "api/v1/organizations/school-1.json", "badges/accounts/school-1-vk.svg", "badges/accounts/school-1-ok.svg",
        "guide/", "tasks/", "poster/", "state/", "calendar/officer.ics", "calendar/organizations/school-1.ics",
    }  # fmt: skip
    for page in all_pages(city()):
        for link in Reader(page.body).links:
            if link.startswith(("https://", "mailto:", "#", "?")):
                continue
            assert not link.startswith("/"), link
            address = re.split("[#?]", link)[0]
            target = posixpath.normpath(posixpath.join("/" + page.path, address)).lstrip("/")
            assert (f"{target}/" if target and address.endswith("/") else target) in sections, (page.path, link)


def test_a_page_lies_where_its_root_prefix_says() -> None:
    shown = city()
    page = organization(shown, shown.registry.organizations["school-1"])
    assert (page.path, page.root) == ("organizations/school-1/", "../../")
    assert 'href="../../requirements/two-posts-a-week/"' in page.body
    assert 'href="../../act/#2.2"' in page.body
    assert home(shown).root == ""
    assert 'href="organizations/school-1/"' in home(shown).body


def test_verdicts_stand_worst_first_with_reason_evidence_and_remedy() -> None:
    shown = city()
    page = organization(shown, shown.registry.organizations["school-1"])
    assert page.body.index('id="breach"') < page.body.index('id="met"')
    assert wording.text("findings.common.no-account") in page.body
    assert "data/accounts/school-1-ok.yaml:4" in page.body
    assert 'href="https://forge.example/edit/main/data/accounts/school-1-ok.yaml"' in page.body
    assert "Публикуйте чаще." not in page.body, "how to comply stands on the requirement's page, and is linked"
    assert re.search(r'href="../../requirements/[a-z-]+/#remedy">как исправить</a>', page.body)


def test_an_account_is_told_from_its_earlier_addresses_and_from_closed_ones() -> None:
    former = page_of_school(
        "vk", id="school-1-vk-old", url="https://vk.example/old", closed=True, closed_on=datetime.date(2024, 2, 1),
        replaced_by="school-1-vk",
    )  # fmt: skip
    current = page_of_school("vk", previous_addresses=(PreviousAddress("https://vk.example/before", None),))
    body = accounts(view(registry(school(), pages=(current, former)))).body.replace("<wbr>", "")
    listed, _, gone = body.partition('id="former"')
    assert 'href="https://vk.example/school1"' in listed
    assert "vk.example/old" not in listed and "vk.example/before" not in listed
    assert "vk.example/old" in gone and "vk.example/before" in gone
    assert 'href="https://vk.example/old"' not in gone


def hostile_city() -> View:
    member = school(
        name=HOSTILE, short_name=HOSTILE, inn=HOSTILE, ogrn=HOSTILE, address=HOSTILE, site=f"https://x.example/{HOSTILE}",
        contact=Contact(HOSTILE, (HOSTILE,)), notes=(Note(HOSTILE),),
        responsible=(Responsible(HOSTILE, HOSTILE, Contact(HOSTILE), Appointment(HOSTILE, HOSTILE), None, None),),
        exemptions=(Exemption("agreement", HOSTILE, Appointment(HOSTILE, HOSTILE), (HOSTILE,), None, None, HOSTILE),),
        accounts_page=AccountsPage(HOSTILE, None, ()),
    )  # fmt: skip
    account = page_of_school(
        "vk", url="javascript:alert(1)//" + HOSTILE, name=HOSTILE, numeric_id=HOSTILE, notes=(Note(HOSTILE),),
        previous_addresses=(PreviousAddress(HOSTILE, None),), replaced_by=HOSTILE,
    )  # fmt: skip
    return view(registry(member, pages=(account,)), finding(account, Outcome.BREACH, f"/{HOSTILE}"))


def test_markup_and_template_syntax_of_a_record_are_text() -> None:
    for page in all_pages(hostile_city()):
        # The one picture a page has of its own, with the name of the organization as its words.
        markup = re.sub(r'<img class="site-badge" [^<>]*>', "", without_data(page))
        for sign in MARKUP_OF_HOSTILE:
            assert sign not in markup.lower().replace("</textarea>", ""), (page.path, sign)
        read = Reader(markup)
        assert not {"script", "img", "textarea"} & set(read.tags)
        if page.path == "organizations/school-1/":
            assert HOSTILE in read.text, "the text itself stays as it was written"


def test_only_web_addresses_become_links() -> None:
    for page in all_pages(hostile_city()):
        assert not [link for link in Reader(page.body).links if link.lower().startswith(("javascript", "data:"))]


def test_an_empty_registry_says_what_is_missing_and_where_to_add_it() -> None:
    for page in (home(view(registry())), organizations(view(registry())), accounts(view(registry()))):
        Reader(page.body)
        assert "empty-title" in page.body
        assert "contribute/" in page.body


def test_a_registry_of_exempt_organizations_says_so() -> None:
    exempt = school(exemptions=(Exemption("annex", "2.2", None, (), None, None, None),))
    body = home(view(registry(exempt))).body
    assert "только организации, для которых страницы не предусмотрены" in body
    assert "поэтому подтвердить он не может никакую" in body
    assert "—</b>" not in body, "a network that nobody is obliged to has no figure"


def test_what_is_unknown_is_said_to_be_unknown() -> None:
    member = school(
        short_name=None, inn=None, ogrn=None, site=None, has_site=None, address=None, sphere=None, since=None,
        contact=Contact(),
    )  # fmt: skip
    body = organization(view(registry(member)), member).body
    unstated = body.split("В записи не указано: ")[1].split(".")[0]
    assert unstated == "сфера, адрес, контакты, сайт, ИНН, ОГРН, координаты, с какого дня в реестре, день сверки"
    assert "None" not in body


def test_what_is_known_is_not_said_to_be_left_out() -> None:
    body = organization(view(registry(school())), school()).body
    assert "ИНН" not in body.partition("В записи не указано: ")[2].partition(".")[0]


def test_an_organization_without_a_site_is_not_one_with_an_unknown_site() -> None:
    member = school(site=None, has_site=False)
    assert "сайта нет" in organization(view(registry(member)), member).body


def test_a_name_of_responsible_is_shown_only_if_the_edition_has_it() -> None:
    role = Responsible("заместитель директора", None, Contact(), None, datetime.date(2024, 1, 1), None)
    member = school(responsible=(role,))
    body = organization(view(registry(member)), member).body
    assert "заместитель директора" in body and "None" not in body


def test_without_a_forge_the_edit_link_tells_how_to_contribute() -> None:
    shown = view(registry(school()), site=Site("Реестр"))
    page = organization(shown, shown.registry.organizations["school-1"])
    assert 'href="../../contribute/">Исправить эту запись</a>' in page.body


def weeks_of(account: Account, counts: dict[str, int], with_reposts: bool = True) -> tuple[str, str]:
    weeks = {week: WeekCount((("text", count),), 1, (), None) for week, count in counts.items()}
    year = ActivityYear(account.id, 2026, None, None, weeks, account.origin)
    made = heatmap(account, (year,), AS_OF, WeeklyNorm(2, with_reposts))
    return str(made.table), made.summary


def test_a_heat_map_shows_a_year_of_weeks_each_with_its_number() -> None:
    table, _ = weeks_of(page_of_school("vk"), {"2026-W45": 4})
    assert table.count("<td") == 52
    assert table.rpartition("<td")[2].startswith(' class="w-strong">5</td>'), "the last week is 02.11–08.11"
    # The last 52 full weeks before 15 November 2026 begin with this one.
    assert 'scope="row">с 10.11.25</th>' in table
    assert table.count("нет данных </i>?</td>") == 51
    Reader(table)


def test_in_a_heat_map_unknown_is_not_zero_and_not_an_absent_page() -> None:
    account = page_of_school("vk", opened_on=datetime.date(2026, 10, 26))
    table, summary = weeks_of(account, {"2026-W44": -1, "2026-W45": 1})
    assert table.count('"w-zero"') == 1
    # The last full week before 15 November, a Sunday, ends on the 8th.
    assert table.count('"w-absent"') == 50
    assert "без публикаций — 1\N{NO-BREAK SPACE}неделя" in summary and "нет данных" not in summary
    table, summary = weeks_of(page_of_school("vk"), {})
    assert table.count('"w-unknown"') == 52
    assert summary == "За год: нет данных — 52\N{NO-BREAK SPACE}недели."


def test_reposts_count_only_where_the_requirement_counts_them() -> None:
    account = page_of_school("vk")
    assert "<td>2</td></tr>" in weeks_of(account, {"2026-W45": 1})[0]
    assert '<td class="w-low">1</td></tr>' in weeks_of(account, {"2026-W45": 1}, with_reposts=False)[0]


def test_what_city_hall_owes_does_not_count_against_an_organization() -> None:
    vk = page_of_school("vk")
    content = registry(school(), pages=(vk,))
    owed = dataclasses.replace(two_posts(), id="registry-current", title="Записи просмотрены", obliged=("officer",))
    content = dataclasses.replace(content, requirements={**content.requirements, "registry-current": owed})
    breach = dataclasses.replace(finding(vk, Outcome.BREACH), requirement="registry-current")
    shown = view(content, finding(vk, Outcome.MET), breach)
    body = organization(shown, shown.registry.organizations["school-1"]).body
    own, _, others = body.partition('id="city-hall"')
    assert "Записи просмотрены" not in own and "Записи просмотрены" in others
    assert 'id="registry-current"' in others and 'id="city-hall-breach"' in others
    assert "Что сделать" not in body
    assert "is-breach" not in own.partition('id="verdicts"')[2]
    listed = organizations(shown).body
    assert "is-met" in listed and "is-breach" not in listed
    assert 'id="worst-organizations"' not in home(shown).body
    assert "stat is-breach" in home(shown).body, "the city's own total has it"


def test_a_duty_is_an_organizations_if_any_of_its_people_is_obliged() -> None:
    for obliged, own in (
        (("organization",), True),
        (("organization-head",), True),
        (("city-hall", "organization-responsible"), True),
        (("city-hall",), False),
        (("officer", "regional-centre"), False),
    ):
        assert dataclasses.replace(two_posts(), obliged=obliged).is_organizations_duty is own


def test_each_requirement_has_one_anchor_at_its_worst_verdict() -> None:
    shown = city()
    body = organization(shown, shown.registry.organizations["school-1"]).body
    assert body.count('id="two-posts-a-week"') == 1
    assert body.index('id="breach"') < body.index('id="two-posts-a-week"') < body.index('id="met"')


def test_a_state_is_told_only_of_an_organization_that_is_closed() -> None:
    assert "<dt>Состояние</dt>" not in organization(view(registry(school())), school()).body
    gone = school(closed=True)
    assert "закрыта, дата" in organization(view(registry(gone)), gone).body


def test_no_breach_is_good_news_only_where_something_was_checked() -> None:
    nothing = home(view(registry(school()))).body
    assert "проверять пока нечего" in nothing and "stat is-met" not in nothing
    vk = page_of_school("vk")
    assert "stat is-met" in home(view(registry(school(), pages=(vk,)), finding(vk, Outcome.MET))).body
    unknown = home(view(registry(school(), pages=(vk,)), finding(vk, Outcome.UNCONFIRMED))).body
    assert "stat is-met" not in unknown


def test_home_and_list_agree_on_the_closed() -> None:
    shown = view(registry(school(), school(id="school-2", closed=True)))
    assert "действующая организация, 1\N{NO-BREAK SPACE}закрыта" in home(shown).body
    assert "1\N{NO-BREAK SPACE}действующая, 1\N{NO-BREAK SPACE}закрытая" in organizations(shown).body


def test_names_stand_in_the_order_people_look_for_them() -> None:
    names = ["Школа № 10", "«Ёлочка»", "Школа № 2", "ясли", "Ель", "Автопарк"]
    assert sorted(names, key=name_key) == ["Автопарк", "«Ёлочка»", "Ель", "Школа № 2", "Школа № 10", "ясли"]
