"""The history of the registry of Primersk, commit by commit: who changed which records, and when. All is fiction."""

from __future__ import annotations

from examples.primersk.compose import lost, state
from examples.primersk.compose.directory import ANNEX, ORGANIZATIONS
from examples.primersk.compose.entry import (
    CAPITAL,
    CITY,
    CULTURE,
    EAST,
    EDUCATION,
    ENGINEER,
    FORGE,
    OFFICER,
    SECRETARY,
    UNIVERSAL,
    Entry,
)
from examples.primersk.compose.records import DRAFT
from examples.primersk.compose.state import Action, call, call_organization, enter, remove, rule, update


def _of(*spheres: str) -> tuple[str, ...]:
    return tuple(item.id for item in ORGANIZATIONS if item.sphere in spheres and item.id not in _LATER)


_LATER = ("kindergarten-8", DRAFT)
_SCHOOLS = tuple(f"school-{number}" for number in range(1, 9))
_OTHER_SCHOOLS = ("gymnasium", "lyceum", "art-school", "young-technicians")
_KINDERGARTENS = _of("preschool")
_CULTURAL = _of("culture")
_SPORT = (*_of("sport"), lost.CLUB)
_WORKS = _of("utilities", "transport")
_OTHERS = _of("social", "youth", "media")

_COUNTS = (update("activity"),)
_EVERYTHING = (update("organization"), update("account"))
_PERIOD = "control_period_days:\n    value: {}"
_FORMATS = "formats:\n    value: {}"


def _round(*organizations: str) -> tuple[Action, ...]:
    """Return the entry of a round in which the officer looks at pages and reviews the records."""
    return update("organization", organizations), update("account", organizations)


STORY: tuple[Entry, ...] = (
    Entry(
        f"2025-11-10T10:05:00{CITY}",
        OFFICER,
        "Реестр начат: постановление, требования, школы",
        (
            state.begin,
            enter(*ANNEX, *_SCHOOLS),
            rule("accounts-controlled", _PERIOD.format(90), _PERIOD.format(180)),
            call(house_of_culture_vk_2019="house-of-culture-vk", stadium_vk_ice="stadium-vk-2"),
            call_organization("heating", "teploseti"),
            call_organization("kindergarten-5", "kindergaten-5"),
        ),
    ),
    Entry(
        f"2025-11-11T16:40:00{CITY}",
        EDUCATION,
        "Гимназия, лицей и дополнительное образование",
        (enter(*_OTHER_SCHOOLS),),
    ),
    Entry(
        f"2025-11-12T11:15:00{CITY}",
        EDUCATION,
        "Детские сады: первые четыре",
        (enter(*_KINDERGARTENS[:4]),),
        "kindergartens",
    ),
    Entry(f"2025-11-13T09:30:00{CITY}", OFFICER, "Спорт", (enter(*_SPORT),)),
    Entry(
        f"2025-11-13T12:50:00{CITY}",
        EDUCATION,
        "Детские сады: остальные",
        (enter(*_KINDERGARTENS[4:]),),
        "kindergartens",
    ),
    Entry(
        f"2025-11-14T09:05:00{CITY}",
        OFFICER,
        "Детские сады",
        merges="kindergartens",
        committer=FORGE,
        later=f"2025-11-14T04:05:00{UNIVERSAL}",
    ),
    Entry(
        f"2025-11-17T14:20:00{CITY}",
        CULTURE,
        "Культура: семь организаций",
        (enter(*_CULTURAL), state.add_account(lost.FAN_PAGE)),
    ),
    Entry(f"2025-11-19T10:10:00{CITY}", OFFICER, "Городское хозяйство и автобусы", (enter(*_WORKS),)),
    Entry(f"2025-11-20T15:00:00{CITY}", OFFICER, "Социальные центры, молодёжь, газета", (enter(*_OTHERS),)),
    Entry(f"2025-11-21T17:55:00{CITY}", EDUCATION, "Школа № 9", (enter(lost.PRIVATE_SCHOOL),)),
    Entry(f"2025-11-24T09:20:00{CITY}", OFFICER, "", (remove(lost.PRIVATE_SCHOOL),), reverts="Школа № 9"),
    Entry(
        f"2025-11-25T11:00:00{CAPITAL}",
        ENGINEER,
        "Тепловые сети: имя записи по-английски, как у всех",
        (call_organization("heating", "heating-networks"),),
    ),
    Entry(f"2025-12-01T10:30:00{CITY}", OFFICER, "Подсчёты за ноябрь", _COUNTS),
    Entry(
        f"2025-12-03T13:45:00{CITY}",
        EDUCATION,
        "Опечатка в имени записи детского сада № 5",
        (call_organization("kindergarten-5", "kindergarten-5"),),
    ),
    Entry(
        f"2025-12-10T16:10:00{CITY}",
        OFFICER,
        "Страницы осматриваем раз в квартал, а не раз в полгода",
        (rule("accounts-controlled", _PERIOD.format(180), _PERIOD.format(90)),),
    ),
    Entry(
        f"2025-12-18T12:00:00{CAPITAL}",
        ENGINEER,
        "Каток: имя записи говорит, что это за страница",
        (call(stadium_vk_ice="stadium-vk-ice"),),
    ),
    Entry(f"2025-12-24T10:00:00{CITY}", OFFICER, "Осмотр страниц школ", _round(*_SCHOOLS, *_OTHER_SCHOOLS)),
    Entry(f"2026-01-12T10:15:00{CITY}", OFFICER, "Подсчёты за декабрь", _COUNTS),
    Entry(
        f"2026-01-13T09:40:00{CITY}",
        OFFICER,
        "Центр «Очаг» завёл страницы; каток пишет на странице стадиона",
        _round("family-centre", "stadium"),
    ),
    Entry(
        f"2026-01-22T18:30:00{CAPITAL}", ENGINEER, "Тепловые сети: короче", (call_organization("heating", "heating"),)
    ),
    Entry(f"2026-01-28T11:25:00{CITY}", OFFICER, "Осмотр страниц культуры и спорта", _round(*_CULTURAL, *_SPORT)),
    Entry(f"2026-02-02T10:20:00{CITY}", OFFICER, "Подсчёты за январь", _COUNTS),
    Entry(f"2026-02-10T15:05:00{CITY}", OFFICER, "Спросили перечень страниц и ответственных", (update("assignment"),)),
    Entry(f"2026-02-17T09:10:00{CITY}", CULTURE, "Библиотека сменила адрес страницы", _round("library")),
    Entry(f"2026-02-18T10:00:00{CITY}", EDUCATION, "Ответы школ и садов о страницах", (update("assignment"),)),
    Entry(f"2026-02-25T10:00:00{CITY}", EDUCATION, "Кто не ответил о страницах", (update("assignment"),)),
    Entry(f"2026-03-02T10:25:00{CITY}", OFFICER, "Подсчёты за февраль", _COUNTS),
    Entry(
        f"2026-03-03T08:50:00{CITY}",
        SECRETARY,
        "Школа № 6: новое ответственное лицо",
        (update("organization", ("school-6",)), update("notice")),
        "school-6",
    ),
    Entry(f"2026-03-04T09:15:00{CITY}", SECRETARY, "Школа № 6: уведомление в ЦУР", (update("notice"),), "school-6"),
    Entry(
        f"2026-03-04T14:30:00{CITY}",
        OFFICER,
        "Школа № 6: смена ответственного лица",
        merges="school-6",
        committer=FORGE,
        later=f"2026-03-04T09:30:00{UNIVERSAL}",
    ),
    Entry(f"2026-03-06T17:20:00{CITY}", OFFICER, "Страницы подключены к «Госпабликам»", (update("account"),)),
    Entry(f"2026-03-10T09:00:00{CITY}", OFFICER, "«Госпаблики»: прививка от гриппа", (update("assignment"),)),
    Entry(f"2026-03-12T12:40:00{CITY}", EDUCATION, "Поддельная группа детского сада № 3", (update("fake"),)),
    Entry(f"2026-03-16T11:30:00{CITY}", OFFICER, "Прививка размещена; запрос ЦУР", (update("assignment"),)),
    Entry(f"2026-03-18T15:10:00{CITY}", EDUCATION, "Поддельной группы больше нет", (update("fake"),)),
    Entry(
        f"2026-03-20T10:40:00{CITY}", OFFICER, "Ответ ЦУР и новая памятка", (update("assignment"), update("registry"))
    ),
    Entry(
        f"2026-03-31T23:30:00{CAPITAL}",
        ENGINEER,
        "Маяк: прежняя страница уступает имя новой",
        (call(house_of_culture_vk_2019="house-of-culture-vk-2019"),),
    ),
    Entry(f"2026-04-01T10:15:00{CITY}", OFFICER, "Подсчёты за март", _COUNTS),
    Entry(f"2026-04-02T13:35:00{CITY}", CULTURE, "Маяк: новая страница", _round("house-of-culture")),
    Entry(
        f"2026-04-07T10:05:00{CITY}",
        EDUCATION,
        "Школа № 7: новое ответственное лицо",
        (update("organization", ("school-7",)),),
    ),
    Entry(f"2026-04-16T12:10:00{CITY}", CULTURE, "Маяк: прежняя страница закрыта", _round("house-of-culture")),
    Entry(f"2026-04-21T09:30:00{CITY}", OFFICER, "Школа № 7: уведомления", (update("notice"),)),
    Entry(f"2026-04-30T16:45:00{CITY}", OFFICER, "Яхт-клуб закрыт", _round(lost.CLUB)),
    Entry(f"2026-05-04T10:30:00{CITY}", OFFICER, "Подсчёты за апрель", _COUNTS),
    Entry(f"2026-05-12T14:00:00{EAST}", ENGINEER, "Записи — по папкам сфер", (state.sort_into_folders,)),
    Entry(f"2026-05-20T19:10:00{EAST}", ENGINEER, "Записи организаций — в одном виде", (state.write_neatly,)),
    Entry(f"2026-05-25T10:00:00{CITY}", OFFICER, "Яхт-клуба больше нет", (remove(lost.CLUB),)),
    Entry(
        f"2026-06-01T10:10:00{CITY}",
        OFFICER,
        "Подсчёты за май; «Госпаблики»: безопасное лето",
        (*_COUNTS, update("assignment")),
    ),
    Entry(
        f"2026-06-15T11:20:00{CITY}",
        OFFICER,
        "Безопасное лето: кто разместил",
        (update("assignment"), update("plan")),
    ),
    Entry(f"2026-07-01T09:45:00{CITY}", OFFICER, "Кинотеатр закрыт; отметки государственных организаций", _EVERYTHING),
    Entry(f"2026-07-02T10:00:00{CITY}", OFFICER, "Подсчёты за июнь", _COUNTS),
    Entry(
        f"2026-07-10T15:30:00{CITY}",
        CULTURE,
        "«Читаем вместе» ведут читатели, а не библиотека",
        (state.remove_account(lost.FAN_PAGE),),
    ),
    Entry(
        f"2026-07-20T12:00:00{CITY}",
        OFFICER,
        "Форматов — не меньше четырёх",
        (rule("varied-content", _FORMATS.format(3), _FORMATS.format(4)),),
    ),
    Entry(f"2026-08-03T10:20:00{CITY}", OFFICER, "Подсчёты за июль", _COUNTS),
    Entry(
        f"2026-08-10T16:00:00{CITY}",
        OFFICER,
        "Форматов — снова три: четырёх постановление не просит",
        (rule("varied-content", _FORMATS.format(4), _FORMATS.format(3)),),
    ),
    Entry(
        f"2026-08-17T13:00:00{CAPITAL}",
        ENGINEER,
        "Пункт 2.4 прочитан дважды: лишнее требование убрано",
        (state.remove_rule(lost.SECOND_READING),),
    ),
    Entry(f"2026-09-01T10:00:00{CITY}", OFFICER, "Подсчёты за август, планы на сентябрь", (*_COUNTS, update("plan"))),
    Entry(
        f"2026-09-02T09:25:00{CITY}",
        EDUCATION,
        "Школа № 8: новое ответственное лицо",
        (update("organization", ("school-8",)),),
    ),
    Entry(f"2026-09-03T16:20:00{CITY}", CULTURE, "Поддельная страница библиотеки", (update("fake"),)),
    Entry(f"2026-09-07T17:05:00{CITY}", OFFICER, "О подделке сообщено в полицию", (update("fake"),)),
    Entry(
        f"2026-09-09T12:15:00{CITY}",
        EDUCATION,
        "Осмотр страниц школ; у техников вторая страница",
        _round(*_SCHOOLS, *_OTHER_SCHOOLS),
    ),
    Entry(f"2026-09-28T10:50:00{CITY}", OFFICER, "Перепись размещена, ЦУР отвечено", (update("assignment"),)),
    Entry(f"2026-10-01T10:05:00{CITY}", OFFICER, "Подсчёты за сентябрь, планы на октябрь", (*_COUNTS, update("plan"))),
    Entry(
        f"2026-10-14T15:40:00{CITY}",
        OFFICER,
        "Осмотр страниц культуры и спорта; сувениры — черновик",
        (*_round(*_CULTURAL, *_SPORT), enter(DRAFT)),
    ),
    Entry(
        f"2026-11-02T10:30:00{CITY}",
        OFFICER,
        "Подсчёты за октябрь, планы на ноябрь; из бассейна ушли",
        (*_COUNTS, update("plan"), update("organization", ("pool",))),
    ),
    Entry(f"2026-11-03T09:15:00{CITY}", EDUCATION, "Новый детский сад № 8", (enter("kindergarten-8"), update("plan"))),
    Entry(
        f"2026-11-10T11:00:00{CITY}",
        OFFICER,
        "Горсвет освобождён по соглашению; запросы",
        (update("organization", ("lighting",)), update("assignment"), update("plan"), update("fake")),
    ),
    Entry(
        f"2026-11-12T10:20:00{CITY}",
        EDUCATION,
        "Детский сад № 8: страницы",
        (update("account", ("kindergarten-8",)),),
        "review",
    ),
    Entry(
        f"2026-11-13T16:35:00{CITY}",
        OFFICER,
        "Гимназия: новое ответственное лицо; осмотр остальных",
        _EVERYTHING,
        "review",
    ),
    Entry(
        f"2026-11-13T17:10:00{CITY}",
        OFFICER,
        "Осенний осмотр",
        merges="review",
        committer=FORGE,
        later=f"2026-11-13T12:10:00{UNIVERSAL}",
    ),
    Entry(
        f"2026-11-16T09:30:00{CITY}",
        OFFICER,
        "Подсчёты двух недель, ответы и планы",
        (*_COUNTS, update("assignment"), update("plan"), update("registry"), *_EVERYTHING),
    ),
)
"""Every commit in chronological order."""
