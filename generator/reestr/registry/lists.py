"""The lists of a city: what its records may name besides each other, such as grounds of exemption and post formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from reestr.registry.norms import ALWAYS, Period

if TYPE_CHECKING:
    from reestr.registry.words import Noun

ListName: TypeAlias = Literal["grounds", "facts", "formats", "removals", "addressees", "assignments"]
LISTS: tuple[ListName, ...] = get_args(ListName)
"""The lists in the order of `registry.yaml`."""


SENT = "sent"
ACT_ROW = "act-row"
WITH_SITE = "with-site"
GOSPABLIKI = "gospabliki"
"""The format of posts that were sent through the federal system of this name; its role is `SENT`."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: the name that records use, and what people read.

    `called` is the item within a sentence («телефоны»), "" where the title in small letters does. `about` says more:
    what to look for, or one post of a format. `role` is what the program does with it, in the words of its list: the
    proof of a ground (act-row, agreement, document), "with-site" for a fact that only an organization with a site is
    asked for, "sent" for posts of «Госпаблики», which are not a page's own, to whom an assignment goes (organization,
    account, city-hall). `public` and `sent` concern assignments: others are internal, and posts of others are a page's
    own. `words` declines an addressee.
    """

    id: str
    title: str = ""
    role: str = ""
    called: str = ""
    about: str = ""
    remedy: str = ""
    clause: str | None = None
    sent: bool = False
    public: bool = False
    words: Noun | None = None
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True, eq=False)
class CityLists:
    """All lists of a city. Made by `city_lists`, so that equal lists are one object: schemas are remembered by it.

    `known` is False where the city's lists could not be read: then any name may be right.
    """

    grounds: tuple[ListItem, ...]
    facts: tuple[ListItem, ...]
    formats: tuple[ListItem, ...]
    removals: tuple[ListItem, ...]
    addressees: tuple[ListItem, ...]
    assignments: tuple[ListItem, ...]
    known: bool = True
    _by_id: Mapping[str, Mapping[str, ListItem]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {name: {item.id: item for item in self.of(name)} for name in LISTS})

    def __reduce__(self) -> tuple[object, ...]:
        """Keep equal lists one object in another process, too."""
        return _made, (tuple(self.of(name) for name in LISTS), self.known)

    def of(self, name: ListName) -> tuple[ListItem, ...]:
        """Return a list by its name."""
        items: tuple[ListItem, ...] = getattr(self, name)
        return items

    def find(self, name: ListName, item: str) -> ListItem | None:
        """Return an item of a list, None if it has none of that id: records of a past day may name one."""
        return self._by_id[name].get(item)

    def role(self, name: ListName, item: str) -> str:
        """Return the role of an item, "" if it has none or the list does not have it."""
        found = self.find(name, item)
        return "" if found is None else found.role

    def ids(self, name: ListName, role: str | None = None) -> tuple[str, ...]:
        """Return the ids of a list in its order; with `role`, only of the items in that role."""
        return tuple(item.id for item in self.of(name) if role is None or item.role == role)


@lru_cache(1 << 6)
def _made(lists: tuple[tuple[ListItem, ...], ...], known: bool) -> CityLists:
    grounds, facts, formats, removals, addressees, assignments = lists
    return CityLists(grounds, facts, formats, removals, addressees, assignments, known)


def city_lists(lists: Mapping[ListName, Iterable[ListItem]], others: CityLists) -> CityLists:
    """Return the lists of a city, the same object for the same lists; those that are not given are of `others`."""
    return _made(tuple(tuple(lists[name]) if name in lists else others.of(name) for name in LISTS), True)


def _items(*ids: str, **roles: str) -> tuple[ListItem, ...]:
    return tuple(ListItem(name, role=roles.get(name.replace("-", "_"), "")) for name in ids)


FORMER = _made(
    (
        _items("annex", "agreement", annex=ACT_ROW, agreement="agreement"),
        _items(
            "about",
            "address",
            "geolocation",
            "email",
            "phones",
            "city_hall_site",
            "organization_site",
            "open_information",
            "description",
            "avatar",
            "cover",
            "widgets",
            "apps",
            "dynamic_cover",
            organization_site=WITH_SITE,
        ),
        _items(
            "text",
            "photo",
            "infographic",
            "cards",
            "animation",
            "video",
            "live",
            "poll",
            "contest",
            "promotion",
            "other",
            "gospabliki",
            gospabliki=SENT,
        ),
        _items("spam", "profanity", "insult", "war-propaganda", "hatred", "other-unlawful"),
        _items("city-hall", "regional-centre"),
        (
            ListItem("portal-post", role="account", public=True, sent=True),
            ListItem("centre-request", role="city-hall"),
            ListItem("information-request", role="organization"),
        ),
    ),
    True,
)
"""The lists of before cities had their own, without texts: past states of a registry are read by them."""

UNKNOWN = _made(((),) * len(LISTS), False)
"""Stands for the lists of a city that cannot be read."""
