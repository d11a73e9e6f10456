"""Invented numbers, days, names and addresses that cannot be mistaken for real ones."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import TypeVar

DOMAIN = "primersk.example"
"""The reserved top-level domain `.example` has no real hosts."""

# The middle of the Kara Sea: there is no town, so no marker falls on a real house.
_LATITUDE, _LONGITUDE = 75.0, 75.0

_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_STREETS = (
    "ул. Примерная",
    "просп. Образцовый",
    "пер. Черновиков",
    "ул. Макетная",
    "б-р Шаблонный",
    "наб. Демонстрационная",
)
# Surnames, names and patronymics of women and of men.
_WOMEN = (
    "Макетова Черновикова Выдумкина Шаблонова Демонстратова Заглушкина Условная "
    "Придумкина Эскизова Наброскова Сочинялова Вымышленная Небывалова Фантазёрова",
    "Примера Вымысла Сказка Показа Фикция Проба",
    "Примеровна Шаблоновна Набросковна Формуляровна Сочиновна",
)
_MEN = (
    "Макетов Черновиков Выдумкин Шаблонов Демонстратов Заглушкин Условный "
    "Придумкин Эскизов Набросков Сочинялов Вымышленный Небывалов Фантазёров",
    "Пример Эскиз Бланк Вымысел Макет Шаблон",
    "Примерович Шаблонович Наброскович Формулярович Сочинович",
)

_Item = TypeVar("_Item")


def drawn(key: str, count: int) -> int:
    """Return a number from 0 to `count` - 1 that looks random and is the same for the same key on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8")).digest()[:8], "big") % count


def one_of(key: str, items: Sequence[_Item]) -> _Item:
    """Return one of the items, the same for the same key."""
    return items[drawn(key, len(items))]


def day_between(key: str, first: str, last: str) -> str:
    """Return a day from `first` to `last`, both included; ISO dates."""
    start = datetime.date.fromisoformat(first)
    days = (datetime.date.fromisoformat(last) - start).days
    return (start + datetime.timedelta(days=drawn(key, days + 1))).isoformat()


def inn(number: int) -> str:
    """Return an INN with a correct check digit, of region 00, which does not exist."""
    digits = f"00{number:07d}"
    total = sum(weight * int(digit) for weight, digit in zip(_INN_WEIGHTS, digits, strict=True))
    return f"{digits}{total % 11 % 10}"


def ogrn(number: int) -> str:
    """Return an OGRN with a correct check digit; no real one begins with 00."""
    digits = f"00{number:010d}"
    return f"{digits}{int(digits) % 11 % 10}"


def phone(number: int) -> str:
    """Return a telephone of the code 000, which does not exist."""
    return f"+7 (000) 000-{number // 100:02d}-{number % 100:02d}"


def address(key: str) -> str:
    """Return a street and a house of the city."""
    return f"г. Примерск, {one_of(key + '/street', _STREETS)}, д. {1 + drawn(key + '/house', 60)}"


def coordinates(key: str) -> dict[str, float]:
    """Return a place in the city."""
    return {
        "latitude": round(_LATITUDE + (drawn(key + "/latitude", 600) - 300) / 10_000, 4),
        "longitude": round(_LONGITUDE + (drawn(key + "/longitude", 2000) - 1000) / 10_000, 4),
    }


def person(number: int) -> str:
    """Return surname, name and patronymic; different numbers below 168 give different surnames and names.

    Names are unique: a name published with consent must not be that of a person who gave none.
    """
    surnames, names, patronymics = (words.split() for words in (_WOMEN, _MEN)[number % 2])
    turn, place = divmod(number // 2, len(surnames))
    if turn >= len(names):
        raise ValueError("there are no names left")
    return f"{surnames[place]} {names[(turn + place) % len(names)]} {patronymics[(number // 2) % len(patronymics)]}"


def handle(organization: str, network: str) -> str:
    """Return the name of a page in a network."""
    name = f"primersk-primer-{organization}"
    return name.replace("-", "_") if network == "vk" else name


def page_url(organization: str, network: str) -> str:
    """Return the canonical address of a page."""
    return f"https://{'vk.com' if network == 'vk' else 'ok.ru'}/{handle(organization, network)}"


def page_number(number: int, network: str) -> str:
    """Return the number of a page, far above those that the networks have assigned."""
    return f"{990_000_000_000 + number}" if network == "vk" else f"{9_900_000_000_000_000 + number}"


def post_url(page: str, network: str, number: int) -> str:
    """Return the address of a post (rules, a repost) on the page with the number `page`."""
    return f"https://vk.com/wall-{page}_{number}" if network == "vk" else f"https://ok.ru/group/{page}/topic/{number}"
