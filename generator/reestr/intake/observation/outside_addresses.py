"""Says which network addresses lie outside: those of the public Internet, never of this machine or its own networks.

The ranges are those of the IANA special-purpose address registries (RFC 6890 and its successors) and of multicast.
`ipaddress.is_global` is not used: it calls multicast global, and what it knows depends on the version of Python.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_INSIDE_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the customers of a provider (CGNAT)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, the metadata of clouds among them
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

# Everything else is not assigned to anybody or special: loopback, link-local, unique local, multicast, mapped and
# translated IPv4 among them.
_ASSIGNED_6 = IPv6Network("2000::/3")
_INSIDE_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, which contains an IPv4 address, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which contains an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_outside(address: str) -> bool:
    """Return whether a textual IPv4 or IPv6 address belongs to the public Internet; False for anything unreadable.

    An IPv6 address with a zone (`fe80::1%eth0`) or with an IPv4 address in it (mapped, 6to4, Teredo, NAT64) does not.
    """
    try:
        read = ip_address(address)
    except ValueError:
        return False
    if isinstance(read, IPv4Address):
        return not any(read in network for network in _INSIDE_4)
    return _is_outside_6(read)


def _is_outside_6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _ASSIGNED_6:
        return False
    return not any(address in network for network in _INSIDE_6)
