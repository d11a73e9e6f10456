"""Invented false pages that imitate the city's, at addresses that no page can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from examples.primersk.compose import invented


def fakes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and data of every false page.

    A name in VKontakte has at most 32 characters, and numbers in Odnoklassniki are far below this one: the rules of the
    networks accept both as addresses, but no page can have them.
    """
    yield (
        "library-vk",
        {
            "pretends_to_be": "library",
            "network": "vk",
            "url": "https://vk.com/primersk_primer_library_official_lottery_prizes",
            "numeric_id": invented.page_number(901, "vk"),
            "found_on": "2026-09-03",
            "basis": (
                "Библиотека эту страницу не создавала и розыгрышей не проводит: "
                "за «доставку приза» там просят перевести деньги."
            ),
            "document": {"number": "41", "date": "2026-09-03"},
            "reported": [
                {
                    "to": "поддержка «ВКонтакте»",
                    "on": "2026-09-03",
                    "number": "В-4512",
                    "by": "ответственное лицо библиотеки",
                },
                {"to": "полиция", "on": "2026-09-07", "number": "КУСП 00000", "by": "мэрия города"},
            ],
            "seen_on": "2026-11-09",
        },
    )
    yield (
        "kindergarten-3-ok",
        {
            "pretends_to_be": "kindergarten-3",
            "network": "ok",
            "url": f"https://ok.ru/group/{invented.page_number(902, 'ok')}",
            "numeric_id": invented.page_number(902, "ok"),
            "found_on": "2026-03-12",
            "basis": "Группу завели чужие люди: под именем детского сада они собирали деньги на ремонт.",
            "reported": [{"to": "поддержка «Одноклассников»", "on": "2026-03-12"}],
            "seen_on": "2026-03-16",
            "gone_on": "2026-03-18",
        },
    )
