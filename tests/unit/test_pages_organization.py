"""An organization's page: verdicts by next step, quotations of the act, the snippet for its own site."""

from __future__ import annotations

import dataclasses
import datetime
import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from reestr.judging.finding import Outcome
from reestr.judging.run import assess
from reestr.publishing.site.pages.organization import organization
from reestr.publishing.view import Page, Site, View
from reestr.registry.calendar import last_full_weeks
from reestr.registry.city import Contact
from reestr.registry.registry import Registry
from reestr.wording import date_in_words

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import act, rules, small_city, view_of


def _page(view: View, identifier: str) -> Page:
    return organization(view, view.registry.organizations[identifier])


def _headings(page: Page) -> list[str]:
    return [re.sub("<[^>]*>", "", text).strip() for text in re.findall(r"<h3 id=[^>]*>(.*?)</h3>", page.body)]


def _block(page: Page, requirement: str) -> str:
    found = re.search(rf'<article class="verdict mend" id="{requirement}">.*?</article>', page.body, re.DOTALL)
    assert found is not None
    return html.unescape(found[0])


def test_what_to_mend_comes_first_and_then_verdicts_by_what_to_do_next() -> None:
    view = view_of(small_city(requirements={item.id: item for item in rules("page-passport", "description-and-design",
        "two-factor", "portal-connected")}))  # fmt: skip
    page = _page(view, "school-10")
    headings = [re.sub(r"^\W+ | \d+$", "", heading) for heading in _headings(page)]
    assert headings == ["Подтвердить", "Выполнено"]
    places = [page.body.index(text) for text in ('id="breach"', 'id="accounts"', 'id="unconfirmed"', 'id="met"')]
    assert places == sorted(places)


def test_a_block_names_only_what_is_missing_and_shows_why_by_when_and_whom_to_tell() -> None:
    registry = small_city(requirements={item.id: item for item in rules("description-and-design", clauses=("1.6.3",))})
    contact = Contact("officer@city.example", ())
    city = dataclasses.replace(registry.city, city_hall=dataclasses.replace(registry.city.city_hall, contact=contact))
    block = _block(_page(view_of(dataclasses.replace(registry, city=city)), "school-10"), "description-and-design")
    assert "<h3>Добавьте на страницу обложку</h3>" in block
    assert 'href="../../act/#1.6.3"' in block
    assert "<dt>Срок</dt><dd>не назван — исправьте сразу.</dd>" in block
    assert "когда исправленное увидят и внесут в реестр." in block
    assert block.index('<details class="basis"><summary>Основание</summary>') < block.index('class="evidence"')
    (mail,) = re.findall(r'href="(mailto:[^"]*)"', block)
    sent = parse_qs(urlsplit(mail).query)
    assert urlsplit(mail).path == "officer@city.example"
    assert sent["body"][0].splitlines() == [
        "Исправлено / Не согласны, потому что: (лишнее уберите)",
        "Требование: description-and-design",
        "Страница: vk.example/school-10",
        "https://reestr.example/organizations/school-10/",
    ]


def test_without_an_address_the_button_leads_to_how_to_report() -> None:
    block = _block(_page(view_of(small_city()), "school-10"), "description-and-design")
    assert "mailto:" not in block and 'class="button" href="../../contribute/"' in block


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (None, "в реестре не записано"),
        ((), "Что будет, если не исправить, постановление не говорит."),
        (("1.6.3",), '<a href="../../act/#1.6.3">'),
    ],
)
def test_what_happens_otherwise_is_what_the_act_says(said: tuple[str, ...] | None, text: str) -> None:
    registry = small_city()
    changed = dataclasses.replace(registry.act, consequences=said)
    assert text in _page(view_of(dataclasses.replace(registry, act=changed)), "school-10").body


def test_a_short_week_is_forgiven_on_the_day_on_which_it_is_no_longer_judged() -> None:
    """The week is in the window for as many weeks as are judged; the verdicts of the two days around agree."""
    judged = last_full_weeks(factory.AS_OF, 4)
    counted = dict(zip(judged, [factory.count(text=number) for number in (2, 2, 1, 2)], strict=True))
    registry = small_city(
        requirements={item.id: item for item in rules("two-posts-a-week")},
        activity={"school-10-vk": factory.activity(counted, "school-10-vk")},
    )
    finding = next(item for item in view_of(registry).assessment.findings if item.outcome is Outcome.BREACH)
    day = finding.verdict.clears_on
    assert day is not None and day.weekday() == 0
    last = assess(registry, day - datetime.timedelta(days=1)).findings
    assert finding.subject in {item.subject for item in last if item.outcome is Outcome.BREACH}
    assert finding.subject not in {
        item.subject for item in assess(registry, day).findings if item.outcome is Outcome.BREACH
    }
    assert finding.organization is not None
    block = _block(_page(view_of(registry), finding.organization), "two-posts-a-week")
    assert "Публикуйте не меньше 2\N{NO-BREAK SPACE}публикаций в неделю" in block
    assert f"{date_in_words(day.isoformat())}, если до тех пор" in block


def test_what_is_met_is_one_line_with_its_reason_and_all_evidence_is_folded_once() -> None:
    body = _page(view_of(small_city()), "school-2").body
    group = body.split('<details class="group is-met">')[1].split("</details>")[0]
    assert re.search(r'<li id="page-passport"><a href="../../requirements/page-passport/">page-passport</a> \w', group)
    assert "evidence" not in group and "<blockquote>" not in group
    assert body.count('<ul class="evidence">') == 1


def test_who_is_excused_from_many_things_reads_the_reason_once() -> None:
    body = _page(view_of(small_city()), "archive").body
    excused = body.split('<details class="group is-exempt"')[1].split("</details>")[0]
    assert excused.count('<ul class="heads">') == 1
    assert excused.count("<li ") > 1


def test_each_requirement_has_its_anchor_once_at_its_worst_verdict() -> None:
    body = _page(view_of(small_city()), "school-10").body
    assert body.count('id="page-passport"') == 1
    assert body.index('id="page-passport"') < body.index('id="settled"')


def test_nothing_to_do_is_said_in_so_many_words() -> None:
    registry = small_city(requirements={item.id: item for item in rules("description-and-design")})
    assert "Делать ничего не нужно" in _page(view_of(registry), "school-2").body
    assert "Делать ничего не нужно" not in _page(view_of(registry), "school-10").body


def test_without_any_requirement_nothing_is_praised() -> None:
    registry = small_city(requirements={})
    body = _page(view_of(registry), "school-2").body
    assert (
        "Требований, которые организация обязана выполнять, в реестре нет." in body
        and "Делать ничего не нужно" not in body
    )


# The code for the organization's own site


def _code(registry: Registry, site: Site) -> str:
    body = _page(view_of(registry, site=site), "school-2").body
    found = re.search(r"data-copy=\"Скопировать код\"[^>]*><pre tabindex=\"0\"><code>(.*?)</code>", body, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def test_the_code_has_the_pages_and_the_badge_with_whole_addresses() -> None:
    code = _code(small_city(), Site("Реестр", "https://reestr.example/city/"))
    assert '<a href="https://vk.example/school-2" rel="me">ВКонтакте</a>' in code
    assert '<a href="https://ok.example/school-2" rel="me">Одноклассники</a>' in code
    assert 'href="https://reestr.example/city/organizations/school-2/"' in code
    assert 'src="https://reestr.example/city/badges/organizations/school-2.svg"' in code


def test_without_an_address_of_its_own_the_registry_gives_links_only_and_says_why() -> None:
    registry = small_city()
    code = _code(registry, Site("Реестр"))
    assert "vk.example" in code and "badges" not in code
    body = _page(view_of(registry, site=Site("Реестр")), "school-2").body
    assert "у этого реестра не указан собственный адрес" in body and "site_url" not in body


def test_names_from_records_are_text_in_the_code_too() -> None:
    hostile = '"><script>alert(1)</script>'
    registry = small_city(
        organizations={"school-2": factory.organization("school-2", short_name=hostile)},
        networks={item.id: item for item in (factory.network("vk", hostile), factory.network("ok", "Одноклассники"))},
        accounts={"school-2-vk": factory.account("school-2-vk")},
    )
    code = _code(registry, Site("Реестр", "https://reestr.example/"))
    assert "<script" not in code
    assert "&lt;script&gt;" in code


def test_who_has_no_page_in_use_gets_no_code() -> None:
    assert "reestr-copy" not in _page(view_of(small_city()), "archive").body


# Accounts


def test_a_page_in_use_is_called_official_and_one_that_is_closed_is_not() -> None:
    accounts = [
        factory.account("school-2-vk", closed=True, closed_on=factory.ago(3), replaced_by="school-2-ok"),
        factory.account("school-2-ok"),
    ]
    body = _page(view_of(small_city(accounts={item.id: item for item in accounts}, act=act())), "school-2").body
    current, former = body.split('id="account-school-2-vk"')
    assert "Официальная страница с" in current and "Больше не официальная" not in current
    assert "Больше не официальная с" in former and "Заменена страницей" in former
    assert "reestr-qr" not in former, "nobody spreads the address of a page that is official no more"
