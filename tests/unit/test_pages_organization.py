"""An organization's page: verdicts by next step, quotations of the act, the snippet for its own site."""

from __future__ import annotations

import html
import re

from reestr.publishing.site.pages.organization import organization
from reestr.publishing.view import Page, Site, View
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import act, rules, small_city, view_of


def _page(view: View, identifier: str) -> Page:
    return organization(view, view.registry.organizations[identifier])


def _headings(page: Page) -> list[str]:
    return [re.sub("<[^>]*>", "", text).strip() for text in re.findall(r"<h3 id=[^>]*>(.*?)</h3>", page.body)]


def test_verdicts_stand_by_what_to_do_next_worst_first() -> None:
    view = view_of(small_city(requirements={item.id: item for item in rules("page-passport", "description-and-design",
        "two-factor", "portal-connected")}))  # fmt: skip
    headings = [re.sub(r"^\W+ | \d+$", "", heading) for heading in _headings(_page(view, "school-10"))]
    assert headings == ["Исправить", "Подтвердить", "Выполнено"]


def test_what_is_to_be_mended_shows_reason_evidence_remedy_and_the_words_of_the_act_at_once() -> None:
    registry = small_city(
        requirements={
            item.id: item for item in rules("description-and-design", clauses=("1.6.3",), remedy="Поставьте обложку.")
        }
    )
    body = _page(view_of(registry), "school-10").body
    verdict = body.split('<article class="verdict"')[1].split("</article>")[0]
    assert "обложка" in verdict
    assert 'class="evidence"' in verdict
    assert "Поставьте обложку." in verdict
    # With the clause that the sentence continues.
    assert "Лицо осуществляет:" in verdict and "учёт паролей." in verdict


def test_what_is_met_is_one_line_that_opens_to_reason_evidence_and_the_words_of_the_act() -> None:
    body = _page(view_of(small_city()), "school-2").body
    row = body.split('<details class="row" id="page-passport">')[1].split("</details>\n")[0]
    assert row.startswith("<summary>page-passport</summary>")
    assert 'class="evidence"' in row and "<blockquote>" in row and "обеспечить создание;" in row
    assert "Что сделать." not in row


def test_who_is_excused_from_many_things_reads_the_reason_once() -> None:
    body = _page(view_of(small_city()), "archive").body
    excused = body.split('<section class="group is-exempt"')[1].split("</section>")[0]
    assert excused.count('<div class="said">') == 1
    assert excused.count("<h4>") > 1


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
    assert "Вердиктов нет" in body and "Делать ничего не нужно" not in body


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
    assert "site_url" in _page(view_of(registry, site=Site("Реестр")), "school-2").body


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
