"""For tests of pages: a reader of their markup, a small city with every kind of verdict, views of it."""

from __future__ import annotations

import dataclasses
import html.parser
import re

from reestr.judging.run import assess
from reestr.publishing.view import Page, Site, View
from reestr.records.loading.load import load
from reestr.records.redaction import Edition
from reestr.registry.city import Act, Block, Note, Publication, Requirement
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.project import ROOT
from tests.unit.requirement_factory import requirement as rule


class Reader(html.parser.HTMLParser):
    """Ids, links, text and the tags of a page; refuses tags that are closed out of order."""

    VOID = ("br", "img", "input", "meta", "link", "hr", "source", "wbr")

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._is_word_going_on = False
        self.feed(page.body)
        assert not self._open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        # A place where a line may break parts no word.
        self._is_word_going_on = tag == "wbr"
        if tag not in self.VOID:
            self._open.append(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.hrefs.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._is_word_going_on:
            self.words[-1] += data
        else:
            self.words.append(data)
        self._is_word_going_on = False

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def without_data(page: Page) -> str:
    """The markup of a page without its blocks of data for machines, which nothing runs, and its scripts of ours."""
    data = r'<script type="application/(?:ld\+)?json">[^<]*</script>'
    return re.sub(data + r'|<script type="module" src="[./]*js/[a-z/-]+\.js"></script>', "", page.body)


def of_schema_kinds(registry: Registry) -> Registry:
    """The factory names origins after folders; evidence is worded by kinds of records."""
    kinds = {"requirements": "requirement", "organizations": "organization", "accounts": "account"}

    def renamed(origin: Origin) -> Origin:
        return dataclasses.replace(origin, kind=kinds.get(origin.kind, origin.kind))

    return dataclasses.replace(
        registry,
        requirements={
            key: dataclasses.replace(item, origin=renamed(item.origin)) for key, item in registry.requirements.items()
        },
        organizations={
            key: dataclasses.replace(item, origin=renamed(item.origin)) for key, item in registry.organizations.items()
        },
        accounts={
            key: dataclasses.replace(item, origin=renamed(item.origin)) for key, item in registry.accounts.items()
        },
    )


def view_of(registry: Registry, which: str = "internal", site: Site | None = None) -> View:
    registry = of_schema_kinds(registry)
    site = site or Site("Реестр", "https://reestr.example/", "https://forge.example/edit/main/")
    return View(registry, assess(registry, factory.AS_OF), which, factory.AS_OF, site)


def rules(*identifiers: str, subject: str = "account", **changes: object) -> list[Requirement]:
    return [
        dataclasses.replace(rule(identifier), subject=subject, **changes)  # type: ignore[arg-type]  # the tests name the fields
        for identifier in identifiers
    ]


def small_city(**changes: object) -> Registry:
    """Three schools: one in good order, one with too few posts and no observation, one exempt."""
    registry = factory.registry(
        [
            *rules("accounts-exist", subject="organization"),
            *rules("exemption-grounds", subject="organization", clauses=("1.3",)),
            *rules("page-passport", "description-and-design"),
            *rules("officer-appointed", "act-published", subject="city", clauses=("p.1",)),
            *rules("two-factor", internal=True, clauses=("1.6.3",)),
            dataclasses.replace(
                rule("consultation"), rule=None, force="informative", unchecked="Нечего считать.", clauses=("1.7",)
            ),
        ],
        organizations=[
            factory.organization("school-2", short_name="Школа № 2"),
            factory.organization("school-10", short_name="Школа № 10"),
            factory.organization("archive", short_name="Архив", exemptions=(factory.exemption(),)),
        ],
        accounts=[
            factory.account("school-2-vk"),
            factory.account("school-2-ok"),
            factory.account("school-10-vk", observed=factory.observation(cover=False, address=None), two_factor=None),
        ],
        of_act=act(),
    )
    return dataclasses.replace(registry, **changes)  # type: ignore[arg-type]  # the tests name the fields


def act(*more: Block) -> Act:
    blocks = (
        Block("p.1", "decree", "clause", "1", None, "Утвердить\n\nПорядок:", None, ()),
        Block("p.3-1", "decree", "paragraph", None, "p.3", "обеспечить создание;", None, ()),
        Block("1", "order", "heading", "1", None, "Общие положения", None, ()),
        Block(
            "1.3", "order", "clause", "1.3", "1", "Могут не создавать.", None, (Note("Спорно.", "defect", ("p.1",)),)
        ),
        Block("1.6", "order", "clause", "1.6", "1", "Лицо осуществляет:", "Вводные слова.", ()),
        Block("1.6.3", "order", "clause", "1.6.3", "1.6", "учёт паролей.", None, (Note("Читаем так.", "reading"),)),
        Block("1.7", "order", "clause", "1.7", "1", "ЦУР сопровождает.", None, ()),
        Block("annex-1", "annex", "annex-row", "1", None, "Архив.", "Строку представляет запись.", ()),
        Block("annex-2", "annex", "annex-row", "2", None, "Рынок.", "Строку представляет запись.", ()),
        *more,
    )
    return factory.act(
        blocks={block.id: block for block in blocks},
        publications=(Publication("Газета", "newspaper", None, None, "p.1", None),),
    )


def empty_city() -> Registry:
    return dataclasses.replace(
        factory.registry([], of_act=factory.act(blocks={}, publications=())),
        organizations={},
        accounts={},
    )


def part_of_act(page: Page, block: str) -> str:
    """The markup of one block of the act, to the beginning of the next."""
    start = page.body.index(f' id="{block}"')
    end = page.body.find('<div class="block block-', start)
    return page.body[start : end if end > 0 else None]


def real_view(edition: Edition = "public") -> View:
    """The city's own registry as an edition shows it."""
    registry = load(ROOT / "data", edition).registry
    assert registry is not None
    return View(registry, assess(registry, factory.AS_OF), edition, factory.AS_OF, Site("Реестр"))
