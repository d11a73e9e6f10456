"""Lists the pictures of the guide with their alternative texts and sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SCALE = 1.5
"""Pixels of a picture per pixel of the page: letters stay sharp on fine screens."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size in its own pixels; `alternative` describes what it shows."""

    width: int
    height: int
    alternative: str


PICTURES: Mapping[str, Picture] = MappingProxyType(
    {
        "check": Picture(720, 560, "Ответ проверки: страница похожа на официальную, но это не она; названа настоящая."),
        "list": Picture(720, 440, "Список официальных страниц: адрес, сеть, организация, отметки."),
        "to-do": Picture(720, 480, "Страница школы: что исправить, почему, к какому дню, когда снимется отметка."),
        "weeks": Picture(720, 170, "Год одной страницы: столбик — число публикаций за неделю, пунктир — норма."),
        "tasks": Picture(720, 480, "Дела по срокам: просроченные и ближайшие, у каждого организация и срок."),
        "matrix": Picture(
            720, 480, "Сводная таблица: строки — организации, столбцы — требования, знак в каждой клетке."
        ),
        "requirement": Picture(
            720, 440, "Страница требования: сколько каких оценок, пункт акта, кто обязан и что сделать."
        ),
        "changes": Picture(
            720, 440, "Изменения: день за днём, что поменялось в записях и как это сказалось на оценках."
        ),
        "act": Picture(720, 440, "Текст акта: рядом с пунктом — сколько организаций его выполняют."),
    }
)
"""Name -> picture.

A new one: a line here, how it is taken and what it shows in `docs/pictures/guide.py`, then `make pictures`.
"""
