"""Both sites as built: every link and anchor leads somewhere, no page is forgotten, nothing is loaded from outside."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator.exports.openapi import described_files
from tests.unit.project import PRIMERSK, ROOT, reestr, tree

BASE = "http://site.test/"
_LOADING = {
    ("img", "src"),
    ("script", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("form", "action"),
}


class _Page(HTMLParser):
    """What a page refers to and what it can be referred by."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
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
        # A block of data is no script: no browser runs it, and no policy forbids it.
        data = dict(attrs).get("type") in ("application/ld+json", "application/json")
        if tag == "style" or (tag == "script" and not dict(attrs).get("src") and not data):
            self.inline.append(tag)


@pytest.fixture(scope="module", params=["real-public", "primersk-public", "primersk-internal"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    city, _, edition = request.param.partition("-")
    config = (PRIMERSK if city == "primersk" else ROOT) / "mkdocs.yml"
    target = tmp_path_factory.mktemp("built") / "site"
    built = reestr("build", "--config", str(config), "--edition", edition, "--output", str(target), folder=ROOT)
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    return tree(target)


def _pages(site: dict[str, bytes]) -> dict[str, _Page]:
    return {name: _Page(content.decode()) for name, content in site.items() if name.endswith(".html")}


def _file_of(url: str) -> str:
    path = unquote(urlsplit(url).path).lstrip("/")
    return f"{path}index.html" if path.endswith("/") or not path else path


def test_every_internal_link_and_anchor_resolves(site: dict[str, bytes]) -> None:
    pages = _pages(site)
    broken = []
    for name, page in pages.items():
        for link in page.links:
            url = urljoin(BASE + name.removesuffix("index.html"), link)
            if not url.startswith(BASE):
                continue
            target, anchor = _file_of(url), unquote(urlsplit(url).fragment)
            if target not in site or (anchor and target in pages and anchor not in pages[target].anchors):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(site: dict[str, bytes]) -> None:
    for name, page in _pages(site).items():
        assert page.inline == [], name
        outside = [url for url in page.loaded if urlsplit(urljoin(BASE + name, url)).netloc != "site.test"]
        assert outside == [], name
        missing = [url for url in page.loaded if _file_of(urljoin(BASE + name, url)) not in site]
        assert missing == [], name


def test_no_id_stands_twice_on_a_page(site: dict[str, bytes]) -> None:
    assert {name: page.repeated for name, page in _pages(site).items() if page.repeated} == {}


def test_every_organization_and_requirement_has_its_page(site: dict[str, bytes]) -> None:
    for kind in ("organizations", "requirements"):
        listed = json.loads(site[f"api/v1/{kind}.json"])[kind]
        assert listed
        assert all(f"{kind}/{item['id']}/index.html" in site for item in listed)


def test_the_open_data_page_links_to_every_file(site: dict[str, bytes]) -> None:
    page = _pages(site)["open-data/index.html"]
    linked = {_file_of(urljoin(BASE + "open-data/", link)) for link in page.links}
    fixed = {path for path, _, _ in described_files() if "{" not in path}
    assert fixed <= linked


def test_a_fictional_city_says_so_on_every_page_and_a_real_one_on_none(site: dict[str, bytes]) -> None:
    fictional = json.loads(site["api/v1/organizations.json"])["fictional"]
    banner = re.compile("Вымышленный город")
    for name, content in site.items():
        if name.endswith(".html"):
            assert bool(banner.search(content.decode())) is fictional, name


def test_no_template_or_source_file_slipped_into_the_site(site: dict[str, bytes]) -> None:
    endings = {PurePosixPath(name).suffix for name in site}
    assert endings <= {".html", ".css", ".js", ".svg", ".json", ".csv", ".txt", ".xml", ".png", ".ico", ""}
    assert [name for name in site if PurePosixPath(name).suffix == ""] == [".reestr-build"]
