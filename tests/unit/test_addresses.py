"""Page addresses: the shared table of vectors, the network records, and an unknown network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reestr.registry.addresses import REASONS, Address, AddressForm, Refusal, form_faults, forms_of, read_address

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Rules:
    id: str
    hosts: tuple[str, ...]
    canonical_host: str
    forms: tuple[AddressForm, ...]


def rules_of(identifier: str, record: Mapping[str, Any]) -> Rules:
    return Rules(identifier, tuple(record["hosts"]), record["canonical_host"], forms_of(record))


def read_yaml(path: str) -> Any:
    return yaml.safe_load((PROJECT / path).read_text(encoding="utf-8"))


RECORDS = {identifier: read_yaml(f"data/networks/{identifier}.yaml") for identifier in ("vk", "ok")}
NETWORKS = tuple(rules_of(identifier, record) for identifier, record in RECORDS.items())
TABLE = read_yaml("tests/vectors/urls.yaml")
VECTORS = TABLE["vectors"]
ALL_NETWORKS = (*NETWORKS, *(rules_of(identifier, record) for identifier, record in TABLE["networks"].items()))
PAGES = [vector for vector in VECTORS if "canonical" in vector]


def input_of(vector: Mapping[str, Any]) -> str:
    return str(vector["input"]) * int(vector.get("times", 1))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: ascii(vector["input"])[:80])
def test_vector(vector: Mapping[str, Any]) -> None:
    result = read_address(input_of(vector), ALL_NETWORKS)
    if "canonical" in vector:
        assert isinstance(result, Address), result
        assert result.network == vector["network"]
        assert result.canonical == vector["canonical"]
        assert (result.numeric_id, result.inn) == (vector.get("numeric_id"), vector.get("inn"))
    else:
        assert result == Refusal(vector["refuse"], vector.get("network"), vector.get("suggestion"))


def test_vectors_cover_every_reason_and_use_no_unknown_key() -> None:
    assert {vector["refuse"] for vector in VECTORS if "refuse" in vector} == set(REASONS)
    known = {"input", "times", "network", "canonical", "numeric_id", "inn", "refuse", "suggestion"}
    assert all(set(vector) <= known for vector in VECTORS)
    assert all(("canonical" in vector) != ("refuse" in vector) for vector in VECTORS)


def test_canonical_address_is_its_own_canonical_form() -> None:
    offered = [vector["canonical"] for vector in PAGES] + [v["suggestion"] for v in VECTORS if "suggestion" in v]
    for canonical in offered:
        result = read_address(canonical, ALL_NETWORKS)
        assert isinstance(result, Address) and result.canonical == canonical


@pytest.mark.parametrize("identifier", sorted(TABLE["networks"]))
def test_networks_of_the_vectors_could_be_records(identifier: str) -> None:
    rules = rules_of(identifier, TABLE["networks"][identifier])
    assert [form_faults(form, rules.canonical_host) for form in rules.forms] == [()] * len(rules.forms)


@pytest.mark.parametrize("vector", [item for item in PAGES if item["canonical"] != item["canonical"].lower()])
def test_what_differs_in_a_letter_that_counts_is_another_page(vector: Mapping[str, Any]) -> None:
    assert read_address(vector["canonical"].swapcase(), ALL_NETWORKS) != read_address(vector["canonical"], ALL_NETWORKS)


def test_a_form_says_of_letters_what_its_network_says_unless_it_says_otherwise() -> None:
    forms = [{"path": "^/a$"}, {"path": "^/b$", "ignore_case": True}, {"path": "^/c$", "ignore_case": False}]
    said = {
        default: [form.ignore_case for form in forms_of({"ignore_case": default, "forms": forms})]
        for default in (True, False)
    }
    assert said == {True: [True, True, False], False: [False, True, False]}
    assert [form.ignore_case for form in forms_of({"forms": forms})] == said[False]


def test_host_is_given_as_written_in_lower_case() -> None:
    result = read_address("HTTP://M.VK.com:80/Club5", NETWORKS)
    assert result == Address("vk", "https://vk.com/club5", "5", "m.vk.com")


@pytest.mark.parametrize("identifier", sorted(RECORDS))
def test_network_record_holds_together(identifier: str) -> None:
    record = RECORDS[identifier]
    rules = rules_of(identifier, record)
    assert [form_faults(form, rules.canonical_host) for form in rules.forms] == [()] * len(rules.forms)
    assert rules.canonical_host in rules.hosts
    assert list(rules.hosts) == list(dict.fromkeys(host.lower() for host in rules.hosts))
    for good in record["examples"]["good"]:
        assert isinstance(read_address(good, NETWORKS), Address), good
    for bad in record["examples"]["bad"]:
        assert isinstance(read_address(bad, NETWORKS), Refusal), bad


def test_a_host_is_one_network_only() -> None:
    hosts = [host for network in NETWORKS for host in network.hosts]
    assert len(hosts) == len(set(hosts))


# A network that is nothing but a record: hosts of its own, channels by two kinds of name, posts inside channels.
CHANNELS = rules_of(
    "channels",
    yaml.safe_load(
        r"""
        hosts: [channels.example, www.channels.example, ch.example]
        canonical_host: channels.example
        ignore_case: true
        forms:
          - {path: '^/channel/([0-9]{1,10})$', page: 'https://channels.example/channel/{1}', numeric_id: '{1}'}
          - {path: '^/u/[a-z0-9]+$', refuse: person}
          - {path: '^/(?:s/)?([a-z][a-z0-9_]{4,31})/[0-9]+$', refuse: content, page: 'https://channels.example/{1}'}
          - {path: '^/(?:about|login)$', refuse: not-a-page}
          - {path: '^/(?:s/)?([a-z][a-z0-9_]{4,31})$', page: 'https://channels.example/{1}'}
        """
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CH.example/channel/7?x=1",
            Address("channels", "https://channels.example/channel/7", "7", "ch.example"),
        ),
        (
            "https://www.channels.example/s/School_5/",
            Address("channels", "https://channels.example/school_5", None, "www.channels.example"),
        ),
        (
            "https://channels.example/school_5/12",
            Refusal("content", "channels", "https://channels.example/school_5"),
        ),
        ("https://channels.example/about/12", Refusal("content", "channels")),
        ("https://channels.example/u/ivan", Refusal("person", "channels")),
        ("https://channels.example/login", Refusal("not-a-page", "channels")),
        (
            "https://сhannels.example/school_5",
            Refusal("look-alike", "channels", "https://channels.example/school_5"),
        ),
        ("https://ch.example.org/school_5", Refusal("look-alike", "channels")),
        ("https://vk.com/club1", Address("vk", "https://vk.com/club1", "1", "vk.com")),
    ],
)
def test_a_new_network_needs_no_code(text: str, expected: Address | Refusal) -> None:
    assert read_address(text, (*NETWORKS, CHANNELS)) == expected


def test_without_its_record_a_network_is_foreign() -> None:
    assert read_address("https://vk.com/club1", (CHANNELS,)) == Refusal("foreign-host")
    assert read_address("https://vk.com/club1", ()) == Refusal("foreign-host")


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (AddressForm("^/(a$", page="https://vk.com/{1}"), ("pattern",)),
        (AddressForm("^/(?P<name>a)$", page="https://vk.com/{1}"), ("dialect",)),
        (AddressForm("^/(?i:a)$", refuse="person"), ("dialect",)),
        (AddressForm("^/a++$", refuse="person"), ("dialect",)),
        (AddressForm(r"^/a\Z", refuse="person"), ("dialect", "anchor")),
        (AddressForm(r"^/a\_b$", refuse="person"), ("dialect",)),
        (AddressForm(r"^/\a$", refuse="person"), ("dialect",)),
        (AddressForm("^/[]a]$", refuse="person"), ("dialect",)),
        (AddressForm("^/[^]a]$", refuse="person"), ("dialect",)),
        (AddressForm("^/a{,3}$", refuse="person"), ("dialect",)),
        (AddressForm("/a", refuse="person"), ("anchor",)),
        (AddressForm("^/a$"), ("outcome",)),
        (AddressForm("^/a$", refuse="ugly"), ("outcome",)),
        (AddressForm("^/a$", numeric_id="1", refuse="content"), ("outcome",)),
        (AddressForm("^/a$", page="https://vk.com.example.org/a"), ("page-host",)),
        (AddressForm("^/a$", page="http://vk.com/a"), ("page-host",)),
        (AddressForm("^/(a)$", page="https://vk.com/{2}"), ("group",)),
        (AddressForm("^/(a)$", page="https://vk.com/{1}", numeric_id="{1}"), ()),
        (AddressForm("^/(a)-b$", page="https://vk.com/{1}", refuse="content"), ()),
    ],
)
def test_form_faults(form: AddressForm, faults: tuple[str, ...]) -> None:
    assert form_faults(form, "vk.com") == faults


PIECES = st.sampled_from(
    ["https://", "http:", "//", "vk.com", "ok.ru", "vк.com", "xn--", "/", "\\", "@", ":", ".", "..", "club", "group",
     "1", "-", "_", "C", "%2f", "?", "#", " ", "\u202e", "\ud800", "javascript:", "topic", "wall", ",", "[", "é", "0"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
def test_any_text_is_answered_and_a_page_is_on_its_network(text: str) -> None:
    result = read_address(text, NETWORKS)
    if isinstance(result, Refusal):
        assert result.reason in REASONS
        page = result.suggestion
    else:
        page = result.canonical
    if page is not None:
        again = read_address(page, NETWORKS)
        assert isinstance(again, Address) and again.canonical == page
