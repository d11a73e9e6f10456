"""The organizations of Primersk with their names and facts; their INN and telephones derive from their number."""

from __future__ import annotations

from dataclasses import dataclass

_FORMS = {
    "МБОУ": ("Муниципальное бюджетное общеобразовательное учреждение", "municipal-budgetary-institution"),
    "МБДОУ": ("Муниципальное бюджетное дошкольное образовательное учреждение", "municipal-budgetary-institution"),
    "МБУ": ("Муниципальное бюджетное учреждение", "municipal-budgetary-institution"),
    "МАУ": ("Муниципальное автономное учреждение", "municipal-autonomous-institution"),
    "МКУ": ("Муниципальное казённое учреждение", "municipal-treasury-institution"),
    "МУП": ("Муниципальное унитарное предприятие", "municipal-unitary-enterprise"),
    "АО": ("Акционерное общество", "joint-stock-company"),
    "ООО": ("Общество с ограниченной ответственностью", "limited-liability-company"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One organization of the directory; `form` is the abbreviation of its legal form."""

    id: str
    form: str
    title: str
    sphere: str
    short_name: str

    @property
    def name(self) -> str:
        """Return the full name."""
        # Quotes within quotes are „these“ in Russian print.
        title = self.title.translate({ord("«"): "„", ord("»"): "“"})
        return f"{_FORMS[self.form][0]} «{title}» города Примерска"

    @property
    def legal_form(self) -> str:
        """Return the legal form as the schema calls it."""
        return _FORMS[self.form][1]


def _school(number: int) -> Entry:
    title = f"Средняя школа № {number}"
    return Entry(f"school-{number}", "МБОУ", title, "education", f"Школа № {number}")


def _kindergarten(number: int, title: str) -> Entry:
    return Entry(f"kindergarten-{number}", "МБДОУ", f"Детский сад № {number} «{title}»", "preschool", f"Сад «{title}»")


_SCHOOLS = tuple(_school(number) for number in range(1, 9))
_KINDERGARTENS = tuple(
    _kindergarten(number, title)
    for number, title in enumerate(
        ("Ромашка", "Солнышко", "Теремок", "Пчёлка", "Якорёк", "Ёлочка", "Кораблик", "Облачко"), start=1
    )
)

ORGANIZATIONS: tuple[Entry, ...] = (
    *_SCHOOLS,
    Entry("gymnasium", "МБОУ", "Гимназия «Азбука»", "education", "Гимназия «Азбука»"),
    Entry("lyceum", "МАУ", "Лицей «Азимут»", "education", "Лицей «Азимут»"),
    Entry("art-school", "МБУ", "Детская школа искусств «Палитра»", "education", "Школа искусств «Палитра»"),
    Entry("young-technicians", "МБУ", "Станция юных техников «Шестерёнка»", "education", "Станция юных техников"),
    *_KINDERGARTENS,
    Entry("museum", "МБУ", "Музей «Перо и чернила»", "culture", "Музей «Перо и чернила»"),
    Entry("library", "МБУ", "Центральная библиотека", "culture", "Центральная библиотека"),
    Entry("house-of-culture", "МБУ", "Дом культуры «Маяк»", "culture", "Дом культуры «Маяк»"),
    Entry("theatre", "МАУ", "Театр кукол «Ниточка»", "culture", "Театр кукол «Ниточка»"),
    Entry("philharmonic", "МАУ", "Филармония", "culture", "Филармония"),
    Entry("park", "МАУ", "Парк «Дружба»", "culture", "Парк «Дружба»"),
    Entry("cinema", "МУП", "Кинотеатр «Экран»", "culture", "Кинотеатр «Экран»"),
    Entry("sport-school", "МБУ", "Спортивная школа «Старт»", "sport", "Спортшкола «Старт»"),
    Entry("stadium", "МАУ", "Стадион «Пример»", "sport", "Стадион «Пример»"),
    Entry("pool", "МАУ", "Бассейн «Волна»", "sport", "Бассейн «Волна»"),
    Entry("ski-base", "МАУ", "Лыжная база «Снежинка»", "sport", "Лыжная база"),
    Entry("water-utility", "МУП", "Водоканал", "utilities", "Водоканал"),
    Entry("heating", "МУП", "Тепловые сети", "utilities", "Тепловые сети"),
    Entry("cleaning", "МУП", "Чистый город", "utilities", "Чистый город"),
    Entry("lighting", "МУП", "Горсвет", "utilities", "Горсвет"),
    Entry("bus-company", "МУП", "Автобусный парк", "transport", "Автобусный парк"),
    Entry("social-centre", "МБУ", "Центр социальной помощи «Забота»", "social", "Центр «Забота»"),
    Entry("family-centre", "МБУ", "Центр поддержки семьи «Очаг»", "social", "Центр «Очаг»"),
    Entry("youth-centre", "МБУ", "Молодёжный центр «Ёж»", "youth", "Молодёжный центр «Ёж»"),
    Entry("newspaper", "МАУ", "Редакция газеты «Примерские вести»", "media", "«Примерские вести»"),
    Entry("accounting", "МКУ", "Централизованная бухгалтерия", "administration", "Централизованная бухгалтерия"),
    Entry("duty-service", "МКУ", "Единая дежурно-диспетчерская служба", "administration", "Дежурная служба"),
    Entry("market", "АО", "Городской рынок", "trade", "Городской рынок"),
    Entry("souvenirs", "ООО", "Примерский сувенир", "trade", "Примерский сувенир"),
)
"""All organizations, drafts and closed ones included."""

ANNEX: tuple[str, ...] = ("accounting", "duty-service", "market")
"""The organizations of the act's annex, in the order of its rows."""

BY_ID = {entry.id: entry for entry in ORGANIZATIONS}
