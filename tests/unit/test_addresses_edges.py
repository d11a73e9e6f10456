"""The edges of addresses: which of several faults is told, and what the shared table of vectors does not show."""

from __future__ import annotations

import pytest
from reestr.registry.addresses import (
    MAXIMUM_LENGTH,
    Address,
    AddressForm,
    Refusal,
    form_faults,
    read_address,
    without_scheme,
)

from tests.unit.test_addresses import NETWORKS, Rules

REFUSED = (
    ("a scheme of one letter", "x:vk.com/club1", "scheme"),
    ("a scheme of signs", "svn+ssh://vk.com/club1", "scheme"),
    ("a port and no scheme", "vk.com:8080/club1", "malformed"),
    ("an empty port", "vk.com:/club1", "malformed"),
    ("a port at the end", "vk.com:8080", "malformed"),
    ("a scheme without slashes", "https:vk.com/club1", "malformed"),
    ("a scheme with one slash", "https:/vk.com/club1", "malformed"),
    ("a back slash in the path", "https://vk.com\\club1", "malformed"),
    ("a back slash behind a question mark", "https://vk.com/club1?a\\b", "malformed"),
    ("a back slash on another host", "https://example.org/a\\b", "malformed"),
    ("addresses in the query of a broken one", "https://vk.com/клуб?https://a.ru,https://b.ru", "malformed"),
    ("an address behind the query of another", "vk.com/club1?x ok.ru/group/1", "several"),
    ("a sum in the path", "vk.com/school$5", "not-a-page"),
    ("an asterisk in the path", "vk.com/school*5", "not-a-page"),
    ("letters for a port", "vk.com:x/club1", "scheme"),
    ("the name of a file before an address", "file.txt5 vk.com/club1", "malformed"),
    ("a dot and a word before an address", ".com vk.com/club1", "malformed"),
    ("two addresses, one with a scheme of one letter", "x://a vk.com/b", "several"),
    ("two addresses, one with a scheme of signs", "svn+ssh://a vk.com/b", "several"),
    ("no post address behind its scheme", "mailto:", "email"),
    ("a post address and a question mark", "school@vk.com?", "email"),
    ("a name and an at sign", "school@", "userinfo"),
    ("a Kelvin sign", "https://v\u212a.com/club1", "look-alike"),
    ("a name before the host", "https://vk.com@evil.example/club1", "userinfo"),
    ("an at sign alone", "@school", "malformed"),
    ("a post address", "school@vk.com", "email"),
    ("a post address with a subject", "mailto:school@vk.com?subject=x y", "email"),
    ("two addresses", "vk.com/club1 ok.ru/group/1", "several"),
    ("two addresses and a comma", "vk.com/club1,ok.ru/group/1", "several"),
    ("two addresses and no blank", "https://vk.com/club1https://vk.com/club2", "several"),
    ("a host of one word", "https://vkcom/club1", "malformed"),
    ("a host with an empty word", "https://vk..com/club1", "malformed"),
    ("a host that begins with a dash", "https://-vk.com/club1", "malformed"),
    ("blanks alone", " \t\u00a0", "empty"),
    ("nothing", "", "empty"),
    ("an invisible character", "https://vk.com/clu\u200bb1", "malformed"),
    ("a service of a network", "https://api.vk.com/club1", "not-a-page"),
    ("another host", "https://example.org/vk.com", "foreign-host"),
    ("a word", "школа", "malformed"),
    ("dots in the path", "https://vk.com/a/../club1", "malformed"),
    ("a dot at the end of the path", "https://vk.com/a/.", "malformed"),
)


@pytest.mark.parametrize(("text", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_most_misleading_fault_is_told(text: str, reason: str) -> None:
    result = read_address(text, NETWORKS)
    assert isinstance(result, Refusal), result
    assert result.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "https://vk.com/club1?https://ok.ru/group/1",
        "https://vk.com/club1#https://ok.ru/group/1",
        "vk.com/club1?u=a?b",
        "vk.com:443/club1",
        "VK.COM/club1",
        "\u00a0vk.com/club1\n",
        "vk.com/club1///",
        "vk.com/club1?",
        "vk.com/club1#",
    ],
)
def test_what_only_surrounds_an_address_is_left_out(text: str) -> None:
    result = read_address(text, NETWORKS)
    assert isinstance(result, Address), result
    assert (result.canonical, result.numeric_id, result.host) == ("https://vk.com/club1", "1", "vk.com")


@pytest.mark.parametrize(("length", "refused"), [(MAXIMUM_LENGTH, False), (MAXIMUM_LENGTH + 1, True)])
def test_a_text_may_be_as_long_as_said(length: int, refused: bool) -> None:
    result = read_address("vk.com/club1".ljust(length), NETWORKS)
    assert isinstance(result, Refusal) is refused
    assert not refused or result == Refusal("too-long")


PERSON = AddressForm("^/u/([a-z]+)$", refuse="person")
POST = AddressForm("^/([a-z]+)/([0-9]+)$", page="https://net.example/{1}", refuse="content")
OF_PERSON = AddressForm("^/u/([a-z]+)/([0-9]+)$", page="https://net.example/u/{1}", refuse="content")
NOTHING = AddressForm("^/x/([a-z]+)$", page="https://net.example/none/{1}", refuse="content")
PAGE = AddressForm("^/([a-z]+)(?:-([0-9]+))?$", page="https://net.example/{1}", numeric_id="{2}")
OF_POST = AddressForm("^/c/([a-z]+)/([0-9]+)$", page="https://net.example/{1}/{2}", refuse="content")
NET = Rules("net", ("net.example", "www.net.example"), "net.example", (PERSON, OF_PERSON, OF_POST, NOTHING, POST, PAGE))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("school", Address("net", "https://net.example/school", "", "net.example")),
        ("school-5", Address("net", "https://net.example/school", "5", "net.example")),
        ("school/12", Refusal("content", "net", "https://net.example/school")),
        ("u/ivan", Refusal("person", "net")),
        ("u/ivan/12", Refusal("content", "net")),
        ("c/school/12", Refusal("content", "net")),
        ("x/school", Refusal("content", "net")),
        ("School", Refusal("not-a-page", "net")),
        ("", Refusal("not-a-page", "net")),
        ("школа", Refusal("malformed", "net")),
    ],
)
def test_the_first_form_that_matches_decides_and_a_refused_page_is_not_offered(
    path: str, expected: Address | Refusal
) -> None:
    assert read_address(f"https://net.example/{path}", (*NETWORKS, NET)) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("nеt.example", Refusal("look-alike", "net", "https://net.example/school")),
        ("www.nеt.example", Refusal("look-alike", "net", "https://net.example/school")),
        ("net.example.org", Refusal("look-alike", "net")),
        ("m.net.example", Refusal("not-a-page", "net")),
        ("internet.example", Refusal("foreign-host")),
    ],
)
def test_a_host_that_imitates_a_network_is_told_apart_from_its_services(host: str, expected: Refusal) -> None:
    assert read_address(f"https://{host}/school?x=1", (*NETWORKS, NET)) == expected
    assert read_address(f"https://{host}/school/?x=1", (*NETWORKS, NET)) == expected


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (AddressForm("^/(a)$", page="https://net.example/{1}", numeric_id="{2}"), ("group",)),
        (AddressForm("^/(a)$", page="https://net.example/{0}"), ()),
        (AddressForm("^/a$", numeric_id="5"), ("outcome",)),
        (AddressForm("^/a$", page="https://net.example/a", refuse="ugly"), ("outcome",)),
        (AddressForm("^/a", refuse="person"), ("anchor",)),
        (AddressForm("a$", refuse="person"), ("anchor",)),
        (AddressForm("^/(a+)+$", refuse="person"), ("slow",)),
        (AddressForm(r"^/\^\$\.\*\+\?\(\)\[\]\{\}\|\/\\\-$", refuse="person"), ()),
        (AddressForm("^/(a+)+(b$", refuse="person"), ("pattern",)),
        (AddressForm("^/" + "(" * 200 + "a" + ")" * 200 + "$", refuse="person"), ()),
    ],
)
def test_every_fault_of_a_form_is_told(form: AddressForm, faults: tuple[str, ...]) -> None:
    assert form_faults(form, "net.example") == faults


def test_an_address_is_shown_without_its_scheme() -> None:
    shown = [without_scheme(url) for url in ("https://vk.com/a", "http://vk.com/", "vk.com")]
    assert shown == ["vk.com/a", "vk.com", "vk.com"]


@pytest.mark.parametrize("host", ["net.example", "NET.Example", "www.net.example:443"])
def test_a_wrong_path_is_told_of_the_network_however_its_host_is_written(host: str) -> None:
    assert read_address(f"https://{host}/школа", (*NETWORKS, NET)) == Refusal("malformed", "net")
