"""Addresses on pages break between their words, and text stays text."""

import pytest
from markupsafe import Markup
from reestr.publishing.html.addresses import address_text, with_breakable_addresses


@pytest.mark.parametrize(
    ("url", "html"),
    [
        ("https://vk.com/school_1", "vk.com/<wbr>school_<wbr>1"),
        ("https://ok.ru/group/5000", "ok.ru/<wbr>group/<wbr>5000"),
        ("https://ok.ru/primersk-school-1", "ok.ru/<wbr>primersk-school-1"),
        (
            "https://ok.ru/primersk-primer-house-of-culture",
            "ok.ru/<wbr>primersk-<wbr>primer-<wbr>house-<wbr>of-<wbr>culture",
        ),
        (f"https://vk.com/{'a' * 60}", f"vk.com/<wbr>{'a' * 24}<wbr>{'a' * 24}<wbr>{'a' * 12}"),
        ("https://example.org/?a=<b>&c", "example.org/<wbr>?a=&lt;b&gt;&amp;c"),
    ],
)
def test_an_address_breaks_behind_its_signs(url: str, html: str) -> None:
    assert address_text(url) == Markup(html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Школа № 1: и/или", "Школа № 1: и/или"),
        (
            "Адрес https://vk.com/school_1 сменился.",
            "Адрес https://<wbr>vk.com/<wbr>school_<wbr>1 сменился.",
        ),
        ("достопримечательность-и-ещё", "достопримечательность-и-ещё"),
        ("<b>https://example.org/a/b</b>", "&lt;b&gt;https://<wbr>example.org/<wbr>a/<wbr>b&lt;/<wbr>b&gt;"),
    ],
)
def test_only_addresses_of_a_sentence_break(text: str, html: str) -> None:
    assert with_breakable_addresses(text) == Markup(html)
