"""Both built sites: every link and anchor leads somewhere, no page is missing, nothing is loaded from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from fontTools.ttLib import TTFont
from reestr.publishing.open_data.openapi import described_files

from tests.once import Once
from tests.unit.project import ROOT, tree

pytestmark = pytest.mark.process

BASE = "http://site.test/"
# A site in a folder of its server, as on the pages of a forge.
PUBLISHED = "https://reestr.primersk.example/city/"
_LOADING = {
    ("img", "src"),
    ("script", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    # One address each: pictures for a dark page.
    ("source", "srcset"),
    ("form", "action"),
}
# Attributes that hold addresses whatever the element; data-* do when what they hold looks like a file or a folder.
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data")
_FILE_LIKE = re.compile(
    r"(?:\.{1,2}/)[^\s{}]*|[^\s{}:]+\.(?:json|js|css|svg|csv|txt|xml|xlsx|ics|atom|html|woff2)(?:[?#]\S*)?"
)

# The files of the font that every page loads.
_FONT = ("fonts/golos-text-cyrillic.woff2", "fonts/golos-text-latin.woff2")
# What a script looks for in what it is given and never shows.
_SOUGHT = {"js/check/addresses.js": "。．｡", "js/table/csv.js": "＝＋－＠﹦﹢﹣﹫"}

# What a style or a script takes in from beside it.
_PARTS = {
    ".css": re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s*["']([^"']+)["']"""),
    ".js": re.compile(
        r"""(?:\bfrom|\bimport\(?)\s*["'](\.{1,2}/[^"']+)["']|new URL\(\s*["']([^"']+)["'],\s*import\.meta"""
    ),
}


class _Page(HTMLParser):
    """What a page refers to and what it can be referred by."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.inline: list[str] = []
        self.repeated: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                if value in self.anchors:
                    self.repeated.append(value)
                self.anchors.add(value)
            if name == "href" and tag == "a" and value:
                self.links.append(value)
            if (tag, name) in _LOADING and value and not (tag == "link" and dict(attrs).get("rel") == "canonical"):
                self.loaded.append(value)
            if name.startswith("on") or name == "style":
                self.inline.append(f"{tag} {name}")
            self.addresses += _addresses(name, value or "")
        # A block of data is no script: no browser runs it, and no policy forbids it.
        data = dict(attrs).get("type") in ("application/ld+json", "application/json")
        if tag == "style" or (tag == "script" and not dict(attrs).get("src") and not data):
            self.inline.append(tag)


def _addresses(attribute: str, value: str) -> Iterator[str]:
    """The addresses that an attribute of any element holds."""
    if attribute in _ADDRESSES:
        yield value
    elif attribute == "srcset":
        yield from (candidate.split()[0] for candidate in value.split(",") if candidate.strip())
    elif attribute.startswith("data-") and _FILE_LIKE.fullmatch(value):
        yield value


@pytest.fixture(scope="module", params=["real-public", "primersk-public", "primersk-internal", "vymyshlensk-public"])
def site(request: pytest.FixtureRequest, once: Once, primersk: Path, vymyshlensk: Path) -> dict[str, bytes]:
    city, _, edition = request.param.partition("-")
    return tree(once.site({"primersk": primersk, "vymyshlensk": vymyshlensk, "real": ROOT}[city], edition))


@pytest.fixture(scope="module")
def published(once: Once, primersk: Path) -> dict[str, bytes]:
    """The example city that knows where it is published."""
    return tree(once.site(primersk, environment={"REESTR_SITE_URL": PUBLISHED}))


@pytest.fixture(scope="module")
def pages(site: dict[str, bytes]) -> dict[str, _Page]:
    """Every page of the site, read once."""
    return {name: _Page(content.decode()) for name, content in site.items() if name.endswith(".html")}


def _file_of(url: str, base: str = BASE) -> str:
    path = unquote(urlsplit(url).path).removeprefix(urlsplit(base).path)
    return f"{path}index.html" if path.endswith("/") or not path else path


def _dangling(addresses: Iterator[tuple[str, str]], site: Mapping[str, bytes], base: str = BASE) -> list[str]:
    """Those pairs (file, address in it) that stay within the site and lead to no file or to no anchor of a page."""
    anchors: dict[str, set[str]] = {}
    broken = []
    for name, address in addresses:
        # A calendar to subscribe to is fetched like any other file.
        url = urljoin(base + name.removesuffix("index.html"), address.replace("webcal://", "https://", 1))
        if urlsplit(url).netloc != urlsplit(base).netloc:
            continue
        target, anchor = _file_of(url, base), unquote(urlsplit(url).fragment)
        if target not in site or not url.startswith(base):
            broken.append(f"{name}: {address}")
        elif anchor and target.endswith(".html"):
            if target not in anchors:
                anchors[target] = _Page(site[target].decode()).anchors
            if anchor not in anchors[target]:
                broken.append(f"{name}: {address}")
    return broken


def test_every_internal_link_and_anchor_resolves(site: dict[str, bytes], pages: dict[str, _Page]) -> None:
    assert _dangling(((name, link) for name, page in pages.items() for link in page.links), site) == []


def test_every_other_address_in_a_page_resolves(site: dict[str, bytes], pages: dict[str, _Page]) -> None:
    found = [(name, address) for name, page in pages.items() for address in page.addresses]
    assert {address for _, address in found if address.endswith(".css")}
    assert _dangling(iter(found), site) == []


def _missing_parts(site: Mapping[str, bytes]) -> list[str]:
    """Files that a style or a script takes in and the site does not have."""
    missing = []
    for name, content in site.items():
        pattern = _PARTS.get(PurePosixPath(name).suffix)
        parts = ["".join(groups) for groups in pattern.findall(content.decode())] if pattern else []
        missing += _dangling(((name, part) for part in parts if not part.startswith("data:")), site)
    return missing


def test_every_file_that_a_style_or_a_script_takes_in_is_there(site: dict[str, bytes]) -> None:
    assert _missing_parts(site) == []
    broken = {
        "css/broken.css": b'@import "gone.css"; a { src: url(../gone.svg) } b { src: url("../favicon.svg") }',
        "js/broken.js": b'import "./gone.js"; import { x } from "./reestr-table.js"; import("./vendor/gone.js")',
    }
    assert _missing_parts({**site, **broken}) == [
        "css/broken.css: gone.css",
        "css/broken.css: ../gone.svg",
        "js/broken.js: ./gone.js",
        "js/broken.js: ./vendor/gone.js",
    ]


def test_a_published_site_names_itself_by_addresses_that_exist(published: dict[str, bytes]) -> None:
    own = re.compile(re.escape(PUBLISHED) + r"""[^\s"'<>\\]*""")
    # A page at an earlier id names the page that it leads to.
    leading = _leading(published)
    named = []
    for name, content in published.items():
        text = content.decode(errors="replace")
        if name.endswith(".html"):
            page = f"{PUBLISHED}{leading.get(name, name).removesuffix('index.html')}"
            assert name == "404.html" or f'<link rel="canonical" href="{page}">' in text, name
            named += [(name, address) for address in _Page(text).addresses]
        if name.endswith((".html", ".xml", ".atom", ".ics")):
            # Cards of other sites and machines read these wherever they stand: in meta, in JSON-LD, in a feed.
            # A calendar folds its lines wherever they are long.
            whole = text.replace("\r\n ", "") if name.endswith(".ics") else unescape(text)
            named += [(name, address) for address in own.findall(whole)]
    assert len(named) > len(published)
    assert _dangling(iter(named), published, PUBLISHED) == []


def test_a_published_site_lists_every_page_for_search_engines(published: dict[str, bytes]) -> None:
    listed = {_file_of(url, PUBLISHED) for url in re.findall("<loc>([^<]+)</loc>", published["sitemap.xml"].decode())}
    former = {f"{kind}s/{name}/index.html" for kind, name in _former(published) if kind != "account"}
    assert former and _leading(published)
    pages = {name for name in published if name.endswith(".html")}
    assert listed == pages - {"404.html"} - former - set(_leading(published))


def test_a_page_at_an_earlier_id_leads_a_browser_to_the_record(site: dict[str, bytes]) -> None:
    refresh = re.compile('<meta http-equiv="refresh" content="0; url=([^"]+)">')
    for name, content in site.items():
        found = refresh.findall(content.decode()) if name.endswith(".html") else []
        targets = [_file_of(urljoin(BASE + name, address)) for address in found]
        assert targets == ([_leading(site)[name]] if name in _leading(site) else []), name


def test_what_machines_read_is_at_every_id_a_record_had_and_after_its_end(published: dict[str, bytes]) -> None:
    content = json.loads(published["api/v1/former.json"])
    for item in content["renamed"]:
        old, new = f"{item['kind']}s/{item['old']}", f"{item['kind']}s/{item['id']}"
        assert published[f"badges/{old}.svg"] == published[f"badges/{new}.svg"]
        if item["kind"] == "organization":
            assert published[f"api/v1/{old}.json"] == published[f"api/v1/{new}.json"]
            assert published[f"feeds/{old}.atom"] == published[f"feeds/{new}.atom"]
    for kind, name in _former(published):
        if kind != "requirement":
            assert "нет в реестре" in published[f"badges/{kind}s/{name}.svg"].decode().lower()
        if kind == "organization":
            assert json.loads(published[f"api/v1/organizations/{name}.json"])["former"]["id"] == name
            assert f"feeds/organizations/{name}.atom" in published


def _former(site: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Kind and id of every record that is no more."""
    return [(item["kind"], item["id"]) for item in json.loads(site["api/v1/former.json"])["former"]]


def _leading(site: Mapping[str, bytes]) -> dict[str, str]:
    """The pages at earlier ids of organizations, and those that the site itself has moved -> those of now."""
    renamed = json.loads(site["api/v1/former.json"])["renamed"]
    pages = ((item["old"], item["id"]) for item in renamed if item["kind"] == "organization")
    leading = {f"organizations/{old}/index.html": f"organizations/{new}/index.html" for old, new in pages}
    # Where there are several acts, the address of the main one among them leads to where it has always been.
    act = json.loads(site["api/v1/act.json"])["act"]["id"]
    main = {f"acts/{act}/index.html": "act/index.html"} if f"acts/{act}/index.html" in site else {}
    return {**leading, **main, "decree/index.html": "act/index.html"}


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(
    site: dict[str, bytes], pages: dict[str, _Page]
) -> None:
    for name, page in pages.items():
        assert page.inline == [], name
        outside = [url for url in page.loaded if urlsplit(urljoin(BASE + name, url)).netloc != "site.test"]
        assert outside == [], name
        missing = [url for url in page.loaded if _file_of(urljoin(BASE + name, url)) not in site]
        assert missing == [], name


def test_no_id_stands_twice_on_a_page(pages: dict[str, _Page]) -> None:
    assert {name: page.repeated for name, page in pages.items() if page.repeated} == {}


def test_every_organization_and_requirement_has_its_page(site: dict[str, bytes]) -> None:
    for kind in ("organizations", "requirements"):
        listed = json.loads(site[f"api/v1/{kind}.json"])[kind]
        assert listed
        assert all(f"{kind}/{item['id']}/index.html" in site for item in listed)


def test_the_open_data_page_links_to_every_file(site: dict[str, bytes], pages: dict[str, _Page]) -> None:
    page = pages["open-data/index.html"]
    linked = {_file_of(urljoin(BASE + "open-data/", link)) for link in page.links}
    fixed = {path for path, _, _ in described_files() if "{" not in path and (path in site or "feeds/" not in path)}
    assert fixed <= linked


def test_a_fictional_city_says_so_on_every_page_and_a_real_one_on_none(site: dict[str, bytes]) -> None:
    fictional = json.loads(site["api/v1/organizations.json"])["fictional"]
    banner = re.compile("Вымышленный (?:город|округ): все данные придуманы")
    for name, content in site.items():
        if name.endswith(".html"):
            assert bool(banner.search(content.decode())) is fictional, name


def test_no_template_or_source_file_slipped_into_the_site(site: dict[str, bytes]) -> None:
    endings = {PurePosixPath(name).suffix for name in site}
    kinds = (
        ".html",
        ".css",
        ".js",
        ".svg",
        ".json",
        ".csv",
        ".txt",
        ".xml",
        ".png",
        ".ico",
        ".atom",
        ".ics",
        ".webp",
        ".woff2",
        "",
    )
    assert endings <= set(kinds)
    assert [name for name in site if PurePosixPath(name).suffix == ""] == [".reestr-build", "api/v1/SHA256SUMS"]


class _Text(HTMLParser):
    """Every text of a page that somebody may see: what stands in elements and in attributes, scripts and data aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in ("script", "style")
        self.text += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


def _shown(name: str, content: str) -> str:
    """The characters that a file of the site may put before somebody's eyes."""
    kind = PurePosixPath(name).suffix
    if kind in (".html", ".svg"):
        return "".join(_Text(content).text)
    if kind == ".css":
        strings = "".join(re.findall(r"""content:\s*((?:"[^"]*"|'[^']*'|[\s/])*)""", content))
        return re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda code: chr(int(code[1], 16)), strings)
    # Which of its texts a script shows cannot be told from outside; libraries show none.
    return content if kind == ".js" and not name.startswith("js/vendor/") else ""


def _undrawn(site: Mapping[str, bytes]) -> dict[str, str]:
    """Files that may show characters which no file of the font that every page loads has, with those characters."""
    drawn = {code for name in _FONT for code in TTFont(BytesIO(site[name])).getBestCmap()} | {0x09, 0x0A, 0x0D}
    found = {}
    for name, content in site.items():
        if PurePosixPath(name).suffix in (".html", ".css", ".js", ".svg"):
            characters = set(_shown(name, content.decode())) - set(_SOUGHT.get(name, ""))
            if missing := "".join(sorted(item for item in characters if ord(item) not in drawn)):
                found[name] = missing
    return found


def test_the_font_has_every_character_of_the_site(site: dict[str, bytes]) -> None:
    assert _undrawn(site) == {}
    added = {
        "index.html": "<p title='→'>✓</p><script>≠</script>".encode(),
        "css/reestr.css": rb'a::after { content: "\25be" } b { src: url("../\2715") }',
        "js/reestr-page.js": 'say("₽")'.encode(),
        "favicon.svg": "<svg><text>≥</text></svg>".encode(),
    }
    assert _undrawn({**site, **added}) == {
        "index.html": "→✓",
        "css/reestr.css": "▾",
        "js/reestr-page.js": "₽",
        "favicon.svg": "≥",
    }
