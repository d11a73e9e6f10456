"""The browser reads every address as the Python code does, unusual ones included."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from reestr.publishing.open_data.address_checker import address_forms
from reestr.records.loading.load import load
from reestr.registry.addresses import Address, NetworkRules, read_address
from reestr.registry.look_alikes import skeleton, without_marks
from reestr.registry.registry import Registry

from tests.depth import chance_of, times
from tests.unit.project import PRIMERSK
from tests.unit.test_addresses import ALL_NETWORKS, CHANNELS, NETWORKS, VECTORS, input_of

pytestmark = pytest.mark.browser

SEED = 779
MUTANTS_OF_EACH = times(24)

ALPHABET = (
    *"abcegikmoprtuvx019-._~/@:?#&=%+*!,;|()<>[]{}\\\"' ",
    *"аеіокрсухвнм\u0456\u04cf\u0131\u017f\u212a\u0130\u03c2\u03a3",
    *"ｖｋ．ｃｏｍ。｡ⓥ①²½Ⅷ漢हि\u0301\u0345\u20dd",
    *"\t\n\r\x00\x0b\x1c\x7f\x85\u00a0\u00ad\u1680\u2003\u2028\u202e\u200b\u202f\u3000\ufe0f\ufeff\U000e0041",
    "\ud800",
    "\udc00",
    "\U0001d42f",
    "\U0001f600",
)
PIECES = (
    "https://", "http:", "//", "javascript:", "mailto:", "ftp://", "www.", "m.", "vk.com", "ok.ru", "vk.ru", "vk.com.",
    "vk.com-", "vк.com", "xn--", "xn--v-ttb", "xn--v-", "xn--80ak6aa92e", "-com", ".com", "/", "/../", "/./", "//",
    ":443", ":80", ":8080", "@", "user@", "club", "public", "id", "wall-", "_", "group/", "group", "topic/", "profile/",
    "@-", "album", "?w=wall-1_2", "#/club1", "%2e", "%D1%88", "channels.example", "/channel/", "/s/", "ch.example",
    "clubs", " и ", ", ", "vk.com/club1", "https://ok.ru/group/555",
)  # fmt: skip


class Rules:
    """The reading of addresses in a browser, with the modules that the built site serves."""

    def __init__(self, page: Page, networks: Sequence[NetworkRules], index: Mapping[str, Any]) -> None:
        self._page = page
        self._index = {**index, "networks": [_as_served(item) for item in networks]}

    def read(self, texts: Sequence[str]) -> list[list[str | None]]:
        """What each text is: network, canonical address, number, host and INN, or reason, network and suggestion."""
        found: list[list[str | None]] = self._run(
            """({texts, index, at}) => import(at + "addresses.js").then(({readAddress, readRules}) => {
                const rules = readRules(index);
                return texts.map((text) => readAddress(text, rules)).map((found) => found.reason
                    ? [found.reason, found.network, found.suggestion]
                    : [found.network, found.canonical, found.numericId, found.host, found.inn]);
            })""",
            texts,
        )
        return found

    def plain(self, texts: Sequence[str]) -> list[list[str]]:
        """Each text without marks, and its skeleton."""
        found: list[list[str]] = self._run(
            """({texts, index, at}) => import(at + "look-alikes.js").then(({readTwins, skeleton, withoutMarks}) => {
                const twins = readTwins(index.drawn_like);
                return texts.map((text) => [withoutMarks(text), skeleton(text, twins)]);
            })""",
            texts,
        )
        return found

    def _run(self, script: str, texts: Sequence[str]) -> Any:
        # As JSON inside JSON: halves of surrogate pairs come through on both ways.
        given = json.dumps({"texts": texts, "index": self._index, "at": ""})
        return json.loads(
            self._page.evaluate(
                f"""(given) => {{
                    const read = JSON.parse(given);
                    read.at = new URL("../js/check/", document.baseURI).href;
                    return ({script})(read).then(JSON.stringify);
                }}""",
                given,
            )
        )


@pytest.fixture(scope="module")
def registry() -> Registry:
    registry = load(PRIMERSK / "data", "public").registry
    assert registry is not None
    return registry


@pytest.fixture(scope="module")
def networks(registry: Registry) -> tuple[NetworkRules, ...]:
    """The networks of the city, and one that is nothing but a record."""
    # The real networks, those of the vectors and one that no code knows of.
    return (*registry.networks.values(), *ALL_NETWORKS[len(NETWORKS) :], CHANNELS)


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "check/")
    yield page
    context.close()


@pytest.fixture(scope="module")
def rules(page: Page, address: str, networks: tuple[NetworkRules, ...]) -> Rules:
    return Rules(page, networks, page.request.get(address + "check/index.json").json())


def _as_served(network: NetworkRules) -> Mapping[str, Any]:
    return {
        "id": network.id,
        "name": network.id,
        "canonical_host": network.canonical_host,
        "hosts": network.hosts,
        "forms": address_forms(network),
    }


def _read_here(text: str, networks: Sequence[NetworkRules]) -> list[str | None]:
    found = read_address(text, networks)
    if isinstance(found, Address):
        return [found.network, found.canonical, found.numeric_id, found.host, found.inn]
    return [found.reason, found.network, found.suggestion]


def _mutant(text: str, chance: random.Random) -> str:
    """The text with a few places changed; never two halves of a pair side by side, which are one character there."""
    parts = list(text[:200])
    for _ in range(chance.choice((1, 1, 2, 3))):
        place = chance.randint(0, len(parts))
        piece = chance.choice(PIECES) if chance.random() < 0.5 else chance.choice(ALPHABET)
        action = chance.random()
        if action < 0.5:
            parts.insert(place, piece)
        elif action < 0.75:
            parts[place : place + 1] = [piece]
        elif action < 0.9:
            del parts[place : place + chance.randint(1, 3)]
        else:
            parts = parts[place:] + parts[:place]
    return re.sub("[\ud800-\udbff](?=[\udc00-\udfff])", "", "".join(parts))


def test_the_browser_reads_every_vector(rules: Rules) -> None:
    wrong = []
    for vector, found in zip(VECTORS, rules.read([input_of(item) for item in VECTORS]), strict=True):
        if "canonical" in vector:
            expected = [vector["network"], vector["canonical"], vector.get("numeric_id"), vector.get("inn")]
            found = [*found[:3], found[4]]
        else:
            expected = [vector["refuse"], vector.get("network"), vector.get("suggestion")]
        if found != expected:
            wrong.append((vector["input"], found, expected))
    assert wrong == []


def test_the_site_serves_the_rules_of_the_records(page: Page, address: str, registry: Registry) -> None:
    served = page.request.get(address + "check/index.json").json()["networks"]
    expected = [
        {**_as_served(item), "name": item.name, "short_name": item.short_name} for item in registry.networks.values()
    ]
    assert served == json.loads(json.dumps(expected))


@pytest.mark.seeded
def test_changed_addresses_are_read_alike(rules: Rules, networks: tuple[NetworkRules, ...]) -> None:
    chance = chance_of(SEED)
    texts = [_mutant(input_of(vector), chance) for vector in VECTORS for _ in range(MUTANTS_OF_EACH)]
    expected = [_read_here(text, networks) for text in texts]
    assert {item[0] for item in expected} >= {"vk", "ok", "person", "content", "look-alike", "userinfo", "several"}
    pairs = zip(texts, rules.read(texts), expected, strict=True)
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


def test_lengths_are_counted_in_characters(rules: Rules, networks: tuple[NetworkRules, ...]) -> None:
    texts = ["https://vk.com/club1?" + "\U0001f600" * count for count in (2027, 2028)]
    texts += ["\U0001f600" * 1500, " " * 2048, " " * 2049]
    assert [item[0] for item in rules.read(texts)] == ["vk", "too-long", "malformed", "empty", "too-long"]
    assert rules.read(texts) == [_read_here(text, networks) for text in texts]


def _known(text: str) -> bool:
    """Whether this Python knows every character of a text: a browser may know more of them, and call them letters."""
    return not any(unicodedata.category(one) in ("Cn", "Co", "Cs") for one in text)


# Without the tens of thousands of ideographs and Hangul syllables, which are all treated alike.
_CODES = (
    range(0x3400),
    range(0xA000, 0xAC00),
    range(0xE000, 0x17000),
    range(0x1B000, 0x20000),
    range(0xE0000, 0xE0200),
)
CHARACTERS = [chr(code) for codes in _CODES for code in codes if _known(chr(code))]


def test_every_character_looks_the_same_to_both(rules: Rules) -> None:
    expected = [[without_marks(one), skeleton(one)] for one in CHARACTERS]
    pairs = zip(CHARACTERS, rules.plain(CHARACTERS), expected, strict=True)
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


def test_every_character_in_a_host_is_judged_alike(rules: Rules, networks: tuple[NetworkRules, ...]) -> None:
    texts = [f"https://a{one}b.example/x" for one in CHARACTERS]
    expected = [_read_here(text, networks) for text in texts]
    pairs = zip(texts, rules.read(texts), expected, strict=True)
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


@pytest.mark.seeded
def test_punycode_is_decoded_alike(rules: Rules) -> None:
    chance = chance_of(SEED)
    letters = "abkmv0189-AZ"
    texts = ["".join(chance.choice(letters) for _ in range(chance.randint(0, 12))) for _ in range(times(3000))]
    texts += ["v-ttb", "80a1acny", "-", "", "99999999", "a-99999999999999999999", "é", "vk-", "zzzzzzzz", "0ua"]
    words = ("школа", "vк", "漢字", "😀a", "ｖｋ．ｃｏｍ-x", "a\ud835b")
    texts += [word.encode("punycode").decode("ascii") for word in words]
    expected = {host: skeleton(host) for host in (f"xn--{text}.example" for text in texts)}
    hosts = [host for host, plain in expected.items() if _known(plain)]
    assert len(hosts) > len(texts) * 2 // 3
    found = [plain for _, plain in rules.plain(hosts)]
    assert [pair for pair in zip(hosts, found, strict=True) if pair[1] != expected[pair[0]]] == []
