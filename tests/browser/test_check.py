"""The address checker in a real browser: every kind of answer, pasted texts, by link, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, get_args
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page, Route, expect

pytestmark = pytest.mark.browser

LIBRARY = "primersk_primer_library"
OFFICIAL = "Да, это официальная страница"
SERVED = "check/?url="
Scheme = Literal["light", "dark"]
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }}"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One page for all tests of the module: a new context takes more time than most of them."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """A page that must say nothing on its console; an attack of the tests would raise a dialog."""
    window.set_viewport_size({"width": 1280, "height": 900})
    window.emulate_media(color_scheme="light")
    said: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        said.append(message.text)

    def note_error(error: Error) -> None:
        said.append(str(error))

    def note_dialog(dialog: Dialog) -> None:
        said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    window.on("console", note_message)
    window.on("pageerror", note_error)
    window.on("dialog", note_dialog)
    yield window
    # Whatever the page has still to say, it says before it is left.
    window.goto("about:blank")
    window.remove_listener("console", note_message)
    window.remove_listener("pageerror", note_error)
    window.remove_listener("dialog", note_dialog)
    window.unroute_all(behavior="wait")
    assert said == []


def ask(page: Page, address: str, text: str) -> str:
    """Ask by link; the heading of the answer, without its sign."""
    page.goto(f"{address}{SERVED}{quote(text, safe='')}")
    # On a busy machine the list of addresses may arrive after the page.
    expect(page.locator(".answer h2")).not_to_contain_text("Загружаем реестр", timeout=60_000)
    return heading(page)


def heading(page: Page) -> str:
    return page.locator(".answer h2 > :last-child").inner_text()


def card(page: Page) -> str:
    """The words of the answer, as they are seen."""
    return page.locator(".answer").inner_text().replace("\N{NO-BREAK SPACE}", " ")


# Every kind of answer


def test_of_two_pages_with_an_address_in_turn_the_one_in_use_is_asked_about(page: Page, address: str) -> None:
    """All closed pages are given the address of one in use, wherever they stand in the list."""

    def share(route: Route) -> None:
        response = route.fetch()
        index = response.json()
        names = index["accounts"]["address"].split(" ")
        network = index["accounts"]["network"]
        own = names.index(LIBRARY)
        closed = [place for place in index["closed"]["account"] if network[place] == network[own] and place != own]
        assert closed
        for place in closed:
            names[place] = LIBRARY
        index["accounts"]["address"] = " ".join(names)
        index["accounts"]["numeric_id"] = " ".join("-" for _ in names)
        index["closed"]["on"] = ["2026-01-01" for _ in index["closed"]["on"]]
        route.fulfill(response=response, json=index)

    page.route("**/check/index.json", share)
    assert ask(page, address, f"vk.com/{LIBRARY}") == OFFICIAL


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("hijacked", "Не верьте этой странице: её взломали"),
        ("blocked", "Эта страница заблокирована"),
        ("other-page", "Не верьте этой странице: адрес ведёт на другую страницу"),
        ("gone", "Этой страницы больше нет в сети"),
    ],
)
def test_a_page_out_of_control_is_warned_of_at_once(page: Page, address: str, how: str, says: str) -> None:
    """The index says so of one account; it is offered as a genuine page nowhere."""

    def lose(route: Route) -> None:
        response = route.fetch()
        index = response.json()
        place = index["accounts"]["address"].split(" ").index(LIBRARY)
        index["lost"] = {"account": [place], "how": [how], "since": ["2026-11-12"]}
        route.fulfill(response=response, json=index)

    page.route("**/check/index.json", lose)
    assert ask(page, address, f"vk.com/{LIBRARY}") == says
    assert "12 ноября 2026" in card(page)
    assert ("не переводите денег" in card(page)) == (how in ("hijacked", "other-page"))
    assert f"vk.com/{LIBRARY}" not in [link.inner_text() for link in page.locator(".answer a.out").all()]


@pytest.mark.parametrize(
    "written",
    [
        f"https://vk.com/{LIBRARY}",
        f"m.vk.com/{LIBRARY}",
        f"http://vk.com/{LIBRARY.upper()}/",
        f"https://vk.ru/{LIBRARY}?from=search&utm_source=%D1%81%D0%B0%D0%B9%D1%82#top",
        f"www.vkontakte.ru/{LIBRARY}",
        f"  https://vk.com/{LIBRARY}?w=wall-990000000022_45 \n",
        "https://vk.com/club990000000022",
        "vk.com/public990000000022",
        "https://vk.com/wall-990000000022_45",
        "https://m.vk.com/wall-990000000022_45?reply=46",
        "https://vk.com/feed?w=wall-990000000022_45",
        f"https://vk.com/@{LIBRARY}-novost-dnya",
    ],
)
def test_an_official_page_is_official_however_it_is_written(page: Page, address: str, written: str) -> None:
    assert ask(page, address, written) == OFFICIAL
    said = card(page)
    assert "Её ведёт Центральная библиотека." in said
    assert f"vk.com/{LIBRARY}" in said and "ВКонтакте" in said and "17 июня 2024 г." in said
    assert "По данным реестра на 16 ноября 2026 г." in said


def test_an_official_page_leads_to_its_organization_and_to_itself(page: Page, address: str) -> None:
    ask(page, address, "m.ok.ru/primersk-primer-library/topic/1")
    expect(page.locator(".answer a.out")).to_have_attribute("href", "https://ok.ru/primersk-primer-library")
    page.locator(".answer-says a").click()
    expect(page).to_have_url(f"{address}organizations/library/#account-library-ok")


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("vk.com/primersk_primer_library", "есть"),
        ("vk.com/primersk_primer_school_2", "нет, но страница официальная"),
        ("vk.com/primersk_primer_bus_company", "не указано"),
    ],
)
def test_the_state_mark_is_told(page: Page, address: str, written: str, mark: str) -> None:
    ask(page, address, written)
    row = page.locator(".answer .facts > div").filter(has_text="Отметка «Госорганизация»")
    expect(row.locator("dd")).to_have_text(mark)


def test_a_thing_of_a_page_says_which_page_was_checked(page: Page, address: str) -> None:
    ask(page, address, "https://vk.com/wall-990000000022_45")
    assert "Проверена страница, которой он принадлежит: vk.com/club990000000022" in card(page)


def test_a_closed_page_names_its_day_and_what_replaced_it(page: Page, address: str) -> None:
    assert ask(page, address, "vk.com/primersk_primer_dk_mayak") == "Больше не официальная: страница закрыта"
    said = card(page)
    assert "15 апреля 2026 г." in said and "vk.com/primersk_primer_house_of_culture" in said
    expect(page.locator(".answer a.out")).to_have_count(1)


def test_a_page_that_went_to_another_organization_names_the_heir(page: Page, address: str) -> None:
    ask(page, address, "ok.ru/primersk-primer-cinema")
    rows = page.locator(".answer .facts > div")
    expect(rows.filter(has_text="Её ведёт")).to_have_count(1)
    assert "ok.ru/primersk-primer-house-of-culture" in card(page)


def test_a_closed_page_without_replacement_says_so(page: Page, address: str) -> None:
    ask(page, address, "vk.com/primersk_primer_led")
    assert "замены в реестре нет" in card(page)


def test_an_earlier_address_names_the_present_one(page: Page, address: str) -> None:
    assert ask(page, address, "vk.com/primersk_primer_biblioteka") == "Это прежний адрес, он больше не официальный"
    assert "16 февраля 2026 г." in card(page)
    # The program saw that strangers have it now.
    assert "12 октября 2026 г." in card(page)
    expect(page.locator(".answer a.out")).to_have_attribute("href", f"https://vk.com/{LIBRARY}")


@pytest.mark.parametrize(
    "written",
    [
        "https://vk.com/primersk_primer_library_official_lottery_prizes",
        "m.vk.ru/Primersk_Primer_Library_Official_Lottery_Prizes?w=wall-1_2",
        "vk.com/public990000000901",
        "https://vk.com/wall-990000000901_5",
    ],
)
def test_a_known_false_page_is_called_false_and_the_true_ones_are_named(page: Page, address: str, written: str) -> None:
    assert ask(page, address, written) == "Подделка: не верьте этой странице"
    said = card(page)
    assert "Центральная библиотека. Организация её не ведёт." in said
    assert "3 сентября 2026 г." in said and "9 ноября 2026 г." in said and "Исчезла" not in said
    # The false address itself is no link: only the true pages are.
    links = [link.get_attribute("href") for link in page.locator(".answer a.out").all()]
    assert links == [f"https://vk.com/{LIBRARY}", "https://ok.ru/primersk-primer-library"]
    expect(page.locator(".answer .sign .drawn")).to_be_visible()


def test_a_false_page_that_is_gone_is_still_called_false(page: Page, address: str) -> None:
    assert ask(page, address, "ok.ru/group9900000000000902") == "Подделка: не верьте этой странице"
    said = card(page)
    assert "18 марта 2026 г." in said and "16 марта 2026 г." not in said
    page.locator(".answer-says a").click()
    expect(page).to_have_url(f"{address}organizations/kindergarten-3/")


@pytest.mark.parametrize(
    ("written", "organization", "until"),
    [
        ("m.vk.com/primersk_primer_chitaem_vmeste", "Центральная библиотека", "10 июля 2026 г."),
        ("ok.ru/primersk-primer-sailing-club/topic/5", "Яхт-клуб «Парус»", "25 мая 2026 г."),
    ],
)
def test_a_page_that_was_taken_out_of_the_registry_is_known_as_such(
    page: Page, address: str, written: str, organization: str, until: str
) -> None:
    assert ask(page, address, written) == "Раньше была в реестре, теперь её в нём нет"
    assert organization in card(page) and until in card(page)
    page.locator(".answer").get_by_role("link", name=organization).click()
    place = page.locator(":target")
    expect(place).to_be_in_viewport()
    expect(place).to_contain_text("больше не официальная")


@pytest.mark.parametrize("written", ["vk.com/avtoservis", "https://vk.com/club5", "ok.ru/group/777"])
def test_a_page_that_is_not_registered_is_not_called_false(page: Page, address: str, written: str) -> None:
    assert ask(page, address, written) == "В реестре такой страницы нет"
    assert "Это ещё не значит, что она поддельная" in card(page)
    assert page.locator(".answer a.out").count() == 0
    page.locator(".answer").get_by_role("link", name="Сообщите о ней").click()
    expect(page.locator("#report")).to_be_in_viewport()
    expect(page.locator(".answer")).to_be_attached()


@pytest.mark.parametrize(
    "written",
    [
        "vk.com/primersk_primer_1ibrary",  # a figure for a letter
        "vk.com/primersk_primer_Iibrary",  # a capital I for an l
        "vk.com/primersk.primer.library",  # dots for strokes
        "vk.com/primersk_primer_libary",  # a letter lost
        "vk.com/primersk_primer_librrayy",  # one exchanged, one added
        "vk.com/prirnersk_primer_library",  # rn for m
        "vk.com/primersk_primer_librаry",  # a Cyrillic а
        "vk.com/primersk_primer_libr%D0%B0ry",  # the same as browsers copy it
        "https://vk.com/ргimersk_primer_librаry?x=1",  # several of them
    ],
)
def test_a_look_alike_names_the_real_page(page: Page, address: str, written: str) -> None:
    assert ask(page, address, written) == "Осторожно: похоже на официальную, но это другой адрес"
    assert "Центральная библиотека" in card(page)
    links = page.locator(".answer a.out")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", f"https://vk.com/{LIBRARY}")


def test_what_differs_is_marked(page: Page, address: str) -> None:
    ask(page, address, "vk.com/primersk_primer_1ibrary")
    expect(page.locator(".compare mark")).to_have_text(["1", "l"])
    ask(page, address, f"https://vк.com/{LIBRARY}")
    expect(page.locator(".answer mark")).to_have_text("к")
    ask(page, address, "https://vk.com/club1\u200b5")
    expect(page.locator(".answer mark")).to_have_text("[U+200B]")


def test_another_number_is_a_neighbour_and_no_look_alike(page: Page, address: str) -> None:
    assert ask(page, address, "vk.com/primersk_primer_school_99") == "В реестре такой страницы нет"
    near = page.locator(".answer-remarks li")
    expect(near).to_have_count(3)
    expect(near.first).to_contain_text("vk.com/primersk_primer_school_")


def test_a_name_of_another_network_is_worth_a_remark(page: Page, address: str) -> None:
    assert ask(page, address, "ok.ru/primersk-primer-young-technicians") == "В реестре такой страницы нет"
    assert "vk.com/primersk_primer_young_technicians" in card(page)
    assert ask(page, address, "https://t.me/primersk_primer_library") == "Страниц в этой сети реестр не ведёт"
    assert f"vk.com/{LIBRARY}" in card(page) and "Telegram" in card(page)


def test_a_post_of_another_page_over_an_official_one_is_noticed(page: Page, address: str) -> None:
    assert ask(page, address, f"https://vk.com/{LIBRARY}?w=wall-5_1") == OFFICIAL
    assert "vk.com/club5. Официальной она не числится" in card(page)
    ask(page, address, "https://vk.com/avtoservis?w=wall-990000000022_1")
    assert "Она официальная, её ведёт Центральная библиотека" in card(page)


@pytest.mark.parametrize("host", ["vк.com", "xn--v-ttb.com", "ｖｋ．com"])
def test_a_host_that_pretends_is_called_dangerous_and_the_real_page_named(page: Page, address: str, host: str) -> None:
    assert ask(page, address, f"https://{host}/{LIBRARY}") == "Опасно: адрес притворяется социальной сетью"
    expect(page.locator(".answer a.out")).to_have_attribute("href", f"https://vk.com/{LIBRARY}")


# Whatever people paste


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("https://vk.com/id1", "Это личная страница человека"),
        ("ok.ru/profile/500000000001", "Это личная страница человека"),
        ("https://vk.com/video/playlist/-123_1", "Это запись, альбом или приложение, а не страница"),
        ("https://vk.com/feed", "Это не страница организации"),
        ("https://dev.vk.com/reference", "Это не страница организации"),
        ("https://t.me/primer", "Страниц в этой сети реестр не ведёт"),
        ("https://школа.рф/новости", "Этот сайт реестр не проверяет"),
        ("https://vk.cc/abc", "Короткая ссылка скрывает, куда ведёт"),
        ("https://vk.com.example.org/club1", "Опасно: адрес притворяется социальной сетью"),
        ("https://vk.com@example.org/club1", "Опасно: настоящий сайт спрятан после знака «@»"),
        ("smm@primersk.example", "Это электронная почта, а не адрес страницы"),
        ("javascript:alert(1)", "Это не адрес страницы"),
        ("JavaScript://vk.com/%0aalert(1)", "Это не адрес страницы"),
        ("data:text/html,<script>alert(1)</script>", "Это не адрес страницы"),
        ("tel:+74262200000", "Это не адрес страницы"),
        ("https://vk.com/\u202e321bulc", "В адресе спрятаны невидимые знаки"),
        ("https://vk.com/club1\u200b5", "В адресе спрятаны невидимые знаки"),
        ("https://vk.com/школа", "В адресе есть буквы, которых там не бывает"),
        ("vk.com/club1 ok.ru/group/5", "Здесь несколько адресов"),
        ("https://vk.com/club1https://vk.com/club2", "Здесь несколько адресов"),
        ("", "Адреса нет"),
        (" \t\u00a0", "Адреса нет"),
        ("а" * 3000, "Текст слишком длинный"),
        ("<img src=x onerror=alert(1)>", "Это не похоже на адрес страницы"),
        ("https://vk.com/<script>alert(1)</script>", "Это не похоже на адрес страницы"),
        ('"><svg onload=alert(1)>', "Это не похоже на адрес страницы"),
        ("{{ 7*7 }}${7*7}", "Это не похоже на адрес страницы"),
        ("https://vk.com:8080/club1", "Это не похоже на адрес страницы"),
        ("https://[::1]/club1", "Это не похоже на адрес страницы"),
        ("%E0%A4%A", "Это не похоже на адрес страницы"),
        ("Школа № 5", "Официальные страницы"),
        ("Школла № 5", "Точного названия нет, вот похожие"),
        ("йййццц", "Такой организации в реестре нет"),
        ("модерация", "Такой организации в реестре нет"),
        ("😀", "Это не похоже на адрес страницы"),
    ],
)
def test_every_text_gets_a_plain_answer(page: Page, address: str, text: str, title: str) -> None:
    assert ask(page, address, text) == title
    said = page.locator(".answer-says").inner_text()
    assert len(said) > 20
    assert "undefined" not in card(page) and "null" not in card(page) and "49" not in card(page)
    assert page.locator(".answer :is(script, img, svg)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_ten_thousand_characters_are_refused_at_once(page: Page, address: str) -> None:
    page.goto(address + "check/")
    page.get_by_label("Адрес страницы").fill("https://vk.com/club1 " * 500)
    page.get_by_role("button", name="Проверить").click()
    assert heading(page) == "Текст слишком длинный"
    assert len(page.url) < 4000
    page.reload()
    assert heading(page) == "Текст слишком длинный"


def test_what_nobody_sees_is_spelled_out_and_turns_nothing_around(page: Page, address: str) -> None:
    ask(page, address, "https://vk.com/\u202e321bulc")
    assert "[U+202E]321bulc" in card(page)
    assert "\u202e" not in card(page)


def test_addresses_inside_a_text_are_offered_one_by_one(page: Page, address: str) -> None:
    ask(page, address, f"Наши страницы: https://vk.com/{LIBRARY}, https://ok.ru/primersk-primer-library!")
    offers = page.locator(".offers a")
    expect(offers).to_have_text([f"vk.com/{LIBRARY}", "ok.ru/primersk-primer-library"])
    offers.first.click()
    expect(page.locator(".answer h2")).to_contain_text(OFFICIAL)
    page.go_back()
    expect(offers).to_have_count(2)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f"@{LIBRARY}", f"Сеть не названа: проверен адрес vk.com/{LIBRARY}"),
        (LIBRARY, f"Сеть не названа: проверен адрес vk.com/{LIBRARY}"),
        (f"Мы открылись! ❤️ Пишите: https://vk.com/{LIBRARY}.", f"Из сообщения взят адрес vk.com/{LIBRARY}"),
        (f"наша страница @{LIBRARY}, заходите", f"Из сообщения взят адрес @{LIBRARY}"),
        (f"https://vk.com/away.php?to=https%3A%2F%2Fvk.com%2F{LIBRARY}&cc_key=", "только переводит на другой адрес"),
        (f"https://vkvideo.ru/@{LIBRARY}/all", f"Проверена страница, которой он принадлежит: vk.com/{LIBRARY}"),
        ("https://vkvideo.ru/video-990000000022_45", "которой он принадлежит: vk.com/club990000000022"),
        (f"https://vk.com/video/@{LIBRARY}", f"Проверена страница, которой он принадлежит: vk.com/{LIBRARY}"),
    ],
)
def test_an_official_page_is_found_behind_whatever_people_send(
    page: Page, address: str, text: str, remark: str
) -> None:
    assert ask(page, address, text) == OFFICIAL
    assert remark in card(page)


def test_what_a_link_leads_on_to_is_judged_and_so_is_what_a_message_hides(page: Page, address: str) -> None:
    assert (
        ask(page, address, "https://vk.com/away.php?to=https%3A%2F%2Fevil.example") == "Этот сайт реестр не проверяет"
    )
    assert "evil.example" in card(page)
    assert ask(page, address, "срочно https://vк.com/login !") == "Опасно: адрес притворяется социальной сетью"
    text = f"https://vk.com/{LIBRARY} или https://vk.com/{LIBRARY}_official_lottery_prizes"
    assert ask(page, address, text) == "Здесь несколько адресов"
    offers = page.locator(".offers li")
    expect(offers.first).to_contain_text(OFFICIAL)
    expect(offers.last).to_contain_text("Подделка: не верьте этой странице")


def test_a_network_that_the_act_does_not_name_is_said_to_be_none_and_whom_to_ask(page: Page, address: str) -> None:
    assert ask(page, address, "https://max.ru/abrakadabra") == "Страниц в этой сети реестр не ведёт"
    said = card(page)
    assert "в сети «MAX», а постановление называет только другие: ВКонтакте, Одноклассники" in said
    assert "спросите мэрию города: press@primersk.example" in said
    ask(page, address, "https://t.me/biblioteka_goroda")
    expect(page.locator(".named h3")).to_have_text("Центральная библиотека")
    assert "У самой организации: её телефон" in card(page) and "press@" not in card(page)


def test_an_unknown_name_gets_the_nearest_official_ones(page: Page, address: str) -> None:
    assert ask(page, address, "vk.com/primersk_school") == "В реестре такой страницы нет"
    near = page.locator(".answer-remarks li a.out")
    expect(near).to_have_count(4)
    assert all("school" in link.inner_text() for link in near.all())
    ask(page, address, "vk.com/primersk_muzey")
    expect(page.locator(".named h3")).to_have_text("Музей «Перо и чернила»")


def test_words_are_answered_by_organizations_with_their_pages_and_the_rest_of_the_results(
    page: Page, address: str
) -> None:
    ask(page, address, "Центральная библиотека")
    expect(page.locator(".named h3")).to_have_text(["Центральная библиотека"])
    links = [link.get_attribute("href") for link in page.locator(".named a.out").all()]
    assert links == [f"https://vk.com/{LIBRARY}", "https://ok.ru/primersk-primer-library"]
    page.get_by_role("link", name="Все результаты").click()
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    results = page.locator("#found-organizations + .hits .pages a.out")
    expect(results).to_have_count(2)
    assert [link.get_attribute("href") for link in results.all()] == links


def test_an_answer_is_handed_on_by_the_telephone_or_copied(page: Page, address: str) -> None:
    ask(page, address, f"vk.com/{LIBRARY}")
    page.evaluate("navigator.share = (data) => { window.handed = data; return Promise.resolve(); }")
    page.get_by_role("button", name="Переслать").click()
    handed = page.evaluate("handed")
    assert handed["url"] == f"{address}check/?url=https%3A%2F%2Fvk.com%2F{LIBRARY}"
    assert handed["text"] == "Да, это официальная страница. Её ведёт Центральная библиотека"
    page.evaluate("navigator.share = undefined; navigator.clipboard.writeText = (text) => { window.copied = text; }")
    page.get_by_role("button", name="Переслать").click()
    expect(page.locator("[data-shared]")).to_have_text("Скопировано: вставьте в сообщение")
    assert handed["url"] in page.evaluate("copied")


def test_pasted_lines_do_not_run_together(page: Page, address: str) -> None:
    page.goto(address + "check/")
    page.get_by_label("Адрес страницы").evaluate(
        """(input) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "vk.com/club1\\r\\nok.ru/group/5\\n");
            input.focus();
            input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    page.keyboard.press("Enter")
    assert heading(page) == "Здесь несколько адресов"


# The page around the answer


def test_asking_by_keyboard_leads_to_the_answer_and_into_the_history(page: Page, address: str) -> None:
    page.goto(address + "check/")
    expect(page.locator(".answer")).to_have_count(0)
    page.get_by_label("Адрес страницы").focus()
    page.keyboard.type(f"m.vk.com/{LIBRARY}")
    page.keyboard.press("Enter")
    expect(page.locator(".answer h2")).to_be_focused()
    expect(page.locator(".answer h2")).to_be_in_viewport()
    assert page.url == f"{address}check/?url=m.vk.com%2F{LIBRARY}"
    page.keyboard.press("Tab")
    expect(page.locator(".answer-says a")).to_be_focused()


def test_back_and_forward_show_the_answers_again(page: Page, address: str) -> None:
    page.goto(address + "check/")
    field = page.get_by_label("Адрес страницы")
    for text, title in (("vk.com/id1", "Это личная страница человека"), (f"vk.com/{LIBRARY}", OFFICIAL)):
        field.fill(text)
        field.press("Enter")
        expect(page.locator(".answer h2")).to_contain_text(title)
    page.go_back()
    expect(page.locator(".answer h2")).to_contain_text("Это личная страница человека")
    expect(page.locator(".check [role=status]")).to_contain_text("Это личная страница человека")
    expect(field).to_have_value("vk.com/id1")
    page.go_forward()
    expect(page.locator(".answer h2")).to_contain_text(OFFICIAL)
    page.go_back()
    page.go_back()
    expect(page.locator(".answer")).to_have_count(0)
    expect(field).to_have_value("")


def test_one_who_comes_by_a_link_is_led_to_the_answer(page: Page, address: str) -> None:
    ask(page, address, f"vk.com/{LIBRARY}")
    expect(page.locator(".answer h2")).to_be_focused()
    expect(page.get_by_label("Адрес страницы")).to_have_value(f"vk.com/{LIBRARY}")


def test_the_link_to_an_answer_gives_it_again(page: Page, address: str) -> None:
    ask(page, address, f"http://m.vk.com/{LIBRARY}?utm_source=x")
    link = page.get_by_role("link", name="Ссылка на этот ответ")
    assert link.evaluate("(link) => link.href") == f"{address}check/?url=https%3A%2F%2Fvk.com%2F{LIBRARY}"
    link.click()
    expect(page.locator(".answer h2")).to_contain_text(OFFICIAL)


def test_without_the_index_the_page_says_so_and_leads_to_the_list(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/check/index.json", lambda route: route.abort())
    page.goto(f"{address}{SERVED}vk.com%2F{LIBRARY}")
    assert heading(page) == "Проверить сейчас не получится"
    page.locator(".answer").get_by_role("link", name="списке официальных страниц").click()
    expect(page).to_have_url(address + "accounts/")
    assert errors == []


@pytest.mark.parametrize("body", ["<!DOCTYPE html><title>Нет</title>", "{}", ""])
def test_an_index_that_is_none_is_the_same_as_no_index(context: BrowserContext, address: str, body: str) -> None:
    page = context.new_page()
    page.route("**/check/index.json", lambda route: route.fulfill(status=200, body=body))
    page.goto(f"{address}{SERVED}vk.com%2F{LIBRARY}")
    assert heading(page) == "Проверить сейчас не получится"


def test_while_the_index_is_on_its_way_the_page_says_that_it_waits(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    held: list[Route] = []
    page.route("**/check/index.json", lambda route: held.append(route))
    page.goto(f"{address}{SERVED}vk.com%2F{LIBRARY}", wait_until="domcontentloaded")
    expect(page.locator(".answer h2")).to_contain_text("Загружаем реестр")
    for route in held:
        route.continue_()
    expect(page.locator(".answer h2")).to_contain_text(OFFICIAL)


def test_without_scripts_the_page_says_what_to_do_instead(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{SERVED}vk.com%2F{LIBRARY}")
    instead = page.locator(".check-unscripted")
    expect(instead).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.get_by_role("heading", name="Как отличить официальную страницу")).to_be_visible()
    instead.get_by_role("link", name="списке официальных страниц").click()
    expect(page).to_have_url(address + "accounts/")
    context.close()


def test_when_scripts_do_not_arrive_the_page_says_so_after_a_while(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/js/check/**", lambda route: route.abort())
    # The while is an animation: it stands still until it was seen that nothing is said at first.
    devtools = context.new_cdp_session(page)
    devtools.send("Animation.enable")
    devtools.send("Animation.setPlaybackRate", {"playbackRate": 0})
    page.goto(f"{address}{SERVED}vk.com%2F{LIBRARY}")
    instead = page.get_by_text("Для проверки нужны скрипты")
    expect(instead).to_be_hidden()
    devtools.send("Animation.setPlaybackRate", {"playbackRate": 1})
    expect(instead).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("scheme", get_args(Scheme))
@pytest.mark.parametrize(
    "text",
    [
        f"vk.com/{LIBRARY}",
        "vk.com/primersk_primer_1ibrary",
        "ok.ru/primersk-primer-cinema",
        "vk.com/primersk_primer_school_99",
        "https://vк.com/" + "a" * 500,
        "д" * 160,
    ],
)
def test_an_answer_fits_a_narrow_window(page: Page, address: str, text: str, scheme: Scheme) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(color_scheme=scheme)
    ask(page, address, text)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def changed_index(page: Page, address: str, **accounts: str) -> None:
    """Serve the index with other words for the library and with whatever a test says of its page in VK."""
    index = page.request.get(address + "check/index.json").json()
    addresses = index["accounts"]["address"].split()
    place = addresses.index(LIBRARY)
    names = index["organizations"]["name"]
    names[names.index("Центральная библиотека")] = HOSTILE
    for column, value in accounts.items():
        words = index["accounts"][column].split()
        words[place] = value
        index["accounts"][column] = " ".join(words)
    page.route("**/check/index.json", lambda route: route.fulfill(json=index))


def test_the_words_of_records_stay_words(page: Page, address: str) -> None:
    changed_index(page, address)
    for text in (f"vk.com/{LIBRARY}", "vk.com/primersk_primer_1ibrary", "vk.com/primersk_primer_biblioteka"):
        ask(page, address, text)
        assert HOSTILE in card(page)
        assert page.locator(".answer img").count() == 0


def test_a_page_that_opens_later_is_not_yet_official(page: Page, address: str) -> None:
    changed_index(page, address, opened_on="2026-12-01")
    assert ask(page, address, f"vk.com/{LIBRARY}") == "Страница внесена в реестр, но ещё не открыта"
    assert "1 декабря 2026 г." in card(page)


def test_where_a_number_is_unknown_the_answer_to_a_number_says_so(page: Page, address: str) -> None:
    changed_index(page, address, numeric_id="-")
    assert ask(page, address, "vk.com/club990000000022") == "В реестре такой страницы нет"
    assert "Номер в реестре записан не у каждой страницы" in card(page)
    assert ask(page, address, f"vk.com/{LIBRARY}?w=wall-990000000022_1") == OFFICIAL
    assert "Осторожно" not in card(page)
