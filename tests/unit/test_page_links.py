"""What a stranger's page names is found by our own canonical addresses, in any encoding and whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.intake.observation.page_links import NetworkLinks, read_links

from tests.unit.test_addresses import NETWORKS

URL = "https://school.example/about/"
VK, OK = "https://vk.com/school1", "https://ok.ru/group/123"


def read(page: str | bytes, charset: str = "utf-8") -> NetworkLinks:
    return read_links(page.encode() if isinstance(page, str) else page, charset, URL, NETWORKS)


def named(page: str | bytes, charset: str = "utf-8") -> list[str]:
    return [address.canonical for address in read(page, charset).pages]


@pytest.mark.parametrize(
    "page",
    [
        f'<a href="{VK}">мы</a>',
        f"<a href={VK}>мы</a>",
        f'<A HREF=" {VK}/ \n">мы</A>',
        '<a href="//vk.com/school1">мы</a>',
        '<a href="http://m.vk.com/School1?from=site#top">мы</a>',
        '<a href="https:&#47;&#x2F;vk&period;com/school1">мы</a>',
        '<base href="https://vk.com/x/"><a href="../school1">мы</a>',
        f'<map><area href="{VK}"></map>',
        f'<noscript><a href="{VK}">мы</a></noscript>',
        f'<div><p><table><a href="{VK}"><b>',
        f'</div></html><body></body><a href="{VK}">мы',
        f'<!DOCTYPE html><?php echo "<a>" ?><a href="{VK}">мы',
        "<p>Мы ВКонтакте: https://vk.com/school1.</p>",
        "<p>Мы ВКонтакте (vk.com/school1)!",
        "<b>VK.COM/School1</b>",
    ],
)
def test_a_page_that_names_an_account(page: str) -> None:
    assert named(page) == [VK]


@pytest.mark.parametrize(
    "page",
    [
        "",
        " ",
        "\0",
        "<",
        "<a href>",
        '<a href="">',
        '<a href="/school1">',
        '<a href="vk.com/school1">',
        f'<!-- <a href="{VK}">мы</a> {VK} -->',
        f"<script>location = '{VK}'; '<a href=\"{VK}\">'</script>",
        f"<style>a {{ background: url({VK}) }}</style>",
        f"<title>{VK}</title>",
        f'<template><a href="{VK}">мы</a></template>',
        f'<img src="{VK}"><form action="{VK}"><iframe src="{VK}"></iframe>',
        f'<link rel="me" href="{VK}">',
        '<a href="https://vk.com.evil.example/school1">мы</a>',
        '<a href="https://evil.example/vk.com/school1">мы</a>',
        '<a href="https://evil.example/?to=https://vk.com/school1">мы</a>',
        '<a href="https://evil.example\\@vk.com/school1">мы</a>',
        '<a href="https://user@vk.com/school1">мы</a>',
        '<a href="https://vk.com:8443/school1">мы</a>',
        '<a href="javascript:vk.com/school1">мы</a>',
        '<a href="http://[vk.com/school1">мы</a>',
        '<base href="http://["><a href="school1">мы</a>',
        '<a href="https://vk.com/">мы</a>',
        '<a href="https://vk.com/wall-1_2">мы</a>',
        '<a href="https://vk.com/id12345">директор</a>',
        "<p>school@vk.com/school1 evil.example/vk.com/school1 xvk.com/school1 -vk.com/school1",
        "<p>https://evil.example/https://vk.com/school1",
        f'<a href="{VK}{"a" * 3000}">мы</a>',
    ],
)
def test_a_page_that_names_none(page: str) -> None:
    assert named(page) == []


def test_pages_are_in_order_each_once() -> None:
    page = f'<a href="{VK}">1</a><a href="{OK}">2</a><a href="{VK}?w=1">3</a> {VK}'
    assert named(page) == [OK, VK]


def test_a_number_in_an_address_is_kept() -> None:
    (address,) = read('<a href="https://vk.com/club77">').pages
    assert (address.canonical, address.numeric_id) == ("https://vk.com/club77", "77")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize("stated", ["", "own", "utf-8", "windows-1251", "unknown", "\0", "utf-16"])
def test_encodings(encoding: str, stated: str) -> None:
    """A link is found in every encoding, also if the server states a wrong one that keeps Latin letters."""
    page = f'<meta charset="{encoding}"><p>Школа 1: <a href="{VK}">мы</a>, ok.ru/group/123</p>'.encode(encoding)
    charset = encoding.removesuffix("-sig") if stated == "own" else stated
    if charset == "utf-16" and not encoding.startswith("utf-16") and encoding != "utf-8-sig":
        # Nothing can be read, and nothing is raised.
        assert named(page, charset) == []
    else:
        assert named(page, charset) == [OK, VK]


def test_text_is_counted_without_blanks_and_without_what_is_not_shown() -> None:
    assert read("<title>abc</title><p>де \n <b>ж</b>&nbsp;<script>xyz</script><!-- x --></p>").text == 3
    assert read("").text == 0


MUCH = 300_000


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b><p>",
        "<table><tr><td>",
        "<select><option>",
        "<form>",
        "<a href=x>",
        "</p>",
        "<",
        "<a",
        "</",
        "<!--",
        "<!x",
        "<?x",
        "<![CDATA[",
        '<a href="',
        "&",
        "&#x",
        "\0",
        "vk.com/",
        "https://",
        "a",
        "<svg><math>",
        "<script>",
        "<textarea>",
    ],
)
def test_hostile_repetition(piece: str) -> None:
    """Every reading ends; a link that stood before is found."""
    assert named(f'<a href="{VK}">мы</a>' + piece * (MUCH // len(piece)) + f'<a href="{OK}">')[-1:] == [VK]


def test_an_element_with_many_attributes() -> None:
    page = "<a " + " ".join(f"a{number}=1" for number in range(MUCH // 8)) + f' href="{VK}">'
    assert named(page) == [VK]


@given(st.binary(max_size=400), st.sampled_from(("", "utf-8", "utf-16", "windows-1251", "\ud800", "x" * 100)))
def test_any_bytes_are_read(body: bytes, charset: str) -> None:
    assert read(body, charset).text >= 0


@given(st.text(alphabet=st.sampled_from("<>/!-a\"'= hrefvk.com:&;#\0\ud800"), max_size=200))
def test_any_markup_is_read(page: str) -> None:
    assert read(page.encode("utf-8", "surrogatepass")).text >= 0
