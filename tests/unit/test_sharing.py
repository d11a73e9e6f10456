"""A built site with a known address: link previews, search engines and browsers get correct data on every page."""

from __future__ import annotations

import json
import re
import struct
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.once import Once
from tests.unit.project import PRIMERSK, tree

pytestmark = pytest.mark.process

URL = "https://reestr.primersk.example/city/"
Site = dict[str, bytes]


class _Head(HTMLParser):
    """The metadata of a page: <meta> by name or property, <link> by its relation, blocks of data, the title."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str | None]] = []
        self.blocks: list[Any] = []
        self.title = ""
        self._in = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta":
            key = given.get("property") or given.get("name")
            if key and "media" not in given:
                assert key not in self.meta, f"{key} stands twice"
                self.meta[key] = given.get("content") or ""
        if tag == "link":
            self.links.append(given)
        self._in = "data" if tag == "script" and given.get("type") == "application/ld+json" else tag

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "data":
            self.blocks.append(json.loads(data))
        if self._in == "title" and not self.title:
            self.title = data

    def link(self, relation: str) -> list[str | None]:
        return [link["href"] for link in self.links if link.get("rel") == relation]


@pytest.fixture(scope="module")
def public(once: Once) -> Site:
    return tree(once.site(PRIMERSK, environment={"REESTR_SITE_URL": URL}))


@pytest.fixture(scope="module")
def internal(once: Once) -> Site:
    return tree(once.site(PRIMERSK, "internal", {"REESTR_SITE_URL": URL}))


def _pages(site: Site) -> dict[str, _Head]:
    return {
        name.removesuffix("index.html"): _Head(content)
        for name, content in site.items()
        # An old address only leads to the new one.
        if name.endswith(".html") and name not in ("404.html", "decree/index.html")
    }


def test_every_page_tells_its_own_name_and_address(public: Site) -> None:
    for path, head in _pages(public).items():
        assert head.link("canonical") == [URL + path] == [head.meta["og:url"]], path
        name, site_name = head.meta["og:title"], head.meta["og:site_name"]
        assert head.title == (f"{name} — {site_name}" if path else site_name), path
        assert head.meta["og:type"] == "website" and head.meta["og:locale"] == "ru_RU"
        if path != "about/":
            assert head.meta["og:description"] == head.meta["description"] != "", path


def test_a_shared_link_has_a_picture_of_the_size_it_names(public: Site) -> None:
    picture = public["card.png"]
    size = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG") and len(picture) < 30_000
    for path, head in _pages(public).items():
        assert head.meta["og:image"] == f"{URL}card.png", path
        assert (int(head.meta["og:image:width"]), int(head.meta["og:image:height"])) == size == (1200, 630)
        assert head.meta["twitter:card"] == "summary_large_image"


def test_browsers_find_their_icons_and_the_colour_of_the_header(public: Site) -> None:
    assert public["favicon.ico"].startswith(b"\x00\x00\x01\x00") and len(public["favicon.ico"]) < 2_000
    assert struct.unpack(">II", public["apple-touch-icon.png"][16:24]) == (180, 180)
    tokens = public["css/reestr.css"].decode()
    brands = re.findall(r"--brand: (#\w+)", tokens)
    colours = re.findall(r'<meta name="theme-color" media="[^"]+" content="(#\w+)">', public["index.html"].decode())
    assert colours == brands and len(brands) == 2


def test_blocks_of_data_are_valid_and_speak_of_their_page(public: Site) -> None:
    heads = _pages(public)
    for path, head in heads.items():
        for block in head.blocks:
            nodes = {node["@type"]: node for node in block["@graph"]}
            if "BreadcrumbList" in nodes:
                assert nodes["BreadcrumbList"]["itemListElement"][-1]["item"] == URL + path
    assert all(heads[f"organizations/{name}/"].blocks for name in ("school-1", "accounting"))
    assert heads[""].blocks and heads["open-data/"].blocks
    distributed = heads["open-data/"].blocks[0]["@graph"][0]["distribution"]
    assert [item["contentUrl"] for item in distributed if item["contentUrl"].removeprefix(URL) not in public] == []


def test_the_sitemap_has_every_page_also_those_written_by_hand(public: Site) -> None:
    root = ElementTree.fromstring(public["sitemap.xml"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = {entry.findtext(f"{space}loc"): entry.findtext(f"{space}lastmod") for entry in root}
    assert set(listed) == {URL + path for path in _pages(public)}
    as_of = json.loads(public["api/v1/index.json"])["as_of"]
    assert listed[f"{URL}about/"] is None
    assert {day for address, day in listed.items() if address != f"{URL}about/"} == {as_of}
    assert f"Sitemap: {URL}sitemap.xml" in public["robots.txt"].decode()


def test_the_internal_edition_is_not_to_be_found_or_shared(internal: Site) -> None:
    for path, head in _pages(internal).items():
        assert head.meta["robots"] == "noindex, nofollow", path
        assert [name for name in head.meta if name.startswith(("og:", "twitter:"))] == [], path
        assert head.blocks == [], path
    assert "sitemap.xml" not in internal
    assert internal["robots.txt"] == b"User-agent: *\nDisallow: /\n"


def test_without_an_address_no_page_claims_one(once: Once) -> None:
    site = tree(once.site(PRIMERSK))
    for path, head in _pages(site).items():
        assert head.link("canonical") == [], path
        assert not {"og:url", "og:image", "twitter:card"} & set(head.meta), path
        assert head.meta["og:title"], path
        assert "reestr.primersk.example" not in json.dumps(head.blocks)


def test_the_missing_page_is_not_listed_and_leads_on_from_any_depth(public: Site) -> None:
    page = public["404.html"].decode()
    head = _Head(public["404.html"])
    assert head.meta["robots"] == "noindex"
    assert "og:title" not in head.meta and head.link("canonical") == []
    main = page[page.index("<main") : page.index("</main>")]
    hrefs = re.findall(r'href="([^"]+)"', main)
    assert len(hrefs) >= 5
    assert [href for href in hrefs if not href.startswith("/city/")] == []
