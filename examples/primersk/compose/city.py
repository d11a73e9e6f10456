"""The city's own records: its settings, and its act, modelled on the act of `data/`."""

from __future__ import annotations

import re
from typing import Any

from examples.primersk.compose.directory import ANNEX, BY_ID
from examples.primersk.compose.invented import DOMAIN, phone
from examples.primersk.compose.story import FROZEN_ON

ACT_DATE = "2025-01-15"
_OFFICER = "Образцова Примера Примеровна"

_NAMES: tuple[tuple[str, str], ...] = (
    (
        r"Муниципальное образование\s+«Город Биробиджан»\s+Еврейской автономной области",
        "Город Примерск\nПримерской области",
    ),
    (
        r"города\s+муниципального\s+образования\s+«Город Биробиджан»\s+Еврейской\s+автономной\s+области",
        "города Примерска",
    ),
    (r"Еврейской\s+автономной\s+области", "Примерской области"),
    (r"Ващенко Дарью Александровну", "Образцову Примеру Примеровну"),
    (r"М\.А\. Семёнов", "П.П. Примеров"),
    (r"Муниципальной информационной газете", "Примерских вестях"),
    (r"«ЭСМИГ»", "«Примерск.Сегодня»"),
    (r"www\.biradm\.ru", f"www.{DOMAIN}"),
    (r"26\.0[47]\.2023", "15.01.2025"),
    (r"№ 779", "№ 1"),
    # Misprints of the original that another city need not repeat.
    (r"26\.07\.2006", "27.07.2006"),
    (r"аккаунтов подведомственных организации", "аккаунтов подведомственной организации"),
    (r"принадлежности в подведомственной", "принадлежности подведомственной"),
    (r"общественно-значимой", "общественно значимой"),
    (r"учётом", "учетом"),
    (r",\n\nнаправляемой", ", направляемой"),
    (r"оскорбительные\n\nвысказывания", "оскорбительные высказывания"),
)

_NOTES: dict[str, list[dict[str, Any]]] = {
    "1.6.5-b": [
        {
            "kind": "reading",
            "text": "Номер 1.6.5 стоит дважды, как в образце, по которому составлен этот вымышленный акт: первый пункт "
            "обозначен 1.6.5-a, второй — 1.6.5-b.",
            "see": ["1.6.5-a"],
        }
    ],
    "2.2": [
        {
            "kind": "reading",
            "text": "Реестр считает публикации по каждому аккаунту, неделя — с понедельника по воскресенье, публикации "
            "системы «Госпаблики» засчитываются.",
        }
    ],
}


def settings() -> dict[str, Any]:
    """Return `registry.yaml`."""
    return {
        "municipality": {
            "name": "Город Примерск Примерской области",
            "short_name": "Примерск",
            "region": "Примерская область",
            "oktmo": "00000000",
        },
        "city_hall": {
            "name": "Мэрия города Примерска",
            "short_name": "Мэрия города",
            "words": _feminine("мэри", " города"),
            "short_words": _feminine("мэри"),
            "site": f"https://www.{DOMAIN}",
            "address": "г. Примерск, пл. Образца, д. 1",
            "email": f"mayor@{DOMAIN}",
            "phones": [phone(1)],
        },
        "officer": {
            "name": _OFFICER,
            "position": "начальник отдела по связям с общественностью",
            "appointed_by": {
                "act": "decree-1",
                "clause": "p.2",
                "document": "постановление",
                "number": "1",
                "date": ACT_DATE,
            },
            "contact": {"email": f"press@{DOMAIN}", "phone": phone(2)},
        },
        "regional_centre": {
            "name": "Центр управления регионом Примерской области",
            "short_name": "ЦУР",
            "contact": {"email": f"cur@{DOMAIN}", "phone": phone(3)},
        },
        "time_zone": "Asia/Yekaterinburg",
        "non_working_days": {
            "value": ["2026-01-01", "2026-01-02", "2026-02-23", "2026-03-09", "2026-05-01", "2026-06-12", "2026-11-04"],
            "basis": "registry-setting",
            "explanation": "Несколько праздничных дней; календарь города выдуман.",
        },
        "data_licence": {
            "name": "Creative Commons «С указанием авторства» 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/deed.ru",
            "spdx": "CC-BY-4.0",
        },
        "frozen_on": FROZEN_ON,
        "fictional": True,
        "materials": [
            {
                "title": "Памятка: первая неделя страницы",
                "url": f"https://www.{DOMAIN}/pamyatka",
                "publisher": "Мэрия города Примерска",
                "note": "Что сделать в первые дни: описание, обложка, адрес, подключение к «Госпабликам».",
            },
            {"title": "Как писать просто", "url": f"https://www.{DOMAIN}/prosto", "publisher": "ЦУР"},
        ],
    }


def _feminine(stem: str, after: str = "") -> dict[str, str]:
    """Return `words` of a name whose first word ends in -ия."""
    endings = {
        "nominative": "я",
        "genitive": "и",
        "dative": "и",
        "accusative": "ю",
        "instrumental": "ей",
        "prepositional": "и",
    }
    return {"gender": "feminine", **{case: stem + ending + after for case, ending in endings.items()}}


def act(pattern: dict[str, Any]) -> dict[str, Any]:
    """Return `act.yaml`: the given act's text with other names, numbers and annex, without its notes."""
    blocks = [_block(block) for block in pattern["blocks"] if block["kind"] != "annex-row"]
    row = next(block for block in pattern["blocks"] if block["kind"] == "annex-row")
    for number, organization in enumerate(ANNEX, start=1):
        changes = {"id": f"annex-{number}", "number": str(number), "text": f"{BY_ID[organization].name}."}
        blocks.append(_block({**row, **changes}))
    return {
        "id": "decree-1",
        "document": "постановление",
        "words": pattern["words"],
        "number": "1",
        "date": ACT_DATE,
        "issuer": "мэрия города Примерска",
        "title": _renamed(pattern["title"]),
        "effective_on": "2025-01-24",
        "consequences": [],
        "publications": [
            {
                "outlet": "газета «Примерские вести»",
                "medium": "newspaper",
                "published_on": "2025-01-24",
                "clause": "p.5",
                "source": "Выпуск № 3 от 24.01.2025",
            },
            {
                "outlet": "сетевое издание «Примерск.Сегодня»",
                "medium": "online-edition",
                "url": f"https://today.{DOMAIN}/1",
                "published_on": "2025-01-23",
                "clause": "p.5",
                "source": "Дата на странице публикации",
            },
            {
                "outlet": "официальный интернет-сайт мэрии города Примерска",
                "medium": "website",
                "url": f"https://www.{DOMAIN}/acts/1",
                "published_on": "2025-01-20",
                "clause": "p.5",
                "source": "Дата на странице публикации",
            },
        ],
        "parts": pattern["parts"],
        "blocks": blocks,
    }


def _block(block: dict[str, Any]) -> dict[str, Any]:
    changed = {key: value for key, value in block.items() if key != "notes"}
    changed["text"] = _renamed(block["text"])
    if block["id"] in _NOTES:
        changed["notes"] = _NOTES[block["id"]]
    return changed


def _renamed(text: str) -> str:
    for pattern, replacement in _NAMES:
        text = re.sub(pattern, replacement, text)
    return text
