"""No address of this machine, of a private network or of another special range counts as outside."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.intake.observation.outside_addresses import is_outside

INSIDE = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:77.88.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:c0a8:101::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a02:6b8::feed:ff%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
)
OUTSIDE = (
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.1",
    "77.88.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "192.169.0.1",
    "223.255.255.255",
    "2001:200::1",
    "2001:67c::1",
    "2003::1",
    "2a02:6b8::feed:ff",
)
UNREADABLE = ("", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.01", "[::1]", "8.8.8.8\n", "8.8.8.8/32")


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("address", UNREADABLE)
def test_what_is_not_an_address_is_not_outside(address: str) -> None:
    assert not is_outside(address)


@given(st.ip_addresses())
def test_what_is_outside_is_global_to_python_too(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_outside(str(address)):
        assert address.is_global
        assert not (address.is_multicast or address.is_private or address.is_loopback or address.is_link_local)
        assert not (address.is_reserved or address.is_unspecified)


@given(st.ip_addresses(v=4))
def test_no_mapped_address_is_outside(address: ipaddress.IPv4Address) -> None:
    assert not is_outside(f"::ffff:{address}")
